"""How long LinkedIn lets a message be (LINKEDIN.md section 2: code units of UTF-16)."""

from seleqt_cli.core.facts import INMAIL_BODY_LENGTH, INMAIL_SUBJECT_LENGTH, MESSAGE_LENGTH, NOTE_LENGTH
from seleqt_cli.messages.plain_text import utf16_length
from seleqt_cli.messages.problems import Unrenderable
from seleqt_cli.messages.rendered import MessageKind


def check_lengths(kind: MessageKind, plan: str, subject: str, text: str) -> None:
    """Raise Unrenderable for a message of a kind (connect, message or inmail) that is too long for the sender's plan."""
    if kind == "connect":
        _bounded(text, NOTE_LENGTH.get(plan, NOTE_LENGTH["normal"]), "the note", f" (plan {plan})")
    elif kind == "message":
        _bounded(text, MESSAGE_LENGTH, "the message", "")
    else:
        _bounded(subject, INMAIL_SUBJECT_LENGTH, "the InMail's subject", "")
        _bounded(text, INMAIL_BODY_LENGTH, "the InMail", "")


def _bounded(text: str, most: int, what: str, note: str) -> None:
    length = utf16_length(text)
    if length > most:
        raise Unrenderable(f"{what} would have {length} characters, LinkedIn takes {most}{note}")
