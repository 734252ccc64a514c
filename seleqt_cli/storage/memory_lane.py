"""One lane of a simulation's queues: a sorted list of follow-ups and two heaps of newcomers.

Entries are never removed from a heap when a journey moves; each carries the journey's token, and a dead one is
dropped when it comes to the top.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from heapq import heappop, heappush

from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.windows import Calendar

Entry = tuple[int, int, Journey, "MemoryLane | None"]
"""(due or place, journey id, journey, lane): alive as long as it is the journey's `entry`."""


class MemoryLane:
    """The entries of one queue and kind under one calendar. `book`: the account's, None for a campaign's queue."""

    __slots__ = ("_now", "_ready", "_waiting", "book", "calendar", "campaign", "dues")

    def __init__(self, calendar: Calendar, campaign: str, now: Callable[[], int], book: Book | None) -> None:
        self._now = now
        self.calendar = calendar
        self.campaign = campaign
        self.book = book
        self.dues: list[Entry] = []
        """The follow-ups by due and id."""
        self._ready: list[Entry] = []
        self._waiting: list[Entry] = []

    def add(self, journey: Journey) -> None:
        """Put a journey in."""
        if not journey.first:
            entry = journey.entry = (journey.due, journey.id, journey, self)
            insort(self.dues, entry)
        elif journey.state is State.DUE:
            entry = journey.entry = (journey.place, journey.id, journey, self)
            heappush(self._ready, entry)
        else:
            entry = journey.entry = (journey.due, journey.id, journey, self)
            heappush(self._waiting, entry)
        if self.book is not None:
            self.book.version += 1

    def remove(self, entry: Entry) -> None:
        """Take a follow-up out; a newcomer's entry is dead by itself."""
        dues = self.dues
        if dues and dues[0] is entry:
            del dues[0]
        else:
            index = bisect_left(dues, entry)
            if index < len(dues) and dues[index] is entry:
                del dues[index]
        if self.book is not None:
            self.book.version += 1

    def follow_up(self) -> Journey | None:
        """The follow-up due first."""
        return self.dues[0][2] if self.dues else None

    def newcomer(self, by: int) -> Journey | None:
        """The first of those due at `by`, by place."""
        ready = self._arrived()
        found = ready[0][2] if ready else None
        if by > self._now():
            # a look ahead: those that arrive until then stay where they are, their moment has not come
            for entry in self._waiting:
                journey = entry[2]
                if entry[0] <= by and journey.entry is entry and (found is None or (journey.place, entry[1]) < (found.place, found.id)):
                    found = journey
        return found

    def newcomer_due(self) -> int | None:
        """The due moment of the first that is ready, else the least of those that wait."""
        if not self._ready and not self._waiting:
            return None
        ready = self._arrived()
        if ready:
            return ready[0][2].due
        return self._waiting[0][0] if self._waiting else None

    def _arrived(self) -> list[Entry]:
        """The heap of those whose moment has come, with a live entry on top of it and of the waiting ones."""
        waiting, ready = self._waiting, self._ready
        if waiting:
            now = self._now()
            while waiting and (waiting[0][0] <= now or waiting[0][2].entry is not waiting[0]):
                entry = heappop(waiting)
                journey = entry[2]
                if journey.entry is entry:
                    journey.entry = arrived = (journey.place, entry[1], journey, self)
                    heappush(ready, arrived)
        while ready and ready[0][2].entry is not ready[0]:
            heappop(ready)
        return ready
