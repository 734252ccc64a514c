"""Mode auto: what was claimed is done in the window, and whatever LinkedIn says has its effect."""

from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.pretend import signed_out
from tests.cli.homes import BOTH, MONDAY
from tests.cli.linkedin_homes import ANNA, LinkedInHome


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> LinkedInHome:
    found = LinkedInHome(tmp_path, monkeypatch, capsys, mode="auto")
    found.signed_in(agreed=True)
    return found


def test_an_invitation_is_sent_in_the_window_counted_and_proved_by_audit(home: LinkedInHome) -> None:
    assert home.type("run", "--once") == (
        0,
        "",
        "Mon 2026-12-28 09:00  sent      anna-linkedin: connect invite to noor@windmill.example\n1 sent\n",
    )
    assert home.site.effects == [("connect", "example-noor", "Hi Noor, shall we connect?")]
    assert home.sql("SELECT kind, at, armed FROM usage ORDER BY id") == [("connect", MONDAY, 1), ("note", MONDAY, 1), ("visit", MONDAY, 2)]
    assert home.sql("SELECT state, sent_at FROM invitation") == [("open", MONDAY)]
    assert home.sql("SELECT text FROM linkedin_sent") == [("Hi Noor, shall we connect?",)]
    assert home.sql("SELECT count(*) FROM task") == [(0,)]
    assert home.windows[0].closed
    assert home.type("audit")[0] == 0


@pytest.mark.parametrize("lacks", ["agreement", "sign-in", "check"])
def test_without_all_that_auto_needs_the_step_is_a_task(home: LinkedInHome, lacks: str) -> None:
    home.sql(
        {
            "agreement": "UPDATE linkedin_profile SET auto_digest = 'of other words'",
            "sign-in": "DELETE FROM linkedin_profile",
            "check": f"UPDATE linkedin_seen SET checked_at = {MONDAY - 15 * 86_400}",
        }[lacks]
    )
    home.type("run", "--once")
    assert home.site.effects == []
    assert home.sql("SELECT kind, state FROM task") == [("connect", "open")]
    said = {"agreement": "nobody agreed to mode auto", "sign-in": "nobody signed in", "check": "its pages were last checked"}[lacks]
    assert said in home.type("explain", "noor@windmill.example")[1]


def test_a_stop_opens_an_incident_with_a_picture_and_nothing_more_is_asked_of_the_site(home: LinkedInHome) -> None:
    home.site.meets = [signed_out()]
    code, _, said = home.type("run", "--once")
    assert (code, home.site.effects) == (3, [])
    assert "anna-linkedin: held, LinkedIn stopped it: the window is signed out (the sign-in page)" in said
    assert home.sql("SELECT kind, path, text, at, cleared_at FROM linkedin_incident") == [
        ("logged_out", "/login", "the sign-in page", MONDAY, None)
    ]
    picture = home.folder / "home" / "linkedin" / "incidents" / home.sql("SELECT picture FROM linkedin_incident")[0][0]
    assert (picture.read_bytes(), picture.stat().st_mode & 0o777) == (b"\x89PNG", 0o600)
    windows = len(home.windows)
    home.clock.set(MONDAY + 600)
    assert home.type("run", "--once")[0] == 3
    assert (len(home.windows), home.site.effects) == (windows, [])
    assert home.sql("SELECT count(*) FROM history WHERE event = 'sender_held'") == [(1,)]
    assert "seleqt senders login anna-linkedin" in home.type("status")[1]


def test_what_cannot_be_seen_afterwards_is_in_doubt_and_two_in_a_row_stop_the_account(home: LinkedInHome) -> None:
    home.site.swallow = 5
    home.type("run", "--once")
    assert home.sql("SELECT state FROM action") == [("in_doubt",)]
    assert home.sql("SELECT held FROM account WHERE key = ?", ANNA) == [(None,)]
    home.clock.set(MONDAY + 86_400)
    home.type("run", "--once")
    assert home.sql("SELECT state FROM action") == [("in_doubt",), ("in_doubt",)]
    assert home.sql("SELECT kind FROM linkedin_incident") == [("failures",)]
    assert home.sql("SELECT held FROM account WHERE key = ?", ANNA)[0][0].startswith("LinkedIn stopped it: too many failures in a row")
    assert len(home.site.effects) == 2


def test_who_is_connected_already_is_no_invitation_and_the_journey_goes_on_to_what_waits_for_that(home: LinkedInHome) -> None:
    home.site.members["example-noor"].relation = "connected"
    home.type("run", "--once")
    assert home.sql("SELECT state, reason FROM action") == [("sent", "already: they are a connection")]
    assert home.sql("SELECT kind FROM usage") == [("visit",)]
    assert home.sql("SELECT count(*) FROM invitation") == [(0,)]
    assert home.sql("SELECT connected_at FROM lead WHERE id = 1") == [(MONDAY,)]
    home.clock.set(MONDAY + 86_400)
    home.type("run", "--once")
    assert home.site.effects == [("message", "example-noor", "Thanks, Noor.")]


def test_somebody_else_on_the_page_holds_the_lead(home: LinkedInHome) -> None:
    home.site.members["example-noor"].name = "Nora"
    home.type("run", "--once")
    assert home.sql("SELECT state, reason FROM journey WHERE id = 1") == [("held", "refused: the page shows Nora")]
    assert home.site.effects == []


def test_the_limit_on_opened_profiles_puts_an_invitation_off(home: LinkedInHome) -> None:
    home.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) "
        "INSERT INTO usage (account, kind, at, action_id, armed) SELECT ?, 'visit', ? - 1000 - i, 0, 1 FROM n", ANNA, MONDAY
    )  # fmt: skip
    home.type("run", "--once")
    assert (home.site.opened, home.site.effects) == ([], [])
    assert home.sql("SELECT count(*) FROM action") == [(0,)]
    assert "opened profiles, 80 a day" in home.type("explain", "noor@windmill.example")[1]


def test_before_a_message_the_inbox_is_read_and_who_answered_hears_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = LinkedInHome(tmp_path, monkeypatch, capsys, BOTH, mode="auto")
    home.signed_in(agreed=True)
    home.type("run", "--once")
    noor = home.site.members["example-noor"]
    noor.relation = "connected"
    home.clock.set(MONDAY + 86_400)
    home.type("mark", "noor@windmill.example", "connected")
    noor.inbox.append(("m1", "Nice to meet you!"))
    home.clock.set(MONDAY + 2 * 86_400)
    home.sql("UPDATE account SET inbox_read_at = ? WHERE key = ?", MONDAY + 2 * 86_400 - 7000, ANNA)
    home.type("run", "--once")
    assert [kind for kind, _, _ in home.site.effects if kind == "message"] == []
    assert home.sql("SELECT state FROM journey WHERE id = 1") == [("replied",)]
    assert home.sql("SELECT account, class, text, state FROM inbox_message") == [(ANNA, "reply", "Nice to meet you!", "handled")]


@pytest.mark.parametrize("happened", [True, False])
def test_what_is_in_doubt_is_looked_for_in_the_window_and_only_what_shows_is_settled(home: LinkedInHome, happened: bool) -> None:
    """What was done to the same person before is older than the mark that was kept before the click."""
    home.site.effects.append(("connect", "example-noor", "Hi Noor, shall we connect?"))
    if happened:
        home.site.swallow = 1
    else:
        home.site.drop = 1
    home.type("run", "--once")
    assert home.sql("SELECT state FROM action") == [("in_doubt",)]
    assert home.sql("SELECT * FROM linkedin_mark") == [(1, "1")]
    said = home.type("resolve", "--check")[2]
    if happened:
        assert "1: counts as sent to noor@windmill.example, LinkedIn shows it (it shows)" in said
        assert home.sql("SELECT state FROM action") == [("sent",)]
        assert home.sql("SELECT state, sent_at FROM invitation") == [("open", MONDAY)]
        assert home.sql("SELECT step FROM journey WHERE id = 1") == [("accepted",)]
    else:
        assert "nothing of it can be seen on LinkedIn; if you see nothing either: seleqt resolve --not-sent 1" in said
        assert home.sql("SELECT state FROM action") == [("in_doubt",)]
    assert len(home.site.effects) == happened + 1
    assert home.type("audit")[0] == 0


def test_a_run_until_stopped_looks_at_the_pages_acts_and_closes_its_window(home: LinkedInHome) -> None:
    home.type("run", "--once")
    noor = home.site.members["example-noor"]
    noor.relation = "connected"
    home.clock.set(MONDAY + 2 * 86_400)
    code, _, said = home.type("run", "--for", "2s")
    assert code == 0, said
    assert home.sql("SELECT connected_at FROM lead WHERE id = 1") == [(MONDAY + 2 * 86_400,)]
    assert home.sql("SELECT inbox_read_at FROM account WHERE key = ?", ANNA) == [(MONDAY + 2 * 86_400,)]
    assert home.site.looks[0].connections
    assert home.site.looks[0].inbox
    assert [kind for kind, _, _ in home.site.effects][:1] == ["connect"]
    assert all(window.closed for window in home.windows)
    assert home.type("audit")[0] == 0


def test_what_is_proved_not_to_have_gone_counts_goes_again_and_is_no_second_time(home: LinkedInHome) -> None:
    home.site.between = lambda: home.clock.set(home.clock.now() + 60)  # too long between C2 and the click
    home.type("run", "--once")
    assert home.site.effects == []
    assert home.sql("SELECT state, reason FROM action") == [("deferred", "it took too long")]
    assert home.sql("SELECT kind FROM usage WHERE kind = 'connect' AND armed > 0") == [("connect",)]
    home.site.between = lambda: None
    home.clock.set(MONDAY + 2 * 86_400)
    home.type("run", "--once")
    assert [slug for _, slug, _ in home.site.effects] == ["example-noor"]
    assert home.type("audit")[0] == 0
