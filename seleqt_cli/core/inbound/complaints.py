"""Abuse reports: somebody pressed the button for spam (RFC 5965), in the standard's form or in that of Microsoft's older programme."""

import re
from typing import Final

from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.phrases import plain
from seleqt_cli.core.inbound.returned_copy import normal_address, parted, returned_in
from seleqt_cli.core.inbound.service_notes import service_note
from seleqt_cli.core.inbound.verdict import Class, Verdict

_NO_COMPLAINT: Final = {
    "not-spam": "somebody said that it is no spam",
    "auth-failure": "a server reports how mail of this domain is authenticated (RFC 6591); nobody complained",
    "dmarc": "a server reports how mail of this domain is authenticated (RFC 6591); nobody complained",
}
_PROGRAMME: Final = (
    "complaint about message from",
    "email feedback report for ip",
    "email abuse report",
    "abuse report for",
    "spam complaint",
    "feedback loop",
)
_DESKS: Final = ("abuse", "complaint", "fbl", "feedback", "scomp")
"""Beginnings of the addresses where providers take complaints of their users, and write of them."""
_COMPLAINED: Final = re.compile(
    r"\b(?:complain\w{0,4}|(?:report|mark|flag)(?:ed|s)?)\b.{0,80}\b(?:spam|junk|abuse|unsolicited|below|following|attached)\b|"
    r"\b(?:spam|abuse|junk) (?:complaint|report)|\b(?:beschwer|plainte|klacht|queja|segnalazion)"
).search
_MOST_OF_TEXT: Final = 600


def complaint(mail: Inbound) -> Verdict | None:
    """The verdict on an abuse report; None when the mail is none."""
    subject = mail.subject.strip().lower()
    loop = subject.startswith(_PROGRAMME) and mail.returned is not None and not mail.in_reply_to
    desk = not mail.feedback and not loop and _of_a_desk(mail)
    if not mail.feedback and not loop and not desk:
        return _told_by_service(mail)
    returned = mail.returned or returned_in(parted(mail.text)[1])
    if desk and (returned is None or not returned.message_id):
        return None
    message_id = (returned.message_id if returned else "") or next(iter(mail.feedback.get("message-id", ())), "") or mail.original_id
    kind = next(iter(mail.feedback.get("feedback-type", ())), "abuse").strip().lower()
    named = [
        normal_address(value)
        for name in ("original-rcpt-to", "x-original-rcpt-to", "removal-recipient")
        for value in mail.feedback.get(name, ())
    ]
    if not any(named) and returned:
        named = [one for one in returned.recipients if not one.startswith(("redacted@", "undisclosed"))]
    addresses = tuple(dict.fromkeys(one for one in named if one))
    if kind in _NO_COMPLAINT:
        return Verdict(
            Class.AUTO_REPLY, ("it is an abuse report (RFC 5965)", _NO_COMPLAINT[kind]), addresses, message_id=message_id, detail="report"
        )
    if kind.startswith("opt-out"):
        reasons = ("it is an abuse report (RFC 5965) of the kind opt-out", "somebody asks to be taken off the list")
        return Verdict(Class.COMPLAINT, reasons, addresses, message_id=message_id, detail="opt-out")
    why = (
        f"it is an abuse report (RFC 5965) of the kind {kind}"
        if mail.feedback
        else f"a provider's report of a complaint: {mail.subject[:60]!r}"
    )
    return Verdict(Class.COMPLAINT, (why,), addresses, message_id=message_id, detail="" if kind == "abuse" else kind[:20])


def _of_a_desk(mail: Inbound) -> bool:
    """Whether a provider's abuse desk writes, in words, that somebody complained."""
    if mail.in_reply_to or mail.reports or not mail.sender.address.startswith(_DESKS):
        return False
    return _COMPLAINED(plain(f"{mail.subject} {mail.text[:_MOST_OF_TEXT]}")) is not None


def _told_by_service(mail: Inbound) -> Verdict | None:
    note = service_note(mail)
    if note is None or note.kind != "complaint":
        return None
    addresses = tuple(one.recipient for one in note.reports)
    return Verdict(Class.COMPLAINT, ("a sending service's notification of a complaint",), addresses, message_id=note.returned.message_id)
