"""Calendar days and months of a zone, computed with datetime alone.

The planner has arithmetic of its own for the same thing; that the two share nothing is the point.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


class ZoneDays:
    """One IANA zone. Raises ZoneInfoNotFoundError (a KeyError) or ValueError for a name that is none."""

    __slots__ = ("_day", "_info", "_month", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._info = ZoneInfo(name)
        self._day = (1, 0, date.min)
        self._month = (1, 0)

    def wall(self, instant: int) -> datetime:
        """The wall time of an instant."""
        return datetime.fromtimestamp(instant, self._info)

    def day(self, instant: int) -> tuple[int, int, date]:
        """The calendar day that holds an instant: its first instant, the first of the next day, its date."""
        start, end, _ = self._day
        if not start <= instant < end:
            found = self.wall(instant).date()
            self._day = (self._first(found), self._first(found + _DAY), found)
        return self._day

    def month(self, instant: int) -> tuple[int, int]:
        """The calendar month that holds an instant: its first instant and the first of the next month."""
        start, end = self._month
        if not start <= instant < end:
            first = self.wall(instant).date().replace(day=1)
            self._month = (self._first(first), self._first((first + 31 * _DAY).replace(day=1)))
        return self._month

    def _first(self, day: date) -> int:
        """The first instant whose date is this one or later: midnight, or the end of the gap in which it lies."""
        guess = int(datetime(day.year, day.month, day.day, tzinfo=self._info).timestamp())
        if self.wall(guess).date() >= day > self.wall(guess - 1).date():
            return guess
        low, high = guess - 2 * 86_400, guess + 2 * 86_400
        while high - low > 1:
            middle = (low + high) // 2
            if self.wall(middle).date() >= day:
                high = middle
            else:
                low = middle
        return high


def written(instant: int) -> str:
    """An instant as people read it: UTC, whole seconds."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
