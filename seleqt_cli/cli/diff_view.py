"""What an edit means, on a terminal and in a pipe: changes, journeys, words before and after, capacity, problems."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING, Any, Final

from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.output import Screen, visible
from seleqt_cli.core.continuing import Fate

if TYPE_CHECKING:
    from rich.text import Text

    from seleqt_cli.app.fates import Journeys
    from seleqt_cli.wiring.comparing import Comparison
    from seleqt_cli.wiring.forecasting import Forecast

_STYLES: Final = {"-": "red", "+": "green"}
_WORDS: Final = re.compile(r"\s+|[^\s\w]+|\w+")


def show_comparison(screen: Screen, found: "Comparison", zone: str) -> None:
    """The whole of it, part by part; a part in which nothing is to be said is left out."""
    for one in found.changes:
        reach = "" if one.journeys is None else f" ({_journeys(one.journeys)} to come)"
        screen.show(f"{one.what:8} {one.path}: {one.text}{reach}".rstrip(": "))
        _lines(screen, one.lines)
    for journeys in found.journeys.values():
        _fates(screen, journeys)
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for message in found.messages:
        key = message.campaign, message.step, difference_of(message.before, message.after)
        alike.setdefault(key, []).append(message.lead)
    for (campaign, step, lines), leads in alike.items():
        others = f" and {len(leads) - 1:,} more alike" if len(leads) > 1 else ""
        screen.show(f"message  {campaign}: {step} to {leads[0]}{others}")
        _lines(screen, lines)
    if found.forecasts is not None:
        _forecast(screen, *found.forecasts, zone)
    for problem in found.problems:
        many = f" ({problem.count:,} times)" if problem.count > 1 and problem.code not in ("orphaned", "again", "no-subject") else ""
        screen.show(f"{'problem' if problem.level == 'error' else 'warning':8} {problem.text}{many}")


def comparison_json(found: "Comparison") -> dict[str, Any]:
    """The one document of `--json`."""
    forecasts = found.forecasts
    return {
        "before": found.before,
        "after": found.after,
        "changes": [
            {"path": one.path, "what": one.what, "text": one.text, "journeys": one.journeys, "lines": list(one.lines)}
            for one in found.changes
        ],
        "journeys": [_journeys_json(one) for one in found.journeys.values()],
        "messages": [
            {"campaign": one.campaign, "lead": one.lead, "step": one.step, "before": one.before, "after": one.after}
            for one in found.messages
        ],
        "forecast": None if forecasts is None else {"before": _forecast_json(forecasts[0]), "after": _forecast_json(forecasts[1])},
        "problems": [{"level": one.level, "code": one.code, "text": one.text, "count": one.count} for one in found.problems],
    }


def difference_of(before: str, after: str) -> tuple[str, ...]:
    """The lines of a message that change, marked - and +, with one line around them."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[3:]
    return tuple("" if line.startswith("@@") else line for line in lines)


def _journeys(count: int) -> str:
    return f"{count:,} {'journey' if count == 1 else 'journeys'}"


def _fates(screen: Screen, one: "Journeys") -> None:
    parts = [f"{one.fates[fate]:,} {fate.value}" for fate in Fate if one.fates[fate]]
    if one.paused:
        parts.append(f"{one.paused:,} paused with their campaign")
    screen.show(f"journeys {one.campaign}: {', '.join(parts)}")
    if ending := one.fates[Fate.LEFT]:
        screen.show(f"  {ending:,} end: not in the lead list any more, and nothing was sent")
    if one.going_on:
        screen.show(f"  {one.going_on:,} not in the lead list any more and on their way: `seleqt leads stop` ends one")
    for reason, count in sorted(one.held.items()):
        screen.show(f"  {count:,} held: {reason}")
    for step, reach in one.steps.items():
        told = [(reach.gain, "get it now"), (reach.lose, "do not get it any more"), (reach.passed, "did it before and pass it")]
        screen.show(f"  {step}: " + ", ".join(f"{count:,} {what}" for count, what in told if count))


def _forecast(screen: Screen, before: "Forecast", after: "Forecast", zone: str) -> None:
    def ends(forecast: "Forecast", name: str) -> str:
        outlook = forecast.campaigns.get(name)
        return "-" if outlook is None else "does not end" if outlook.ends is None else absolute(outlook.ends, zone)

    def daily(forecast: "Forecast", name: str) -> str:
        outlook = forecast.campaigns.get(name)
        return "-" if outlook is None else f"{outlook.new_a_day:,}"

    names = dict.fromkeys((*before.campaigns, *after.campaigns))
    screen.show()
    screen.table(
        ["campaign", "ends before", "ends after", "new a day before", "after"],
        [[name, ends(before, name), ends(after, name), daily(before, name), daily(after, name)] for name in names],
        right={3, 4},
    )
    screen.show(f"simulated: {before.actions:,} actions on {before.days:,} days before, {after.actions:,} on {after.days:,} after")
    for note in dict.fromkeys((*before.notes, *after.notes)):
        screen.say(note)


def _lines(screen: Screen, lines: Sequence[str]) -> None:
    """Lines marked - and +: in colour on a terminal, with the words that changed made strong."""
    if not (screen.terminal and screen.color):
        for line in lines:
            screen.show(f"  {line}".rstrip(), exact=True)
        return
    from rich.console import Console

    console = Console(highlight=False)
    for text in _coloured([visible(line) for line in lines]):
        console.print(text, soft_wrap=True)


def _coloured(lines: Sequence[str]) -> "Iterator[Text]":
    from rich.text import Text

    position = 0
    while position < len(lines):
        gone = _run(lines[position:], "-")
        come = _run(lines[position + len(gone) :], "+")
        if not gone and not come:
            yield Text(f"  {lines[position]}")
            position += 1
            continue
        position += len(gone) + len(come)
        pairs = len(gone) == len(come)
        for number, line in enumerate((*gone, *come)):
            mark, mine = line[0], line[1:]
            other = (come if mark == "-" else gone)[number % len(gone)][1:] if pairs else ""
            text = Text(f"  {mark}", style=_STYLES[mark])
            for part, changed in _parts(mine, other) if pairs else [(mine, False)]:
                text.append(part, style="bold underline" if changed else "")
            yield text


def _run(lines: Sequence[str], mark: str) -> list[str]:
    found = []
    for line in lines:
        if not line.startswith(mark):
            break
        found.append(line)
    return found


def _parts(mine: str, other: str) -> Iterable[tuple[str, bool]]:
    """The pieces of a line, and whether the other line lacks them."""
    words, others = _WORDS.findall(mine), _WORDS.findall(other)
    at = 0
    for block in SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks():
        yield "".join(words[at : block.a]), True
        yield "".join(words[block.a : block.a + block.size]), False
        at = block.a + block.size


def _journeys_json(one: "Journeys") -> dict[str, Any]:
    return {
        "campaign": one.campaign,
        "continue": one.fates[Fate.CONTINUES], "begin_anew": one.fates[Fate.ANEW], "held": one.fates[Fate.HELD],
        "go_on_again": one.fates[Fate.FREED], "stay": one.fates[Fate.STAYS], "paused": one.paused,
        "end": one.fates[Fate.LEFT], "go_on_unlisted": one.going_on,
        "reasons": dict(one.held),
        "steps": [
            {"step": step, "get_it": reach.gain, "lose_it": reach.lose, "pass_it": reach.passed} for step, reach in one.steps.items()
        ],
    }  # fmt: skip


def _forecast_json(one: "Forecast") -> dict[str, Any]:
    return {
        "actions": one.actions,
        "days": one.days,
        "campaigns": [
            {"campaign": name, "enrolled": outlook.enrolled, "new_a_day": outlook.new_a_day,
             "ends": None if outlook.ends is None else rfc3339(outlook.ends)}
            for name, outlook in one.campaigns.items()
        ],
    }  # fmt: skip
