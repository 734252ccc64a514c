"""A LinkedIn account in mode auto as a channel: what the loop claimed is done in the account's window."""

import asyncio
from functools import partial
from typing import Final, Protocol

from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.core.linkedin.orders import Order, Result
from seleqt_cli.engine.windows import CLOSE_WITHIN, LoopPermit, WindowHand
from seleqt_cli.ports.linkedin import Seen, Wanted

IN_USE_RETRY: Final = 300
"""Seconds to the next try when another command has the window."""
UNREAD_RETRY: Final = 3600
"""Seconds to the next try when the inbox could not be read before a message."""
VERIFY_WITHIN: Final = 20.0
"""Seconds that a click gets to be verified once a stop was asked for: what is not seen by then is in doubt."""


class Steps(Protocol):
    """What a channel asks on the loop's thread about the action in its hands."""

    def before(self, reservation: Reservation) -> Wanted | None:
        """What has to be read first (SPEC section 8: one hour before a message); None when nothing has."""

    def saw(self, reservation: Reservation, wanted: Wanted, seen: Seen) -> str:
        """Handle what was read; '' or why the action does not go now."""

    def order(self, reservation: Reservation) -> Order:
        """What the window is to do."""

    def open(self, reservation: Reservation) -> tuple[str, int]:
        """Count the profile that is about to be opened: ('', 0), or why not and from when on it may."""

    def keep_mark(self, reservation: Reservation, mark: str) -> None:
        """Keep what tells the effect of the click from an earlier one's; committed when this returns."""

    def took(self, reservation: Reservation, result: Result) -> Outcome:
        """Write down what came of it."""

    def now(self) -> int:
        """The instant."""


class WindowChannel:
    """See ports/channel.Channel."""

    def __init__(self, hand: WindowHand, steps: Steps) -> None:
        self._hand = hand
        self._steps = steps

    async def perform(self, reservation: Reservation) -> Outcome:
        """Read first where that is due, then do the one thing, and write down what the window told."""
        try:
            wanted = self._steps.before(reservation)
            if wanted is not None:
                seen = await self._hand.do(lambda window: window.look(wanted))
                why = self._steps.saw(reservation, wanted, seen)
                if why:
                    return Outcome(Verdict.NOT_NOW, why, retry_in=UNREAD_RETRY)
            return await self._act(reservation)
        except NothingPossible as busy:
            return Outcome(Verdict.NOT_NOW, busy.message, retry_in=IN_USE_RETRY)

    async def close(self) -> None:
        """The window is closed."""
        await self._hand.close(within=CLOSE_WITHIN)

    async def _act(self, reservation: Reservation) -> Outcome:
        answers = _Answers(reservation, self._steps)
        permit = LoopPermit(answers)
        order = self._steps.order(reservation)
        job = asyncio.ensure_future(self._hand.do(lambda window: window.perform(order, permit)))
        try:
            result = await asyncio.shield(job)
        except asyncio.CancelledError:
            permit.stopped = True
            await asyncio.wait([job], timeout=VERIFY_WITHIN if permit.armed else 0)
            if not job.done() or job.cancelled():
                job.add_done_callback(_forget)
                raise
            result = job.result()
        outcome = self._steps.took(reservation, result)
        if outcome.verdict is Verdict.NOT_ARMED and answers.until:
            return Outcome(Verdict.NOT_NOW, answers.refused, retry_in=max(60, answers.until - self._steps.now()))
        return outcome


class _Answers:
    """A reservation's answers to a window."""

    def __init__(self, reservation: Reservation, steps: Steps) -> None:
        self._reservation = reservation
        self._open = partial(steps.open, reservation)
        self._keep_mark = partial(steps.keep_mark, reservation)
        self.refused = ""
        self.until = 0
        """When a profile may be opened again, where that was refused."""

    def open(self) -> str:
        """Counted."""
        self.refused, self.until = self._open()
        return self.refused

    def arm(self, mark: str = "") -> str:
        """C2, once the mark is on disk."""
        self._keep_mark(mark)
        return self._reservation.arm()

    def late(self) -> bool:
        """Thirty seconds after C2."""
        return self._reservation.late()

    def ready(self, what: str) -> None:
        """Nobody is asked in mode auto."""

    def given_up(self) -> bool:
        """Nobody walks away in mode auto."""
        return False


def _forget(job: "asyncio.Future[Result]") -> None:
    """What a window tells after the program stopped waiting is lost: the next start finds the action in doubt."""
    if not job.cancelled():
        job.exception()
