"""`seleqt pause`: stop every send of this home."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def pause(ctx: typer.Context, reason: Annotated[str, typer.Argument(metavar="[REASON]", help="Why; status shows it.")] = "") -> None:
    """Stop every send of this home, in all processes, before their next dot; it stays so until `seleqt resume`.

    \b
    Example:
      seleqt pause "new price list on Monday"
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    fresh = people(machine, context.services.person).pause_home(reason)
    context.screen.say(
        "paused: nothing is sent until you type `seleqt resume`" if fresh else "it is paused already; `seleqt resume` goes on"
    )
