"""Who decides what after a mail came in: people and mails in turn, the same mail again, and what a correction must leave alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.wiring.services import Services
from tests.cli.arrivals import ANNA, answer, arrived, own, take
from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
NOOR, SAM = "noor@windmill.example", "sam@canal.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday at nine; now it is ten."""
    found = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}"))
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


def state(home: Home) -> str:
    found: str = home.sql("SELECT state FROM journey WHERE lead_id = 1")[0][0]
    return found


def held(home: Home) -> Any:
    return home.sql("SELECT held FROM account WHERE key = ?", ANNA)[0][0]


def got_more(home: Home) -> bool:
    """Whether Noor gets a mail within the next days."""
    before = home.sql("SELECT max(id) FROM history")[0][0]
    for _ in range(4):
        home.clock.set(home.clock.now() + DAY)
        assert home.type("run", "--once", "-q")[0] in (0, 3)
    assert home.type("audit")[0] == 0
    return bool(home.sql("SELECT 1 FROM history WHERE lead_id = 1 AND event = 'sent' AND id > ?", before))


@pytest.mark.parametrize("mark", ["replied", "not-interested", "won"])
def test_what_a_person_marked_stands_when_the_mail_turns_out_to_be_none(home: Home, mark: str) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    assert home.type("mark", NOOR, mark)[0] == 0
    assert home.type("inbox", "mark", "1", "auto_reply")[0] == 0
    assert state(home) == "replied"
    assert not got_more(home)


@pytest.mark.parametrize("kind", [Class.UNSUBSCRIBE, Class.HARD_BOUNCE])
def test_whom_a_person_put_on_the_list_too_stays_there(home: Home, kind: Class) -> None:
    take(home, answer(home, kind, NOOR))
    assert home.type("suppress", "add", NOOR)[0] == 0
    assert home.type("inbox", "mark", "1", "auto_reply")[0] == 0
    assert home.sql("SELECT value, source FROM suppression") == [(NOOR, "suppress add")]
    assert not got_more(home)


def test_an_opt_out_stays_one_where_a_person_says_the_same(home: Home) -> None:
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR))
    home.type("suppress", "add", NOOR, "--reason", "asked us")
    assert home.sql("SELECT reason, source FROM suppression") == [("unsubscribed", "suppress add")]


def test_a_hold_that_stood_before_a_complaint_stands_again_after_its_correction(home: Home) -> None:
    home.sql("UPDATE account SET held = 'its login was refused', held_at = 5 WHERE key = ?", ANNA)
    take(home, answer(home, Class.COMPLAINT, NOOR))
    assert held(home) == "somebody complained about a mail of it"
    home.type("inbox", "mark", "1", "reply")
    assert home.sql("SELECT held, held_at, held_until FROM account") == [("its login was refused", 5, None)]


def test_a_sender_stays_held_until_the_last_complaint_is_corrected(home: Home) -> None:
    take(home, answer(home, Class.COMPLAINT, NOOR), answer(home, Class.COMPLAINT, SAM, uid=2))
    home.type("inbox", "mark", "1", "reply")
    assert held(home) == "somebody complained about a mail of it"
    home.type("inbox", "mark", "2", "reply")
    assert held(home) is None


def test_a_mail_by_hand_is_asked_about_once_although_sent_was_made_anew(home: Home) -> None:
    one = own(home, NOOR)
    take(home, one, role="sent")
    assert home.type("tasks", "done", "1")[0] == 0
    take(home, one, role="sent")
    assert (state(home), home.sql("SELECT state FROM task WHERE kind = 'contact'")) == ("waiting", [("done",)])
    take(home, replace(one, received_at=one.received_at + 60), role="sent")
    assert state(home) == "held"


def test_an_opt_out_counts_whichever_of_our_accounts_it_is_written_to(home: Home) -> None:
    take(home, arrived(home, Class.UNSUBSCRIBE, NOOR), account="email:bob@acme.example")
    assert home.sql("SELECT matched FROM inbox_message") == [("the address it comes from, which another account wrote to",)]
    assert state(home) == "unsubscribed"
    assert not got_more(home)


def test_colleagues_are_found_by_an_index_whether_they_were_written_to_or_not(home: Home) -> None:
    connection = open_database(home.folder / "home" / "seleqt.db")
    try:
        machine = Services(home=str(home.folder / "home"), file="campaigns.yaml").machine(connection, clock=home.clock)
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        everybody = SqlitePeople(machine.store).colleagues("windmill", 0)
        connection.set_trace_callback(None)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    finally:
        connection.close()
    assert [one.lead for one in everybody] == [1]
    assert plan[0] == "SEARCH j USING INDEX journey_company (company=?)"


def test_a_message_that_is_taken_for_what_a_person_says_changes_nothing(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    before = home.sql("SELECT count(*), max(id) FROM history")
    assert home.type("inbox", "mark", "1", "reply")[0] == 0
    assert home.sql("SELECT count(*), max(id) FROM history") == before
    assert state(home) == "replied"
