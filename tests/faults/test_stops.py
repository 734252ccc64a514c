"""Stops of every kind in the middle of sending: a signal, a pause, a no, a full disk, a server that refuses the sender."""

import os
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.homes import ONE_MAIL, THREE_MAILS, Home
from tests.acceptance.records import doubled
from tests.servers.aiosmtpd_server import aiosmtpd_server
from tests.servers.certificates import make_certificates
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp

LEADS = 8
WITHIN = 5
"""Seconds in which a stop must be over (SPEC section 5)."""


@pytest.fixture
def server() -> Iterator[RecordingSmtp]:
    with recording_smtp() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: RecordingSmtp) -> Home:
    return Home(tmp_path / "w", f"{{host: 127.0.0.1, port: {server.port}, tls: none}}", leads=LEADS, steps=ONE_MAIL).write().apply()


def write(home: Home, *statements: str) -> None:
    """What another process does: one transaction."""
    connection = sqlite3.connect(home.database, timeout=30)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def meanwhile(server: RecordingSmtp, phase: str, number: int, does: Callable[[], None]) -> None:
    """Do something when a command has come for the n-th time and is not answered yet."""

    def before(came: str, count: int) -> None:
        if (came, count) == (phase, number):
            does()

    server.before = before


def silent_at(server: RecordingSmtp, phase: str, number: int) -> None:
    """Never answer the n-th command of a kind."""
    server.before = lambda came, count: b"" if (came, count) == (phase, number) else None


def finish(home: Home, server: RecordingSmtp, *, doubt: int = 0, never: int = 0) -> None:
    """The next run does the rest, once."""
    server.before = lambda came, count: None
    done = home.call("run", "--once", "-q")
    assert done.returncode in (0, 3), done.stderr
    assert doubled(server.taken) == []
    in_doubt = home.leads_with("in_doubt")
    assert len(in_doubt) == doubt
    assert len(set(server.recipients()) | in_doubt) == LEADS - never
    home.is_sound()


@pytest.mark.parametrize(
    ("mode", "number", "phase", "doubt"),
    [
        (("--once",), signal.SIGINT, "MAIL", 0),
        (("--for", "10m"), signal.SIGTERM, "DATA", 0),
        (("--once",), signal.SIGTERM, "DOT", 1),
        (("--for", "10m"), signal.SIGINT, "DOT", 1),
    ],
)
def test_a_signal_stops_within_five_seconds_although_the_server_is_silent(
    home: Home, server: RecordingSmtp, mode: tuple[str, ...], number: int, phase: str, doubt: int
) -> None:
    silent_at(server, phase, 3)
    running = home.start("run", *mode, "-q")
    server.wait_for(phase, 3)
    running.send_signal(number)
    _, err = running.communicate(timeout=WITHIN)
    assert (running.returncode, "Traceback" in err) == (0, False), err
    assert len(server.taken) == 2 + doubt
    finish(home, server, doubt=doubt)


def test_a_signal_between_mails_stops_before_the_next_dot(home: Home, server: RecordingSmtp) -> None:
    running = home.start("run", "--once")
    meanwhile(server, "DATA", 3, lambda: running.send_signal(signal.SIGTERM))
    _, err = running.communicate(timeout=WITHIN)
    assert running.returncode == 0, err
    assert len(server.taken) <= 3
    assert home.states().keys() <= {"sent", "planned"}
    finish(home, server)


def test_a_pause_from_another_process_stops_before_the_next_dot(home: Home, server: RecordingSmtp) -> None:
    meanwhile(server, "DATA", 3, lambda: write(home, "INSERT INTO meta VALUES ('paused', '1')"))
    assert home.call("run", "--once", "-q").returncode == 0
    assert len(server.taken) == 2
    assert home.call("run", "--once", "-q").returncode in (0, 3)
    assert len(server.taken) == 2, "the pause holds after a restart"
    write(home, "DELETE FROM meta WHERE key = 'paused'")
    finish(home, server)


LEAD_3 = "(SELECT id FROM lead WHERE email = 'lead3@company3.example')"
NO = {
    "suppressed address": "INSERT INTO suppression VALUES ('email', 'lead3@company3.example', 'opt-out', 'test', 0)",
    "suppressed domain": "INSERT INTO suppression VALUES ('domain', 'company3.example', 'opt-out', 'test', 0)",
    "stopped person": "UPDATE lead SET stopped = 'stopped' WHERE email = 'lead3@company3.example'",
    "reply": f"UPDATE journey SET state = 'replied', queue = '' WHERE lead_id = {LEAD_3}",
}


@pytest.mark.parametrize("what", list(NO))
@pytest.mark.parametrize("during", [1, 3], ids=["while another mail is on the wire", "while its own mail is on the wire"])
def test_a_no_after_the_claim_and_before_the_dot_is_heard(home: Home, server: RecordingSmtp, what: str, during: int) -> None:
    meanwhile(server, "DATA", during, lambda: write(home, NO[what]))
    assert home.call("run", "--once", "-q").returncode == 0
    assert "lead3@company3.example" not in server.recipients()
    assert len(server.taken) == LEADS - 1
    finish(home, server, never=1)


def test_a_no_while_the_server_thinks_about_the_first_mail_stops_the_second(tmp_path: Path, server: RecordingSmtp) -> None:
    smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
    home = Home(tmp_path / "w", smtp, leads=2, steps=THREE_MAILS.replace("WAIT", "none")).write().apply()
    replied = (
        "UPDATE journey SET state = 'replied', queue = '' WHERE lead_id = (SELECT id FROM lead WHERE email = 'lead1@company1.example')"
    )
    meanwhile(server, "DOT", 1, lambda: write(home, replied))
    assert home.call("run", "--once", "-q").returncode == 0
    assert server.recipients().count("lead1@company1.example") == 1
    assert server.recipients().count("lead2@company2.example") == 3


@pytest.mark.parametrize("phase", ["MAIL", "DATA", "DOT"])
def test_a_disk_that_fills_up_stops_before_the_next_send_and_loses_no_outcome(home: Home, server: RecordingSmtp, phase: str) -> None:
    running = home.start("run", "--once", "-q")

    def fill() -> None:
        size = os.stat(home.database).st_size
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (size // 2, size // 2))

    meanwhile(server, phase, 3, fill)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1, err
    assert "Traceback" not in err
    assert len(server.taken) <= 3
    finish(home, server)


def test_no_room_at_the_start_sends_nothing(home: Home, server: RecordingSmtp) -> None:
    limit = os.stat(home.database).st_size // 2
    running = home.start("run", "--once", "-q")
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (limit, limit))
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1, err
    assert server.taken == []
    finish(home, server)


@pytest.mark.parametrize("trouble", ["login", "certificate", "TLS"])
def test_a_server_that_refuses_one_sender_holds_that_sender_only(tmp_path: Path, server: RecordingSmtp, trouble: str) -> None:
    (tmp_path / "other").mkdir()
    other = make_certificates(tmp_path / "other")
    with aiosmtpd_server(tmp_path, {"s1@acme.example": "right", "s2@acme.example": "right"}) as strict:
        smtp = f"{{host: localhost, port: {strict.port}, tls: starttls, ca: {strict.ca}}}"
        passwords = {"SELEQT_PASSWORD_S1": "right", "SELEQT_PASSWORD_S2": "right"}
        home = Home(tmp_path / "w", smtp, leads=60, accounts=2, steps=ONE_MAIL, auth="password", environment=passwords).write()
        good = str(strict.ca)
        text = home.file.read_text()
        if trouble == "login":
            home.environment["SELEQT_PASSWORD_S1"] = "wrong"
        elif trouble == "certificate":
            text = text.replace(good, str(other.ca), 1)
        else:
            text = text.replace(f"port: {strict.port}", f"port: {server.port}", 1)
        home.file.write_text(text)
        home.apply()
        done = home.call("run", "--once", "-q")
        assert done.returncode == 0, done.stderr
        assert [line.split(",")[0] for line in done.stderr.splitlines() if "held" in line and line.startswith("s1")] == ["s1: held"]
        assert "s2: held" not in done.stderr
        assert {mail.sender for mail in strict.taken} == {"s2@acme.example"}
        assert server.taken == []
        assert doubled(strict.taken) == []
        connection = home.connect()
        assert connection.execute("SELECT count(*) FROM journey WHERE state IN ('held', 'failed', 'stopped', 'bounced')").fetchone() == (0,)
        # what s1 had claimed is free again, with its bytes, its place in the limits and the choice of the sender
        kept = connection.execute(
            "SELECT (SELECT count(*) FROM action WHERE account LIKE '%s1@%'), (SELECT count(*) FROM usage WHERE account LIKE '%s1@%'), "
            "(SELECT count(*) FROM payload) - (SELECT count(*) FROM action), "
            "(SELECT count(*) FROM journey WHERE email_account LIKE '%s1@%' OR (started = 1 AND email_account = ''))"
        ).fetchone()
        assert kept == (0, 0, 0, 0)
        assert len(strict.taken) == 50  # s2 takes them over, up to its limit
        held = dict(connection.execute("SELECT key, held IS NOT NULL FROM account").fetchall())
        connection.close()
        assert held == {"email:s1@acme.example": 1, "email:s2@acme.example": 0}
        again = home.call("run", "--once", "-q")
        assert again.returncode in (0, 3)
        assert len(strict.taken) == len({mail.recipient for mail in strict.taken})
        home.is_sound()
