"""What a mail that came in is: complaint, opt-out, bounce, automatic answer, a person's answer, or unknown, with the reasons.

The order is the rule. A complaint and our own unsubscribe address are unmistakable. Bounces come before automatic answers, because
Postfix sends them with `Auto-Submitted: auto-replied`. What fits nothing is unknown and shown, never guessed.
"""

from collections.abc import Collection
from typing import Final

from seleqt_cli.core.inbound.automatic import automatic
from seleqt_cli.core.inbound.bounces import bounce
from seleqt_cli.core.inbound.complaints import complaint
from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.notice_words import DAEMONS
from seleqt_cli.core.inbound.optout import by_token, by_words
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.inbound.visible import visible_text

_MOST_SEEN: Final = 20_000
"""Characters of a text in which a person's own words are looked for."""
_ROBOTS: Final = (
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "notification",
    "notify",
    "newsletter",
    "mailings",
    "bounce",
)


def classify(mail: Inbound, now: int, ours: Collection[str] = ()) -> Verdict:
    """Judge one mail. `now`: instant, used where the mail has no date; `ours`: addresses of our senders, never somebody else's."""
    certain = complaint(mail) or by_token(mail) or bounce(mail, ours)
    if certain is not None:
        return certain
    if many := _newsletter(mail):
        return many
    seen = visible_text(mail.text[:_MOST_SEEN])
    return automatic(mail, seen, now) or by_words(mail, seen) or _reply(mail, seen)


def _newsletter(mail: Inbound) -> Verdict | None:
    """Mail to many, which answers nothing of ours and is no automatic answer."""
    if mail.in_reply_to or mail.references or "auto-submitted" in mail.headers:
        return None
    for sign, name in (("list-id" in mail.headers, "List-Id"), ("list-unsubscribe" in mail.headers, "List-Unsubscribe")):
        if sign:
            return Verdict(Class.UNKNOWN, (f"it answers nothing and has the field {name}, as mail to many has",), _writer(mail))
    return None


def _reply(mail: Inbound, seen: str) -> Verdict:
    answered = mail.in_reply_to[0] if mail.in_reply_to else mail.references[-1] if mail.references else mail.original_id
    local = mail.sender.address.partition("@")[0]
    if not mail.sender.address:
        return Verdict(Class.UNKNOWN, ("it names nobody who wrote it",), message_id=answered)
    if local in DAEMONS and not answered:
        return Verdict(
            Class.UNKNOWN, (f"a machine ({mail.sender.address}) wrote it, and what it says fits no kind of notice",), _writer(mail)
        )
    if local.startswith(_ROBOTS) and not answered:
        return Verdict(Class.UNKNOWN, (f"it answers nothing, and {mail.sender.address} is no person's address",), _writer(mail))
    if answered:
        return Verdict(
            Class.REPLY, ("it answers a mail (In-Reply-To), and nothing says that a machine wrote it",), _writer(mail), message_id=answered
        )
    if mail.return_path == "":
        return Verdict(Class.UNKNOWN, ("it answers nothing and has the null return path, as machines' mail has",), _writer(mail))
    if seen or mail.attachments:
        return Verdict(Class.REPLY, ("somebody wrote it: nothing says that a machine did",), _writer(mail))
    return Verdict(Class.UNKNOWN, ("it is empty and answers nothing",), _writer(mail))


def _writer(mail: Inbound) -> tuple[str, ...]:
    return (mail.sender.address,) if mail.sender.address else ()
