"""From outcome to journey: what a result means for the lead, the address and the sender (SPEC 13 rule 11)."""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.actions import ActionState, Outcome, Verdict
from seleqt_cli.core.facts import RETRY_FOR_SECONDS
from seleqt_cli.core.journey import Journey, State, move, performed
from seleqt_cli.core.program import Program
from seleqt_cli.core.replies import concerns_sender
from seleqt_cli.core.windows import Calendar

FIRST_RETRY: Final = 1800
"""Seconds to the second attempt after a 4xx (RFC 5321 section 4.5.4.1: at least 30 minutes)."""
SITE_RETRY: Final = 24 * 3600
"""Seconds to the next try of what a LinkedIn page would not let happen: another day shows another page."""
LONGEST_RETRY: Final = 4 * 3600


@dataclass(frozen=True, slots=True)
class Settled:
    """What to write down: the action's state and reason, and what else follows.

    `suppress`: the address is dead. `hold_sender`: why the account must stop ('' = it need not); `until`: when its hold
    ends by itself (0 = when a person frees it). `used`: whether the attempt counts against the limits.
    """

    state: ActionState
    reason: str = ""
    suppress: bool = False
    hold_sender: str = ""
    until_tomorrow: bool = False
    used: bool = True
    renewed: bool = False


SENT: Final = Settled(ActionState.SENT)


def settle(
    journey: Journey, program: Program, calendar: Calendar, outcome: Outcome, at: int, tried_since: int, *, contacted_at: int = 0
) -> Settled:
    """Apply an outcome to a journey (it is changed in place) and say what else follows.

    `at`: the moment the action was armed, or now when it was not. `tried_since`: the moment of the first attempt.
    """
    node = program.nodes[journey.step]
    verdict = outcome.verdict
    if verdict is Verdict.SENT:
        performed(journey, node, at)
        journey.attempts = 0
        move(journey, node.following, at, program, calendar, contacted_at)
        return SENT
    said = f"{outcome.code} {outcome.text}".strip() if outcome.code else outcome.text
    if verdict is Verdict.ALREADY:
        journey.attempts = 0
        journey.mark(node.id, "sent")
        move(journey, node.following, at, program, calendar, contacted_at)
        return Settled(ActionState.SENT, f"already: {said}", used=False)
    if verdict is Verdict.IMPOSSIBLE:
        journey.attempts = 0
        journey.mark(node.id, "skipped")
        move(journey, node.following, at, program, calendar, contacted_at)
        return Settled(ActionState.SKIPPED, said, used=False)
    if verdict in (Verdict.NOT_NOW, Verdict.UNDONE):
        journey.due = at + (outcome.retry_in if outcome.retry_in is not None else SITE_RETRY)
        journey.state = State.WAITING
        return Settled(ActionState.DEFERRED, said, used=verdict is Verdict.UNDONE, renewed=True)
    if verdict is Verdict.DEFERRED:
        senders = concerns_sender(outcome)
        if at - tried_since >= RETRY_FOR_SECONDS and not senders:
            journey.attempts = 0
            journey.mark(node.id, "failed")
            move(journey, node.following, at, program, calendar, contacted_at)
            return Settled(ActionState.FAILED, f"given up after 4 days: {said}", used=False)
        wait = outcome.retry_in if outcome.retry_in is not None else min(FIRST_RETRY << min(journey.attempts, 8), LONGEST_RETRY)
        journey.attempts += 1
        journey.due = at + wait
        journey.state = State.WAITING
        return Settled(ActionState.DEFERRED, said, used=False, renewed=senders)
    if verdict is Verdict.NO_SUCH_ADDRESS:
        journey.has_email = False
        journey.attempts = 0
        journey.mark(node.id, "failed")
        move(journey, node.following, at, program, calendar, contacted_at)
        if journey.state in (State.FINISHED,) or not performable(journey, program):
            journey.state = State.BOUNCED
            journey.reason = said
        return Settled(ActionState.FAILED, said, suppress=True, used=False)
    if verdict is Verdict.REFUSED_CONTENT:
        journey.state = State.HELD
        journey.reason = f"refused: {said}"
        return Settled(ActionState.FAILED, said, used=False)
    if verdict is Verdict.IN_DOUBT:
        journey.state = State.HELD
        journey.reason = "in doubt whether it was sent"
        return Settled(ActionState.IN_DOUBT, said or "the connection ended before the answer came")
    if verdict is Verdict.SENDER_TODAY:
        return Settled(ActionState.PLANNED, said, hold_sender=said, until_tomorrow=True, used=False)
    if verdict is Verdict.SENDER_HELD:
        return Settled(ActionState.PLANNED, said, hold_sender=said, used=False)
    return Settled(ActionState.PLANNED, outcome.text, used=False)


def settle_gone(journey: Journey, outcome: Outcome) -> Settled:
    """Settle an armed action whose step is no longer in the file: the outcome is kept, the journey is at its end or in doubt."""
    said = f"{outcome.code} {outcome.text}".strip() if outcome.code else outcome.text
    if outcome.verdict is Verdict.IN_DOUBT:
        journey.state, journey.reason = State.HELD, "in doubt whether it was sent"
        return Settled(ActionState.IN_DOUBT, said)
    journey.state = State.FINISHED
    if outcome.verdict is Verdict.SENT:
        return Settled(ActionState.SENT)
    bounced = outcome.verdict is Verdict.NO_SUCH_ADDRESS
    return Settled(ActionState.FAILED, f"{said}; the step is no longer in the file", suppress=bounced, used=False)


def performable(journey: Journey, program: Program) -> bool:
    """Whether any step that can still be reached has an address to go to (or is done by a person)."""
    seen: set[int] = set()
    open_nodes = [journey.step]
    while open_nodes:
        index = open_nodes.pop()
        if index < 0 or index in seen:
            continue
        seen.add(index)
        node = program.nodes[index]
        if node.kind == "task" or (node.channel == "linkedin" and journey.has_linkedin) or (node.channel == "email" and journey.has_email):
            return True
        open_nodes += [node.following.to, node.otherwise.to]
    return False
