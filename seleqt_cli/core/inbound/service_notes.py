"""What sending services tell in JSON instead of a delivery report: Amazon SES by way of its notification service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.inbound.codes import reply_code, status_code
from seleqt_cli.core.inbound.mail import Inbound, Report, Returned
from seleqt_cli.core.inbound.returned_copy import normal_address

_MOST: Final = 50
_SAYS: Final = ("notificationType", "eventType")
_LISTS: Final = {"bounce": "bouncedRecipients", "complaint": "complainedRecipients", "delivery": "recipients"}
_STATUS: Final = {
    "MailboxFull": "5.2.2", "MessageTooLarge": "5.3.4", "ContentRejected": "5.6.0", "AttachmentRejected": "5.6.0", "NoEmail": "5.1.1",
    "Suppressed": "5.1.1", "OnAccountSuppressionList": "5.1.1",
}  # fmt: skip
"""The service's finer word -> the status code that means the same, where no server's words are handed on."""


@dataclass(frozen=True, slots=True)
class Note:
    """One notification. `kind`: bounce, complaint or delivery."""

    kind: str
    reports: tuple[Report, ...]
    returned: Returned


def service_note(mail: Inbound) -> Note | None:
    """The notification that a mail's text is; None when it is none."""
    text = mail.text.lstrip()
    if not text.startswith("{"):
        return None
    found = _object(text)
    if isinstance(inner := found.get("Message"), str):
        found = _object(inner.lstrip())
    kind = next((str(found[name]).lower() for name in _SAYS if name in found), "")
    if kind not in _LISTS:
        return None
    told, about = _mapping(found.get(kind)), _mapping(found.get("mail"))
    named = told.get(_LISTS[kind])
    people = named[:_MOST] if isinstance(named, list) else []
    reports = tuple(
        one
        for one in (_report(kind, told, person if isinstance(person, Mapping) else {"emailAddress": person}) for person in people)
        if one
    )
    common = _mapping(about.get("commonHeaders"))
    message_id = common.get("messageId")
    source = normal_address(str(about.get("source", ""))[:400])
    returned = Returned(message_id if isinstance(message_id, str) else "", source, tuple(one.recipient for one in reports))
    return Note(kind, reports, returned) if reports else None


def _object(text: str) -> Mapping[str, object]:
    try:
        return _mapping(json.JSONDecoder().raw_decode(text)[0])
    except (ValueError, RecursionError):
        return {}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _report(kind: str, told: Mapping[str, object], person: Mapping[str, object]) -> Report | None:
    address = normal_address(str(person.get("emailAddress", ""))[:400])
    if not address:
        return None
    if kind != "bounce":
        return Report(address, "delivered" if kind == "delivery" else "")
    said = str(person.get("diagnosticCode", ""))[:2000]
    permanent = told.get("bounceType") == "Permanent"
    finer = _STATUS.get(str(told.get("bounceSubType", "")), "5.1.1" if permanent else "4.0.0")
    status = status_code(str(person.get("status", ""))[:100]) or status_code(said) or finer
    return Report(address, "failed", status, said, reply_code(said))
