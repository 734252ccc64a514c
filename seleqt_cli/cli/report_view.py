"""A report as a person reads it at a terminal: bars, sparklines and tables that fit its width."""

import sys
from collections.abc import Sequence
from typing import Final

from seleqt_cli.app.report import Report
from seleqt_cli.app.status import Use
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.output import USUAL, Screen, columns, width
from seleqt_cli.cli.report_data import place_of, steps_in_order, variants_in_order
from seleqt_cli.cli.report_words import covered, interval, narrowed, percent, series, undeclared, verdict_words
from seleqt_cli.core.figures import Figures
from seleqt_cli.core.journey import State
from seleqt_cli.core.zones import day_text

_BARS: Final = " ▏▎▍▌▋▊▉█"
_SPARKS: Final = "▁▂▃▄▅▆▇█"
_SPARK_MOST: Final = 50
_DAYS_SHOWN: Final = 14
_PEOPLE_SHOWN: Final = 50
_BAR: Final = 24

Column = tuple[str, int, list[str]]
"""A header, how much it matters (0 = always shown), and its cells."""


def show_report(screen: Screen, report: Report, limits: list[Use], zone: str) -> None:
    """Write it, the whole first and then by campaign, step, sender, variant and day."""
    screen.show(covered(report, zone))
    screen.show()
    _funnel(screen, report)
    if report.tally.campaigns:
        _table(screen, "By campaign", _campaigns(report), left=1)
        _table(screen, "By step", _steps(report), left=3)
        _table(screen, "By sender", _senders(report), left=1)
        _variants(screen, report)
    _days(screen, report)
    _limits(screen, limits)
    _journeys(screen, report)
    _people(screen, report, zone)


def bar(value: int, of: int, size: int) -> str:
    """A bar of at most `size` signs in eighths."""
    eighths = round(8 * size * value / of) if of else 0
    full, rest = divmod(max(eighths, 1 if value else 0), 8)
    return "█" * full + (_BARS[rest] if rest else "")


def spark(counts: Sequence[int]) -> str:
    """One sign a value; nothing stays blank, so that it can be told from a little."""
    most = max(counts, default=0)
    return "".join(" " if not count else _SPARKS[min(7, (8 * count - 1) // most)] for count in counts)


def _funnel(screen: Screen, report: Report) -> None:
    total = report.tally.total
    leads = sum(place.journeys for place in report.journeys) if not report.scope.sender else 0
    rows = [("journeys", leads, "")] if leads else []
    rows += [
        ("contacted", total.contacted, ""),
        ("delivered", total.delivered, percent(total.delivered, total.contacted)),
        ("replied", total.replied, _sure(total.replied, total.delivered)),
    ]
    rows += [(name, count, percent(count, total.delivered)) for name, count in _good(total) if count]
    most = max(count for _, count, _ in rows)
    digits = max(len(str(count)) for _, count, _ in rows)
    for name, count, share in rows:
        screen.show(f"{name:9}  {count:{digits}}  {bar(count, most, _BAR):{_BAR}}  {share}".rstrip(), exact=True)
    screen.show()
    told = [f"bounced {_of(total.bounced, total.contacted)}"]
    told += [f"soft bounces {total.soft_bounced}"] if total.soft_bounced else []
    told += [f"opted out {_of(total.opted_out, total.delivered)}", f"complaints {_of(total.complaints, total.delivered)}"]
    told += (
        [f"accepted {total.accepted} of {total.invited} invitations ({percent(total.accepted, total.invited)})"] if total.invited else []
    )
    told += [
        f"{name.replace('_', ' ')} {getattr(total, name)}" for name in ("lost", "not_interested", "wrong_person") if getattr(total, name)
    ]
    screen.show(", ".join(told))


def _good(total: Figures) -> list[tuple[str, int]]:
    return [("meeting", total.meeting), ("won", total.won)]


def _sure(hits: int, of: int) -> str:
    return f"{percent(hits, of)} of delivered (95%: {interval(hits, of)})" if of else ""


def _of(count: int, of: int) -> str:
    return f"{count} ({percent(count, of)})" if count and of else str(count)


def _table(screen: Screen, title: str, table: list[Column], *, left: int) -> None:
    """A table without the columns that matter least, as far as a terminal is too narrow for them."""
    if not table or not table[0][2]:
        return
    room = columns(sys.stdout) if screen.terminal else 0
    kept = list(table)
    while room and sum(max(width(cell) for cell in (head, *cells)) + 2 for head, _, cells in kept) - 2 > room:
        least = max(kept, key=lambda column: column[1])
        if not least[1]:
            break
        kept.remove(least)
    screen.show()
    screen.show(title)
    rows = list(zip(*(cells for _, _, cells in kept), strict=True))
    screen.table([head for head, _, _ in kept], rows, right=set(range(left, len(kept))))


def _figures(all_of: Sequence[Figures], *, people: bool) -> list[Column]:
    """The columns that every table of figures has; those of which every cell is 0 are left out."""
    found: list[Column] = [("contacted", 3, [str(one.contacted) for one in all_of])] if people else []
    found += [
        ("sent", 0, [str(one.sent) for one in all_of]),
        ("delivered", 5, [str(one.delivered) for one in all_of]),
        ("replied", 0, [str(one.replied) for one in all_of]),
        ("rate", 1, [percent(one.replied, one.delivered) for one in all_of]),
        ("95% sure", 6, [interval(one.replied, one.delivered) for one in all_of]),
    ]
    for head, matters, name in (
        ("accepted", 2, "accepted"), ("bounced", 2, "bounced"), ("opted out", 3, "opted_out"), ("complaints", 4, "complaints"),
        ("meeting", 4, "meeting"), ("won", 3, "won"), ("lost", 7, "lost"),
    ):  # fmt: skip
        if any(getattr(one, name) for one in all_of):
            found.append((head, matters, [str(getattr(one, name) or "") for one in all_of]))
    return found


def _campaigns(report: Report) -> list[Column]:
    names = sorted(report.tally.campaigns)
    leads: Column = ("journeys", 4, [str(report.enrolled(name)) for name in names])
    return [("campaign", 0, names), leads, *_figures([report.tally.campaigns[name] for name in names], people=True)]


def _steps(report: Report) -> list[Column]:
    keys = steps_in_order(report)
    of = [report.tally.steps[key] for key in keys]
    named: list[Column] = [
        ("campaign", 0, [key[0] for key in keys]), ("step", 0, [key[1] for key in keys]), ("does", 5, [key[2] for key in keys])
    ]  # fmt: skip
    return [*named, *_figures(of, people=False)]


def _senders(report: Report) -> list[Column]:
    keys = sorted(report.tally.senders)
    return [("sender", 0, [key[0] for key in keys]), *_figures([report.tally.senders[key] for key in keys], people=True)]


def _variants(screen: Screen, report: Report) -> None:
    keys = variants_in_order(report)
    of = [report.tally.variants[key] for key in keys]
    table: list[Column] = [
        ("campaign", 1, [key[0] for key in keys]), ("step", 0, [key[1] for key in keys]), ("variant", 0, [key[2] for key in keys]),
        ("sent", 0, [str(one.sent) for one in of]), ("delivered", 2, [str(one.delivered) for one in of]),
        ("replied", 0, [str(one.replied) for one in of]), ("rate", 0, [percent(one.replied, one.delivered) for one in of]),
        ("95% sure", 0, [interval(one.replied, one.delivered) for one in of]),
    ]  # fmt: skip
    _table(screen, "By variant", table, left=3)
    for (campaign, step), judged in sorted(report.verdicts.items(), key=lambda one: one[0]):
        screen.show(verdict_words(campaign, step, judged))
    for campaign, step in undeclared(report):
        screen.show(f"{campaign}, {step}: no winner is named without test: {{sample: N}} in the file")


def _days(screen: Screen, report: Report) -> None:
    days, _ = series(report, "sent")
    if not days:
        return
    screen.show()
    screen.show("By day, when it happened")
    room = min(_SPARK_MOST, (columns(sys.stdout) if screen.terminal else USUAL) - 30)
    for head, name in (
        ("sent", "sent"),
        ("replied", "replied"),
        ("accepted", "accepted"),
        ("bounced", "bounced"),
        ("opted out", "opted_out"),
    ):
        counts = series(report, name)[1]
        if any(counts):
            _, together, size = narrowed(days, counts, max(room, 10))
            screen.show(f"{head:9}  {spark(together)}  most {max(together)}", exact=True)
    size = narrowed(days, [0] * len(days), max(room, 10))[2]
    screen.show(f"{days[0]} to {days[-1]}" + (f", {size} days a sign" if size > 1 else ""))
    if not screen.terminal or len(report.tally.days) <= _DAYS_SHOWN:
        shown = sorted(report.tally.days)
    else:
        shown = sorted(report.tally.days)[-_DAYS_SHOWN:]
    table: list[Column] = [("day", 0, [day_text(day) for day in shown])]
    for head, name in (
        ("sent", "sent"), ("replied", "replied"), ("accepted", "accepted"), ("bounced", "bounced"), ("opted out", "opted_out"),
        ("meeting", "meeting"), ("won", "won"),
    ):  # fmt: skip
        counts = [getattr(report.tally.days[day], name) for day in shown]
        if any(counts) or name in ("sent", "replied"):
            always = name in ("sent", "replied")
            table.append((head, 0 if always else 2, [str(count) if count or always else "" for count in counts]))
    screen.show()
    screen.table([head for head, _, _ in table], list(zip(*(cells for _, _, cells in table), strict=True)), right=set(range(1, len(table))))
    if len(shown) < len(report.tally.days):
        screen.show(f"the last {len(shown)} days with anything; --json and --csv have all")


def _limits(screen: Screen, limits: list[Use]) -> None:
    if limits:
        screen.show()
        screen.show("Limits used now")
        rows = [[one.sender, f"{one.kind} a {one.period}", str(one.used), str(one.limit), bar(one.used, one.limit, 12)] for one in limits]
        screen.table(["sender", "limit", "used", "of", ""], rows, right={2, 3})


def _journeys(screen: Screen, report: Report) -> None:
    """One row a campaign and step to come, one column a state that somebody is in."""
    if not report.journeys:
        return
    states = [state.value for state in State if any(place.state == state and place.journeys for place in report.journeys)]
    keys = sorted({(one.campaign, one.step) for one in report.journeys}, key=lambda key: (key[0], not key[1], place_of(report, *key), key))
    counts = {(one.campaign, one.step, one.state): one.journeys for one in report.journeys}
    rows = [
        [campaign, step or "(over)", *(str(counts.get((campaign, step, state), "") or "") for state in states)] for campaign, step in keys
    ]
    screen.show()
    screen.show("Where journeys are")
    screen.table(["campaign", "before step", *states], rows, right=set(range(2, 2 + len(states))))


def _people(screen: Screen, report: Report, zone: str) -> None:
    if not report.people:
        return
    screen.show()
    screen.show("Who answered")
    rows = [
        [absolute(answer.at, zone), answer.what.replace("_", " "), _name(named), answer.campaign]
        for answer, named in report.people[: _PEOPLE_SHOWN if screen.terminal else None]
    ]
    screen.table(["when", "what", "who", "campaign"], rows)
    if len(rows) < len(report.people):
        screen.show(f"and {len(report.people) - len(rows)} more (--json shows all)")


def _name(named: object) -> str:
    from seleqt_cli.ports.report import Named

    if not isinstance(named, Named) or not (named.name or named.email):
        return "somebody erased"
    return f"{named.name or named.email}" + (f", {named.company}" if named.company else "")
