"""The record of the fake site: who asked for what, in order, and what came of it."""

import datetime
import threading

from tests.servers.linkedin.clock import VirtualClock
from tests.servers.linkedin.model import Entry, len16

HAND = "hand"
"""The session of what the account's owner did by hand elsewhere."""


class Ledger:
    """Only ever appended to."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self._entries: list[Entry] = []
        self._requests: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def add(
        self, session: str, action: str, target: str, *,
        text: str = "", variant: str = "", accepted: bool = True, reason: str = "", path: str = "", lost: bool = False, subject: str = "",
    ) -> Entry:  # fmt: skip
        """Enter one thing at the clock's present."""
        now = self.clock.now()
        date = datetime.datetime.fromtimestamp(now, datetime.UTC)
        year, week, _ = date.isocalendar()
        with self._lock:
            made = Entry(
                len(self._entries) + 1, now, date.date().isoformat(), f"{year}-W{week:02}", session, action, target,
                text, len16(text), variant, accepted, reason, path, lost, subject,
            )  # fmt: skip
            self._entries.append(made)
        return made

    def request(self, method: str, path: str) -> None:
        """Note that a request arrived at all."""
        with self._lock:
            self._requests.append((method, path))

    def entries(self) -> list[Entry]:
        """A copy of all of it."""
        with self._lock:
            return list(self._entries)

    def requests(self) -> list[tuple[str, str]]:
        """Every request of the site's port, (method, path with query), in order; also those of scripts."""
        with self._lock:
            return list(self._requests)
