"""What settling doubts needs of the store."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from seleqt_cli.core.journey import Journey


@dataclass(frozen=True, slots=True)
class Doubt:
    """An action in doubt. `sending_at`: its C2; `thread`: the chain of Message-IDs once it counts as sent."""

    action: int
    attempts: int
    journey: Journey
    lead: str
    account: str
    sender: str
    campaign: str
    step: str
    kind: str
    reason: str
    sending_at: int
    recipient: str
    subject: str
    message_id: str
    thread: tuple[str, ...]
    thread_subject: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be known now: `sent` True is proof; None is none, and `text` says where a person can look."""

    sent: bool | None
    text: str


class ResolveStore(Protocol):
    """What settling doubts needs of the store."""

    def transaction(self) -> AbstractContextManager[None]:
        """One unit of writing."""

    def doubts(self, action: int = 0) -> list[Doubt]:
        """The actions in doubt, oldest first; only one with `action`."""

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""

    def believe(self, action: int, journey: Journey, reason: str, at: int) -> None:
        """The action of a journey counts as sent."""

    def release(self, action: int, state: str, reason: str, at: int) -> None:
        """The action is planned again, or skipped where its journey is over; what it used stays used."""

    def event(self, at: int, event: str, *, journey: Journey, action: int, account: str, data: dict[str, Any]) -> None:
        """One row of the history."""
