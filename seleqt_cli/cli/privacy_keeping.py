"""`seleqt privacy retention`: what is kept too long, and its removal."""

import re
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.import_view import ProgressBar
from seleqt_cli.cli.moments import rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.retention import KEEPINGS, YEAR, stretch
from seleqt_cli.core.zones import DAY

_PERIOD = re.compile(r"([a-z]+)=(\d{1,5}) ?(days?|weeks?|months?|years?)")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": YEAR}


def mount(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(retention)


@with_json
def retention(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None, typer.Option("--period", metavar="NAME=TIME", help="Another period, as in silent=6 months; may be given again.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove it.")] = False,
) -> None:
    """Show what is kept too long; with --yes remove it for good. The numbers of what was done stay.

    \b
    People who are restricted, who asked for something that is still open, or to
    whom a campaign still writes are kept. Who is never to be contacted stays on
    that list. Lead files are yours: those that still hold such people are named.

    \b
    Example:
      seleqt privacy retention
      seleqt privacy retention --period "silent=6 months" --yes
    """
    from seleqt_cli.wiring.retention import overdue, remove

    context = context_of(ctx)
    services, screen = context.services, context.screen
    connection = services.connect()
    now = services.clock.now()
    found = overdue(services, connection, dict(_period(text) for text in period or ()), now)
    counts = {one.key: found.count(one) for one in KEEPINGS}
    if yes and found.total:
        with ProgressBar("removed", shown=screen.live) as bar:
            people = sum(len(old.leads) for old in found.people.values())
            for done in remove(services, connection, found, by=services.person, now=now):
                bar.show(done, people)
    if context.json:
        screen.document(
            {
                "removed": yes,
                "periods": [
                    {
                        "name": one.key, "what": one.what, "days": found.seconds[one.key] // DAY, "longest_days": one.longest,
                        "source": one.source, "before": rfc3339(now - found.seconds[one.key]), "overdue": counts[one.key],
                    }
                    for one in KEEPINGS
                ],
                "kept_for_a_reason": {key: old.bound for key, old in found.people.items()},
                "still_in_campaigns": {key: old.walking for key, old in found.people.items()},
                "lead_files": found.still,
            }
        )  # fmt: skip
        return
    rows = [[one.key, str(counts[one.key]), f"{stretch(found.seconds[one.key] // DAY)} after {one.since}", one.what] for one in KEEPINGS]
    screen.table(["period", "removed" if yes else "too old", "kept for", "what"], rows, right={1})
    bound = sum(old.bound for old in found.people.values())
    if bound:
        screen.say(f"{bound} more are old and kept: restricted, with an open request, or with something under way")
    late = found.people["uncontacted"].walking
    if late:
        screen.say(
            f"{late} imported more than 30 days ago still wait for a first mail, and so for the notice "
            "(GDPR article 14(3)): write, or stop them"
        )
    for name, count in found.still.items():
        screen.warn(f"{name} still holds {count} of them: remove those rows, or the next apply reads them again")
    if not found.total:
        screen.say("nothing is kept too long")
    elif not yes:
        screen.say("nothing was removed; --yes removes it for good")


def _period(text: str) -> tuple[str, int]:
    found = _PERIOD.fullmatch(text.strip().lower())
    if found is None:
        raise UsageProblem(f"--period {text}: no period", advice='as in --period "silent=6 months"')
    return found[1], int(found[2]) * _DAYS[found[3].rstrip("s")]
