"""`seleqt resume`: let this home send again."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def resume(
    ctx: typer.Context,
    announced: Annotated[bool, typer.Option("--announced", help="Take back every announced pause that is still to come.")] = False,
) -> None:
    """Let this home send again after `seleqt pause`. What came due meanwhile is re-planned, never sent in a burst.

    \b
    Example:
      seleqt resume
      seleqt resume --announced
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    doing = people(machine, context.services.person)
    if announced:
        count = doing.call_off_pauses()
        context.screen.say(f"{count} {'pause' if count == 1 else 'pauses'} taken back" if count else "no pause is announced")
        return
    resumed = doing.resume_home()
    context.screen.say("it goes on; held senders and paused campaigns stay as they are" if resumed else "it is not paused")
