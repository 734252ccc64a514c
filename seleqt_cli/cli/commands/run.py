"""`seleqt run`: the scheduler, once or until stopped; `--simulate`: the same on a virtual clock."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def run(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now and exit: for cron.")] = False,
    last: Annotated[str, typer.Option("--for", metavar="TIME", help="Run so long, keeping the gaps: 14m, 2h.")] = "",
    accept: Annotated[bool, typer.Option("--apply", help="Accept campaigns.yaml first, if it is new or changed.")] = False,
    simulate: Annotated[bool, typer.Option("--simulate", help="Send nothing: show on a virtual clock what would be sent when.")] = False,
    campaign: Annotated[
        list[str] | None, typer.Option("--campaign", metavar="NAME", help="Only this campaign; may be given more than once.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option("--sender", metavar="NAME", help="Only what this sender does; may be given more than once.")
    ] = None,
    start: Annotated[str, typer.Option("--from", metavar="TIME", help="Simulation: begin then, as in 2026-12-01T08:00:00Z.")] = "",
    days: Annotated[int, typer.Option(help="Simulation: how many days at most; 0 = until every journey ends.", metavar="N")] = 0,
    seed: Annotated[str, typer.Option(help="Simulation: another seed, other people reply.", metavar="WORD")] = "0",
    reply_rate: Annotated[float, typer.Option(help="Simulation: part of the messages that are answered, 0 to 1.", metavar="SHARE")] = 0.05,
    accept_rate: Annotated[float, typer.Option(help="Simulation: part of the invitations that are accepted.", metavar="SHARE")] = 0.30,
    bounce_rate: Annotated[float, typer.Option(help="Simulation: part of the mails that bounce.", metavar="SHARE")] = 0.0,
    ooo_rate: Annotated[float, typer.Option(help="Simulation: part of the mails answered by an absence note.", metavar="SHARE")] = 0.02,
    messages: Annotated[bool, typer.Option("--messages", help="Simulation: every text, filled in.")] = False,
    leads: Annotated[int, typer.Option(help="Simulation: make up so many leads for campaigns whose leads are not there.", metavar="N")] = 0,
    allow_held: Annotated[int, typer.Option(help="Simulation: so many leads may be held without failing.", metavar="N")] = 0,
) -> int:
    """Send what is due, when it is due: until stopped, or once.

    \b
    Stop it with Ctrl-C at any time; nothing is sent twice and nothing is lost.
    From cron, either every five minutes or with --for, which keeps the gaps:
      */5 * * * *   seleqt run --once -q
      */15 * * * *  seleqt run --for 14m -q

    \b
    Example:
      seleqt run --simulate
      seleqt run --once --apply
    """
    context = context_of(ctx)
    _agree({
        "--simulate": simulate, "--once": once, "--for": bool(last), "--apply": accept, "--from": bool(start), "--days": bool(days),
        "--messages": messages, "--leads": bool(leads), "--allow-held": bool(allow_held),
    })  # fmt: skip
    if simulate:
        from seleqt_cli.cli.simulation import SimulationRequest, simulation

        request = SimulationRequest(
            start=start, days=days, seed=seed, reply_rate=reply_rate, accept_rate=accept_rate, bounce_rate=bounce_rate, ooo_rate=ooo_rate,
            messages=messages, leads=leads, allow_held=allow_held, campaigns=frozenset(campaign or ()), senders=frozenset(sender or ()),
        )  # fmt: skip
        return simulation(context, request)
    from seleqt_cli.cli.running import running

    return running(context, once=once, last=last, accept=accept, campaigns=frozenset(campaign or ()), senders=frozenset(sender or ()))


def _agree(given: dict[str, bool]) -> None:
    """Refuse options that have no meaning together: one of them would be passed over in silence."""
    real, virtual = ("--once", "--for", "--apply"), ("--from", "--days", "--messages", "--leads", "--allow-held")
    for name in real if given["--simulate"] else virtual:
        if given[name]:
            what = f"{name} sends for real, --simulate sends nothing" if given["--simulate"] else f"{name} belongs to --simulate"
            raise UsageProblem(what, advice="seleqt run --help")
    if given["--once"] and given["--for"]:
        raise UsageProblem("--once ends by itself, --for TIME runs so long", advice="leave one of them out")
