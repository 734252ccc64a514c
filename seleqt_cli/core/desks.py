"""One account and kind as the planner sees it: its limits, its slots, and who may start leads from it."""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.campaign import Campaign
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER, Meter
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY

JITTER_PART: Final = 5
"""A jitter stays below a fifth of the interval."""


class Desk:
    """One account and kind: what never changes, and what was found out and holds while the book keeps its version."""

    __slots__ = (
        "account", "after", "day_limit", "free", "free_from", "free_version", "gap", "key", "kind", "meter", "only_limit", "only_rule",
        "room", "room_from", "room_until", "room_version", "rule", "shut", "shut_rule", "spread", "starts",
        "visits",
    )  # fmt: skip

    def __init__(self, account: Account, kind: str, meter: Meter) -> None:
        self.account = account
        self.key = account.key
        self.kind = kind
        self.meter = meter
        self.starts: tuple[Start, ...] = ()
        self.gap = account.pace.gap
        self.spread = account.pace.spread
        self.day_limit = meter.day_limit(0) if meter.ramp_up is None else None
        self.visits = account.meters.get("visit") if kind != "visit" else None
        """What limits the profiles that are opened: every LinkedIn step opens one."""
        simple = self.visits is None and meter.ramp_up is None and list(meter.limits) == ["day"]
        self.only_limit = meter.limits["day"] if simple else 0
        """The daily limit where it is all that binds, else 0."""
        self.only_rule = f"{self.only_limit} a day"
        self.free_version = self.room_version = -1
        self.free = self.free_from = self.after = self.room = self.room_from = self.room_until = 0
        self.rule = ""
        self.shut, self.shut_rule = 0, ""

    def shut_until(self, until: int, rule: str) -> None:
        """The site itself allows none before a moment, 0 = it does."""
        if (until, rule) != (self.shut, self.shut_rule):
            self.shut, self.shut_rule = until, rule
            self.free_version = -1

    def allowed_from(self, book: Book, now: int) -> int:
        """From when the limits allow one more action, 0 = now; sets `rule`, and `after`: slots before it are used."""
        if self.free_version == book.version and self.free_from <= now and (self.free == 0 or self.free > now):
            return self.free
        record = book.record(self.kind)
        limit, times = self.only_limit, record.times
        if limit:  # the answer of a day's limit alone, without going through the periods
            self.free, self.rule = 0, ""
            if len(times) >= limit:
                latest = times[-limit]
                _, start, end = self.meter.today(now)
                free = latest + DAY if latest < start or latest + DAY > end else end
                if free > now:
                    self.free, self.rule = free, self.only_rule
        else:
            found = self.meter.free_at(now, record.nth_latest, book.active_days)
            if self.visits is not None:
                opening = self.visits.free_at(now, book.record("visit").nth_latest)
                if opening.at > found.at:
                    found.at, found.rule = opening.at, f"opened profiles, {opening.rule}"
            self.free, self.rule = (found.at, found.rule) if found.rule else (0, "")
        if self.shut > now and self.shut > self.free:
            self.free, self.rule = self.shut, self.shut_rule
        self.after = 1 + record.last_slot if self.spread else 0
        self.free_version, self.free_from = book.version, now
        return self.free

    def interval(self, book: Book, open_seconds: int, instant: int) -> int:
        """Seconds between two slots on the day of an instant: max(gap, W / L), W = `open_seconds`; 0 = no grid (rule 10)."""
        if not self.spread:
            return 0
        limit = self.day_limit
        if limit is None:
            limit = self.meter.day_limit(book.active_days(self.meter.today(instant)[0]))
        if limit is None or limit <= 0:
            return self.gap
        interval = open_seconds // limit
        return interval if interval > self.gap else self.gap

    def slot(self, calendar: Calendar, book: Book, due: int, floor: int, ready: int, now: int) -> tuple[int, int, bool, bool]:
        """The slot of what falls due at `due`: (slot or NEVER, most of a jitter, whether no slot can be earlier, whether it stays so).

        `floor`: no slot before it counts, because slots of hours that are over are lost and used ones are gone.
        """
        free = self.free
        interval = self.interval(book, calendar.open_seconds, due if due > floor and due > free else max(floor, free))
        part = interval // JITTER_PART
        # what falls due, or is allowed, within the jitter of a slot still belongs to it: it goes a little later
        earliest = due - part if due - part > floor else floor
        soonest, sure = earliest == floor, True
        slot = calendar.slot(earliest, interval)
        if free - part > earliest:
            later = calendar.slot(free - part, interval)
            if later != slot:  # once the limit is free, an earlier slot will do
                slot, soonest, sure = later, False, False
        if slot is None:
            return NEVER, part, False, sure
        pushed = max(slot, ready, free, now)
        if pushed > slot and not calendar.is_open(pushed):  # out of the hours: the next opening counts
            slot, soonest, sure = calendar.slot(pushed, self.interval(book, calendar.open_seconds, pushed)), False, False
            if slot is None:
                return NEVER, part, False, False
        return slot, part, soonest, sure


@dataclass(slots=True)
class Start:
    """Who may start the leads of one campaign from one account: the units `mine` that hold it, and the others.

    `ceiling`: the others together can never have more room than this.
    """

    campaign: Campaign
    queue: str
    mine: tuple["Walker", ...]
    others: tuple["Walker", ...]
    ceiling: int


@dataclass(frozen=True, slots=True)
class Walker:
    """A unit, and the desks of its accounts that the campaign's steps need."""

    unit: Unit
    desks: tuple[Desk, ...]


def most_room(walker: Walker) -> int:
    """No unit can have more room than the least daily limit of its accounts."""
    return min((desk.meter.limits.get("day", 1000) for desk in walker.desks), default=1000) + 1
