"""What forged mails reach, kind by kind: who wrote it, what its head says, and what follows. Whole mails, read and judged as in a run.

In every row Noor was written to on Monday. What nobody can forge is our Message-ID and the word of the unsubscribe link; the
address of a sender anybody can, where the server that receives the mail does not look.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.inbound import matching
from tests.cli.arrivals import deliver, message_id
from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
NOOR, SAM = "noor@windmill.example", "sam@canal.example"
FAILED = "Authentication-Results: mx.acme.example; spf=softfail smtp.mailfrom=x.example; dkim=none; dmarc=fail header.from=windmill.example"
PRAISED = "Authentication-Results: mx.acme.example; spf=pass; dkim=pass; dmarc=pass"
NOTE = "it may be forged: the server that received it says dmarc=fail"
STOPPED = "stopped 1 journey"
FOR_NOW = "stopped 1 journey for now; waits in tasks"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday at nine; now it is ten."""
    found = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}"))
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


def letter(sender: str, text: str, *head: str, subject: str = "your mail") -> bytes:
    """A mail somebody wrote."""
    fields = (*head, f"From: {sender}", "To: anna@acme.example", f"Subject: {subject}", "Message-ID: <theirs@x.example>")
    return "\r\n".join((*fields, "Content-Type: text/plain; charset=utf-8", "", text, "")).encode()


def report(
    sender: str, *head: str, failed: str = NOOR, returned: str = "", status: str = "5.1.1", said: str = "550 5.1.1 no such user"
) -> bytes:
    """A delivery report (RFC 3464); `returned`: the Message-ID of the mail that it returns."""
    copy = ("--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {returned}", "Subject: Robots", "") if returned else ()
    return "\r\n".join((
        *head, f"From: {sender}", "To: anna@acme.example", "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
        "Message-ID: <report@x.example>", "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "", "--b", "Content-Type: text/plain", "", "Your mail could not be delivered.", "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.x.example", "",
        f"Final-Recipient: rfc822; {failed}", "Action: failed", f"Status: {status}", f"Diagnostic-Code: smtp; {said}", "",
        *copy, "--b--", "",
    )).encode()  # fmt: skip


def complaint(*head: str, returned: str = "") -> bytes:
    """An abuse report (RFC 5965)."""
    copy = (
        ("--b", "Content-Type: message/rfc822", "", f"Message-ID: {returned}", "From: anna@acme.example", "", "hi", "") if returned else ()
    )
    return "\r\n".join((
        *head, "From: feedback@x.example", "To: anna@acme.example", "Subject: Abuse report", "Message-ID: <arf@x.example>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"', "", "--b", "Content-Type: text/plain", "",
        "This is a spam complaint.", "", "--b", "Content-Type: message/feedback-report", "", "Feedback-Type: abuse", "Version: 1",
        f"Original-Rcpt-To: {NOOR}", "", *copy, "--b--", "",
    )).encode()  # fmt: skip


DAEMON = "Mail Delivery System <mailer-daemon@x.example>"
NEVER = "<never.sent@acme.example>"
OURS = "OURS"
"""Stands for the Message-ID of the mail to Noor."""


@dataclass(frozen=True)
class Row:
    """What came in, and what followed: class, Noor's journey, what was done; `listed`: whom for ever, sender held, note."""

    mail: bytes
    kind: str
    state: str
    followed: str
    suppressed: tuple[str, ...] = ()
    held: bool = False
    note: str = ""


ROWS = {
    "an answer in her name": Row(letter(NOOR, "Yes, tell me more.", FAILED), "reply", "stopped", FOR_NOW, note=NOTE),
    "an opt-out in her name": Row(letter(NOOR, "Please remove me.", FAILED), "unsubscribe", "stopped", FOR_NOW, note=NOTE),
    "an opt-out in her name that praises itself": Row(
        letter(NOOR, "Please remove me.", FAILED, PRAISED), "unsubscribe", "stopped", FOR_NOW, note=NOTE
    ),
    "an opt-out in her name where the server does not look": Row(  # nothing tells it from hers
        letter(NOOR, "Please remove me."), "unsubscribe", "unsubscribed", "unsubscribed, everywhere and for ever", (NOOR,)
    ),
    "her opt-out with our id, that a forwarder broke": Row(
        letter(NOOR, "Please remove me.", FAILED, f"In-Reply-To: {OURS}"),
        "unsubscribe", "unsubscribed", "unsubscribed, everywhere and for ever", (NOOR,),
    ),
    "an opt-out by a colleague in the thread": Row(
        letter("boss@windmill.example", "Please remove us.", f"In-Reply-To: {OURS}"), "unsubscribe", "replied", f"{STOPPED}; waits in tasks"
    ),
    "an opt-out by a stranger who wants answers at her address": Row(
        letter("eve@x.example", "Please remove me.", f"Reply-To: {NOOR}"), "unsubscribe", "replied", f"{STOPPED}; waits in tasks"
    ),
    "an unsubscribe link with a guessed word": Row(
        letter("eve@x.example", "", subject=f"unsubscribe {'a' * 24}"), "unsubscribe", "waiting", ""
    ),
    "an absence in her name": Row(  # it ends by itself
        letter(NOOR, "I am out of the office.", FAILED, "Auto-Submitted: auto-replied", subject="Out of office"),
        "out_of_office", "waiting", "out of office, no date stated; waits until 2027-01-04", note=NOTE,
    ),
    "a bounce of a mail that was never sent": Row(
        report(DAEMON, returned=NEVER), "hard_bounce", "waiting", "", note="it is about a mail that was never sent from here; ignored"
    ),
    "a bounce without ids that fails authentication": Row(report(DAEMON, FAILED), "hard_bounce", "waiting", "", note=f"{NOTE}; ignored"),
    "a bounce without ids that a person wrote": Row(
        report("Eve <eve@x.example>", "Return-Path: <eve@x.example>"), "hard_bounce", "waiting", "",
        note="it may be forged: no mail system wrote it; ignored",
    ),
    "a bounce without ids by a mail system": Row(  # a fifth of the real ones are like it
        report(DAEMON, "Return-Path: <>"), "hard_bounce", "bounced", "the address is suppressed (hard bounce), 1 journey ended", (NOOR,)
    ),
    "a bounce of her mail that names another address": Row(
        report(DAEMON, failed="noor.private@mail.example", returned=OURS), "hard_bounce", "waiting", "",
        note="what failed is an address that the lead's mail is handed on to, not the lead's own",
    ),
    "a block without ids that fails authentication": Row(
        report(DAEMON, FAILED, status="5.7.1", said="554 5.7.1 message rejected as spam"), "sender_block", "waiting", "",
        note=f"{NOTE}; ignored",
    ),
    "a complaint about a mail that was never sent": Row(
        complaint(returned=NEVER), "complaint", "waiting", "", note="it is about a mail that was never sent from here; ignored"
    ),
    "a complaint without ids that fails authentication": Row(complaint(FAILED), "complaint", "waiting", "", note=f"{NOTE}; ignored"),
    "a complaint that returns her mail": Row(
        complaint(returned=OURS), "complaint", "stopped", "suppressed after a complaint; the sender is held", (NOOR,), held=True
    ),
}  # fmt: skip


def with_our_id(home: Home, mail: bytes) -> bytes:
    return mail.replace(OURS.encode(), message_id(home, NOOR).encode())


def journey(home: Home) -> tuple[Any, ...]:
    return home.sql("SELECT state, reason, queue, due_at FROM journey WHERE lead_id = 1")[0]


@pytest.mark.parametrize("name", ROWS)
def test_a_forged_mail_reaches_no_more_than_the_table_says(home: Home, name: str) -> None:
    row = ROWS[name]
    others = home.sql("SELECT * FROM journey WHERE lead_id <> 1 ORDER BY id")
    deliver(home, with_our_id(home, row.mail))
    ((kind, followed, reasons),) = home.sql("SELECT class, followed, reasons FROM inbox_message")
    assert (kind, followed) == (row.kind, row.followed)
    assert journey(home)[0] == row.state
    assert tuple(value for (value,) in home.sql("SELECT value FROM suppression")) == row.suppressed
    assert home.sql("SELECT held IS NOT NULL FROM account") == [(row.held,)]
    assert row.note in reasons
    assert bool(row.note) or "forged" not in reasons
    assert home.sql("SELECT * FROM journey WHERE lead_id <> 1 ORDER BY id") == others
    assert home.type("audit")[0] == 0


@pytest.mark.parametrize(
    ("function", "mutant", "name"),
    [
        ("authentication_failed", lambda mail: "", "an answer in her name"),
        ("authentication_failed", lambda mail: "", "an opt-out in her name"),
        ("authentication_failed", lambda mail: "", "a bounce without ids that fails authentication"),
        ("authentication_failed", lambda mail: "", "a block without ids that fails authentication"),
        ("authentication_failed", lambda mail: "", "a complaint without ids that fails authentication"),
        ("_theirs", lambda sender, written: True, "an opt-out by a colleague in the thread"),
        ("_of_a_mail_system", lambda mail: True, "a bounce without ids that a person wrote"),
        ("_elsewhere", lambda mail, verdict, written: False, "a bounce of her mail that names another address"),
        ("named_ids", lambda mail, verdict: iter(()), "a bounce of a mail that was never sent"),
        ("named_ids", lambda mail, verdict: iter(()), "a complaint about a mail that was never sent"),
    ],
)
def test_the_table_bites(home: Home, monkeypatch: pytest.MonkeyPatch, function: str, mutant: Any, name: str) -> None:
    monkeypatch.setattr(matching, function, mutant)
    with pytest.raises(AssertionError):
        test_a_forged_mail_reaches_no_more_than_the_table_says(home, name)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.followed])
def test_whatever_a_forged_mail_did_is_taken_back(home: Home, name: str) -> None:
    before = journey(home)
    deliver(home, with_our_id(home, ROWS[name].mail))
    assert home.type("inbox", "mark", "1", "unknown")[0] == 0
    assert journey(home) == before
    assert home.sql("SELECT value FROM suppression") == []
    assert home.sql("SELECT held FROM account") == [(None,)]
    assert home.sql("SELECT replied_at, paused_until FROM lead WHERE id = 1") == [(None, None)]
    assert home.sql("SELECT count(*) FROM task WHERE state = 'open'") == [(0,)]
    for _ in range(4):
        home.clock.set(home.clock.now() + DAY)
        home.type("run", "--once", "-q")
    assert home.sql("SELECT count(*) FROM action WHERE lead = ? AND state = 'sent'", NOOR) == [(2,)]
    assert home.type("audit")[0] == 0


def test_a_stranger_without_any_of_our_ids_leaves_no_trace(home: Home) -> None:
    deliver(home, letter("eve@x.example", "Please remove noor@windmill.example."))
    assert home.sql("SELECT * FROM inbox_message") == []
    assert journey(home)[0] == "waiting"


@pytest.mark.parametrize(("kind", "goes"), [("unsubscribe", False), ("unknown", True)])
def test_until_a_person_decides_no_later_campaign_writes_to_them_either(home: Home, kind: str, goes: bool) -> None:
    def got() -> bool:
        for _ in range(3):
            home.clock.set(home.clock.now() + DAY)
            home.type("run", "--once", "-q")
        return bool(home.sql("SELECT 1 FROM action WHERE lead_id = 1 AND id > 3 AND state = 'sent'"))

    deliver(home, letter(NOOR, "Please remove me.", FAILED))
    file = home.folder / "campaigns.yaml"
    text = file.read_text()
    later = (
        text[text.index("  hello:\n") :]
        .replace("hello:", "later:", 1)
        .replace("intro", "news")
        .replace("    schedule", "    priority: 9\n    schedule")
    )
    file.write_text(text + later)
    assert home.type("apply", "--yes")[0] == 0
    assert not got()
    assert "the lead is paused" in home.type("explain", NOOR)[1]
    assert home.type("inbox", "mark", "1", kind)[0] == 0
    assert got() is goes
    assert home.type("audit")[0] == 0


def test_what_was_stopped_for_now_is_no_reply_and_a_person_may_say_that_it_is_one(home: Home) -> None:
    deliver(home, letter(NOOR, "Yes, tell me more.", FAILED))
    told = home.sql("SELECT event, json_extract(data, '$.reason') FROM history WHERE lead_id = 1 ORDER BY id")[2:]
    assert told == [("stopped", f"a mail in their name {NOTE.removeprefix('it ')}")]
    assert "a mail in their name may be forged: the server that received it says dmarc=fail" in home.type("explain", NOOR)[1]
    assert home.sql("SELECT replied_at FROM lead WHERE id = 1") == [(None,)]
    assert home.type("inbox", "mark", "1", "reply")[2] == "1: reply, noor@windmill.example: stopped 1 journey\n"
    assert journey(home)[0] == "replied"
    assert home.sql("SELECT count(*) FROM task WHERE state = 'open'") == [(0,)]
    assert home.type("audit")[0] == 0
