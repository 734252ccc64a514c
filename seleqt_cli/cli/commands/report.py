"""`seleqt report`: what came of what was sent."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json

if TYPE_CHECKING:
    from seleqt_cli.core.report import Scope

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def report(
    ctx: typer.Context,
    since: Annotated[str, typer.Option(help="Only messages sent from then on: a day, a moment, or `30 days`.", metavar="WHEN")] = "",
    until: Annotated[str, typer.Option(help="Only messages sent before that; a day counts as a whole.", metavar="WHEN")] = "",
    campaign: Annotated[str, typer.Option(help="Only this campaign.", metavar="NAME")] = "",
    sender: Annotated[str, typer.Option(help="Only what this sender sent.", metavar="NAME")] = "",
    html: Annotated[str, typer.Option(help="Write one self-contained page into this file; - for standard output.", metavar="FILE")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Write all figures as one CSV table.")] = False,
    people: Annotated[
        bool, typer.Option("--people", help="Also list by name who answered; a report has no personal data otherwise.")
    ] = False,
) -> int:
    """Show what came of what was sent: people contacted, reached, who replied, accepted, bounced, opted out.

    \b
    By campaign, step, sender, variant and day; with the limits used and where
    journeys are now. Automatic answers are no replies. What came of a message
    counts with the message, whenever it came. Rates come with a 95 % interval;
    a variant wins only at the size that the file declares (test: {sample: N}).

    \b
    Example:
      seleqt report
      seleqt report --since 2026-12-01 --campaign founders-nl
      seleqt report --html report.html
      seleqt report --csv > report.csv
    """
    from seleqt_cli.cli.report_data import report_csv, report_json
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.reporting import current_report, limits_used

    context = context_of(ctx)
    if sum(bool(one) for one in (html, as_csv, context.json)) > 1:
        raise UsageProblem("--html, --csv and --json are three forms of one report", advice="name one of them")
    if as_csv and people:
        raise UsageProblem("--csv has figures and nobody's name", advice="seleqt report --people --json, or seleqt leads export")
    machine = looking(context.services, context.services.connect())
    now, zone = machine.clock.now(), machine.workspace.business.timezone
    scope = _scope(since, until, campaign, sender, zone=zone, now=now)
    found = current_report(machine, scope, with_people=people)
    if as_csv:
        sys.stdout.write(report_csv(found, limits_used(machine, scope, now)))
        return 0
    limits = limits_used(machine, scope, now)
    if context.json:
        context.screen.document(report_json(found, limits, now, zone))
    elif html:
        from seleqt_cli.cli.report_page import page

        _write(context, html, page(machine.workspace.business.name, found, limits, now, zone))
    else:
        from seleqt_cli.cli.report_view import show_report

        show_report(context.screen, found, limits, zone)
    return 0


def _scope(since: str, until: str, campaign: str, sender: str, *, zone: str, now: int) -> "Scope":
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.core.report import Scope
    from seleqt_cli.core.zones import Zone, day_number

    start = moment(since, "--since", zone=zone, now=now) if since else 0
    end = moment(until, "--until", zone=zone, now=now) if until else 0
    if re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", until):
        end = Zone(zone).instant(day_number(until.strip()) + 1, 0)
    if until and end <= start:
        raise UsageProblem("--until lies before --since", advice="turn them round")
    return Scope(start, end, campaign, sender)


def _write(context: Context, name: str, text: str) -> None:
    from seleqt_cli.core.errors import Failed

    if name == "-":
        sys.stdout.write(text)
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{name}: {error.strerror}", advice="name a file that can be written") from error
    context.screen.say(f"wrote {name}; open it in a browser, or print it from there")
