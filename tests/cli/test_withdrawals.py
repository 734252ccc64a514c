"""An invitation that nobody accepts is withdrawn after `withdraw_after`, by the rules of every other LinkedIn step."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MONDAY, Home

DAY = 86_400
INVITED = MONDAY + 3600
STALE = INVITED + 21 * DAY + 180
"""Three weeks and three minutes after the invitation: a Monday, shortly after ten in Amsterdam."""


@pytest.fixture
def invited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Noor was invited by hand on Monday at ten."""
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    home.clock.set(INVITED)
    home.type("tasks", "done", "1")
    return home


def asked(home: Home) -> list[tuple[str, str]]:
    """The open tasks: kind and text."""
    return [(one["kind"], one["text"]) for one in home.lines("tasks", "list") if one["kind"] == "withdraw"]


def grows_stale(home: Home) -> None:
    """Three weeks go by; the account is asked for the other invitation first, and keeps its gap."""
    home.clock.set(INVITED + 21 * DAY)
    home.run_for(6)
    home.clock.set(STALE)


def invitations(home: Home) -> list[tuple[object, ...]]:
    return home.sql("SELECT state, reason, settled_at FROM invitation ORDER BY id")


def test_an_open_invitation_is_kept_with_the_moment_from_which_it_is_withdrawn(invited: Home) -> None:
    assert invited.sql("SELECT action_id, journey_id, account, state, sent_at, due_at FROM invitation") == [
        (1, 1, "linkedin:example-anna", "open", INVITED, INVITED + 21 * DAY)
    ]
    assert (
        "  invitation of Mon 2026-12-28 10:00: open; withdrawn from Mon 2027-01-18 10:00 (in 21 d) on, unless it is accepted\n"
        in (invited.type("explain", "noor@windmill.example")[1])
    )
    assert invited.json("explain", "noor@windmill.example")["journeys"][0]["invitations"] == [
        {
            "sent_at": "2026-12-28T09:00:00Z",
            "account": "linkedin:example-anna",
            "state": "open",
            "until": "2027-01-18T09:00:00Z",
            "reason": "",
        }
    ]


def test_it_becomes_a_task_and_counts_when_the_person_did_it(invited: Home) -> None:
    invited.clock.set(INVITED + 21 * DAY - 60)
    invited.type("run", "--once", "-q")
    assert asked(invited) == []
    grows_stale(invited)
    assert asked(invited) == [("withdraw", "Withdraw the invitation to Noor: open since 2026-12-28")]
    number = next(one["id"] for one in invited.lines("tasks", "list") if one["kind"] == "withdraw")
    assert "open; its withdrawal waits in tasks" in invited.type("explain", "noor@windmill.example")[1]
    assert invited.type("tasks", "done", str(number)) == (0, "", f"{number}: done\n")
    assert invitations(invited) == [("withdrawn", "", STALE)]
    assert invited.sql("SELECT step, kind, state FROM action WHERE kind = 'withdraw'") == [("invite:withdraw", "withdraw", "sent")]
    (done,) = [one for one in invited.lines("history") if one["action"] == "withdraw"]
    assert (done["action"], done["step"], done["state"], done["lead"]) == ("withdraw", "invite:withdraw", "sent", "noor@windmill.example")
    use = {one["kind"]: one["used"] for one in invited.json("status")["limits"]}
    assert use["withdraw"] == 1
    assert "  invitation of Mon 2026-12-28 10:00: withdrawn Mon 2027-01-18 10:03\n" in invited.type("explain", "noor@windmill.example")[1]
    assert invited.type("audit")[0] == 0
    invited.clock.set(STALE + 3600)
    invited.type("run", "--once", "-q")
    assert asked(invited) == []


def test_a_journey_that_has_ended_leaves_no_invitation_behind(invited: Home) -> None:
    invited.sql("UPDATE journey SET state = 'finished', queue = '' WHERE id = 1")
    grows_stale(invited)
    assert len(asked(invited)) == 1


@pytest.mark.parametrize("words", [("leads", "stop", "noor@windmill.example"), ("suppress", "add", "noor@windmill.example")])
def test_a_stop_of_the_person_does_not_keep_the_invitation_open(invited: Home, words: tuple[str, ...]) -> None:
    assert invited.type(*words)[0] == 0
    grows_stale(invited)
    (task,) = [one for one in invited.lines("tasks", "list") if one["kind"] == "withdraw"]
    assert invited.type("leads", "stop", "noor@windmill.example")[0] == 0  # nor does one that comes later
    assert invited.type("tasks", "done", str(task["id"]))[0] == 0
    assert invitations(invited) == [("withdrawn", "", STALE)]
    assert invited.type("audit")[0] == 0


@pytest.mark.parametrize(("mark", "state"), [("connected", "accepted"), ("replied", "answered"), ("not-interested", "answered")])
def test_whoever_accepted_or_answered_keeps_the_invitation(invited: Home, mark: str, state: str) -> None:
    assert invited.type("mark", "noor@windmill.example", mark)[0] == 0
    assert invitations(invited) == [(state, "", INVITED)]
    grows_stale(invited)
    assert asked(invited) == []


def test_an_answer_closes_the_task_that_asks_for_the_withdrawal(invited: Home) -> None:
    grows_stale(invited)
    invited.type("mark", "noor@windmill.example", "connected")
    assert asked(invited) == []
    assert invitations(invited) == [("accepted", "", STALE)]
    assert invited.sql("SELECT state, reason FROM action WHERE kind = 'withdraw'") == [("skipped", "accepted")]
    assert invited.sql("SELECT count(*) FROM usage WHERE kind = 'withdraw'") == [(0,)]


@pytest.mark.parametrize(("words", "reason"), [(("skip",), "skipped by anna"), (("problem", "another person"), "another person")])
def test_a_person_may_leave_it_open(invited: Home, words: tuple[str, ...], reason: str) -> None:
    grows_stale(invited)
    (task,) = [one for one in invited.lines("tasks", "list") if one["kind"] == "withdraw"]
    before = invited.sql("SELECT state, step FROM journey WHERE id = 1")
    assert invited.type("tasks", words[0], str(task["id"]), *words[1:])[0] == 0
    assert invitations(invited) == [("kept", reason, STALE)]
    assert invited.sql("SELECT state, step FROM journey WHERE id = 1") == before
    invited.clock.set(STALE + DAY)
    invited.type("run", "--once", "-q")
    assert asked(invited) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("INSERT INTO meta VALUES ('paused', '')", "seleqt: not now: seleqt is paused (seleqt resume)\n"),
        ("UPDATE campaign_state SET state = 'paused'", "seleqt: not now: paused\n"),
        ("UPDATE account SET held = 'a warning'", "seleqt: not now: held: a warning\n"),
        ("UPDATE lead SET paused_until = 4000000000", "seleqt: not now: the lead is paused\n"),
        ("UPDATE lead SET connected_at = 1", "seleqt: not now: connected\n"),
    ],
)
def test_what_stops_the_sender_stops_a_withdrawal(invited: Home, statement: str, said: str) -> None:
    grows_stale(invited)
    (task,) = [one for one in invited.lines("tasks", "list") if one["kind"] == "withdraw"]
    invited.sql(statement)
    code, _, err = invited.type("tasks", "done", str(task["id"]))
    assert (code, err.splitlines(keepends=True)[0]) == (3, said)
    assert invited.sql("SELECT state FROM invitation") == [("open",)]


def test_nobody_is_invited_again_for_three_weeks_after_a_withdrawal(invited: Home) -> None:
    text = BOTH.replace("  both:\n", "  again:\n").replace(
        "    senders: [anna, anna-linkedin]\n", "    senders: [anna, anna-linkedin]\n    overlap: true\n"
    )
    first = BOTH.split("campaigns:\n")[1]
    (invited.folder / "campaigns.yaml").write_text(text + first, encoding="utf-8")
    invited.sql("UPDATE invitation SET state = 'withdrawn', settled_at = ?", INVITED)
    invited.sql("UPDATE journey SET state = 'finished', queue = '' WHERE campaign = 'both'")
    invited.clock.set(MONDAY + 7 * DAY)
    assert invited.type("apply")[0] == 0
    invited.type("run", "--once", "-q")
    reason = "an invitation to them was withdrawn: LinkedIn takes no new one for 21 days"
    assert invited.sql("SELECT reason, due_at FROM journey WHERE campaign = 'again' AND lead_id = 1") == [(reason, INVITED + 21 * DAY)]
    assert [one["lead"] for one in invited.lines("tasks", "list") if one["kind"] == "connect"] == ["sam@canal.example"]


def test_a_simulation_goes_on_from_the_open_invitations(invited: Home) -> None:
    lines = invited.lines("run", "--simulate", "--accept-rate", "0", "--reply-rate", "0", "--ooo-rate", "0")
    found = [(line["lead"], line["at"]) for line in lines if line["type"] == "action" and line["action"] == "withdraw"]
    assert found == [("noor@windmill.example", "2027-01-18T09:00:00Z"), ("sam@canal.example", "2027-01-19T09:00:00Z")]


def test_a_step_that_left_the_file_leaves_its_invitations_to_a_person(invited: Home) -> None:
    text = BOTH.replace("id: invite\n", "id: ask\n")
    (invited.folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    assert invited.type("apply")[0] == 0
    grows_stale(invited)
    assert asked(invited) == []
    assert invited.sql("SELECT state FROM invitation") == [("open",)]
    assert "on, unless it is accepted; put off: step invite is no longer in the file" in invited.type("explain", "noor@windmill.example")[1]
    (invited.folder / "campaigns.yaml").write_text(BOTH, encoding="utf-8")
    assert invited.type("apply")[0] == 0
    invited.run_for(6)
    assert len(asked(invited)) == 1


def test_a_campaign_that_was_stopped_leaves_its_open_invitations_and_says_so(invited: Home) -> None:
    assert invited.type("campaigns", "stop", "both", "--yes")[0] == 0
    grows_stale(invited)
    assert asked(invited) == []
    shown = invited.type("explain", "noor@windmill.example")[1]
    assert "open; withdrawn from now on, unless it is accepted; put off: the campaign is stopped" in shown
