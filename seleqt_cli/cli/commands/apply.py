"""`seleqt apply`: accept campaigns.yaml as it stands."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def apply(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Pause campaigns that the file lacks without asking.")] = False,
) -> None:
    """Accept campaigns.yaml: read its lead files, enrol who is new, and let `seleqt run` work with it.

    \b
    Nothing is sent. Leads that are on their way already keep their place; steps are known by their ids.

    \b
    Example:
      seleqt apply -f campaigns.yaml
    """
    accept(context_of(ctx), yes=yes)


def accept(context: Context, *, yes: bool) -> None:
    """Check the file, apply it, and say what it means."""
    services = context.services
    screen = context.screen
    _, loaded = services.workspace()
    for problem in loaded.problems:
        screen.say(str(problem))
    connection = services.connect(create=True)
    missing = services.campaigns_missing(connection, loaded)
    if missing and not confirm(f"{', '.join(missing)}: running, but not in the file any more. Pause?", yes=yes):
        raise UsageProblem("nothing was applied", advice="put the campaign back into the file, or answer yes")
    result = services.apply(loaded, connection, lambda name, done, total: None)
    connection.close()
    if context.json:
        screen.document(
            {
                "campaigns": [
                    {"campaign": one.campaign, "enrolled": one.started, "refused": dict(one.refused)} for one in result.campaigns
                ],
                "paused": result.paused,
            }
        )
        return
    for one in result.campaigns:
        imported = one.imported
        read = f" ({imported.new} new leads, {imported.changed} changed)" if imported is not None else ""
        screen.say(f"{one.campaign}: {one.started} leads enrolled{read}")
        for reason, count in sorted(one.refused.items()):
            screen.say(f"  {count} not contacted: {reason}")
        if imported is not None and imported.refused:
            screen.say(f"  {imported.refused} rows refused; `seleqt leads import {imported.file} --dry-run` lists them")
    for name in result.paused:
        screen.say(f"{name}: paused, it is not in the file any more")
