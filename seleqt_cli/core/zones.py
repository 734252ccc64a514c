"""Wall time and instants of one time zone, on integers.

An instant is whole seconds since 1970 in UTC. A day is a number (1970-01-01 is 0, a Thursday). A wall time is a day
and a second of that day. The offsets come from zoneinfo; a day without an offset change (all but a few a year)
costs one look-up in a table.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1)
_ZERO: Final = datetime(1970, 1, 1, tzinfo=UTC)
STEADY_DAYS: Final = 60
"""How far ahead a stretch of one offset is followed."""
_MARGIN: Final = 15 * 3600
"""More than the largest offset in use (UTC+14, UTC-12)."""


def day_number(text: str) -> int:
    """The number of an ISO date (`2026-12-01`). Raises ValueError for what is no date."""
    return (date.fromisoformat(text) - _EPOCH).days


def day_text(day: int) -> str:
    """The ISO date of a day's number."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day + 3) % 7


class Zone:
    """One IANA zone. `segments` of a day are (from instant, to instant, offset): stretches of one offset."""

    __slots__ = ("_fresh", "_info", "_segments", "_steady", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._info = ZoneInfo(name)
        self._segments: dict[int, tuple[tuple[int, int, int], ...]] = {}
        self._steady = (0, 0, 0)
        self._fresh = 0
        """Up to when `_steady` still reaches weeks ahead."""

    def offset(self, instant: int) -> int:
        """Seconds that local time is ahead of UTC at an instant."""
        moment = (_ZERO + timedelta(seconds=instant)).astimezone(self._info)
        delta = moment.utcoffset()
        return 0 if delta is None else delta.days * DAY + delta.seconds

    def segments(self, day: int) -> tuple[tuple[int, int, int], ...]:
        """Every stretch of one offset that touches the day and the night after it, in order."""
        found = self._segments.get(day)
        if found is None:
            found = self._segments[day] = self._stretches(day * DAY - _MARGIN, (day + 2) * DAY + _MARGIN)
        return found

    def steady(self, instant: int) -> tuple[int, int, int]:
        """A stretch of one offset that holds an instant and reaches weeks ahead where no clock changes: (from, to, offset)."""
        since, until, offset = self._steady
        if not since <= instant < self._fresh:
            since, until, offset = self._around(instant, instant // DAY)
            self._fresh = instant + STEADY_DAYS // 2 * DAY
            for day in range(instant // DAY + 1, instant // DAY + STEADY_DAYS):
                _, end, ahead = self._around(day * DAY, day)
                if day * DAY > until or ahead != offset:  # the clocks change
                    self._fresh = until
                    break
                until = end
            self._steady = (since, until, offset)
        return self._steady

    def local(self, instant: int) -> tuple[int, int]:
        """The wall time of an instant: (day, second of the day)."""
        return divmod(instant + self.steady(instant)[2], DAY)

    def _around(self, instant: int, day: int) -> tuple[int, int, int]:
        for start, end, offset in self.segments(day):
            if start <= instant < end:
                return start, min(end, (day + 1) * DAY), offset
        raise AssertionError("segments cover the day on both sides")

    def day(self, instant: int) -> int:
        """The local day of an instant."""
        return self.local(instant)[0]

    def instant(self, day: int, second: int) -> int:
        """The first instant with this wall time; in a gap (clocks forward) the end of the gap. `second` may pass a day."""
        wall = day * DAY + second
        for start, end, offset in self.segments(day):
            if wall - offset < start:
                return start
            if wall - offset < end:
                return wall - offset
        raise AssertionError("segments cover the day on both sides")

    def _stretches(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        found: list[tuple[int, int, int]] = []
        begin, offset = start, self.offset(start)
        before = start
        while before < end:
            after = min(before + 6 * 3600, end)
            if self.offset(after) != offset:
                change = self._change(before, after)
                found.append((begin, change, offset))
                begin, offset = change, self.offset(change)
                before = change
            else:
                before = after
        found.append((begin, end + DAY, offset))
        return tuple(found)

    def _change(self, low: int, high: int) -> int:
        """The instant of the offset change in (low, high]: halving, whole seconds."""
        offset = self.offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            if self.offset(middle) == offset:
                low = middle
            else:
                high = middle
        return high


_ZONES: dict[str, Zone] = {}


def zone(name: str) -> Zone:
    """The zone of an IANA name, made once. Raises ZoneInfoNotFoundError or ValueError for an unknown one."""
    found = _ZONES.get(name)
    if found is None:
        found = _ZONES[name] = Zone(name)
    return found
