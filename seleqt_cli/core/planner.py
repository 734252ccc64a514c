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

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.core.desks import JITTER_PART, Desk, Start, Walker, most_room
from seleqt_cli.core.jitter import pick as hash_pick
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import WITHDRAW, Node, Program
from seleqt_cli.core.queues import Lane, Ledger, Queues
from seleqt_cli.core.rooms import Rooms
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import day_number, zone


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
    start: "Start | None" = None


@dataclass(frozen=True, slots=True)
class Defer:
    """A journey that cannot go before `until` (0 = until something happens to it) for a reason."""

    journey: Journey
    until: int
    reason: str


class Planner(Rooms):
    """Plans the accounts of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        accounts: Mapping[str, Account],
        programs: Mapping[str, Program],
        units: Mapping[str, tuple[Unit, ...]],
        queues: Queues,
        ledger: Ledger,
    ) -> None:
        super().__init__(workspace, accounts, queues, ledger)
        self.programs = programs
        self.units = units
        self.unread: set[str] = set()
        """Email accounts whose inbox was not read in the last 15 minutes: they send first contacts only (promise 4)."""
        self.inactive: dict[str, str] = {}
        """Campaigns that are paused or stopped -> why."""
        self._bounds: dict[str, tuple[int, int]] = {}
        for campaign in sorted(workspace.campaigns.values(), key=lambda c: (-c.priority, c.number)):
            self._take_in(campaign)

    def _take_in(self, campaign: Campaign) -> None:
        name, schedule = campaign.name, campaign.schedule
        nodes = self.programs[name].nodes
        used = {(node.channel, node.kind) for node in nodes if node.kind != WITHDRAW}
        walkers = tuple(
            Walker(unit, tuple(desk for key in unit.accounts() for desk in self.desks[key] if (desk.account.channel, desk.kind) in used))
            for unit in self.units[name]
        )
        for key in dict.fromkeys(key for unit in self.units[name] for key in unit.accounts()):
            mine = tuple(walker for walker in walkers if key in walker.unit.accounts())
            others = tuple(walker for walker in walkers if key not in walker.unit.accounts())
            start = Start(campaign, "+" + name, mine, others, sum(most_room(walker) for walker in others))
            for desk in self.desks[key]:
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
        desks = self.desks[key]
        best: Pick | None = None
        begins: Start | None = None
        chosen: Desk | None = None
        firm, rivals = NEVER, 0
        if len(desks) == 1 and account.note_meter is None:
            best = self._follow_up(desks[0], book, now, ready)
            if best is not None:
                chosen, firm = desks[0], best.firm
                if not self._may_start_before(best, chosen):
                    self._set_moment(best, chosen, book, now)
                    return best
        for desk in desks:
            if desk.allowed_from(book, now) >= NEVER:
                continue
            for lane in lanes(key, desk.kind) if best is None or len(desks) > 1 else ():
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
        if account.note_meter is not None or self.shut_notes:
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

    def _follow_up(self, desk: Desk, book: Book, now: int, ready: int) -> Pick | None:
        """The way of most actions: the first follow-up of an account whose only lane holds nothing else, its moment not set yet.

        None: it is not so, the lanes have to be weighed against each other.
        """
        account = desk.account
        lane: Lane | None = None
        for mine in self.queues.lanes(account.key, desk.kind):
            if lane is not None:
                return None
            lane = mine
        if lane is None or lane.campaign in self.inactive or account.key in self.unread:
            return None
        journey = lane.follow_up()
        if journey is None or journey.due >= NEVER or lane.newcomer_due() is not None or desk.allowed_from(book, now) >= NEVER:
            return None
        calendar = lane.calendar
        opens, ends = self._bounds[lane.campaign]
        floor = max(calendar.opening(now), desk.after, opens)
        slot, _, soonest, sure = desk.slot(calendar, book, journey.due, floor, ready, now)
        if slot >= ends:
            return None
        key = slot if slot > ready else ready
        node = self.programs[lane.campaign].nodes[journey.step]
        return Pick(
            account, desk.kind, lane, journey, node, None, slot, key, key, ready, desk.free, desk.rule, soonest, NEVER if sure else 0
        )

    def _may_start_before(self, pick: Pick, desk: Desk) -> bool:
        """Whether a first contact could have an earlier slot than a follow-up."""
        calendar = pick.lane.calendar if pick.soonest else None
        for start in desk.starts:
            for lane in self.queues.lanes(start.queue, desk.kind):
                if lane.calendar is not calendar and lane.newcomer_due() is not None:
                    return True
        return False

    def renew(self, pick: Pick, now: int) -> Pick | Defer | None:
        """A firm decision for a first contact whose moment has come: the same slot for whoever heads the lane now.

        None when that is not all that may have changed: then plan anew.
        """
        start, lane, calendar = pick.start, pick.lane, pick.lane.calendar
        due = lane.newcomer_due()
        if start is None or due is None or (start.others and self.queues.starts(start.campaign.name, start.ceiling + 1) <= start.ceiling):
            return None
        desk = next(desk for desk in self.desks[pick.account.key] if desk.kind == pick.kind)
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
        return self.newcomer_block(journey, start, pick.at) or pick

    def _notes_used_up(self, pick: Pick, book: Book) -> Defer | None:
        """An invitation with a note waits until the limit on notes allows one more, unless it then goes without one."""
        if pick.kind != "connect" or not pick.node.message or pick.account.senders[0].note_quota == "without_note":
            return None
        at, rule = self.notes_from(pick.account, book, pick.at)
        return None if at <= pick.at else Defer(pick.journey, at, f"invitations with a note: {rule}")

    def bounds(self, campaign: str) -> tuple[int, int]:
        """From when to when a campaign may act (its `start` and `end`, in the business's zone)."""
        return self._bounds[campaign]

    def _rank(self, journey: Journey) -> tuple[int, int, int]:
        if not journey.first:
            return 0, journey.due, journey.id
        return 1_000_000 - self.workspace.campaigns[journey.campaign].priority, journey.place, journey.id

    def _consider(
        self, desk: Desk, lane: Lane, start: Start | None, book: Book, now: int, ready: int, best: Pick | None
    ) -> tuple[Pick | None, int]:
        """What a lane would have the account do where it goes before `best`; and until when the answer holds (see Pick.firm).

        The earlier slot goes first, jitter left aside; then follow-ups by due; then priority and place.
        """
        campaign, calendar = lane.campaign, lane.calendar
        if campaign in self.inactive:
            return None, NEVER
        opens, ends = self._bounds[campaign] if desk.kind != WITHDRAW else (0, NEVER)  # also after the campaign's end
        follow_up = None if start is not None or desk.account.key in self.unread else lane.follow_up()
        due = NEVER if follow_up is None else follow_up.due
        arrival = lane.newcomer_due()
        newcomers = arrival is not None and arrival < NEVER and (arrival < due or due > now) and desk.account.key not in self.first_held
        unit: Unit | None = None
        firm = NEVER
        floor = max(calendar.opening(now), desk.after, opens)
        if newcomers:
            assert arrival is not None
            if start is not None and best is not None and not best.journey.first and desk.day_limit is not None:
                # a first contact needs an earlier slot than the follow-up that is best: without one its room is not asked for
                interval = desk.interval(book, calendar.open_seconds, now)
                first = calendar.slot(max(floor, arrival - interval // JITTER_PART), interval)
                if first is None or max(first, ready) >= best.planned:
                    return None, NEVER
            arrival, unit, firm = self.newcomers_from(desk, start, campaign, arrival if arrival > opens else opens, now)
            newcomers = arrival < NEVER
            if arrival < due:
                due = arrival
        if due >= NEVER:
            return None, firm
        slot, part, soonest, sure = desk.slot(calendar, book, due, floor, ready, now)
        if not sure:
            firm = 0
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
        return Pick(desk.account, desk.kind, lane, journey, node, unit, slot, key, key, ready, desk.free, desk.rule, soonest, 0), firm

    def _set_moment(self, pick: Pick, desk: Desk, book: Book, now: int) -> None:
        """Add the jitter, as far as it stays inside the hours."""
        calendar, journey, base = pick.lane.calendar, pick.journey, max(pick.planned, pick.free)
        part = desk.interval(book, calendar.open_seconds, pick.slot) // JITTER_PART
        planned = pick.slot + (hash_pick(part, pick.account.key, journey.key, journey.campaign, pick.node.id) if part > 1 else 0)
        planned = max(planned, base, journey.due)
        if planned >= calendar.closing(pick.slot):
            pick.firm = 0
            if not calendar.is_open(planned):
                planned = max(base, journey.due)
        pick.planned = planned
        pick.at = planned if planned > now else now

    def _choose(self, pick: Pick, desk: Desk, start: Start | None, now: int) -> Pick | Defer:
        """A first action: whether it may go, and with whom."""
        blocked = self.newcomer_block(pick.journey, start, pick.at)
        if blocked is not None:
            return blocked
        if start is not None and pick.unit is None:
            # where the room is for another day's slot, the accounts of that day decide again when it comes
            if len(start.mine) == 1 and start.campaign.max_new_leads is None:
                pick.unit = start.mine[0].unit
            else:
                pick.unit = self.who_starts(desk, start, now)[0] or start.mine[0].unit
        return pick

    def newcomer_block(self, journey: Journey, start: Start | None, at: int) -> Defer | None:
        """Why a first action may not go now: overlap, quiet, the company's cap, max_new_leads."""
        if start is not None:
            reason, until = self.queues.start_block(journey, at)
            if reason:
                return Defer(journey, until, reason)
        campaign = self.workspace.campaigns[journey.campaign]
        node = self.programs[journey.campaign].nodes[journey.step]
        if not node.message:
            return None
        day = self.business_day(at)
        cap = campaign.company_cap
        if cap is not None and journey.company and self.ledger.company_contacts(day, journey.company) >= cap:
            return Defer(journey, self.business_zone.instant(day + 1, 0), f"company_cap: {cap} first contacts a day with one company")
        most = campaign.max_new_leads
        if most is not None and self.ledger.first_contacts(day) >= most:
            return Defer(journey, self.business_zone.instant(day + 1, 0), f"max_new_leads: {most} a day")
        return None
