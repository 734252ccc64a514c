"""What a process that is gone left behind: claims go back, sends without an outcome are in doubt.

Called for an account right after its lock was taken, so nobody else is at work on it. A send whose outcome reached the
outcome journal but not the database is settled from there (SPEC 13 rule 2).
"""

from collections.abc import Callable, Iterable
from typing import Final

from seleqt_cli.core.actions import ActionState, Outcome, Verdict
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.program import Program
from seleqt_cli.core.settle import Settled, settle, settle_gone
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.recovery import Left, RecoveryStore

LOST: Final = Settled(ActionState.PLANNED, "the process that had claimed it is gone", used=False)
NO_ANSWER: Final = Outcome(Verdict.IN_DOUBT, "the process ended between the send and its outcome")


def recover(
    store: RecoveryStore,
    account: str,
    outcomes: Callable[[str], Outcome | None],
    programs: dict[str, Program],
    calendar: Callable[[int], Calendar],
    place: Callable[[Journey, int], None],
    now: int,
) -> Iterable[Left]:
    """Settle what an account's last process left; yields the sends that are in doubt now. The caller holds a transaction."""
    store.own_mail_left(account, NO_ANSWER.text, now)
    for left in store.left_behind(account):
        journey = left.journey
        if not left.sending_at:
            journey.state = State.WAITING if not journey.first else journey.state
            store.settle_action(left.action, journey, account, LOST, now, armed=False)
            place(journey, now)
            continue
        outcome = outcomes(f"{left.action}:{left.attempt}") or NO_ANSWER
        if journey.step < 0:  # the file was edited meanwhile
            settled = settle_gone(journey, outcome)
        else:
            settled = settle(journey, programs[journey.campaign], calendar(journey.lane), outcome, left.sending_at, left.claimed_at)
        store.settle_action(left.action, journey, account, settled, now, armed=True)
        if settled.state is ActionState.SENT and left.thread:
            journey.thread, journey.thread_subject = left.thread, left.thread_subject
        place(journey, now)
        if settled.state is ActionState.IN_DOUBT:
            yield left
