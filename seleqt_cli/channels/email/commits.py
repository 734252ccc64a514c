"""Lets the accounts of one process share the commit before the dot, with a look at the network between two commits.

The commit blocks the loop for a disk write. When twenty accounts are ready at one moment, twenty commits in a row would
keep every server waiting. So whoever is ready waits for those who will be within a few milliseconds, and one commit arms
all of them; nobody waits when nobody is coming. One account never has two mails in it. Nobody is woken for it either:
whoever asked sleeps on until its silence is over.
"""

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

from seleqt_cli.channels.arming import why_not_together
from seleqt_cli.core.actions import Reservation

LONGEST_WAIT: Final = 0.004
"""Seconds that a reservation waits for company at most; far below the 30 seconds that a decision stays good."""


class Commits:
    """Collects reservations until their moments come, and arms together those that are close to each other."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._asked: list[tuple[float, Reservation, asyncio.Future[str]]] = []
        self._handle: asyncio.Handle | None = None
        self._next = 0.0
        """The moment for which `_handle` is set; 0 when a commit is on its way, which waits for nobody else."""

    def ask(self, reservation: Reservation, at: float) -> "asyncio.Future[str]":
        """Have a reservation armed at a moment of the loop's clock; '' when the dot may follow, else the reason to stop without it.

        Who cancels the answer before that is not armed. Whoever does so later sends no dot although it was: that is in doubt
        for whoever looks at the record, and nothing is sent twice.
        """
        answer: asyncio.Future[str] = self._loop.create_future()
        self._asked.append((at, reservation, answer))
        if self._handle is None or at < self._next:
            self._look_at(at)
        return answer

    def _look_at(self, at: float) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._next = at
        self._handle = self._loop.call_at(at, self._look)

    def _look(self) -> None:
        """The first moment is there: who comes within the next milliseconds is waited for, and the network is looked at once more."""
        last = self._loop.time() + LONGEST_WAIT
        self._asked = [asked for asked in self._asked if not asked[2].done()]
        company = [at for at, _, _ in self._asked if at <= last]
        self._handle = None
        if company:
            self._next = 0.0
            self._handle = self._loop.call_at(max(company), self._loop.call_soon, self._commit)
        elif self._asked:
            self._look_at(min(at for at, _, _ in self._asked))

    def _commit(self) -> None:
        now = self._loop.time()
        asked = [one for one in self._asked if not one[2].done()]
        ready = [(reservation, answer) for at, reservation, answer in asked if at <= now]
        self._asked = [one for one in asked if one[0] > now]
        self._handle = None
        if self._asked:
            self._look_at(min(at for at, _, _ in self._asked))
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
