"""What is in doubt is proven by what lies in Sent and by what comes in, read from a real mail server; no copy proves nothing."""

import re
import signal
import subprocess
import sys
from email.message import EmailMessage

import pytest

from seleqt_cli.core.inbound.verdict import Class
from tests.cli.arrivals import answer, take
from tests.cli.mail_worlds import MONDAY, World, renamed
from tests.servers.recording_smtp import Taken

DAY = 86_400
NOOR = "noor@windmill.example"


def doubt(world: World) -> Taken:
    """The first mail was taken, and the answer to its dot never came."""
    world.hang_up(1)
    world.once()
    assert world.states() == ["in_doubt"]
    return world.smtp.taken[0]


KILLED = """
import os, signal, sys
from seleqt_cli.engine import clocks
clocks.SystemClock = lambda: clocks.VirtualClock(int(sys.argv[1]))
from seleqt_cli.storage.sqlite_store import SqliteStore
SqliteStore.outcome = lambda *ignored: os.kill(os.getpid(), signal.SIGKILL)
from seleqt_cli.cli.program import run
run(["run", "--once", "-q"])
"""
"""Dies when the server has taken the first mail and nothing was written down yet: behind C2 and in front of C3."""


def test_a_kill_between_the_dot_and_its_outcome_is_settled_by_the_copy_and_nothing_goes_twice(world: World) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(MONDAY)], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    world.file(world.smtp.taken[0])
    world.home.clock.set(MONDAY + 600)
    assert world.home.type("resolve", "--check") == (0, "", f"1: counts as sent to {NOOR}, a copy of it lies in Sent\n")
    for _ in range(4):
        world.once(24 * 60)
    names = world.smtp.message_ids()
    assert len(names) == len(set(names)) == 10
    assert world.home.type("audit")[0] == 0


def test_a_copy_under_our_name_is_proof(world: World) -> None:
    world.file(doubt(world))
    world.home.clock.set(MONDAY + 600)
    code, out, err = world.home.type("resolve", "--check")
    assert (code, out, err) == (0, "", f"1: counts as sent to {NOOR}, a copy of it lies in Sent\n")
    assert world.home.sql("SELECT state, sending_at FROM action") == [("sent", MONDAY)]
    assert world.home.sql("SELECT state, step, base_at FROM journey WHERE lead_id = 1") == [("waiting", "nudge", MONDAY)]
    assert world.home.type("audit")[0] == 0


def test_run_finds_it_by_itself(world: World) -> None:
    world.file(doubt(world))
    world.once(10)
    assert world.states()[0] == "sent"
    assert world.proof() == ["a copy of it lies in Sent"]


@pytest.mark.parametrize("original", [True, False])
@pytest.mark.parametrize("by", ["run", "check"])
def test_a_server_that_gives_mails_other_names_is_understood(world: World, original: bool, by: str) -> None:
    world.file(doubt(world), lambda content: renamed(content, original=original))
    if by == "run":
        world.once(10)
    else:
        world.home.clock.set(MONDAY + 600)
        assert world.home.type("resolve", "--check")[0] == 0
    assert world.states()[0] == "sent"
    (proof,) = world.proof()
    assert proof.startswith("a copy of it lies in Sent")
    assert original or "its unsubscribe word is the same" in proof


def test_the_same_text_to_the_same_person_is_proof_where_the_head_was_rewritten(world: World) -> None:
    def bare(content: bytes) -> bytes:
        return re.sub(rb"(?im)^list-unsubscribe:.*\r\n(?:[ \t].*\r\n)*", b"", renamed(content, original=False))

    world.file(doubt(world), bare)
    world.once(10)
    assert world.proof() == ["a copy of it lies in Sent under another Message-ID: recipient, subject and text are the same"]


def test_another_mail_to_the_same_person_with_that_subject_is_no_proof(world: World) -> None:
    doubt(world)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "anna@acme.example", NOOR, "Robots for Windmill"
    mail["Message-ID"] = "<by.hand@acme.example>"
    mail.set_content("Quite another text.\n")
    world.imap.put(world.user, "Sent", mail.as_bytes(), at=MONDAY + 60)
    world.home.clock.set(MONDAY + 600)
    world.home.type("resolve", "--check")
    assert world.states() == ["in_doubt"]


def test_a_copy_that_seleqt_put_there_is_no_proof(world: World) -> None:
    world.file(doubt(world), lambda content: b"X-Seleqt-Copy: yes\r\n" + content)
    world.once(10)
    world.home.type("resolve", "--check")
    assert world.states()[0] == "in_doubt"


def test_no_copy_is_said_and_nothing_follows_from_it(world: World) -> None:
    doubt(world)
    said = []
    for minutes in (0, 5, 15, 15, 15):
        world.home.clock.set(world.home.clock.now() + minutes * 60)
        code, out, _ = world.home.type("resolve", "--check")
        assert code == 0
        said.append(out.splitlines()[4].strip())
    little = "no copy in Sent of anna; 0 of its mails in a row showed up there so far, so that this shows little"
    times = ("once", "2 times", "3 times", "4 times", "5 times")
    assert said == [f"searched for {count}, {little}" for count in times]
    assert world.states() == ["in_doubt"]
    assert [mail.recipient for mail in world.smtp.offered].count(NOOR) == 1


def test_on_an_account_whose_copies_all_showed_up_the_absence_is_called_likely(world: World) -> None:
    doubt(world)
    world.home.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO action (send_key, journey_id, lead_id, "
        "campaign, step, kind, account, sender, state, reason, planned_at, slot_at, claimed_at, sending_at, attempts, first, variant, "
        "payload_sha256) SELECT 'key' || i, 0, 0, '', 'senders test', 'email', key, 'anna', 'sent', '', ?, ?, ?, ?, 1, 1, '', '' "
        "FROM n, account", *[MONDAY - DAY] * 4,
    )  # fmt: skip
    world.home.sql(f"INSERT INTO sent_copy SELECT id, {MONDAY - DAY}, 0 FROM action WHERE step = 'senders test'")
    for _ in range(4):
        world.home.clock.set(world.home.clock.now() + 900)
        _, out, _ = world.home.type("resolve", "--check")
    assert out.splitlines()[4].strip().endswith("where its last 20 mails all showed up: very likely it was not sent")
    assert world.states()[0] == "in_doubt"


def test_an_answer_that_quotes_it_is_proof(world: World) -> None:
    taken = doubt(world)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = NOOR, "anna@acme.example", "Re: Robots for Windmill"
    mail["In-Reply-To"] = mail["References"] = taken.message_id
    mail["Message-ID"] = "<answer@windmill.example>"
    mail.set_content("Yes, tell me more.\n")
    world.imap.put(world.user, "INBOX", mail.as_bytes(), at=MONDAY + 60)
    world.home.clock.set(MONDAY + 600)
    code, _, err = world.home.type("resolve", "--check")
    assert code == 0
    assert err == f"1: counts as sent to {NOOR}, a mail came in that only its recipient can have written (reply)\n"
    assert world.home.sql("SELECT state FROM journey WHERE lead_id = 1") == [("replied",)]


def test_a_mail_from_the_person_right_after_it_is_proof_although_it_quotes_nothing(world: World) -> None:
    doubt(world)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = NOOR, "anna@acme.example", "Robots?"
    mail["Message-ID"] = "<new.thread@windmill.example>"
    mail.set_content("Who are you?\n")
    world.imap.put(world.user, "INBOX", mail.as_bytes(), at=MONDAY + 60)
    world.once(10)
    assert world.states()[0] == "sent"
    assert world.home.sql("SELECT state FROM journey WHERE lead_id = 1") == [("replied",)]


def test_two_in_doubt_in_a_row_hold_the_sender_and_name_the_text(world: World) -> None:
    world.hang_up(1, 2)
    world.once()
    world.once(60)
    assert world.states() == ["in_doubt", "in_doubt"]
    held = "2 mails in a row ended in doubt: its server hangs up after it got them (seleqt resolve --check)"
    assert world.home.sql("SELECT held FROM account") == [(held,)]
    _, out, _ = world.home.type("resolve")
    assert out.count("2 mails with this text are in doubt: its server may hang up because of what it says") == 2


def two_doubts(world: World) -> None:
    """Two mails in a row ended in doubt, and their sender is held for it."""
    world.hang_up(1, 2)
    world.once()
    world.once(60)
    assert world.states() == ["in_doubt", "in_doubt"]
    assert held(world) is not None


def held(world: World) -> str | None:
    found: str | None = world.home.sql("SELECT held FROM account")[0][0]
    return found


SAID = "anna: goes on, nothing of it is in doubt any more\n"


def test_a_sender_that_was_held_for_its_doubts_goes_on_when_the_last_is_settled_by_hand(world: World) -> None:
    two_doubts(world)
    hung = "anna is held: 2 mails in a row ended in doubt: its server hangs up after it got them (seleqt resolve --check)\n"
    assert hung in world.home.type("status", "--check")[2]
    first = world.home.type("resolve", "--sent", "1")
    assert SAID not in first[2]
    assert held(world) is not None
    code, _, err = world.home.type("resolve", "--not-sent", "2")
    assert (code, err) == (0, f"2: not sent; the same mail to {world.smtp.taken[1].recipient} is due again\n{SAID}")
    assert held(world) is None
    shown = world.home.type("history", "--events")[1].splitlines()[-1]
    assert shown.endswith("(nothing of it is in doubt any more)"), shown
    world.smtp.before = lambda phase, number: None
    world.once(24 * 60)
    assert world.states().count("sent") > 2
    assert world.home.type("audit")[0] == 0


@pytest.mark.parametrize("by", ["run", "check"])
def test_a_sender_that_was_held_for_its_doubts_goes_on_when_the_last_is_proven(world: World, by: str) -> None:
    two_doubts(world)
    world.smtp.before = lambda phase, number: None
    for taken in world.smtp.taken:
        world.file(taken)
    if by == "check":
        world.home.clock.set(world.home.clock.now() + 600)
        assert world.home.type("resolve", "--check")[2].endswith(SAID)
    else:
        world.once(10)
    assert held(world) is None
    world.once(60)
    assert world.states().count("sent") > 2


def test_a_sender_that_is_held_for_something_else_too_stays_held(world: World) -> None:
    two_doubts(world)
    world.home.sql("UPDATE account SET held = 'somebody complained about a mail of it'")
    for number in ("1", "2"):
        assert SAID not in world.home.type("resolve", "--sent", number)[2]
    assert held(world) == "somebody complained about a mail of it"


def test_a_hold_for_doubts_that_a_complaint_covered_does_not_come_back_when_they_are_settled(world: World) -> None:
    two_doubts(world)
    lead = world.smtp.taken[0].recipient
    take(world.home, answer(world.home, Class.COMPLAINT, lead))  # it proves its mail, too
    assert held(world) == "somebody complained about a mail of it"
    world.home.type("resolve", "--sent", "2")
    assert held(world) is not None
    world.home.type("inbox", "mark", "1", "reply")
    assert held(world) is None


def test_a_mail_server_that_cannot_be_read_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt(world)
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    code, _, err = world.home.type("resolve", "--check")
    assert code == 1
    assert err.startswith("anna: its mail was not read: ")
    assert world.states() == ["in_doubt"]
