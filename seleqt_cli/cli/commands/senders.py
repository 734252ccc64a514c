"""`seleqt senders`: the accounts that send."""

import getpass
import sys
from typing import Annotated, Any

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import absolute, instant_of, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import interactive
from seleqt_cli.core.errors import Failed, UsageProblem

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Who sends: list, log in, test, pause, resume, reassign."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The sender's name in campaigns.yaml.")]


@app.command("list")
@with_json
def list_(ctx: typer.Context) -> None:
    """List the senders: account, person, server, state, password, and every limit in force with its source.

    \b
    Example:
      seleqt senders list
    """
    from seleqt_cli.wiring.accounts import sender_lines

    context, machine = _open(ctx)
    lines = sender_lines(machine, machine.clock.now())
    screen = context.screen
    if context.json:
        screen.document(
            [
                {
                    "sender": line.sender.name, "account": line.sender.account, "person": line.sender.person,
                    "channel": line.sender.channel, "server": line.server, "state": line.state, "reason": line.reason,
                    "until": rfc3339(line.until) if line.until else None,
                    "frees": line.frees or None, "secret": line.secret,
                    "limits": [{"kind": k, "period": p, "limit": most, "source": source} for k, p, most, source in line.limits],
                }
                for line in lines
            ]
        )  # fmt: skip
        return
    rows = [[one.sender.name, one.sender.account, one.sender.person, one.server, one.state, one.secret] for one in lines]
    screen.table(["sender", "account", "person", "server", "state", "password"], rows)
    screen.show()
    limits = [[one.sender.name, kind, period, str(most), source] for one in lines for kind, period, most, source in one.limits]
    screen.table(["sender", "limit", "period", "most", "source"], limits, right={3})
    zone = machine.workspace.business.timezone
    for one in lines:
        if one.frees:
            until = f" until {absolute(one.until, zone)}" if one.until else ""
            reason = f": {one.reason}" if one.reason else ""
            screen.say(f"{one.sender.name} is {one.state}{until}{reason} ({one.frees})")


@app.command()
def login(
    ctx: typer.Context,
    name: Name,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the password from standard input.")] = False,
    no_verify: Annotated[bool, typer.Option("--no-verify", help="Keep it without trying it at the mail server.")] = False,
) -> None:
    """Put a sender's password into the keyring of this machine, after a real login at its mail server.

    The password is asked for and not shown; it is never an argument and never in the file.

    \b
    Example:
      seleqt senders login anna
    """
    from seleqt_cli.wiring.accounts import keep_password, sender_named

    context, machine = _open(ctx)
    sender = sender_named(machine, name)
    if sender.channel == "linkedin":
        raise Failed(
            f"{name}: signing in to LinkedIn in a window of its own is not part of this version",
            advice="its steps are tasks for you: seleqt tasks",
        )
    if sender.auth in ("google", "microsoft"):
        raise Failed(
            f"{name}: signing in at {sender.auth} in the browser is not part of this version",
            advice="use an app password with auth: password",
        )
    if sender.outbox or sender.auth == "none":
        raise UsageProblem(f"{name} needs no password: {'its mails go into a folder' if sender.outbox else 'auth: none'}")
    if not stdin and not interactive():
        raise UsageProblem("nobody is at a terminal to type the password", advice=f"seleqt senders login {name} --stdin < FILE")
    password = sys.stdin.readline().rstrip("\r\n") if stdin else getpass.getpass(f"Password of {sender.login or sender.address}: ")
    if not password:
        raise UsageProblem("an empty password is none; nothing was kept")
    said = keep_password(machine, sender, password, verify=not no_verify)
    context.screen.say(f"{name}: password kept in the keyring, {said}")


@app.command()
def test(ctx: typer.Context, name: Name) -> None:
    """Send one mail from a sender to its own address, now, through its real server; it counts against the limit.

    Reading it back is not part of this version: look into the inbox yourself.

    \b
    Example:
      seleqt senders test anna
    """
    from seleqt_cli.core.actions import Verdict
    from seleqt_cli.wiring.accounts import sender_named
    from seleqt_cli.wiring.own_mail import send_own_mail

    context, machine = _open(ctx)
    sender = sender_named(machine, name)
    if sender.channel != "email":
        raise UsageProblem(f"{name} is no email account; only those can write to themselves")
    outcome = send_own_mail(machine, sender)
    if outcome.verdict is not Verdict.SENT:
        code = f"{outcome.code} " if outcome.code else ""
        raise Failed(f"{name} cannot send: {code}{outcome.text}", advice="correct it, then type the same again")
    context.screen.say(
        f"{name}: sent to {sender.address} ({outcome.text}). Whether it arrived, look yourself: seleqt cannot read inboxes yet"
    )


@app.command()
def pause(
    ctx: typer.Context,
    name: Name,
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="Until then, as in 2026-12-01 or 2026-12-01T08:00:00Z.")] = "",
) -> None:
    """Let a sender's account do nothing, also in a run that is under way; its leads keep their places.

    \b
    Example:
      seleqt senders pause anna --until 2026-12-01
    """
    from seleqt_cli.wiring.accounts import pause_sender, sender_named

    context, machine = _open(ctx)
    now = machine.clock.now()
    moment = instant_of(until, "--until") if until else 0
    if until and moment <= now:
        raise UsageProblem(f"--until {until} is over")
    pause_sender(machine, sender_named(machine, name), moment, context.services.person, now)
    context.screen.say(f"{name}: paused" + (f" until {absolute(moment, machine.workspace.business.timezone)}" if moment else ""))


@app.command()
def resume(ctx: typer.Context, name: Name) -> None:
    """Let a sender's account go on that was paused or held; what the guards count begins anew, for its whole domain.

    \b
    Example:
      seleqt senders resume anna
    """
    from seleqt_cli.wiring.accounts import resume_sender, sender_named

    context, machine = _open(ctx)
    resume_sender(machine, sender_named(machine, name), context.services.person, machine.clock.now())
    context.screen.say(f"{name}: goes on; the guards count anew")


@app.command()
def reassign(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    before: Annotated[str, typer.Option("--from", metavar="NAME", help="The sender that walks the lead's journeys now.")],
    after: Annotated[str, typer.Option("--to", metavar="NAME", help="The sender that goes on; its mails begin a new thread.")],
) -> None:
    """Give a lead to another sender of the same campaign and channel. Nothing else ever changes a lead's sender.

    \b
    Example:
      seleqt senders reassign noor@windmill.example --from anna --to ben
    """
    from seleqt_cli.wiring.accounts import reassign as give
    from seleqt_cli.wiring.accounts import sender_named
    from seleqt_cli.wiring.people import lead_named

    context, machine = _open(ctx)
    found = lead_named(machine, lead)
    old, new = sender_named(machine, before), sender_named(machine, after)
    count = give(machine, found, old, new, context.services.person, machine.clock.now())
    context.screen.say(f"{found.key}: {count} journeys go on with {after}, in a new thread")


def _open(ctx: typer.Context) -> tuple[Context, Any]:
    context = context_of(ctx)
    return context, context.services.machine(context.services.connect())
