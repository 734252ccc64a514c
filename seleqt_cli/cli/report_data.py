"""A report as data: the one JSON document, and the one table of `--csv`."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from seleqt_cli.app.report import Report, numbers
from seleqt_cli.app.status import Use
from seleqt_cli.cli.moments import rfc3339
from seleqt_cli.core.cells import guarded
from seleqt_cli.core.figures import NAMES, OF_A_DAY, Figures
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.proportions import wilson
from seleqt_cli.core.zones import day_text
from seleqt_cli.ports.report import Place

_KEYS: Final = ("by", "campaign", "step", "action", "sender", "account", "variant", "day")
_MORE: Final = ("period", "used", "limit", "free_at", "state", "journeys")
"""Columns of the rows about limits and about where journeys are, which have no figures."""


def rows_of(report: Report) -> Iterator[tuple[dict[str, str], Figures]]:
    """Every row of figures with what it is about, in the order in which people read them."""
    tally = report.tally
    yield {"by": "all"}, tally.total
    for name in sorted(tally.campaigns):
        yield {"by": "campaign", "campaign": name}, tally.campaigns[name]
    for campaign, step, kind in steps_in_order(report):
        yield {"by": "step", "campaign": campaign, "step": step, "action": kind}, tally.steps[campaign, step, kind]
    for sender, account in sorted(tally.senders):
        yield {"by": "sender", "sender": sender, "account": account}, tally.senders[sender, account]
    for campaign, step, variant in variants_in_order(report):
        yield {"by": "variant", "campaign": campaign, "step": step, "variant": variant}, tally.variants[campaign, step, variant]
    for day in sorted(tally.days):
        yield {"by": "day", "day": day_text(day)}, tally.days[day]


def steps_in_order(report: Report) -> list[tuple[str, str, str]]:
    """The steps as the file has them; those that it has no more come last."""
    return sorted(report.tally.steps, key=lambda key: (key[0], place_of(report, key[0], key[1]), key))


def variants_in_order(report: Report) -> list[tuple[str, str, str]]:
    """The variants by step, then by name."""
    return sorted(report.tally.variants, key=lambda key: (key[0], place_of(report, key[0], key[1]), key))


def place_of(report: Report, campaign: str, step: str) -> int:
    """The number of a step in its campaign's order."""
    order = report.order.get(campaign, [])
    return order.index(step) if step in order else len(order)


def report_json(report: Report, limits: list[Use], now: int, zone: str) -> dict[str, Any]:
    """The document of `report --json`; rates are of those that a message reached, intervals are Wilson's at 95 %."""
    scope = report.scope
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in ("all", "campaign", "step", "sender", "variant", "day")}
    for about, figures in rows_of(report):
        by = about["by"]
        told: dict[str, Any] = {key: value for key, value in about.items() if key != "by"}
        if by == "campaign":
            told["leads"] = report.enrolled(about["campaign"])
        counted = numbers(figures)
        told |= {name: counted[name] for name in OF_A_DAY} if by == "day" else counted | _rates(figures)
        groups[by].append(told)
    found = {
        "at": rfc3339(now),
        "since": rfc3339(scope.since) if scope.since else None,
        "until": rfc3339(scope.until) if scope.until else None,
        "campaign": scope.campaign or None,
        "sender": scope.sender or None,
        "timezone": zone,
        "total": groups["all"][0],
        "campaigns": groups["campaign"],
        "steps": groups["step"],
        "senders": groups["sender"],
        "variants": groups["variant"],
        "tests": [
            {
                "campaign": campaign, "step": step, "sample": judged.sample, "state": judged.state, "winner": judged.winner or None,
                "missing": dict(judged.missing or {}),
            }
            for (campaign, step), judged in report.verdicts.items()
        ],
        "days": groups["day"],
        "limits": [
            {
                "account": one.account, "sender": one.sender, "kind": one.kind, "period": one.period, "used": one.used, "limit": one.limit,
                "free_at": rfc3339(one.free_at) if 0 < one.free_at < NEVER else None,
            }
            for one in limits
        ],
        "journeys": [
            {"campaign": one.campaign, "state": one.state, "step": one.step or None, "journeys": one.journeys} for one in report.journeys
        ],
    }  # fmt: skip
    if report.people:
        found["people"] = [
            {
                "lead_id": answer.lead, "name": named.name if named else None, "company": named.company if named else None,
                "email": named.email if named else None, "campaign": answer.campaign, "what": answer.what, "at": rfc3339(answer.at),
            }
            for answer, named in report.people
        ]  # fmt: skip
    return found


def report_csv(report: Report, limits: list[Use]) -> str:
    """One table: `by` says what a row is about, the columns behind it name it, the rest are the figures.

    Behind the figures stand today's use of the limits (`by` limit) and where journeys are now (`by` journeys).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*_KEYS, *NAMES, *_MORE])
    for about, figures in rows_of(report):
        counted: dict[str, object] = {**numbers(figures)}
        if about["by"] == "day":
            counted |= {name: "" for name in NAMES if name not in OF_A_DAY}
        writer.writerow([*(guarded(about.get(key, "")) for key in _KEYS), *counted.values(), *("" for _ in _MORE)])
    for told in (*map(_limit_cells, limits), *map(_journey_cells, report.journeys)):
        writer.writerow([guarded(str(told.get(key, ""))) for key in (*_KEYS, *NAMES, *_MORE)])
    return text.getvalue()


def _limit_cells(one: Use) -> dict[str, object]:
    free = rfc3339(one.free_at) if 0 < one.free_at < NEVER else ""
    about = {"by": "limit", "sender": one.sender, "account": one.account, "action": one.kind}
    return {**about, "period": one.period, "used": one.used, "limit": one.limit, "free_at": free}


def _journey_cells(one: Place) -> dict[str, object]:
    return {"by": "journeys", "campaign": one.campaign, "step": one.step, "state": one.state, "journeys": one.journeys}


def _rates(figures: Figures) -> dict[str, Any]:
    """Shares from 0 to 1, None where there is nothing to go by."""
    low, high = wilson(figures.replied, figures.delivered)
    reached, tried = figures.delivered, figures.sent + figures.bounced
    return {
        "reply_rate": round(figures.replied / reached, 4) if reached else None,
        "reply_interval": [round(low, 4), round(high, 4)] if reached else None,
        "accept_rate": round(figures.accepted / figures.invited, 4) if figures.invited else None,
        "bounce_rate": round(figures.bounced / (figures.contacted or tried), 4) if figures.contacted or tried else None,
    }
