"""`seleqt mark`: what only a person knows."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def mark(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="replied, connected, meeting, won, lost, not-interested, wrong-person or later."),
    ],
    at: Annotated[
        str, typer.Option("--at", help="When it happened; what counts is that seleqt knows it from now on.", metavar="TIME")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="With later: the day on which a task comes up.", metavar="TIME")] = "",
    note: Annotated[str, typer.Option("--note", help="A few words of yours; they stand in the history.", metavar="TEXT")] = "",
    campaign: Annotated[
        str, typer.Option("--campaign", help="To which campaign it belongs; else the one that wrote last.", metavar="NAME")
    ] = "",
) -> None:
    """Record what you know about a lead: an answer on the phone, an accepted invitation, a deal.

    All but connected stop as a reply does: within the campaign's on_reply (person, journey or company). connected
    lets a wait_for go on. later makes a task for that day.

    \b
    Example:
      seleqt mark noor@windmill.example replied
      seleqt mark noor@windmill.example later --until 2027-02-01 --note "after the move"
    """
    from seleqt_cli.app.people import MARKS
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import lead_named, people

    context = context_of(ctx)
    word = what.lower().replace("_", "-").replace(" ", "-")
    if word not in MARKS:
        raise UsageProblem(f"{what} is nothing to mark", advice=f"one of {', '.join(MARKS)}")
    if (word == "later") != bool(until):
        raise UsageProblem(
            "later needs --until" if word == "later" else f"--until belongs to later, not to {word}", advice="--until 2027-02-01"
        )
    machine = looking(context.services, context.services.connect())
    now, zone = machine.clock.now(), machine.workspace.business.timezone
    happened = moment(at, "--at", zone=zone, now=now) if at else 0
    if happened > now:
        raise UsageProblem(f"--at {at} has not come yet")
    comes_up = moment(until, "--until", zone=zone, now=now, ahead=True) if until else 0
    if until and comes_up <= now:
        raise UsageProblem(f"--until {until} is over")
    found = lead_named(machine, lead)
    moved = people(machine, context.services.person).mark(found, word, at=happened, note=note, until=comes_up, campaign=campaign)
    names = ", ".join(f"{journey.campaign} ({journey.key})" if journey.lead != found.id else journey.campaign for journey in moved)
    done = "goes on in" if word == "connected" else "nothing more goes in"
    context.screen.say(f"{found.key}: {word}" + (f"; {done} {names}" if names else ""))
