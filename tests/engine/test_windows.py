"""A window in a thread of its own: one process has it, the loop answers its questions, and a stop is a no."""

import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from seleqt_cli.channels.linkedin.pretend import Member, PretendSite, PretendWindow
from seleqt_cli.core.actions import Outcome, Prepared, Verdict
from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.core.linkedin.orders import Order, Result, outcome_of
from seleqt_cli.engine.local import Stop
from seleqt_cli.engine.looks import Looks
from seleqt_cli.engine.window_channel import WindowChannel
from seleqt_cli.engine.windows import STOPS, LoopPermit, WindowHand
from seleqt_cli.ports.linkedin import Seen, Wanted, Window


@dataclass
class Lease:
    """`free`: whether another process has the window not."""

    site: PretendSite
    free: bool = True
    taken: int = 0
    windows: list[PretendWindow] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self) -> bool:
        self.taken += self.free
        return self.free

    def open(self) -> Window:
        self.windows.append(PretendWindow(self.site))
        return self.windows[-1]

    def release(self) -> None:
        self.taken -= 1
        self.gone.set()


@dataclass
class Reserved:
    """A reservation whose C2 says `refusal`."""

    refusal: str = ""
    armed: int = 0

    @property
    def prepared(self) -> Prepared:
        return Prepared("visit", "anna", "linkedin:example-anna", "https://www.linkedin.com/in/example-noor/")

    def arm(self) -> str:
        self.armed += not self.refusal
        return self.refusal

    def late(self) -> bool:
        return False


@dataclass
class Desk:
    """What a channel and a look ask."""

    wants: Wanted | None = None
    why: str = ""
    opened: tuple[str, int] = ("", 0)
    taken: list[Result] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def before(self, reservation: object) -> Wanted | None:
        return self.wants

    def saw(self, *told: object) -> str:
        self.seen += [one for one in told if isinstance(one, Seen)]
        return self.why

    def order(self, reservation: object) -> Order:
        return Order("follow", "example-noor", "Noor", "auto")

    def open(self, reservation: object) -> tuple[str, int]:
        return self.opened

    def keep_mark(self, reservation: object, mark: str) -> None:
        self.marks.append(mark)

    def took(self, reservation: object, result: Result) -> Outcome:
        self.taken.append(result)
        return outcome_of(result)

    def now(self) -> int:
        return 1000


@dataclass
class LookOnce:
    """Wants one look and then the end of the run."""

    stop: Stop
    seen: list[Seen] = field(default_factory=list)

    def wanted(self, account: str) -> Wanted | None:
        return None if self.seen else Wanted(connections=True)

    def saw(self, account: str, wanted: Wanted, seen: Seen, begun_at: int) -> bool:
        self.seen.append(seen)
        self.stop.ask()
        return True

    def now(self) -> int:
        return 1000


def site() -> PretendSite:
    found = PretendSite()
    found.add(Member("example-noor", "Noor"))
    return found


def performed(desk: Desk, reserved: Reserved, lease: Lease) -> Outcome:
    async def go() -> Outcome:
        channel = WindowChannel(WindowHand("anna", lease), desk)
        try:
            return await channel.perform(reserved)
        finally:
            await channel.close()

    return asyncio.run(go())


def test_an_order_is_done_once_armed_and_the_window_is_closed_and_free_afterwards() -> None:
    lease, desk, reserved = Lease(site()), Desk(), Reserved()
    assert performed(desk, reserved, lease).verdict is Verdict.SENT
    assert (lease.site.effects, reserved.armed) == ([("follow", "example-noor", "")], 1)
    assert (lease.windows[0].closed, lease.taken) == (True, 0)


def test_what_c2_refuses_is_not_clicked() -> None:
    lease = Lease(site())
    assert performed(Desk(), Reserved("paused"), lease) == Outcome(Verdict.NOT_ARMED, "paused")
    assert lease.site.effects == []


def test_a_profile_that_may_not_be_opened_is_not_opened_and_comes_later() -> None:
    lease = Lease(site())
    outcome = performed(Desk(opened=("limit reached", 1500)), Reserved(), lease)
    assert outcome == Outcome(Verdict.NOT_NOW, "limit reached", retry_in=500)
    assert (lease.site.opened, lease.site.effects) == ([], [])


def test_what_was_read_before_can_keep_the_action_from_going() -> None:
    lease, desk = Lease(site()), Desk(Wanted(inbox=True), "the inbox could not be read")
    assert performed(desk, Reserved(), lease).verdict is Verdict.NOT_NOW
    assert (len(desk.seen), lease.site.opened) == (1, [])


def test_a_window_that_another_process_has_is_asked_for_again_later() -> None:
    lease = Lease(site(), free=False)
    outcome = performed(Desk(), Reserved(), lease)
    assert (outcome.verdict, outcome.retry_in) == (Verdict.NOT_NOW, 300)
    assert lease.windows == []


def test_a_stop_after_c2_waits_for_what_the_window_says_and_keeps_it_from_clicking_one_before_it_ends_at_once() -> None:
    def stopped(*, after: bool) -> tuple[Lease, Outcome | None]:
        lease, desk = Lease(site()), Desk()
        reached, go_on = threading.Event(), threading.Event()

        class Slow(Reserved):
            def arm(self) -> str:
                return super().arm() if after else "never asked"

        def hold() -> None:
            reached.set()
            assert go_on.wait(60)

        lease.site.between = hold
        if not after:
            lease.site.before = hold

        async def go() -> Outcome | None:
            loop = asyncio.get_running_loop()
            channel = WindowChannel(WindowHand("anna", lease), desk)
            task = loop.create_task(channel.perform(Slow()))
            await loop.run_in_executor(None, reached.wait, 60)
            task.cancel()
            loop.call_soon(go_on.set)
            try:
                return await task
            except asyncio.CancelledError:
                return None
            finally:
                await channel.close()

        return lease, asyncio.run(go())

    lease, outcome = stopped(after=True)
    assert (outcome is not None and outcome.verdict, lease.site.effects) == (Verdict.UNDONE, [])
    lease, outcome = stopped(after=False)
    assert (outcome, lease.site.effects) == (None, [])


def test_once_the_program_stops_every_answer_is_no() -> None:
    class Answers:
        def open(self) -> str:
            return ""

        def arm(self, mark: str = "") -> str:
            return ""

        def late(self) -> bool:
            return False

        def ready(self, what: str) -> None:
            pass

        def given_up(self) -> bool:
            return False

    async def go() -> tuple[list[str], list[bool], bool]:
        permit = LoopPermit(Answers())
        loop = asyncio.get_running_loop()
        said = [await loop.run_in_executor(None, permit.open)]
        permit.stopped = True
        said.append(await loop.run_in_executor(None, permit.arm))
        return said, [permit.late(), permit.given_up()], permit.armed

    assert asyncio.run(go()) == (["", STOPS], [True, True], False)


def test_a_look_is_made_until_a_stop_and_the_window_is_given_back() -> None:
    lease = Lease(site())

    async def go() -> LookOnce:
        stop = Stop()
        desk = LookOnce(stop)

        async def pause(seconds: float) -> None:
            await asyncio.Event().wait()

        looks = Looks(desk, {"linkedin:example-anna": WindowHand("anna", lease)}, stop, pause)
        looks.start()
        await stop.wait()
        await looks.end()
        return desk

    assert len(asyncio.run(go()).seen) == 1
    assert (lease.site.looks, lease.windows[0].closed, lease.taken) == ([Wanted(connections=True)], True, 0)


def test_a_window_without_work_closes_and_opens_again_when_there_is_some() -> None:
    lease = Lease(site())

    async def go() -> int:
        hand = WindowHand("anna", lease, idle=0.0)
        await hand.do(lambda window: window.browser())
        await lease.gone.wait()
        assert lease.windows[0].closed
        await hand.do(lambda window: window.browser())
        await hand.close()
        return len(lease.windows)

    assert asyncio.run(go()) == 2
    assert lease.taken == 0


def test_two_processes_never_have_one_window() -> None:
    async def go() -> None:
        await WindowHand("anna", Lease(site(), free=False)).do(lambda window: window.browser())

    with pytest.raises(NothingPossible, match="in use by another seleqt"):
        asyncio.run(go())
