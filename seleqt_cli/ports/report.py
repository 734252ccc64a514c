"""What `report` reads: the record of what was done, what came of it, and where journeys are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from seleqt_cli.core.report import DidRow, News


@dataclass(frozen=True, slots=True)
class Place:
    """How many journeys of a campaign are in a state before a step ('' = at the end)."""

    campaign: str
    state: str
    step: str
    journeys: int


@dataclass(frozen=True, slots=True)
class Named:
    """A lead as a person knows them; all but the number are '' after an erasure."""

    id: int
    name: str
    company: str
    email: str


class ReportRows(Protocol):
    """The tables as far as a report counts them (storage.report_rows)."""

    def news(self) -> list[News]:
        """What came of everything, in the order in which it was written down."""

    def deeds(self, refused: frozenset[int]) -> Iterator[DidRow]:
        """Every action that was done, and the mails of `refused` whose address was refused; in any order."""

    def places(self) -> list[Place]:
        """Where journeys are."""

    def named(self, leads: Sequence[int]) -> dict[int, Named]:
        """Leads by number; those that are gone are missing."""
