"""`seleqt audit`: what it shows, as JSON too, and how it ends."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.storage.database import open_database
from tests.core.audit.histories import DAY, TUESDAY, History


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def keep(home: Path, history: History) -> None:
    """Write a history into the home's database."""
    connection = open_database(home / "seleqt.db")
    connection.executemany(
        "INSERT INTO history (id, at, event, action_id, journey_id, lead_id, account, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", history.rows
    )
    connection.close()


def broken_history() -> History:
    """Two mails where one was allowed, and a person's decision."""
    history = History()
    history.send(TUESDAY, limits={"day": 1}, outcome="in_doubt")
    history.event(TUESDAY, "resolved", action=1, journey=10_001, lead=10_001, decision="not_sent", by="Anna")
    history.send(TUESDAY + DAY - 1, limits={"day": 1}, first=False, inbox="vouched")
    return history


def test_a_home_without_a_database_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit"]) == 1
    advice = "seleqt apply accepts campaigns.yaml; seleqt init writes a first one"
    said = f"seleqt: nothing was applied yet: there is no database at {home / 'seleqt.db'}\n{advice}\n"
    assert capsys.readouterr() == ("", said)


def test_a_history_that_keeps_every_promise_ends_with_0(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = History()
    history.send(TUESDAY)
    keep(home, history)
    assert run(["audit"]) == 0
    assert capsys.readouterr() == (
        "promise                      checked  violations\n"
        "1 never over a limit               1           0\n"
        "2 never twice                      1           0\n"
        "3 never lost                       1           0\n"
        "4 never after no                   1           0\n"
        "5 never outside the window         1           0\n"
        "6 always explained                 0           0\n"
        "7 forgotten means forgotten        0           0\n",
        "2 rows of history: every promise was kept\n",
    )


def test_violations_decisions_and_vouched_inboxes_are_named_and_it_ends_with_1(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(home, broken_history())
    assert run(["audit"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[8:] == [
        "1: email:anna@acme.example: 2 x email in the 24 hours to 2026-12-02 08:59:59Z, the limit was 1 a day (action 2)",
        "accepted: action 1 was declared not sent by Anna",
        "vouched: a person watches the inbox of email:anna@acme.example",
    ]
    assert err == "5 rows of history: 1 violations\n"


def test_the_proof_is_one_json_document(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(home, broken_history())
    assert run(["audit", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    promises = document.pop("promises")
    assert document == {
        "checked": 5,
        "violations": [
            {
                "promise": 1,
                "ids": [2],
                "text": "email:anna@acme.example: 2 x email in the 24 hours to 2026-12-02 08:59:59Z, the limit was 1 a day",
            }
        ],
        "accepted": [{"ids": [1], "text": "action 1 was declared not sent by Anna"}],
        "vouched": ["email:anna@acme.example"],
    }
    assert [(entry["promise"], entry["checked"], entry["violations"]) for entry in promises] == [
        (1, 2, 1), (2, 2, 0), (3, 2, 0), (4, 2, 0), (5, 2, 0), (6, 1, 0), (7, 0, 0),
    ]  # fmt: skip


def test_since_leaves_out_what_happened_before(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(home, broken_history())
    moments = ("2026-12-02", "2026-12-02T08:59:59Z", "2026-12-02T10:00:00+01:00")
    assert [run(["audit", "--since", moment]) for moment in moments] == [1, 1, 0]
    assert run(["audit", "--since", "yesterday"]) == 2
    assert capsys.readouterr().err.endswith("--since: yesterday is no moment; they look like 2026-12-01 or 2026-12-01T08:00:00Z\n")


def test_at_rest_an_attempt_without_an_outcome_is_lost(home: Path) -> None:
    history = History()
    history.send(TUESDAY, outcome=None)
    keep(home, history)
    assert [run(["audit"]), run(["audit", "--at-rest"])] == [0, 1]


def test_it_writes_nothing(home: Path) -> None:
    keep(home, broken_history())
    before = (home / "seleqt.db").read_bytes()
    run(["audit"])
    assert (home / "seleqt.db").read_bytes() == before
