"""The subscription of the business: which accounts it has seats for, what it costs, until when it runs (SPEC section 2, 13 rule 21)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from seleqt_cli.core.campaign import Business, ChannelName, Workspace
from seleqt_cli.core.facts import CANCEL_DAYS, EXTRA_SEAT, GROWTH_ACCOUNTS, GROWTH_FEE, TRIAL_DAYS, TRIAL_FEES
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.zones import day_number, day_text, zone

DISCONNECTED: Final = "disconnected"
"""How the reason of an account begins that the subscription has no seat for."""
CHANNELS: Final[tuple[ChannelName, ...]] = ("email", "linkedin")
_NAMES: Final = {"email": "email", "linkedin": "LinkedIn"}
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Record:
    """What a home remembers. `applied`: account -> instant of its first apply; 0 = nothing was ever applied.

    `trial_day`: the day number on which the trial of this business first began, as far as this machine knows; -1 = never.
    """

    applied: Mapping[str, int]
    first_apply: int = 0
    trial_day: int = -1


@dataclass(frozen=True, slots=True)
class Term:
    """When the subscription began, when its term ends, and by when it is cancelled: day numbers of the business's zone, -1 = none.

    `ends`: the first day of the next term; of a trial, the first day after it. `over`: it is past.
    """

    since: int
    since_from: str
    ends: int
    cancel_by: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the price. `cents` None: by agreement. `source`: where the number is written."""

    what: str
    count: int
    each: int | None
    source: str

    @property
    def cents(self) -> int | None:
        """The whole line, a month, without taxes."""
        return None if self.each is None else self.each * self.count


@dataclass(frozen=True, slots=True)
class Price:
    """What a month costs without taxes. `cents` None: by agreement. `words`: what has to be said beside it."""

    lines: tuple[PriceLine, ...]
    cents: int | None
    words: tuple[str, ...] = ()


def seats_of(workspace: Workspace) -> dict[ChannelName, int]:
    """Channel -> seats; those that the file names, else as many as accounts are listed."""
    if workspace.business.seats is not None:
        return {channel: workspace.business.seats.get(channel, 0) for channel in CHANNELS}
    listed = [senders[0].channel for senders in workspace.accounts().values()]
    return {channel: listed.count(channel) for channel in CHANNELS}


def term_of(business: Business, record: Record, now: int) -> Term:
    """The term of the subscription that holds a moment."""
    place = zone(business.timezone)
    today = place.day(now)
    first = place.day(record.first_apply) if record.first_apply else today
    since, told = (day_number(business.since), "business.plan.since") if business.since else (first, "the first apply")
    if business.plan == "trial":
        if 0 <= record.trial_day < since:
            since, told = record.trial_day, "the trial that this business began before; it has one"
        ends = since + TRIAL_DAYS.value
        return Term(since, told, ends, ends - CANCEL_DAYS.value, over=today >= ends)
    if business.plan == "agency":
        return Term(since, told, -1, -1)
    ends = _next_term(since, today)
    return Term(since, told, ends, ends - CANCEL_DAYS.value)


def ends_at(business: Business, record: Record, now: int) -> int:
    """The instant from which on a trial sends nothing; NEVER for another plan."""
    return zone(business.timezone).instant(term_of(business, record, now).ends, 0) if business.plan == "trial" else NEVER


def disconnected(workspace: Workspace, record: Record, now: int) -> dict[str, str]:
    """Account -> why the subscription has no seat for it: over the seats, newest first; all of them after a trial.

    Newest is what was first applied last; of those that came with one apply, what stands later in the file.
    """
    business, accounts = workspace.business, workspace.accounts()
    term = term_of(business, record, now)
    if term.over:
        why = f"the trial ended on {day_text(term.ends - 1)} after {TRIAL_DAYS.value} days ({TRIAL_DAYS.source}); write plan: growth"
        return dict.fromkeys(accounts, f"{DISCONNECTED}: {why}")
    place = zone(business.timezone)
    numbers = {key: number for number, key in enumerate(accounts)}
    oldest_first = sorted(accounts, key=lambda key: (record.applied.get(key, NEVER), numbers[key]))
    found: dict[str, str] = {}
    left = dict(seats_of(workspace))
    total = 0
    for key in oldest_first:
        channel = accounts[key][0].channel
        since = f"the newest are left out, and it came on {day_text(place.day(record.applied.get(key, now)))}"
        if left[channel] <= 0:
            seats = seats_of(workspace)[channel]
            found[key] = f"{DISCONNECTED}: over the {_many(seats, _NAMES[channel] + ' seat')} of business.seats; {since}"
        elif business.plan != "agency" and total >= GROWTH_ACCOUNTS.value:
            most = f"over the {GROWTH_ACCOUNTS.value} sending accounts of plan {business.plan} ({GROWTH_ACCOUNTS.source})"
            found[key] = f"{DISCONNECTED}: {most}; {since}; write plan: agency"
        else:
            left[channel] -= 1
            total += 1
    return {key: found[key] for key in accounts if key in found}


def price_of(workspace: Workspace) -> Price:
    """What a month costs, seat by seat."""
    plan = workspace.business.plan
    if plan == "agency":
        line = PriceLine("agency plan", 1, None, "terms 4")
        return Price((line,), None, (f"more than {GROWTH_ACCOUNTS.value} sending accounts: the price is by agreement",))
    words = ["prices exclude taxes"]
    if plan == "trial":
        fee = TRIAL_FEES[0]
        other = TRIAL_FEES[1]
        words.append(
            f"the terms name two prices for the trial: EUR {money(fee.value)} in section {fee.source.split()[1]} and "
            f"EUR {money(other.value)} in section {other.source.split()[1]}; the higher one is quoted, ask which holds"
        )
    else:
        fee = GROWTH_FEE
    lines = [PriceLine(f"{plan} plan, one account in it", 1, fee.value, fee.source)]
    seats = seats_of(workspace)
    included = next((channel for channel in CHANNELS if seats[channel]), None)
    for channel in CHANNELS:
        extra = seats[channel] - (channel == included)
        if extra > 0:
            name = "email" if channel == "email" else "LinkedIn"
            lines.append(PriceLine(f"extra {name} account", extra, EXTRA_SEAT[channel].value, EXTRA_SEAT[channel].source))
    words.append("that the fee covers one sending account (an email account where there is one) is an assumption: the terms do not say")
    if sum(seats.values()) > GROWTH_ACCOUNTS.value:
        words.append(f"from the {GROWTH_ACCOUNTS.value + 1}st account on it takes plan: agency, whose price is by agreement")
    return Price(tuple(lines), sum(line.cents or 0 for line in lines), tuple(words))


def money(cents: int) -> str:
    """Euro cents as `69.00`."""
    return f"{cents // 100}.{cents % 100:02}"


def business_key(name: str) -> str:
    """By what one business is known again under another spelling of its name: its letters and digits, in lower case."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _next_term(since: int, today: int) -> int:
    """The first monthly anniversary after today; a day that a month lacks is its last one."""
    start = _EPOCH + timedelta(days=since)
    now = _EPOCH + timedelta(days=today)
    months = max(1, (now.year - start.year) * 12 + now.month - start.month)
    for ahead in (months, months + 1):
        year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
        found = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        if found > now:
            break
    return (found - _EPOCH).days


def _many(count: int, what: str) -> str:
    return f"{count} {what if count == 1 else what + 's'}"
