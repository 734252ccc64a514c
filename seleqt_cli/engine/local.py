"""Drives run_due in real time, in one process: until stopped, for a while, or once.

Every account has a hand of its own (a task), so that a slow server holds up nobody else. Between actions nothing
wakes but one alarm, armed for the next moment anything is due. Once a minute the accounts are looked at anew, because
another command may have changed something.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from seleqt_cli.app.run_due import Runner, Tick
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.facts import LATE_ACTIONS_ONCE, LATE_GAP
from seleqt_cli.engine.alarms import Alarm, ScheduledAlarm
from seleqt_cli.engine.turns import LoopTurns
from seleqt_cli.ports.clock import Clock

LOOK_AGAIN: Final = 60
"""Seconds after which the plan is made anew although nothing was due: other processes write too."""
STOP_WITHIN: Final = 2.5
"""Seconds that sends under way get to finish or to stop before the dot, once a stop was asked for; goodbyes come on top."""

Sleep = Callable[[float], Awaitable[None]]


class Stop:
    """Asked for by a signal, the end of `--for`, or a test: sends under way stop before their next dot."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.by_signal = False

    def __call__(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def ask(self, *, by_signal: bool = False) -> None:
        """Ask for it."""
        self.by_signal = self.by_signal or by_signal
        self._event.set()

    async def wait(self) -> None:
        """Until somebody asks."""
        await self._event.wait()

    def listen(self) -> None:
        """SIGINT and SIGTERM ask for it from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: self.ask(by_signal=True))


class LocalEngine:
    """Runs until asked to stop. `beat` is told after every look what comes next (instant or None)."""

    def __init__(
        self,
        runner: Runner,
        clock: Clock,
        stop: Stop,
        *,
        refresh: Callable[[], None],
        beat: Callable[[int | None], None],
        alarm: Alarm | None = None,
    ) -> None:
        self._runner = runner
        self._clock = clock
        self._stop = stop
        self._refresh = refresh
        self._beat = beat
        self._alarm = alarm
        self._hands: dict[str, asyncio.Task[None]] = {}
        self._missed: set[str] = set()
        """Accounts that fell due while they were at work: their hand may have looked for the last time before."""
        self._failure: BaseException | None = None
        self._looking: asyncio.Event | None = None
        self.tick = Tick()

    @property
    def at_work(self) -> bool:
        """Whether any account is doing something."""
        return bool(self._hands)

    async def run(self) -> None:
        """Until asked to stop; then sends under way end within five seconds. Raises what an account's hand raised."""
        alarm = self._alarm or ScheduledAlarm()
        look = asyncio.Event()
        self._looking = look
        self._runner.turns = LoopTurns(self._runner.store)
        try:
            self._runner.wake_all(self._clock.now())
            while not self._stop():
                look.clear()
                next_at = self._look()
                again = self._clock.now() + LOOK_AGAIN
                alarm.arm(again if next_at is None else min(next_at, again), look.set, idle=not self.at_work)
                await either(look.wait(), self._stop.wait())
                if self._failure is not None:
                    raise self._failure
        finally:
            alarm.close()
            await let_go(self._hands.values())

    def _look(self) -> int | None:
        """Put every account that is due to work; says when to look again."""
        now = self._clock.now()
        self._refresh()
        self._runner.run_timers(now, self.tick)
        for account in self._runner.due_accounts(now):
            if account.key in self._hands:
                self._missed.add(account.key)
            else:
                hand = asyncio.get_running_loop().create_task(self._runner.work(account, now, self.tick))
                self._hands[account.key] = hand
                hand.add_done_callback(lambda done, key=account.key: self._ended(key, done))  # type: ignore[misc]
        found = self._runner.next_at()
        self._beat(found)
        return found

    def _ended(self, key: str, hand: "asyncio.Task[None]") -> None:
        self._hands.pop(key, None)
        if key in self._missed:
            self._missed.discard(key)
            self._runner.wake(key, self._clock.now())
        if not hand.cancelled() and hand.exception() is not None:
            self._failure = hand.exception()
        self.look_again()

    def look_again(self) -> None:
        """Something happened that the plan may depend on."""
        if self._looking is not None:
            self._looking.set()


async def either(*waits: Awaitable[object]) -> None:
    """Until the first of them is over; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def let_go(hands: Iterable["asyncio.Task[None]"]) -> None:
    """Give sends under way a moment to end by themselves, then break them off; before the dot that sends nothing."""
    under_way = [hand for hand in hands if not hand.done()]
    if under_way:
        await asyncio.wait(under_way, timeout=STOP_WITHIN)
    for hand in under_way:
        hand.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


async def run_once(runner: Runner, clock: Clock, stop: Stop, sleep: Sleep) -> Tick:
    """Do what is due now, and of late work at most three actions an account, 30 seconds apart (SPEC 13 rule 10)."""
    now = clock.now()
    tick = Tick()
    runner.turns = LoopTurns(runner.store)
    runner.wake_all(now)
    runner.run_timers(now, tick)
    hands = [asyncio.ensure_future(_account_once(runner, account, clock, stop, sleep, tick)) for account in runner.due_accounts(now)]
    try:
        if hands:
            await either(asyncio.wait(hands), stop.wait())
    finally:
        await let_go(hands)
    for hand in hands:
        failure = None if hand.cancelled() else hand.exception()
        if failure is not None:
            raise failure
    if not stop():
        runner.run_timers(clock.now(), tick)  # what follows at once on what was done: a task for a person, a tag
    tick.next_at = runner.next_at()
    return tick


async def _account_once(runner: Runner, account: Account, clock: Clock, stop: Stop, sleep: Sleep, tick: Tick) -> None:
    now = clock.now()
    await runner.work(account, now, tick)
    if not account.pace.gap or account.channel != "email":
        return
    for _ in range(LATE_ACTIONS_ONCE - 1):
        if stop() or not runner.late(account, clock.now(), LATE_GAP):
            return
        await sleep(LATE_GAP)
        if stop():
            return
        await runner.work(account, clock.now(), tick, gap=LATE_GAP)
