"""A LinkedIn account's window in a thread of its own: one job at a time, opened when there is one, closed after a while without.

What the window asks in the middle of a job (may this profile be opened, may this be clicked) is answered on the loop's thread,
where the store lives. Once the program stops, every answer is no.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from typing import Final, Protocol, TypeVar

from seleqt_cli.core.errors import NotDurable, NothingPossible
from seleqt_cli.engine.threads import Hand
from seleqt_cli.ports.linkedin import Window

T = TypeVar("T")

IDLE: Final = 120.0
"""Seconds without a job after which the window is closed, so that another command may use its profile."""
CLOSE_WITHIN: Final = 8.0
"""Seconds that a window gets to close when the program ends: a page that never answers keeps nobody."""
ANSWER_WITHIN: Final = 60.0
"""Seconds in which the loop answers; a database that stays locked is given up after thirty."""
STOPS: Final = "seleqt stops"


class Lease(Protocol):
    """The right to an account's window: one process at a time."""

    def take(self) -> bool:
        """False when another process has it."""

    def open(self) -> Window:
        """Make the window; called in its thread."""

    def release(self) -> None:
        """Another process may have it."""


class WindowHand:
    """One account's window. `name`: its sender's, for what to say."""

    def __init__(self, name: str, lease: Lease, *, idle: float = IDLE) -> None:
        self._name = name
        self._lease = lease
        self._idle = idle
        self._hand: Hand | None = None
        self._window: Window | None = None
        self._jobs = 0
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    async def do(self, job: Callable[[Window], T]) -> T:
        """Have something done at the window. Raises NothingPossible when another process has it."""
        if self._closing is not None:
            await asyncio.shield(self._closing)
        self._rest(None)
        if self._hand is None:
            if not self._lease.take():
                raise NothingPossible(
                    f"the window of {self._name} is in use by another seleqt", advice="It closes two minutes after its last step."
                )
            self._hand = Hand(f"window {self._name}")
        self._jobs += 1
        try:
            return await self._hand.do(lambda: job(self._opened()))
        finally:
            self._jobs -= 1
            if not self._jobs:
                self._rest(self._idle)

    async def close(self, *, within: float | None = None) -> None:
        """Close the window so that its profile is whole; what it does just now is waited for, or `within` seconds.

        One that is left then keeps its lease: it ends with the program.
        """
        self._rest(None)
        hand, self._hand = self._hand, None
        if hand is None:
            return
        closing = asyncio.ensure_future(hand.do(self._closed))
        await asyncio.wait([closing], timeout=within)
        hand.end()
        if not closing.done():
            closing.cancel()
            return
        self._lease.release()
        closing.result()

    def _opened(self) -> Window:
        if self._window is None:
            self._window = self._lease.open()
        return self._window

    def _closed(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()

    def _rest(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None and self._hand is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(seconds, self._close_soon)

    def _close_soon(self) -> None:
        if self._closing is None and not self._jobs:
            self._closing = asyncio.get_running_loop().create_task(self.close())
            self._closing.add_done_callback(lambda done: setattr(self, "_closing", None))


class Answers(Protocol):
    """Who answers a window's questions on the loop's thread."""

    def open(self) -> str:
        """A profile is about to be opened: it is counted. '' or why not."""

    def arm(self, mark: str = "") -> str:
        """C2. '' or why not. `mark` is kept with the action."""

    def late(self) -> bool:
        """Asked from the window's thread: it may only read."""

    def ready(self, what: str) -> None:
        """A person clicks now."""

    def given_up(self) -> bool:
        """Asked from the window's thread: it may only read."""


class LoopPermit:
    """A window's permit whose answers come from the loop (see ports/linkedin.Permit). Made on the loop's thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._loop = asyncio.get_running_loop()
        self.armed = False
        self.stopped = False
        """Set on the loop's thread: from now on nothing is allowed any more."""

    def open(self) -> str:
        """Counted before the page is asked for."""
        return self._ask(self._answers.open)

    def arm(self, mark: str = "") -> str:
        """Committed before the click."""
        return self._ask(lambda: self._arm(mark))

    def late(self) -> bool:
        """Also once the program stops."""
        return self.stopped or self._answers.late()

    def ready(self, what: str) -> None:
        """Told, not asked."""
        try:
            self._loop.call_soon_threadsafe(self._answers.ready, what)
        except RuntimeError:  # the loop is closed: nobody is there any more
            self.stopped = True

    def given_up(self) -> bool:
        """Also once the program stops."""
        return self.stopped or self._answers.given_up()

    def _arm(self, mark: str) -> str:
        said = self._answers.arm(mark)
        self.armed = self.armed or not said
        return said

    def _ask(self, question: Callable[[], str]) -> str:
        answer: Future[str] = Future()

        def reply() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(STOPS if self.stopped else question())
            except NotDurable as problem:
                answer.set_result(problem.message)
            except BaseException as problem:  # noqa: BLE001  it is raised where the question was asked
                answer.set_exception(problem)

        try:
            self._loop.call_soon_threadsafe(reply)
        except RuntimeError:
            return STOPS
        try:
            return answer.result(ANSWER_WITHIN)
        except NoAnswer:
            return STOPS if answer.cancel() else answer.result()
