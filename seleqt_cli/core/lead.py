"""A lead: one person, known by normalised email address and/or LinkedIn profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, Literal

KNOWN_FIELDS: Final = (
    "email", "linkedin", "first_name", "last_name", "company", "title", "phone", "timezone",
    "country", "language", "source", "basis", "birth_date", "tags",
)  # fmt: skip
"""Columns with a meaning of their own (SPEC section 4); any other column is kept as a field."""

_STORED: Final = tuple(name for name in KNOWN_FIELDS if name != "tags")
_stored: Final = attrgetter(*_STORED)

Basis = Literal["consent", "customer", "published", "legitimate-interest"]
BASES: Final[tuple[Basis, ...]] = ("consent", "customer", "published", "legitimate-interest")


@dataclass(frozen=True, slots=True)
class Lead:
    """One person. `id` is the database's, 0 before it has one; `key` is what hashes use: address, else profile URL.

    `email` is normalised (NFC, IDNA domain, lower case); `email_shown` keeps what the file said and is what mail is sent to.
    `linkedin` is canonical: https://www.linkedin.com/in/<slug>/. `country` is ISO 3166 upper case, '' when unknown.
    `fields` holds all other columns and no empty values. `import_id` leads to source, basis and date.
    """

    id: int = 0
    email: str = ""
    email_shown: str = ""
    linkedin: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    title: str = ""
    phone: str = ""
    timezone: str = ""
    country: str = ""
    language: str = ""
    birth_date: str = ""
    source: str = ""
    basis: str = ""
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    import_id: int = 0

    @property
    def key(self) -> str:
        """What identifies the person outside any database: normalised address, else profile URL."""
        return self.email or self.linkedin

    @property
    def name(self) -> str:
        """First and last name as a person would say them, '' when both are unknown."""
        return f"{self.first_name} {self.last_name}".strip()

    def value(self, name: str) -> str:
        """The value of a field or column, '' when it has none."""
        if name == "email":
            return self.email_shown or self.email
        if name == "tags":
            return ", ".join(sorted(self.tags))
        if name in KNOWN_FIELDS:
            return str(getattr(self, name))
        return self.fields.get(name, "")

    def values(self) -> dict[str, str]:
        """All non-empty fields by column name: what a template sees."""
        known = dict(zip(_STORED, _stored(self), strict=True))
        known["email"] = self.email_shown or self.email
        if self.tags:
            known["tags"] = self.value("tags")
        return {name: value for name, value in {**self.fields, **known}.items() if value}
