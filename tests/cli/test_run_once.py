"""What `run --once` tells cron with its exit code: 3 only when something was due and nothing was done."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.homes import MAILS, MONDAY, Home


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def test_a_paused_home_with_due_work_ends_with_3_and_without_it_with_0(mails: Home) -> None:
    assert mails.type("pause")[0] == 0
    assert mails.type("run", "--once") == (3, "", "paused: nothing is sent until you type `seleqt resume`\n0 sent\n")
    mails.clock.set(MONDAY - 3600)  # before the hours
    assert mails.type("run", "--once")[0] == 0


def test_a_person_who_watches_is_told_what_comes_next_where_nothing_was_due(mails: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    mails.clock.set(MONDAY - 3600)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    assert mails.type("run", "--once") == (0, "", "0 sent, next: Mon 2026-12-28 09:00 (in 1 h)\n")


def test_a_task_that_follows_at_once_is_asked_for_in_the_same_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(
        tmp_path,
        monkeypatch,
        capsys,
        MAILS.replace("      - wait: 2 working days\n", '      - id: call\n        task: "Ring {{ first_name }}"\n'),
    )
    assert home.type("run", "--once")[2].endswith("1 sent, 1 for you in `seleqt tasks`\n")
    assert [one["text"] for one in home.lines("tasks", "list")] == ["Ring Noor"]


def at_a_terminal(home: Home, keys: str) -> str:
    """What stands on the terminal of a `run --once` after some keys."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "seleqt_cli", "run", "--once"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=home.folder
    ) as process:
        os.close(theirs)
        os.write(ours, keys.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # the other end is closed: everything was read
            pass
        process.wait(120)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_changed_file_is_asked_about_and_one_with_errors_is_not(mails: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    file = mails.folder / "campaigns.yaml"
    before = mails.sql("SELECT count(*) FROM version")
    file.write_text(MAILS.replace("robots?", "pallets?"))
    assert "campaigns.yaml changed since it was applied. Apply it? [y/N] " in at_a_terminal(mails, "n\n")
    file.write_text(MAILS.replace("{{ first_name }}", "{{ frist_name }}"))
    said = at_a_terminal(mails, "")
    assert "Apply it?" not in said
    assert "campaigns.yaml:29:54: campaigns.hello.steps.intro.body: no lead has frist_name; did you mean first_name?\n" in said
    assert "campaigns.yaml has errors; going on with what was last applied (correct it, then: seleqt apply)\n" in said
    assert mails.sql("SELECT count(*) FROM version") == before


def test_a_held_sender_with_due_work_is_named_with_what_frees_it_and_ends_with_3(mails: Home) -> None:
    mails.sql("UPDATE account SET held = 'login refused'")
    assert mails.type("run", "--once", "-q") == (3, "", "anna: held: login refused (seleqt senders login anna)\n")
    mails.clock.set(MONDAY - 3600)
    assert mails.type("run", "--once", "-q") == (0, "", "")


def test_a_paused_sender_and_held_first_contacts_end_with_3(mails: Home) -> None:
    assert mails.type("senders", "pause", "anna")[0] == 0
    assert mails.type("run", "--once") == (3, "", "0 sent\nanna: paused (seleqt senders resume anna)\n")
    assert mails.type("run", "--once", "-q") == (3, "", "")
    assert mails.type("senders", "resume", "anna")[0] == 0
    mails.sql("INSERT INTO meta VALUES ('guard:acme.example', 'too many bounced')")
    assert mails.type("run", "--once", "-q") == (3, "", "anna: first contacts held: too many bounced (seleqt senders resume anna)\n")


def test_follow_ups_behind_an_inbox_that_nobody_read_end_with_3_only_when_one_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = Home(tmp_path, monkeypatch, capsys, MAILS)
    mails.run_for(15)
    watched = MAILS.replace(
        "smtp: outbox:outbox/anna\n",
        "smtp: {host: 127.0.0.1, port: 1, tls: none}\n    imap: {host: 127.0.0.1, port: 1, tls: none}\n    auth: none\n",
    )
    (mails.folder / "campaigns.yaml").write_text(watched, encoding="utf-8")
    assert mails.type("apply")[0] == 0
    assert mails.type("run", "--once", "-q") == (0, "", "")
    mails.sql("UPDATE journey SET queue = '' WHERE first = 1")
    mails.clock.set(MONDAY + 2 * 86_400)
    assert mails.type("run", "--once", "-q") == (3, "", "anna: the inbox was not read in the last 15 minutes\n")


def test_a_paused_campaign_has_nothing_due(mails: Home) -> None:
    assert mails.type("campaigns", "pause", "hello")[0] == 0
    assert mails.type("run", "--once", "-q") == (0, "", "")


def test_a_sender_that_is_not_asked_for_has_nothing_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bert = '  bert: {email: bert@acme.example, name: Bert, smtp: "outbox:outbox/bert", signature: Bert}\n'
    home = Home(tmp_path, monkeypatch, capsys, MAILS.replace("schedules:", f"{bert}schedules:", 1))
    home.sql("UPDATE account SET held = 'login refused' WHERE key = 'email:anna@acme.example'")
    assert home.type("run", "--once", "-q", "--sender", "bert") == (0, "", "")
