"""Mode fill: a task is done in the account's window, where seleqt fills in the words and a person clicks.

The step passes through the same three commits as ever, only that a person stands between the second and the third: C2 is made
before they could click, and whatever the window then tells is settled. Until C2 the task stays open; with C2 it is closed, so that
after a crash `resolve` and nobody else decides about it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from seleqt_cli.app.linkedin_acting import LinkedInActing
from seleqt_cli.app.tasks import Tasks
from seleqt_cli.core.actions import Outcome, Prepared, Verdict
from seleqt_cli.core.campaign import LINKEDIN_KINDS, Sender
from seleqt_cli.core.errors import Failed, NothingPossible
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.linkedin.orders import Order, Result, Status, outcome_of
from seleqt_cli.core.planner import Pick
from seleqt_cli.ports.linkedin_store import LinkedInStore
from seleqt_cli.ports.tasks import OPENED, Task, TaskStore

LEFT_OPEN: Final = frozenset({Status.NOT_ARMED, Status.STOPPED, Status.NEEDS_HUMAN, Status.DEFERRED})
"""What leaves the task as it is when nothing was armed: somebody may try again, or do it by hand."""


class Filling:
    """One task at a window. Every method runs on the loop's thread but `late` and `given_up`, which only read.

    `show(what)`: a person clicks now. Raises as Tasks does when the step cannot be done at all.
    """

    def __init__(
        self,
        tasks: Tasks,
        rows: TaskStore,
        store: LinkedInStore,
        acting: LinkedInActing,
        place: Callable[[Journey, int], None],
        lead: Callable[[int], Lead],
        number: int,
        by: str,
        now: Callable[[], int],
        show: Callable[[str], None],
    ) -> None:
        self._tasks = tasks
        self._rows = rows
        self._store = store
        self._acting = acting
        self._place = place
        self._by = by
        self._now = now
        self._show = show
        self._left = False
        self._shown_at = 0
        self.armed = False
        self.task: Task = tasks.take(number)
        if self.task.kind not in LINKEDIN_KINDS:
            raise Failed(f"task {number} is no LinkedIn step", advice=f"seleqt tasks done {number}")
        self._pick = self._picked()
        self._lead = lead(self.task.lead_id)

    @property
    def message(self) -> bool:
        """Whether somebody has to look for replies first."""
        return self._pick.kind in ("message", "inmail") and not self._pick.journey.first

    @property
    def pick(self) -> Pick:
        """The step as it would be done now."""
        return self._pick

    def order(self, prepared: Prepared, sender: Sender, *, note: bool) -> Order:
        """What the window is to do. `note`: whether an invitation goes with its note."""
        return self._acting.order(self._pick, prepared, self._lead, sender, "fill", note=note)

    # what the window asks

    def open(self) -> str:
        """The profile counts from now on, whether or not somebody clicks."""
        with self._store.transaction():
            return self._rows.open_profile(self._pick.journey, self._pick)

    def arm(self, mark: str = "") -> str:
        """C2: the task is closed with it."""
        try:
            with self._store.transaction():
                if self._tasks.one(self.task.id) is None:
                    raise NothingPossible("somebody was faster")
                self._pick = self._picked()
                self._pick.journey.reason = ""
                refused = self._rows.perform(self._pick.journey, self._pick)
                if refused:
                    raise NothingPossible(refused)  # what was given back on the way is reserved as before
                self._store.keep_mark(self._rows.taken[0], mark)
                self._rows.settle(self.task, "done", self._by, self._now())
        except (NothingPossible, Failed) as problem:
            return problem.message
        self.armed = True
        return ""

    def late(self) -> bool:
        """A person takes the time that they need."""
        return False

    def ready(self, what: str) -> None:
        """Their turn, for as long as an opened task is theirs."""
        self._shown_at = self._shown_at or self._now()
        self._show(what)

    def given_up(self) -> bool:
        """Whether they said that they do not click, or let the time pass in which it was checked that the step may go.

        A machine that slept counts that time too: a window that is still open the next morning knows of no reply and no limit.
        """
        return self._left or (self._shown_at > 0 and self._now() - self._shown_at >= OPENED)

    def leave(self) -> None:
        """They do not click."""
        self._left = True

    # what came of it

    def finish(self, result: Result) -> tuple[Outcome, str]:
        """Write down what the window told: the outcome, and what becomes of the task in words."""
        now = self._now()
        with self._store.transaction():
            if not self.armed and result.status in LEFT_OPEN:
                outcome = self._acting.took(self._pick, 0, self._lead, result, now, step_follows=False)
                return outcome, "the task stays open"
            journey = self._pick.journey
            if not self.armed:
                journey.reason = ""
                refused = self._rows.perform(journey, self._pick, arm=False)
                if refused:
                    return outcome_of(result), f"the task stays open: {refused}"
                self._rows.settle(self.task, "done" if result.status is Status.ALREADY else "skipped", self._by, now)
            action, armed_at = self._rows.taken
            outcome = self._acting.took(self._pick, action, self._lead, result, now)
            if result.status is Status.NEEDS_HUMAN:
                outcome = replace(outcome, retry_in=0)  # nobody clicked: it is asked for again at once
            settled = self._tasks.settled(journey, outcome, armed_at or now)
            self._rows.performed(self._pick, settled, now)
            if settled.hold_sender:
                self._store.hold(self._pick.account.key, settled.hold_sender, now)
            self._place(journey, now)
        return outcome, _WORDS.get(outcome.verdict, "")

    def _picked(self) -> Pick:
        journey, node = self._tasks.standing(self.task)
        return self._tasks.pick_of(self.task, journey, node, self._now(), looked=True)


_WORDS: Final = {
    Verdict.NOT_NOW: "it comes up again in `tasks` with the next run",
    Verdict.UNDONE: "it comes up again tomorrow",
    Verdict.IN_DOUBT: "seleqt resolve --check looks for it",
    Verdict.REFUSED_CONTENT: "the lead is held",
    Verdict.IMPOSSIBLE: "the lead goes on with its next step",
}
