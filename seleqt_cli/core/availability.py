"""How much of the open time somebody was at work, and what credit that gives (SPEC section 2). Spans are half-open, in instants."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from seleqt_cli.core.facts import ANNOUNCED_SECONDS, AVAILABILITY, CLAIM_DAYS, CREDIT_MOST, CREDIT_STEP
from seleqt_cli.core.zones import weekday

Span = tuple[int, int]
UNNOTICED: Final = 1800
"""Seconds of open time without a run that are no outage: cron calls, restarts (the same as `status --check`, SPEC section 5)."""
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PlannedPause:
    """A pause that was announced: maintenance when that was early enough."""

    begins: int
    ends: int
    announced_at: int
    reason: str = ""

    @property
    def announced(self) -> bool:
        """Whether it was announced 48 hours ahead."""
        return self.announced_at <= self.begins - ANNOUNCED_SECONDS


@dataclass(frozen=True, slots=True)
class Availability:
    """Of a stretch of time: seconds that the schedules were open (without what is excused), and those of them without a run.

    `outages`: when those were. `excused`: open seconds that do not count.
    """

    open: int
    down: int
    excused: int
    outages: tuple[Span, ...] = ()

    @property
    def hundredths(self) -> int:
        """Hundredths of a percent, cut and not rounded; 10,000 where nothing was open."""
        return 10_000 if not self.open else (self.open - self.down) * 10_000 // self.open


def union(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of spans; both are unions."""
    found: list[Span] = []
    number = 0
    for start, end in spans:
        while number < len(taken) and taken[number][1] <= start:
            number += 1
        at = number
        while at < len(taken) and taken[at][0] < end:
            if taken[at][0] > start:
                found.append((start, taken[at][0]))
            start = max(start, taken[at][1])
            at += 1
        if start < end:
            found.append((start, end))
    return found


def measure(opened: Iterable[Span], at_work: Iterable[Span], excused: Iterable[Span]) -> Availability:
    """Compare when the schedules were open with when a run was there. Gaps of up to half an hour are no outage."""
    whole = union(opened)
    counted = without(whole, union(excused))
    outages = [(start, end) for start, end in without(counted, union(at_work)) if end - start > UNNOTICED]
    seconds = _length(counted)
    return Availability(seconds, _length(outages), _length(whole) - seconds, tuple(outages))


def credit_percent(hundredths: int) -> int:
    """Percent of the fee for an availability in hundredths of a percent: for whole percents below the promise."""
    missing = (AVAILABILITY.value * 100 - hundredths) // 100
    return min(CREDIT_MOST.value, max(0, missing) * CREDIT_STEP.value)


def claim_by(month: date, holidays: Callable[[int], frozenset[int]]) -> int:
    """The last of the business days after a month within which its credit is claimed. `holidays`: year -> day numbers."""
    day, left = (following(month) - _EPOCH).days - 1, CLAIM_DAYS.value
    while left:
        day += 1
        year = (_EPOCH + timedelta(days=day)).year
        left -= weekday(day) < 5 and day not in holidays(year)
    return day


def following(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
