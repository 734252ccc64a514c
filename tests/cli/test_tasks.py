"""`seleqt tasks`: what a person does passes the same limits, hours and stops as what seleqt does."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, MONDAY, Home


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    return home


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    home = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    language: en\n", "    language: en\n    review: first 2\n"))
    home.run_for(3)
    return home


def test_an_invitation_waits_with_its_text_and_link(both: Home) -> None:
    assert both.type("tasks", "list")[1] == (
        "1  LinkedIn connect  Noor (noor@windmill.example), both invite\n"
        "    https://www.linkedin.com/in/example-noor/\n"
        "    Hi Noor, shall we connect?\n"
    )
    assert both.lines("tasks", "list")[0]["link"] == "https://www.linkedin.com/in/example-noor/"


def test_done_counts_at_that_moment_and_the_journey_moves_on(both: Home) -> None:
    both.clock.set(MONDAY + 3600)
    assert both.type("tasks", "done", "1") == (0, "", "1: done\n")
    action = both.lines("history")[0]
    assert (action["at"], action["action"], action["state"]) == ("2026-12-28T09:00:00Z", "connect", "sent")
    assert both.sql("SELECT kind, at, armed FROM usage ORDER BY id") == [
        ("connect", MONDAY + 3600, 1), ("note", MONDAY + 3600, 1), ("visit", MONDAY + 3600, 1),
    ]  # fmt: skip
    assert both.sql("SELECT step FROM journey WHERE id = 1") == [("accepted",)]
    assert both.sql("SELECT state, settled_by FROM task WHERE id = 1") == [("done", "anna")]
    assert both.type("audit")[0] == 0
    assert both.type("tasks", "done", "1")[2] == "seleqt: there is no open task 1\nseleqt tasks list\n"


def test_an_invitation_that_was_sent_without_its_note_uses_none_of_the_months(both: Home) -> None:
    both.clock.set(MONDAY + 3600)
    assert both.type("tasks", "done", "1", "--without-note") == (0, "", "1: done\n")
    assert both.sql("SELECT kind, at, armed FROM usage ORDER BY id") == [("connect", MONDAY + 3600, 1), ("visit", MONDAY + 3600, 1)]
    assert both.sql("SELECT json_extract(data, '$.without_note') FROM history WHERE event = 'task_done'") == [(1,)]
    assert both.type("audit")[0] == 0


def test_only_an_invitation_with_a_note_can_be_sent_without_one(reviewed: Home) -> None:
    assert reviewed.type("tasks", "done", "1", "--without-note") == (
        1, "", "seleqt: task 1 is no invitation with a note\nseleqt tasks done 1\n",
    )  # fmt: skip
    assert reviewed.type("tasks", "done", "--reviews", "--without-note", "--yes")[0] == 2


@pytest.mark.parametrize(
    ("statement", "later", "said"),
    [
        ("", 12 * 3600, "seleqt: not now: outside the hours of the schedule\n"),
        ("INSERT INTO usage (account, kind, at, action_id, armed) VALUES ('linkedin:example-anna', 'connect', 1798445000, 9, 1)", 3600,
         "seleqt: not now: limit reached: 1 a day\n"),
        ("INSERT INTO usage (account, kind, at, action_id, armed) VALUES ('linkedin:example-anna', 'like', 1798448370, 9, 1)", 3600,
         "seleqt: anna-linkedin keeps 90 seconds between two actions\n"),
        ("INSERT INTO meta VALUES ('paused', '')", 3600, "seleqt: not now: seleqt is paused (seleqt resume)\n"),
        ("UPDATE lead SET stopped = 'unsubscribed'", 3600, "seleqt: not now: never to be contacted: unsubscribed\n"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_now_is_refused_with_3_and_stays_open(both: Home, statement: str, later: int, said: str) -> None:
    if statement:
        both.sql(statement)
    both.clock.set(MONDAY + later)
    before = both.sql("SELECT state, attempts FROM action"), both.sql("SELECT id, at, armed FROM usage")
    code, _, err = both.type("tasks", "done", "1")
    assert (code, err.splitlines(keepends=True)[0]) == (3, said)
    assert (both.sql("SELECT state, attempts FROM action"), both.sql("SELECT id, at, armed FROM usage")) == before
    assert len(both.lines("tasks", "list")) == 1


def test_skip_gives_the_place_back_and_goes_on(both: Home) -> None:
    assert both.type("tasks", "skip", "1")[0] == 0
    assert both.sql("SELECT count(*) FROM usage") == [(0,)]
    assert both.sql("SELECT step FROM journey WHERE id = 1") == [("accepted",)]
    assert both.sql("SELECT state FROM action") == [("skipped",)]


def test_snooze_and_problem(both: Home) -> None:
    assert both.type("tasks", "snooze", "1", "2 days")[0] == 0
    assert both.lines("tasks", "list") == []
    assert len(both.lines("tasks", "list", "--snoozed")) == 1
    assert both.type("tasks", "problem", "1", "another person")[0] == 0
    assert both.sql("SELECT state, reason FROM journey WHERE id = 1") == [("held", "another person")]


def test_a_mail_goes_only_after_it_was_approved(reviewed: Home) -> None:
    assert [one["kind"] for one in reviewed.lines("tasks", "list")] == ["review", "review"]
    assert reviewed.lines("history") == [] or reviewed.lines("history")[0]["lead"] == "tom@quay.example"
    assert reviewed.type("tasks", "done", "--reviews", "--yes")[2] == "2 approved\n"
    reviewed.run_for(9)
    assert "noor@windmill.example" in [one["lead"] for one in reviewed.lines("history")]


def test_the_question_for_replies_is_asked_once_a_day(both: Home) -> None:
    both.clock.set(MONDAY + 3600)
    both.type("tasks", "done", "1")
    assert both.type("tasks", "list")[1] == (
        "?  any replies to anna-linkedin on LinkedIn at all?  seleqt tasks replies anna-linkedin [LEAD…]\n"
    )
    assert both.type("tasks", "replies", "anna-linkedin", "sam@canal.example")[2] == "anna-linkedin: read now, 1 replied\n"
    assert both.type("tasks", "list") == (0, "", "nothing waits for you\n")
    assert both.sql("SELECT state FROM journey WHERE id = 2") == [("replied",)]
    assert both.sql("SELECT inbox_read_at FROM account WHERE key = 'linkedin:example-anna'") == [(MONDAY + 3600,)]


def test_an_answer_from_before_the_clock_was_set_back_counts_as_none(both: Home) -> None:
    both.clock.set(MONDAY + 60 * 86_400)
    assert both.type("tasks", "replies", "anna-linkedin")[0] == 0
    both.clock.set(MONDAY + 3600)
    both.type("tasks", "done", "1")
    both.type("run", "--once", "-q")
    question = "?  any replies to anna-linkedin on LinkedIn at all?  seleqt tasks replies anna-linkedin [LEAD…]\n"
    assert both.type("tasks", "list")[1] == question
    assert "anna-linkedin  active  read it yourself, then: seleqt tasks replies anna-linkedin\n" in both.type("status")[1]

    def mails_of(day: int) -> list[str]:
        for hour in range(9):
            both.clock.set(MONDAY + day * 86_400 + hour * 3600)
            both.type("run", "--once", "-q")
        return [row[0] for row in both.sql("SELECT lead FROM action WHERE kind = 'email' AND state = 'sent'")]

    assert mails_of(14) == []  # nobody accepted: the mail behind the invitation waits for somebody to look
    assert both.type("tasks", "replies", "anna-linkedin")[0] == 0
    assert mails_of(15) == ["noor@windmill.example"]


def test_a_call_is_done_and_ends_the_journey(both: Home) -> None:
    both.sql("UPDATE task SET state = 'skipped'")
    both.sql(
        "UPDATE journey SET step = 'call', kind = 'task', queue = '-', state = 'waiting', due_at = ?, reason = '' WHERE id = 1", MONDAY
    )
    both.type("run", "--once", "-q")
    assert [one["text"] for one in both.lines("tasks", "list")] == ["Ring Noor of Windmill"]
    assert both.type("tasks", "done", "2")[0] == 0
    assert both.sql("SELECT state FROM journey WHERE id = 1") == [("finished",)]


def test_what_nobody_does_in_the_time_that_the_step_allows_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = BOTH.replace('shall we connect?"}\n', 'shall we connect?"}\n        at_most: 2 days\n')
    home = Home(tmp_path, monkeypatch, capsys, text)
    home.run_for(3)
    tuesday_evening = MONDAY + 86_400 + 8 * 3600  # closed hours do not count: two days are the hours of two
    home.clock.set(tuesday_evening - 60)
    assert home.type("run", "--once", "-q")[0] == 0
    assert home.sql("SELECT id FROM task WHERE state = 'open'") == [(1,), (2,)]
    home.clock.set(tuesday_evening)
    assert home.type("run", "--once", "-q")[0] == 0
    assert home.sql("SELECT state, settled_by FROM task WHERE id = 1") == [("expired", "seleqt")]
    assert home.sql("SELECT state, reason FROM action WHERE id = 1") == [("skipped", "not done within 2 days")]
    assert home.sql("SELECT done FROM journey WHERE id = 1") == [('{"invite":"skipped","accepted":"skipped"}',)]  # its else at once
    assert home.type("audit")[0] == 0


def test_an_opened_task_is_that_persons_for_ten_minutes(both: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    both.clock.set(MONDAY + 3600)
    shown = "1  LinkedIn connect  Noor (noor@windmill.example), both invite"
    text = "    https://www.linkedin.com/in/example-noor/\n    Hi Noor, shall we connect?\n"
    assert both.type("tasks", "open", "1") == (0, f"{shown}\n{text}", "")
    assert both.lines("tasks", "list")[0]["opened_by"] == "anna"
    assert both.type("tasks", "list")[1] == f"{shown}\n{text}"
    monkeypatch.setenv("SELEQT_PERSON", "bea")
    both.clock.set(MONDAY + 3601)
    assert both.type("tasks", "list")[1] == f"{shown}  (anna has it for 10 more minutes)\n{text}"
    refused = "seleqt: anna opened task 1 and has it for 10 more minutes\nTake another one, or ask anna; after that it is free again.\n"
    for words in (("open", "1"), ("done", "1"), ("skip", "1"), ("snooze", "1", "2 days"), ("problem", "1", "wrong")):
        assert both.type("tasks", *words) == (4, "", refused)
    assert both.sql("SELECT state, opened_by, opened_at FROM task WHERE id = 1") == [("open", "anna", MONDAY + 3600)]
    both.clock.set(MONDAY + 3600 + 599)
    assert both.type("tasks", "skip", "1")[2].startswith("seleqt: anna opened task 1 and has it for 1 more minute\n")
    both.clock.set(MONDAY + 3600 + 600)
    assert both.type("tasks", "list")[1] == f"{shown}\n{text}"
    assert both.lines("tasks", "list")[0]["opened_by"] is None
    assert both.type("tasks", "done", "1") == (0, "", "1: done\n")
    told = both.sql("SELECT event, json_extract(data, '$.by') FROM history WHERE event GLOB 'task_?*' ORDER BY id")
    assert told == [("task_opened", "anna"), ("task_done", "bea")]
    assert both.type("audit")[0] == 0


def test_whoever_opened_a_task_does_it_and_opens_it_again_for_ten_more_minutes(both: Home) -> None:
    both.clock.set(MONDAY + 3600)
    assert both.type("tasks", "open", "1")[0] == 0
    both.clock.set(MONDAY + 3600 + 500)
    assert both.type("tasks", "open", "1")[0] == 0
    assert both.sql("SELECT opened_at FROM task WHERE id = 1") == [(MONDAY + 4100,)]
    assert both.sql("SELECT count(*) FROM history WHERE event = 'task_opened'") == [(1,)]
    assert both.type("tasks", "done", "1")[0] == 0


def test_approving_all_leaves_out_what_somebody_else_has_opened(reviewed: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reviewed.type("tasks", "open", "1")[0] == 0
    monkeypatch.setenv("SELEQT_PERSON", "bea")
    waiting = len(reviewed.lines("tasks", "list"))
    said = f"1: left out, anna has it for 10 more minutes\n{waiting - 1} approved\n"
    assert reviewed.type("tasks", "done", "--reviews", "--yes") == (0, "", said)
    assert reviewed.sql("SELECT state, settled_by FROM task WHERE id = 1") == [("open", "")]


def test_the_record_says_who_skipped_snoozed_and_changed_a_task(reviewed: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reviewed.type("tasks", "snooze", "1", "2 days")[0] == 0
    monkeypatch.setenv("SELEQT_PERSON", "bea")
    assert reviewed.type("tasks", "skip", "1")[0] == 0
    told = reviewed.sql("SELECT event, json_extract(data, '$.by') FROM history WHERE event GLOB 'task_?*' ORDER BY id")
    assert told == [("task_snoozed", "anna"), ("task_skipped", "bea")]
    assert reviewed.type("audit")[0] == 0


def test_a_step_that_opens_a_profile_keeps_the_limit_of_visits_and_tells_audit_of_it(both: Home) -> None:
    both.clock.set(MONDAY + 3600)
    both.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) "
        "INSERT INTO usage (account, kind, at, action_id, armed) SELECT 'linkedin:example-anna', 'visit', ? + i, 9, 1 FROM n",
        MONDAY,
    )
    code, _, err = both.type("tasks", "done", "1")
    assert (code, err.splitlines()[0]) == (3, "seleqt: not now: limit reached: opened profiles, 80 a day")
    both.sql("DELETE FROM usage WHERE at = ?", MONDAY + 1)
    assert both.type("tasks", "done", "1")[0] == 0
    assert both.sql("SELECT account, data FROM history WHERE event = 'opened'") == [
        ("linkedin:example-anna", '{"action":"visit","limits":{"day":80},"account_zone":"Europe/Amsterdam","plan":"normal"}')
    ]
    assert both.type("audit")[0] == 0
