"""An independent eye on a timeline: counts each action again and says when a promise would be broken.

It shares nothing with the planner's limits: it keeps the moments of each account and kind and looks back from every new
one (SPEC section 3, promises 1, 2 and 5).
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from seleqt_cli.core.accounts import Account

_DAY: Final = 86_400
MOST: Final = 100
"""Violations that are written out."""


@dataclass(slots=True)
class _Seen:
    """One account and kind: all moments in order, where the present calendar day and month begin."""

    limits: Mapping[str, int]
    zone: ZoneInfo
    times: list[int] = field(default_factory=list)
    day_from: int = 0
    day_to: int = 0
    month_from: int = 0


class Witness:
    """Takes every action in the order of time; `violations` are (lead, text)."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = accounts
        self._seen: dict[tuple[str, str], _Seen] = {}
        self._done: set[tuple[str, str, str]] = set()
        self.violations: list[tuple[str, str]] = []
        self.broken = 0

    def before(self, account: str, kind: str, moments: list[int]) -> None:
        """What was done before the timeline begins."""
        self._of(account, kind).times[:] = moments

    def take(self, account: str, kind: str, at: int, lead: str, campaign: str, step: str, window: tuple[int, int] | None) -> None:
        """One action."""
        key = (lead, campaign, step)
        if key in self._done:
            self._add(lead, f"{campaign}: step {step} would be done twice")
        self._done.add(key)
        if window is None or not window[0] <= at < window[1]:
            self._add(lead, f"{campaign}: {step} at {_written(at)} lies outside the hours of the schedule")
        self._count(account, kind, at, lead)

    def note(self, account: str, at: int, lead: str) -> None:
        """The note of an invitation, which has a limit of its own."""
        self._count(account, "note", at, lead)

    def _count(self, account: str, kind: str, at: int, lead: str) -> None:
        seen = self._of(account, kind)
        times = seen.times
        times.append(at)
        for period, limit in seen.limits.items():
            if period == "day":
                if len(times) > limit and times[-limit - 1] > at - _DAY:
                    self._add(lead, f"{account}: more than {limit} x {kind} in the 24 hours to {_written(at)}")
                if at >= seen.day_to:
                    seen.day_from, seen.day_to = _day(at, seen.zone)
                if len(times) > limit and times[-limit - 1] >= seen.day_from:
                    self._add(lead, f"{account}: more than {limit} x {kind} on the day of {_written(at)}")
            elif period == "week":
                if len(times) > limit and times[-limit - 1] > at - 7 * _DAY:
                    self._add(lead, f"{account}: more than {limit} x {kind} in the 7 days to {_written(at)}")
            elif len(times) > limit and len(times) - bisect_left(times, _month(at, seen.zone)) > limit:
                self._add(lead, f"{account}: more than {limit} x {kind} in the month of {_written(at)}")

    def _of(self, account: str, kind: str) -> _Seen:
        found = self._seen.get((account, kind))
        if found is None:
            known = self._accounts[account]
            meter = known.note_meter if kind == "note" else known.meters[kind]
            limits: Mapping[str, int] = meter.limits if meter is not None else {}  # type: ignore[assignment]
            found = self._seen[account, kind] = _Seen(limits, ZoneInfo(known.zone.name))
        return found

    def _add(self, lead: str, text: str) -> None:
        self.broken += 1
        if len(self.violations) < MOST:
            self.violations.append((lead, text))


def _day(at: int, zone: ZoneInfo) -> tuple[int, int]:
    local = datetime.fromtimestamp(at, zone)
    start = datetime(local.year, local.month, local.day, tzinfo=zone)
    following = datetime.fromordinal(local.toordinal() + 1).replace(tzinfo=zone)
    return int(start.timestamp()), int(following.timestamp())


def _month(at: int, zone: ZoneInfo) -> int:
    local = datetime.fromtimestamp(at, zone)
    return int(datetime(local.year, local.month, 1, tzinfo=zone).timestamp())


def _written(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
