"""`seleqt leads import` of LinkedIn's own export: who accepted, who answered, and what was done by hand."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MONDAY, Home
from tests.files.test_linkedin_export import INVITATIONS, MESSAGES, archive

DAY = 86_400


@pytest.fixture
def invited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Noor was invited on Monday at ten; Sam waits."""
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    home.clock.set(MONDAY + 3600)
    assert home.type("tasks", "done", "1") == (0, "", "1: done\n")
    return home


def test_an_export_tells_who_accepted_and_answered_and_what_was_done_by_hand(invited: Home) -> None:
    path = archive(invited.folder)
    invited.clock.set(MONDAY + 2 * DAY)
    assert invited.type("leads", "import", str(path)) == (
        0,
        "connections, invitations, messages: 5 rows\n"
        "  accepted an invitation    noor@windmill.example\n"
        "  answered                  noor@windmill.example\n"
        "  you wrote to by hand      nobody new\n"
        "  counts against limits     1 connect, 1 message, 1 note\n"
        "  messages are known until  2026-12-29T08:30:00Z\n",
        "",
    )
    assert invited.sql("SELECT lead_id, state FROM journey ORDER BY id") == [(1, "replied"), (2, "due")]
    assert invited.sql("SELECT connected_at, replied_at FROM lead WHERE id = 1") == [(1_798_416_000, MONDAY + 2 * DAY)]
    assert invited.sql("SELECT kind, at FROM usage WHERE action_id = 0 ORDER BY kind") == [
        ("connect", 1_797_817_500), ("message", 1_798_365_600), ("note", 1_797_817_500),
    ]  # fmt: skip
    assert invited.sql("SELECT inbox_read_at FROM account WHERE key = 'linkedin:example-anna'") == [(1_798_533_000,)]
    assert invited.sql("SELECT contacted_at FROM lead WHERE id = 2") == [(1_798_365_600,)]
    assert invited.type("audit")[0] == 0


def test_the_same_export_again_changes_nothing(invited: Home) -> None:
    path = archive(invited.folder)
    invited.clock.set(MONDAY + 2 * DAY)
    invited.type("leads", "import", str(path))
    before = invited.sql("SELECT * FROM usage"), invited.sql("SELECT * FROM journey"), invited.sql("SELECT * FROM lead")
    assert invited.json("leads", "import", str(path)) == {
        "tables": ["connections", "invitations", "messages"], "rows": 5, "refused": 0, "connected": [], "replied": [], "held": [],
        "contacted": 0, "by_hand": {}, "messages_until": "2026-12-29T08:30:00Z",
    }  # fmt: skip
    assert (invited.sql("SELECT * FROM usage"), invited.sql("SELECT * FROM journey"), invited.sql("SELECT * FROM lead")) == before


def test_what_was_done_by_hand_uses_up_the_limit(invited: Home) -> None:
    """One invitation a day: one that was sent by hand this morning leaves none for Sam."""
    invited.clock.set(MONDAY + DAY + 3600)
    text = INVITATIONS.replace("12/21/26, 1:45 AM", "12/29/26, 8:10 AM").replace("example-sam", "example-somebody-else")
    (invited.folder / "Invitations.csv").write_text(text)
    invited.type("leads", "import", str(invited.folder / "Invitations.csv"))
    invited.run_for(3)
    assert invited.type("tasks", "list")[1].count("LinkedIn connect") == 0
    assert "next: connect invite from anna-linkedin: Wed 2026-12-30 09:10" in invited.type("explain", "sam@canal.example")[1]


def test_what_seleqt_itself_did_is_not_counted_again(invited: Home) -> None:
    text = INVITATIONS.replace("12/21/26, 1:45 AM", "12/28/26, 10:00 AM").replace("example-sam", "example-noor")
    (invited.folder / "Invitations.csv").write_text(text)
    invited.clock.set(MONDAY + DAY)
    assert invited.json("leads", "import", str(invited.folder / "Invitations.csv"))["by_hand"] == {}


def test_a_message_by_hand_to_a_lead_asks_whether_to_go_on(invited: Home) -> None:
    text = MESSAGES.replace("example-sam", "example-noor").replace("2026-12-27", "2026-12-29")
    (invited.folder / "messages.csv").write_text("".join(text.splitlines(keepends=True)[:1] + text.splitlines(keepends=True)[3:4]))
    invited.clock.set(MONDAY + 2 * DAY)
    assert invited.json("leads", "import", str(invited.folder / "messages.csv"))["held"] == ["noor@windmill.example"]
    assert "You wrote to Noor on LinkedIn yourself. done: go on; skip: stop" in invited.type("tasks", "list")[1]


def test_a_message_from_before_anything_was_done_is_no_reply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    (home.folder / "messages.csv").write_text(MESSAGES)
    home.clock.set(MONDAY + 2 * DAY)
    assert home.json("leads", "import", str(home.folder / "messages.csv"))["replied"] == []


def test_somebody_elses_export_and_misplaced_options_are_refused(invited: Home) -> None:
    (invited.folder / "theirs.csv").write_text(INVITATIONS.replace("example-anna", "example-otto"))
    path = str(invited.folder / "theirs.csv")
    assert invited.type("leads", "import", path) == (
        2, "", "seleqt: this is the export of example-otto, who is no sender\nyours are anna-linkedin\n",
    )  # fmt: skip
    assert invited.type("leads", "import", path, "--sender", "anna-linkedin") == (
        2, "",
        "seleqt: this is the export of https://www.linkedin.com/in/example-otto/, not of https://www.linkedin.com/in/example-anna/\n"
        "name the sender it belongs to with --sender NAME\n",
    )  # fmt: skip
    assert invited.type("leads", "import", path, "--sender", "anna")[2].startswith("seleqt: there is no LinkedIn sender anna")
    assert invited.type("leads", "import", path, "--source", "x")[2] == (
        f"seleqt: --source is for lead files; LinkedIn's export makes no leads\nseleqt leads import {path}\n"
    )
