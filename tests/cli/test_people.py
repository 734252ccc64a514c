"""mark, pause, resume, campaigns and leads pause/resume/stop: what people decide, in the database and in the record."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.homes import BOTH, MAILS, MONDAY, Home

DAY = 86_400


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, BOTH)


def states(home: Home) -> list[tuple[Any, ...]]:
    return home.sql("SELECT lead_id, state, queue, reason FROM journey ORDER BY lead_id")


def events(home: Home) -> list[tuple[str, str | None, dict[str, Any]]]:
    """What was recorded behind the apply, without sends."""
    found = home.lines("history", "--events")
    return [(one["event"], one["lead"], one["data"]) for one in found if one["event"] not in ("applied", "sending", "sent")]


def sent(home: Home) -> list[str]:
    return [one["lead"] for one in home.lines("history")]


def test_a_reply_ends_the_journeys_and_nothing_more_goes(mails: Home) -> None:
    mails.run_for(3)
    assert mails.type("mark", "noor@windmill.example", "replied", "--at", "2026-12-28 09:01", "--note", "by phone") == (
        0, "", "noor@windmill.example: replied; nothing more goes in hello\n",
    )  # fmt: skip
    assert states(mails)[0] == (1, "replied", "", "")
    data = {"by": "anna", "at": MONDAY + 60, "note": "by phone", "scope": "person"}
    assert events(mails) == [("replied", "noor@windmill.example", data)]
    mails.clock.set(MONDAY + 3 * DAY)
    mails.run_for(12)
    assert "noor@windmill.example" not in sent(mails)[1:]
    assert mails.type("audit")[0] == 0


@pytest.mark.parametrize("what", ["meeting", "won", "lost", "not-interested", "wrong-person"])
def test_the_other_marks_stop_as_a_reply_does(mails: Home, what: str) -> None:
    assert mails.type("mark", "1", what)[0] == 0
    assert states(mails)[0] == (1, "replied", "", what)
    assert [event for event, _, _ in events(mails)] == [what.replace("-", "_")]
    assert mails.sql("SELECT replied_at FROM lead WHERE id = 1") == [(MONDAY,)]


def test_later_makes_a_task_for_that_day(mails: Home) -> None:
    assert mails.type("mark", "1", "later", "--until", "2027-02-01", "--note", "after the move")[0] == 0
    assert mails.sql("SELECT kind, state, text, snoozed_until, lead_id FROM task") == [
        ("later", "open", "after the move", 1_801_436_400, 1)
    ]
    assert states(mails)[0][1:] == ("replied", "", "later")


def test_the_scope_of_a_reply_is_the_campaigns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = MAILS.replace("    schedule: office\n    language", "    schedule: office\n    on_reply: {stop: company}\n    language")
    home = Home(
        tmp_path,
        monkeypatch,
        capsys,
        text.replace("sam@canal.example, first_name: Sam, company: Canal", "sam@canal.example, company: WINDMILL"),
    )
    assert home.type("mark", "1", "replied")[2] == "noor@windmill.example: replied; nothing more goes in hello, hello (sam@canal.example)\n"
    assert states(home)[:3] == [
        (1, "replied", "", ""), (2, "stopped", "", "a colleague at windmill replied"), (3, "due", "+hello", ""),
    ]  # fmt: skip
    assert [(event, lead) for event, lead, _ in events(home)] == [("replied", "noor@windmill.example"), ("stopped", "sam@canal.example")]


def test_connected_moves_a_journey_that_waits_for_it(both: Home) -> None:
    both.sql(
        "UPDATE journey SET step = 'accepted', kind = 'wait_for', queue = '-', state = 'waiting', entered_at = ?, due_at = ?, done = ? "
        "WHERE id = 1",
        MONDAY, MONDAY + 10 * DAY, '{"invite":"sent"}',
    )  # fmt: skip
    assert both.type("mark", "1", "connected")[2] == "noor@windmill.example: connected; goes on in both\n"
    both.type("run", "--once", "-q")
    assert both.sql("SELECT step FROM journey WHERE id = 1") == [("thanks",)]
    assert [event for event, _, _ in events(both)][:1] == ["connected"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "married"), "seleqt: married is nothing to mark\n"),
        (("1", "later"), "seleqt: later needs --until\n"),
        (("1", "later", "--until", "2020-01-01"), "seleqt: --until 2020-01-01 is over\n"),
        (("1", "won", "--until", "2027-02-01"), "seleqt: --until belongs to later, not to won\n"),
        (("1", "won", "--at", "2027-02-01"), "seleqt: --at 2027-02-01 has not come yet\n"),
        (("1", "won", "--campaign", "other"), "seleqt: the lead is not in other\n"),
    ],
)
def test_a_wrong_mark_changes_nothing(mails: Home, words: tuple[str, ...], said: str) -> None:
    before = states(mails)
    code, _, err = mails.type("mark", *words)
    assert (code, err.splitlines(keepends=True)[0]) == (2, said)
    assert (states(mails), events(mails)) == (before, [])


def test_a_pause_of_the_home_stops_every_send_until_resume(mails: Home) -> None:
    assert mails.type("pause", "new prices")[2] == "paused: nothing is sent until you type `seleqt resume`\n"
    mails.type("run", "--once", "-q")
    assert sent(mails) == []
    assert mails.json("status")["paused"] is True
    assert mails.type("resume")[2] == "it goes on; held senders and paused campaigns stay as they are\n"
    mails.run_for(3)
    assert sent(mails) == ["noor@windmill.example"]
    assert mails.type("resume")[2] == "it is not paused\n"
    assert events(mails) == [("paused", None, {"by": "anna", "reason": "new prices"}), ("resumed", None, {"by": "anna"})]


def test_a_campaign_is_paused_resumed_and_stopped_for_good(mails: Home) -> None:
    assert mails.type("campaigns", "pause", "hello", "--reason", "holiday") == (0, "", "hello: paused\n")
    mails.type("run", "--once", "-q")
    assert sent(mails) == []
    assert mails.type("campaigns", "list")[1] == (
        "campaign  is                since                 journeys\nhello     paused (holiday)  Mon 2026-12-28 09:00  5 due\n"
    )
    assert mails.type("campaigns", "resume", "hello")[0] == 0
    mails.run_for(3)
    assert sent(mails) == ["noor@windmill.example"]
    assert mails.type("campaigns", "stop", "hello")[0] == 2  # nobody is at a terminal to answer
    assert mails.type("campaigns", "stop", "hello", "--yes")[2] == "hello: stopped, 5 journeys ended\n"
    assert {state for _, state, _, _ in states(mails)} == {"stopped"}
    assert mails.json("campaigns", "list")[0]["journeys"] == {"stopped": 5}
    assert mails.type("campaigns", "resume", "hello")[0] == 1
    assert mails.type("campaigns", "pause", "other")[2] == "seleqt: there is no campaign other\ncampaigns: hello\n"


def test_a_paused_lead_waits_while_the_others_go_on(mails: Home) -> None:
    assert mails.type("leads", "pause", "1")[2] == "noor@windmill.example: paused\n"
    mails.run_for(3)
    assert sent(mails) == ["sam@canal.example"]
    assert states(mails)[0] == (1, "paused", "", "paused by anna")
    assert mails.type("leads", "resume", "1")[2] == "noor@windmill.example: goes on in hello\n"
    mails.run_for(3)
    assert sent(mails) == ["sam@canal.example", "noor@windmill.example"]


def test_a_pause_until_a_day_ends_by_itself(mails: Home) -> None:
    assert mails.type("leads", "pause", "1", "--until", "2026-12-29")[2] == "noor@windmill.example: paused until Tue 2026-12-29 00:00\n"
    mails.run_for(9)
    assert "noor@windmill.example" not in sent(mails)
    mails.clock.set(MONDAY + DAY)
    mails.run_for(9)
    assert "noor@windmill.example" in sent(mails)


def test_a_pause_in_one_campaign_binds_only_there(mails: Home) -> None:
    assert mails.type("leads", "pause", "1", "--campaign", "hello")[0] == 0
    assert mails.sql("SELECT paused_until FROM lead WHERE id = 1") == [(None,)]
    assert states(mails)[0][1] == "paused"
    assert mails.type("leads", "resume", "1", "--campaign", "hello")[0] == 0
    assert states(mails)[0][1:3] == ("waiting", "+hello")
    assert mails.type("leads", "pause", "1", "--campaign", "other")[0] == 2


def test_a_stopped_lead_is_never_contacted_again(mails: Home) -> None:
    mails.run_for(3)
    assert mails.type("leads", "stop", "1")[2] == "noor@windmill.example: stopped in hello\n"
    assert states(mails)[0] == (1, "stopped", "", "stopped by a person")
    assert mails.sql("SELECT stopped FROM lead WHERE id = 1") == [("by anna",)]
    mails.clock.set(MONDAY + 3 * DAY)
    mails.run_for(12)
    assert sent(mails).count("noor@windmill.example") == 1
    assert mails.type("audit")[0] == 0
    assert mails.type("leads", "resume", "1")[2] == "noor@windmill.example: no journey was paused\n"
    assert mails.sql("SELECT stopped FROM lead WHERE id = 1") == [(None,)]


def test_fixing_a_held_leads_field_lets_it_go_on(mails: Home) -> None:
    mails.sql("UPDATE journey SET state = 'held', queue = '', reason = 'first_name is missing' WHERE id = 1")
    assert mails.type("leads", "set", "1", "first_name=Nora")[2] == "noor@windmill.example: 1 changed; 1 held journeys go on\n"
    assert states(mails)[0] == (1, "waiting", "+hello", "")
    mails.run_for(3)
    assert sent(mails) == ["noor@windmill.example"]


def test_what_is_in_doubt_stays_held(mails: Home) -> None:
    mails.run_for(3)
    mails.sql("UPDATE action SET state = 'in_doubt'")
    mails.sql("UPDATE journey SET state = 'held', queue = '', reason = 'in doubt whether it was sent' WHERE id = 1")
    mails.type("leads", "set", "1", "first_name=Nora")
    assert states(mails)[0][1] == "held"


@pytest.mark.parametrize("pauses", [["--until", "2027-01-15"], ["--until", "2026-12-29"], []])
def test_an_early_resume_gives_a_follow_up_its_own_moment_back(mails: Home, pauses: list[str]) -> None:
    mails.run_for(9)
    before = mails.sql("SELECT id, state, queue, due_at, reason FROM journey ORDER BY id")
    assert mails.type("leads", "pause", "1", *pauses)[0] == 0
    assert mails.type("leads", "pause", "1", "--until", "2027-01-20")[0] == 0  # a second pause does not forget what was before the first
    mails.clock.set(mails.clock.now() + 3600)
    assert mails.type("leads", "resume", "1")[0] == 0
    assert mails.sql("SELECT id, state, queue, due_at, reason FROM journey ORDER BY id") == before
    assert said_due(mails, "1") == "2026-12-30T08:00:00Z"
    mails.clock.set(MONDAY + 2 * DAY)
    mails.run_for(12)
    assert sent(mails)[3:] == ["noor@windmill.example", "sam@canal.example", "tom@quay.example"]
    assert mails.type("audit")[0] == 0


def said_due(home: Home, lead: str) -> str:
    """When the next step of a lead goes."""
    return str(home.json("explain", lead)["journeys"][0]["next"]["at"])


def test_a_first_contact_whose_moment_came_during_the_pause_goes_at_once_after_an_early_resume(mails: Home) -> None:
    assert mails.type("leads", "pause", "1", "--until", "2027-01-15")[0] == 0
    mails.run_for(3)
    assert mails.type("leads", "resume", "1")[0] == 0
    mails.run_for(3)
    assert sent(mails) == ["sam@canal.example", "noor@windmill.example"]


def test_an_invitation_that_waits_to_be_accepted_waits_on_after_an_early_resume(both: Home) -> None:
    both.run_for(3)
    both.clock.set(MONDAY + 3600)
    assert both.type("tasks", "done", "1")[0] == 0
    both.run_for(3)
    before = both.sql("SELECT step, state, queue, due_at, reason FROM journey WHERE id = 1")
    assert both.type("leads", "pause", "1", "--until", "2027-03-01")[0] == 0
    assert both.type("leads", "resume", "1")[0] == 0
    both.run_for(3)
    assert both.sql("SELECT step, state, queue, due_at, reason FROM journey WHERE id = 1") == before


def test_a_step_that_waits_in_tasks_waits_there_after_a_pause(both: Home) -> None:
    both.run_for(3)
    before = both.sql("SELECT step, state, queue, due_at, reason FROM journey WHERE id = 1")
    for pauses in ([], ["--until", "2026-12-29"]):
        assert both.type("leads", "pause", "1", *pauses)[0] == 0
        assert both.type("leads", "resume", "1")[0] == 0
        assert both.sql("SELECT step, state, queue, due_at, reason FROM journey WHERE id = 1") == before
    assert len(both.lines("tasks", "list")) == 1
