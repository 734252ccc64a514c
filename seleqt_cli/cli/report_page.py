"""A report as one self-contained page: no script, nothing fetched, good on a phone and on paper, light and dark.

Nobody's name stands in it unless it was asked for.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from seleqt_cli.app.report import Report
from seleqt_cli.app.status import Use
from seleqt_cli.cli import report_charts as charts
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.report_data import place_of, steps_in_order, variants_in_order
from seleqt_cli.cli.report_words import covered, interval, narrowed, percent, series, undeclared, verdict_words
from seleqt_cli.core.figures import Figures
from seleqt_cli.core.journey import State
from seleqt_cli.core.proportions import wilson

_MOST_COLUMNS: Final = 92
_STYLE: Final = """
:root { color-scheme: light dark; --line: #d9dce1; --dim: #5c6370; --card: #fff; --page: #f3f4f6; --text: #1a1c20; --track: #e6e8ec;
  --sent: #3b6fd4; --replied: #1f8a5b; --accepted: #7a4fc2; --bounced: #c9432f; --out: #b06f00 }
@media (prefers-color-scheme: dark) { :root { --line: #33373f; --dim: #a0a6b1; --card: #1d2025; --page: #121417; --text: #e9eaee;
  --track: #30343b; --sent: #6f9bf0; --replied: #4cc38a; --accepted: #a98be8; --bounced: #ef7462; --out: #e0a13c } }
* { box-sizing: border-box }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif;
  font-variant-numeric: tabular-nums }
main { max-width: 60rem; margin: 0 auto }
h1 { font-size: 1.35rem; line-height: 1.25; margin: .25rem 0; overflow-wrap: anywhere } h2 { font-size: 1.05rem; margin: 0 0 .6rem }
header p { color: var(--dim); margin: 0 0 1rem } section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1rem; margin: 0 0 1rem } p.note { color: var(--dim); font-size: .9rem; margin: .6rem 0 0 }
.funnel { list-style: none; margin: 0; padding: 0 } .funnel li { display: grid; grid-template-columns: 6rem 1fr 4.5rem; gap: 0 .7rem;
  align-items: center; padding: .2rem 0 } .funnel svg { width: 100%; height: 1.1rem; display: block } .funnel .count { text-align: right;
  font-weight: 600 } .funnel small { grid-column: 2 / 4; color: var(--dim) }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .9rem 0 0; padding: 0; list-style: none } .facts b { font-weight: 600 }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .92rem }
th { text-align: left; color: var(--dim); font-weight: 500; white-space: nowrap } td, th { padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid var(--line); vertical-align: middle } tr:last-child td { border-bottom: 0 } .r { text-align: right }
td { white-space: nowrap } td small { color: var(--dim) }
h3 { font-size: .95rem; margin: 1rem 0 .3rem; overflow-wrap: anywhere } h2 + h3 { margin-top: 0 }
th:first-child, td:first-child { position: sticky; left: 0; background: var(--card) }
 figure { margin: 0 0 .8rem } figcaption { font-size: .9rem; color: var(--dim) }
figure svg { width: 100%; height: auto; display: block } .tick { font-size: 11px; fill: var(--dim) } .grid { stroke: var(--line) }
.track { fill: var(--track) } .bar, .sent { fill: var(--sent) } .replied { fill: var(--replied) } .accepted { fill: var(--accepted) }
.bounced, .full { fill: var(--bounced) } .out { fill: var(--out) } .range { fill: var(--sent); opacity: .35 }
.interval, .meter { width: 9rem; height: .8rem; display: block }
footer { color: var(--dim); font-size: .85rem; margin: 1.5rem 0 }
@media (max-width: 40rem) { body { padding: .7rem } section { padding: .8rem } .tick { font-size: 19px } .interval, .meter { width: 6rem } }
@media print { :root { --page: #fff; --card: #fff; --text: #000; --dim: #444; --line: #ccc; --track: #e6e8ec; --sent: #3b6fd4;
  --replied: #1f8a5b; --accepted: #7a4fc2; --bounced: #c9432f; --out: #b06f00; color-scheme: light }
  body { padding: 0; font-size: 11pt } .scroll { overflow: visible } table { font-size: 8pt }
  td, th { padding: .15rem .4rem .15rem 0 }
  section { break-inside: avoid; border: 0; padding: .4rem 0; border-radius: 0 }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } @page { margin: 16mm } }
"""


def page(business: str, report: Report, limits: Sequence[Use], now: int, zone: str) -> str:
    """The whole document. Every value is escaped."""
    parts = [
        _section("What came of it", _funnel(report)),
        _section("By day", _days(report)),
        _section("By campaign", _table(["campaign", "journeys", *_HEADS, "opted out", "won"], _campaigns(report), left=1)),
        _section("By step", _steps(report)),
        _section("By sender", _table(["sender", *_HEADS, "opted out"], _senders(report), left=1)),
        _section("By variant", _variants(report)),
        _section("Where journeys are", _journeys(report)),
        _section("Limits used now", _limits(limits)),
        _section("Who answered", _people(report, zone)),
    ]
    title = _text(f"{business}: outreach report")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><header><h1>{title}</h1>"
        f"<p>{_text(covered(report, zone))}; made {_text(absolute(now, zone))} ({_text(zone)})</p></header>{''.join(parts)}"
        f"<footer>{_NOTE}</footer></main></body></html>\n"
    )


_NOTE: Final = (
    "What came of a message counts with the message, whenever it came; by day it counts when it happened. Automatic answers are no "
    "replies. Rates are of what was delivered; the true rate lies in the interval 19 times of 20 (Wilson)."
)
_HEADS: Final = ["contacted", "sent", "replied", "rate", "95% sure", "delivered", "accepted", "bounced"]


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>" if body else ""


def _text(value: str) -> str:
    return escape(value)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, left: int) -> str:
    """Cells are HTML already; columns from number `left` on are figures. A column of nothing but 0 is left out."""
    all_rows = [list(row) for row in rows]
    if not all_rows:
        return ""
    kept = [
        number for number in range(len(heads))
        if number < left or heads[number] in ("sent", "delivered", "replied") or any(row[number] not in ("0", "") for row in all_rows)
    ]  # fmt: skip
    head = "".join(f'<th{_side(number, left)} scope="col">{heads[number]}</th>' for number in kept)
    body = "".join("<tr>" + "".join(f"<td{_side(number, left)}>{row[number]}</td>" for number in kept) + "</tr>" for row in all_rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _side(number: int, left: int) -> str:
    return ' class="r"' if number >= left else ""


def _cells(one: Figures, *, people: bool) -> list[str]:
    of = one.delivered
    found = [f"{one.contacted:,}"] if people else []
    found += [f"{one.sent:,}", f"{one.replied:,}" if of else "", percent(one.replied, of), interval(one.replied, of)]
    return [*found, f"{of:,}" if of or one.bounced else "", _some(one.accepted), _some(one.bounced)]


def _some(count: int) -> str:
    """A count, '' for none: what happened stands out."""
    return f"{count:,}" if count else ""


def _funnel(report: Report) -> str:
    total = report.tally.total
    leads = sum(place.journeys for place in report.journeys) if not report.scope.sender else 0
    rows = [("journeys", leads, "")] if leads else []
    sure = f"{percent(total.replied, total.delivered)} of delivered, 95% sure: {interval(total.replied, total.delivered)}"
    rows += [
        ("contacted", total.contacted, ""),
        ("delivered", total.delivered, f"{percent(total.delivered, total.contacted)} of contacted" if total.contacted else ""),
        ("replied", total.replied, sure if total.delivered else ""),
    ]
    rows += [
        (name, count, f"{percent(count, total.delivered)} of delivered")
        for name, count in (("meeting", total.meeting), ("won", total.won))
        if count
    ]
    facts = [
        ("bounced", total.bounced, total.contacted),
        ("opted out", total.opted_out, total.delivered),
        ("complaints", total.complaints, total.delivered),
    ]
    facts += [("accepted", total.accepted, total.invited)] if total.invited else []
    facts += [("soft bounces", total.soft_bounced, total.sent)] if total.soft_bounced else []
    facts += [(name.replace("_", " "), count, 0) for name in ("lost", "not_interested", "wrong_person") if (count := getattr(total, name))]
    shown = "".join(f"<li><b>{count:,}</b> {name}{f' ({percent(count, of)})' if count and of else ''}</li>" for name, count, of in facts)
    return f'{charts.funnel(rows)}<ul class="facts">{shown}</ul>'


def _days(report: Report) -> str:
    names = (
        ("replied", "replied", "replied"),
        ("accepted", "accepted", "accepted"),
        ("bounced", "bounced", "bounced"),
        ("out", "opted out", "opted_out"),
    )
    days, sent = series(report, "sent")
    if not days:
        return ""
    labels, columns, together = narrowed(days, sent, _MOST_COLUMNS)
    lines = [(kind, name, narrowed(days, series(report, figure)[1], _MOST_COLUMNS)[1]) for kind, name, figure in names]
    note = f'<p class="note">{together} days a column</p>' if together > 1 else ""
    return charts.days(labels, columns, lines, together=together) + note


def _campaigns(report: Report) -> list[list[str]]:
    return [
        [_text(name), f"{report.enrolled(name):,}", *_cells(one, people=True), _some(one.opted_out), _some(one.won)]
        for name, one in sorted(report.tally.campaigns.items())
    ]


def _steps(report: Report) -> str:
    rows = []
    for key in steps_in_order(report):
        campaign, step, kind = key
        name = f"{_text(step)} <small>{_text(kind)}</small>"
        rows.append((campaign, [name, *_cells(report.tally.steps[key], people=False)]))
    return _apart(["step", *_HEADS[1:]], rows, left=1)


def _apart(heads: Sequence[str], rows: Sequence[tuple[str, list[str]]], *, left: int) -> str:
    """A table for each campaign, named where there are several: a phone has no room for a column of names."""
    names = list(dict.fromkeys(campaign for campaign, _ in rows))
    titled = [(f"<h3>{_text(name)}</h3>" if len(names) > 1 else "", name) for name in names]
    return "".join(title + _table(heads, [row for campaign, row in rows if campaign == name], left=left) for title, name in titled)


def _senders(report: Report) -> list[list[str]]:
    return [[_text(key[0]), *_cells(one, people=True), _some(one.opted_out)] for key, one in sorted(report.tally.senders.items())]


def _variants(report: Report) -> str:
    keys = variants_in_order(report)
    if not keys:
        return ""
    of = [report.tally.variants[key] for key in keys]
    top = max((wilson(one.replied, one.delivered)[1] for one in of if one.delivered), default=1.0) or 1.0
    rows = []
    for key, one in zip(keys, of, strict=True):
        low, high = wilson(one.replied, one.delivered)
        chart = charts.interval(low, one.replied / one.delivered, high, top) if one.delivered else ""
        figures = [f"{one.sent:,}", f"{one.replied:,}", percent(one.replied, one.delivered), interval(one.replied, one.delivered), chart]
        rows.append((key[0], [*(_text(part) for part in key[1:]), *figures, f"{one.delivered:,}"]))
    table = _apart(["step", "variant", "sent", "replied", "rate", "95% sure", "", "delivered"], rows, left=2)
    told = [verdict_words(*key, judged) for key, judged in sorted(report.verdicts.items(), key=lambda one: one[0])]
    told += [
        f"{campaign}, {step}: no winner is named without a declared size (test: {{sample: N}})" for campaign, step in undeclared(report)
    ]
    return table + "".join(f'<p class="note">{_text(words)}</p>' for words in told)


def _journeys(report: Report) -> str:
    states = [state.value for state in State if any(place.state == state for place in report.journeys)]
    counts = {(one.campaign, one.step, one.state): one.journeys for one in report.journeys}
    keys = sorted({(one.campaign, one.step) for one in report.journeys}, key=lambda key: (key[0], not key[1], place_of(report, *key), key))
    rows = []
    for campaign, step in keys:
        here = [counts.get((campaign, step, state), 0) for state in states]
        rows.append((campaign, [_text(step) or "(over)", *(_some(count) for count in here)]))
    return _apart(["before step", *states], rows, left=1)


def _limits(limits: Sequence[Use]) -> str:
    rows = [
        [_text(one.sender), f"{one.kind} a {one.period}", f"{one.used:,} of {one.limit:,}", charts.meter(one.used, one.limit)]
        for one in limits
    ]
    return _table(["sender", "limit", "used", ""], rows, left=4)


def _people(report: Report, zone: str) -> str:
    rows = []
    for answer, named in report.people:
        who = (named.name or named.email) if named is not None else ""
        rows.append(
            [
                _text(who or "somebody erased"), _text(answer.what.replace("_", " ")), _text(absolute(answer.at, zone)),
                _text(named.company if named is not None else ""), _text(answer.campaign),
            ]
        )  # fmt: skip
    return _table(["who", "what", "when", "company", "campaign"], rows, left=5)
