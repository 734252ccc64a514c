"""`seleqt senders`: the accounts that send."""

from typing import Annotated, Any

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import absolute, instant_of, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.sender_check import mount
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.guards import with_way_out

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Who sends: list, log in, test, check, pause, resume, reassign."
)

mount(app)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The sender's name in campaigns.yaml.")]


@app.command("list")
@with_json
def list_(ctx: typer.Context) -> None:
    """List the senders: account, person, server, state, login, and every limit in force with its source.

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
                    "frees": line.frees or None, "auth": line.sender.auth, "secret": line.secret,
                    "mode": line.sender.mode if line.sender.channel == "linkedin" else None, "acts": line.mode or None,
                    "limits": [{"kind": k, "period": p, "limit": most, "source": source} for k, p, most, source in line.limits],
                }
                for line in lines
            ]
        )  # fmt: skip
        return
    rows = [
        [
            one.sender.name, one.sender.account.partition(":")[2], one.sender.person,
            "LinkedIn" if one.sender.channel == "linkedin" else one.server, one.state, one.secret.partition(":")[0],
        ]
        for one in lines
    ]  # fmt: skip
    screen.table(["sender", "account", "person", "server", "state", "login"], rows)
    screen.show()
    limits = [[one.sender.name, kind, period, str(most), source] for one in lines for kind, period, most, source in one.limits]
    screen.table(["sender", "limit", "period", "most", "source"], limits, right={3})
    zone = machine.workspace.business.timezone
    for one in lines:
        if one.secret.startswith("no: "):
            screen.say(f"{one.sender.name}: {one.secret.removeprefix('no: ')}")
        if one.mode:
            screen.say(f"{one.sender.name}: {one.mode}")
        if one.frees:
            until = f" until {absolute(one.until, zone)}" if one.until else ""
            reason = f": {one.reason}" if one.reason else ""
            screen.say(f"{one.sender.name} is {with_way_out(f'{one.state}{until}{reason}', one.frees)}")


@app.command()
def login(
    ctx: typer.Context,
    name: Name,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the password from standard input.")] = False,
    no_verify: Annotated[bool, typer.Option("--no-verify", help="Keep it without trying it at the mail servers.")] = False,
    store: Annotated[str, typer.Option("--store", metavar="WHERE", help="keyring, or file: the encrypted file of a server.")] = "",
    device: Annotated[bool, typer.Option("--device", help="Microsoft: type a code in on another machine.")] = False,
    paste: Annotated[bool, typer.Option("--paste", help="Browser on another machine; paste its answer here.")] = False,
    client_id: Annotated[str, typer.Option("--client-id", metavar="ID", help="Your own client id at Google or Microsoft.")] = "",
    client_file: Annotated[str, typer.Option("--client-file", metavar="FILE", help="The same, as Google's console gives it.")] = "",
    tenant: Annotated[str, typer.Option("--tenant", metavar="NAME", help="Microsoft: the organisation's directory. [common]")] = "",
    find: Annotated[bool, typer.Option("--find", help="Look again for servers that were found before.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Use the mail servers that are found without asking.")] = False,
) -> None:
    """Log a sender in: its password, or a sign-in at Google or Microsoft, tried for real before it is kept.

    The password is asked for and not shown; no secret is ever an argument or in the file. Where the file names no mail
    server, it is found from the address, shown and confirmed. It is kept in the keyring, or with --store file.

    A LinkedIn sender opens a browser window of its own, in which you sign in; seleqt sees no password. Then its pages are
    checked. With mode: auto you are asked to agree to the risk; nothing else turns that on.

    \b
    Example:
      seleqt senders login anna
      seleqt senders login anna --client-file client_secret.json
    """
    from seleqt_cli.cli.signing_in import Wishes, log_in
    from seleqt_cli.wiring.accounts import sender_named

    context, machine = _open(ctx)
    sender = sender_named(machine, name)
    if sender.channel == "linkedin":
        from seleqt_cli.cli.linkedin_login import log_in as sign_in

        sign_in(context, machine, sender)
        return
    if sender.outbox or sender.auth == "none":
        raise UsageProblem(f"{name} needs no password: {'its mails go into a folder' if sender.outbox else 'auth: none'}")
    first = machine.accounts[sender.account].senders[0]
    if first is not sender:
        context.screen.say(f"{name} is the same account as {first.name}, under whose name the login is kept")
    wishes = Wishes(
        stdin=stdin, verify=not no_verify, store=store, device=device, paste=paste, client_id=client_id, client_file=client_file,
        tenant=tenant, yes=yes, find=find,
    )  # fmt: skip
    log_in(context, machine, first, wishes)


@app.command("test")
@with_json
def to_itself(
    ctx: typer.Context,
    name: Name,
    wait: Annotated[int, typer.Option("--wait", metavar="SECONDS", min=0, max=600, help="How long to look for it in the inbox.")] = 60,
) -> int:
    """Send one mail from a sender to its own address, now, and read it back; it counts against the limit.

    It is told where it landed, how fast, and whether the server kept its Message-ID and a copy in Sent, which seleqt
    remembers. Exit 1 when it was not taken, did not arrive, or landed in the junk folder. A LinkedIn sender writes nothing:
    what is known of its window is shown, as by `senders check`.

    \b
    Example:
      seleqt senders test anna
    """
    from seleqt_cli.cli.own_mail_view import show_test
    from seleqt_cli.cli.sender_check import check
    from seleqt_cli.wiring.accounts import sender_named

    context, machine = _open(ctx)
    sender = sender_named(machine, name)
    if sender.channel == "linkedin":
        return check(ctx, [name])
    show_test(context, machine, sender, wait)
    return 0


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
