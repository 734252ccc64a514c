"""What privacy requests and breaches read and write."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from seleqt_cli.core.rights import Deadline, Request


@dataclass(frozen=True, slots=True)
class Kept:
    """`people` known; `columns`: column or field -> of how many it is filled (fields: only that there are any, 0).

    `origins`: (source, basis) -> people; `campaigns`: (campaign, basis) -> people; `countries`: the leads' column -> people.
    """

    people: int
    columns: dict[str, int]
    origins: dict[tuple[str, str], int]
    campaigns: dict[tuple[str, str], int]
    countries: dict[str, int]
    mails: int
    answers: int
    suppressed: int


class PrivacyStore(Protocol):
    """Small reads and writes (storage.privacy)."""

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def open(self, request: Request) -> int:
        """Keep a new request; returns its number."""

    def request(self, number: int) -> Request | None:
        """One request."""

    def requests(self, *, closed: bool) -> list[Request]:
        """Those that are not closed, by due date; with `closed` all, by number."""

    def save(self, request: Request) -> None:
        """Keep what became of a request."""

    def kept(self, lead: int) -> bool:
        """Whether anything still names a lead."""

    def record(self, at: int, event: str, data: dict[str, Any], lead: int) -> None:
        """One row of the history; `lead` 0: about nobody who is kept."""

    def deadlines(self) -> list[Deadline]:
        """What is still to be answered or reported, the soonest first."""
