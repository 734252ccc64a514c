"""Is this mail a notice about a mail that was not delivered, about whom, and why?

RFC 3464 first: a delivery status part decides. Without one a mail must look like a machine's notice in several ways before it is
taken for a bounce, because a person may quote one, and a vacation note may say "undeliverable".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from seleqt_cli.core.inbound.codes import reply_code, status_code
from seleqt_cli.core.inbound.diagnosis import Diagnosis, diagnose
from seleqt_cli.core.inbound.mail import Inbound, Report, Returned
from seleqt_cli.core.inbound.notice_words import (
    DAEMON_NAMES,
    DAEMONS,
    DELAYS,
    DELIVERED,
    FAILURE_SUBJECTS,
    FAILURES,
    GAVE_UP,
    MAYBE_DAEMONS,
    STRONG_DELAYS,
    WEAK,
)
from seleqt_cli.core.inbound.notices import lone_address, report_of, reports_in
from seleqt_cli.core.inbound.phrases import Phrases, Said, plain
from seleqt_cli.core.inbound.refusal_marks import AFTER_DATA, BEFORE_RECIPIENT, GENERAL
from seleqt_cli.core.inbound.returned_copy import parted, returned_in
from seleqt_cli.core.inbound.service_notes import service_note
from seleqt_cli.core.inbound.verdict import Class, Verdict

_FORWARDED: Final = ("fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "doorst:", "re:", "aw:", "antw:", "sv:", "rif:", "r:")
_MOST_ADDRESSES: Final = 50
_MACHINE_FIELDS: Final = frozenset({"x-failed-recipients", "report-type", "x-mlserver"})
_LASTING: Final = frozenset({"reverse dns", "authentication", "blocklist"})
"""Causes with the sender that do not pass by themselves: a server that names one refuses every mail, though it says that it is for now."""
_FROM: Final = re.compile(r"(?:from|by|of)\s?[:=]?\s?<?$").search
_DONE: Final = frozenset({"delivered", "relayed", "expanded", "deliverable"})
_TWO_SIGNS: Final = 2
_FEW: Final = 3
_REFUSED: Final = 400
_PERMANENT: Final = 500
_DELIVERED: Final = Phrases(DELIVERED)
_ENOUGH: Final = 5
"""Points from which on a mail is taken for a machine's notice; one less where it names a recipient."""
_FAILURES: Final = Phrases(FAILURES)
_STRONG: Final = Phrases(words for words in FAILURES if words not in WEAK)
_STRONG_SUBJECTS: Final = Phrases(words for words in FAILURE_SUBJECTS if words not in WEAK)
_YOURS: Final = re.compile(
    r"\b(?:e-?mail|message|mail)(?: message)?(?: that| which)? (?:you|was) (?:have )?(?:sent|addressed|tried to send|attempted to send)"
    r"(?: by you)? (?:to|for) <?\S{1,64}@|\b(?:your (?:e-?mail|message|mail)(?: message)?|ihre (?:nachricht|e-mail|mail)|"
    r"uw (?:bericht|e-mail|mail)|votre (?:message|courriel|e-mail)|su (?:mensaje|correo)|(?:il )?suo messaggio|sua mensagem) "
    r"(?:to|for|addressed to|an|aan|à|a|para) <?\S{1,64}@"
).search
"""What a machine says of our mail by the address that it was for, in front of what became of it."""
_SUBJECTS: Final = Phrases(FAILURE_SUBJECTS)


@dataclass(frozen=True, slots=True)
class _Notice:
    reports: tuple[Report, ...]
    text: str
    returned: Returned | None
    reason: str
    standard: bool = False
    """It holds a delivery status part, which is believed where the words say something else."""


def bounce(mail: Inbound, ours: Collection[str] = ()) -> Verdict | None:
    """The verdict on a delivery report; None when the mail is none."""
    notice = _of_standard(mail, ours) or _of_service(mail) or _of_words(mail, ours)
    if notice is None:
        return None
    message_id = notice.returned.message_id if notice.returned else ""
    message_id = message_id or mail.original_id
    failed = [one for one in notice.reports if one.action not in _DONE and one.action != "delayed"]
    delayed = [one for one in notice.reports if one.action == "delayed"]
    if not failed and not delayed:
        done = tuple(one.recipient for one in notice.reports if one.recipient)
        return Verdict(
            Class.AUTO_REPLY,
            (notice.reason, "it says that the mail was delivered or handed on"),
            done,
            message_id=message_id,
            detail="delivered",
        )
    subject = plain(mail.subject)
    if _arrived(notice, failed):
        named = _addresses(failed)
        return Verdict(
            Class.AUTO_REPLY, (notice.reason, "it says that the mail was delivered"), named, message_id=message_id, detail="delivered"
        )
    own = _ours(mail, notice.returned, ours) - {one.recipient for one in failed}
    if not failed or _only_late(subject, notice, failed):
        about = failed or delayed
        why = _diagnosis(about[0], notice.text, mail.subject, own)
        if why.kind is Class.SENDER_BLOCK and why.detail in _LASTING and why.reason.startswith("the server"):
            late = (notice.reason, f"delivery is late, and {why.reason}: that is about who sends")
            return Verdict(why.kind, late, _addresses(about), about[0].status, message_id, detail=why.detail)
        reasons = (notice.reason, "it says that delivery is late and goes on being tried: nothing failed yet")
        return Verdict(Class.SOFT_BOUNCE, reasons, _addresses(about), about[0].status, message_id, detail="delayed")
    judged = [(one, _diagnosis(one, notice.text, mail.subject, own)) for one in failed[:_MOST_ADDRESSES]]
    first, said = judged[0]
    alike = [one for one, other in judged if other.kind is said.kind]
    others = len(judged) - len(alike)
    more = (f"{others} more recipients failed for other causes",) if others else ()
    return Verdict(said.kind, (notice.reason, said.reason, *more), _addresses(alike), first.status, message_id, detail=said.detail)


def _of_standard(mail: Inbound, ours: Collection[str]) -> _Notice | None:
    """A delivery status part (RFC 3464); what it leaves out is looked for in the words."""
    if not mail.reports:
        return None
    if _is_forwarded(mail) and "report-type" not in mail.headers:
        return None
    text, copy = parted(mail.text)
    returned = mail.returned or returned_in(copy)
    named = [one for one in mail.reports if "@" in one.recipient and not one.recipient.startswith("@")]
    if named:
        if any(not one.diagnostic for one in named):
            worded = {one.recipient: one for one in reports_in(text, known=tuple(one.recipient for one in named), ours=())}
            named = [_with_standard(worded[one.recipient], one) if one.recipient in worded and not one.diagnostic else one for one in named]
        return _Notice(tuple(named), text, returned, "it holds a delivery report (RFC 3464)", standard=True)
    found = reports_in(text, known=_known(mail, returned), ours=_ours(mail, returned, ours))
    if not found and returned and len(returned.recipients) == 1:
        found = (report_of(returned.recipients[0], text),)
    filled = tuple(_with_standard(one, mail.reports[0]) for one in found) or mail.reports[:1]
    return _Notice(filled, text, returned, "it holds a delivery report (RFC 3464), and names the recipient in words", standard=True)


def _of_service(mail: Inbound) -> _Notice | None:
    """A sending service's own notification."""
    note = service_note(mail)
    if note is None or note.kind == "complaint":
        return None
    return _Notice(note.reports, "", note.returned, "it is a sending service's notification", standard=True)


def _with_standard(found: Report, standard: Report) -> Report:
    said = standard.diagnostic or found.diagnostic
    status = (
        found.status if standard.status.endswith(".0.0") and found.status[:1] == standard.status[:1] else standard.status or found.status
    )
    return Report(found.recipient, standard.action, status, said, standard.code or found.code, standard.original)


def _of_words(mail: Inbound, ours: Collection[str]) -> _Notice | None:
    """A notice in plain words, where enough says that a machine wrote it."""
    machine, failing, subject = _signs(mail)
    if not machine:
        return None
    text, copy = parted(mail.text)
    heard = Said(text)
    returned = mail.returned or returned_in(copy)
    own = _ours(mail, returned, ours)
    local = mail.sender.address.partition("@")[0]
    daemon = _is_daemon(local) and not local.startswith("bounce")
    null = mail.return_path == ""
    alone = ""
    if null or (mail.return_path is None and daemon and not mail.in_reply_to and not mail.references):
        alone = lone_address(text, own) or lone_address(mail.subject, own)
    worded = _FAILURES.first(heard)
    if not worded and null and (told := _YOURS(heard.text)):
        worded = told[0]
    if not worded and machine >= _FEW and (alone or null):
        # in a language that the tables do not know
        worded = f"{reply_code(text) if reply_code(text) >= _REFUSED else ''} {status_code(text)}".strip() or (daemon and alone) or ""
    if not worded and daemon and machine >= _FEW and returned and not mail.in_reply_to:
        worded = "our mail came back with it"
    score = machine + failing + (2 if worded else 0) + (1 if returned else 0) + (2 if "rcpt to:" in heard.text else 0)
    if score < _ENOUGH - 1 or not (worded or failing):
        return None
    known = _known(mail, returned)
    surely = daemon or returned or mail.headers.keys() & _MACHINE_FIELDS
    if not surely and not null and (not failing or machine < _TWO_SIGNS):
        # A courier writes of deliveries that failed, too.
        return None
    if not surely and not (_STRONG.first(heard) or _STRONG_SUBJECTS.first(Said(subject))):
        # what monitors, forms and shops say, too
        return None
    if not surely and not failing and ((guess := diagnose("", 0, text)) is None or not guess.detail):
        return None
    found = reports_in(text, known=known, ours=own)
    if not found and known:
        found = tuple(report_of(one, text) for one in list(known)[:1]) if len(known) == 1 or mail.headers.get("x-failed-recipients") else ()
    if not found:
        if not (surely and alone) and (
            not (surely or null) or score < _ENOUGH or not (failing or returned) or diagnose("", 0, text) is None
        ):
            return None
        found = (report_of(alone, text),)
    return _Notice(found, text, returned, f"a mail system's notice: {subject or worded!r}")


def _signs(mail: Inbound) -> tuple[int, int, str]:
    """How much says that a machine wrote it, and that something failed; and the words of the subject that say so."""
    machine = 0
    local = mail.sender.address.partition("@")[0]
    name = mail.sender.name.lower()
    if _is_daemon(local) and (not local.startswith("bounce") or mail.return_path == "" or mail.returned is not None):
        machine += 3
    elif any(piece in name for piece in DAEMON_NAMES):
        machine += 2
    elif local in MAYBE_DAEMONS:
        machine += 1
    if (mail.in_reply_to or mail.references) and mail.return_path != "" and mail.subject.lower().startswith(_FORWARDED):
        # somebody answers, whatever the name of the address is
        machine -= 2
    if mail.headers.get("x-failed-recipients"):
        machine += 4
    if mail.return_path == "" or (mail.return_path or "").partition("@")[0] in DAEMONS:
        machine += 1
    if not mail.sender.address or "noreply" in local or "no-reply" in local:
        machine += 1
    if mail.headers.get("report-type", ("",))[0] == "delivery-status":
        machine += 2
    if mail.headers.get("auto-submitted", ("no",))[0].lower().startswith(("auto-generated", "auto-replied (failure)")):
        machine += 1
    if mail.returned is not None:
        machine += 1
    if "x-mlserver" in mail.headers and not mail.subject.lower().startswith(_FORWARDED):
        # a mailing list program's own answer (fml)
        machine += 3
    if machine <= 0:
        return 0, 0, ""
    low = plain(mail.subject)
    subject = "" if low.startswith(_FORWARDED) and machine < _FEW else _SUBJECTS.first(Said(low))
    return machine, 2 if subject else 0, subject


def _is_daemon(local: str) -> bool:
    return local in DAEMONS or local.startswith(("mailer-daemon", "postmaster", "bounce"))


def _is_forwarded(mail: Inbound) -> bool:
    return mail.subject.lower().lstrip().startswith(_FORWARDED) and mail.sender.address.partition("@")[0] not in DAEMONS


def _known(mail: Inbound, returned: Returned | None) -> tuple[str, ...]:
    """Whom the mail that came back went to, as its head or the notice's says."""
    failed = [one.strip().lower() for value in mail.headers.get("x-failed-recipients", ()) for one in value.split(",") if "@" in one]
    return tuple(dict.fromkeys([*failed, *(returned.recipients if returned else ())]))[:_MOST_ADDRESSES]


def _ours(mail: Inbound, returned: Returned | None, ours: Collection[str]) -> frozenset[str]:
    """Who wrote the mail that came back, and who got the notice: never the failing recipient, unless one wrote to oneself."""
    mine = {one.address for one in mail.to} | set(ours)
    if returned:
        mine.add(returned.sender)
        mine -= set(returned.recipients) - set(ours) if returned.sender not in returned.recipients else set()
    mine.add(mail.sender.address)
    return frozenset(mine)


def _arrived(notice: _Notice, failed: list[Report]) -> bool:
    """Whether a notice in words says that the mail arrived, and nothing in it that it did not."""
    if notice.standard or any(one.code >= _REFUSED or one.status for one in failed):
        return False
    said = Said(notice.text)
    return bool(_DELIVERED.first(said)) and not any(words in said.text for words in (*GAVE_UP, "not been delivered", "failed"))


def _only_late(subject: str, notice: _Notice, failed: list[Report]) -> bool:
    """Words that say that it is only late; a report part with `failed` is believed, not the words."""
    if notice.standard and any(one.action == "failed" for one in failed):
        return False
    said = plain(notice.text)
    if any(words in said for words in STRONG_DELAYS) and not any(words in said for words in GAVE_UP):
        return True
    return any(words in subject for words in DELAYS) and not any(words in said for words in GAVE_UP)


def _diagnosis(report: Report, text: str, subject: str, ours: Collection[str]) -> Diagnosis:
    """What the server said, and where that tells little what the notice says about it, and last what its subject says."""
    said = _unturned(report, text, subject)
    if said.kind is Class.HARD_BOUNCE and (_of_sender(report, ours) or _only_ours(report, ours, domain=said.detail == "no such domain")):
        return Diagnosis(Class.SENDER_BLOCK, "sender", "the server says it of the address that the mail came from")
    return said


def _of_sender(report: Report, ours: Collection[str]) -> bool:
    """Whether a server names the sender, or its domain, as what does not exist, and nobody else."""
    said = plain(report.diagnostic)
    theirs = report.recipient.rpartition("@")[2]
    return any(
        f"{before}{name}" in said
        for address in ours
        if address
        for before, name in (("sender ", address), ("sender <", address), ("domain ", address.rpartition("@")[2]))
        if name != theirs
    )


def _only_ours(report: Report, ours: Collection[str], *, domain: bool) -> bool:
    """Whether the address that a server names is ours, not as whom the mail is from, and the recipient's is not; or so the domain."""
    said, theirs = plain(report.diagnostic), report.recipient.rpartition("@")[2]
    if theirs in said:
        return False
    own = {address for address in ours if address.rpartition("@")[2] not in (theirs, "")}
    if domain:
        return any(address.rpartition("@")[2] in said for address in own)
    return any(address in said and not _FROM(said[: said.find(address)]) for address in own)


def _unturned(report: Report, text: str, subject: str) -> Diagnosis:
    """The same, as if every word were about the recipient."""
    own = status_code(report.diagnostic) if report.status[:1] == "4" and report.code >= _PERMANENT else ""
    if own[:1] == "5":
        # the server refused for good, whatever the machine says that tried until then
        report = replace(report, status=own)
    said = diagnose(report.status, report.code, report.diagnostic, text)
    if said is not None and (said.kind is Class.HARD_BOUNCE or said.detail == "expired") and _elsewhere(text):
        return diagnose(report.status, report.code, f"{report.diagnostic}\n{text}", text) or said
    if said is not None and said.detail and said.detail not in GENERAL and said.reason.startswith("the server"):
        return said
    for more in (text, subject):
        wider = diagnose(report.status, report.code, f"{report.diagnostic}\n{more}", text)
        if wider is not None and wider.detail and wider.detail not in GENERAL and wider.reason.startswith("the server"):
            return wider
    return (
        said
        or diagnose(report.status, report.code, f"{text}\n{subject}", text)
        or Diagnosis(Class.SOFT_BOUNCE, "", "it names no cause that is known")
    )


def _elsewhere(text: str) -> bool:
    """Whether the notice says that the mail was refused in another phase than that in which its recipient is told."""
    said = plain(text)
    return any(words in said for words in (*AFTER_DATA, *BEFORE_RECIPIENT, ">>> mail from"))


def _addresses(reports: list[Report]) -> tuple[str, ...]:
    both = [address for one in reports for address in (one.recipient, one.original) if address]
    return tuple(dict.fromkeys(both))[:_MOST_ADDRESSES]
