"""Looks at the pages of LinkedIn accounts while `run` is up: one window an account, seldom, and never two jobs at once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol

from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.engine.local import Stop, either
from seleqt_cli.engine.windows import CLOSE_WITHIN, WindowHand
from seleqt_cli.ports.linkedin import Seen, Wanted

ASK_EVERY: Final = 300
"""Seconds between two questions whether anything is to be looked at; that costs no page."""
ONCE_WITHIN: Final = 180
"""Seconds that `run --once` gives all looks together."""


class LookDesk(Protocol):
    """What the looks work with, on the loop's thread."""

    def wanted(self, account: str) -> Wanted | None:
        """What to look at now, None for nothing."""

    def saw(self, account: str, wanted: Wanted, seen: Seen, begun_at: int) -> bool:
        """Do what follows; whether anything changed."""

    def now(self) -> int:
        """The instant."""


class Looks:
    """The looks of some accounts. `changed` is called after what the planner may want to look at."""

    def __init__(
        self,
        desk: LookDesk,
        hands: Mapping[str, WindowHand],
        stop: Stop,
        pause: Callable[[float], Awaitable[None]],
        *,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._hands = hands
        self._stop = stop
        self._pause = pause
        self._changed = changed
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Look from now on, until a stop is asked for."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._keep_looking(key)) for key in self._hands]
        for task in self._tasks:
            task.add_done_callback(self._ended)

    async def once(self, *, within: float = ONCE_WITHIN) -> None:
        """Look once where that is due, all together."""
        tasks = [asyncio.ensure_future(self._look(key)) for key in self._hands]
        if not tasks:
            return
        await either(asyncio.wait(tasks), self._stop.wait(), self._pause(within))
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    async def end(self) -> None:
        """Close the windows; raises what a look raised."""
        for task in self._tasks:
            task.cancel()
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(hand.close(within=CLOSE_WITHIN) for hand in self._hands.values()))
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _keep_looking(self, key: str) -> None:
        while not self._stop():
            await self._look(key)
            await either(self._stop.wait(), self._pause(ASK_EVERY))

    async def _look(self, key: str) -> None:
        wanted = self._desk.wanted(key)
        if wanted is None:
            return
        begun_at = self._desk.now()
        try:
            seen = await self._hands[key].do(lambda window: window.look(wanted))
        except NothingPossible:
            return  # another command has the window: next time
        if self._desk.saw(key, wanted, seen, begun_at):
            self._changed()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """One that fell ends the run: pages that nobody looks at any more would go unnoticed."""
        if not task.cancelled() and task.exception() is not None:
            self._stop.ask()
