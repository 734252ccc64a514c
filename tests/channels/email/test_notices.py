"""Notices of many mail systems: whom they are about and whose fault it was; and what is no notice."""

import re
from pathlib import Path

import pytest

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.verdict import BOUNCES, Class, Verdict
from tests.channels.email.more_notices import MORE
from tests.channels.email.notices import COPY, DAEMON, TEXTS, Notice, qmail

NOW = 1_794_820_000
CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "bounces"


def verdict_on(text: str, headers: str = "", *, sender: str = DAEMON, subject: str = "Undelivered Mail Returned to Sender") -> Verdict:
    """The verdict on a plain mail."""
    head = f"From: {sender}\nTo: Bob <bob@sender.example>\nSubject: {subject}\nDate: Mon, 16 Nov 2026 11:00:00 +0100\n{headers}"
    type_ = "" if "content-type" in headers.lower() else "Content-Type: text/plain; charset=utf-8\n"
    return classify(read_mail(f"{head}{type_}\n{text}".encode()), NOW)


@pytest.mark.parametrize("notice", TEXTS + MORE, ids=[notice.name for notice in TEXTS + MORE])
def test_a_notice_in_words_tells_whom_it_is_about_and_what_happened(notice: Notice) -> None:
    verdict = verdict_on(notice.text, f"Return-Path: <>\n{notice.headers}", sender=notice.sender, subject=notice.subject)
    assert (verdict.kind.value, verdict.addresses) == (notice.meant, ("ada@lead.example",)), verdict
    assert notice.detail in ("", verdict.detail), verdict
    assert len(verdict.reasons) >= 2
    if COPY in notice.text:
        assert verdict.message_id == "<m1@sender.example>"


def dsn(fields: str, *, text: str = "Delivery failed.", action: str = "failed", original: str = COPY) -> Verdict:
    """The verdict on a report after RFC 3464 with the fields of its recipients."""
    return verdict_on(
        f"--r\nContent-Type: text/plain\n\n{text}\n\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; "
        f"mx.sender.example\n\n"
        f"Final-Recipient: rfc822; ada@lead.example\nAction: {action}\n{fields}\n\n--r\nContent-Type: message/rfc822\n\n{original}\n"
        f"--r--\n",
        "Return-Path: <>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=r\n",
    )


@pytest.mark.parametrize(
    ("fields", "kind", "detail"),
    [
        ("Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ada@lead.example>: user unknown", Class.HARD_BOUNCE, "no such user"),
        ("Status: 5.1.1", Class.HARD_BOUNCE, "no such user"),
        ("Status: 5.1.2", Class.HARD_BOUNCE, "no such domain"),
        ("Status: 5.1.6", Class.HARD_BOUNCE, "moved"),
        ("Status: 5.1.8", Class.SENDER_BLOCK, "sender"),
        ("Status: 5.1.10\nDiagnostic-Code: smtp; 556 5.1.10 Recipient address has null MX", Class.HARD_BOUNCE, "no mail there"),
        ("Status: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full", Class.SOFT_BOUNCE, "mailbox full"),
        ("Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 mailbox is full", Class.SOFT_BOUNCE, "mailbox full"),
        ("Status: 5.2.1", Class.SOFT_BOUNCE, "suspended"),
        ("Status: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 our spam filter refused this", Class.SENDER_BLOCK, "spam"),
        ("Status: 5.7.1", Class.SENDER_BLOCK, "policy"),
        ("Status: 5.7.26", Class.SENDER_BLOCK, "authentication"),
        ("Status: 4.4.7", Class.SOFT_BOUNCE, "expired"),
        ("Status: 4.7.1\nDiagnostic-Code: smtp; 450 4.7.1 greylisted", Class.SOFT_BOUNCE, "expired"),
        ("Status: 4.1.1\nDiagnostic-Code: smtp; 450 4.1.1 user unknown", Class.SOFT_BOUNCE, "no such user"),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 no", Class.SOFT_BOUNCE, ""),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 521 no", Class.HARD_BOUNCE, "no mail there"),
        ("Status: 5.0.0", Class.SOFT_BOUNCE, ""),
    ],
)
def test_status_and_words_decide_whose_fault_it_was(fields: str, kind: Class, detail: str) -> None:
    verdict = dsn(fields)
    assert (verdict.kind, verdict.detail, verdict.addresses, verdict.message_id) == (
        kind, detail, ("ada@lead.example",), "<m1@sender.example>",
    )  # fmt: skip
    assert verdict.status == re.findall(r"Status: (\S+)", fields)[0]


def test_a_delay_and_a_delivery_are_no_failures() -> None:
    delayed = dsn("Status: 4.4.1", action="delayed")
    delivered = dsn("Status: 2.0.0", action="delivered")
    assert (delayed.kind, delayed.detail) == (Class.SOFT_BOUNCE, "delayed")
    assert (delivered.kind, delivered.detail) == (Class.AUTO_REPLY, "delivered")


@pytest.mark.parametrize(
    ("subject", "text", "kind", "detail"),
    [
        ("Successful Mail Delivery Report", "Your message was successfully delivered to the destination(s) listed below.\n\n"
            "<ada@lead.example>: 250 OK\n",
         Class.AUTO_REPLY, "delivered"),
        ("Delivery Status Notification (Relay)",
            "Your message has been successfully relayed to the following recipients:\n\n  ada@lead.example\n",
         Class.AUTO_REPLY, "delivered"),
        ("Delayed Mail (still being retried)", "# YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\nYour message could not be delivered "
            "for more than 4 hour(s).\n"
         "It will be retried until it is 5 day(s) old.\n\n<ada@lead.example>: connect to mx: Connection refused\n", Class.SOFT_BOUNCE,
         "delayed"),
        ("Verzögert: Pallets", "Die Zustellung an die folgenden Empfänger ist verzögert:\n\nada@lead.example\n", Class.SOFT_BOUNCE,
            "delayed"),
        ("failure notice", qmail("This message was delayed until now; giving up. (#4.4.1)"), Class.SOFT_BOUNCE, "expired"),
    ],
)  # fmt: skip
def test_a_notice_in_words_that_something_is_late_or_arrived_is_no_failure(subject: str, text: str, kind: Class, detail: str) -> None:
    verdict = verdict_on(text, "Return-Path: <>\n", subject=subject)
    assert (verdict.kind, verdict.detail, verdict.addresses) == (kind, detail, ("ada@lead.example",)), verdict


def test_an_unknown_user_is_believed_only_where_the_recipient_was_told() -> None:
    unknown = "host mx.lead.example said: 550 User unknown (in reply to %s command)"
    kinds = [dsn(f"Status: 5.0.0\nDiagnostic-Code: smtp; {unknown % phase}").kind for phase in ("RCPT TO", "MAIL FROM", "end of DATA")]
    assert kinds == [Class.HARD_BOUNCE, Class.SENDER_BLOCK, Class.SOFT_BOUNCE]


def test_recipients_that_failed_for_another_cause_are_not_given_up_with_the_first() -> None:
    more = (
        "Status: 5.1.1\n\nFinal-Recipient: rfc822; max@lead.example\nAction: failed\nStatus: 5.2.2\n\n"
        "Final-Recipient: rfc822; eva@lead.example\nAction: failed\nStatus: 5.1.1"
    )
    verdict = dsn(more)
    assert (verdict.kind, verdict.addresses) == (Class.HARD_BOUNCE, ("ada@lead.example", "eva@lead.example"))
    assert verdict.reasons[-1] == "1 more recipients failed for other causes"


def test_an_address_that_was_forwarded_is_named_with_the_one_that_failed() -> None:
    verdict = dsn("Original-Recipient: rfc822; info@lead.example\nStatus: 5.1.1")
    assert verdict.addresses == ("ada@lead.example", "info@lead.example")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Pallets", "Your last mail was returned to sender, the server said 550 5.1.1 user unknown for tom@lead.example. Use mine."),
        ("Undeliverable: your order", "The parcel could not be delivered to ada@lead.example's office, nobody was in. Call me."),
        ("Fwd: Undelivered Mail Returned to Sender", "See below. Did you mean me?\n\n" + TEXTS[0].text),
        ("Delivery", "Our delivery to the following address failed: Kade 1. Please contact tom@lead.example."),
    ],
)
def test_a_person_who_writes_about_failures_has_replied(subject: str, text: str) -> None:
    verdict = verdict_on(
        text, "Return-Path: <ada@lead.example>\nIn-Reply-To: <m1@sender.example>\n", sender="Ada <ada@lead.example>", subject=subject
    )
    assert verdict.kind is Class.REPLY, verdict


@pytest.mark.parametrize(
    "text", ["My mailbox is full of offers. I am away until 1 December.", "I am out of the office; undeliverable parcels go to Tom."]
)
def test_a_vacation_note_is_never_a_bounce(text: str) -> None:
    verdict = verdict_on(
        text,
        "Return-Path: <>\nAuto-Submitted: auto-replied\nIn-Reply-To: <m1@sender.example>\n",
        sender="ada@lead.example",
        subject="Re: Pallets",
    )
    assert verdict.kind is Class.OUT_OF_OFFICE, verdict


@pytest.mark.parametrize("sender", ["Ada <admin@lead.example>", "Postmaster Pete <postmaster@lead.example>", "system@lead.example"])
def test_a_person_behind_the_address_of_a_machine_has_replied(sender: str) -> None:
    text = "The reason: we are not allowed to buy pallets, our policy. Delivery to Rotterdam failed last year, the order was rejected."
    verdict = verdict_on(text, "In-Reply-To: <m1@sender.example>\n", sender=sender, subject="Re: Pallets")
    assert verdict.kind is Class.REPLY, verdict


def test_a_machines_mail_that_fits_nothing_is_unknown() -> None:
    verdict = verdict_on("Welcome to our new portal.", sender="postmaster@lead.example", subject="News from your provider")
    assert verdict.kind is Class.UNKNOWN


ARF = (
    "Content-Type: multipart/report; report-type=feedback-report; boundary=r\n",
    "--r\nContent-Type: text/plain\n\nA complaint.\n\n--r\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\n"
    "User-Agent: Loop/1.0\nVersion: 1\n{to}\n\n"
    "--r\nContent-Type: message/rfc822\n\n" + COPY + "\n--r--\n",
)


@pytest.mark.parametrize(
    ("kind", "to", "expected", "addresses"),
    [
        ("abuse", "", Class.COMPLAINT, ("ada@lead.example",)),
        ("fraud", "Original-Rcpt-To: <ada@lead.example>", Class.COMPLAINT, ("ada@lead.example",)),
        (
            "abuse",
            "Original-Rcpt-To: a@lead.example\nOriginal-Rcpt-To: b@lead.example",
            Class.COMPLAINT,
            ("a@lead.example", "b@lead.example"),
        ),
        ("opt-out", "Removal-Recipient: ada@lead.example", Class.COMPLAINT, ("ada@lead.example",)),
        ("not-spam", "", Class.AUTO_REPLY, ("ada@lead.example",)),
        ("auth-failure", "", Class.AUTO_REPLY, ("ada@lead.example",)),
    ],
)
def test_an_abuse_report_is_a_complaint_unless_nobody_complained(kind: str, to: str, expected: Class, addresses: tuple[str, ...]) -> None:
    headers, text = ARF
    verdict = verdict_on(text.format(kind=kind, to=to), headers, sender="fbl@provider.example", subject="Complaint")
    assert (verdict.kind, verdict.addresses, verdict.message_id) == (expected, addresses, "<m1@sender.example>")


GROUPS = {
    "hard": "userunknown hostunknown hasmoved notaccept",
    "soft": "mailboxfull expired networkerror systemerror suspend filtered onhold exceedlimit mesgtoobig mailererror syntaxerror "
    "failedstarttls",
    "ours": "blocked spamdetected authfailure policyviolation badreputation requireptr securityerror norelaying rejected toomanyconn "
    "virusdetected"
    " contenterror notcompliantrfc",
    "complaint": "feedback",
    "automatic": "vacation delivered",
}
GROUP_OF = {
    Class.HARD_BOUNCE: "hard", Class.SOFT_BOUNCE: "soft", Class.SENDER_BLOCK: "ours", Class.COMPLAINT: "complaint", Class.OUT_OF_OFFICE:
        "automatic",
    Class.AUTO_REPLY: "automatic",
}  # fmt: skip


def test_most_of_the_collected_bounces_get_the_right_group_and_nearly_none_is_given_up_wrongly() -> None:
    if not CORPUS.exists():
        return
    wanted = {reason: group for group, reasons in GROUPS.items() for reason in reasons.split()}
    labels = [line.split("\t") for line in (CORPUS / "labels.tsv").read_text().splitlines()[1:]]
    right = named = bounces = blameless = given_up = 0
    first = [label for label in labels if label[1] == "1"]
    for name, _number, _status, _code, reason, hard in first:
        verdict = classify(read_mail((CORPUS / "messages" / name).read_bytes()), NOW)
        group = "soft" if wanted[reason] == "hard" and hard == "false" else wanted[reason]
        right += GROUP_OF.get(verdict.kind) == group
        if group in ("hard", "soft", "ours"):
            bounces += 1
            named += bool(verdict.addresses) and verdict.kind in BOUNCES
        if group in ("soft", "ours"):
            blameless += 1
            given_up += verdict.kind is Class.HARD_BOUNCE
    assert right / len(first) >= 0.92
    assert named / bounces >= 0.97
    assert given_up / blameless <= 0.04
