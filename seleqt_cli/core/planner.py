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
    sole: bool
    """No other lane had anything: as long as this one does not change, neither does the decision."""


@dataclass(frozen=True, slots=True)
class Defer:
    """A journey that cannot go before `until` (0 = until something happens to it) for a reason."""

    journey: Journey
    until: int
    reason: str


@dataclass(slots=True)
class _Option:
    lane: Lane
    start: bool
    kind: str
    journey: Journey
    slot: int
    planned: int
    free: int
    rule: str


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
        self.inactive: dict[str, str] = {}
        """Campaigns that are paused or stopped -> why."""
        self.denied: dict[str, set[str]] = {}
        self._serves: dict[str, list[Campaign]] = {key: [] for key in accounts}
        self._mine: dict[tuple[str, str], list[Unit]] = {}
        self._kinds: dict[str, dict[str, tuple[str, ...]]] = {}
        self._bounds: dict[str, tuple[int, int]] = {}
        self._hours: dict[str, list[Calendar]] = {}
        self._closes: dict[tuple[str, int], int] = {}
        for campaign in sorted(workspace.campaigns.values(), key=lambda c: (-c.priority, c.number)):
            program = programs[campaign.name]
            for unit in units[campaign.name]:
                for key in unit.accounts():
                    if campaign not in self._serves[key]:
                        self._serves[key].append(campaign)
                    self._mine.setdefault((campaign.name, key), []).append(unit)
            per_channel: dict[str, tuple[str, ...]] = {}
            for node in program.nodes:
                if node.channel is not None:
                    per_channel[node.channel] = tuple(dict.fromkeys((*per_channel.get(node.channel, ()), node.kind)))
            self._kinds[campaign.name] = per_channel
            schedule = campaign.schedule
            for key in {key for unit in units[campaign.name] for key in unit.accounts()}:
                place = accounts[key].zone if schedule.timezone == "lead" else zone(schedule.timezone or workspace.business.timezone)
                self._hours.setdefault(key, []).append(Calendar(schedule, place))
            opens = self.business_zone.instant(day_number(campaign.start), 0) if campaign.start else 0
            closes = self.business_zone.instant(day_number(campaign.end) + 1, 0) if campaign.end else NEVER
            self._bounds[campaign.name] = (opens, closes)

    def plan(self, account: Account, now: int, *, gap: int | None = None) -> Pick | Defer | None:
        """The next action of an account, seen from `now`. `gap`: other seconds than the account's own since its last action."""
        key = account.key
        if key in self.blocked:
            return None
        last = self.ledger.last_action(key)
        ready = last + (account.pace.gap if gap is None else gap) if last else 0
        best: _Option | None = None
        options = 0
        for kind, meter in account.meters.items():
            free, rule, spread = -1, "", 0
            for lane in self.queues.lanes(key, kind):
                if free < 0:
                    free, rule = self._free(account, meter, kind, now)
                    spread = 1 + self.ledger.last_slot(key, kind) if account.pace.spread else 0
                option = self._consider(account, meter, kind, lane, False, now, ready, free, rule, spread)
                options += option is not None
                if option is not None and (best is None or self._before(option, best)):
                    best = option
            for campaign in self._serves[key]:
                for lane in self.queues.lanes("+" + campaign.name, kind):
                    if free < 0:
                        free, rule = self._free(account, meter, kind, now)
                        spread = 1 + self.ledger.last_slot(key, kind) if account.pace.spread else 0
                    option = self._consider(account, meter, kind, lane, True, now, ready, free, rule, spread)
                    options += option is not None
                    if option is not None and (best is None or self._before(option, best)):
                        best = option
        if best is None or best.planned >= NEVER:
            return None
        return self._choose(account, best, now, ready, options == 1)

    def room(self, account: Account, kind: str, at: int) -> int:
        """Room for first contacts: limit - used - follow-ups that fall due before the window closes today (rule 9)."""
        meter = account.meters[kind]
        record = self.ledger.record(account.key, kind)
        day, _, end = meter.today(at)
        active = self.ledger.active_days(account.key, day) if meter.ramp_up is not None else 0
        room = meter.room(at, record.since, active)
        if room <= 0:
            return 0
        return max(0, room - self.queues.follow_ups(account.key, kind, self.closes(account, day, end), room))

    def closes(self, account: Account, day: int, midnight: int) -> int:
        """When the last of the account's schedules closes on a day; hours in the lead's zone are taken in the account's."""
        found = self._closes.get((account.key, day))
        if found is None:
            found = 0
            for calendar in self._hours[account.key]:
                for _, end in calendar.windows(day):
                    found = max(found, end)
            found = self._closes[account.key, day] = found or midnight
        return found

    def unit_room(self, campaign: Campaign, unit: Unit, at: int) -> int:
        """The least room over the kinds that the campaign uses of a unit's accounts."""
        least = NEVER
        for channel, key in (("email", unit.email), ("linkedin", unit.linkedin)):
            if key:
                if key in self.blocked:
                    return 0
                for kind in self._kinds[campaign.name].get(channel, ()):
                    least = min(least, self.room(self.accounts[key], kind, at))
                    if least <= 0:
                        return 0
        return least

    def bounds(self, campaign: str) -> tuple[int, int]:
        """From when to when a campaign may act (its `start` and `end`, in the business's zone)."""
        return self._bounds[campaign]

    def _free(self, account: Account, meter: Meter, kind: str, now: int) -> tuple[int, str]:
        record = self.ledger.record(account.key, kind)
        if meter.ramp_up is None:
            found = meter.free_at(now, record.nth_latest)
        else:
            found = meter.free_at(now, record.nth_latest, lambda day: self.ledger.active_days(account.key, day))
        return (found.at, found.rule) if found.rule else (0, "")

    def interval(self, account: Account, meter: Meter, lane: Lane, instant: int) -> int:
        """Seconds between two slots of a lane on the day of an instant: max(gap, W / L); 0 = no grid."""
        if not account.pace.spread:
            return 0
        active = self.ledger.active_days(account.key, meter.today(instant)[0]) if meter.ramp_up is not None else 0
        limit = meter.day_limit(active)
        if limit is None or limit <= 0:
            return account.pace.gap
        return max(account.pace.gap, lane.calendar.open_seconds // limit)

    def _before(self, one: _Option, other: _Option) -> bool:
        """Whether one option goes before another: the earlier moment, then follow-ups by due, then priority and place."""
        if one.planned != other.planned:
            return one.planned < other.planned
        return self._rank(one.journey) < self._rank(other.journey)

    def _rank(self, journey: Journey) -> tuple[int, int, int]:
        if not journey.first:
            return 0, journey.due, journey.id
        return 1_000_000 - self.workspace.campaigns[journey.campaign].priority, journey.place, journey.id

    def _consider(
        self, account: Account, meter: Meter, kind: str, lane: Lane, start: bool, now: int, ready: int, free: int, rule: str, after: int
    ) -> _Option | None:
        campaign = lane.campaign
        if campaign in self.inactive:
            return None
        opens, ends = self._bounds[campaign]
        due = None
        follow_up = None if start or account.key in self.unread else lane.follow_up()
        if follow_up is not None:
            due = follow_up.due
        newcomers = False
        arrival = lane.newcomer_due()
        if arrival is not None and (due is None or arrival < due or due > now):
            arrival = self._newcomers_from(account, kind, lane.campaign, start, max(arrival, opens), now)
            newcomers = arrival < NEVER
            if newcomers and (due is None or arrival < due):
                due = arrival
        if due is None or free >= NEVER:
            return None
        # slots of hours that are over are lost, not made up for: what is late is planned anew
        earliest = max(due, after, opens, lane.calendar.opening(now))
        instant = max(earliest, free)
        interval = self.interval(account, meter, lane, instant)
        earliest = max(earliest, free - interval // JITTER_PART if free else 0)
        slot = lane.calendar.slot(earliest, interval)
        if slot is None:
            return None
        pushed = max(slot, ready, free, now)
        if pushed > slot and lane.calendar.slot(pushed, 0) != pushed:  # out of the hours: the next opening counts
            slot = lane.calendar.slot(pushed, self.interval(account, meter, lane, pushed))
            if slot is None:
                return None
        if slot >= ends:
            return None
        journey = follow_up if follow_up is not None and follow_up.due <= slot else lane.newcomer(slot) if newcomers else None
        if journey is None:
            return None
        part = self.interval(account, meter, lane, slot) // JITTER_PART
        jitter = hash_pick(part, account.key, journey.key, campaign, self.programs[campaign].nodes[journey.step].id) if part > 1 else 0
        planned = max(slot + jitter, ready, free, journey.due)
        if planned > slot and lane.calendar.slot(planned, 0) != planned:
            planned = max(slot, ready, free, journey.due)
        return _Option(lane, start, kind, journey, slot, planned, free, rule)

    def _newcomers_from(self, account: Account, kind: str, name: str, start: bool, arrival: int, now: int) -> int:
        """From when on first contacts may go from this account: at once when there is room, else tomorrow, else never."""
        campaign = self.workspace.campaigns[name]
        tomorrow = account.meters[kind].today(now)[2]
        if arrival >= tomorrow:
            return arrival
        if campaign.max_new_leads is not None and start:
            day = self.business_zone.day(now)
            if self.ledger.first_contacts(day) >= campaign.max_new_leads:
                return max(arrival, self.business_zone.instant(day + 1, 0))
        if not start:
            return arrival if self.room(account, kind, now) > 0 else max(arrival, tomorrow)
        return arrival if self._unit(account, campaign, now) is not None else max(arrival, tomorrow)

    def _unit(self, account: Account, campaign: Campaign, now: int) -> Unit | None:
        """Who takes the campaign's next lead if this account acts: the person with the most room, ties in file order.

        The account may act when more leads wait than the better-placed persons would take before it: few leads go to
        the one with the most room, many use everybody's.
        """
        name = campaign.name
        chosen, most = None, 0
        for unit in self._mine[name, account.key]:
            room = self.unit_room(campaign, unit, now)
            if room > most:
                chosen, most = unit, room
        if chosen is None:
            return None
        others = [unit for unit in self.units[name] if account.key not in unit.accounts()]
        if not others:
            return chosen
        ceiling = sum(self._ceiling(campaign, unit) for unit in others)
        waiting = self.queues.starts(name, ceiling + 1)
        if campaign.max_new_leads is not None:
            waiting = min(waiting, campaign.max_new_leads - self.ledger.first_contacts(self.business_zone.day(now)))
        if waiting > ceiling:
            return chosen
        better = 0
        for unit in others:
            room = self.unit_room(campaign, unit, now)
            if room > most or (room == most and unit.number < chosen.number):
                better += room - most + (1 if unit.number < chosen.number else 0)
        if waiting > better:
            return chosen
        self.denied.setdefault(name, set()).add(account.key)
        return None

    def _ceiling(self, campaign: Campaign, unit: Unit) -> int:
        """No unit can have more room than the least daily limit of its accounts."""
        least = 1000
        for channel, key in (("email", unit.email), ("linkedin", unit.linkedin)):
            if key:
                for kind in self._kinds[campaign.name].get(channel, ()):
                    least = min(least, self.accounts[key].meters[kind].limits.get("day", 1000))
        return least + 1

    def _choose(self, account: Account, option: _Option, now: int, ready: int, sole: bool) -> Pick | Defer:
        journey = option.journey
        unit = None
        at = max(option.planned, now)
        if journey.first:
            blocked = self._newcomer_block(journey, option.start, at)
            if blocked is not None:
                return blocked
            if option.start:
                # where the room is for another day's slot, the accounts of that day decide again when it comes
                unit = (
                    self._unit(account, self.workspace.campaigns[option.lane.campaign], now)
                    or self._mine[option.lane.campaign, account.key][0]
                )
        node = self.programs[journey.campaign].nodes[journey.step]
        return Pick(
            account, option.kind, option.lane, journey, node, unit, option.slot, option.planned, at, ready, option.free, option.rule, sole
        )

    def _newcomer_block(self, journey: Journey, start: bool, at: int) -> Defer | None:
        """Why a first action may not go now: overlap, quiet, the company's cap, max_new_leads."""
        if start:
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
