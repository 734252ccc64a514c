"""Which action an account does next, when, and which rule decided the moment.

The planner is a pure function of the queues, the ledger and `now`; it touches nothing and draws no lots. It answers
with one of three decisions: a Pick (this journey, at this moment), a Defer (this journey cannot go before a moment;
ask again once that is noted), or None (nothing in sight). The same planner serves a terminal, cron, a simulation and
`explain`.

How a moment comes about (SPEC 13 rules 8 to 10): the slots of a day are absolute, start of the window + k x interval.
The next slot is the first one after the last slot used that is not before the candidate was due; slots of hours that
are over are lost. Follow-ups go before
first contacts; first contacts keep to the room that follow-ups due today leave. To the slot comes a jitter that is a
hash of account, person, campaign and step; then the gap since the account's last action and the limits may push the
moment later, never earlier. What is late is re-spaced by the gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.core.jitter import pick as hash_pick
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER, Meter
from seleqt_cli.core.program import Node, Program
from seleqt_cli.core.queues import Lane, Ledger, Queues
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import Zone, day_number, zone

JITTER_PART: Final = 5
"""A jitter stays below a fifth of the interval."""


@dataclass(slots=True)
class Pick:
    """The next action of an account. `at` = max(planned, now); `unit`: who takes a journey that has no sender yet.

    The parts that made the moment are kept, so that a reason costs nothing until somebody asks: `due` of the journey,
    the `slot`, the account free of its gap at `ready`, free of its limits at `free` because of `rule`.
    """

    account: Account
    kind: str
    lane: Lane
    journey: Journey
    node: Node
    unit: Unit | None
    slot: int
    planned: int
    at: int
    ready: int
    free: int
    rule: str
    soonest: bool = False
    """The slot is the first free one of its calendar, whatever else is due."""
    firm: int = 0
    """Seen alone, the decision stands until this moment as long as the account's book keeps its version; 0: never.

    For a first action that is the slot and the lane; who goes is whoever heads the lane then (see Planner.renew).
    """
    start: "_Start | None" = None


@dataclass(frozen=True, slots=True)
class Defer:
    """A journey that cannot go before `until` (0 = until something happens to it) for a reason."""

    journey: Journey
    until: int
    reason: str


class _Desk:
    """One account and kind: what never changes, and what was found out and holds while the book keeps its version."""

    __slots__ = (
        "account", "after", "day_limit", "free", "free_from", "free_version", "gap", "kind", "meter", "room", "room_from", "room_until",
        "room_version", "rule", "spread", "starts",
    )  # fmt: skip

    def __init__(self, account: Account, kind: str, meter: Meter) -> None:
        self.account = account
        self.kind = kind
        self.meter = meter
        self.starts: tuple[_Start, ...] = ()
        self.gap = account.pace.gap
        self.spread = account.pace.spread
        self.day_limit = meter.day_limit(0) if meter.ramp_up is None else None
        self.free_version = self.room_version = -1
        self.free = self.free_from = self.after = self.room = self.room_from = self.room_until = 0
        self.rule = ""

    def allowed_from(self, book: Book, now: int) -> int:
        """From when the limits allow one more action, 0 = now; sets `rule`, and `after`: slots before it are used."""
        if self.free_version == book.version and self.free_from <= now and (self.free == 0 or self.free > now):
            return self.free
        record = book.record(self.kind)
        found = self.meter.free_at(now, record.nth_latest, book.active_days)
        self.free, self.rule = (found.at, found.rule) if found.rule else (0, "")
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


@dataclass(slots=True)
class _Start:
    """Who may start the leads of one campaign from one account: the units `mine` that hold it, and the others.

    `ceiling`: the others together can never have more room than this.
    """

    campaign: Campaign
    queue: str
    mine: tuple["_Walker", ...]
    others: tuple["_Walker", ...]
    ceiling: int


@dataclass(frozen=True, slots=True)
class _Walker:
    """A unit, and the desks of its accounts that the campaign's steps need."""

    unit: Unit
    desks: tuple[_Desk, ...]


class Planner:
    """Plans the accounts of one workspace. `denied`: campaign -> accounts that left a start to a better-placed person."""

    def __init__(
        self,
        workspace: Workspace,
        accounts: Mapping[str, Account],
        programs: Mapping[str, Program],
        units: Mapping[str, tuple[Unit, ...]],
        queues: Queues,
        ledger: Ledger,
    ) -> None:
        self.workspace = workspace
        self.accounts = accounts
        self.programs = programs
        self.units = units
        self.queues = queues
        self.ledger = ledger
        self.business_zone: Zone = zone(workspace.business.timezone)
        self.blocked: dict[str, str] = {}
        """Accounts that may not do anything now (held, paused) -> why; kept up to date by whoever runs the planner."""
        self.unread: set[str] = set()
        """Email accounts whose inbox was not read in the last 15 minutes: they send first contacts only (promise 4)."""
        self.first_held: dict[str, str] = {}
        """Accounts whose domain a guard holds -> why: they send follow-ups only (SPEC section 6)."""
        self.inactive: dict[str, str] = {}
        """Campaigns that are paused or stopped -> why."""
        self.denied: dict[str, set[str]] = {}
        self._bounds: dict[str, tuple[int, int]] = {}
        self._hours: dict[str, list[Calendar]] = {}
        self._closes: dict[tuple[str, int], int] = {}
        self._desks: dict[str, tuple[_Desk, ...]] = {
            key: tuple(_Desk(account, kind, meter) for kind, meter in account.meters.items()) for key, account in accounts.items()
        }
        for campaign in sorted(workspace.campaigns.values(), key=lambda c: (-c.priority, c.number)):
            self._take_in(campaign)

    def _take_in(self, campaign: Campaign) -> None:
        name, schedule = campaign.name, campaign.schedule
        nodes = self.programs[name].nodes
        used = {(node.channel, node.kind) for node in nodes}
        walkers = tuple(
            _Walker(unit, tuple(desk for key in unit.accounts() for desk in self._desks[key] if (desk.account.channel, desk.kind) in used))
            for unit in self.units[name]
        )
        for key in dict.fromkeys(key for unit in self.units[name] for key in unit.accounts()):
            mine = tuple(walker for walker in walkers if key in walker.unit.accounts())
            others = tuple(walker for walker in walkers if key not in walker.unit.accounts())
            start = _Start(campaign, "+" + name, mine, others, sum(_ceiling(walker) for walker in others))
            for desk in self._desks[key]:
                if (desk.account.channel, desk.kind) in used:
                    desk.starts = (*desk.starts, start)
            place = self.accounts[key].zone if schedule.timezone == "lead" else zone(schedule.timezone or self.workspace.business.timezone)
            self._hours.setdefault(key, []).append(Calendar(schedule, place))
        opens = self.business_zone.instant(day_number(campaign.start), 0) if campaign.start else 0
        closes = self.business_zone.instant(day_number(campaign.end) + 1, 0) if campaign.end else NEVER
        self._bounds[name] = (opens, closes)

    def plan(self, account: Account, now: int, *, gap: int | None = None) -> Pick | Defer | None:
        """The next action of an account, seen from `now`. `gap`: other seconds than the account's own since its last action."""
        key = account.key
        if key in self.blocked:
            return None
        book, lanes = self.ledger.book(key), self.queues.lanes
        last = book.last_action
        ready = last + (account.pace.gap if gap is None else gap) if last else 0
        best: Pick | None = None
        begins: _Start | None = None
        chosen: _Desk | None = None
        firm, rivals = NEVER, 0
        for desk in self._desks[key]:
            if desk.allowed_from(book, now) >= NEVER:
                continue
            for lane in lanes(key, desk.kind):
                pick, holds = self._consider(desk, lane, None, book, now, ready, best)
                if holds < firm:
                    firm = holds
                rivals += lane.newcomer_due() is not None
                if pick is not None:
                    best, begins, chosen = pick, None, desk
            for start in desk.starts:
                for lane in lanes(start.queue, desk.kind):
                    if best is not None and best.soonest and best.lane.calendar is lane.calendar and not best.journey.first:
                        continue  # no first contact can have an earlier slot, and follow-ups go before first contacts
                    rivals += 1
                    pick, holds = self._consider(desk, lane, start, book, now, ready, best)
                    if holds < firm:
                        firm = holds
                    if pick is not None:
                        best, begins, chosen = pick, start, desk
        if best is None or chosen is None:
            return None
        best.firm = firm
        self._set_moment(best, chosen, book, now)
        if account.note_meter is not None:
            full = self._notes_used_up(best, book)
            if full is not None:
                return full
        if not best.journey.first:
            return best
        if rivals == 1 and begins is not None and best.soonest and len(begins.mine) == 1 and begins.campaign.max_new_leads is None:
            best.start = begins
            best.firm = min(best.firm, chosen.meter.today(now)[2])
        else:
            best.firm = 0
        return self._choose(best, chosen, begins, now)

    def renew(self, pick: Pick, now: int) -> Pick | Defer | None:
        """A firm decision for a first contact whose moment has come: the same slot for whoever heads the lane now.

        None when that is not all that may have changed: then plan anew.
        """
        start, lane, calendar = pick.start, pick.lane, pick.lane.calendar
        due = lane.newcomer_due()
        if start is None or due is None or (start.others and self.queues.starts(start.campaign.name, start.ceiling + 1) <= start.ceiling):
            return None
        desk = next(desk for desk in self._desks[pick.account.key] if desk.kind == pick.kind)
        book = self.ledger.book(pick.account.key)
        part = desk.interval(book, calendar.open_seconds, pick.slot) // JITTER_PART
        if due - part > max(self._bounds[lane.campaign][0], desk.after, calendar.opening(now)):
            return None
        journey = lane.newcomer(pick.slot + part)
        if journey is None:
            return None
        pick.journey, pick.node = journey, self.programs[lane.campaign].nodes[journey.step]
        pick.planned = max(pick.slot, pick.ready)
        if pick.free <= now:
            pick.free = 0
        self._set_moment(pick, desk, book, now)
        return self._newcomer_block(journey, start, pick.at) or pick

    def _notes_used_up(self, pick: Pick, book: Book) -> Defer | None:
        """An invitation with a note waits until the limit on notes allows one more."""
        notes = pick.account.note_meter
        if notes is None or pick.kind != "connect" or not pick.node.message:
            return None
        free = notes.free_at(pick.at, book.record("note").nth_latest)
        return None if free.at <= pick.at else Defer(pick.journey, free.at, f"invitations with a note: {free.rule}")

    def room(self, account: Account, kind: str, at: int) -> int:
        """Room for first contacts: limit - used - follow-ups that fall due before the window closes today (rule 9)."""
        return self._room(next(desk for desk in self._desks[account.key] if desk.kind == kind), at)

    def _room(self, desk: _Desk, at: int) -> int:
        key = desk.account.key
        book = self.ledger.book(key)
        if desk.room_version == book.version and desk.room_from <= at < desk.room_until:
            return desk.room
        meter = desk.meter
        day, _, end = meter.today(at)
        room, until = meter.room(at, book.record(desk.kind), book.active_days(day) if meter.ramp_up is not None else 0)
        if room > 0:
            room = max(0, room - self.queues.follow_ups(key, desk.kind, self.closes(desk.account, day, end), room))
        desk.room, desk.room_from, desk.room_until, desk.room_version = room, at, min(end, until), book.version
        return room

    def closes(self, account: Account, day: int, midnight: int) -> int:
        """When the last of the account's schedules closes on a day; hours in the lead's zone are taken in the account's."""
        found = self._closes.get((account.key, day))
        if found is None:
            found = 0
            for calendar in self._hours.get(account.key, ()):
                for _, end in calendar.windows(day):
                    found = max(found, end)
            found = self._closes[account.key, day] = found or midnight
        return found

    def bounds(self, campaign: str) -> tuple[int, int]:
        """From when to when a campaign may act (its `start` and `end`, in the business's zone)."""
        return self._bounds[campaign]

    def _rank(self, journey: Journey) -> tuple[int, int, int]:
        if not journey.first:
            return 0, journey.due, journey.id
        return 1_000_000 - self.workspace.campaigns[journey.campaign].priority, journey.place, journey.id

    def _consider(
        self, desk: _Desk, lane: Lane, start: _Start | None, book: Book, now: int, ready: int, best: Pick | None
    ) -> tuple[Pick | None, int]:
        """What a lane would have the account do where it goes before `best`; and until when the answer holds (see Pick.firm).

        The earlier slot goes first, jitter left aside; then follow-ups by due; then priority and place.
        """
        campaign, calendar, free = lane.campaign, lane.calendar, desk.free
        if campaign in self.inactive:
            return None, NEVER
        opens, ends = self._bounds[campaign]
        follow_up = None if start is not None or desk.account.key in self.unread else lane.follow_up()
        due = NEVER if follow_up is None else follow_up.due
        arrival = lane.newcomer_due()
        newcomers = arrival is not None and arrival < NEVER and (arrival < due or due > now) and desk.account.key not in self.first_held
        unit: Unit | None = None
        firm = NEVER
        # slots of hours that are over are lost, not made up for: what is late is planned anew
        floor = calendar.opening(now)
        if desk.after > floor:
            floor = desk.after
        if opens > floor:
            floor = opens
        if newcomers:
            assert arrival is not None
            if start is not None and best is not None and not best.journey.first and desk.day_limit is not None:
                # a first contact needs an earlier slot than the follow-up that is best: without one its room is not asked for
                interval = desk.interval(book, calendar.open_seconds, now)
                first = calendar.slot(max(floor, arrival - interval // JITTER_PART), interval)
                if first is None or max(first, ready) >= best.planned:
                    return None, NEVER
            arrival, unit, firm = self._newcomers_from(desk, start, campaign, arrival if arrival > opens else opens, now)
            newcomers = arrival < NEVER
            if arrival < due:
                due = arrival
        if due >= NEVER:
            return None, firm
        interval = desk.interval(book, calendar.open_seconds, due if due > floor and due > free else max(floor, free))
        part = interval // JITTER_PART
        # what falls due, or is allowed, within the jitter of a slot still belongs to it: it goes a little later
        earliest = due - part if due - part > floor else floor
        soonest = earliest == floor
        slot = calendar.slot(earliest, interval)
        if free - part > earliest:
            later = calendar.slot(free - part, interval)
            if later != slot:  # once the limit is free, an earlier slot will do
                slot, firm, soonest = later, 0, False
        if slot is None:
            return None, firm
        pushed = max(slot, ready, free, now)
        if pushed > slot and not calendar.is_open(pushed):  # out of the hours: the next opening counts
            slot, firm, soonest = calendar.slot(pushed, desk.interval(book, calendar.open_seconds, pushed)), 0, False
            if slot is None:
                return None, 0
        if slot >= ends:
            return None, firm
        key = slot if slot > ready else ready
        journey = follow_up if follow_up is not None and follow_up.due <= slot + part else None
        if best is not None and (best.planned < key or (best.planned == key and journey is None and not best.journey.first)):
            return None, firm
        if journey is None:
            if not newcomers:
                return None, firm
            journey = lane.newcomer(slot + part)
            if journey is None:
                return None, 0
        if best is not None and best.planned == key and self._rank(best.journey) < self._rank(journey):
            return None, firm
        node = self.programs[campaign].nodes[journey.step]
        return Pick(desk.account, desk.kind, lane, journey, node, unit, slot, key, key, ready, free, desk.rule, soonest, 0), firm

    def _set_moment(self, pick: Pick, desk: _Desk, book: Book, now: int) -> None:
        """Add the jitter, as far as it stays inside the hours."""
        calendar, journey, base = pick.lane.calendar, pick.journey, max(pick.planned, pick.free)
        part = desk.interval(book, calendar.open_seconds, pick.slot) // JITTER_PART
        jitter = hash_pick(part, pick.account.key, journey.key, journey.campaign, pick.node.id) if part > 1 else 0
        planned = max(pick.slot + jitter, base, journey.due)
        if planned >= calendar.closing(pick.slot):
            pick.firm = 0
            if not calendar.is_open(planned):
                planned = max(base, journey.due)
        pick.planned = planned
        pick.at = planned if planned > now else now

    def _newcomers_from(self, desk: _Desk, start: _Start | None, name: str, arrival: int, now: int) -> tuple[int, Unit | None, int]:
        """From when on first contacts may go from this account: at once when there is room, else tomorrow, else never.

        Also who would take the next lead, and until when the answer cannot become an earlier one.
        """
        tomorrow = desk.meter.today(now)[2]
        if arrival >= tomorrow:
            return arrival, None, NEVER
        if start is None:
            if self._room(desk, now) > 0:
                return arrival, None, NEVER
            again = min(desk.room_until, tomorrow)  # the past goes by: that may make room before tomorrow does
            return max(arrival, again), None, again
        most = start.campaign.max_new_leads
        if most is not None:
            day = self.business_zone.day(now)
            if self.ledger.first_contacts(day) >= most:
                next_day = self.business_zone.instant(day + 1, 0)
                return max(arrival, next_day), None, min(next_day, tomorrow)
        unit, holds = self._unit(desk, start, now)
        if unit is not None:
            return arrival, unit, NEVER
        again = min(*(one.room_until for walker in start.mine for one in walker.desks), tomorrow)
        return max(arrival, again), None, min(holds, again)

    def _unit(self, desk: _Desk, start: _Start, now: int) -> tuple[Unit | None, int]:
        """Who takes the campaign's next lead if this account acts: the person with the most room, ties in file order.

        The account may act when more leads wait than the better-placed persons would take before it: few leads go to
        the one with the most room, many use everybody's. Also until when a None cannot turn into somebody.
        """
        chosen, most = None, 0
        for walker in start.mine:
            room = self._least_room(walker, now)
            if room > most:
                chosen, most = walker.unit, room
        if chosen is None:
            # only this one account decides: while its book stands still, its room can grow only as its past goes by
            alone = len(start.mine) == 1 and len(start.mine[0].desks) == 1
            return None, desk.room_until if alone else 0
        if not start.others:
            return chosen, NEVER
        waiting = self.queues.starts(start.campaign.name, start.ceiling + 1)
        if start.campaign.max_new_leads is not None:
            waiting = min(waiting, start.campaign.max_new_leads - self.ledger.first_contacts(self.business_zone.day(now)))
        if waiting > start.ceiling:
            return chosen, NEVER
        better = 0
        for walker in start.others:
            room = self._least_room(walker, now)
            before = walker.unit.number < chosen.number
            if room > most or (room == most and before):
                better += room - most + before
                if better >= waiting:
                    break
        if waiting > better:
            return chosen, NEVER
        self.denied.setdefault(start.campaign.name, set()).add(desk.account.key)
        return None, 0

    def _least_room(self, walker: _Walker, at: int) -> int:
        """The least room over the kinds that the campaign uses of a unit's accounts."""
        least = NEVER
        for desk in walker.desks:
            if desk.account.key in self.blocked or desk.account.key in self.first_held:
                return 0
            least = min(least, self._room(desk, at))
            if least <= 0:
                return 0
        return least

    def _choose(self, pick: Pick, desk: _Desk, start: _Start | None, now: int) -> Pick | Defer:
        """A first action: whether it may go, and with whom."""
        blocked = self._newcomer_block(pick.journey, start, pick.at)
        if blocked is not None:
            return blocked
        if start is not None and pick.unit is None:
            # where the room is for another day's slot, the accounts of that day decide again when it comes
            pick.unit = self._unit(desk, start, now)[0] or start.mine[0].unit
        return pick

    def _newcomer_block(self, journey: Journey, start: _Start | None, at: int) -> Defer | None:
        """Why a first action may not go now: overlap, quiet, the company's cap, max_new_leads."""
        if start is not None:
            reason, until = self.queues.start_block(journey, at)
            if reason:
                return Defer(journey, until, reason)
        campaign = self.workspace.campaigns[journey.campaign]
        node = self.programs[journey.campaign].nodes[journey.step]
        if not node.message:
            return None
        day = self.business_zone.day(at)
        cap = campaign.company_cap
        if cap is not None and journey.company and self.ledger.company_contacts(day, journey.company) >= cap:
            return Defer(journey, self.business_zone.instant(day + 1, 0), f"company_cap: {cap} first contacts a day with one company")
        most = campaign.max_new_leads
        if most is not None and self.ledger.first_contacts(day) >= most:
            return Defer(journey, self.business_zone.instant(day + 1, 0), f"max_new_leads: {most} a day")
        return None


def _ceiling(walker: _Walker) -> int:
    """No unit can have more room than the least daily limit of its accounts."""
    return min((desk.meter.limits.get("day", 1000) for desk in walker.desks), default=1000) + 1
