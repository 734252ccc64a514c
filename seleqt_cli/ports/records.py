"""What the proof of the promises reads: the history twice, in two orders, and the places of the journeys."""

from collections.abc import Iterator
from typing import Protocol

from seleqt_cli.core.audit.findings import Row
from seleqt_cli.core.audit.places import Place, Remain, Text


class Records(Protocol):
    """Read only. All of it is as of one moment of the history, so that a run may go on meanwhile."""

    def by_time(self) -> Iterator[Row]:
        """Every row of the history in the order in which it was written."""

    def by_lead(self) -> Iterator[Row]:
        """The rows that belong to a lead, person by person, each person's in the order of writing."""

    def created(self, journey: int) -> int | None:
        """When a journey began, None when there is no such journey."""

    def live(self) -> int:
        """How many journeys have not ended."""

    def places(self) -> Iterator[Place]:
        """The journeys whose place may be wrong; those that plainly wait in a queue for a moment may be left out."""

    def remains(self, lead: int) -> Iterator[Remain]:
        """Everything outside the history that still says something about a lead."""

    def texts(self, lead: int) -> Iterator[Text]:
        """The rows of the history that belong to a lead."""
