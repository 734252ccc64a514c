"""What importing leads needs of a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from seleqt_cli.core.lead import Lead

IMPORT_COLUMNS: Final = (
    "email", "linkedin", "first_name", "last_name", "company", "title", "phone", "timezone", "country", "language", "birth_date",
    "fields", "contacted_at", "import_id",
)  # fmt: skip
"""What a row of an import may be a tuple of; an import names those that it has, in this order.

`fields` is a JSON object with sorted keys; `contacted_at` the instant at which another tool last wrote to the person.
"""
ImportRow = tuple[str | int | None, ...]
"""Plain tuples, because a million of them pass; None where there is no value."""


@dataclass(slots=True)
class Written:
    """What became of a batch. Positions count from 0 in the rows that were given.

    `new`, `changed`, `merged` (two leads that became one) and `unchanged` count leads; `repeated` are positions of rows about
    somebody whom an earlier row of this import was about. `refused` are (position, reason), `differing` are (position, what the
    row says against what is known): the row was taken, that value was not.
    """

    new: int = 0
    changed: int = 0
    merged: int = 0
    unchanged: int = 0
    repeated: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    differing: list[tuple[int, str]] = field(default_factory=list)


class LeadImport(Protocol):
    """One import under way. It commits every ten thousand rows or so; other writers get their turn in between."""

    def origin(self, source: str, basis: str) -> int:
        """The import_id for rows of this source and lawful basis."""

    def write(
        self, columns: Sequence[str], rows: Sequence[ImportRow], *, origin: int, tags: Mapping[int, Sequence[str]], shown: Mapping[int, str]
    ) -> Written:
        """Write a batch. Writing the same rows again changes nothing.

        `columns` are the same for all batches. `origin` is the import_id where `columns` has none. `tags` and `shown` (addresses
        as mail is sent to them, where that differs) are of single rows by position.
        """

    def likely(self, most: int) -> list[tuple[str, str, str]]:
        """Pairs of leads, one of them new, that look like one person: (key, other key, why); at most `most`."""

    def finish(self) -> None:
        """End the import and commit the rest."""

    def abandon(self) -> None:
        """Give up what is not committed yet."""


class LeadImports(Protocol):
    """The store, as far as imports see it."""

    def begin_import(self, file: str, tags: Sequence[str], now: int, *, keep: bool, dry_run: bool) -> LeadImport:
        """Start an import; with `keep` it fills gaps and overwrites nothing, with `dry_run` nothing stays."""


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are meant: all conditions that are not empty hold. `search` is found in names, company, title, address, profile."""

    tags: tuple[str, ...] = ()
    campaign: str = ""
    state: str = ""
    search: str = ""


class LeadBook(LeadImports, Protocol):
    """The store, as far as working with single leads sees it."""

    def find(self, text: str) -> list[Lead]:
        """The leads that a person means by an id, an address, a profile or its name: usually one."""

    def page(self, wanted: LeadFilter, *, after: int, limit: int) -> list[Lead]:
        """The next `limit` leads with an id above `after`, by id."""

    def journeys(self, lead: int) -> list[tuple[str, str, str, str]]:
        """(campaign, state, next step, reason) of the campaigns a lead is in."""

    def change(self, lead: int, field: str, value: str) -> None:
        """Set one column or field; '' empties it. Raises Failed when an address or profile belongs to another lead."""

    def readdress(self, lead: int, email: str, shown: str, *, by: str, now: int) -> None:
        """Set the address ('' = none) and how it is shown; that one was changed stands in the history. Raises Failed as `change` does."""

    def set_origin(self, lead: int, source: str, basis: str, now: int) -> None:
        """Give a lead another source and lawful basis."""

    def tag(self, leads: Sequence[int], tags: Sequence[str], *, remove: bool) -> int:
        """Put tags on leads, or take them off; gives how many were put on or taken off."""
