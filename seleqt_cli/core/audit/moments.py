"""The moments of attempts that count, in order, and how many of them lie in a stretch of time."""

from bisect import bisect_left, bisect_right, insort
from typing import Final

KEPT: Final = 20_000
"""A list longer than this forgets what is older than FORGOTTEN; no lawful account comes near it."""
FORGOTTEN: Final = 70 * 86_400
"""Seconds before the newest moment: two calendar months and more, so that a clock may also have been set back a month."""


class Moments:
    """A sorted list of instants. What is added last may lie before others: then the clock was set back."""

    __slots__ = ("times",)

    def __init__(self) -> None:
        self.times: list[int] = []

    def add(self, instant: int) -> None:
        """Count one more."""
        times = self.times
        if not times or instant >= times[-1]:
            times.append(instant)
            if len(times) > KEPT:
                old = bisect_left(times, times[-1] - FORGOTTEN)
                if old > KEPT // 2:
                    del times[:old]
        else:
            insort(times, instant)

    def remove(self, instant: int) -> None:
        """Take one back: it was provably not sent."""
        index = bisect_left(self.times, instant)
        if index < len(self.times) and self.times[index] == instant:
            del self.times[index]

    def more_than(self, limit: int, start: int) -> bool:
        """Whether more than `limit` lie at `start` or later: the quick question before the exact count."""
        times = self.times
        return limit < 0 or (len(times) > limit and times[-limit - 1] >= start)

    def between(self, start: int, end: int) -> int:
        """How many lie in [start, end)."""
        times = self.times
        after = len(times) if times and times[-1] < end else bisect_left(times, end)
        return after - bisect_left(times, start)

    def most_within(self, instant: int, length: int) -> tuple[int, int]:
        """The fullest stretch (end - length, end] that holds an instant: how many, and its end.

        Only stretches that end at a moment can be the fullest. With a clock that never went back that is one.
        """
        times = self.times
        newest = times[-1]
        most, end = len(times) - bisect_right(times, newest - length), newest
        if newest == instant:
            return most, end
        if newest >= instant + length:
            most, end = 0, instant
        for index in range(bisect_right(times, instant) - 1, len(times)):
            moment = times[index]
            if moment >= instant + length:
                break
            count = index + 1 - bisect_right(times, moment - length)
            # of equal moments the last one counts them all
            if count > most:
                most, end = count, moment
        return most, end

    def nearest(self, instant: int) -> int | None:
        """How far the nearest other moment is from one that is in the list; None when it is alone."""
        times = self.times
        if times[-1] == instant:
            return instant - times[-2] if len(times) > 1 else None
        index = bisect_right(times, instant) - 1
        found: list[int] = []
        if index > 0:
            found.append(instant - times[index - 1])
        if index + 1 < len(times):
            found.append(times[index + 1] - instant)
        return min(found, default=None)
