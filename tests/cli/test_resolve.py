"""What a crash leaves in doubt is shown with its evidence and settled by it, or by a person."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import seleqt_cli
from tests.cli.homes import MAILS, MONDAY, Home

CRASH = """
import os, signal, sys
from seleqt_cli.engine import clocks
clocks.SystemClock = lambda: clocks.VirtualClock(int(sys.argv[1]))
from seleqt_cli.channels.outbox import OutboxChannel
move = OutboxChannel._move
def crash(self, draft, mail):
    if sys.argv[2] == "after":
        move(self, draft, mail)
    os.kill(os.getpid(), signal.SIGKILL)
OutboxChannel._move = crash
from seleqt_cli.cli.program import run
run(["run", "--once", "-q"])
"""
"""Dies right before or right after the mail is put into the outbox: behind C2 and in front of C3."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def crash(home: Home, moment: str) -> None:
    """A run that dies while it sends its first mail."""
    done = subprocess.run([sys.executable, "-c", CRASH, str(home.clock.now()), moment], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def outbox(home: Home) -> list[bytes]:
    return [path.read_bytes() for path in sorted((home.folder / "outbox" / "anna" / "new").glob("*"))]


def test_a_send_whose_process_died_is_listed_with_all_that_is_known(home: Home) -> None:
    crash(home, "before")
    code, out, err = home.type("resolve")
    assert (code, err) == (0, "")
    identifier = home.sql("SELECT message_id FROM action WHERE id = 1")[0][0]
    assert out == (
        "1  Mon 2026-12-28 09:00  email to noor@windmill.example from anna\n"
        "    hello, step intro, attempt 1: Robots for Windmill\n"
        "    the process ended between the send and its outcome\n"
        f"    Message-ID {identifier}\n"
        f"    no such mail in {home.folder}/outbox/anna: not written, or moved away since\n"
        "    seleqt resolve --sent 1  or  seleqt resolve --not-sent 1\n"
    )
    (doubt,) = home.json("resolve")
    assert doubt == {
        "type": "action", "id": 1, "at": "2026-12-28T08:00:00Z", "account": "email:anna@acme.example", "sender": "anna",
        "campaign": "hello", "lead": "noor@windmill.example", "lead_id": 1, "step": "intro", "action": "email", "state": "in_doubt",
        "reason": "the process ended between the send and its outcome", "message_id": identifier, "attempts": 1,
        "evidence": f"no such mail in {home.folder}/outbox/anna: not written, or moved away since", "proven": False,
    }  # fmt: skip


def test_while_in_doubt_the_journey_waits_and_the_others_go_on(home: Home) -> None:
    crash(home, "before")
    home.run_for(60)
    assert home.sql("SELECT lead_id, state FROM action ORDER BY id") == [(1, "in_doubt"), (2, "sent"), (3, "sent")]
    assert home.sql("SELECT state, reason FROM journey WHERE lead_id = 1") == [("held", "in doubt whether it was sent")]


def test_evidence_settles_and_only_evidence(home: Home) -> None:
    crash(home, "before")
    code, _, err = home.type("resolve", "--check")
    assert (code, err) == (0, "")
    assert home.sql("SELECT state FROM action") == [("in_doubt",)]


def test_a_mail_that_lies_in_the_outbox_was_sent(home: Home) -> None:
    crash(home, "after")
    (path,) = (home.folder / "outbox" / "anna" / "new").iterdir()
    assert home.json("resolve")[0]["proven"] is True
    home.clock.set(MONDAY + 7200)
    code, out, err = home.type("resolve", "--check")
    assert (code, out, err) == (0, "", f"1: counts as sent to noor@windmill.example, the mail lies in {path}\n")
    assert home.sql("SELECT state, sending_at FROM action") == [("sent", MONDAY)]
    assert home.type("resolve", "--check") == (0, "", "nothing is in doubt\n")
    data = home.sql("SELECT at, data FROM history WHERE event = 'resolved'")
    assert data == [(MONDAY + 7200, f'{{"decision":"sent","by":"evidence","evidence":"the mail lies in {path}"}}')]
    assert home.type("audit")[0] == 0


def test_a_mail_that_was_read_meanwhile_is_found_too(home: Home) -> None:
    crash(home, "after")
    folder = home.folder / "outbox" / "anna"
    (path,) = (folder / "new").iterdir()
    path.rename(folder / "cur" / (path.name + ":2,S"))
    home.type("resolve", "--check")
    assert home.sql("SELECT state FROM action") == [("sent",)]


def test_sent_counts_at_the_moment_of_the_send_and_the_journey_goes_on_from_there(home: Home) -> None:
    crash(home, "before")
    home.clock.set(MONDAY + 3600)
    code, out, err = home.type("resolve", "--sent", "1")
    assert (code, out, err) == (0, "", "1: counts as sent to noor@windmill.example\n")
    assert home.sql("SELECT state, sending_at, settled_at FROM action") == [("sent", MONDAY, MONDAY + 3600)]
    assert home.sql("SELECT at, armed FROM usage") == [(MONDAY, 1)]
    wednesday = MONDAY + 2 * 86_400
    journey = home.sql("SELECT state, step, queue, due_at, base_at, done, thread_subject FROM journey WHERE lead_id = 1")
    assert journey == [("waiting", "nudge", "email:anna@acme.example", wednesday, MONDAY, '{"intro":"sent"}', "Robots for Windmill")]
    assert home.sql("SELECT event, data FROM history WHERE event = 'resolved'") == [("resolved", '{"decision":"sent","by":"anna"}')]
    home.clock.set(wednesday)
    home.run_for(30)
    nudge = next(mail for mail in outbox(home) if b"did this reach you" in mail)
    identifier = home.sql("SELECT message_id FROM action WHERE id = 1")[0][0]
    assert f"In-Reply-To: {identifier}\n".encode() in nudge
    assert home.type("audit")[0] == 0


def test_not_sent_sends_the_same_bytes_again_and_counts_twice(home: Home) -> None:
    crash(home, "before")
    frozen = home.sql("SELECT a.message_id, p.content FROM action a JOIN payload p ON p.action_id = a.id")
    (home.folder / "campaigns.yaml").write_text(MAILS.replace("robots?", "other words"), encoding="utf-8")
    assert home.type("apply")[0] == 0
    home.clock.set(MONDAY + 3600)
    code, out, err = home.type("resolve", "--not-sent", "1")
    assert (code, out, err) == (0, "", "1: not sent; the same mail to noor@windmill.example is due again\n")
    assert home.sql("SELECT state, attempts FROM action") == [("planned", 1)]
    assert home.sql("SELECT state, reason, queue FROM journey WHERE lead_id = 1") == [("waiting", "", "email:anna@acme.example")]
    home.run_for(60)
    assert home.sql("SELECT state, attempts FROM action WHERE id = 1") == [("sent", 2)]
    assert home.sql("SELECT a.message_id, p.content FROM action a JOIN payload p ON p.action_id = a.id WHERE a.id = 1") == frozen
    assert [mail.replace(b"\n", b"\r\n") for mail in outbox(home) if frozen[0][0].encode() in mail] == [frozen[0][1]]
    assert home.sql("SELECT count(*) FROM usage WHERE action_id = 1") == [(2,)]
    # three a day: two of them are this mail's, so one other lead was written to
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(2,)]
    code, out, err = home.type("audit")
    assert code == 0, out + err
    assert re.search(r"sent again .* by a person's decision", out + err)


def test_an_attempt_that_comes_to_nothing_gives_back_its_own_place_and_not_the_first_ones(home: Home) -> None:
    crash(home, "before")
    home.type("resolve", "--not-sent", "1")
    folder = home.folder / "outbox" / "anna"
    (folder / "tmp").rename(folder / "kept")
    (folder / "tmp").write_text("in the way", encoding="utf-8")
    home.clock.set(MONDAY + 3600)
    code, _, _ = home.type("run", "--once", "-q")
    assert code == 3
    assert home.sql("SELECT at, armed FROM usage WHERE action_id = 1") == [(MONDAY, 2)]


def test_a_journey_that_was_stopped_meanwhile_stays_stopped(home: Home) -> None:
    crash(home, "before")
    home.type("resolve")
    home.sql("UPDATE journey SET state = 'replied', reason = 'marked', queue = '' WHERE lead_id = 1")
    home.type("resolve", "--not-sent", "1")
    assert home.sql("SELECT state FROM action") == [("skipped",)]
    assert home.sql("SELECT state, reason FROM journey WHERE lead_id = 1") == [("replied", "marked")]


@pytest.mark.parametrize("choice", ["--sent", "--not-sent"])
def test_what_is_not_in_doubt_cannot_be_decided(home: Home, choice: str) -> None:
    assert home.type("run", "--once", "-q")[0] == 0
    code, out, err = home.type("resolve", choice, "1")
    assert (code, out, err) == (1, "", "seleqt: action 1 is not in doubt\nseleqt resolve lists those that are\n")
    assert home.sql("SELECT count(*) FROM history WHERE event = 'resolved'") == [(0,)]


def test_one_action_cannot_be_both(home: Home) -> None:
    assert home.type("resolve", "--sent", "1", "--not-sent", "1")[0] == 2


def test_nothing_in_doubt_is_said(home: Home) -> None:
    assert home.type("resolve") == (0, "", "nothing is in doubt\n")
    assert home.json("resolve") == []


def test_only_one_statement_of_the_program_leads_back_from_in_doubt() -> None:
    package = Path(seleqt_cli.__file__).parent
    updates = {
        path.relative_to(package).as_posix(): re.findall(r"UPDATE action SET (?:[^\"]|\"\s+f?\")*", path.read_text("utf-8"))
        for path in sorted(package.rglob("*.py"))
    }
    assert [name for name, found in updates.items() if any("in_doubt" in statement for statement in found)] == ["storage/doubts.py"]
    assert len([statement for statement in updates["storage/doubts.py"] if "SET state = ?" in statement]) == 1
    # every other statement that sets a state by value starts from a state that it names, or settles an attempt of its own
    free = {name: [s for s in found if re.search(r"SET state = (\?|'planned')", s)] for name, found in updates.items()}
    counts = {name: len(found) for name, found in free.items() if found and name != "storage/doubts.py"}
    assert counts == {"storage/sending.py": 2, "storage/sqlite_store.py": 1, "wiring/own_mail.py": 1}


TEST_CRASH = CRASH.replace('run(["run", "--once", "-q"])', 'run(["senders", "test", "anna"])')


@pytest.mark.parametrize("settled", ["check", "sent", "not-sent"])
def test_a_test_mail_whose_process_died_is_in_doubt_and_settled_like_any_other(home: Home, settled: str) -> None:
    moment = "after" if settled == "check" else "before"
    done = subprocess.run([sys.executable, "-c", TEST_CRASH, str(home.clock.now()), moment], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert home.sql("SELECT state FROM action") == [("sending",)]
    code, out, err = home.type("resolve")
    assert (code, err) == (0, "")
    identifier = home.sql("SELECT message_id FROM action WHERE id = 1")[0][0]
    assert out.startswith(
        "1  Mon 2026-12-28 09:00  email to anna@acme.example from anna\n"
        "    senders test, attempt 1: seleqt: a test of anna\n"
        "    the process ended between the send and its outcome\n"
        f"    Message-ID {identifier}\n"
    )
    (doubt,) = home.json("resolve")
    assert (doubt["lead"], doubt["lead_id"], doubt["state"], doubt["proven"]) == (None, None, "in_doubt", moment == "after")
    assert home.json("status")["in_doubt"] == 1
    if settled == "check":
        assert ": counts as sent to anna@acme.example, the mail lies in " in home.type("resolve", "--check")[2]
    else:
        said = "counts as sent to anna@acme.example" if settled == "sent" else "not sent"
        assert home.type("resolve", f"--{settled}", "1") == (0, "", f"1: {said}\n")
    assert home.sql("SELECT state FROM action") == [("skipped" if settled == "not-sent" else "sent",)]
    assert home.json("resolve") == []
    assert len(home.sql("SELECT 1 FROM usage")) == 1
    home.run_for(9)
    assert home.json("status")["limits"][0]["used"] == 3  # the test mail took one of three places
    assert home.type("audit")[0] == 0
