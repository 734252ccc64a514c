"""Telling hooks: none waits for another, a dead one is left alone for a while, and a stop ends it at once."""

import asyncio
from collections.abc import Sequence
from typing import Final

from seleqt_cli.engine.clocks import pause
from seleqt_cli.engine.local import Stop
from seleqt_cli.engine.telling import AT_ONCE, LOOK_AGAIN, REST, Telling
from seleqt_cli.ports.hooks import AppliedHook, Delivery, Happening

GOOD: Final = AppliedHook(1, "reply", "", ("good",), "")
DEAD: Final = AppliedHook(2, "reply", "", ("dead",), "")
SLOW: Final = AppliedHook(3, "reply", "", ("slow",), "")
RETRY_IN: Final = 60


def delivery(number: int) -> Delivery:
    return Delivery(Happening(number, f"e{number}", "reply", 0, "", "", "", "", "", ""), 1)


class FakeDesk:
    """Events by hook; `clock` stands still until a test moves it."""

    def __init__(self, **waiting: int) -> None:
        self.hooks = {one.command[0]: one for one in (GOOD, DEAD, SLOW)}
        self.waiting = {self.hooks[name].id: [(0, number) for number in range(count)] for name, count in waiting.items()}
        self.told: list[tuple[str, int]] = []
        self.tried: list[tuple[str, int]] = []
        self.under_way = 0
        self.most = 0
        self.clock = 0
        self.release_slow = asyncio.Event()

    def now(self) -> int:
        return self.clock

    def due(self, resting: Sequence[int]) -> list[AppliedHook]:
        due = {hook for hook, events in self.waiting.items() if any(at <= self.clock for at, _ in events)}
        return [one for one in self.hooks.values() if one.id in due and one.id not in resting]

    def next_at(self, resting: Sequence[int]) -> int | None:
        return min((at for hook, events in self.waiting.items() if hook not in resting for at, _ in events), default=None)

    def turn(self, hook: AppliedHook, told: Sequence[tuple[Delivery, str]], most: int) -> list[Delivery]:
        for one, problem in told:
            if problem:
                self.waiting[hook.id].append((self.clock + RETRY_IN, one.happening.id))
            else:
                self.told.append((hook.command[0], one.happening.id))
        mine = sorted(one for one in self.waiting[hook.id] if one[0] <= self.clock)[:most]
        for event in mine:
            self.waiting[hook.id].remove(event)
        return [delivery(number) for _, number in mine]

    def release(self, hook: AppliedHook, deliveries: Sequence[Delivery]) -> None:
        self.waiting[hook.id] += [(self.clock, one.happening.id) for one in deliveries]

    async def tell(self, hook: AppliedHook, delivery: Delivery) -> str:
        self.tried.append((hook.command[0], delivery.happening.id))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if hook is SLOW:
                await self.release_slow.wait()
            else:
                await pause(0)
        finally:
            self.under_way -= 1
        return "nobody is there" if hook is DEAD else ""


async def never(seconds: float) -> None:
    await asyncio.Event().wait()


async def passed(done: "asyncio.Future[None] | asyncio.Task[None]", desk: FakeDesk, name: str, count: int) -> None:
    """Let the loop go on until so much was told."""
    while sum(one == name for one, _ in desk.told) < count:
        assert not done.done()
        await pause(0)


def test_a_thousand_events_are_told_a_few_at_a_time_in_one_call_of_run_once() -> None:
    async def once() -> FakeDesk:
        desk = FakeDesk(good=1000)
        await Telling(desk, Stop(), never).once()
        return desk

    desk = asyncio.run(once())
    assert sorted(desk.told) == [("good", number) for number in range(1000)]
    assert desk.most == AT_ONCE


def test_a_slow_hook_keeps_no_other_waiting_and_a_stop_leaves_it_for_the_next_run() -> None:
    async def work() -> FakeDesk:
        desk, stop = FakeDesk(good=20, slow=6), Stop()
        telling = Telling(desk, stop, never)
        once = asyncio.ensure_future(telling.once())
        await passed(once, desk, "good", 20)
        stop.ask()
        await once
        return desk

    desk = asyncio.run(work())
    assert [name for name, _ in desk.told] == ["good"] * 20
    assert sorted(desk.waiting[SLOW.id]) == [(0, number) for number in range(6)]
    assert desk.under_way == 0


def test_time_that_is_over_leaves_the_rest_for_the_next_run() -> None:
    async def work() -> FakeDesk:
        desk, over = FakeDesk(slow=6), asyncio.Event()

        async def until_over(seconds: float) -> None:
            assert seconds == 7
            await over.wait()

        once = asyncio.ensure_future(Telling(desk, Stop(), until_over).once(within=7))
        while desk.under_way < AT_ONCE:
            await pause(0)
        over.set()
        await once
        return desk

    desk = asyncio.run(work())
    assert (desk.told, len(desk.waiting[SLOW.id]), desk.under_way) == ([], 6, 0)


def test_a_dead_hook_is_tried_with_a_few_events_and_then_left_alone() -> None:
    async def work() -> tuple[list[int], list[float]]:
        desk, stop = FakeDesk(dead=100), Stop()
        waits: list[float] = []
        tries: list[int] = []

        async def rest(seconds: float) -> None:
            if desk.under_way or telling._rounds:
                await asyncio.Event().wait()
            waits.append(seconds)
            tries.append(len(desk.tried))
            desk.clock += int(seconds)
            if len(waits) == 5:
                stop.ask()

        telling = Telling(desk, stop, rest)
        telling.start()
        await stop.wait()
        await telling.end()
        return tries, waits

    tries, waits = asyncio.run(work())
    assert waits == [15.0, 30.0, 60.0, float(LOOK_AGAIN), float(LOOK_AGAIN)]
    assert tries == [AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE, 4 * AT_ONCE, 4 * AT_ONCE]
    assert REST[:3] == (15, 30, 60)


def test_what_happens_later_is_told_when_it_is_poked() -> None:
    async def work() -> FakeDesk:
        desk, stop = FakeDesk(good=0), Stop()
        telling = Telling(desk, stop, never)
        telling.start()
        await pause(0)
        desk.waiting[GOOD.id] = [(0, 7)]
        telling.poke()
        await passed(asyncio.get_running_loop().create_future(), desk, "good", 1)
        stop.ask()
        await telling.end()
        return desk

    assert asyncio.run(work()).told == [("good", 7)]


def test_a_stop_lets_what_is_under_way_end_and_begins_nothing_new() -> None:
    async def work() -> FakeDesk:
        desk, stop = FakeDesk(slow=20), Stop()
        telling = Telling(desk, stop, never)
        telling.start()
        while desk.under_way < AT_ONCE:
            await pause(0)
        stop.ask()
        desk.release_slow.set()
        await telling.end()
        return desk

    desk = asyncio.run(work())
    assert sorted(desk.told) == [("slow", number) for number in range(AT_ONCE)]
    assert len(desk.tried) == AT_ONCE
