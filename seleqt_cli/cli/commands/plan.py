"""`seleqt plan`: seats, price, dates, limits in force; and the credit for a month."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def plan(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[credit]", help="credit: what a month's availability gives, with the text to send.")] = "",
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="The month of the credit; the last one by default.")] = "",
    excused: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="FROM/UNTIL", help="Leave out what was force majeure or a third party's; repeat it for more."),
    ] = None,
) -> int:
    """Show what the subscription allows and costs: seats, price, dates, limits, availability.

    \b
    Accounts over the seats send nothing, newest first; it says which and why.
    The availability is how much of the schedules' hours a run was there.

    \b
    Example:
      seleqt plan
      seleqt plan credit --month 2026-11
    """
    from datetime import date, timedelta

    from seleqt_cli.cli.plan_view import credit_json, plan_json, show_credit, show_plan
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.subscription import measured, month_now, present_plan

    context = context_of(ctx)
    if what not in ("", "credit"):
        raise UsageProblem(f"there is no plan {what}", advice="seleqt plan, or: seleqt plan credit --month 2026-11")
    if what != "credit" and (month or excused):
        raise UsageProblem("--month and --except belong to the credit", advice="seleqt plan credit --month 2026-11")
    machine = looking(context.services, context.services.connect())
    now, zone = machine.clock.now(), machine.workspace.business.timezone
    this = month_now(machine, now)
    if what == "":
        found, lately = present_plan(machine, now), measured(machine, this, now)
        if context.json:
            context.screen.document(plan_json(found, lately))
        else:
            show_plan(context.screen, found, lately, now, zone)
        return 0
    try:
        wanted = date.fromisoformat(f"{month}-01") if month else (this - timedelta(days=1)).replace(day=1)
    except ValueError:
        raise UsageProblem(f"--month {month}: no month", advice="write 2026-11") from None
    if wanted > this:
        raise UsageProblem(f"--month {month}: it has not begun yet", advice="seleqt plan credit")
    spans = []
    for text in excused or ():
        begins, slash, ends = text.partition("/")
        if not slash:
            raise UsageProblem(f"--except {text}: no stretch of time", advice='write "2026-11-03 09:00/2026-11-03 12:00"')
        spans.append((moment(begins, "--except", zone=zone, now=now), moment(ends, "--except", zone=zone, now=now)))
    month_found = measured(machine, wanted, now, spans)
    if context.json:
        context.screen.document(credit_json(month_found, machine.workspace.business.name, now, zone))
    else:
        show_credit(context.screen, month_found, machine.workspace.business.name, now, zone)
    return 0
