"""One account on the short way of a simulation: its standing decision, and what its actions need looked up once."""

from collections.abc import Mapping
from typing import Final

from seleqt_cli.app.walking import Done
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.desks import JITTER_PART, Desk
from seleqt_cli.core.journey import BEGINNING, History
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import END, Node
from seleqt_cli.core.settle import SENT
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.open_store import OpenLane, OpenStore

NOTHING: Final = Prepared("email", "", "", "")
"""What is sent where nobody wants to see the words."""
FAR: Final = 1 << 29
"""Seconds: further than anything that is weighed, and a number that CPython handles fast."""
Rivals = tuple[list[tuple[Desk, Book, int, int]], int]
"""Who may start the leads of a campaign: (desk, its book, place in the file, more than its room can ever be); and the sum of the last."""
STALE: Final = -1
"""No version of a book: what was decided does not hold any more."""
_SECONDS: Final = {"minutes": 60, "hours": 3600, "days": DAY}


class Hop:
    """From one mail to what follows: `to` (END at the end), and when that falls due. `short`: the short way leads there, for `done`."""

    __slots__ = (
        "_by_day", "_next", "_offset", "_plain", "_since", "_until", "_waits", "calendar", "done", "node", "seconds", "short",
        "steady_from", "steady_to", "suffix", "then", "to",
    )  # fmt: skip

    def __init__(self, node: Node, nodes: tuple[Node, ...], campaign: str, calendar: Calendar) -> None:
        edge = node.following
        then = None if edge.to == END else nodes[edge.to]
        self.node = node
        self.to = edge.to
        self.calendar = calendar
        self.suffix = f"\x1f{campaign}\x1f{node.id}"
        """How the hashes about this step end."""
        self._plain = node.plain and (then is None or (edge.lifted and then.plain and then.channel == "email"))
        self._next = "" if then is None else then.id
        self.short = False
        self.done: History | None = None
        self.then = BEGINNING
        """A history before this step, and the one it becomes: nearly all journeys come with the same."""
        self._waits = edge.waits
        units = {wait.unit for wait in edge.waits}
        self.seconds = STALE if "working days" in units else sum(wait.amount * _SECONDS[wait.unit] for wait in edge.waits)
        self._by_day: dict[int, int] | None = {} if units <= {"days", "working days"} else None
        """Local day -> seconds to the same wall time of the day to which the waits lead from it."""
        self._since = self._until = self._offset = 0
        self.steady_from = self.steady_to = 0
        """From when to when what follows falls due simply `seconds` later: the waits are the same on all days and no clock changes."""

    def come(self, done: History) -> None:
        """A journey with this history is at this step. What follows and was done before, the general way passes over."""
        self.done, self.then = done, done.also(self.node.id, "sent")
        self.short = self._plain and self._next not in done

    def due(self, at: int) -> int:
        """When what follows falls due, if this is done at a moment."""
        zone = self.calendar.zone
        if not self._since <= at < self._until - 30 * DAY:
            self._since, self._until, self._offset = zone.steady(at)
            if self.seconds >= 0:
                self.steady_from, self.steady_to = self._since, self._until - self.seconds
        seconds = self.seconds
        if seconds < 0 and self._by_day is not None:
            day = (at + self._offset) // DAY
            seconds = self._by_day.get(day, STALE)
            if seconds < 0:
                later = self._walk(at)
                if later < self._until:
                    self._by_day[day] = later - at
                return later
        if seconds >= 0 and at + seconds < self._until:  # the clocks do not change on the way
            return at + seconds
        return self._walk(at)

    def _walk(self, at: int) -> int:
        for wait in self._waits:
            at = self.calendar.add(at, wait)
        return at


class Track(Pick):
    """One account that the short way can serve. As a Pick it is the account's standing decision, filled anew for each action.

    `version`: of the book from which it was decided. `since`, `end`, `opened`, `before`: the open stretch of the last slot,
    as Calendar.near gives it. `interval`, `part`: seconds between two slots and the most of a jitter, where they are the
    same on all days (else `interval` is STALE). `most`, `sure`: more of what Desk.slot says of the last slot.

    `opening`, `hours`, `before_opening`: when the present hours (or the next ones) opened, how many seconds they last, and the
    open seconds of their day before them. Names that end in `_in` are seconds since `opening`: small numbers, below 2**30, which
    CPython compares and adds in a fraction of the time that an instant takes. From `from_in` to `to_in` all of that is the
    same. `day_on`: what makes of a moment the seconds since `opening`, a day later. `plain`: a daily limit is all that binds,
    and neither an end nor a number of new leads does.
    `first_slot`: the first free slot of the present hours, where a first contact waits for room and nothing else; else 0.
    """

    __slots__ = (
        "before", "before_opening", "book", "business_day", "business_from_in", "business_to_in", "calendar", "campaign", "cap", "claim",
        "closes", "day", "day_from", "day_from_in", "day_on", "day_to", "day_to_in", "desk", "done", "end", "ends", "first_slot", "floor",
        "floor_in", "from_in", "gap", "hops", "hops_of", "hours", "interval", "key", "known", "last_close", "last_close_in", "limit",
        "lines", "mine", "most", "most_new", "newcomers", "number", "opened", "opening", "opens", "opens_in", "origin", "own", "part",
        "plain", "planner", "prefix", "record", "rivals", "rule_of_day", "since", "spread", "sure", "theirs", "times", "to_in", "version",
        "walker",
    )  # fmt: skip

    lane: OpenLane

    def __init__(
        self, account: Account, desk: Desk, planner: Planner, store: OpenStore, hops: dict[tuple[str, int], tuple[Hop, ...]]
    ) -> None:
        origin = desk.starts[0]
        self.planner = planner
        self.account, self.key, self.number = account, account.key, account.number
        self.kind = desk.kind
        self.desk = desk
        self.origin = origin
        self.campaign = origin.campaign.name
        self.cap, self.most_new = origin.campaign.company_cap, origin.campaign.max_new_leads
        self.walker = origin.mine[0].unit
        self.gap = account.pace.gap
        self.prefix = account.key + "\x1f"
        self.book = store.book(account.key)
        self.record = self.book.record(desk.kind)
        self.times = self.record.times
        self.limit, self.rule_of_day = desk.only_limit, desk.only_rule
        self.spread = desk.spread
        self.day = self.day_from = self.day_to = self.last_close = self.floor = self.first_slot = 0
        self.opening = self.hours = self.before_opening = self.from_in = self.to_in = self.floor_in = self.day_on = 0
        self.day_from_in = self.day_to_in = self.opens_in = self.last_close_in = 0
        self.opens, self.closes = planner.bounds(self.campaign)
        self.ends = self.closes < NEVER
        self.mine: Mapping[int, OpenLane] = store.lanes_of(account.key, desk.kind)
        self.theirs: Mapping[int, OpenLane] = store.lanes_of(origin.queue, desk.kind)
        self.known = self.lines = 0
        """How many lanes there were when `lay` looked."""
        self.own: OpenLane | None = None
        self.newcomers: OpenLane | None = None
        self.hops: tuple[Hop, ...] = ()
        self.hops_of = hops
        self.rivals: Rivals = ([], 0)
        self.version = STALE
        self.at = self.slot = 0
        self.soonest = False
        self.start = self.unit = None
        self.claim = store.reserved(self, account.sender_for(origin.campaign), NOTHING, 0)
        self.done = Done(0, self.claim, SENT)

    def lay(self, nodes: tuple[Node, ...]) -> bool:
        """Take in the lanes that there are; whether the short way can serve them: at most one each, of one campaign and calendar."""
        lanes = (*self.mine.values(), *self.theirs.values())
        self.known, self.lines = len(lanes), len(self.theirs)
        campaign, calendar = self.campaign, lanes[0].calendar
        if len(self.mine) > 1 or len(self.theirs) > 1 or any(lane.calendar is not calendar or lane.campaign != campaign for lane in lanes):
            return False
        self.own = next(iter(self.mine.values()), None)
        self.newcomers = next(iter(self.theirs.values()), None)
        self.calendar = calendar
        self.interval = STALE if self.desk.day_limit is None else self.desk.interval(self.book, calendar.open_seconds, 0)
        self.part = self.interval // JITTER_PART
        self.plain = self.interval >= 0 and self.limit > 0 and not self.ends and self.most_new is None
        self.since = self.end = self.opened = self.before = 0
        key = (campaign, id(calendar))
        if key not in self.hops_of:
            self.hops_of[key] = tuple(Hop(node, nodes, campaign, calendar) for node in nodes)
        self.hops = self.hops_of[key]
        return True

    def turn(self, now: int) -> None:
        """Look up the calendar day and the open stretch of a moment; `floor`: no slot before it counts now."""
        self.day, self.day_from, self.day_to = self.desk.meter.today(now)
        self.last_close = self.planner.closes(self.account, self.day, self.day_to)
        opening = self.calendar.opening(now)
        since, until, begins, self.before_opening = self.calendar.present
        if not since <= now < until:  # the schedule does not open any more
            since, until, begins = now, now, now
        self.floor = opening if opening > self.opens else self.opens
        self.opening, self.hours, self.floor_in, self.day_on = begins, until - begins, self.floor - begins, DAY - begins
        self.day_from_in, self.day_to_in = self.day_from - begins, self.day_to - begins
        zone, today = self.planner.business_zone, self.planner.business_day(now)
        self.business_day = today
        self.business_from_in, self.business_to_in = zone.instant(today, 0) - begins, zone.instant(today + 1, 0) - begins
        self.from_in = max(self.day_from_in, since - begins, self.business_from_in)
        self.to_in = min(self.day_to_in, self.hours, self.business_to_in)
        self.opens_in, self.last_close_in = max(self.opens - begins, -FAR), self.last_close - begins

    def slot_of(self, due: int, floor: int, ready: int, free: int, now: int) -> int:
        """The slot of what falls due at a moment, as Desk.slot gives it; sets `slot`, `soonest`, `sure` and `most`."""
        if self.interval >= 0:
            self.most = part = self.part
            earliest = due - part
            soonest = earliest <= floor
            if soonest:
                earliest = floor
            slot = self.grid(earliest)
            sure = True
            if free - part > slot:  # once the limit is free, an earlier slot will do
                slot, soonest, sure = self.grid(free - part), False, False
            end = self.end
            if (slot >= now and slot >= free and slot >= ready) or (now < end and free < end and ready < end):
                self.slot, self.soonest, self.sure = slot, soonest, sure
                return slot
        self.desk.allowed_from(self.book, now)  # the slot is pushed, perhaps out of the hours
        slot, self.most, self.soonest, self.sure = self.desk.slot(self.calendar, self.book, due, floor, ready, now)
        self.slot = slot
        return slot

    def part_of(self, slot: int) -> int:
        """The most of a jitter on the day of a slot."""
        return self.desk.interval(self.book, self.calendar.open_seconds, slot) // JITTER_PART

    def grid(self, earliest: int) -> int:
        """The first slot at or after a moment (see Calendar.slot); NEVER where the schedule does not open any more."""
        while True:
            if not self.since <= earliest < self.end:
                near = self.calendar.near(earliest)
                if near is None:
                    return NEVER
                self.since, self.end, self.opened, self.before = near
            opened, interval = self.opened, self.interval
            slot = earliest if earliest > opened else opened
            if interval:
                slot += -(self.before + slot - opened) % interval
            if slot < self.end:
                return slot
            earliest = self.end
