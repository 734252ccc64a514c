"""`seleqt explain`: one lead's journeys so far, what comes next, when, and why then."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def explain(ctx: typer.Context, lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")]) -> None:
    """Say what happened to a lead so far, what comes next, when, and which rule decided that moment.

    The moment is found by the same planner that `seleqt run` uses. A lead that stands behind others gets the earliest
    moment at which it can be its turn.

    \b
    Example:
      seleqt explain anna@acme.example
    """
    from seleqt_cli.cli.explain_view import explanation_json, show_explanation
    from seleqt_cli.wiring.linkedin_modes import tell_modes
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import explainer, lead_named

    context = context_of(ctx)
    connection = context.services.connect()
    machine = looking(context.services, connection)
    now = machine.clock.now()
    found = lead_named(machine, lead)
    bounds, journeys = explainer(machine, now).explain(found)
    tell_modes(machine, journeys, now)
    if context.json:
        context.screen.document(explanation_json(found, bounds, journeys))
        return
    show_explanation(context.screen, found, bounds, journeys, now, machine.workspace.business.timezone)
    if not journeys:
        context.screen.show("  it is in no campaign")
        for campaign, refusal in explainer(machine, now).refusals(found):
            context.screen.show(f"  {campaign} would not take it: {refusal}")
