"""`seleqt inbox`: one inbox over all accounts."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json

if TYPE_CHECKING:
    from seleqt_cli.core.inbound.verdict import Class
    from seleqt_cli.wiring.machine import Machine

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Read answers and bounces; correct what was taken wrongly."
)

_CLASSES = "reply, out_of_office, auto_reply, hard_bounce, soft_bounce, sender_block, complaint, unsubscribe or unknown"
Number = Annotated[int, typer.Argument(metavar="ID", help="Its number in the list.")]


@app.command()
@with_json
def sync(
    ctx: typer.Context,
    sender: Annotated[list[str] | None, typer.Option("--sender", metavar="NAME", help="Only this sender; may be given again.")] = None,
    sent_since: Annotated[
        str, typer.Option("--sent-since", metavar="DATE", help="Read who was written to since then out of Sent: history of other tools.")
    ] = "",
) -> int:
    """Read every inbox now, and do what follows.

    Whoever answered is stopped, a dead address is suppressed, who is away waits. `run` does this by itself. Nothing is
    marked as read, moved or deleted, and mail that has nothing to do with what seleqt sent leaves no trace.

    \b
    Example:
      seleqt inbox sync
      seleqt inbox sync --sent-since 2026-06-01
    """
    from seleqt_cli.cli.inbox_view import message_json, message_line
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import no_such
    from seleqt_cli.wiring.inbox_commands import contacted_since, sync_now

    context, machine = _open(ctx)
    screen, zone = context.screen, machine.workspace.business.timezone
    for name in sender or ():
        if name not in machine.workspace.senders:
            raise no_such("sender", name, machine.workspace.senders)
    wanted = frozenset(sender or ())
    since = moment(sent_since, "--sent-since", zone=zone, now=machine.clock.now()) if sent_since else 0
    found = contacted_since(machine, wanted, since) if since else sync_now(machine, wanted)
    for one in found:
        for message in one.messages:
            if context.json:
                screen.line(message_json(message))
            else:
                screen.show(message_line(message, zone))
        if one.trouble is not None:
            advice = f" ({one.trouble.advice})" if one.trouble.advice else ""
            screen.warn(f"{one.sender}: not read: {one.trouble.message}{advice}")
        elif since:
            screen.say(f"{one.sender}: {one.contacts} {'lead was' if one.contacts == 1 else 'leads were'} written to since then")
        else:
            screen.say(f"{one.sender}: read, {len(one.messages)} new")
    if not found:
        screen.say("there is no inbox to read: a person watches every sender's")
    troubles = [one.trouble for one in found if one.trouble is not None]
    if not troubles:
        return 0
    return 3 if all(trouble.kind in ("login", "tls") for trouble in troubles) else 1


@app.command("list")
@with_json
def list_(
    ctx: typer.Context,
    new: Annotated[bool, typer.Option("--new", help="Only those that nothing followed from: you may want to look.")] = False,
    kind: Annotated[str, typer.Option("--class", metavar="CLASS", help=f"Only these: {_CLASSES}.")] = "",
    lead: Annotated[str, typer.Option("--lead", metavar="LEAD", help="Only this lead's: address, profile, name or number.")] = "",
    sender: Annotated[str, typer.Option("--sender", metavar="NAME", help="Only what this sender received.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="Received from then on: 2026-12-01, or 7 days.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="How many at most; 0 is all.")] = 50,
) -> None:
    """List what came in over all accounts, the newest first.

    Of what fits nothing that was sent only bounces, complaints and unsubscribe mails are kept. --json writes JSON Lines.

    \b
    Example:
      seleqt inbox list --new
      seleqt inbox list --class reply --since "7 days"
    """
    from seleqt_cli.cli.inbox_view import message_json, message_line
    from seleqt_cli.cli.when import moment
    from seleqt_cli.core.errors import no_such
    from seleqt_cli.ports.inbox import MessageFilter
    from seleqt_cli.wiring.inbox_commands import messages
    from seleqt_cli.wiring.people import lead_named

    context, machine = _open(ctx)
    zone = machine.workspace.business.timezone
    if sender and sender not in machine.workspace.senders:
        raise no_such("sender", sender, machine.workspace.senders)
    wanted = MessageFilter(
        account=machine.workspace.senders[sender].account if sender else "", kind=_class(kind) if kind else None,
        lead=lead_named(machine, lead).id if lead else 0, state="new" if new else "",
        since=moment(since, "--since", zone=zone, now=machine.clock.now()) if since else 0,
    )  # fmt: skip
    empty = True
    for message in islice(messages(machine, wanted), limit or None):
        empty = False
        if context.json:
            context.screen.line(message_json(message))
        else:
            context.screen.show(message_line(message, zone))
    if empty:
        context.screen.say("nothing came in")


@app.command()
@with_json
def show(ctx: typer.Context, number: Number) -> None:
    """Show a message, why it was taken for what it is, what followed.

    Its text stands there without what it quotes, and the thread around it.

    \b
    Example:
      seleqt inbox show 12
    """
    from seleqt_cli.cli.inbox_view import show_message, shown_json
    from seleqt_cli.wiring.inbox_commands import message_with_thread

    context, machine = _open(ctx)
    message, thread = message_with_thread(machine, number)
    if context.json:
        context.screen.document(shown_json(message, thread))
    else:
        show_message(context.screen, message, thread, machine.workspace.business.timezone)


@app.command()
def mark(
    ctx: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Argument(metavar="CLASS", help=f"What it is: {_CLASSES}.")],
    lead: Annotated[str, typer.Option("--lead", metavar="LEAD", help="Whose it is, where that was not found out.")] = "",
) -> None:
    """Correct what a message was taken for.

    What the wrong one stopped goes on where it was, and what the right one means is done. What somebody decided since
    stays decided, and so does another message of the same person that says no.

    \b
    Example:
      seleqt inbox mark 12 out_of_office
      seleqt inbox mark 13 reply --lead noor@windmill.example
    """
    from seleqt_cli.wiring.inbox_commands import correct
    from seleqt_cli.wiring.people import lead_named

    context, machine = _open(ctx)
    person = lead_named(machine, lead) if lead else None
    message, going = correct(machine, number, _class(kind), person, context.services.person)
    followed = message.followed or "nothing follows"
    again = f"; {len(going)} {'journey goes' if len(going) == 1 else 'journeys go'} on" if going else ""
    context.screen.say(f"{number}: {message.verdict.kind}, {message.lead or message.sender}: {followed}{again}")


@app.command()
@with_json
def classify(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Message files (.eml) or an mbox; - reads standard input.")],
) -> int:
    """Say what seleqt makes of message files, and why. Needs no home; nothing is stored or followed.

    The classes: reply, out_of_office, auto_reply, hard_bounce, soft_bounce, sender_block (the sender's side is refused: spam,
    policy, authentication), complaint, unsubscribe, unknown. --json writes JSON Lines, one a message.
    A file that cannot be read is named, the others go on, and the exit code is 2.

    \b
    Example:
      seleqt inbox classify bounce.eml reply.eml
      seleqt inbox classify --json - < message.eml
    """
    from seleqt_cli.wiring.mail_files import judged

    context = context_of(ctx)
    screen, now = context.screen, context.services.clock.now()
    rows: list[list[str]] = []
    unreadable = 0
    for file in files:
        try:
            for name, verdict in judged(file, now):
                if context.json:
                    screen.line(
                        {
                            "file": name, "class": verdict.kind.value, "addresses": list(verdict.addresses),
                            "status": verdict.status or None,
                            "message_id": verdict.message_id or None, "returns": verdict.returns or None, "detail": verdict.detail or None,
                            "reasons": list(verdict.reasons),
                        }
                    )  # fmt: skip
                else:
                    more = [f"and {len(verdict.addresses) - 3} more"] if len(verdict.addresses) > 3 else []
                    about = [*verdict.addresses[:3], *more]
                    told = [f"back {verdict.returns}"] if verdict.returns else [verdict.status] if verdict.status else []
                    what = verdict.kind.value + (f" ({verdict.detail})" if verdict.detail else "")
                    rows.append([name, what, ", ".join(about + told), "; ".join(verdict.reasons)])
        except OSError as error:
            unreadable += 1
            screen.warn(f"{file}: {error.strerror or error}")
    if rows:
        screen.table(["file", "class", "about", "because"], rows)
    return 2 if unreadable else 0


def _class(text: str) -> "Class":
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.core.inbound.verdict import Class

    try:
        return Class(text.lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise UsageProblem(f"{text} is no class of messages", advice=f"one of {_CLASSES}") from None


def _open(ctx: typer.Context) -> "tuple[Context, Machine]":
    from seleqt_cli.wiring.outlines import looking

    context = context_of(ctx)
    return context, looking(context.services, context.services.connect())
