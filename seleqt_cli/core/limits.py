"""How many actions of a kind an account may make, and when the next one is allowed.

A limit is checked against the moments of the account's own earlier actions, never against a counter: the n-th latest
action says all. With a limit of L a day, one more is allowed at t when the L-th latest action lies outside both the
calendar day of t (in the account's zone) and the rolling 24 hours (t - 24 h, t] (SPEC 13 rule 6).
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from seleqt_cli.core.campaign import RampUp, Sender
from seleqt_cli.core.facts import EMAIL_LIMITS, LINKEDIN_LIMITS, PERIODS, Period
from seleqt_cli.core.ledger import Record
from seleqt_cli.core.zones import DAY, Zone

WEEK: Final = 7 * DAY
_EPOCH: Final = date(1970, 1, 1)
NEVER: Final = 1 << 60
"""A moment that does not come."""

NthLatest = Callable[[int], int | None]
"""n -> the moment of the n-th latest action (1 is the newest), None when there are fewer."""


ActiveDays = Callable[[int], int]
"""Day number -> on how many earlier days the account did anything."""

HORIZON: Final = 1000
"""How many jumps from period to period are followed before a limit is taken as never free (a ramp of 0 + 0)."""


def no_days(day: int) -> int:
    """The activity of an account that never did anything."""
    return 0


@dataclass(slots=True)
class Free:
    """When one more action is allowed: `at`, and the rule that decided it ('' when it was allowed at once)."""

    at: int
    rule: str = ""


def limits_in_force(senders: tuple[Sender, ...], kind: str) -> dict[Period, int]:
    """The limits of one account for a kind: of the plan, lowered by any of its sender names. {} = unlimited kind."""
    sender = senders[0]
    given = EMAIL_LIMITS if sender.channel == "email" else LINKEDIN_LIMITS[sender.plan]
    found: dict[Period, int] = {period: fact.value for period, fact in given.get(kind, {}).items()}
    for other in senders:
        for period, value in other.limits.get(kind, {}).items():
            found[period] = min(value, found.get(period, value))
    return {period: found[period] for period in PERIODS if period in found}


class Meter:
    """The limits of one account and kind in force, and the arithmetic of their periods."""

    __slots__ = ("_midnight", "_month", "_zone", "limits", "ramp_up")

    def __init__(self, limits: Mapping[Period, int], zone: Zone, ramp_up: RampUp | None = None) -> None:
        self.limits = dict(limits)
        self.ramp_up = ramp_up
        self._zone = zone
        self._midnight = (1, 0, 0)
        self._month = (1, 0)

    def today(self, instant: int) -> tuple[int, int, int]:
        """The calendar day of the account's zone that holds an instant: (day number, from, to)."""
        day, start, end = self._midnight
        if not start <= instant < end:
            day = self._zone.day(instant)
            start, end = self._zone.instant(day, 0), self._zone.instant(day + 1, 0)
            self._midnight = (day, start, end)
        return self._midnight

    def month(self, instant: int) -> tuple[int, int]:
        """The calendar month that holds an instant: (from, to)."""
        start, end = self._month
        if not start <= instant < end:
            first = (_EPOCH + timedelta(days=self._zone.day(instant))).replace(day=1)
            following = (first + timedelta(days=32)).replace(day=1)
            start = self._zone.instant((first - _EPOCH).days, 0)
            end = self._zone.instant((following - _EPOCH).days, 0)
            self._month = (start, end)
        return self._month

    def day_limit(self, active_days: int) -> int | None:
        """Today's limit, given on how many earlier days the account was active (SPEC 13 rule 6); None = no limit."""
        limit = self.limits.get("day")
        if self.ramp_up is None:
            return limit
        ramped = self.ramp_up.start + self.ramp_up.add * active_days
        return ramped if limit is None else min(limit, ramped)

    def free_at(self, instant: int, nth_latest: NthLatest, active_days: ActiveDays = no_days) -> Free:
        """The first moment from `instant` on at which one more action keeps every limit.

        `active_days(day)`: on how many days before a day of the account's zone it did anything; only a ramp asks it.
        """
        at, rule = instant, ""
        limits = self.limits
        weekly, monthly = limits.get("week"), limits.get("month")
        daily = limits.get("day")
        for _ in range(HORIZON):
            if self.ramp_up is not None:
                daily = self.day_limit(active_days(self.today(at)[0]))
            if daily is not None:
                latest = nth_latest(daily) if daily > 0 else at
                if latest is not None and latest > at - 2 * DAY:
                    _, start, end = self.today(at)
                    later = end if latest >= start else min(latest + DAY, end)
                    if later > at:
                        if daily <= 0 and limits.get("day") == 0:
                            return Free(NEVER, "0 a day")
                        at, rule = later, f"{daily} a day"
                        continue
            if weekly is not None:
                latest = nth_latest(weekly) if weekly else at
                if latest is not None and latest > at - WEEK:
                    if not weekly:
                        return Free(NEVER, "0 in 7 days")
                    at, rule = latest + WEEK, f"{weekly} in 7 days"
                    continue
            if monthly is not None:
                latest = nth_latest(monthly) if monthly else at
                start, end = self.month(at)
                if latest is not None and latest >= start:
                    if not monthly:
                        return Free(NEVER, "0 a month")
                    at, rule = end, f"{monthly} a month"
                    continue
            return Free(at, rule)
        return Free(NEVER, rule)

    @staticmethod
    def room_of_day(limit: int, times: Sequence[int], since: int) -> tuple[int, int]:
        """`room` where a daily limit is all that binds: since a moment `limit` of these `times`, oldest first, are allowed."""
        count = len(times)
        low = count - limit - 1  # where limits are kept, no more than these can count
        first = bisect_left(times, since, low if low > 0 and times[low] < since else 0)
        return (limit - count + first if count - first < limit else 0), (times[first] + DAY if first < count else NEVER)

    def room(self, instant: int, record: Record, active_days: int = 0) -> tuple[int, int]:
        """How many more actions are allowed today, the least over all periods; and until when today nothing but an action changes it."""
        room, until = NEVER, NEVER
        daily = self.day_limit(active_days)
        if daily is not None:
            counted, oldest = record.counted(min(self.today(instant)[1], instant - DAY + 1))
            room, until = daily - counted, oldest + DAY
        if "week" in self.limits:
            counted, oldest = record.counted(instant - WEEK + 1)
            room, until = min(room, self.limits["week"] - counted), min(until, oldest + WEEK)
        if "month" in self.limits:
            room = min(room, self.limits["month"] - record.since(self.month(instant)[0]))
        return max(0, room), until
