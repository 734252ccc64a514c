"""What each account has done so far, as far as limits, slots and gaps depend on it.

Both stores give the planner these same books: the memory store keeps them, the SQL store reads them from its rows and
keeps them up to date with what it writes.
"""

from array import array
from bisect import bisect_left, insort
from typing import Final

FAR: Final = 1 << 60


class Record:
    """The moments of one account's actions of one kind that count, oldest first, reserved ones included."""

    __slots__ = ("last_slot", "times")

    def __init__(self) -> None:
        self.times = array("q")  # close together in memory: every action looks at the n-th latest
        self.last_slot = 0
        """The latest slot used, 0 = none."""

    def nth_latest(self, number: int) -> int | None:
        """The moment of the n-th latest action (1 is the newest), None when there are fewer."""
        times = self.times
        return times[-number] if number <= len(times) else None

    def since(self, instant: int) -> int:
        """How many actions count at or after an instant."""
        return len(self.times) - bisect_left(self.times, instant)

    def counted(self, since: int) -> tuple[int, int]:
        """How many actions count at or after an instant, and the oldest of them (the far future without one)."""
        times = self.times
        first = bisect_left(times, since)
        return (len(times) - first, times[first]) if first < len(times) else (0, FAR)


class Book:
    """One account: its records by kind, its last action of any kind (0 = never) and the days on which it did anything.

    `version` grows with everything that changes here or in the account's queues: an answer that was found out of both
    stays true while it is the same.
    """

    __slots__ = ("days", "last_action", "records", "version")

    def __init__(self) -> None:
        self.version = 0
        self.last_action = 0
        self.days: list[int] = []
        self.records: dict[str, Record] = {}

    def record(self, kind: str) -> Record:
        """The actions of one kind."""
        found = self.records.get(kind)
        if found is None:
            found = self.records[kind] = Record()
        return found

    def active_days(self, before: int) -> int:
        """On how many of the account's days before a day number it did anything."""
        return bisect_left(self.days, before)

    def reserve(self, kind: str, at: int, day: int, slot: int = 0) -> None:
        """Write down an action of a kind at a moment, on a day of the account's zone."""
        record = self.record(kind)
        times = record.times
        if times and at < times[-1]:  # the clock went back
            insort(times, at)
        else:
            times.append(at)
        if slot > record.last_slot:
            record.last_slot = slot
        if at > self.last_action:
            self.last_action = at
        if not self.days or day > self.days[-1]:
            self.days.append(day)
        self.version += 1

    def release(self, kind: str, at: int) -> None:
        """Give back a reservation that came to nothing; the slot and the day stay used."""
        times = self.record(kind).times
        index = bisect_left(times, at)
        if index < len(times) and times[index] == at:
            del times[index]
        self.last_action = max((record.times[-1] for record in self.records.values() if record.times), default=0)
        self.version += 1

    def move(self, kind: str, reserved: int, at: int) -> None:
        """A reserved action is done at a moment: it counts from then."""
        times = self.record(kind).times
        index = bisect_left(times, reserved)
        if reserved != at and index < len(times) and times[index] == reserved:
            del times[index]
            insort(times, at)
            self.last_action = max(self.last_action, at)
            self.version += 1
