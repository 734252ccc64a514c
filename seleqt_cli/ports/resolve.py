"""What settling doubts needs of the store."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from seleqt_cli.core.journey import Journey


@dataclass(frozen=True, slots=True)
class Doubt:
    """An action in doubt. `sending_at`: its C2; `thread`: the chain of Message-IDs once it counts as sent.

    A mail to oneself (`senders test`) has no journey.
    """

    action: int
    attempts: int
    journey: Journey | None
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

    @property
    def lead_id(self) -> int | None:
        """The number of the lead, None for a mail to oneself."""
        return None if self.journey is None else self.journey.lead

    @property
    def to(self) -> str:
        """Whom it went to, as a person knows them."""
        return self.lead or self.recipient


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can be known now: `sent` True is proof; None is none, and `text` says where a person can look."""

    sent: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """How often a mail in doubt was searched for in vain, and when last (0: never)."""

    searches: int = 0
    last_at: int = 0


class ResolveStore(Protocol):
    """What settling doubts needs of the store."""

    def transaction(self) -> AbstractContextManager[None]:
        """One unit of writing."""

    def doubts(self, action: int = 0) -> list[Doubt]:
        """The actions in doubt, oldest first; only one with `action`."""

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""

    def believe(self, action: int, journey: Journey | None, reason: str, at: int) -> None:
        """The action of a journey counts as sent."""

    def release(self, action: int, state: str, reason: str, at: int) -> None:
        """The action is planned again, or skipped where its journey is over; what it used stays used."""

    def free_of_doubts(self, account: str) -> str:
        """End an account's hold for its doubts where none is left; returns the reason that it had, '' where it goes on as it was."""

    def event(self, at: int, event: str, *, journey: Journey | None, action: int | None, account: str, data: dict[str, Any]) -> None:
        """One row of the history."""

    def frozen(self, action: int) -> bytes:
        """The bytes that went, b"" when they are gone."""

    def searched(self, action: int) -> Searched:
        """How often it was searched for in vain."""

    def search(self, action: int, at: int) -> None:
        """It was searched for in vain once more."""

    def copy_seen(self, action: int) -> int:
        """When a copy of it that the server filed was seen in Sent, 0 = never."""

    def copies_kept(self, account: str) -> tuple[int, int]:
        """Of an account's last mails: how many in a row showed up in Sent by themselves, and how many copies seleqt put there."""

    def with_text(self, doubt: Doubt) -> int:
        """How many mails with the text of this one are in doubt: one campaign, step and variant."""
