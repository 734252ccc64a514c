"""`seleqt resolve`: what may or may not have been sent."""

import asyncio
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def resolve(
    ctx: typer.Context,
    sent: Annotated[list[int] | None, typer.Option("--sent", metavar="ID", help="This one was sent; may be given again.")] = None,
    not_sent: Annotated[
        list[int] | None,
        typer.Option("--not-sent", metavar="ID", help="This one was not sent: the same mail goes again. May be given again."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Look for proof in Sent, and settle what there is proof of.")] = False,
    ready: Annotated[bool, typer.Option("--ready", help="After a restore: this database may send again.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --ready: ask nothing.")] = False,
) -> int:
    """List what may or may not have been sent, with the evidence, and settle it.

    A crash or a cut connection at the wrong moment leaves such an action in doubt; its journey waits, and nothing is
    sent again on a guess. What you decide is written into the history with your name (SELEQT_PERSON, else your login).

    \b
    --check     reads inbox and Sent, and settles what is proven: a copy that the
                server filed, an answer or bounce that can only be to that mail,
                an outbox that holds it. `run` looks by itself every ten minutes.
                A LinkedIn step is looked for in the account's window.
                That no copy is there is shown, and decided by nobody but you.
    --sent      counts as sent at that moment; the journey goes on from there.
    --not-sent  the same bytes go again under the same Message-ID, and count
                against the limit a second time.

    A database that does not know everything that was sent from it (an older
    copy that was put back, a copied home, the same one on two machines) sends
    nothing: --check reads Sent since then and writes down what went, --ready
    lets it send again.

    \b
    Example:
      seleqt resolve
      seleqt resolve --sent 12
    """
    from seleqt_cli.cli.reconciling_view import let_send_again, read_sent_again, tell_stopped
    from seleqt_cli.wiring.doubts import held_for_doubts, resolver
    from seleqt_cli.wiring.epoch import look_at_epoch

    context = context_of(ctx)
    both = sorted(set(sent or ()) & set(not_sent or ()))
    if both:
        raise UsageProblem(f"action {both[0]} cannot be both sent and not sent")
    services, screen = context.services, context.screen
    connection = services.connect()
    machine = services.machine(connection)
    now = machine.clock.now()
    try:
        desk = resolver(machine, machine.runner())
        held = held_for_doubts(machine)
        stopped, code = bool(look_at_epoch(machine)), 0
        told = bool(sent or not_sent or ready or (check and stopped))
        if check and stopped:
            code = read_sent_again(context, machine)
        for action in sent or ():
            doubt = desk.sent(action, services.person, now)
            screen.say(f"{action}: counts as sent to {doubt.to}")
        for action in not_sent or ():
            doubt = desk.not_sent(action, services.person, now)
            again = "" if doubt.journey is None else f"; the same mail to {doubt.to} is due again"
            screen.say(f"{action}: not sent{again}")
        if check:
            from seleqt_cli.wiring.evidence import check as look_for_proof

            settled, troubles = look_for_proof(machine, desk, read=not stopped)
            told = told or bool(settled or troubles)
            from seleqt_cli.wiring.linkedin_evidence import look

            shown, absent, unseen = look(machine, desk)
            told = told or bool(shown or absent or unseen)
            for doubt, proof in (*settled, *shown):
                screen.say(f"{doubt.action}: counts as sent to {doubt.to}, {proof}")
            for doubt, words in absent:
                screen.say(f"{doubt.action}: {words}: seleqt resolve --not-sent {doubt.action}")
            for name, why in unseen.items():
                screen.warn(f"{name}: LinkedIn was not looked at: {why}")
            for name, trouble in troubles.items():
                advice = f" ({trouble.advice})" if trouble.advice else ""
                screen.warn(f"{name}: its mail was not read: {trouble.message}{advice}")
                code = 1
        if ready:
            let_send_again(context, machine, yes=yes)
        elif stopped and not check:
            tell_stopped(context, machine)
        for name in sorted(set(held) - set(held_for_doubts(machine))):
            screen.say(f"{name}: goes on, nothing of it is in doubt any more")
        doubts = desk.doubts()
        texts = {doubt.action: desk.with_text(doubt) for doubt, _ in doubts}
    finally:
        asyncio.run(machine.close())
        connection.close()
    if context.json:
        screen.document(
            [
                {
                    "type": "action", "id": doubt.action, "at": rfc3339(doubt.sending_at), "account": doubt.account, "sender": doubt.sender,
                    "campaign": doubt.campaign, "lead": doubt.lead or None, "lead_id": doubt.lead_id, "step": doubt.step,
                    "action": doubt.kind, "state": "in_doubt", "reason": doubt.reason, "message_id": doubt.message_id or None,
                    "attempts": doubt.attempts, "evidence": evidence.text, "proven": bool(evidence.sent),
                }
                for doubt, evidence in doubts
            ]
        )  # fmt: skip
        return code
    zone = machine.workspace.business.timezone
    for doubt, evidence in doubts:
        screen.show(f"{doubt.action}  {absolute(doubt.sending_at, zone)}  {doubt.kind} to {doubt.to} from {doubt.sender}")
        which = f"{doubt.campaign}, step {doubt.step}" if doubt.campaign else doubt.step
        screen.show(f"    {which}, attempt {doubt.attempts}" + (f": {doubt.subject}" if doubt.subject else ""))
        screen.show(f"    {doubt.reason}")
        if doubt.message_id:
            screen.show(f"    Message-ID {doubt.message_id}")
        screen.show(f"    {evidence.text}")
        if texts[doubt.action] > 1:
            screen.show(f"    {texts[doubt.action]} mails with this text are in doubt: its server may hang up because of what it says")
        by_check = "  or  seleqt resolve --check" if evidence.sent else ""
        screen.show(f"    seleqt resolve --sent {doubt.action}  or  seleqt resolve --not-sent {doubt.action}{by_check}")
    if not doubts and not told:
        screen.say("nothing is in doubt")
    return code
