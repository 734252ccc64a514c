"""Accounts over the seats and the accounts of a trial that is over send nothing, and it is said which and why."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, MONDAY, Home

BOB = "senders:\n  bob: {email: bob@acme.example, name: Bob, smtp: 'outbox:outbox/bob', pace: {gap: 0}, signature: Bob}\n"
TWO = MAILS.replace("senders:\n", BOB, 1).replace("senders: [anna]", "senders: [bob, anna]").replace("email: 2, linkedin: 1", "email: 1")
TWO = TWO.replace("        - {email: bo@lock.example, first_name: Bo, company: Lock}\n", "")
DAY = 86_400
OVER = "over the 1 email seat of business.seats; the newest are left out, and it came on 2026-12-28"
ENDED = "the trial ended on 2026-12-29 after 30 days (terms 4); write plan: growth"


def home_at(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, *, at: int = MONDAY) -> Home:
    """A home in a folder of its own below the test's."""
    folder.mkdir(exist_ok=True)
    return Home(folder, monkeypatch, capsys, text, at=at)


def sent(home: Home) -> dict[str, int]:
    """Account -> how many mails went."""
    return dict(home.sql("SELECT account, count(*) FROM action WHERE state = 'sent' GROUP BY account ORDER BY account"))


def test_an_account_over_the_seats_sends_nothing_until_there_is_a_seat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    four = MAILS.replace("        - {email: bo@lock.example, first_name: Bo, company: Lock}\n", "")
    home = home_at(tmp_path, monkeypatch, capsys, four, at=MONDAY - 600)  # anna comes first, bob later, although he stands before her
    (tmp_path / "campaigns.yaml").write_text(TWO, encoding="utf-8")
    home.clock.set(MONDAY)
    assert home.type("apply", "--yes")[0] == 0
    home.run_for(9)
    assert sent(home) == {"email:anna@acme.example": 3}
    assert not (tmp_path / "outbox" / "bob").exists()
    assert f"bob     disconnected: {OVER} (seleqt plan)" in home.type("status")[1]
    assert home.type("status", "--check") == (3, "", f"bob is disconnected: {OVER} (seleqt plan)\n")
    assert {one["sender"]: one["state"] for one in home.json("senders", "list")} == {"bob": "disconnected", "anna": "active"}
    (tmp_path / "campaigns.yaml").write_text(TWO.replace("seats: {email: 1", "seats: {email: 2"), encoding="utf-8")
    assert home.type("apply", "--yes")[0] == 0
    home.run_for(3)
    assert sent(home) == {"email:anna@acme.example": 3, "email:bob@acme.example": 1}


def test_a_run_of_a_home_over_its_seats_is_no_failure_while_its_other_accounts_do_what_there_is_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    four = MAILS.replace("        - {email: bo@lock.example, first_name: Bo, company: Lock}\n", "")
    home = home_at(tmp_path, monkeypatch, capsys, four, at=MONDAY - 600)
    (tmp_path / "campaigns.yaml").write_text(TWO, encoding="utf-8")
    home.clock.set(MONDAY)
    assert home.type("apply", "--yes")[0] == 0
    assert home.type("run", "--once", "-q")[0] == 0
    home.clock.set(MONDAY + 60)  # anna's gap lasts; somebody whom bob could write to is due
    assert home.type("run", "--once") == (0, "", f"0 sent\nbob: disconnected: {OVER} (seleqt plan)\n")
    assert home.type("run", "--once", "-q") == (0, "", "")
    assert home.type("run", "--once", "--sender", "bob")[0] == 3
    home.type("senders", "pause", "anna")
    home.clock.set(MONDAY + 660)
    assert home.type("run", "--once", "-q")[0] == 3


def test_a_lead_of_a_disconnected_account_waits_and_explain_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MAILS.replace("email: 2, linkedin: 1", "email: 0")
    home = home_at(tmp_path, monkeypatch, capsys, text)
    assert home.type("run", "--once") == (
        3, "", "0 sent\nanna: disconnected: over the 0 email seats of business.seats; the newest are left out, and it came on 2026-12-28\n"
    )  # fmt: skip
    assert "disconnected: over the 0 email seats" in home.type("explain", "noor@windmill.example")[1]
    assert sent(home) == {}


def test_after_a_trial_nothing_goes_any_more_and_a_simulation_knows_it_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_at(tmp_path, monkeypatch, capsys, MAILS.replace("seats: {email: 2, linkedin: 1}", "plan: {name: trial, since: 2026-11-30}"))
    home.run_for(9)
    assert sent(home) == {"email:anna@acme.example": 3}
    code, _, said = home.type("run", "--simulate")
    assert (code, ENDED in said) == (1, True)
    home.clock.set(MONDAY + 2 * DAY)
    assert home.type("run", "--once") == (3, "", f"0 sent\nanna: disconnected: {ENDED}\n")
    assert sent(home) == {"email:anna@acme.example": 3}


def test_a_second_home_of_a_business_begins_no_second_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = MAILS.replace("seats: {email: 2, linkedin: 1}", "plan: trial").replace("name: Acme,", "name: Acme B.V.,", 1)
    home_at(tmp_path / "one", monkeypatch, capsys, trial, at=MONDAY - 29 * DAY)
    again = home_at(tmp_path / "two", monkeypatch, capsys, trial.replace("Acme B.V.", "ACME BV"), at=MONDAY + 2 * DAY)
    assert again.type("run", "--once") == (
        3,
        "",
        "0 sent\nanna: disconnected: the trial ended on 2026-12-28 after 30 days (terms 4); write plan: growth\n",
    )
    other = home_at(tmp_path / "three", monkeypatch, capsys, trial.replace("Acme B.V.", "Windmill"), at=MONDAY + 2 * DAY)
    other.run_for(3)
    assert sent(other) == {"email:anna@acme.example": 1}


def test_a_record_of_trials_that_cannot_be_read_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "trials.json").write_text("[1]", encoding="utf-8")
    monkeypatch.setenv("SELEQT_STATE", str(state))
    home = home_at(tmp_path / "one", monkeypatch, capsys, MAILS.replace("seats: {email: 2, linkedin: 1}", "plan: trial"))
    home.run_for(3)
    assert sent(home) == {"email:anna@acme.example": 1}
    assert "2026-12-28" in (state / "trials.json").read_text(encoding="utf-8")


def test_a_task_of_a_disconnected_account_is_not_done_and_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_at(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    (tmp_path / "campaigns.yaml").write_text(BOTH.replace("linkedin: 1}", "linkedin: 0}", 1), encoding="utf-8")
    assert home.type("apply", "--yes")[0] == 0
    assert home.type("tasks", "done", "1") == (
        3,
        "",
        "seleqt: not now: disconnected: over the 0 LinkedIn seats of business.seats; the newest are left out, and it came on 2026-12-28\n"
        "The task stays open; `seleqt explain` tells more.\n",
    )
    assert home.sql("SELECT kind, state FROM action") == [("connect", "planned")]
