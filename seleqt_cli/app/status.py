"""What is live now: journeys by state, use of every limit, next actions, held senders, and what `--check` complains of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.availability import PlannedPause
from seleqt_cli.core.guards import freed_by, with_way_out
from seleqt_cli.core.journey import LIVE, State
from seleqt_cli.core.limits import NEVER, WEEK, Meter
from seleqt_cli.core.planner import Defer, Pick, Planner
from seleqt_cli.core.plans import DISCONNECTED
from seleqt_cli.core.rights import Deadline
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.copies import MissingCopies
from seleqt_cli.ports.hooks import HookState
from seleqt_cli.ports.status import AccountRow, StatusRows

COUNTED: Final = 10_000
"""Due follow-ups a lane that are counted one by one."""
FIRST_HELD: Final = "first contacts held"
"""How the reason of an active sender begins whose domain is guarded: follow-ups go on."""
SILENT: Final = 1800
"""Seconds of open window without a run that --check calls a fault (SPEC section 5)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One limit: `used` of `limit` in its period; `free_at` 0 = one more is allowed now, NEVER = it is never allowed."""

    account: str
    sender: str
    kind: str
    period: str
    used: int
    limit: int
    free_at: int


@dataclass(frozen=True, slots=True)
class Coming:
    """The next action of an account, or what it has to put off first (`reason`, then `state` is deferred)."""

    at: int
    account: str
    sender: str
    campaign: str
    lead: str
    lead_id: int
    step: str
    action: str
    state: str = "planned"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SenderState:
    """One sender name: active (with a reason where its first contacts are held), held, paused, disconnected, until when (0 = for good)."""

    sender: str
    account: str
    channel: str
    state: str
    reason: str
    until: int
    inbox_read_at: int
    inbox_trouble: str
    vouched: bool
    advice: str
    mode: str = ""
    """Of a LinkedIn account with a window: who clicks, and what is missing."""


@dataclass(slots=True)
class Status:
    """Everything that status shows. `paused`: why the home is paused, None when it is not."""

    paused: str | None
    journeys: dict[str, dict[str, int]]
    campaigns: dict[str, tuple[str, str]]
    limits: list[Use] = field(default_factory=list)
    next: list[Coming] = field(default_factory=list)
    senders: list[SenderState] = field(default_factory=list)
    in_doubt: int = 0
    tasks: int = 0
    last_run_at: int = 0
    news: list[str] = field(default_factory=list)
    """What the lead files hold that no apply has read yet."""
    stopped: str = ""
    """Why nothing is sent before Sent was read: a restored or copied database."""
    hooks: list[HookState] = field(default_factory=list)
    """Hooks that could not be told of something."""
    copies: list[MissingCopies] = field(default_factory=list)
    """Accounts whose copies could not be put into Sent."""
    deadlines: list[Deadline] = field(default_factory=list)
    """What the privacy law wants by a moment, the soonest first."""
    pauses: list[PlannedPause] = field(default_factory=list)
    """Announced pauses that last or are to come."""
    faults: list[str] = field(default_factory=list)


def status_of(planner: Planner, rows: StatusRows, calendar: Callable[[int], Calendar], now: int, applied_at: int) -> Status:
    """Look at everything once; nothing is written."""
    found = Status(rows.paused(now), rows.journeys(), rows.campaigns())
    kinds = _kinds_in_use(planner)
    kept = {row.key: row for row in rows.accounts()}
    for account in planner.accounts.values():
        for kind, meter in account.meters.items():
            _move_due(found, rows.due_follow_ups(account.key, kind, now, COUNTED))
            found.limits += _use(account, kind, meter, rows, planner, now, wanted=kind in kinds)
        coming = _coming(planner, account, now)
        if coming is not None:
            found.next.append(coming)
        unseated = planner.disconnected.get(account.key, "")
        found.senders += _senders(account, kept.get(account.key), planner.first_held.get(account.key, ""), now, unseated)
    found.next.sort(key=lambda one: (one.at, one.account))
    # a lead that several accounts could start goes to the one whose moment comes first
    found.next = list({(one.campaign, one.lead_id, one.step): one for one in reversed(found.next)}.values())[::-1]
    found.in_doubt, found.tasks, found.last_run_at = rows.in_doubt(), rows.open_tasks(), rows.last_run_at()
    found.stopped = rows.stopped()
    found.faults = ([f"nothing is sent: {found.stopped}"] if found.stopped else []) + _faults(
        found, rows, planner, calendar, now, applied_at
    )
    return found


def _kinds_in_use(planner: Planner) -> set[str]:
    return {"email"} | {node.kind for program in planner.programs.values() for node in program.nodes}


def _move_due(found: Status, due: dict[str, int]) -> None:
    """A follow-up that is due is kept as waiting, because its moment says so; people are told due."""
    for campaign, count in due.items():
        states = found.journeys.setdefault(campaign, {})
        states[State.DUE] = states.get(State.DUE, 0) + count
        states[State.WAITING] = states.get(State.WAITING, 0) - count


def _use(account: Account, kind: str, meter: Meter, rows: StatusRows, planner: Planner, now: int, *, wanted: bool) -> list[Use]:
    day, midnight, _ = meter.today(now)
    book = planner.ledger.book(account.key)
    used = rows.used(account.key, kind, min(midnight, now - DAY + 1))
    if not wanted and not used:
        return []
    free = meter.free_at(now, book.record(kind).nth_latest, book.active_days).at
    free_at = 0 if free <= now else free
    today = rows.used(account.key, kind, midnight)
    found = []
    daily = meter.day_limit(book.active_days(day))
    starts = {"day": midnight, "week": now - WEEK + 1, "month": meter.month(now)[0]}
    limits: dict[str, int] = {} if daily is None else {"day": daily}
    limits.update({period: limit for period, limit in meter.limits.items() if period != "day"})
    for period, limit in limits.items():
        count = today if period == "day" else rows.used(account.key, kind, starts[period])
        # the rolling 24 hours may bind where the calendar day does not: free_at tells it
        found.append(
            Use(account.key, account.senders[0].name, kind, period, count, limit, free_at if count >= limit or period == "day" else 0)
        )
    return found


def _coming(planner: Planner, account: Account, now: int) -> Coming | None:
    decision = planner.plan(account, now)
    if decision is None:
        return None
    journey = decision.journey
    campaign = planner.workspace.campaigns[journey.campaign]
    node = planner.programs[journey.campaign].nodes[journey.step]
    sender = account.sender_for(campaign).name
    common = (account.key, sender, journey.campaign, journey.key, journey.lead, node.id, node.kind)
    if isinstance(decision, Defer):
        return Coming(decision.until if now < decision.until < NEVER else now, *common, state="deferred", reason=decision.reason)
    assert isinstance(decision, Pick)
    return Coming(decision.at, *common)


def _senders(account: Account, row: AccountRow | None, guard: str, now: int, unseated: str) -> list[SenderState]:
    row = row or AccountRow(account.key, "", 0, 0, 0)
    state, reason, until = "active", "", 0
    if row.held and (not row.held_until or row.held_until > now):
        state, reason, until = "held", row.held, row.held_until
    elif row.paused_until > now:
        state, reason, until = "paused", "paused by a person", row.paused_until if row.paused_until < NEVER else 0
    elif guard:
        reason = f"{FIRST_HELD}: {guard}"
    advice = ""
    if unseated and state != "held":
        state, reason, until = DISCONNECTED, unseated.removeprefix(f"{DISCONNECTED}: "), 0
        advice = "seleqt plan"
    return [
        SenderState(
            sender.name, account.key, account.channel, state, reason, until, row.inbox_read_at, row.inbox_trouble,
            account.vouched and account.channel == "email", advice or (freed_by(reason, sender.name) if reason else ""),
        )
        for sender in account.senders
    ]  # fmt: skip


def _faults(found: Status, rows: StatusRows, planner: Planner, calendar: Callable[[int], Calendar], now: int, applied_at: int) -> list[str]:
    """What `--check` ends with 3 for."""
    faults = [f"{one.sender} is held: {with_way_out(one.reason, one.advice)}" for one in found.senders if one.state == "held"]
    faults += [
        f"{one.sender} is disconnected: {with_way_out(one.reason, one.advice)}" for one in found.senders if one.state == DISCONNECTED
    ]
    faults += [f"{one.sender}: {with_way_out(one.reason, one.advice)}" for one in found.senders if one.reason.startswith(FIRST_HELD)]
    if found.in_doubt:
        faults.append(f"{found.in_doubt} in doubt whether sent (seleqt resolve)")
    if found.paused is None and _silent(found, rows, planner, calendar, now, found.last_run_at or applied_at):
        faults.append("no run for 30 minutes of open hours (seleqt run)")
    return faults


def _silent(found: Status, rows: StatusRows, planner: Planner, calendar: Callable[[int], Calendar], now: int, since: int) -> bool:
    """Whether a campaign that has somebody to go on with was open for half an hour since the last run."""
    if now - since < SILENT:
        return False
    for lane, campaign in rows.lanes():
        alive = any(found.journeys.get(campaign, {}).get(state, 0) for state in LIVE)
        if alive and campaign in planner.programs and campaign not in planner.inactive:
            opens, ends = planner.bounds(campaign)
            if calendar(lane).open_between(max(since, now - DAY, opens), min(now, ends)) >= SILENT:
                return True
    return False
