"""Lets the accounts of one process share the commit before the dot, with a look at the network between two commits.

The commit blocks the loop for a disk write. When twenty accounts are ready at one moment, twenty commits in a row
would keep every server waiting. So whoever is ready waits for those who will be within a few
milliseconds, and one commit arms all of them; nobody waits when nobody is coming. One account never has two mails in it.
"""

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

from seleqt_cli.channels.arming import why_not_together
from seleqt_cli.core.actions import Reservation

LONGEST_WAIT: Final = 0.004
"""Seconds that a reservation waits for company at most; far below the 30 seconds that a decision stays good."""


class Commits:
    """Collects reservations for a moment, and arms them together."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[tuple[Reservation, asyncio.Future[str]]] = []
        self._coming: dict[object, float] = {}

    def coming(self, who: object, at: float) -> None:
        """Somebody will ask at a moment of the loop's clock, if nothing comes in between."""
        self._coming[who] = at

    def gone(self, who: object) -> None:
        """The moment is there, or something came in between."""
        del self._coming[who]

    async def why_not(self, reservation: Reservation) -> str:
        """Arm; '' when the dot may follow at once, else the reason to stop without it.

        Whoever is cancelled while waiting either was not armed, or sends no dot although it was: then it is in doubt for
        whoever looks at the record, and nothing is sent twice.
        """
        answer: asyncio.Future[str] = self._loop.create_future()
        self._waiting.append((reservation, answer))
        if len(self._waiting) == 1:
            last = self._loop.time() + LONGEST_WAIT
            company = [at for at in self._coming.values() if at <= last]
            if company:  # whose timer fires at that moment asks in the pass after it
                self._loop.call_at(max(company), self._loop.call_soon, self._commit)
            else:
                self._loop.call_soon(self._commit)
        return await answer

    def _commit(self) -> None:
        ready = [(reservation, answer) for reservation, answer in self._waiting if not answer.done()]
        self._waiting.clear()
        if not ready:
            return
        try:
            reasons = why_not_together([reservation for reservation, _ in ready])
        except Exception as problem:  # noqa: BLE001  whatever it is, each of those who wait has to hear of it
            for _, answer in ready:
                answer.set_exception(problem)
            return
        for reason, (_, answer) in zip(reasons, ready, strict=True):
            answer.set_result(reason)


_commits: "WeakKeyDictionary[asyncio.AbstractEventLoop, Commits]" = WeakKeyDictionary()


def commits() -> Commits:
    """Those of the running loop."""
    loop = asyncio.get_running_loop()
    found = _commits.get(loop)
    if found is None:
        found = _commits[loop] = Commits(loop)
    return found
