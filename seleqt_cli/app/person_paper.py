"""Everything that is kept about one person, as a document that a program and a person can read (GDPR articles 15 and 20)."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any, Final

from seleqt_cli.core.campaign import Business
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.recipients import Recipient
from seleqt_cli.core.retention import KEEPINGS, OTHERS, stretch

FORM: Final = "seleqt person 1"
_RIGHTS: Final = (
    "to have it corrected (GDPR article 16), deleted (17) or restricted (18)",
    "to take it with you in a form that programs read (20): this document",
    "to object to being contacted, at any time and without a reason (21), and to take a consent back (7(3))",
    "to complain to a supervisory authority (77)",
)
_INSTANTS: Final = frozenset({"at", "due_at", "paused_until", "held_until", "snoozed_until", "opened_at"})


def person_paper(
    lead: Lead,
    business: Business,
    campaigns: Mapping[str, str],
    recipients: Sequence[Recipient],
    data: Iterable[tuple[str, str, list[dict[str, Any]]]],
    elsewhere: Sequence[str],
    now: int,
) -> dict[str, Any]:
    """The document. `campaigns`: name -> what it says; `data`: (table, title, rows); `elsewhere`: where else the person stands."""
    tables = [{"table": table, "about": title, "rows": [readable(row) for row in rows]} for table, title, rows in data]
    return {
        "form": FORM,
        "made_at": _moment(now),
        "person": {"address": lead.value("email") or None, "profile": lead.linkedin or None, "name": lead.name or None},
        "controller": {
            "name": business.name, "address": business.address, "country": business.country or None,
            "privacy_statement": business.privacy_url or None,
        },
        "purposes": [f"campaign {name}: {text}" for name, text in campaigns.items()] or ["to write to you about business"],
        "source": lead.source or None,
        "lawful_basis": lead.basis or "unknown: you are not contacted",
        "recipients": [
            {"name": one.name, "role": one.role, "country": one.country or None, "transfer": one.transfer or None} for one in recipients
        ],
        "kept": [f"{one.what}: {stretch(one.days)} after {one.since}" for one in KEEPINGS]
        + [f"{one.what}: {one.kept_by}" for one in OTHERS],
        "rights": list(_RIGHTS),
        "automated_decisions": "none with legal or similar effect (GDPR article 22); a program sorts answers, and people correct it",
        "data": tables,
        "elsewhere": list(elsewhere),
    }  # fmt: skip


def readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: instants as RFC 3339, JSON unpacked, octets as the text of the mail that they are."""
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return _letter(value)
    if isinstance(value, int) and (name.endswith("_at") or name in _INSTANTS):
        return "never" if value >= NEVER else _moment(value) if value else None
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _letter(octets: bytes) -> Any:
    """A mail as its head and its text; the text of something else; base64 of what is none."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(octets).decode()}
    if "\r\n\r\n" not in text and "\n\n" not in text:
        return text
    mail = message_from_bytes(octets, policy=policy.default)
    if "Message-ID" not in mail:
        return text
    body = mail.get_body(("plain", "html"))
    attached = [part.get_filename() or "" for part in mail.iter_attachments()]
    head = {name: str(value) for name, value in mail.items()}
    return {"head": head, "text": body.get_content() if body is not None else "", "attached": attached}


def _moment(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
