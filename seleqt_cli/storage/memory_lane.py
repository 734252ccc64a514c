"""One lane of a simulation's queues: the follow-ups in the order of their dues, the newcomers in that of their places.

Follow-ups stand in two lists side by side: numbers that hold due and id, close together in memory, because every action
searches them, and the journeys.

Newcomers come in the order of their places, nearly always: those stand in a line, whoever comes back later in a heap
beside it, and whoever may not start yet in a heap by the moment from which on. Entries are not removed when a journey
moves; each carries the journey's token, and a dead one is dropped when it comes to the front.
"""

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Final

from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.windows import Calendar

Entry = tuple[int, int, Journey, "MemoryLane | None"]
"""(due or place, journey id, journey, lane) in a heap: alive while it is the journey's `entry`. Elsewhere the lane is the entry."""
ID_BITS: Final = 30
MOST_GONE: Final = 64
FAR_DUE: Final = (1 << 33) - 1
"""Dues past this (the year 2242) are as good as never."""


class MemoryLane:
    """The entries of one queue and kind under one calendar. `book`: the account's, None for a campaign's queue."""

    __slots__ = ("_last", "_now", "back", "book", "calendar", "campaign", "coming", "followers", "gone", "line", "spots")

    def __init__(self, calendar: Calendar, campaign: str, now: Callable[[], int], book: Book | None) -> None:
        self._now = now
        self.calendar = calendar
        self.campaign = campaign
        self.book = book
        self.spots: array[int] = array("q")
        """Due and id of the follow-ups in one number each, in order; `followers` are the journeys themselves."""
        self.followers: list[Journey] = []
        self.gone = 0
        """How many follow-ups at the front of both lists are gone: the lists are long, and moving them up each time costs."""
        self.line: deque[Journey] = deque()
        """Newcomers by place and id; those alive have the lane as their entry and are newcomers still."""
        self.back: list[Entry] = []
        """Newcomers who came out of order, a heap by place and id."""
        self.coming: list[Entry] = []
        """Newcomers whose moment has not come, a heap by due and id."""
        self._last = (-1, -1)

    def add(self, journey: Journey) -> None:
        """Put a journey in."""
        if not journey.first:
            self.follow(journey)
        elif journey.state is State.DUE:
            self._arrive(journey)
        else:
            entry = journey.entry = (journey.due, journey.id, journey, self)
            heappush(self.coming, entry)
        if self.book is not None:
            self.book.version += 1

    def follow(self, journey: Journey) -> None:
        """Put a follow-up in where its due says."""
        spots = self.spots
        due = journey.due
        journey.entry = self
        journey.spot = spot = (due if due < FAR_DUE else FAR_DUE) << ID_BITS | journey.id
        if not spots or spot > spots[-1]:
            spots.append(spot)
            self.followers.append(journey)
        else:
            index = bisect_left(spots, spot, self.gone)
            spots.insert(index, spot)
            self.followers.insert(index, journey)

    def remove(self, journey: Journey) -> None:
        """Take a follow-up out; a newcomer's entry is dead by itself."""
        index = bisect_left(self.spots, journey.spot, self.gone)
        if index < len(self.followers) and self.followers[index] is journey:
            del self.spots[index], self.followers[index]
        if self.book is not None:
            self.book.version += 1

    def take(self) -> None:
        """Take the first follow-up out; the book is not told."""
        self.gone = gone = self.gone + 1
        if gone == MOST_GONE:
            del self.spots[:gone], self.followers[:gone]
            self.gone = 0

    def follow_up(self) -> Journey | None:
        """The follow-up due first."""
        return self.followers[self.gone] if self.gone < len(self.followers) else None

    def due_before(self, before: int) -> int:
        """How many follow-ups fall due before a moment."""
        spots, gone = self.spots, self.gone
        return bisect_left(spots, before << ID_BITS, gone) - gone if gone < len(spots) and spots[gone] >> ID_BITS < before else 0

    def has_newcomers(self) -> bool:
        """Whether any newcomers may be here; dead entries count."""
        return bool(self.line or self.back or self.coming)

    def newcomer(self, by: int) -> Journey | None:
        """The first of those due at `by`, by place."""
        found = self.first()
        if self.coming and self.coming[0][0] <= by and by > self._now():
            # a look ahead: those that arrive until then stay where they are, their moment has not come
            coming, open_at = self.coming, [0]
            while open_at:
                index = open_at.pop()
                if index < len(coming) and coming[index][0] <= by:
                    open_at += (2 * index + 1, 2 * index + 2)
                    journey = coming[index][2]
                    if journey.entry is coming[index] and (found is None or (journey.place, journey.id) < (found.place, found.id)):
                        found = journey
        return found

    def newcomer_due(self) -> int | None:
        """The due moment of the first that is ready, else the least of those that wait."""
        found = self.first()
        if found is not None:
            return found.due
        return self.coming[0][0] if self.coming else None

    def first(self) -> Journey | None:
        """The newcomer at the front of those whose moment has come."""
        coming, back, line = self.coming, self.back, self.line
        if coming:
            now = self._now()
            while coming and (coming[0][0] <= now or coming[0][2].entry is not coming[0]):
                entry = heappop(coming)
                if entry[2].entry is entry:
                    self._arrive(entry[2])
        while line and not (line[0].entry is self and line[0].first):
            line.popleft()
        if back:
            while back and back[0][2].entry is not back[0]:
                heappop(back)
            if back and (not line or back[0] < (line[0].place, line[0].id)):
                return back[0][2]
        return line[0] if line else None

    def _arrive(self, journey: Journey) -> None:
        place = (journey.place, journey.id)
        if place > self._last:
            self._last = place
            journey.entry = self
            self.line.append(journey)
        else:
            entry = journey.entry = (*place, journey, self)
            heappush(self.back, entry)
