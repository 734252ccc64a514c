"""Tells hooks what happened, beside everything else: a few events at a time, each hook on its own, so that none waits for another.

Nothing here delays a send or a stop: what runs a command or asks a server is awaited, and a stop ends it within a moment.
What was not told stays in the database and is told by the next run.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, Protocol

from seleqt_cli.engine.local import Stop, either
from seleqt_cli.ports.hooks import AppliedHook, Delivery

AT_ONCE: Final = 4
"""Events that one hook is told at the same time."""
LOOK_AGAIN: Final = 60
"""Seconds after which it is looked whether another process brought something."""
ONCE_WITHIN: Final = 60
"""Seconds that `run --once` gives all hooks together after its work."""
REST: Final = (15, 30, 60, 300, 900)
"""Seconds that a hook rests which took nothing of what it was told last, after the first, second ... time in a row."""
GOODBYE: Final = 1.0
"""Seconds that commands under way get to end once a stop was asked for."""


class Desk(Protocol):
    """What is told, and how. All but `tell` is quick and on the loop's thread."""

    def now(self) -> int:
        """The instant."""

    def due(self, resting: Sequence[int]) -> list[AppliedHook]:
        """The hooks that have something to tell now."""

    def next_at(self, resting: Sequence[int]) -> int | None:
        """When something is due next."""

    def turn(self, hook: AppliedHook, told: Sequence[tuple[Delivery, str]], most: int) -> list[Delivery]:
        """Write down what came of some deliveries ('' = told, else what was wrong) and take the next, at most so many."""

    def release(self, hook: AppliedHook, deliveries: Sequence[Delivery]) -> None:
        """Give deliveries back."""

    async def tell(self, hook: AppliedHook, delivery: Delivery) -> str:
        """Run the command or call the webhook; returns what was wrong, '' when it was told. Raises nothing but a cancellation."""


class Telling:
    """The hooks of one workspace."""

    def __init__(self, desk: Desk, stop: Stop, pause: Callable[[float], Awaitable[None]]) -> None:
        self._desk = desk
        self._stop = stop
        self._pause = pause
        self._rounds: dict[int, asyncio.Task[bool]] = {}
        self._rest: dict[int, tuple[int, int]] = {}
        """Hook -> (until when it rests, how often in a row it took nothing)."""
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._failure: BaseException | None = None

    def start(self) -> None:
        """Tell from now on, until a stop is asked for."""
        self._task = asyncio.get_running_loop().create_task(self._keep_telling())

    def poke(self) -> None:
        """Something may have happened."""
        self._poked.set()

    async def once(self, *, within: float = ONCE_WITHIN) -> None:
        """Tell what is due, in so many seconds; what does not fit is told next time."""
        late = asyncio.ensure_future(self._pause(within))
        try:
            while not self._stop() and not late.done():
                self._begin_rounds()
                if not self._rounds:
                    break
                await either(_first(self._rounds.values()), self._stop.wait(), asyncio.wait([late]))
        finally:
            late.cancel()
            await self._let_go(0)
        if self._failure is not None:
            raise self._failure

    async def end(self) -> None:
        """Give what is under way a moment; raises what went wrong here."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._let_go(GOODBYE)
        if self._failure is not None:
            raise self._failure

    async def _keep_telling(self) -> None:
        while not self._stop():
            self._poked.clear()
            self._begin_rounds()
            await either(self._poked.wait(), self._stop.wait(), self._pause(self._quiet_for()))

    def _quiet_for(self) -> float:
        """Seconds until something is due or a hook has rested."""
        now, resting = self._desk.now(), self._resting()
        moments = [at for at in (self._desk.next_at([*resting, *self._rounds]),) if at is not None]
        moments += [self._rest[hook][0] for hook in resting]
        return float(min(max(min(moments, default=now + LOOK_AGAIN) - now, 1), LOOK_AGAIN))

    def _resting(self) -> list[int]:
        now = self._desk.now()
        return [hook for hook, (until, _) in self._rest.items() if until > now]

    def _begin_rounds(self) -> None:
        for hook in self._desk.due([*self._resting(), *self._rounds]):
            task = asyncio.get_running_loop().create_task(self._round(hook))
            self._rounds[hook.id] = task
            task.add_done_callback(lambda done, number=hook.id: self._ended(number, done))  # type: ignore[misc]

    def _ended(self, number: int, task: "asyncio.Task[bool]") -> None:
        self._rounds.pop(number, None)
        if task.cancelled():
            return
        if task.exception() is not None:
            self._failure = self._failure or task.exception()
        if task.exception() is not None or not task.result():
            often = self._rest.get(number, (0, 0))[1]
            self._rest[number] = (self._desk.now() + REST[min(often, len(REST) - 1)], often + 1)
        else:
            self._rest.pop(number, None)
        self.poke()

    async def _round(self, hook: AppliedHook) -> bool:
        """Tell one hook until nothing is due for it; False when it took nothing of what it was told last."""
        deliveries = self._desk.turn(hook, (), AT_ONCE)
        while deliveries:
            asked = {asyncio.ensure_future(self._desk.tell(hook, one)): one for one in deliveries}
            try:
                await asyncio.wait(asked)
            except asyncio.CancelledError:
                await self._broken_off(hook, asked)
                raise
            told = [(one, task.result()) for task, one in asked.items()]
            took = any(not problem for _, problem in told)
            deliveries = self._desk.turn(hook, told, AT_ONCE if took and not self._stop() else 0)
            if not took:
                return False
        return True

    async def _broken_off(self, hook: AppliedHook, asked: "dict[asyncio.Task[str], Delivery]") -> None:
        """What is told already is written down, the rest is given back."""
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        known = [(one, task.result()) for task, one in asked.items() if not task.cancelled() and task.exception() is None]
        self._desk.release(hook, [one for task, one in asked.items() if task.cancelled() or task.exception() is not None])
        self._desk.turn(hook, known, 0)

    async def _let_go(self, seconds: float) -> None:
        rounds = list(self._rounds.values())
        if rounds and seconds:
            await asyncio.wait(rounds, timeout=seconds)
        for task in rounds:
            task.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)


async def _first(tasks: Iterable["asyncio.Task[bool]"]) -> None:
    """Until one of them is over; the others go on."""
    await asyncio.wait(list(tasks), return_when=asyncio.FIRST_COMPLETED)
