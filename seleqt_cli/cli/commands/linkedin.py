"""`seleqt linkedin`: incidents of LinkedIn accounts, and whether their pages are still as seleqt knows them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import absolute
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import SeleqtError, UsageProblem

if TYPE_CHECKING:
    from seleqt_cli.wiring.linkedin_signing import LinkedInDesk
    from seleqt_cli.wiring.machine import Machine

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="LinkedIn accounts: check their pages, clear a stop."
)


@app.command()
@with_json
def doctor(
    ctx: typer.Context,
    sender: Annotated[str, typer.Argument(metavar="[SENDER]", help="Only this LinkedIn sender.")] = "",
    report: Annotated[str, typer.Option("--report", metavar="FILE", help="Write what was found there too, for a bug report.")] = "",
) -> int:
    """Look at an account's pages in its window, at most six, and say which parts seleqt still finds. Nothing is clicked that writes.

    Modes fill and auto need such a check every 14 days, and every part that they use. What is written names nobody.
    Exit 1 when a part is missing, 3 when LinkedIn wants a person.

    \\b
    Example:
      seleqt linkedin doctor anna-linkedin
      seleqt linkedin doctor --report linkedin.json
    """
    from seleqt_cli.wiring.linkedin_signing import report_of

    context = context_of(ctx)
    machine, desk = _open(context)
    checked, worst = [], 0
    chosen = desk.senders(sender)
    for one in chosen:
        try:
            checkup = desk.check(one)
        except SeleqtError as problem:
            if len(chosen) == 1:
                raise
            context.screen.warn(f"{problem.message}" + (f" ({problem.advice})" if problem.advice else ""))
            worst = max(worst, problem.exit_code)
            continue
        checked.append((one, checkup))
        worst = max(worst, 3 if checkup.incident is not None else int(bool(checkup.missing)))
    found = report_of(machine, checked)
    if report:
        Path(report).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if context.json:
        context.screen.document(found)
        return worst
    for one, checkup in checked:
        if checkup.incident is not None:
            context.screen.show(f"{one.name}: stopped, {checkup.incident.text or checkup.incident.stop}")
            continue
        held = sum(bool(which) for which in checkup.found.values())
        context.screen.show(
            f"{one.name}: {held} of {len(checkup.found)} parts found on {checkup.pages} pages"
            f" (layout {checkup.layout or 'unknown'}, language {checkup.language or 'unknown'})"
        )
        for key in checkup.missing:
            context.screen.show(f"    missing: {key}")
    return worst


@app.command()
def clear(
    ctx: typer.Context,
    sender: Annotated[str, typer.Argument(metavar="SENDER", help="The LinkedIn sender that was stopped.")],
    can_use: Annotated[bool, typer.Option("--i-can-use-linkedin", help="You looked: you can use LinkedIn as ever.")] = False,
    gone: Annotated[bool, typer.Option("--warning-gone", help="You looked: the warning, check or limit is gone.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What it was and what you did, for the history.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Let the account rest until then.")] = "",
) -> None:
    """Let a LinkedIn account go on after LinkedIn stopped it: only after you have looked, in the window or your browser.

    After a rate limit it rests a day from then, after the weekly limit seven; after a security check or a restriction you say
    until when. No other command shortens that.

    \\b
    Example:
      seleqt linkedin clear anna-linkedin --i-can-use-linkedin --warning-gone --reason "page was down"
    """
    from seleqt_cli.cli.when import moment

    if not can_use or not gone or not reason.strip():
        raise UsageProblem(
            "look at LinkedIn yourself first, then say so",
            advice=f'seleqt linkedin clear {sender} --i-can-use-linkedin --warning-gone --reason "…"',
        )
    context = context_of(ctx)
    machine, desk = _open(context)
    zone, now = machine.workspace.business.timezone, machine.clock.now()
    at = desk.clear(desk.senders(sender)[0], reason.strip(), moment(until, "--until", zone=zone, now=now, ahead=True) if until else 0)
    context.screen.say(f"{sender}: goes on" + (f" from {absolute(at, zone)}" if at > now else ""))


def _open(context: Context) -> "tuple[Machine, LinkedInDesk]":
    from seleqt_cli.wiring.linkedin_signing import LinkedInDesk
    from seleqt_cli.wiring.outlines import looking

    machine = looking(context.services, context.services.connect())
    return machine, LinkedInDesk(machine, context.services.person)
