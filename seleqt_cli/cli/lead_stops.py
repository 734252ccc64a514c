"""`seleqt leads pause`, `resume` and `stop`: what binds a person on every channel."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of

Lead = Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")]
Campaign = Annotated[str, typer.Option("--campaign", help="Only in this campaign.", metavar="NAME")]


def mount(app: typer.Typer) -> None:
    """Add the three commands to `seleqt leads`."""
    app.command()(pause)
    app.command()(resume)
    app.command()(stop)


def pause(
    ctx: typer.Context,
    lead: Lead,
    until: Annotated[str, typer.Option("--until", help="It goes on by itself then: 2027-01-08, or 2 weeks.", metavar="TIME")] = "",
    campaign: Campaign = "",
) -> None:
    """Send nothing to a lead for a while, on no channel: until a day, or until `seleqt leads resume`.

    \b
    Example:
      seleqt leads pause noor@windmill.example --until 2027-01-08
    """
    from seleqt_cli.cli.moments import absolute
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import lead_named, people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    now, zone = machine.clock.now(), machine.workspace.business.timezone
    ends = moment(until, "--until", zone=zone, now=now, ahead=True) if until else 0
    if until and ends <= now:
        raise UsageProblem(f"--until {until} is over")
    found = lead_named(machine, lead)
    people(machine, context.services.person).pause(found, campaign, ends)
    context.screen.say(
        f"{found.key}: paused" + (f" in {campaign}" if campaign else "") + (f" until {absolute(ends, zone)}" if ends else "")
    )


def resume(ctx: typer.Context, lead: Lead, campaign: Campaign = "") -> None:
    """Let a paused lead go on. A lead that was stopped may be contacted again by campaigns to come.

    \b
    Example:
      seleqt leads resume noor@windmill.example
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import lead_named, people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    found = lead_named(machine, lead)
    moved = people(machine, context.services.person).resume(found, campaign)
    names = ", ".join(journey.campaign for journey in moved if journey.state != "held")
    context.screen.say(f"{found.key}: " + (f"goes on in {names}" if names else "no journey goes on" if moved else "no journey was paused"))
    for journey in moved:
        if journey.state == "held":
            context.screen.warn(f"{journey.campaign}: held: its step is {journey.reason}")


def stop(ctx: typer.Context, lead: Lead, campaign: Campaign = "") -> None:
    """Send nothing more to a lead: in one campaign, or in any, now and later. Its journeys end.

    \b
    Example:
      seleqt leads stop noor@windmill.example
    """
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import lead_named, people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    found = lead_named(machine, lead)
    ended = people(machine, context.services.person).stop(found, campaign)
    names = ", ".join(journey.campaign for journey in ended)
    context.screen.say(f"{found.key}: stopped" + (f" in {names}" if names else "; no journey was under way"))
