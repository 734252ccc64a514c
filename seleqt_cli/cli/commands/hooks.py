"""`seleqt hooks`: who is told what happens, and how that goes."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="Who is told what happens (on:), and how that goes.")


@app.command("list")
@with_json
def list_(ctx: typer.Context) -> None:
    """List the hooks of the version in force: what waits to be told, what fails, and why.

    \b
    Example:
      seleqt hooks list
    """
    from seleqt_cli.wiring.hooks import states_of
    from seleqt_cli.wiring.outlines import looking

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    zone = machine.workspace.business.timezone
    states = states_of(machine)
    if context.json:
        for one in states:
            context.screen.line(
                {
                    "type": "hook", "event": one.hook.event, "campaign": one.hook.campaign or None, "hook": one.hook.shown,
                    "waiting": one.waiting, "failing": one.failing, "given_up": one.given_up, "problem": one.problem or None,
                    "next_at": rfc3339(one.next_at) if one.next_at else None,
                }
            )  # fmt: skip
        return
    rows = []
    for one in states:
        problem = one.problem + (f", next attempt {absolute(one.next_at, zone)}" if one.failing and one.next_at else "")
        rows.append([one.hook.event, one.hook.campaign or "all", one.hook.shown, str(one.waiting), str(one.given_up), problem])
    if rows:
        context.screen.table(["event", "campaign", "tells", "waiting", "given up", "problem"], rows, right={3, 4})
    else:
        context.screen.say("nobody is told: there is no on: in the file that was applied")


@app.command()
def secret(
    ctx: typer.Context,
    store: Annotated[str, typer.Option("--store", metavar="WHERE", help="Keep it in the keyring or in the encrypted file.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before an older one is replaced.")] = False,
) -> None:
    """Make a new secret that webhooks are signed with, keep it, and print it once for whoever checks the signatures.

    \b
    Where there is no keyring set SELEQT_WEBHOOK_SECRET instead.

    \b
    Example:
      seleqt hooks secret
    """
    from seleqt_cli.cli.prompts import confirm
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.wiring.hooks import VARIABLE, new_secret, webhook_secret

    context = context_of(ctx)
    services = context.services
    if store not in ("", "keyring", "file"):
        raise UsageProblem(f"--store {store}: it can be keyring or file")
    if services.environment.get(VARIABLE):
        raise UsageProblem(f"{VARIABLE} is set and comes before what is kept", advice="Change the variable, or take it away.")
    if webhook_secret(services) and not confirm("There is a secret already; receivers that know it will refuse. Replace it?", yes=yes):
        return
    context.screen.show(new_secret(services, store), exact=True)
    context.screen.say("kept; give it to whoever checks Seleqt-Signature (it is not shown again)")


@app.command()
def retry(ctx: typer.Context) -> None:
    """Tell everything once more that failed or was given up; the next run does it.

    \b
    Example:
      seleqt hooks retry
    """
    from seleqt_cli.wiring.hooks import retry_all

    context = context_of(ctx)
    count = retry_all(context.services)
    context.screen.say(f"{count} {'event goes' if count == 1 else 'events go'} out with the next run" if count else "nothing failed")


@app.command()
def forget(ctx: typer.Context) -> None:
    """Leave untold what was given up; the history keeps that it was not told.

    \b
    Example:
      seleqt hooks forget
    """
    from seleqt_cli.wiring.hooks import forget_given_up

    context = context_of(ctx)
    count = forget_given_up(context.services)
    context.screen.say(f"{count} forgotten" if count else "nothing was given up")
