"""The machine-readable parts of a report: delivery status (RFC 3464), abuse report (RFC 5965), and the mail that came back."""

import re
from typing import Final

from seleqt_cli.channels.email.decoding import header_text
from seleqt_cli.channels.email.header_addresses import message_id, normal, parties
from seleqt_cli.channels.email.mime import Fields, head_of
from seleqt_cli.core.inbound.codes import reply_code
from seleqt_cli.core.inbound.mail import Report, Returned

MOST_REPORTS: Final = 50
_MOST_DIAGNOSTIC: Final = 2000
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d)")
_QUOTED: Final = re.compile(r'"([\w.+-]{1,64})"@(\S{1,255})').fullmatch
_STATUS_FIELDS: Final = {
    name.encode(): name
    for name in (
        "final-recipient", "original-recipient", "x-actual-recipient", "action", "status", "diagnostic-code", "reporting-mta",
        "x-supplementary-info", "x-powermta-bouncecategory",
    )
}  # fmt: skip
_FEEDBACK_FIELDS: Final = {
    name.encode(): name
    for name in (
        "feedback-type", "abuse-type", "original-rcpt-to", "original-mail-from", "removal-recipient", "user-agent", "auth-failure",
        "delivery-result", "reported-domain", "reported-uri", "message-id", "original-envelope-id", "source", "x-original-rcpt-to",
    )
}  # fmt: skip
_RETURNED_FIELDS: Final = {
    name.encode(): name
    for name in (
        "message-id", "from", "to", "cc", "subject", "x-envelope-to", "envelope-to", "x-original-to", "delivered-to", "resent-to",
        "x-rcpt-to", "x-hmxmroriginalrecipient", "x-microsoft-original-message-id",
    )
}  # fmt: skip


def status_reports(octets: bytes) -> tuple[Report, ...]:
    """A message/delivery-status part: one Report for each recipient in its order."""
    reports: list[Report] = []
    at, end = 0, len(octets)
    for _ in range(MOST_REPORTS * 4):
        while octets[at : at + 1] in (b"\r", b"\n"):
            at += 1
        if at >= end or len(reports) >= MOST_REPORTS:
            break
        fields, body, _cut = head_of(octets, at, end, _STATUS_FIELDS)
        if report := _report(fields):
            reports.append(report)
        at = max(body, at + 1)
    return tuple(reports)


def feedback_fields(octets: bytes) -> dict[str, tuple[str, ...]]:
    """A message/feedback-report part: lower-case name -> values."""
    begin = 0
    while octets[begin : begin + 1] in (b"\r", b"\n"):
        begin += 1
    fields, _body, _cut = head_of(octets, begin, len(octets), _FEEDBACK_FIELDS)
    return {name: tuple(header_text(value) for value in values[:MOST_REPORTS]) for name, values in fields.items()}


def returned_mail(octets: bytes, begin: int, end: int) -> Returned | None:
    """What the head of a mail that came back says; None when nothing of it can be read."""
    while octets[begin : begin + 1] in (b"\r", b"\n"):
        begin += 1
    if octets[begin : begin + 5] == b"From ":
        begin = octets.find(b"\n", begin) + 1 or end
    fields, _body, _cut = head_of(octets, begin, end, _RETURNED_FIELDS)
    return returned_of(fields)


def returned_of(fields: Fields) -> Returned | None:
    """The same, of fields that were already taken out."""
    if not fields:
        return None
    to: list[str] = []
    for name in (
        "x-hmxmroriginalrecipient",
        "to",
        "cc",
        "x-envelope-to",
        "envelope-to",
        "x-rcpt-to",
        "x-original-to",
        "delivered-to",
        "resent-to",
    ):
        to += [one.address for one in parties(fields.get(name, [])) if "@" in one.address and one.address not in to]
    sender = parties(fields.get("from", []))
    subject = header_text(fields["subject"][0]) if "subject" in fields else ""
    id_ = message_id(fields.get("x-microsoft-original-message-id", [])) or message_id(fields.get("message-id", []))
    found = Returned(id_, sender[0].address if sender else "", tuple(to[:MOST_REPORTS]), subject[:500])
    return found if found != Returned() else None


def _report(fields: Fields) -> Report | None:
    """One group of fields; None for the group about the whole message."""
    named = any(name in fields for name in ("final-recipient", "original-recipient", "x-actual-recipient"))
    if not named and ("action" not in fields or "reporting-mta" in fields):
        # with an action it is a recipient whose address was left out
        return None
    final = _recipient(fields, "final-recipient")
    original = _recipient(fields, "original-recipient")
    recipient = final if "@" in final else original if "@" in original else _recipient(fields, "x-actual-recipient") or final or original
    diagnostic = " ".join(header_text(value) for value in (*fields.get("diagnostic-code", ()), *fields.get("x-supplementary-info", ())))
    kind, semicolon, text = diagnostic.partition(";")
    if semicolon and len(kind) <= 30:
        diagnostic = text.strip()
    if category := _first(fields, "x-powermta-bouncecategory"):
        diagnostic = f"{diagnostic[: _MOST_DIAGNOSTIC - 100]} (bounce category {category[:40]})"
    diagnostic = diagnostic[:_MOST_DIAGNOSTIC]
    status = _STATUS.search(_first(fields, "status"))
    action = _first(fields, "action").lower().partition(" ")[0].strip("();,")
    return Report(
        recipient, action[:20], status[1] if status else "", diagnostic, reply_code(diagnostic), original if original != recipient else ""
    )


def _recipient(fields: Fields, name: str) -> str:
    """`rfc822;name@domain` as an address; the type may be missing; brackets, needless quotes and a name behind it go."""
    value = _first(fields, name)
    kind, semicolon, address = value.partition(";")
    address = (address if semicolon and "@" not in kind else value).strip()
    if "<" in address:
        address = address.rpartition("<")[2].partition(">")[0]
    address = address.partition(" (")[0].strip()
    if quoted := _QUOTED(address):
        address = f"{quoted[1]}@{quoted[2]}"
    return normal(address.strip(" ;,")) if address else ""


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name)
    return header_text(values[0]) if values else ""
