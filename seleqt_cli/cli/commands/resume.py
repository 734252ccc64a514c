"""`seleqt resume`: let this home send again."""

import typer

from seleqt_cli.cli.context import context_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def resume(ctx: typer.Context) -> None:
    """Let this home send again after `seleqt pause`. What came due meanwhile is re-planned, never sent in a burst.

    \b
    Example:
      seleqt resume
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    resumed = people(machine, context.services.person).resume_home()
    context.screen.say("it goes on; held senders and paused campaigns stay as they are" if resumed else "it is not paused")
