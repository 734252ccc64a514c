"""What is kept of a person who was erased: keyed hashes by which they are known again, and by which nobody else knows them.

The key is the workspace's secret, so that a list of hashes alone cannot be tried out against a list of addresses.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.likeness import mailbox_key

ERASED: Final = "erased"
KINDS: Final = ("email", "linkedin", "phone", "domain", "mailbox")
_LEAST_DIGITS: Final = 8
"""A shorter number is an extension, which many people have."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a person is known by. `kind` is one of KINDS, `value` is normalised (a telephone number: `digits`).

    A mailbox is an address without its +tag (core/likeness): whoever was erased does not come back under another one.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One of their names as a hash. `reason`: ERASED, or why the name stood on the list of those never contacted; `at`: an instant."""

    mark: str
    kind: str
    reason: str
    at: int


def mark(secret: bytes, name: Name) -> str:
    """The keyed hash of a name: HMAC-SHA256, in hexadecimal."""
    return hmac.new(secret, f"tombstone:{name.kind}:{name.value}".encode(), hashlib.sha256).hexdigest()


def buried(secret: bytes, names: Iterable[Name], reason: str, at: int) -> list[Tombstone]:
    """The tombstones of some names."""
    return [Tombstone(mark(secret, name), name.kind, reason, at) for name in names]


def digits(phone: str) -> str:
    """A telephone number as it is compared: its digits without 00 in front; '' for what is too short to be one person's."""
    found = "".join(sign for sign in phone if sign.isascii() and sign.isdigit()).removeprefix("00")
    return found if len(found) >= _LEAST_DIGITS else ""


def names_of(email: str | None, linkedin: str | None, phone: str | None) -> list[Name]:
    """The names in a row of leads: normalised address and profile, and a telephone number as it was written."""
    found = [Name("email", email)] if email else []
    found += [Name("linkedin", linkedin)] if linkedin else []
    number = digits(phone) if phone else ""
    return found + ([Name("phone", number)] if number else [])


def mailboxes(addresses: Iterable[str]) -> list[Name]:
    """The mailboxes behind normalised addresses: what an import is asked about, and nobody is erased for again."""
    return [Name("mailbox", one) for one in dict.fromkeys(map(mailbox_key, addresses))]


def asked_of(email: str | None, linkedin: str | None, phone: str | None) -> list[Name]:
    """The names by which a row that comes in may be somebody's who was erased."""
    return [*names_of(email, linkedin, phone), *(mailboxes([email]) if email else [])]
