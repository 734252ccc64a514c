"""What waits for a person, and what its answer needs of the store."""

import json
from dataclasses import dataclass
from typing import Final, Protocol

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.settle import Settled

OPENED: Final = 600
"""Seconds for which an opened task is the one's who opened it (SPEC section 5)."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `kind`: review, task, later, or the LinkedIn kind; `link` is the profile, '' where none is needed."""

    id: int
    journey_id: int
    lead_id: int
    lead: str
    name: str
    link: str
    campaign: str
    step: str
    kind: str
    account: str
    text: str
    frozen: str
    created_at: int
    snoozed_until: int
    opened_by: str = ""
    opened_at: int = 0

    @property
    def attached(self) -> list[str]:
        """The names of the files that go with a message that waits for approval."""
        return list(json.loads(self.frozen).get("attached", ())) if self.kind == "review" and self.frozen else []

    def taken(self, by: str, now: int) -> int:
        """Seconds for which somebody else than `by` has it before them, 0 when nobody has."""
        return max(0, self.opened_at + OPENED - now) if self.opened_by not in ("", by) else 0


@dataclass(frozen=True, slots=True)
class Question:
    """A LinkedIn account of which nobody said lately whether somebody replied there; `since` 0 = never."""

    account: str
    sender: str
    since: int


class TaskStore(Protocol):
    """Small reads and writes inside the caller's transaction (storage.tasks)."""

    def open(self, now: int, *, number: int = 0, after: int = 0, snoozed: bool = False) -> list[Task]:
        """The open tasks by number, at most a hundred behind `after`; with `number` this one, snoozed or not."""

    def journey(self, task: Task) -> Journey | None:
        """A task's journey, or the errand of its invitation."""

    def settle(self, task: Task, state: str, by: str, at: int) -> None:
        """done or skipped."""

    def rewrite(self, task: Task, text: str, frozen: str) -> None:
        """Other words for this lead."""

    def take(self, task: Task, by: str, at: int) -> None:
        """Somebody has it before them."""

    def snooze(self, task: Task, until: int) -> None:
        """It comes up again then."""

    def release(self, journey: Journey, step: str, reason: str, at: int) -> None:
        """Give back what was reserved for a step that is not done now."""

    def open_profile(self, journey: Journey, pick: Pick) -> str:
        """A profile is about to be opened in a window: it is counted. '' or why it may not be."""

    @property
    def taken(self) -> tuple[int, int]:
        """(action, moment of its C2) of what `perform` took; 0 for none."""

    def perform(self, journey: Journey, pick: Pick, *, arm: bool = True, note: bool = True) -> str:
        """C1 and C2 at this moment: claims and arms the reserved action, or says why it must not be done. Without `arm`: C1 alone.

        `note`: whether an invitation goes with its note; without it none of the month's is used.
        """

    def performed(self, pick: Pick, settled: Settled, at: int) -> None:
        """C3 of what `perform` armed."""

    def slot(self, journey: Journey, step: str) -> tuple[int, int]:
        """(planned moment, slot) of the reserved action."""

    def last_done(self, account: str) -> int:
        """When the account really did something last, 0 = never."""

    def read_at(self, account: str) -> int:
        """When somebody last looked into the account's inbox, 0 = never."""

    def looked(self, account: str, by: str, at: int) -> None:
        """Somebody looked into the account's inbox."""
