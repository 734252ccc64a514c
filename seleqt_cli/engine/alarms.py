"""What wakes the engine at a moment: APScheduler on the machine's clock, or a virtual clock that jumps there."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from seleqt_cli.engine.clocks import VirtualClock


class Alarm(Protocol):
    """Rings once at the moment it was armed for; arming it again replaces what was armed before."""

    def arm(self, at: int, ring: Callable[[], None], *, idle: bool) -> None:
        """Ring at an instant. `idle`: no account is at work, so that nothing but the clock can bring anything new."""

    def close(self) -> None:
        """Never ring again."""


class ScheduledAlarm:
    """One APScheduler date job, re-armed: a tick grid would give another timeline than the simulation's."""

    def __init__(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        # whatever rings late rings all the same: the machine may have slept
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler: Any = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._scheduler.start()

    def arm(self, at: int, ring: Callable[[], None], *, idle: bool) -> None:
        """See Alarm."""
        del idle
        self._scheduler.add_job(ring, "date", run_date=datetime.fromtimestamp(at, UTC), id="next", replace_existing=True)

    def close(self) -> None:
        """See Alarm."""
        self._scheduler.shutdown(wait=False)


class VirtualAlarm:
    """Moves a virtual clock to the next moment as soon as nobody is at work any more."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._handle: asyncio.Handle | None = None

    def arm(self, at: int, ring: Callable[[], None], *, idle: bool) -> None:
        """See Alarm; while somebody is at work no time passes."""
        self.close()
        if idle:
            self._handle = asyncio.get_running_loop().call_soon(self._jump, at, ring)

    def close(self) -> None:
        """See Alarm."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _jump(self, at: int, ring: Callable[[], None]) -> None:
        self._clock.set(max(at, self._clock.now()))
        ring()
