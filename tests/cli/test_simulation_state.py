"""What people and the past have decided is taken into a simulation as it stands."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import TWO_MAILS, draft

NOON = "2027-03-02T11:00:00Z"
MOMENT = 1_803_985_200
DAY = 86_400
Simulate = Callable[..., tuple[int, list[str], dict[str, Any]]]


@pytest.fixture
def simulate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Simulate:
    """Applies the draft, runs statements on its database, simulates; gives exit code, `lead step day` of each action, summary."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))

    def simulated(*statements: str, campaigns: str = TWO_MAILS) -> tuple[int, list[str], dict[str, Any]]:
        draft(tmp_path, campaigns)
        assert run(["apply", "-q"]) == 0
        database = sqlite3.connect(tmp_path / "home" / "seleqt.db", isolation_level=None)
        for statement in statements:
            assert database.execute(statement).rowcount > 0, statement
        database.close()
        capsys.readouterr()
        rates = ["--reply-rate", "0", "--ooo-rate", "0"]
        code = run(["run", "--simulate", "--json", "-q", "--from", NOON, *rates])
        *actions, summary = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, [f"{one['lead'].partition('@')[0]} {one['step']} {one['at'][5:10]}" for one in actions], summary

    return simulated


ALL = ["noor hi 03-02", "sam hi 03-02", "noor again 03-04", "sam again 03-04"]
NOOR = [line for line in ALL if line.startswith("noor")]
SAM = [line for line in ALL if line.startswith("sam")]


def test_undisturbed_everybody_gets_everything(simulate: Simulate) -> None:
    code, lines, summary = simulate()
    assert (code, lines, summary["problems"]) == (0, ALL, [])


@pytest.mark.parametrize(
    "decision",
    [
        "UPDATE lead SET stopped = 'asked not to be contacted' WHERE email LIKE 'noor%'",
        "INSERT INTO suppression VALUES ('email', 'noor@windmill.example', 'unsubscribed', 'by mail', 0)",
        "INSERT INTO suppression VALUES ('domain', 'windmill.example', 'competitor', 'by hand', 0)",
    ],
)
def test_whoever_is_stopped_or_suppressed_gets_nothing_and_is_no_failure(simulate: Simulate, decision: str) -> None:
    code, lines, summary = simulate(decision)
    assert (code, lines, summary["journeys"]) == (0, SAM, {"finished": 1, "stopped": 1})


def test_whoever_replied_before_does_not_start(simulate: Simulate) -> None:
    code, lines, summary = simulate("UPDATE lead SET replied_at = 1 WHERE email LIKE 'noor%'")
    assert (code, lines) == (0, SAM)
    assert summary["problems"] == [
        {"code": "not-contacted", "lead": "noor@windmill.example", "text": "hello: replied before (include: replied takes such people)"}
    ]


def test_quiet_counts_from_what_another_tool_sent(simulate: Simulate) -> None:
    quiet = TWO_MAILS.replace("basis: consent", "basis: consent, quiet: 10 days")
    code, lines, _ = simulate(f"UPDATE lead SET contacted_at = {MOMENT - 3 * DAY} WHERE email LIKE 'noor%'", campaigns=quiet)
    assert (code, lines) == (0, [*SAM, "noor hi 03-09", "noor again 03-11"])


def test_a_paused_lead_starts_when_its_pause_ends(simulate: Simulate) -> None:
    code, lines, _ = simulate(f"UPDATE lead SET paused_until = {MOMENT + 7 * DAY} WHERE email LIKE 'noor%'")
    assert (code, lines) == (0, [*SAM, "noor hi 03-09", "noor again 03-11"])


def test_a_held_sender_is_a_reason_why_journeys_never_end(simulate: Simulate) -> None:
    code, lines, summary = simulate("UPDATE account SET held = 'wrong password', held_at = 1")
    assert (code, lines) == (1, [])
    assert summary["problems"] == [
        {"code": "never-ends", "lead": lead, "text": "hello: step hi is never done: email:anna@acme.example: held: wrong password"}
        for lead in ("noor@windmill.example", "sam@canal.example")
    ]


def test_a_sender_paused_for_a_while_goes_on_afterwards(simulate: Simulate) -> None:
    code, lines, _ = simulate(f"UPDATE account SET paused_until = {MOMENT + 7 * DAY}")
    assert (code, lines) == (0, [line.replace("03-04", "03-11").replace("03-02", "03-09") for line in ALL])


def test_a_paused_campaign_stands_still_and_is_no_failure(simulate: Simulate) -> None:
    code, lines, summary = simulate("UPDATE campaign_state SET state = 'paused', reason = 'by anna'")
    assert (code, lines) == (0, [])
    assert {one["code"] for one in summary["problems"]} == {"standing-still"}
    assert summary["ends"] == {"hello": None}


def test_a_paused_home_shows_what_a_resume_would_bring(simulate: Simulate) -> None:
    code, lines, _ = simulate("INSERT INTO meta VALUES ('paused', 'anna')")
    assert (code, lines) == (0, ALL)


def test_a_campaign_that_the_file_lacks_stands_still(simulate: Simulate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate()
    draft(tmp_path, TWO_MAILS.replace("hello:", "other:"))
    assert run(["run", "--simulate", "--json", "-q", "--from", NOON]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    text = "hello: 2 leads on the way, but the campaign is not in the file"
    assert {"code": "standing-still", "lead": None, "text": text} in summary["problems"]


def test_a_journey_that_is_held_already_counts_as_held(simulate: Simulate) -> None:
    code, lines, summary = simulate(
        "UPDATE journey SET state = 'held', queue = '', reason = 'in doubt whether it was sent' "
        "WHERE lead_id = (SELECT id FROM lead WHERE email LIKE 'noor%')"
    )
    assert (code, lines) == (1, SAM)
    assert summary["problems"] == [{"code": "held", "lead": "noor@windmill.example", "text": "hello: in doubt whether it was sent"}]


def test_a_limit_used_up_before_counts(simulate: Simulate) -> None:
    code, lines, _ = simulate(
        "INSERT INTO usage (account, kind, at, action_id, armed) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        f"WHERE i < 49) SELECT 'email:anna@acme.example', 'email', {MOMENT - 3600} + i, i, 1 FROM n"
    )
    assert (code, lines) == (0, ["noor hi 03-02", "sam hi 03-03", "noor again 03-04", "sam again 03-05"])


def test_a_journey_whose_step_the_file_lacks_is_held_as_an_apply_holds_it(simulate: Simulate) -> None:
    gone = "UPDATE journey SET step = 'bye', started = 1, email_account = 'email:anna@acme.example' WHERE id = 1"
    code, lines, summary = simulate(gone)
    assert (code, lines) == (1, SAM)
    assert [one["text"] for one in summary["problems"]] == ["hello: not in the file any more: step bye"]


def test_a_journey_that_lost_the_sender_of_its_next_step_is_held(simulate: Simulate) -> None:
    lost = "UPDATE journey SET started = 1, email_account = 'email:ex@acme.example', queue = 'email:ex@acme.example' WHERE id = 1"
    code, lines, summary = simulate(lost)
    assert (code, lines) == (1, SAM)
    assert [one["text"] for one in summary["problems"]] == ["hello: not in the file any more: email:ex@acme.example"]


def test_a_sender_that_a_journey_needs_only_later_or_never_keeps_it_from_nothing(simulate: Simulate) -> None:
    code, lines, summary = simulate("UPDATE journey SET linkedin_account = 'linkedin:gone' WHERE id = 1")
    assert (code, lines, summary["problems"]) == (0, ALL, [])
