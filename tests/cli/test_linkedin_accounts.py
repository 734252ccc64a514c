"""Signing in at a window, agreeing to mode auto, checks of the pages, and clearing an incident."""

import io
import json
from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.pretend import signed_out
from seleqt_cli.core.linkedin.orders import Incident, Stop
from seleqt_cli.core.linkedin.standing import AGREEMENT, agreement
from seleqt_cli.ports.linkedin import Person
from tests.cli.homes import MONDAY
from tests.cli.linkedin_homes import ANNA, LinkedInHome

CLEAR = ("linkedin", "clear", "anna-linkedin", "--i-can-use-linkedin", "--warning-gone", "--reason", "I looked")


class Typing(io.StringIO):
    """A terminal at which somebody types these words."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> LinkedInHome:
    return LinkedInHome(tmp_path, monkeypatch, capsys)


@pytest.fixture
def auto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> LinkedInHome:
    return LinkedInHome(tmp_path, monkeypatch, capsys, mode="auto")


def stopped(home: LinkedInHome, stop: Stop) -> None:
    """The account meets something at its first step."""
    home.signed_in(agreed=True)
    home.site.meets = [Incident(stop, "/in/example-noor/", "as it was")]
    home.type("run", "--once")
    assert home.sql("SELECT kind FROM linkedin_incident WHERE cleared_at IS NULL") == [(stop.value,)]


def test_a_sign_in_is_kept_with_its_browser_and_the_check_of_the_pages(home: LinkedInHome) -> None:
    assert home.type("senders", "login", "anna-linkedin") == (
        0,
        "",
        "anna-linkedin: opening its window. Sign in there as you always do; seleqt sees no password.\n"
        "anna-linkedin: signed in as Anna\n"
        "anna-linkedin: its steps are tasks that seleqt fills in at the window, and you click\n",
    )
    assert home.sql("SELECT slug, name, browser, major, signed_in_at FROM linkedin_profile") == [
        ("example-anna", "Anna", "pretend", 1, MONDAY)
    ]
    assert home.sql("SELECT checked_at, missing, pages FROM linkedin_seen") == [(MONDAY, "", 4)]
    assert home.windows[0].closed


def test_somebody_else_who_signs_in_is_refused_and_nothing_is_kept(home: LinkedInHome) -> None:
    home.site.me = Person("example-ben", "Ben")
    code, _, said = home.type("senders", "login", "anna-linkedin")
    assert code == 1
    assert "example-ben signed in at the window, but anna-linkedin is example-anna; nothing was kept" in said
    assert home.sql("SELECT count(*) FROM linkedin_profile") == [(0,)]


def test_without_a_screen_nobody_can_sign_in(home: LinkedInHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    code, _, said = home.type("senders", "login", "anna-linkedin")
    assert (code, "no window can be shown at this terminal" in said, home.windows) == (3, True, [])


def test_pages_that_changed_leave_the_steps_to_the_persons_own_browser(home: LinkedInHome) -> None:
    home.site.missing = ("composer",)
    said = home.type("senders", "login", "anna-linkedin")[2]
    assert "its pages lack composer" in said
    assert "its steps are tasks that you do in your own browser (the last check did not find composer: seleqt linkedin doctor" in said


@pytest.mark.parametrize(("typed", "mode"), [("I accept the risk\n", "by itself"), ("yes\n", "you click"), ("\n", "you click")])
def test_mode_auto_needs_the_typed_words_of_a_person_who_read_what_linkedin_says(
    auto: LinkedInHome, monkeypatch: pytest.MonkeyPatch, typed: str, mode: str
) -> None:
    monkeypatch.setattr("seleqt_cli.cli.linkedin_login.interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", Typing(typed))
    said = auto.type("senders", "login", "anna-linkedin")[2]
    assert all(line in said for line in AGREEMENT)
    assert mode in said.splitlines()[-1]
    agreed = auto.sql("SELECT auto_digest, auto_by FROM linkedin_profile")
    assert agreed == ([(agreement(), "anna")] if mode == "by itself" else [("", "")])


def test_no_flag_and_no_script_agrees_to_mode_auto(auto: LinkedInHome) -> None:
    said = auto.type("senders", "login", "anna-linkedin", "--yes")[2]
    assert "nobody is at a terminal to agree to mode auto" in said
    assert auto.sql("SELECT auto_digest FROM linkedin_profile") == [("",)]


def test_an_incident_is_cleared_by_who_looked_and_by_no_other_command(auto: LinkedInHome) -> None:
    stopped(auto, Stop.UNKNOWN_PAGE)
    code, _, said = auto.type("senders", "resume", "anna-linkedin")
    assert (code, "seleqt linkedin clear anna-linkedin" in said) == (3, True)
    assert auto.type("linkedin", "clear", "anna-linkedin", "--reason", "x")[0] == 2
    assert auto.type(*CLEAR) == (0, "", "anna-linkedin: goes on\n")
    assert auto.sql("SELECT held FROM account WHERE key = ?", ANNA) == [(None,)]
    assert auto.sql("SELECT cleared_by, cleared_reason FROM linkedin_incident") == [("anna", "I looked")]
    assert auto.type(*CLEAR)[0] == 1
    auto.clock.set(MONDAY + 600)
    auto.type("run", "--once")
    assert [kind for kind, _, _ in auto.site.effects] == ["connect"]


def test_after_a_rate_limit_the_account_rests_a_day_and_resume_does_not_shorten_it(auto: LinkedInHome) -> None:
    stopped(auto, Stop.RATE_LIMITED)
    assert auto.type(*CLEAR)[2] == "anna-linkedin: goes on from Tue 2026-12-29 09:00\n"
    code, _, said = auto.type("senders", "resume", "anna-linkedin")
    assert (code, "rests after what LinkedIn showed" in said) == (3, True)
    assert "(it goes on by itself)" in auto.type("senders", "list")[2]
    auto.clock.set(MONDAY + 86_400 - 60)
    auto.type("run", "--once")
    assert auto.site.effects == []
    auto.clock.set(MONDAY + 86_400 + 60)
    auto.type("run", "--once")
    assert len(auto.site.effects) == 1


def test_after_a_security_check_the_person_says_from_when_on(auto: LinkedInHome) -> None:
    stopped(auto, Stop.CHECKPOINT)
    assert auto.type(*CLEAR)[0] == 2
    assert auto.type(*CLEAR, "--until", "5 days")[0] == 0
    assert auto.sql("SELECT held_until FROM account WHERE key = ?", ANNA) == [(MONDAY + 5 * 86_400,)]


def test_signing_in_anew_ends_what_a_sign_in_ends(auto: LinkedInHome) -> None:
    stopped(auto, Stop.LOGGED_OUT)
    said = auto.type("senders", "login", "anna-linkedin")[2]
    assert "anna-linkedin: its incident is over, it goes on" in said
    assert auto.sql("SELECT held FROM account WHERE key = ?", ANNA) == [(None,)]
    stopped_again = auto.sql("SELECT count(*) FROM linkedin_incident WHERE cleared_at IS NULL")
    assert stopped_again == [(0,)]


def test_doctor_says_what_it_found_and_writes_it_without_anybodys_name(home: LinkedInHome) -> None:
    assert home.type("linkedin", "doctor")[0] == 3
    home.signed_in()
    assert home.type("linkedin", "doctor", "--report", "report.json") == (
        0, "anna-linkedin: 1 of 1 parts found on 4 pages (layout B, language en)\n", ""
    )  # fmt: skip
    report = (home.folder / "report.json").read_text()
    assert (json.loads(report)[0]["layout"], "anna" in report.lower()) == ("B", False)
    home.site.missing = ("send",)
    assert home.type("linkedin", "doctor") == (
        1, "anna-linkedin: 1 of 1 parts found on 4 pages (layout B, language en)\n    missing: send\n", ""
    )  # fmt: skip
    home.site.meets = [signed_out()]
    home.site.missing = ()
    assert home.json_of_stop()["stopped_by"] == "logged_out"
    assert home.sql("SELECT kind FROM linkedin_incident") == [("logged_out",)]


def test_status_list_and_doctor_say_who_clicks_and_what_is_missing(auto: LinkedInHome) -> None:
    missing = "mode open: nobody signed in at its window (seleqt senders login anna-linkedin)"
    assert f"active, {missing}" in auto.type("status")[1]
    assert f"anna-linkedin: {missing}\n" in auto.type("senders", "list")[2]
    auto.signed_in()
    agree = "mode fill: nobody agreed to mode auto (seleqt senders login anna-linkedin)"
    assert f"active, {agree}  not read yet" in auto.type("status")[1]
    found = {one["sender"]: one for one in auto.json("senders", "list")}["anna-linkedin"]
    assert (found["secret"], found["mode"], found["acts"]) == ("signed in", "auto", agree)
    auto.sql("UPDATE linkedin_profile SET auto_digest = ?", agreement())
    assert "active, mode auto" in auto.type("status")[1]


def test_check_and_test_tell_what_is_known_of_a_window_and_open_none(home: LinkedInHome) -> None:
    before = (
        "anna-linkedin (linkedin:example-anna): 2 warnings\n"
        "check      result   what\n"
        "signed in  warning  nobody signed in at its window; its steps are done in your own browser\n"
        "mode       warning  open, not fill as the file asks\n"
        "incident   ok       none is open\n"
        "\n"
        "signed in: sign in:\n"
        "  seleqt senders login anna-linkedin\n"
    )
    assert home.type("senders", "check", "anna-linkedin") == (0, before, "")
    assert home.type("senders", "test", "anna-linkedin") == (0, before, "")
    home.signed_in()
    home.site.meets = [Incident(Stop.CHECKPOINT, "/feed/", "as it was")]
    home.type("linkedin", "doctor")
    code, said, _ = home.type("senders", "check", "anna-linkedin", "anna")
    assert (code, said.splitlines()[:6]) == (1, [
        "anna-linkedin (linkedin:example-anna): 1 problem",
        "check      result   what",
        "signed in  ok       as Anna (example-anna) in pretend 1, 1 hour ago",
        "mode       ok       fill",
        "pages      ok       every part that is needed was found 1 hour ago",
        "incident   problem  just now: LinkedIn stopped it: LinkedIn asks for a security check (as it was)",
    ])  # fmt: skip
    assert "anna (anna@acme.example): all is well" in said
    assert json.loads(home.type("senders", "check", "anna-linkedin", "--json")[1])[0]["level"] == "problem"
