"""Mode fill: the task is filled in at the window, a person clicks, and what really went is what counts."""

from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.pretend import PretendWindow, signed_out
from seleqt_cli.core.linkedin.orders import Order, Result, Status
from seleqt_cli.ports.linkedin import Permit
from seleqt_cli.storage.account_locks import AccountLocks, window_lock
from seleqt_cli.wiring import linkedin
from tests.cli.homes import MONDAY
from tests.cli.linkedin_homes import ANNA, LinkedInHome

SHOWN = (
    "1  LinkedIn connect  Noor (noor@windmill.example), both invite\n"
    "    https://www.linkedin.com/in/example-noor/\n"
    "    Hi Noor, shall we connect?\n"
)
CLICK = "1: opening the window\n1: it is filled in. Click Send in the window; if you do not want to, press Ctrl-C.\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> LinkedInHome:
    found = LinkedInHome(tmp_path, monkeypatch, capsys)
    found.signed_in()
    found.type("run", "--once", "-q")
    found.clock.set(MONDAY + 3600)
    return found


def test_what_the_person_clicked_counts_with_the_words_that_went(home: LinkedInHome) -> None:
    home.site.human = lambda order: f"{order.text} Anna"
    code, out, said = home.type("tasks", "open", "1")
    assert (code, out) == (0, SHOWN)
    assert said == CLICK + "1: done\n    what went: Hi Noor, shall we connect? Anna\n"
    assert home.site.effects == [("connect", "example-noor", "Hi Noor, shall we connect? Anna")]
    assert home.sql("SELECT kind, at, armed FROM usage ORDER BY kind") == [
        ("connect", MONDAY + 3600, 1), ("note", MONDAY + 3600, 1), ("visit", MONDAY + 3600, 2),
    ]  # fmt: skip
    assert home.sql("SELECT state, settled_by FROM task") == [("done", "anna")]
    assert home.sql("SELECT step FROM journey WHERE id = 1") == [("accepted",)]
    assert home.sql("SELECT state FROM invitation") == [("open",)]
    assert home.sql("SELECT text FROM linkedin_sent") == [("Hi Noor, shall we connect? Anna",)]
    assert home.windows[-1].closed
    assert home.type("audit")[0] == 0


def test_who_walks_away_has_sent_nothing_and_the_task_comes_again(home: LinkedInHome) -> None:
    home.site.human = lambda order: None
    code, _, said = home.type("tasks", "open", "1")
    assert (code, said) == (3, CLICK + "1: not done: nobody clicked (it comes up again in `tasks` with the next run)\n")
    assert home.site.effects == []
    assert home.sql("SELECT kind FROM usage") == [("visit",)]
    home.clock.set(MONDAY + 7200)
    home.type("run", "--once", "-q")
    assert [one["text"] for one in home.lines("tasks", "list") if one["step"] == "invite"][:1] == ["Hi Noor, shall we connect?"]


def test_a_window_that_stands_open_for_long_gives_up_by_itself(home: LinkedInHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that slept: ten minutes after it was filled in nothing is known of replies and limits any more."""
    given_up: list[bool] = []

    class Sleeps(PretendWindow):
        def perform(self, order: Order, permit: Permit) -> Result:
            permit.open()
            permit.arm()
            permit.ready("Send")
            permit.open()  # answered after it
            for minutes in (9, 10):
                home.clock.set(MONDAY + 3600 + minutes * 60)
                given_up.append(permit.given_up())
            return Result(Status.NEEDS_HUMAN, "walked_away", clicked=True)

    monkeypatch.setattr(linkedin, "WINDOWS", lambda *_: Sleeps(home.site))
    assert home.type("tasks", "open", "1")[0] == 3
    assert given_up == [False, True]


def test_what_does_not_go_now_leaves_the_task_open_and_opens_no_window(home: LinkedInHome) -> None:
    home.clock.set(MONDAY + 12 * 3600)
    code, _, said = home.type("tasks", "open", "1")
    assert (code, home.site.effects) == (3, [])
    assert "1: not done: outside the hours of the schedule (the task stays open)\n" in said
    assert home.sql("SELECT state FROM task") == [("open",)]
    assert home.sql("SELECT state, attempts FROM action") == [("planned", 1)]


def test_a_stop_before_the_click_opens_an_incident_and_leaves_the_task(home: LinkedInHome) -> None:
    home.site.meets = [signed_out()]
    code, _, said = home.type("tasks", "open", "1")
    assert code == 3
    assert "not done: LinkedIn stopped it: the window is signed out" in said
    assert home.sql("SELECT state FROM task") == [("open",)]
    assert home.sql("SELECT kind FROM linkedin_incident") == [("logged_out",)]
    assert home.sql("SELECT held FROM account WHERE key = ?", ANNA)[0][0].startswith("LinkedIn stopped it")
    assert home.type("tasks", "done", "1")[0] == 3


def test_somebody_else_on_the_page_holds_the_lead_and_closes_the_task(home: LinkedInHome) -> None:
    home.site.members["example-noor"].name = "Nora"
    code, _, said = home.type("tasks", "open", "1")
    assert (code, "not done: the page shows Nora (the lead is held)" in said) == (1, True)
    assert home.sql("SELECT state FROM task") == [("skipped",)]
    assert home.sql("SELECT state FROM journey WHERE id = 1") == [("held",)]
    assert home.sql("SELECT kind FROM usage") == [("visit",)]


def test_a_reply_that_comes_in_while_the_window_is_open_keeps_the_invitation_from_being_armed(home: LinkedInHome) -> None:
    home.type("mark", "noor@windmill.example", "replied")
    code, _, said = home.type("tasks", "open", "1")
    assert (code, home.site.effects) == (1, [])
    assert "there is no open task 1" in said or "moved on" in said


def test_by_hand_shows_it_as_ever_and_without_a_screen_too(home: LinkedInHome, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("tasks", "open", "1", "--by-hand") == (0, SHOWN, "")
    monkeypatch.delenv("DISPLAY")
    assert home.type("tasks", "open", "1") == (0, SHOWN, "by hand: no window can be shown at this terminal\n")
    home.sql("UPDATE linkedin_seen SET checked_at = NULL")
    monkeypatch.setenv("DISPLAY", ":0")
    said = "by hand: its pages were never checked (seleqt linkedin doctor anna-linkedin)\n"
    assert home.type("tasks", "open", "1")[2] == said
    home.sql("DELETE FROM linkedin_profile")
    assert home.type("tasks", "open", "1") == (0, SHOWN, "")
    assert home.windows == []


@pytest.mark.parametrize("at_the_window", [True, False])
def test_what_is_under_way_at_a_window_is_not_taken_for_lost_and_after_a_crash_it_is_in_doubt(
    home: LinkedInHome, at_the_window: bool
) -> None:
    home.sql("UPDATE action SET state = 'sending', sending_at = ?", MONDAY + 3600)
    home.sql("UPDATE task SET state = 'done'")
    home.sql("UPDATE journey SET queue = '', reason = '' WHERE id = 1")
    somebody = AccountLocks(home.folder / "home" / "seleqt.db")
    if at_the_window:
        assert somebody.take(window_lock(ANNA))
    home.type("run", "--once", "-q")
    assert home.sql("SELECT state FROM action WHERE id = 1") == [("sending" if at_the_window else "in_doubt",)]
    if at_the_window:
        assert "in use by another seleqt" in home.type("linkedin", "doctor", "anna-linkedin")[2]
    somebody.release()
    assert home.site.effects == []


class Closed(PretendWindow):
    """Somebody closed the window once the words stood in it."""

    def perform(self, order: Order, permit: Permit) -> Result:
        permit.open()
        permit.arm()
        return Result(Status.UNKNOWN, "unverified", "the window was closed", clicked=True)


@pytest.mark.parametrize(
    ("answer", "said", "state"),
    [
        ("yes", "counts as sent to noor@windmill.example", "sent"),
        ("no", "did not go, and comes up again: noor@windmill.example", "planned"),
        ("later", "", "in_doubt"),
    ],
)
def test_who_closed_the_window_is_asked_whether_it_went(
    home: LinkedInHome, monkeypatch: pytest.MonkeyPatch, answer: str, said: str, state: str
) -> None:
    monkeypatch.setattr(linkedin, "WINDOWS", lambda *_: Closed(home.site))
    code, _, told = home.type("tasks", "open", "1")
    assert (code, told.splitlines()[-1]) == (
        1, "1: nobody knows whether it went: the window was closed (seleqt resolve --check looks for it)",
    )  # fmt: skip
    question = "?  did the LinkedIn connect to noor@windmill.example go?  seleqt resolve --sent 1  or  --not-sent 1\n"
    assert question in home.type("tasks", "list")[1]
    asked: list[str] = []

    def ask(words: str, default: str) -> str:
        asked.append(words)
        return answer

    monkeypatch.setattr("seleqt_cli.cli.commands.tasks.interactive", lambda: True)
    monkeypatch.setattr("seleqt_cli.cli.linkedin_window.ask", ask)
    monkeypatch.setattr("seleqt_cli.cli.task_desk.ask", lambda words, default: "q")
    told = home.type("tasks")[2]
    assert (asked, said in told) == (["Did the LinkedIn connect to noor@windmill.example go? (yes, no, or later)"], True)
    assert home.sql("SELECT state FROM action WHERE id = 1") == [(state,)]
    assert (question in home.type("tasks", "list")[1]) == (answer == "later")
    assert home.type("audit")[0] == 0


def test_a_check_of_the_pages_opens_no_more_profiles_than_there_is_room_for(home: LinkedInHome) -> None:
    home.sql("DELETE FROM usage")
    home.sql("INSERT INTO usage (account, kind, at, action_id, armed) SELECT ?, 'visit', ?, 0, 2 FROM "
             "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 79) SELECT i FROM n)", ANNA, MONDAY)  # fmt: skip
    home.site.profiles = 2
    assert home.type("linkedin", "doctor", "anna-linkedin")[0] == 0
    assert home.sql("SELECT count(*) FROM usage WHERE kind = 'visit'") == [(80,)]
    assert home.type("linkedin", "doctor", "anna-linkedin")[0] == 3
    assert home.sql("SELECT count(*) FROM usage WHERE kind = 'visit'") == [(80,)]
