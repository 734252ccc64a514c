"""`seleqt diff`: what an edit changes."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def diff(
    ctx: typer.Context,
    base: Annotated[str, typer.Option("--base", metavar="FILE", help="Compare with this file, without a database.")] = "",
) -> None:
    """Show what an edit of the file changes for journeys, capacity and messages, before `seleqt apply` accepts it.

    \b
    Nothing is written. Steps are known by their ids:
    a step that was moved is the same step.

    \b
    Example:
      seleqt diff
      seleqt diff --base campaigns.before.yaml
    """
    from seleqt_cli.wiring.comparing import compare

    context = context_of(ctx)
    screen = context.screen
    changes = compare(context.services, base)
    if context.json:
        shown = [
            {"path": one.path, "what": one.what, "text": one.text, "journeys": one.journeys, "lines": list(one.lines)} for one in changes
        ]
        screen.document({"changes": shown})
        return
    for one in changes:
        reach = "" if one.journeys is None else f" ({one.journeys:,} {'journey' if one.journeys == 1 else 'journeys'} to come)"
        screen.show(f"{one.what:8} {one.path}: {one.text}{reach}".rstrip(": "))
        for line in one.lines:
            screen.show(f"  {line}", exact=True)
    if not changes:
        screen.say("nothing changes")
