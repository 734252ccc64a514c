"""What a simulation looks like: a calendar of actions per day and sender, ends, limits that bind, problems."""

from datetime import date, timedelta
from typing import Any

from seleqt_cli.app.simulate import FAILING, SimulationResult
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.core.planner import Planner

_DAYS_SHOWN = 45
_PROBLEMS_SHOWN = 20


def summary_json(result: SimulationResult, seed: str) -> dict[str, Any]:
    """The last line of `--json` (SPEC 13 rule 15)."""
    return {
        "type": "summary",
        "seed": seed,
        "from": rfc3339(result.start),
        "to": rfc3339(result.end),
        "actions": result.actions,
        "journeys": result.journeys,
        "ends": {name: None if at is None else rfc3339(at) for name, at in result.ends.items()},
        "problems": [{"code": one.code, "lead": one.lead or None, "text": one.text} for one in result.problems],
    }


def show_result(context: Context, planner: Planner, result: SimulationResult, allow_held: int) -> None:
    """The whole result for a person; the same words on a terminal and in a pipe."""
    screen = context.screen
    zone = planner.workspace.business.timezone
    names = {key: "/".join(sender.name for sender in account.senders) for key, account in planner.accounts.items()}
    columns = [(key, kind) for key, kinds in result.actions.items() for kind in kinds]
    if columns:
        _calendar(context, result, columns, names)
    total = sum(sum(kinds.values()) for kinds in result.actions.values())
    screen.show(f"{total:,} actions from {absolute(result.start, zone)} to {absolute(result.end, zone)} ({zone})")
    if result.journeys:
        screen.show("leads: " + ", ".join(f"{count:,} {state}" for state, count in result.journeys.items()))
    for name, at in result.ends.items():
        if at is not None:
            screen.show(f"{name}: ends {absolute(at, zone)}")
        elif not result.complete:
            screen.show(f"{name}: goes on after these days")
    for (key, kind, rule), days in sorted(result.binding.items(), key=lambda item: -item[1])[:_PROBLEMS_SHOWN]:
        screen.show(f"{names[key]}: {kind} waits for the limit ({rule}) on {days} {'day' if days == 1 else 'days'}")
    _problems(context, result, allow_held)


def _calendar(context: Context, result: SimulationResult, columns: list[tuple[str, str]], names: dict[str, str]) -> None:
    if _taken(columns, names) > _width(context):
        columns = [(key, "") for key in dict.fromkeys(key for key, _ in columns)]
    if _taken(columns, names) > _width(context):
        columns = [("", "")]
    headers = ["day", *(f"{names[key]} {kind}".strip() if key else "all senders" for key, kind in columns)]
    rows = []
    for day, counts in list(result.by_day.items())[:_DAYS_SHOWN]:
        cells = [sum(n for (k, w), n in counts.items() if key in ("", k) and kind in ("", w)) for key, kind in columns]
        rows.append([f"{date(1970, 1, 1) + timedelta(days=day):%a %Y-%m-%d}", *(f"{cell:,}" if cell else "·" for cell in cells)])
    context.screen.table(headers, rows, right=set(range(1, len(headers))))
    more = len(result.by_day) - _DAYS_SHOWN
    if more > 0:
        context.screen.show(f"… and {more} more days")
    context.screen.show()


def _taken(columns: list[tuple[str, str]], names: dict[str, str]) -> int:
    """The width of a calendar with one column for each of these."""
    return 14 + sum(max(5, len(f"{names[key]} {kind}".strip())) + 2 for key, kind in columns)


def _width(context: Context) -> int:
    """What fits in one line: of the terminal, or generously much where nobody looks at a screen."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if context.screen.terminal else 240


def _problems(context: Context, result: SimulationResult, allow_held: int) -> None:
    screen = context.screen
    shown: dict[str, int] = {}
    for one in result.problems:
        shown[one.code] = shown.get(one.code, 0) + 1
        if shown[one.code] <= _PROBLEMS_SHOWN:
            screen.warn(f"{one.code}: {one.lead + ': ' if one.lead else ''}{one.text}")
    for code, count in shown.items():
        if count > _PROBLEMS_SHOWN:
            screen.warn(f"{code}: {count - _PROBLEMS_SHOWN} more such (--json lists them)")
    if result.held:
        allowed = f", --allow-held allows {allow_held}" if allow_held else " (--allow-held N lets N pass)"
        screen.warn(f"{result.held} {'lead' if result.held == 1 else 'leads'} would be held{allowed}")
    if any(one.code == "no-leads" for one in result.problems):
        screen.warn("Give the campaign leads, or make some up: seleqt run --simulate --leads 20")
    failed = [one for one in result.problems if one.code in FAILING]
    if not failed and result.held <= allow_held:
        screen.say("nothing was sent; `seleqt run` would do this")
