"""What taking in LinkedIn's own export reads and writes of the store."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that seleqt did, or may have done, to a lead: its C2 moment and the words that went."""

    kind: str
    at: int
    text: str


class ExportStore(Protocol):
    """Small reads and writes inside the caller's transaction (storage.linkedin_export)."""

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def leads(self, profiles: Iterable[str]) -> Mapping[str, int]:
        """Normalised profile -> number of the lead it is known to belong to."""

    def lead(self, number: int) -> Lead:
        """A lead."""

    def connected(self, lead: int) -> bool:
        """Whether it is known that they are a connection."""

    def walks(self, lead: int, account: str) -> bool:
        """Whether no journey of the lead goes by another LinkedIn account than this one."""

    def deeds(self, lead: int) -> Sequence[Deed]:
        """What was done to a lead on any channel, oldest first."""

    def heard(self, lead: int, at: int) -> bool:
        """Whether a reply of that moment, or a later one, is written down already."""

    def contacted(self, lead: int, at: int) -> bool:
        """Somebody wrote to them then; `quiet` counts from it. False when a later moment was known."""

    def wrote_by_hand(self, lead: int, at: int, account: str, text: str, now: int) -> list[Journey]:
        """Ask whether to go on; returns the journeys that wait for the answer, none when it was asked before."""

    def invited(self, account: str, slug: str, at: int) -> bool:
        """An invitation that seleqt did not send counts from a moment; False when it was counted before, or is ours."""

    def count(self, account: str, kind: str, at: int, times: int) -> int:
        """What the person did by hand at a moment counts against the limits, `times` in all; returns how many were new."""

    def looked(self, account: str, at: int, now: int, data: Mapping[str, Any]) -> None:
        """The account's inbox is known as it was at a moment; one known later stays."""
