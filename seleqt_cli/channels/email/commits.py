"""Lets the accounts of one process share the commit before the dot, with a look at the network between two commits.

The commit blocks the loop for a disk write. When the waits of twenty accounts end together, twenty commits in a row
would keep every server waiting. So whoever is ready waits for the end of the pass of the loop, and one commit arms
all that are ready by then; the answers of the servers come in between. One account never has two mails in it.
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
        self._pause = 0.0

    async def why_not(self, reservation: Reservation) -> str:
        """Arm; '' when the dot may follow at once, else the reason to stop without it.

        Whoever is cancelled while waiting either was not armed, or sends no dot although it was: then it is in doubt for
        whoever looks at the record, and nothing is sent twice.
        """
        answer: asyncio.Future[str] = self._loop.create_future()
        self._waiting.append((reservation, answer))
        if len(self._waiting) == 1:
            self._loop.call_later(self._pause, self._commit)
        return await answer

    def _commit(self) -> None:
        ready = [(reservation, answer) for reservation, answer in self._waiting if not answer.done()]
        self._waiting.clear()
        if not ready:
            return
        began = self._loop.time()
        try:
            reasons = why_not_together([reservation for reservation, _ in ready])
        except Exception as problem:  # noqa: BLE001  whatever it is, each of those who wait has to hear of it
            for _, answer in ready:
                answer.set_exception(problem)
            return
        self._pause = min(self._loop.time() - began, LONGEST_WAIT) if len(ready) > 1 else 0.0
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
