"""Messages as a person reads them, and as JSON."""

from collections.abc import Sequence

from seleqt_cli.cli.moments import absolute, rfc3339
from seleqt_cli.cli.output import Screen
from seleqt_cli.ports.inbox import Message

Turn = tuple[int, str, str, str]
"""Of a thread: when, who, subject, text."""


def message_line(message: Message, zone: str) -> str:
    """One line: number, when, and the words about it."""
    return f"{message.id}  {absolute(message.received_at, zone)}  {message_words(message)}"


def message_words(message: Message) -> str:
    """What it is, from whom, about what, and what followed."""
    who = message.lead if message.lead and message.lead == message.sender else message.sender or "nobody"
    about = f" for {message.lead}" if message.lead and message.lead != message.sender else ""
    told = message.followed or ("" if message.matched else "fits nothing that was sent")
    return f"{message.verdict.kind:13}  {_flat(who)}{about}: {_flat(message.subject) or 'no subject'}" + (f"  ({told})" if told else "")


def show_message(screen: Screen, message: Message, thread: Sequence[Turn], zone: str) -> None:
    """All of it: head, verdict with its reasons, text, and the thread around it."""
    verdict = message.verdict
    name = f"{_flat(message.sender_name)} " if message.sender_name else ""
    screen.show(f"{message.id}  {_flat(message.subject) or 'no subject'}")
    screen.show(f"  from     {name}<{_flat(message.sender)}>, {absolute(message.received_at, zone)}")
    screen.show(f"  in       {message.account.partition(':')[2]}, {_flat(message.folder)}")
    more = ", ".join(part for part in (verdict.detail, verdict.status, f"back on {verdict.returns}" if verdict.returns else "") if part)
    screen.show(f"  class    {verdict.kind}" + (f" ({more})" if more else ""))
    for number, reason in enumerate(verdict.reasons):
        screen.show(f"  {'because' if number == 0 else 'and':8} {_flat(reason)}")
    belongs = f"{message.lead or f'lead {message.lead_id}'}, {message.campaign} (by {message.matched})"
    screen.show(f"  lead     {belongs if message.lead_id is not None else 'none: it fits nothing that was sent'}")
    screen.show(f"  so       {message.followed or 'nothing followed'}")
    if message.text:
        screen.show()
        for line in message.text.splitlines():
            screen.show(f"  {line}".rstrip())
    others = [turn for turn in thread if turn[0] != message.received_at or turn[3] != message.text]
    if others:
        screen.show()
        screen.show("  the thread")
        for at, who, subject, _ in others:
            screen.show(f"  {absolute(at, zone)}  {_flat(who)}: {_flat(subject)}")


def message_json(message: Message) -> dict[str, object]:
    """One message as `list` and `sync` write it."""
    verdict = message.verdict
    return {
        "type": "message", "id": message.id, "at": rfc3339(message.received_at), "account": message.account, "folder": message.folder,
        "from": message.sender or None, "name": message.sender_name or None, "subject": message.subject,
        "message_id": message.message_id or None, "class": verdict.kind.value, "detail": verdict.detail or None,
        "status": verdict.status or None, "returns": verdict.returns or None, "addresses": list(verdict.addresses),
        "reasons": list(verdict.reasons), "matched": message.matched or None, "state": message.state, "lead": message.lead or None,
        "lead_id": message.lead_id, "campaign": message.campaign or None, "action_id": message.action_id,
        "followed": message.followed or None,
    }  # fmt: skip


def shown_json(message: Message, thread: Sequence[Turn]) -> dict[str, object]:
    """The one document of `show`."""
    turns = [{"at": rfc3339(at), "from": who, "subject": subject, "text": text or None} for at, who, subject, text in thread]
    return message_json(message) | {"text": message.text, "thread": turns}


def _flat(text: str) -> str:
    """In one line."""
    return " ".join(text.split())
