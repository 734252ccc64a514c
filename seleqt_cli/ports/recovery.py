"""What recovery after a crash needs of the store."""

from dataclasses import dataclass
from typing import Protocol

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.settle import Settled


@dataclass(frozen=True, slots=True)
class Left:
    """An action that was claimed or sending when its process went away."""

    action: int
    attempt: int
    journey: Journey
    account: str
    sending_at: int
    claimed_at: int
    thread: tuple[str, ...]
    thread_subject: str


class RecoveryStore(Protocol):
    """What recovery needs of the store."""

    def left_behind(self, account: str) -> list[Left]:
        """The claimed and sending actions of an account."""

    def own_mail_left(self, account: str, reason: str, at: int) -> None:
        """A mail to oneself that was sending belongs to no journey: from now on it is in doubt."""

    def settle_action(self, action: int, journey: Journey, account: str, settled: Settled, at: int, *, armed: bool) -> None:
        """Record an outcome."""
