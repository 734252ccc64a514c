"""Where journeys, claims and the record of everything done are kept: SQLite for real, memory for a simulation."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from seleqt_cli.core.actions import Outcome, Prepared, Reservation
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.queues import Ledger, Queues
from seleqt_cli.core.settle import Settled


class Claim(Reservation, Protocol):
    """A journey's next action, claimed (C1). `sender`: under which name; `tried_since`: when the first attempt was made."""

    pick: Pick
    sender: Sender
    tried_since: int
    armed_at: int
    """The moment of C2, 0 = not armed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a claim was not granted, and whom that is about.

    account, campaign: nothing goes from it now · inbox: no follow-ups until it is read · lead: not before `until` ·
    person: never again · journey: a person has to look.
    """

    about: Literal["account", "campaign", "inbox", "lead", "person", "journey"]
    reason: str
    until: int = 0


class Store(Queues, Ledger, Protocol):
    """What run_due needs. Everything between entering and leaving `transaction` becomes durable together, or not at all."""

    def transaction(self) -> AbstractContextManager[None]:
        """One unit of writing. Nested use joins the outer one."""

    def timers(self, by: int) -> list[Journey]:
        """The journeys without an account whose moment has come, by (due, id): decisions, ends of a wait_for, tags, tasks."""

    def next_timer(self) -> int | None:
        """When the next of them comes, None when there is none."""

    def active_since(self, campaign: str) -> int:
        """Since when a campaign is active without a pause, 0 where it always was."""

    def enqueue(self, journey: Journey, queue: str) -> None:
        """Write down where a journey stands and put it into a queue (an account, '+campaign', '-', or '' for none)."""

    def close_invitations(self, lead: int, state: str, at: int) -> bool:
        """A person accepted or answered: no open invitation to them is withdrawn any more. False when there was none."""

    def blocked(self, journey: Journey) -> list[Journey]:
        """The person's other journeys that wait for this one to end (overlap), by id."""

    def skip(self, journey: Journey, step: str, kind: str, reason: str, at: int) -> None:
        """Record that a step was not done, and why."""

    def claim(self, pick: Pick, sender: Sender, prepared: Prepared, at: int, *, by_person: bool = False) -> Claim | Refused:
        """C1: check stops and suppressions, reserve the limit, freeze the bytes.

        `by_person`: the action stays planned with its place reserved until a person does it from `tasks`.
        """

    def rewrite(self, journey: Journey) -> None:
        """Write a journey's own fields down without moving it."""

    def outcome(self, claim: Any, outcome: Outcome, at: int) -> None:
        """Bring an outcome to the disk at once, whatever becomes of the next commit. `claim`: what this store's `claim` gave."""

    def later(self) -> AbstractContextManager[None]:
        """Writes inside may ride in the next commit: `outcome` already holds what they mean."""

    def flush(self) -> None:
        """Commit what was put off."""

    def settle(self, claim: Any, settled: Settled, at: int) -> None:
        """C3: record the outcome; the claim's journey has already been moved by core.settle and is enqueued by the caller."""

    def unclaim(self, claim: Any) -> bool:
        """Forget a settled first claim of which nothing left this machine, with its frozen bytes; False when there was more to it."""

    def hold_account(self, account: str, reason: str, at: int, until: int) -> None:
        """Stop an account until a person frees it (`until` 0) or until a moment."""

    def channel_error(self, account: str) -> int:
        """Count one more channel error of an account; returns how many there are in a row now. A send starts anew."""

    def doubts_in_a_row(self, account: str) -> int:
        """How many of an account's last mails ended in doubt, one after the other, since a person last freed it."""

    def bounces(self, accounts: Sequence[str], most: int) -> tuple[int, int]:
        """(mails, hard bounces among them) of the accounts' last mails together, since a person last freed each."""

    def guard_domain(self, domain: str, reason: str, at: int, *, hold: bool) -> None:
        """Hold the first contacts of a sending domain until a person frees them, or warn."""

    def tag(self, journey: Journey, name: str, at: int) -> None:
        """Give the journey's person a tag."""

    def open_task(self, journey: Journey, kind: str, account: str, text: str, frozen: str, at: int) -> None:
        """Ask a person for something; the journey waits until the task is settled."""

    def expire_task(self, journey: Journey, step: str, reason: str, at: int) -> None:
        """Nobody did what was asked in time: the task closes, and the place that was reserved for it is free again."""
