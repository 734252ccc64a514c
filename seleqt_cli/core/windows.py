"""When sending is allowed: hours, days and holidays of a schedule in one zone.

The rules are SPEC 13 rule 22: hours are half-open [start, end), 24:00 is allowed, an end before the start runs past
midnight and belongs to its first day, a wall time in a gap moves to the gap's end, in a fold both passes are inside.
All of that follows from one definition: an instant is inside when its wall time is.
"""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from seleqt_cli.core.campaign import Duration, Schedule
from seleqt_cli.core.zones import DAY, Zone, weekday

Holidays = Callable[[str, int], frozenset[int]]
"""(ISO country, year) -> numbers of its public holidays' days; from a maintained library, as data."""

HORIZON_DAYS: Final = 400
"""How far ahead an opening is looked for; a schedule without one in this time never opens."""


_Near = tuple[int, int, int, int]
"""An open stretch as it is found: (end of the one before it, its end, its start, open seconds of its day before it)."""


def no_holidays(country: str, year: int) -> frozenset[int]:
    """The calendar of a place without public holidays."""
    return frozenset()


class Calendar:
    """One schedule in one zone with one country's holidays: what a lane of the queue keeps to."""

    __slots__ = (
        "_before",
        "_days",
        "_ends",
        "_hours",
        "_inside",
        "_last_day",
        "_off",
        "_present",
        "_seen",
        "_starts",
        "_windows",
        "country",
        "open_seconds",
        "zone",
    )

    def __init__(self, schedule: Schedule, zone: Zone, *, country: str = "", holidays: Holidays = no_holidays) -> None:
        self.zone = zone
        self.country = country
        self._days = schedule.days
        self._hours = tuple(
            (part.start * 60, part.end * 60 if part.end > part.start else part.end * 60 + DAY)
            for part in sorted(schedule.hours, key=lambda part: part.start)
        )
        self._off = holidays
        self._windows: dict[int, tuple[tuple[int, int], ...]] = {}
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        self._last_day: int | None = None
        self._inside = (0, 0)
        """What `window_at` found last."""
        self._present: _Near = (0, 0, 0, 0)
        """What `opening` found last: the clock moves slowly."""
        self._seen: _Near = (0, 0, 0, 0)
        """What `slot` found last: most slots that are asked for are of one day."""
        self.open_seconds = sum(end - start for start, end in self._hours)
        """The length of the schedule's hours (W of SPEC 13 rule 10)."""

    def is_working_day(self, day: int) -> bool:
        """True when the schedule allows the day and it is no holiday."""
        return weekday(day) in self._days and not self._is_holiday(day)

    def windows(self, day: int) -> tuple[tuple[int, int], ...]:
        """The open stretches (from, to) that belong to a local day, in order, half-open; () on a closed day."""
        found = self._windows.get(day)
        if found is None:
            found = self._windows[day] = self._open(day) if self.is_working_day(day) else ()
        return found

    def window_at(self, instant: int) -> tuple[int, int] | None:
        """The open stretch that holds an instant, None when it is closed then."""
        found = self._inside
        if found[0] <= instant < found[1]:
            return found
        day = self.zone.day(instant)
        for candidate in (day, day - 1):  # yesterday's hours may run past midnight
            for window in self.windows(candidate):
                if window[0] <= instant < window[1]:
                    self._inside = window
                    return window
        return None

    def next_window(self, instant: int) -> tuple[int, int, int] | None:
        """The first stretch that ends after an instant: (day it belongs to, from, to); None within 400 days."""
        today = self.zone.day(instant)
        for day in range(today - 1, today + HORIZON_DAYS):
            for start, end in self.windows(day):
                if end > instant:
                    return day, start, end
        return None

    def slot(self, earliest: int, interval: int) -> int | None:
        """The first slot at or after `earliest`; None when the schedule does not open within 400 days.

        The slots of a day are start + k x interval over its open time (SPEC 13 rule 10); with interval 0 every open
        second is one. The stretches are kept in growing sorted lists, because the planner asks this for every action.
        """
        while True:
            found = self._seen
            if not found[0] <= earliest < found[1]:
                near = self.near(earliest)
                if near is None:
                    return None
                found = self._seen = near
            _, end, start, before = found
            instant = earliest if earliest > start else start
            if interval:
                instant += -(before + instant - start) % interval
            if instant < end:
                return instant
            earliest = end

    def closing(self, slot: int) -> int:
        """When the stretch ends that holds a slot (an answer of `slot`)."""
        since, end, _, _ = self._seen
        return end if since <= slot < end else self._ends[bisect_right(self._ends, slot)]

    def is_open(self, instant: int) -> bool:
        """Whether an instant lies inside the hours."""
        return self.slot(instant, 0) == instant

    def opening(self, instant: int) -> int:
        """When the stretch began, or will begin, that is the first to end after an instant; the instant itself without one."""
        found = self._present
        if not found[0] <= instant < found[1]:
            near = self.near(instant)
            if near is None:
                return instant
            found = self._present = near
        return found[2]

    @property
    def present(self) -> _Near:
        """The stretch of the last answer of `opening`, which is the same from its first to its second moment (see _Near)."""
        return self._present

    def add(self, instant: int, wait: Duration) -> int:
        """The moment a wait ends: days keep the wall time, working days skip closed ones, hours and minutes are elapsed."""
        if wait.unit == "days":
            later = instant + wait.amount * DAY
            since, until, _ = self.zone.steady(instant)
            if since <= later < until:  # no clock change in between
                return later
        elif wait.unit == "minutes":
            return instant + wait.amount * 60
        elif wait.unit == "hours":
            return instant + wait.amount * 3600
        day, second = self.zone.local(instant)
        if wait.unit == "days":
            return max(instant, self.zone.instant(day + wait.amount, second))
        for _ in range(wait.amount):
            day = self._next_working_day(day)
        return max(instant, self.zone.instant(day, second)) if wait.amount else instant

    def working_day_after(self, instant: int) -> int:
        """The same wall time on the next working day."""
        day, second = self.zone.local(instant)
        return self.zone.instant(self._next_working_day(day), second)

    def spent(self, start: int, most: Duration) -> int:
        """The moment by which an `at_most` is used up, counting only the time the schedule is open; a day is the hours of one.

        SPEC 13 rule 3: closed hours, weekends and holidays defer and do not count.
        """
        units = {"minutes": 60, "hours": 3600}
        left = most.amount * units.get(most.unit, self.open_seconds)
        at = start
        while left > 0:
            window = self.next_window(at)
            if window is None:
                return at + left
            begins = max(at, window[1])
            if window[2] - begins >= left:
                return begins + left
            left -= window[2] - begins
            at = window[2]
        return at

    def open_between(self, start: int, end: int) -> int:
        """How many seconds of (start, end) the schedule was open: what `at_most` counts."""
        total = 0
        for day in range(self.zone.day(start) - 1, self.zone.day(end) + 1):
            for opens, closes in self.windows(day):
                total += max(0, min(end, closes) - max(start, opens))
        return total

    def near(self, instant: int) -> _Near | None:
        """The first stretch that ends after an instant; None when the schedule does not open within 400 days."""
        ends = self._ends
        if not ends or instant < self._starts[0] or instant >= ends[-1]:
            self._stretch(instant)
            if not ends or instant >= ends[-1]:
                return None
        index = bisect_right(ends, instant)
        return ends[index - 1] if index else min(instant, self._starts[0]), ends[index], self._starts[index], self._before[index]

    def _stretch(self, instant: int) -> None:
        """Make the sorted lists reach past an instant (or begin anew when it lies before them)."""
        if self._last_day is None or (self._starts and instant < self._starts[0]):
            self._starts.clear()
            self._ends.clear()
            self._before.clear()
            self._last_day = self.zone.day(instant) - 2
        limit = max(self._last_day, self.zone.day(instant)) + HORIZON_DAYS
        while self._last_day < limit and (not self._ends or self._ends[-1] <= instant):
            self._last_day += 1
            before = 0
            for start, end in self.windows(self._last_day):
                self._starts.append(start)
                self._ends.append(end)
                self._before.append(before)
                before += end - start

    def _next_working_day(self, day: int) -> int:
        for candidate in range(day + 1, day + HORIZON_DAYS):
            if self.is_working_day(candidate):
                return candidate
        return day + 1

    def _open(self, day: int) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        for start, end in self._hours:
            low, high = day * DAY + start, day * DAY + end
            for begins, ends, offset in self.zone.segments(day):
                opens, closes = max(begins, low - offset), min(ends, high - offset)
                if opens >= closes:
                    continue
                if found and found[-1][1] >= opens:
                    found[-1] = (found[-1][0], max(found[-1][1], closes))
                else:
                    found.append((opens, closes))
        return tuple(found)

    def _is_holiday(self, day: int) -> bool:
        if not self.country:
            return False
        year = 1970 + int(day / 365.2425)
        return any(day in self._off(self.country, candidate) for candidate in (year - 1, year, year + 1))
