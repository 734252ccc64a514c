"""Lets the accounts of one process share the commit before the dot, with a look at the network between two commits.

The commit blocks the loop for a disk write. When the waits of twenty accounts end together, twenty commits in a row
would keep every server waiting. So whoever is ready waits for the end of the pass of the loop, and one commit arms
all that are ready by then; the answers of the servers come in between. One account never has two mails in it.
"""

import asyncio
from weakref import WeakKeyDictionary

from seleqt_cli.channels.arming import why_not_together
from seleqt_cli.core.actions import Reservation


class Commits:
    """Collects reservations until the end of a pass of the loop, and arms them together."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: list[tuple[Reservation, asyncio.Future[str]]] = []

    async def why_not(self, reservation: Reservation) -> str:
        """Arm; '' when the dot may follow at once, else the reason to stop without it.

        Whoever is cancelled while waiting either was not armed, or sends no dot although it was: then it is in doubt for
        whoever looks at the record, and nothing is sent twice.
        """
        answer: asyncio.Future[str] = self._loop.create_future()
        self._waiting.append((reservation, answer))
        if len(self._waiting) == 1:
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
