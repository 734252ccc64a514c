"""The fake site's clock: it stands until it is set, added to, or told to follow another one."""

import threading
from collections.abc import Callable


class VirtualClock:
    """Seconds since the epoch, UTC; safe to set from any thread."""

    def __init__(self, start: int) -> None:
        self._at = start
        self._source: Callable[[], int] | None = None
        self._lock = threading.Lock()

    def now(self) -> int:
        """The site's time."""
        with self._lock:
            return self._at if self._source is None else int(self._source())

    def set(self, at: int) -> None:
        """It is `at` from now on."""
        with self._lock:
            self._source = None
            self._at = at

    def add(self, seconds: int) -> None:
        """Time goes on, or back."""
        self.set(self.now() + seconds)

    def follow(self, source: Callable[[], int]) -> None:
        """Ask `source` each time, such as the clock of a simulation."""
        with self._lock:
            self._source = source
