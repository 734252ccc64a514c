"""Between a row of inbox_message and the message: the only place that knows the order of its columns."""

import json
from typing import Any, Final

from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.ports.inbox import Message

_COLUMNS: Final = (
    "digest", "account", "folder", "uid", "message_id", "received_at", "read_at", "sender", "sender_name", "subject", "text", "class",
    "detail", "status", "returns", "addresses", "reasons", "matched", "state", "lead_id", "journey_id", "action_id", "followed", "undo",
)  # fmt: skip
MESSAGES: Final = (
    f"SELECT m.id, {', '.join(f'm.{name}' for name in _COLUMNS)}, coalesce(l.email, l.linkedin, ''), coalesce(j.campaign, '') "
    "FROM inbox_message m LEFT JOIN lead l ON l.id = m.lead_id LEFT JOIN journey j ON j.id = m.journey_id"
)


def message_of(row: tuple[Any, ...]) -> Message:
    """The message of a row of MESSAGES."""
    (
        number, digest, account, folder, uid, message_id, received_at, read_at, sender, sender_name, subject, text, kind, detail, status,
        returns, addresses, reasons, matched, state, lead_id, journey_id, action_id, followed, undo, lead, campaign,
    ) = row  # fmt: skip
    verdict = Verdict(Class(kind), tuple(json.loads(reasons)), tuple(json.loads(addresses)), status=status, returns=returns, detail=detail)
    return Message(
        digest=digest, account=account, folder=folder, uid=uid, message_id=message_id, received_at=received_at, read_at=read_at,
        sender=sender, sender_name=sender_name, subject=subject, text=text, verdict=verdict, matched=matched, state=state, lead_id=lead_id,
        journey_id=journey_id, action_id=action_id, followed=followed, undo=json.loads(undo), id=number, lead=lead, campaign=campaign,
    )  # fmt: skip


def values_of_message(message: Message) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The columns without the id, and their values."""
    verdict = message.verdict
    return _COLUMNS, (
        message.digest, message.account, message.folder, message.uid, message.message_id, message.received_at, message.read_at,
        message.sender, message.sender_name, message.subject, message.text, verdict.kind.value, verdict.detail, verdict.status,
        verdict.returns, _list(verdict.addresses), _list(verdict.reasons), message.matched, message.state, message.lead_id,
        message.journey_id, message.action_id, message.followed,
        json.dumps(dict(message.undo), ensure_ascii=False, separators=(",", ":")),
    )  # fmt: skip


def _list(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))
