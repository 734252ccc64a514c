"""A channel without a world: what comes of an action is decided by a function of the action alone.

It never awaits, so that a simulation can drive the coroutines without an event loop, and it asks for the same
permission at the same moment as the real channels do.
"""

from collections.abc import Callable

from seleqt_cli.channels.arming import why_not
from seleqt_cli.core.actions import Outcome, Prepared, Reservation, Verdict

Decide = Callable[[Prepared], Outcome]
"""What would come of an action; pure, so that a second run gives the same."""

_ARRIVED = frozenset({Verdict.SENT, Verdict.IN_DOUBT})
SENT = Outcome(Verdict.SENT, "simulated", phase="dot")


def always_sent(prepared: Prepared) -> Outcome:
    """A world in which everything arrives."""
    return SENT


class SimulatedChannel:
    """The Channel of any account in a simulation (see ports/channel)."""

    def __init__(self, decide: Decide = always_sent) -> None:
        self._decide = decide

    async def perform(self, reservation: Reservation) -> Outcome:
        """Decide what comes of the reserved action; what is refused before the dot is never armed, as in the world."""
        outcome = self._decide(reservation.prepared)
        if outcome.verdict not in _ARRIVED and outcome.phase != "dot":
            return outcome
        reason = why_not(reservation)
        return Outcome(Verdict.NOT_ARMED, reason, phase="body") if reason else outcome

    async def close(self) -> None:
        """There is nothing to let go of."""
