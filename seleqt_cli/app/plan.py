"""`plan`: what the subscription allows and costs, until when it runs, and the limits that are in force."""

from dataclasses import dataclass

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import ChannelName
from seleqt_cli.core.facts import EMAIL_LIMITS, LINKEDIN_LIMITS
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.plans import DISCONNECTED, Price, Record, Term, disconnected, price_of, seats_of, term_of


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """One limit of an account: most actions of a kind in a period, where that number is from, and what the plan would allow."""

    account: str
    sender: str
    kind: str
    period: str
    most: int
    source: str
    given: int | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One account and its seat. `reason`: why it is disconnected, '' when it has a seat; `applied_at` 0 = never."""

    account: str
    senders: tuple[str, ...]
    channel: ChannelName
    applied_at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `plan` shows."""

    business: str
    name: str
    term: Term
    seats: dict[ChannelName, int]
    accounts: tuple[Seat, ...]
    price: Price
    limits: tuple[LimitInForce, ...]


def plan_of(planner: Planner, record: Record, now: int) -> Plan:
    """Look at the subscription; nothing is written."""
    workspace = planner.workspace
    unseated = disconnected(workspace, record, now)
    accounts = tuple(
        Seat(
            key, tuple(sender.name for sender in senders), senders[0].channel, record.applied.get(key, 0),
            unseated.get(key, "").removeprefix(f"{DISCONNECTED}: "),
        )
        for key, senders in workspace.accounts().items()
    )  # fmt: skip
    limits = [one for account in planner.accounts.values() for one in limits_of(account)]
    for account in planner.accounts.values():
        limits += _lowered_now(planner, account, now)
    return Plan(
        workspace.business.name, workspace.business.plan, term_of(workspace.business, record, now), seats_of(workspace), accounts,
        price_of(workspace), tuple(sorted(limits, key=lambda one: planner.accounts[one.account].number)),
    )  # fmt: skip


def limits_of(account: Account) -> list[LimitInForce]:
    """The limits of an account, each with its source: the plan's, or the file where that lowers it."""
    sender = account.senders[0]
    plan = EMAIL_LIMITS if sender.channel == "email" else LINKEDIN_LIMITS[sender.plan]
    meters = {**account.meters, **({"note": account.note_meter} if account.note_meter is not None else {})}
    found = []
    for kind, meter in meters.items():
        for period, most in meter.limits.items():
            fact = plan.get(kind, {}).get(period)
            source = fact.source if fact is not None and fact.value == most else "campaigns.yaml"
            found.append(LimitInForce(account.key, sender.name, kind, period, most, source, None if fact is None else fact.value))
    return found


def _lowered_now(planner: Planner, account: Account, now: int) -> list[LimitInForce]:
    """What binds at this moment below those: a ramp-up today, and what LinkedIn showed to be used up."""
    found = []
    book = planner.ledger.book(account.key)
    for kind, meter in account.meters.items():
        usual, ramp = meter.limits.get("day"), meter.ramp_up
        today = meter.day_limit(book.active_days(meter.today(now)[0]))
        if ramp is not None and today is not None and today != usual:
            source = f"ramp_up: {ramp.start}, and {ramp.add} more each active day"
            found.append(LimitInForce(account.key, account.senders[0].name, kind, "today", today, source, usual))
    until, why = planner.shut_notes.get(account.key, (0, ""))
    if until > now and until < NEVER:
        found.append(LimitInForce(account.key, account.senders[0].name, "note", "today", 0, why, None))
    return found
