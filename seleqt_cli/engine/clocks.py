"""The only readers of the real clock, and the clocks that stand in for it."""

import time


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Whole seconds since 1970, UTC."""
        return int(time.time())

    def elapsed(self) -> float:
        """Seconds that count sleep of the machine where the system can tell."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()


class VirtualClock:
    """A clock that stands still until it is set: simulations and tests."""

    def __init__(self, instant: int) -> None:
        self.instant = instant

    def now(self) -> int:
        """The instant it was set to."""
        return self.instant

    def elapsed(self) -> float:
        """The same instant."""
        return float(self.instant)

    def set(self, instant: int) -> None:
        """Move to an instant, also back."""
        self.instant = instant


async def pause(seconds: float) -> None:
    """Let real time pass; everything else goes on meanwhile."""
    import asyncio  # commands that only look do without

    await asyncio.sleep(seconds)
