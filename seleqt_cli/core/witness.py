"""An independent eye on a timeline: counts each action again and says when a promise would be broken.

It shares nothing with the planner's limits: it keeps the moments of each account and kind and looks back from every new
one (SPEC section 3, promises 1, 2, 4 and 5).
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import RampUp
from seleqt_cli.core.facts import LINKEDIN_GAP

_DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_WITHDRAW: Final = "withdraw"
MOST: Final = 100
"""Violations that are written out."""


@dataclass(slots=True)
class _Seen:
    """One account and kind: all moments in order, and the present calendar day."""

    limits: Mapping[str, int]
    zone: ZoneInfo
    times: "array[int]" = field(default_factory=lambda: array("q"))
    day_from: int = 0
    day_to: int = 0


@dataclass(slots=True)
class _Busy:
    """One account: its last action and its gap; with a ramp-up the days on which it did anything, and the present one's limit."""

    zone: ZoneInfo
    gap: int
    ramp_up: RampUp | None
    last: int = 0
    days: set[int] = field(default_factory=set)
    day_from: int = 0
    day_to: int = 0
    allowed: int = 0


class Witness:
    """Takes every action in the order of time; `violations` are (lead, text)."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = accounts
        self._seen: dict[tuple[str, str], _Seen] = {}
        self._busy = {key: _busy(account) for key, account in accounts.items()}
        self._done: dict[tuple[str, str], set[str]] = {}
        """(campaign, step) -> to whom it was done."""
        self._no: dict[str, str] = {}
        self._no_in: dict[tuple[str, str], str] = {}
        self._no_at: dict[str, str] = {}
        self._dead: dict[str, str] = {}
        self.violations: list[tuple[str, str]] = []
        self.broken = 0

    def before(self, account: str, kind: str, moments: list[int]) -> None:
        """What was done before the timeline begins."""
        self._of(account, kind).times[:] = array("q", moments)
        if moments:
            self._busy[account].last = max(self._busy[account].last, moments[-1])

    def active(self, account: str, days: Iterable[int]) -> None:
        """The days (1970-01-01 is 0) on which an account did anything before the timeline begins."""
        self._busy[account].days.update(days)

    def no(self, what: str, lead: str, campaign: str, *, scope: str, company: str = "") -> None:
        """A person answered (`what`); from now on nothing goes to whom `scope` says: person, journey, company or address."""
        if scope == "journey":
            self._no_in.setdefault((lead, campaign), what)
        elif scope == "address":
            self._dead.setdefault(lead, what)
        else:
            self._no.setdefault(lead, what)
            if scope == "company" and company:
                self._no_at.setdefault(company, what)

    def take(
        self, account: str, kind: str, at: int, lead: str, campaign: str, step: str, window: tuple[int, int] | None, company: str = ""
    ) -> None:
        """One action."""
        done = self._done.get((campaign, step))
        if done is None:
            done = self._done[campaign, step] = set()
        if lead in done:
            self._add(lead, f"{campaign}: step {step} would be done twice")
        done.add(lead)
        if window is None or not window[0] <= at < window[1]:
            self._add(lead, f"{campaign}: {step} at {_written(at)} lies outside the hours of the schedule")
        if self._no or self._no_in or self._dead:
            self._heed(kind, lead, campaign, step, company)
        busy = self._busy[account]
        if busy.last and at - busy.last < busy.gap:
            self._add(lead, f"{account}: {at - busy.last} seconds between two actions at {_written(at)}, the gap is {busy.gap}")
        busy.last = at
        if busy.ramp_up is not None and not busy.day_from <= at < busy.day_to:
            self._ramp(busy, busy.ramp_up, at)
        self._count(account, kind, at, lead)

    def note(self, account: str, at: int, lead: str) -> None:
        """The note of an invitation, which has a limit of its own."""
        self._count(account, "note", at, lead)

    def _heed(self, kind: str, lead: str, campaign: str, step: str, company: str) -> None:
        """Promise 4. A stop does not keep an invitation open, an answer does."""
        no = self._no.get(lead) or self._no_in.get((lead, campaign)) or self._no_at.get(company)
        if no is None and kind == "email":
            no = self._dead.get(lead)
        if no is not None and (kind != _WITHDRAW or no == "a reply"):
            self._add(lead, f"{campaign}: {step} would go after {no}")

    def _ramp(self, busy: _Busy, ramp_up: RampUp, at: int) -> None:
        busy.day_from, busy.day_to = _day(at, busy.zone)
        today = datetime.fromtimestamp(at, busy.zone).toordinal() - _EPOCH
        busy.allowed = ramp_up.start + ramp_up.add * sum(day < today for day in busy.days)
        busy.days.add(today)

    def _count(self, account: str, kind: str, at: int, lead: str) -> None:
        seen = self._seen.get((account, kind)) or self._of(account, kind)
        times = seen.times
        times.append(at)
        for period, limit in seen.limits.items():
            if period == "day":
                most = min(limit, self._busy[account].allowed) if kind != "note" and self._busy[account].ramp_up is not None else limit
                if len(times) > most and times[-most - 1] > at - _DAY:
                    self._add(lead, f"{account}: more than {most} x {kind} in the 24 hours to {_written(at)}")
                if at >= seen.day_to:
                    seen.day_from, seen.day_to = _day(at, seen.zone)
                if len(times) > most and times[-most - 1] >= seen.day_from:
                    self._add(lead, f"{account}: more than {most} x {kind} on the day of {_written(at)}")
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


def _busy(account: Account) -> _Busy:
    gap = account.pace.gap if account.channel == "email" else max(account.pace.gap, LINKEDIN_GAP)
    ramp = next((sender.ramp_up for sender in account.senders if sender.ramp_up is not None), None)
    return _Busy(ZoneInfo(account.zone.name), gap, ramp)


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
