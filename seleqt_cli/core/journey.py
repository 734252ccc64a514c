"""One lead walking one campaign: where it stands, and where an event takes it.

The table below is the whole truth about states (SPEC section 6); the diagram in the docs is made from it. A journey
that is `waiting` or `due` is in a queue; `held` and `paused` keep their place; the others are ends. An event that the
table does not know for a state changes nothing and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from seleqt_cli.core.campaign import Condition
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import END, Edge, Node, Program
from seleqt_cli.core.windows import Calendar


class State(StrEnum):
    """The states of a journey; the words of SPEC section 6."""

    WAITING = "waiting"
    DUE = "due"
    HELD = "held"
    PAUSED = "paused"
    REPLIED = "replied"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"
    ERASED = "erased"


class Event(StrEnum):
    """What can happen to a journey from outside its own steps."""

    WAIT = "wait"
    FALL_DUE = "fall due"
    HOLD = "hold"
    FREE = "free"
    PAUSE = "pause"
    RESUME = "resume"
    REPLY = "reply"
    BOUNCE = "bounce"
    UNSUBSCRIBE = "unsubscribe"
    FINISH = "finish"
    FAIL = "fail"
    STOP = "stop"
    ERASE = "erase"


BY_HAND: Final = "you wrote to them yourself; tasks asks whether to go on"
"""Why a journey is held after somebody wrote to its person by hand."""
LIVE: Final = (State.WAITING, State.DUE, State.HELD, State.PAUSED)
QUEUED: Final = (State.WAITING, State.DUE)
ENDS: Final = tuple(state for state in State if state not in LIVE)

_ENDINGS: Final = {
    Event.REPLY: State.REPLIED,
    Event.BOUNCE: State.BOUNCED,
    Event.UNSUBSCRIBE: State.UNSUBSCRIBED,
    Event.FINISH: State.FINISHED,
    Event.FAIL: State.FAILED,
    Event.STOP: State.STOPPED,
    Event.ERASE: State.ERASED,
}
TRANSITIONS: Final[dict[tuple[State, Event], State]] = {
    **{(state, event): end for state in LIVE for event, end in _ENDINGS.items()},
    **{(state, Event.ERASE): State.ERASED for state in ENDS},
    **{(state, Event.UNSUBSCRIBE): State.UNSUBSCRIBED for state in (State.REPLIED, State.FINISHED, State.STOPPED)},
    (State.FINISHED, Event.REPLY): State.REPLIED,
    (State.WAITING, Event.WAIT): State.WAITING,
    (State.DUE, Event.WAIT): State.WAITING,
    (State.WAITING, Event.FALL_DUE): State.DUE,
    (State.DUE, Event.FALL_DUE): State.DUE,
    (State.WAITING, Event.HOLD): State.HELD,
    (State.DUE, Event.HOLD): State.HELD,
    (State.HELD, Event.FREE): State.WAITING,
    (State.WAITING, Event.PAUSE): State.PAUSED,
    (State.DUE, Event.PAUSE): State.PAUSED,
    (State.PAUSED, Event.RESUME): State.WAITING,
}


def after(state: State, event: Event) -> State:
    """The state an event leads to; the same state when the table does not know the event there."""
    return TRANSITIONS.get((state, event), state)


class History(dict[str, str]):
    """What was done so far: step id -> "sent", "skipped" or "failed", in order. Never changed; journeys of like history share one."""

    __slots__ = ("_next",)

    def __init__(self, steps: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(steps)
        self._next: dict[tuple[str, str], History] = {}

    def also(self, step: str, word: str) -> "History":
        """The history that this one becomes with one more step."""
        found = self._next.get((step, word))
        if found is None:
            found = self._next[step, word] = History({**self, step: word})
        return found


BEGINNING: Final = History()
"""Nothing was done yet."""


@dataclass(slots=True)
class Journey:
    """Where one lead stands in one campaign. Mutable: the stores and the planner share it.

    `step` is the index of the node to come (-1 at the end), `due` the moment its waits are over, `base` the moment
    they count from. `first`: nothing has been put before the person yet. `message_at`: when this journey last did, 0 =
    never. `waited`: a wait (or `wait: none`) stands between that message and `step`. `entered`: when a wait_for began, 0
    = not yet. `done` grows through `mark`. `invitation`: the number of the invitation that this one only withdraws
    (core/invitations), 0 = it is a journey. `entry` and `spot` are the store's own: where it has put the journey.
    """

    id: int
    lead: int
    key: str
    campaign: str
    place: int
    lane: int
    step: int
    due: int
    base: int
    company: str = ""
    has_email: bool = True
    has_linkedin: bool = True
    state: State = State.DUE
    reason: str = ""
    first: bool = True
    started: bool = False
    message_at: int = 0
    waited: bool = True
    entered: int = 0
    email_account: str = ""
    linkedin_account: str = ""
    person: str = ""
    done: History = field(default_factory=lambda: BEGINNING)
    thread_subject: str = ""
    thread: tuple[str, ...] = ()
    attempts: int = 0
    invitation: int = 0
    entry: Any = field(default=None, compare=False, repr=False)
    spot: int = field(default=0, compare=False, repr=False)

    def mark(self, step: str, word: str) -> None:
        """Write down that a step was "sent", "skipped" or "failed"."""
        self.done = self.done.also(step, word)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person when a step is due: conditions are decided on it."""

    lead: Lead
    connected_at: int = 0
    contacted_at: int = 0


def holds(condition: Condition, journey: Journey, person: Person) -> bool:
    """Whether one `when:` condition is met now."""
    lead = person.lead
    if condition.test == "connected":
        met = person.connected_at > 0
    elif condition.test == "has":
        met = bool(lead.value(condition.subject))
    elif condition.test == "tagged":
        met = condition.subject in lead.tags
    elif condition.test == "sent":
        met = journey.done.get(condition.subject) == "sent"
    else:
        met = lead.value(condition.subject).casefold() == condition.value.casefold()
    return met != condition.negated


def skip_reason(node: Node, journey: Journey, person: Person | None) -> str:
    """Why a due step is not done at all, '' when it is (SPEC section 4, `when:`). `person` may be None for a plain node."""
    if node.channel == "email" and not journey.has_email:
        return "no email address"
    if node.channel == "linkedin" and not journey.has_linkedin:
        return "no LinkedIn profile"
    if node.step.when and person is not None:
        for condition in node.step.when:
            if not holds(condition, journey, person):
                return f"when: {condition}"
    return ""


def move(journey: Journey, edge: Edge, now: int, program: Program, calendar: Calendar, contacted_at: int = 0) -> None:
    """Take a journey along an edge: sets `step`, `due` and `state`.

    Waits count from `base`; where no wait stands between two messages, one working day is kept, over all channels
    (SPEC section 6). `contacted_at`: when any other journey last put words before the person, 0 = never. A step that is in
    `done` is passed over; as with a skipped one, the waits around it do not add up.
    """
    journey.reason = ""
    base = due = journey.base
    while True:
        due = max(due, _after(base, edge, calendar))
        if edge.lifted:
            journey.waited = True
        if edge.to == END:
            journey.step = END
            journey.state = State.FINISHED
            journey.due = now
            return
        node = program.nodes[edge.to]
        word = journey.done.get(node.id)
        if word is None:
            break
        # an edit put behind this journey's place what it has behind it already: no step is done twice
        edge = node.otherwise if node.kind == "wait_for" and word == "skipped" else node.following
    if node.message and (contacted_at or not journey.waited):
        if journey.message_at and not journey.waited:
            due = max(due, calendar.working_day_after(journey.message_at))
        if contacted_at > journey.message_at:
            due = max(due, calendar.working_day_after(contacted_at))
    journey.step = edge.to
    journey.due = due if due > now else now
    journey.entered = 0
    journey.state = State.WAITING


def _after(base: int, edge: Edge, calendar: Calendar) -> int:
    for wait in edge.waits:
        base = calendar.add(base, wait)
    return base


def performed(journey: Journey, node: Node, at: int) -> None:
    """Write down that a step was done at a moment: later waits count from it."""
    journey.mark(node.id, "sent")
    journey.base = at
    journey.started = True
    if node.message:
        journey.first = False
        journey.message_at = at
        journey.waited = False
