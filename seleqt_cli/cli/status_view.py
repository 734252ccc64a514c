"""The status as a person reads it, and as JSON."""

from collections import Counter
from collections.abc import Iterable

from seleqt_cli.app.status import Coming, SenderState, Status, Use
from seleqt_cli.cli.moments import absolute, relative, rfc3339
from seleqt_cli.cli.output import Screen
from seleqt_cli.core.facts import CLOCK_STEP, INBOX_FRESH_SECONDS
from seleqt_cli.core.guards import is_fresh, with_way_out
from seleqt_cli.core.journey import State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.ports.hooks import HookState

_SHOWN = 10


def show_status(screen: Screen, status: Status, now: int, zone: str) -> None:
    """Write it, what needs a person first."""
    if status.stopped:
        screen.show(f"STOPPED: nothing is sent: {status.stopped} (seleqt resolve --check)")
        screen.show()
    if status.paused is not None:
        screen.show(f"PAUSED: nothing is sent{f' ({status.paused})' if status.paused else ''}; seleqt resume goes on")
        screen.show()
    states = [state.value for state in State if any(counts.get(state) for counts in status.journeys.values())]
    names = [name for name in status.campaigns if name in status.journeys or status.campaigns[name][0] != "stopped"]
    if names:
        rows = []
        for name in names:
            state, reason = status.campaigns[name]
            counts = status.journeys.get(name, {})
            rows.append([name, state + (f" ({reason})" if reason else ""), *(str(counts.get(one, 0)) for one in states)])
        screen.table(["campaign", "is", *states], rows, right=set(range(2, 2 + len(states))))
    else:
        screen.show("no campaign was applied yet: seleqt apply")
    if status.limits:
        screen.show()
        screen.table(["sender", "limit", "used", "of", "free again"], [_use_row(one, now, zone) for one in status.limits], right={2, 3})
    screen.show()
    if status.next:
        screen.table(["next", "sender", "does", "for"], [_next_row(one, now, zone) for one in status.next[:_SHOWN]])
        if len(status.next) > _SHOWN:
            screen.show(f"and {len(status.next) - _SHOWN} more (--json shows all)")
    else:
        screen.show("nothing is planned")
    screen.show()
    screen.table(["sender", "is", "inbox"], [_sender_row(one, now, zone) for one in status.senders])
    notes = [f"{status.tasks} for you in `seleqt tasks`"] if status.tasks else []
    notes += [f"{status.in_doubt} in doubt whether sent: `seleqt resolve`"] if status.in_doubt else []
    notes += [f"{one.what}: by {absolute(one.due_at - 1, zone)}{' (LATE)' if now >= one.due_at else ''}" for one in status.deadlines]
    notes += [f"pause announced from {absolute(one.begins, zone)} to {absolute(one.ends, zone)}" for one in status.pauses]
    notes += [f"{one} (seleqt apply)" for one in status.news]
    notes += [_hook_words(one) for one in status.hooks]
    called = {one.account: one.sender for one in reversed(status.senders)}
    notes += [f"{called.get(one.account, one.account)}: {one}" for one in status.copies]
    notes.append(f"last run {relative(status.last_run_at, now)}" if status.last_run_at else "no run yet")
    screen.show()
    for note in notes:
        screen.show(note)


def _hook_words(one: HookState) -> str:
    counted = [f"{one.failing} {'waits' if one.failing == 1 else 'wait'}"] if one.failing else []
    counted += [f"{one.given_up} given up: `seleqt hooks retry`"] if one.given_up else []
    return f"on {one.hook.event}: {one.hook.shown}: {one.problem} ({', '.join(counted)})"


def _use_row(one: Use, now: int, zone: str) -> list[str]:
    free = "" if not one.free_at else "never" if one.free_at >= NEVER else f"{absolute(one.free_at, zone)} ({relative(one.free_at, now)})"
    return [one.sender, f"{one.kind} a {one.period}", str(one.used), str(one.limit), free]


def _next_row(one: Coming, now: int, zone: str) -> list[str]:
    when = "now" if one.at <= now else f"{absolute(one.at, zone)} ({relative(one.at, now)})"
    what = f"{one.action} {one.step}" + (f": {one.state}, {one.reason}" if one.reason else "")
    return [when, one.sender, what, f"{one.lead} ({one.campaign})"]


def _sender_row(one: SenderState, now: int, zone: str) -> list[str]:
    state = one.state
    if one.reason:
        state += f": {one.reason}"
    if one.until:
        state += f", until {absolute(one.until, zone)}"
    state = with_way_out(state, one.advice)
    if one.mode:
        state += f", {one.mode}"
    if one.vouched:
        inbox = "a person watches it"
    elif one.mode and not one.inbox_read_at:
        inbox = "not read yet"
    elif one.channel == "linkedin" and not 0 < one.inbox_read_at <= now + CLOCK_STEP:
        inbox = f"read it yourself, then: seleqt tasks replies {one.sender}"
    elif one.inbox_read_at:
        inbox = f"read {relative(one.inbox_read_at, now)}"
    else:
        inbox = "never read"
    if one.channel == "email" and not one.vouched and not is_fresh(one.inbox_read_at, now, INBOX_FRESH_SECONDS):
        inbox += "; first contacts only"
    if one.inbox_trouble and not one.vouched and one.inbox_trouble not in one.reason:
        inbox += f"; now {one.inbox_trouble}"
    return [one.sender, state, inbox]


def status_json(status: Status) -> dict[str, object]:
    """The one document of `status --json` (SPEC 13 rule 15)."""
    return {
        "paused": status.paused is not None,
        "stopped": status.stopped or None,
        "journeys": _counts(status.journeys.values()),
        "limits": [
            {
                "account": one.account, "kind": one.kind, "period": one.period, "used": one.used, "limit": one.limit,
                "free_at": _moment(one.free_at),
            }
            for one in status.limits
        ],
        "next": [
            {
                "type": "action", "id": None, "at": rfc3339(one.at), "account": one.account, "sender": one.sender, "campaign": one.campaign,
                "lead": one.lead or None, "lead_id": one.lead_id, "step": one.step, "action": one.action, "state": one.state,
                "reason": one.reason, "message_id": None,
            }
            for one in status.next
        ],
        "senders": [
            {
                "sender": one.sender, "account": one.account, "state": one.state, "reason": one.reason,
                "inbox_read_at": _moment(one.inbox_read_at), "until": _moment(one.until), "vouched": one.vouched,
                "inbox_trouble": one.inbox_trouble or None,
            }
            for one in status.senders
        ],
        "campaigns": {
            name: {"state": state, "reason": reason, "journeys": _counts([status.journeys.get(name, {})])}
            for name, (state, reason) in status.campaigns.items()
        },
        "in_doubt": status.in_doubt,
        "tasks": status.tasks,
        "deadlines": [{"what": one.what, "due_at": rfc3339(one.due_at)} for one in status.deadlines],
        "pauses": [{"from": rfc3339(one.begins), "until": rfc3339(one.ends), "reason": one.reason} for one in status.pauses],
        "lead_files": status.news,
        "hooks": [
            {
                "event": one.hook.event, "campaign": one.hook.campaign or None, "hook": one.hook.shown, "failing": one.failing,
                "given_up": one.given_up, "problem": one.problem, "next_at": _moment(one.next_at),
            }
            for one in status.hooks
        ],
        "sent_copies": [
            {"account": one.account, "waiting": one.waiting, "given_up": one.given_up, "problem": one.trouble} for one in status.copies
        ],
        "last_run_at": _moment(status.last_run_at),
        "problems": status.faults,
    }  # fmt: skip


def _counts(journeys: Iterable[dict[str, int]]) -> dict[str, int]:
    """State -> how many, without the states in which nobody is."""
    found: Counter[str] = Counter()
    for states in journeys:
        found.update(states)
    return {state: count for state, count in found.items() if count}


def _moment(instant: int) -> str | None:
    return rfc3339(instant) if 0 < instant < NEVER else None
