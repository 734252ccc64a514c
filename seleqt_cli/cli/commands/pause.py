"""`seleqt pause`: stop every send of this home."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def pause(
    ctx: typer.Context,
    reason: Annotated[str, typer.Argument(metavar="[REASON]", help="Why; status shows it.")] = "",
    begins: Annotated[str, typer.Option("--from", metavar="TIME", help="Announce a pause that begins then; needs --until.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="When an announced pause ends by itself.")] = "",
) -> None:
    """Stop every send of this home, in all processes, before their next dot; it stays so until `seleqt resume`.

    \b
    With --from and --until the pause is announced: it begins and ends by
    itself, and what is announced 48 hours ahead counts as maintenance in
    `seleqt plan credit`.

    \b
    Example:
      seleqt pause "new price list on Monday"
      seleqt pause --from "2026-12-05 08:00" --until "2026-12-05 12:00" "new disk"
    """
    from seleqt_cli.cli.moments import absolute
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.outlines import looking
    from seleqt_cli.wiring.people import people

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    doing = people(machine, context.services.person)
    if not begins and not until:
        fresh = doing.pause_home(reason)
        context.screen.say(
            "paused: nothing is sent until you type `seleqt resume`" if fresh else "it is paused already; `seleqt resume` goes on"
        )
        return
    if not begins or not until:
        raise UsageProblem("an announced pause has a beginning and an end", advice="seleqt pause --from TIME --until TIME")
    zone, now = machine.workspace.business.timezone, machine.clock.now()
    first, last = (moment(text, option, zone=zone, now=now, ahead=True) for text, option in ((begins, "--from"), (until, "--until")))
    if not now <= first < last:
        raise UsageProblem("the pause has to begin now or later, and to end after that", advice="seleqt pause --from TIME --until TIME")
    announced = doing.announce_pause(first, last, reason)
    context.screen.say(f"nothing is sent from {absolute(first, zone)} to {absolute(last, zone)}; `seleqt resume --announced` takes it back")
    if not announced.announced:
        context.screen.say("it counts against the availability: maintenance is announced 48 hours ahead")
