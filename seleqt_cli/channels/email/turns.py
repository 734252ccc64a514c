"""Lets the accounts of one process commit in turns, with a look at the network between two commits.

The commit before the dot blocks the loop for a disk write. When the waits of twenty accounts end together, twenty
commits in a row would keep every server waiting and the accounts would march in step: measured, that halves the
rate of sending. One commit a pass of the loop lets the answers of the others come in between.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary


class Turns:
    """A queue in which one waiter a pass of the loop is let through."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Return when it is the caller's turn; what it then does before its next `await` is the turn."""
        if not self._taken:
            self._taken = True
            self._loop.call_soon(self._next)
            return
        waiter = self._loop.create_future()
        self._waiting.append(waiter)
        await waiter

    def _next(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                self._loop.call_soon(self._next)
                return
        self._taken = False


_turns: "WeakKeyDictionary[asyncio.AbstractEventLoop, Turns]" = WeakKeyDictionary()


def turns() -> Turns:
    """The queue of the running loop."""
    loop = asyncio.get_running_loop()
    found = _turns.get(loop)
    if found is None:
        found = _turns[loop] = Turns(loop)
    return found
