"""What every view of a report says in the same words: shares, periods, what a test of variants came to."""

from seleqt_cli.app.report import Report
from seleqt_cli.cli.moments import absolute
from seleqt_cli.core.figures import Figures
from seleqt_cli.core.proportions import Verdict, wilson
from seleqt_cli.core.zones import day_text


def percent(hits: int, of: int) -> str:
    """A share: `12.5%`, '' of nothing."""
    return f"{100 * hits / of:.1f}%" if of else ""


def interval(hits: int, of: int) -> str:
    """Where the true share lies, 19 times of 20: `7.3–19.0%`, '' of nothing."""
    low, high = wilson(hits, of)
    return f"{100 * low:.1f}–{100 * high:.1f}%" if of else ""


def covered(report: Report, zone: str) -> str:
    """Which messages the figures are about."""
    scope = report.scope
    parts = [f"from {absolute(scope.since, zone)}"] if scope.since else []
    parts += [f"to {absolute(scope.until, zone)}"] if scope.until else []
    about = "messages sent " + " ".join(parts) if parts else "all messages so far"
    about += f", campaign {scope.campaign}" if scope.campaign else ""
    return about + (f", sender {scope.sender}" if scope.sender else "")


def verdict_words(campaign: str, step: str, judged: Verdict) -> str:
    """What a test of variants says now."""
    what = f"{campaign}, {step}: "
    if judged.state == "decided":
        return f"{what}{judged.winner} wins: more answers than chance explains, at {judged.sample} messages a variant"
    if judged.state == "undecided":
        return f"{what}no winner: at {judged.sample} messages a variant the difference may be chance"
    left = ", ".join(f"{name} {count}" for name, count in sorted((judged.missing or {}).items()))
    return f"{what}no winner before {judged.sample} messages a variant; still to arrive: {left}"


def undeclared(report: Report) -> list[tuple[str, str]]:
    """The steps of which variants went without a declared size."""
    return sorted({(campaign, step) for campaign, step, _ in report.tally.variants} - set(report.verdicts))


def series(report: Report, name: str) -> tuple[list[str], list[int]]:
    """A figure of each day, from the first to the last on which anything happened: (the days, the counts)."""
    days = report.tally.days
    if not days:
        return [], []
    numbers = range(min(days), max(days) + 1)
    empty = Figures()
    return [day_text(number) for number in numbers], [getattr(days.get(number, empty), name) for number in numbers]


def narrowed(days: list[str], counts: list[int], most: int) -> tuple[list[str], list[int], int]:
    """A series of at most `most` values: as many days as needed are put together; returns how many."""
    together = max(1, -(-len(counts) // most))
    starts = range(0, len(counts), together)
    return [days[start] for start in starts], [sum(counts[start : start + together]) for start in starts], together
