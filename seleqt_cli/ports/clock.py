"""The time. Instants are whole seconds since 1970 in UTC (`int`) everywhere below the command line."""

from typing import Protocol


class Clock(Protocol):
    """Reads the time; only engine/clocks has implementations that read the machine's."""

    def now(self) -> int:
        """Seconds since the epoch, UTC."""

    def elapsed(self) -> float:
        """Seconds on a clock that never jumps and counts sleep of the machine; only differences mean something."""
