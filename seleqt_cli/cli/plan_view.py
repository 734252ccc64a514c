"""`plan` and `plan credit` as a person reads them, and as JSON."""

from typing import Any

from seleqt_cli.app.plan import Plan
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.output import Screen
from seleqt_cli.core.facts import AVAILABILITY, CHANGE_NOTICE_DAYS, CLAIM_DAYS, CREDIT_MOST, CREDIT_STEP, TRIAL_DAYS
from seleqt_cli.core.plans import money
from seleqt_cli.core.zones import day_text
from seleqt_cli.core.zones import zone as zone_of
from seleqt_cli.wiring.subscription import Measured

_NAMES = {"email": "email", "linkedin": "LinkedIn"}


def show_plan(screen: Screen, plan: Plan, lately: Measured, now: int, zone: str) -> None:
    """Write it, what needs a person first."""
    for one in plan.accounts:
        if one.reason:
            screen.show(f"DISCONNECTED: {', '.join(one.senders)} sends nothing: {one.reason}")
    if any(one.reason for one in plan.accounts):
        screen.show()
    screen.show(f"{plan.business}: plan {plan.name}, since {day_text(plan.term.since)} ({plan.term.since_from})")
    for line in _dates(plan):
        screen.show(line)
    screen.show(f"the fee and the terms change with {CHANGE_NOTICE_DAYS.value} days' notice")
    screen.show()
    rows = [
        [", ".join(one.senders), _NAMES[one.channel], f"{absolute(one.applied_at, zone)}" if one.applied_at else "", _seat(one.reason)]
        for one in plan.accounts
    ]
    screen.table(["sender", "account", "since", "seat"], rows)
    for channel, seats in plan.seats.items():
        used = sum(one.channel == channel and not one.reason for one in plan.accounts)
        if seats or used:
            screen.show(f"{_NAMES[channel]}: {used} of {seats} {'seat' if seats == 1 else 'seats'} used")
    screen.show()
    rows = [[line.what, str(line.count), _euros(line.each), _euros(line.cents), line.source] for line in plan.price.lines]
    rows.append(["a month" if plan.name != "trial" else "the month", "", "", _euros(plan.price.cents), ""])
    screen.table(["price in EUR", "number", "each", "together", "source"], rows, right={1, 2, 3})
    for word in plan.price.words:
        screen.show(word)
    screen.show()
    rows = [
        [one.sender, one.kind, one.period if one.period == "today" else f"a {one.period}", str(one.most), one.source] for one in plan.limits
    ]
    screen.table(["sender", "limit", "in", "most", "source"], rows, right={3})
    screen.show()
    screen.show(f"availability in {lately.month:%Y-%m} so far: {_availability(lately)} (promised: {AVAILABILITY.value} %)")


def _dates(plan: Plan) -> list[str]:
    term = plan.term
    if plan.name == "trial":
        if term.over:
            return [f"the {TRIAL_DAYS.value} days of the trial are over since {day_text(term.ends)}: write plan: growth, then seleqt apply"]
        return [
            f"the trial ends after {day_text(term.ends - 1)}; from {day_text(term.ends)} on it is growth, or the account ends",
            f"cancel by {day_text(term.cancel_by)}; a business has one trial",
        ]
    if term.ends < 0:
        return ["its terms are by agreement"]
    return [f"the next term begins on {day_text(term.ends)}; cancel by {day_text(term.cancel_by)}"]


def _seat(reason: str) -> str:
    return f"disconnected: {reason}" if reason else "yes"


def _euros(cents: int | None) -> str:
    return "by agreement" if cents is None else money(cents)


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02} %"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02} h"


def _availability(found: Measured) -> str:
    if not found.availability.open:
        return "nothing to measure, no run in open hours"
    words = (
        f"{_percent(found.availability.hundredths)}, {_hours(found.availability.down)} of {_hours(found.availability.open)} without a run"
    )
    if found.availability.excused:
        words += f", {_hours(found.availability.excused)} announced or excused"
    return words


def show_credit(screen: Screen, found: Measured, business: str, now: int, zone: str) -> None:
    """Write what the month gives, how that comes, and the text to send."""
    screen.show(f"availability in {found.month:%Y-%m}{'' if found.over else ' so far'}: {_availability(found)}")
    if found.since:
        screen.show(f"measured from {absolute(found.since, zone)} on, in the hours of the schedules in force now")
    for begins, ends in found.availability.outages:
        screen.show(f"  no run from {absolute(begins, zone)} to {absolute(ends, zone)}")
    rule = f"{CREDIT_STEP.value} % of the fee for each whole percent below {AVAILABILITY.value} %, at most {CREDIT_MOST.value} %"
    if not found.percent:
        screen.show(f"no credit ({rule})")
        return
    screen.show(f"credit: {_amount(found)} ({rule})")
    for word in _conditions(found, now, zone):
        screen.show(word)
    screen.show()
    for line in _text(found, business, zone):
        screen.show(line, exact=True)


def _amount(found: Measured) -> str:
    return f"{found.percent} % of the fee" + ("" if found.cents is None else f", EUR {money(found.cents)} of EUR {money(found.fee or 0)}")


def _conditions(found: Measured, now: int, zone: str) -> list[str]:
    late = zone_of(zone).day(now) > found.claim_by
    said = [
        f"claim it by {day_text(found.claim_by)}, {CLAIM_DAYS.value} business days after the month (Dutch holidays are none)"
        + ("; that is PAST" if late else ""),
        "what was force majeure, or a third party's (your network, your power), is not promised: leave it out with --except FROM/UNTIL",
        "a machine that was off or asleep counts here as no run: only you know whose fault that was",
    ]
    return said if found.over else [*said, "the month is not over yet"]


def _text(found: Measured, business: str, zone: str) -> list[str]:
    shown = found.availability
    return [
        f"Subject: Service credit for {found.month:%B %Y}",
        "",
        f"In {found.month:%B %Y} the service was available for {_percent(shown.hundredths)} of the time,",
        f"below the promised {AVAILABILITY.value} %: {_hours(shown.down)} of {_hours(shown.open)}, without announced maintenance.",
        f"It was not available ({zone}):",
        *(f"- from {absolute(begins, zone)} to {absolute(ends, zone)}" for begins, ends in shown.outages),
        f"We claim the credit of {_amount(found)}.",
        "",
        business,
    ]


def plan_json(plan: Plan, lately: Measured) -> dict[str, Any]:
    """The one document of `plan --json`. Money is in euro cents; null is by agreement."""
    term = plan.term
    return {
        "business": plan.business, "plan": plan.name, "since": day_text(term.since), "since_from": term.since_from,
        "ends": _day(term.ends), "cancel_by": _day(term.cancel_by), "over": term.over,
        "seats": {
            channel: {"seats": seats, "accounts": sum(one.channel == channel for one in plan.accounts)}
            for channel, seats in plan.seats.items()
        },
        "accounts": [
            {
                "account": one.account, "senders": list(one.senders), "channel": one.channel,
                "applied_at": rfc3339(one.applied_at) if one.applied_at else None,
                "state": "disconnected" if one.reason else "connected", "reason": one.reason or None,
            }
            for one in plan.accounts
        ],
        "price": {
            "currency": "EUR", "cents": plan.price.cents, "notes": list(plan.price.words),
            "lines": [
                {"what": line.what, "number": line.count, "each": line.each, "cents": line.cents, "source": line.source}
                for line in plan.price.lines
            ],
        },
        "limits": [
            {
                "account": one.account, "kind": one.kind, "period": one.period, "limit": one.most, "source": one.source,
                "plan_allows": one.given,
            }
            for one in plan.limits
        ],
        "availability": _measured_json(lately),
    }  # fmt: skip


def credit_json(found: Measured, business: str, now: int, zone: str) -> dict[str, Any]:
    """The one document of `plan credit --json`."""
    return {
        **_measured_json(found), "credit_percent": found.percent, "fee": found.fee, "credit": found.cents,
        "claim_by": day_text(found.claim_by), "claim_late": zone_of(zone).day(now) > found.claim_by,
        "text": "\n".join(_text(found, business, zone)) if found.percent else None,
    }  # fmt: skip


def _measured_json(found: Measured) -> dict[str, Any]:
    return {
        "month": f"{found.month:%Y-%m}", "complete": found.over, "measured_from": rfc3339(found.since) if found.since else None,
        "percent": found.availability.hundredths / 100 if found.availability.open else None,
        "promised": AVAILABILITY.value, "open_seconds": found.availability.open, "down_seconds": found.availability.down,
        "excused_seconds": found.availability.excused,
        "outages": [{"from": rfc3339(begins), "until": rfc3339(ends)} for begins, ends in found.availability.outages],
    }  # fmt: skip


def _day(number: int) -> str | None:
    return day_text(number) if number >= 0 else None
