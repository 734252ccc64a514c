"""The accounts that send: shown, paused, freed, given another lead's journeys, and their passwords kept."""

import io
import sys
from pathlib import Path

import pytest

from seleqt_cli.engine import clocks
from tests.cli.homes import MAILS, MONDAY, Home

TWO = MAILS.replace(
    "schedules:",
    "  ben: {email: ben@acme.example, name: Ben, smtp: outbox:outbox/ben, signature: Ben, "
    "pace: {gap: 3 minutes, spread: false}}\nschedules:",
).replace("senders: [anna]", "senders: [anna, ben]")


@pytest.fixture(autouse=True)
def waiting_moves_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Late work goes 30 seconds apart: of the test's clock, not of anybody's time."""

    async def pause(seconds: float) -> None:
        clock = clocks.SystemClock()
        assert isinstance(clock, clocks.VirtualClock)
        clock.set(clock.now() + int(seconds))

    monkeypatch.setattr(clocks, "pause", pause)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def test_the_list_shows_account_state_and_each_limit_with_its_source(home: Home) -> None:
    assert home.json("senders", "list") == [
        {
            "sender": "anna", "account": "email:anna@acme.example", "person": "Anna", "channel": "email", "server": "outbox:outbox/anna",
            "state": "active", "reason": "", "until": None, "frees": None, "auth": "password", "secret": "not needed",
            "mode": None, "acts": None,
            "limits": [{"kind": "email", "period": "day", "limit": 3, "source": "campaigns.yaml"}],
        }
    ]  # fmt: skip
    assert home.type("senders", "list") == (
        0,
        "sender  account            person  server              state   login\n"
        "anna    anna@acme.example  Anna    outbox:outbox/anna  active  not needed\n\n"
        "sender  limit  period  most  source\nanna    email  day        3  campaigns.yaml\n",
        "",
    )


def test_a_paused_sender_sends_nothing_until_its_moment_and_its_leads_stay(home: Home) -> None:
    assert home.type("senders", "pause", "anna", "--until", "2026-12-28T09:00:00Z") == (0, "", "anna: paused until Mon 2026-12-28 10:00\n")
    for _ in range(10):
        assert home.type("run", "--once", "-q") == (3, "", "")
        home.clock.set(home.clock.now() + 180)
    assert home.sql("SELECT count(*) FROM action") == [(0,)]
    assert home.sql("SELECT DISTINCT state FROM journey") == [("due",)]
    (line,) = home.json("senders", "list")
    assert (line["state"], line["until"], line["frees"]) == ("paused", "2026-12-28T09:00:00Z", "seleqt senders resume anna")
    home.clock.set(MONDAY + 3600)
    home.run_for(3)
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(3,)]


def test_resume_frees_a_held_account_and_starts_the_counts_anew(home: Home) -> None:
    home.sql("UPDATE account SET held = 'a complaint', held_at = 1, errors = 3")
    assert home.type("senders", "list")[2] == "anna is held: a complaint (seleqt senders resume anna)\n"
    assert home.type("senders", "resume", "anna")[0] == 0
    assert home.sql("SELECT held, held_at, held_until, paused_until, errors, guard_from FROM account") == [
        (None, None, None, None, 0, MONDAY)
    ]
    assert home.sql("SELECT event, account, data FROM history WHERE event LIKE 'sender%'") == [
        ("sender_resumed", "email:anna@acme.example", '{"sender":"anna","by":"anna"}')
    ]


def test_a_moment_that_is_over_and_a_sender_that_is_not_there_are_refused(home: Home) -> None:
    assert home.type("senders", "pause", "anna", "--until", "2020-01-01") == (2, "", "seleqt: --until 2020-01-01 is over\n")
    assert home.type("senders", "resume", "bert") == (2, "", "seleqt: there is no sender bert\nsenders: anna\n")


def test_a_reassigned_lead_goes_on_from_the_other_account_in_a_new_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, TWO)
    home.run_for(3)
    ((lead, before),) = home.sql("SELECT lead_id, email_account FROM journey WHERE lead_id = 1 AND started = 1")
    old, new = ("anna", "ben") if "anna" in before else ("ben", "anna")
    code, _, err = home.type("senders", "reassign", str(lead), "--from", old, "--to", new)
    assert (code, err) == (0, f"noor@windmill.example: 1 journeys go on with {new}, in a new thread\n")
    assert home.type("senders", "reassign", str(lead), "--from", old, "--to", new)[0] == 1
    home.clock.set(MONDAY + 2 * 86_400)
    home.run_for(30)
    assert home.sql("SELECT step, account FROM action WHERE lead_id = 1 ORDER BY id") == [
        ("intro", f"email:{old}@acme.example"), ("nudge", f"email:{new}@acme.example"),
    ]  # fmt: skip
    (mail,) = [text for path in (home.folder / "outbox" / new / "new").iterdir() if b"Hi Noor" in (text := path.read_bytes())]
    assert b"In-Reply-To:" not in mail


def test_a_password_is_never_asked_where_nobody_is_and_never_needed_for_a_folder(home: Home) -> None:
    assert home.type("senders", "login", "anna")[:2] == (2, "")
    assert home.type("senders", "login", "anna")[2] == "seleqt: anna needs no password: its mails go into a folder\n"


def test_a_password_that_the_server_did_not_take_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MAILS.replace("smtp: outbox:outbox/anna", "smtp: {host: 127.0.0.1, port: 1, tls: none}\n    imap: none")
    home = Home(tmp_path, monkeypatch, capsys, text)
    assert home.type("senders", "login", "anna")[0] == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"top secret\n")))
    code, out, err = home.type("senders", "login", "anna", "--stdin")
    assert (code, out) == (1, "")
    assert err.startswith("anna: trying it at 127.0.0.1:1\nseleqt: 127.0.0.1 did not take it: ")
    assert "top secret" not in err


def test_a_test_mail_goes_to_the_sender_itself_and_counts(home: Home) -> None:
    for _ in range(3):
        code, out, err = home.type("senders", "test", "anna")
        assert (code, out) == (0, ""), err
        assert err.startswith("anna: sent to anna@acme.example (written to ")
    assert home.type("senders", "test", "anna") == (
        1, "", "seleqt: anna cannot send: limit reached: 3 a day\ncorrect it, then type the same again\n",
    )  # fmt: skip
    assert home.sql("SELECT kind, armed, count(*) FROM usage") == [("email", 1, 3)]
    assert home.sql("SELECT event, count(*) FROM history WHERE event IN ('sending', 'sent') GROUP BY event") == [
        ("sending", 3),
        ("sent", 3),
    ]
    mails = [path.read_bytes() for path in (home.folder / "outbox" / "anna" / "new").iterdir()]
    assert all(b"To: anna@acme.example\n" in mail for mail in mails)
    home.run_for(6)
    assert home.sql("SELECT count(*) FROM action WHERE journey_id > 0") == [(0,)]
    code, out, err = home.type("audit")
    assert code == 0, out + err
