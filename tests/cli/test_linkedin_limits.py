"""What LinkedIn itself shows lowers what is left of the limits; notes that are used up hold an invitation or go without."""

from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.pretend import Member
from tests.cli.homes import BOTH, MONDAY
from tests.cli.linkedin_homes import ANNA, LinkedInHome
from tests.files.test_linkedin_export import INVITATIONS

DAY = 86_400


def home_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], quota: str = "hold") -> LinkedInHome:
    text = BOTH.replace("name: Anna, limits: {connect: 1}", f"name: Anna, limits: {{connect: 5}}, note_quota: {quota}")
    home = LinkedInHome(tmp_path, monkeypatch, capsys, text, mode="auto")
    home.signed_in(agreed=True)
    return home


def test_four_hundred_open_invitations_stop_inviting_until_the_count_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    home.sql("UPDATE linkedin_seen SET pending = 400, pending_at = ?", MONDAY - 3600)
    home.type("run", "--once")
    assert home.site.effects == []
    assert "400 invitations are open, 400 are the most" in home.type("explain", "noor@windmill.example")[1]
    home.sql("UPDATE linkedin_seen SET pending = 399")
    home.type("run", "--once")
    assert [kind for kind, _, _ in home.site.effects] == ["connect"]
    assert home.sql("SELECT pending FROM linkedin_seen") == [(1,)]


def test_without_notes_left_on_the_site_an_invitation_waits_for_the_next_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    home.sql("UPDATE linkedin_seen SET notes_left = 0, notes_at = ?", MONDAY - DAY)
    home.type("run", "--once")
    assert home.site.effects == []
    said = home.type("explain", "noor@windmill.example")[1]
    assert "invitations with a note: LinkedIn showed that none are left this month" in said
    assert "2027-01-01" in said


@pytest.mark.parametrize("why", ["site", "plan"])
def test_without_note_it_goes_without_the_note_and_takes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], why: str
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys, "without_note")
    if why == "site":
        home.sql("UPDATE linkedin_seen SET notes_left = 0, notes_at = ?", MONDAY - DAY)
    else:
        home.sql(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) "
            "INSERT INTO usage (account, kind, at, action_id, armed) SELECT ?, 'note', ? - 9000 - i, 0, 1 FROM n", ANNA, MONDAY
        )  # fmt: skip
    home.type("run", "--once")
    assert home.site.effects == [("connect", "example-noor", "")]
    assert home.sql("SELECT kind FROM usage WHERE action_id > 0 ORDER BY kind") == [("connect",), ("visit",)]
    assert home.type("audit")[0] == 0


def test_with_notes_left_without_note_sends_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys, "without_note")
    home.type("run", "--once")
    assert home.site.effects == [("connect", "example-noor", "Hi Noor, shall we connect?")]
    assert home.sql("SELECT kind FROM usage WHERE action_id > 0 ORDER BY kind") == [("connect",), ("note",), ("visit",)]


def test_invitations_that_the_person_sent_by_hand_count_once_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    home.type("run", "--once")
    home.site.add(Member("somebody-else", "Somebody Else", "pending"), Member("tom-bakker", "Tom Bakker", "pending"))
    for day in (1, 2):
        home.clock.set(MONDAY + day * DAY)
        home.type("run", "--once")
    by_hand = home.sql("SELECT kind, at, armed FROM usage WHERE action_id = 0 ORDER BY at")
    assert by_hand == [("connect", MONDAY + DAY, 1), ("connect", MONDAY + DAY, 1)]
    assert home.sql("SELECT data FROM history WHERE event = 'by_hand'") == [('{"action":"connect","count":2}',)]
    assert home.sql("SELECT count(*) FROM linkedin_by_hand") == [(2,)]
    assert home.type("audit")[0] == 0


def test_an_invitation_by_hand_that_the_list_and_an_export_show_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    home.type("run", "--once")
    home.site.add(Member("somebody-else", "Somebody Else", "pending"))
    home.clock.set(MONDAY + DAY)
    home.type("run", "--once")
    assert home.sql("SELECT count(*) FROM usage WHERE kind = 'connect' AND action_id = 0") == [(1,)]
    rows = INVITATIONS.replace("12/21/26, 1:45 AM", "12/29/26, 8:10 AM")
    (home.folder / "Invitations.csv").write_text(rows.replace("example-sam", "somebody-else"))
    home.clock.set(MONDAY + 2 * DAY)
    taken = home.json("leads", "import", str(home.folder / "Invitations.csv"))
    assert (taken["by_hand"], home.sql("SELECT count(*) FROM usage WHERE kind = 'connect' AND action_id = 0")) == ({"note": 1}, [(1,)])


def test_an_invitation_by_hand_that_an_export_named_first_is_not_counted_from_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    home.type("run", "--once")
    rows = INVITATIONS.replace("12/21/26, 1:45 AM", "12/27/26, 8:10 AM")
    (home.folder / "Invitations.csv").write_text(rows.replace("example-sam", "somebody-else"))
    assert home.json("leads", "import", str(home.folder / "Invitations.csv"))["by_hand"] == {"connect": 1, "note": 1}
    home.site.add(Member("somebody-else", "Somebody Else", "pending"))
    home.clock.set(MONDAY + DAY)
    home.type("run", "--once")
    assert home.sql("SELECT count(*) FROM usage WHERE kind = 'connect' AND action_id = 0") == [(1,)]
