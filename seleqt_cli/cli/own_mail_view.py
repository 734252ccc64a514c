"""`senders test` at the terminal: what came of the mail that an account sent to itself."""

from typing import TYPE_CHECKING, Any

from seleqt_cli.cli.context import Context
from seleqt_cli.core.actions import Verdict
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import Failed, SeleqtError

if TYPE_CHECKING:
    from seleqt_cli.app.read_back import ReadBack

_YES_NO = {True: "yes", False: "no", None: "no such folder"}


def show_test(context: Context, machine: Any, sender: Sender, wait: int) -> None:
    """Send, read back, show. Raises Failed when the mail was not taken, did not come, or came into the junk folder."""
    from seleqt_cli.wiring.accounts import read_test_mail
    from seleqt_cli.wiring.own_mail import send_own_mail

    screen = context.screen
    sent = send_own_mail(machine, sender)
    outcome = sent.outcome
    if outcome.verdict is not Verdict.SENT:
        code = f"{outcome.code} " if outcome.code else ""
        raise Failed(f"{sender.name} cannot send: {code}{outcome.text}", advice="correct it, then type the same again")
    screen.say(f"{sender.name}: sent to {sender.address} ({outcome.text})")
    if not isinstance(sender.imap, Server) or wait == 0:
        why = "" if wait == 0 else " (imap: none)" if sender.imap == "none" or sender.outbox else " (no IMAP server is known)"
        screen.say(f"It was not read back{why}: look into the inbox yourself")
        _document(context, sender, sent.message_id, None, looked=False)
        return
    screen.say(f"Looking for it at {sender.imap.host}, at most {wait} seconds")
    try:
        found = read_test_mail(machine, sender, sent, wait)
    except SeleqtError as problem:
        raise Failed(
            f"{sender.name} can send, but its inbox cannot be read: {problem.message}",
            advice=problem.advice or f"no follow-up leaves an account whose inbox is not read; seleqt senders login {sender.name}",
        ) from None
    _document(context, sender, sent.message_id, found, looked=True)
    if found is None:
        raise Failed(
            f"it did not arrive within {wait} seconds, in no folder that seleqt reads",
            advice="greylisting takes minutes: look into the inbox and the junk folder yourself, or type the same again",
        )
    screen.say(f"  arrived in {found.folder} after {found.seconds} s")
    screen.say(f"  Message-ID kept: {_YES_NO[found.keeps_id]}")
    screen.say(f"  server keeps a copy in Sent: {_YES_NO[found.keeps_sent]}")
    if found.dkim:
        screen.say(f"  DKIM key: {', '.join(found.dkim)}")
    if found.role == "junk":
        raise Failed("even its own mail lands in the junk folder", advice=f"seleqt senders check {sender.name} (SPF, DKIM, DMARC)")


def _document(context: Context, sender: Sender, message_id: str, found: "ReadBack | None", *, looked: bool) -> None:
    if context.json:
        context.screen.document(
            {
                "sender": sender.name, "account": sender.account, "message_id": message_id, "looked": looked, "arrived": found is not None,
                "folder": found.folder if found else None, "role": found.role if found else None,
                "seconds": found.seconds if found else None, "keeps_message_id": found.keeps_id if found else None,
                "keeps_sent_copy": found.keeps_sent if found else None, "dkim": list(found.dkim) if found else [],
            }
        )  # fmt: skip
