"""When one journey's next action comes and which rule decides it: the planner asked about this journey alone.

`alone` puts one journey before the same planner that runs everything, with the same ledger, so that an explanation can
never differ from what happens. Who stands before it in the queue is counted apart, and bounded, so that the answer costs
the same whatever the number of leads.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.journey import Journey, Person
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Defer, Pick, Planner
from seleqt_cli.core.queues import Queues
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY

FAR: Final = 250
"""Working days up to which an estimate follows the calendar; further away it counts weeks."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that had a say: `rule` names it for programs, `text` for people, `at` the moment it asks for (0 = none)."""

    rule: str
    text: str
    at: int = 0


class OneLane:
    """The lane that holds one journey and nothing else."""

    def __init__(self, journey: Journey, calendar: Calendar) -> None:
        self.calendar = calendar
        self.campaign = journey.campaign
        self._journey = journey

    def follow_up(self) -> Journey | None:
        """The journey, when it is a follow-up."""
        return None if self._journey.first else self._journey

    def newcomer(self, by: int) -> Journey | None:
        """The journey, when it is a first contact that is due by then."""
        return self._journey if self._journey.first and self._journey.due <= by else None

    def newcomer_due(self) -> int | None:
        """When a first contact is due."""
        return self._journey.due if self._journey.first else None


class _Alone:
    """Queues in which one journey waits alone; what is counted is counted in the real ones."""

    def __init__(self, real: Queues, journey: Journey, queue: str, kind: str, calendar: Calendar) -> None:
        self._real = real
        self._place = (queue, kind)
        self._lane = OneLane(journey, calendar)

    def lanes(self, queue: str, kind: str) -> Iterable[OneLane]:
        """The one lane, in its queue."""
        return (self._lane,) if (queue, kind) == self._place else ()

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """As it is: follow-ups take room from first contacts."""
        return self._real.follow_ups(queue, kind, before, most)

    def starts(self, campaign: str, most: int) -> int:
        """As it is: how many wait decides who takes a start."""
        return self._real.starts(campaign, most)

    def person(self, journey: Journey) -> Person:
        """As it is."""
        return self._real.person(journey)

    def contacted_at(self, journey: Journey) -> int:
        """As it is."""
        return self._real.contacted_at(journey)

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """As it is: overlap, quiet, an earlier reply."""
        return self._real.start_block(journey, at)


def alone(planner: Planner, journey: Journey, kind: str, queue: str, calendar: Calendar, now: int) -> Pick | Defer | None:
    """What the planner decides about one journey when nothing else waits; of several accounts the one that is first.

    `queue`: its account's key, or '+' and its campaign while it has none. Holds and pauses are the planner's own.
    """
    own = Planner(
        planner.workspace, planner.accounts, planner.programs, planner.units,
        _Alone(planner.queues, replace(journey), queue, kind, calendar), planner.ledger,
    )  # fmt: skip
    own.blocked, own.unread, own.inactive, own.first_held = planner.blocked, planner.unread, planner.inactive, planner.first_held
    best: Pick | Defer | None = None
    for account in serving(planner, journey.campaign, queue, kind):
        found = own.plan(account, now)
        if isinstance(found, Defer):
            best = best or found
        elif found is not None and (not isinstance(best, Pick) or found.at < best.at):
            best = found
    return best


def serving(planner: Planner, campaign: str, queue: str, kind: str) -> list[Account]:
    """The accounts that could do a step of this kind, in the order of the file."""
    if not queue.startswith("+"):
        return [planner.accounts[queue]] if queue in planner.accounts else []
    keys = dict.fromkeys(key for unit in planner.units[campaign] for key in unit.accounts())
    return [planner.accounts[key] for key in keys if kind in planner.accounts[key].meters]


def next_of_all(planner: Planner, journey: Journey, queue: str, kind: str, now: int) -> Pick | None:
    """The decision of one of these accounts that is about this journey: then its moment is exact."""
    for account in serving(planner, journey.campaign, queue, kind):
        found = planner.plan(account, now)
        if isinstance(found, Pick) and found.journey.id == journey.id and found.kind == kind:
            return found
    return None


def reasons_of(planner: Planner, pick: Pick, now: int, waits: str) -> tuple[str, list[Reason]]:
    """Which rule decided a pick's moment, and every rule that had a say. `waits`: what its due moment counts from."""
    account, journey, calendar = pick.account, pick.journey, pick.lane.calendar
    name = account.sender_for(planner.workspace.campaigns[journey.campaign]).name
    found = [Reason("due", waits, journey.due)]
    opens = planner.bounds(journey.campaign)[0]
    if opens > journey.due:
        found.append(Reason("start", f"the campaign starts on {planner.workspace.campaigns[journey.campaign].start}", opens))
    if journey.first:
        room = planner.room(account, pick.kind, now)
        tomorrow = account.meters[pick.kind].today(now)[2]
        if room <= 0 and pick.at >= tomorrow:
            text = f"{name} has no room for first contacts today: its limit, less what was done and the follow-ups that are due"
            found.append(Reason("room", text, tomorrow))
    window = calendar.window_at(pick.planned)
    if window is not None:
        schedule = planner.workspace.campaigns[journey.campaign].schedule
        found.append(Reason("window", f"the hours of schedule {schedule.name} in {calendar.zone.name}", window[0]))
    if pick.free:
        found.append(Reason("limit", f"{name} has used its limit of {pick.rule} ({pick.kind})", pick.free))
    if pick.ready > now:
        found.append(Reason("gap", f"{name} keeps {_stretch(account.pace.gap)} between two actions", pick.ready))
    if account.pace.spread:
        found.append(Reason("slot", f"{name}'s actions are spread evenly over the hours; this is the next free slot", pick.slot))
        if pick.planned > pick.slot and pick.planned not in (pick.free, pick.ready, journey.due):
            found.append(Reason("jitter", "moved within its slot, always by the same for this lead and step", pick.planned))
    return _decisive(pick, found, now), found


def _decisive(pick: Pick, found: list[Reason], now: int) -> str:
    """The rule without which the moment would have been earlier; of several the one that is told last of the hard ones."""
    if pick.planned <= now:
        return "now"
    asked = {reason.rule: reason.at for reason in found}
    for rule in ("limit", "gap", "room", "start"):
        if rule in asked and asked[rule] > now and pick.slot <= asked[rule] <= pick.planned:
            return rule
    if asked.get("limit", 0) > now or asked.get("room", 0) > now:
        return "limit" if asked.get("limit", 0) > now else "room"
    if pick.journey.due >= pick.planned:
        return "due"
    if asked.get("window", 0) > max(now, pick.journey.due):
        return "window"
    return "slot" if "slot" in asked and pick.slot > max(now, pick.journey.due) else "jitter" if "jitter" in asked else "due"


def not_before(planner: Planner, pick: Pick, ahead: int, queue: str, now: int) -> int:
    """The earliest moment for a journey behind `ahead` others, if all of them are done: whole days of the limits' pace."""
    campaign = planner.workspace.campaigns[pick.journey.campaign]
    per_day = room = 0
    for account in serving(planner, pick.journey.campaign, queue, pick.kind):
        if account.key in planner.blocked:
            continue
        meter = account.meters[pick.kind]
        per_day += meter.limits.get("day", 1000)  # a ramp-up allows less: the moment is the earliest
        room += planner.room(account, pick.kind, now)
    if pick.journey.first and campaign.max_new_leads is not None:
        per_day = min(per_day, campaign.max_new_leads)
        room = min(room, campaign.max_new_leads)
    if ahead < room or per_day <= 0:
        return pick.at
    days = (ahead - room) // per_day + 1
    calendar = pick.lane.calendar
    if days > FAR:
        return max(pick.at, now + days * 7 // max(1, len(campaign.schedule.days)) * DAY)
    day = calendar.zone.day(now)
    left = days
    while left and day < calendar.zone.day(now) + 4 * FAR:
        day += 1
        left -= bool(calendar.windows(day))
    opens = calendar.windows(day)
    return max(pick.at, opens[0][0] if opens else now + days * DAY)


def cannot(planner: Planner, journey: Journey, queue: str, kind: str, now: int) -> Reason:
    """Why the planner sees no moment for a journey at all."""
    if journey.campaign in planner.inactive:
        return Reason("campaign", f"the campaign is {planner.inactive[journey.campaign]}")
    accounts = serving(planner, journey.campaign, queue, kind)
    free = [account for account in accounts if account.key not in planner.blocked]
    if not free:
        told = [f"{account.senders[0].name}: {planner.blocked[account.key]}" for account in accounts]
        return Reason("sender", "; ".join(told) or "no sender of the campaign can do this step")
    if not journey.first and all(account.key in planner.unread for account in free):
        names = ", ".join(account.senders[0].name for account in free)
        return Reason("inbox", f"the inbox of {names} was not read in the last 15 minutes; until then only first contacts go")
    if journey.first and all(account.key in planner.first_held for account in free):
        told = [f"{account.senders[0].name}: first contacts held: {planner.first_held[account.key]}" for account in free]
        return Reason("guard", "; ".join(told))
    ends = planner.bounds(journey.campaign)[1]
    if ends < NEVER:
        return Reason("end", f"the campaign ends on {planner.workspace.campaigns[journey.campaign].end}", ends)
    if all(account.meters[kind].limits.get("day", 1) <= 0 for account in free):
        return Reason("limit", f"the plan of {', '.join(a.senders[0].name for a in free)} allows no {kind}")
    return Reason("window", "its schedule does not open within 400 days, or a limit never frees")


def _stretch(seconds: int) -> str:
    return f"{seconds // 60} minutes" if seconds % 60 == 0 and seconds >= 120 else f"{seconds} seconds"
