"""Where a journey stands: which queue it waits in, and the steps that no account does (conditions, waits for an event, tags, tasks)."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.journey import Journey, State, move, performed, skip_reason
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Defer, Pick, Planner
from seleqt_cli.core.program import END, Node
from seleqt_cli.core.settle import Settled
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.store import Claim, Refused, Store

ASKED: Final = "waits in tasks"
"""How the reason of a journey begins that waits for a person."""


@dataclass(frozen=True, slots=True)
class Held:
    """A journey that cannot be prepared: a person is needed (`reason`); or the step is skipped (`skip`)."""

    reason: str
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that a person does or approves: a task with its text."""

    kind: str
    text: str
    frozen: str = ""
    prepared: Prepared | None = None
    """What is reserved for the person now (an assisted LinkedIn step); None reserves nothing (a review, a task)."""


@dataclass(slots=True)
class Done:
    """One thing that happened in a tick: for the live view, the simulation's record and `--json`."""

    at: int
    claim: Claim
    settled: Settled


@dataclass(slots=True)
class Tick:
    """What one call did. `next_at`: when to call again, None = nothing is in sight."""

    done: list[Done] = field(default_factory=list)
    next_at: int | None = None
    tasks: int = 0
    held: dict[str, str] = field(default_factory=dict)


class Walking(ABC):
    """Moves the journeys of one store. `_busy`: the account whose own next action is being asked for and that needs no waking."""

    def __init__(
        self,
        planner: Planner,
        store: Store,
        calendar: Callable[[int], Calendar],
        on_skip: Callable[[Journey, Node, str], None] | None,
        task_text: Callable[[Journey, Node], str] | None,
    ) -> None:
        self.planner = planner
        self.store = store
        self.calendar = calendar
        self.on_skip = on_skip
        self._task_text = task_text
        self._busy = ""

    @abstractmethod
    def _touch(self, queue: str, at: int) -> None:
        """An entry came into a queue and is due at a moment: whoever drives the accounts looks at them again."""

    def place(self, journey: Journey, now: int) -> None:
        """Put a journey that has just moved where it belongs, and wake whoever it concerns."""
        if journey.state in (State.WAITING, State.DUE) and journey.step != END:
            queue = self.queue_of(journey)
            self.store.enqueue(journey, queue)
            if queue != "-" and queue != self._busy:
                self._touch(queue, max(now, journey.due))
            return
        self.store.enqueue(journey, "")
        if journey.state not in (State.HELD, State.PAUSED) and not journey.invitation:
            for other in self.store.blocked(journey):
                other.due, other.reason = now, ""
                self.place(other, now)

    def queue_of(self, journey: Journey) -> str:
        """The queue a journey waits in: its account's, its campaign's while no sender is fixed, '-' when its moment decides."""
        node = self.planner.programs[journey.campaign].nodes[journey.step]
        if node.channel is None or (journey.entered == 0 and not self._goes_straight(node, journey)):
            return "-"
        if journey.reason and journey.reason.startswith(ASKED):
            return "-"  # a person does it; its moment ends the time they have
        account = journey.email_account if node.channel == "email" else journey.linkedin_account
        return account or "+" + journey.campaign

    def _goes_straight(self, node: Node, journey: Journey) -> bool:
        return node.plain and (journey.has_email if node.channel == "email" else journey.has_linkedin)

    def _decide(self, journey: Journey, now: int, tick: Tick) -> None:
        """A step without an account, or with a condition, has come due: decide it and move on as far as it goes."""
        program = self.planner.programs[journey.campaign]
        node = program.nodes[journey.step]
        calendar = self.calendar(journey.lane)
        reason = skip_reason(node, journey, self.store.person(journey) if node.step.when else None)
        if journey.reason.startswith(ASKED):
            reason = reason or f"not done within {node.step.at_most}"
            self.store.expire_task(journey, node.id, reason, now)
        if reason:
            self._skip(journey, node, reason, now)
            return
        if node.kind == "wait_for":
            self._wait_for(journey, node, now, calendar)
            return
        if node.kind == "tag":
            self.store.tag(journey, node.step.text, now)
            journey.mark(node.id, "sent")
            move(journey, node.following, now, program, calendar, self.store.contacted_at(journey))
            self.place(journey, now)
            return
        if node.kind == "task":
            self._ask(journey, node, now, tick)
            return
        journey.entered = now
        self.place(journey, now)

    def _ask(self, journey: Journey, node: Node, now: int, tick: Tick) -> None:
        if self._task_text is None:  # a simulation: people do their tasks at the planned moment
            performed(journey, node, now)
            move(journey, node.following, now, self.planner.programs[journey.campaign], self.calendar(journey.lane))
            self.place(journey, now)
            return
        try:
            text = self._task_text(journey, node)
        except SeleqtError as error:
            journey.state, journey.reason = State.HELD, error.message
            self.store.enqueue(journey, "")
            return
        self._open(journey, Asked("task", text), "", now, tick)

    def _open(self, journey: Journey, asked: Asked, account: str, now: int, tick: Tick) -> None:
        """Ask a person; the journey waits for the answer, as long as the step's `at_most` allows."""
        most = self.planner.programs[journey.campaign].nodes[journey.step].step.at_most
        until = self.calendar(journey.lane).spent(now, most) if most is not None else NEVER
        journey.state, journey.reason, journey.due = State.WAITING, f"{ASKED}: {asked.kind}", until
        self.store.enqueue(journey, "-")
        self.store.open_task(journey, asked.kind, account, asked.text, asked.frozen, now)
        tick.tasks += 1

    def _wait_for(self, journey: Journey, node: Node, now: int, calendar: Calendar) -> None:
        program = self.planner.programs[journey.campaign]
        person = self.store.person(journey)
        invited = any(done == "sent" and program.kind(step) == "connect" for step, done in journey.done.items())
        if person.connected_at:
            edge = node.following
            journey.mark(node.id, "sent")
        elif journey.entered or not invited:
            edge = node.otherwise
            journey.mark(node.id, "skipped")
        else:
            # It waits from when it came here, not from when a run looked: a computer that slept is no reason to wait longer.
            # While its campaign stood still it did not wait (SPEC 13 rule 3).
            journey.entered = min(now, max(journey.due, self.store.active_since(journey.campaign)))
            journey.due = calendar.add(journey.entered, node.step.at_most) if node.step.at_most else NEVER
            self.store.enqueue(journey, "-")
            return
        journey.base = now
        move(journey, edge, now, program, calendar, person.contacted_at)
        self.place(journey, now)

    def _skip(self, journey: Journey, node: Node, reason: str, now: int) -> None:
        program = self.planner.programs[journey.campaign]
        journey.mark(node.id, "skipped")
        self.store.skip(journey, node.id, node.kind, reason, now)
        if self.on_skip is not None:
            self.on_skip(journey, node, reason)
        move(journey, node.following, now, program, self.calendar(journey.lane), self.store.contacted_at(journey))
        self.place(journey, now)

    def _hold(self, journey: Journey, reason: str, tick: Tick) -> None:
        journey.state, journey.reason = State.HELD, reason
        self.store.enqueue(journey, "")
        tick.held[journey.key] = reason

    def _refused(self, pick: Pick, refused: Refused, now: int, tick: Tick) -> None:
        """A claim that the store did not grant: what it means depends on whom the refusal is about."""
        journey = pick.journey
        if refused.about == "account":
            self.planner.blocked[pick.account.key] = refused.reason
        elif refused.about == "campaign":
            self.planner.inactive[journey.campaign] = refused.reason
        elif refused.about == "inbox":
            self.planner.unread.add(pick.account.key)
        elif refused.about == "lead":
            self._defer(Defer(journey, refused.until, refused.reason), now)
        elif refused.about == "person":
            journey.state, journey.reason = State.STOPPED, refused.reason
            self.place(journey, now)
        else:
            self._hold(journey, refused.reason, tick)

    def _defer(self, decision: Defer, now: int) -> None:
        journey = decision.journey
        journey.reason = decision.reason
        journey.due = decision.until or NEVER
        journey.state = State.WAITING
        self.store.enqueue(journey, self.queue_of(journey))
