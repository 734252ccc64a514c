"""Doing what waits for a person: approvals, LinkedIn steps by hand, calls, and whether anybody replied on LinkedIn.

A LinkedIn step counts at the moment at which the person says that it is done: hours, limits, gap and stops are checked
then, as before a mail's final dot, and a refusal leaves the task open.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from seleqt_cli.app.next_moment import OneLane
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import LINKEDIN_KINDS
from seleqt_cli.core.errors import Busy, Failed, NothingPossible, no_such
from seleqt_cli.core.facts import LINKEDIN_FRESH_SECONDS, LINKEDIN_MESSAGE_FRESH
from seleqt_cli.core.guards import is_fresh
from seleqt_cli.core.journey import Event, Journey, State, after, move, performed
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import END, Node
from seleqt_cli.core.settle import Settled, settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.inbox import CONTACT
from seleqt_cli.ports.store import Store
from seleqt_cli.ports.tasks import OPENED, Question, Task, TaskStore

LATER: Final = "later"
MESSAGE_FRESH: Final = 3600
"""Seconds before a LinkedIn message within which somebody must have looked for replies (SPEC section 8)."""


class Tasks:
    """The tasks of one workspace, in the name of `by`. `place` puts a journey that moved where it belongs."""

    def __init__(
        self,
        tasks: TaskStore,
        store: Store,
        planner: Planner,
        calendar: Callable[[int], Calendar],
        place: Callable[[Journey, int], None],
        record: Callable[[str, Journey | None, Task | None, dict[str, object]], None],
        by: str,
        now: Callable[[], int],
        answer: Callable[[Task, bool], None],
    ) -> None:
        """`answer`: what becomes of a person to whom somebody wrote by hand: they go on (True), or nothing more goes."""
        self._tasks = tasks
        self._store = store
        self._planner = planner
        self._calendar = calendar
        self._place = place
        self._record = record
        self._by = by
        self._now = now
        self._answer = answer

    def holder(self, task: Task) -> str:
        """Who else has a task before them, and for how long; '' when it is free."""
        left = task.taken(self._by, self._now())
        return f"{task.opened_by} has it for {_minutes(left)}" if left else ""

    def open(self, *, after: int = 0, snoozed: bool = False) -> list[Task]:
        """What waits now, by number, a page at a time."""
        return self._tasks.open(self._now(), after=after, snoozed=snoozed)

    def one(self, number: int) -> Task | None:
        """An open task as it is now, None when there is none of that number."""
        found = self._tasks.open(self._now(), number=number)
        return found[0] if found else None

    def questions(self) -> list[Question]:
        """LinkedIn accounts that act and of which nobody said in a day whether somebody replied there."""
        found, now = [], self._now()
        for account in self._planner.accounts.values():
            since = self._tasks.read_at(account.key)
            if account.channel == "linkedin" and self._tasks.last_done(account.key) and not is_fresh(since, now, LINKEDIN_FRESH_SECONDS):
                # of a moment of the future, from before a clock was set back, nobody knows when it was
                found.append(Question(account.key, account.senders[0].name, since if since <= now else 0))
        return found

    def looked(self, sender: str) -> None:
        """Somebody looked into a LinkedIn account's messages; who replied there is marked beforehand."""
        keys = [account.key for account in self._planner.accounts.values() if any(one.name == sender for one in account.senders)]
        if not keys:
            raise no_such("sender", sender, self._planner.workspace.senders)
        with self._store.transaction():
            self._tasks.looked(keys[0], self._by, self._now())

    def take(self, number: int) -> Task:
        """Open a task: it is this person's for ten minutes. Raises Busy while it is somebody else's."""
        with self._store.transaction():
            task, now = self._task(number), self._now()
            if task.opened_by != self._by or now >= task.opened_at + OPENED:
                self._record("task_opened", None, task, {})
            self._tasks.take(task, self._by, now)
            return task

    def done(self, number: int, *, note: bool = True) -> Task:
        """It was done, or approved. Raises NothingPossible when hours, limits or a stop do not allow a step now.

        `note`: False for an invitation that was sent without its note.
        """
        with self._store.transaction():
            task, now = self._task(number), self._now()
            if not note and not (task.kind == "connect" and task.text):
                raise Failed(f"task {number} is no invitation with a note", advice=f"seleqt tasks done {number}")
            if task.kind in (LATER, CONTACT):
                self._tasks.settle(task, "done", self._by, now)
                self._record("task_done", None, task, {})
                if task.kind == CONTACT:
                    self._answer(task, True)
                return task
            journey, node = self.standing(task)
            if task.kind in LINKEDIN_KINDS:
                self._do(task, journey, node, now, note=note)
            elif task.kind == "review":
                journey.due, journey.reason = now, ""
            else:
                performed(journey, node, now)
                journey.reason = ""
                self._move(journey, node, now)
            self._tasks.settle(task, "done", self._by, now)
            self._record("task_done", journey, task, {} if note else {"without_note": True})
            self._place(journey, now)
            return task

    def skip(self, number: int, why: str = "") -> Task:
        """It is not done; the journey goes on with its next step."""
        with self._store.transaction():
            task, now = self._task(number), self._now()
            self._tasks.settle(task, "skipped", self._by, now)
            if task.kind in (LATER, CONTACT):
                self._record("task_skipped", None, task, {})
                if task.kind == CONTACT:
                    self._answer(task, False)
                return task
            journey, node = self.standing(task)
            reason = why or f"skipped by {self._by}"
            self._tasks.release(journey, node.id, reason, now)
            journey.mark(node.id, "skipped")
            journey.reason = ""
            self._store.skip(journey, node.id, node.kind, reason, now)
            self._record("task_skipped", journey, task, {"reason": reason})
            self._move(journey, node, now)
            if journey.invitation:
                journey.reason = reason
            self._place(journey, now)
            return task

    def snooze(self, number: int, until: int) -> Task:
        """It comes up again at a moment."""
        with self._store.transaction():
            task = self._task(number)
            self._tasks.snooze(task, until)
            self._record("task_snoozed", None, task, {"until": until})
            return task

    def problem(self, number: int, what: str) -> Task:
        """Something is wrong with the lead: its journey is held until somebody puts it right."""
        with self._store.transaction():
            task, now = self._task(number), self._now()
            journey, node = self.standing(task)
            self._tasks.settle(task, "skipped", self._by, now)
            self._tasks.release(journey, node.id, what, now)
            if journey.invitation:  # it stays open, and a person sees to it
                journey.state, journey.reason = State.STOPPED, what
            else:
                journey.state, journey.reason, journey.due = after(journey.state, Event.HOLD), what, now
            self._place(journey, now)
            self._record("task_problem", journey, task, {"reason": what})
            return task

    def edit(self, number: int, subject: str, text: str) -> Task:
        """Other words for this lead in a review; it still waits for approval."""
        subject = " ".join(subject.split())
        with self._store.transaction():
            task = self._task(number)
            if task.kind != "review":
                raise Failed(f"task {number} is no review", advice="only a message that waits for approval can be edited")
            if not subject or not text.strip():
                raise Failed(
                    f"task {number}: a mail needs a subject and a text", advice="nothing was changed; seleqt tasks skip leaves it out"
                )
            frozen = json.dumps({**json.loads(task.frozen), "subject": subject, "text": text}, ensure_ascii=False)
            self._tasks.rewrite(task, f"Subject: {subject}\n\n{text}", frozen)
            self._record("task_edited", None, task, {})
            return replace(task, text=f"Subject: {subject}\n\n{text}")

    def _do(self, task: Task, journey: Journey, node: Node, now: int, *, note: bool) -> None:
        pick = self.pick_of(task, journey, node, now)
        journey.reason = ""
        refused = self._tasks.perform(journey, pick, note=note)
        if refused:
            raise NothingPossible(f"not now: {refused}", advice="The task stays open; `seleqt explain` tells more.")
        self._tasks.performed(pick, self.settled(journey, Outcome(Verdict.SENT), now), now)

    def pick_of(self, task: Task, journey: Journey, node: Node, now: int, *, looked: bool = False) -> Pick:
        """A LinkedIn step as it would be done now. `looked`: somebody looks for replies right before.

        Raises NothingPossible when the gap, or replies that nobody looked for, do not allow it.
        """
        account = self._planner.accounts.get(task.account)
        if account is None:
            raise NothingPossible(f"its sender is not in the file any more ({task.account})", advice="seleqt tasks skip")
        name = account.senders[0].name
        wait = self._tasks.last_done(account.key) + account.pace.gap - now
        if wait > 0:
            raise NothingPossible(
                f"{name} keeps {account.pace.gap} seconds between two actions", advice=f"Type the same again in {wait} seconds."
            )
        fresh = looked or is_fresh(self._tasks.read_at(account.key), now, LINKEDIN_MESSAGE_FRESH)
        if node.kind in ("message", "inmail") and not journey.first and not fresh:
            raise NothingPossible(f"nobody looked for replies to {name} in the last hour", advice=f"seleqt tasks replies {name}")
        planned, slot = self._tasks.slot(journey, node.id)
        lane = OneLane(journey, self._calendar(journey.lane))
        return Pick(account, node.kind, lane, journey, node, None, slot or now, planned or now, now, 0, 0, "", firm=0)

    def settled(self, journey: Journey, outcome: Outcome, at: int) -> Settled:
        """What an outcome means; the journey moves on."""
        program, calendar = self._planner.programs[journey.campaign], self._calendar(journey.lane)
        return settle(journey, program, calendar, outcome, at, at, contacted_at=self._store.contacted_at(journey))

    def _task(self, number: int) -> Task:
        found = self._tasks.open(self._now(), number=number)
        if not found:
            raise Failed(f"there is no open task {number}", advice="seleqt tasks list")
        left = found[0].taken(self._by, self._now())
        if left:
            raise Busy(
                f"{found[0].opened_by} opened task {number} and has it for {_minutes(left)}",
                advice=f"Take another one, or ask {found[0].opened_by}; after that it is free again.",
            )
        return found[0]

    def standing(self, task: Task) -> tuple[Journey, Node]:
        """Where a task's journey stands. Raises Failed when it has moved on."""
        journey = self._tasks.journey(task)
        node = None if journey is None or journey.step == END else self._planner.programs[journey.campaign].nodes[journey.step]
        other = node is not None and task.kind not in ("review", "task", node.kind)
        if journey is None or node is None or node.id != task.step or other:
            raise Failed(f"task {task.id}: its journey has moved on", advice=f"seleqt explain {task.lead or task.lead_id}")
        return journey, node

    def _move(self, journey: Journey, node: Node, now: int) -> None:
        program = self._planner.programs[journey.campaign]
        move(journey, node.following, now, program, self._calendar(journey.lane), self._store.contacted_at(journey))


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "1 more minute" if minutes == 1 else f"{minutes} more minutes"
