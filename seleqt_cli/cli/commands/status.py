"""`seleqt status`: what is live now."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def status(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Say only what is wrong, and end with 3 if something is: for monitoring.")] = False,
) -> int:
    """Show what is live now: journeys, today's use of every limit, what comes next, held senders, inboxes.

    \b
    With --check it ends with 3 when a sender is held, something is in doubt, or
    no run happened for 30 minutes inside open hours; otherwise with 0 and
    without a word.

    \b
    Example:
      seleqt status
      seleqt status --check || echo "seleqt needs somebody"
    """
    from seleqt_cli.cli.status_view import show_status, status_json
    from seleqt_cli.wiring.outlines import current_status, looking

    context = context_of(ctx)
    connection = context.services.connect()
    machine = looking(context.services, connection)
    now = machine.clock.now()
    found = current_status(machine, now)
    if context.json:
        context.screen.document(status_json(found))
    elif not check:
        show_status(context.screen, found, now, machine.workspace.business.timezone)
    if not check:
        return 0
    for fault in found.faults if not context.json else ():
        context.screen.warn(fault)
    return 3 if found.faults else 0
