"""A step keeps its id and becomes another kind while people are asked to do it: what was asked goes, the new kind is done."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, Home

MAILS = 'smtp: "outbox:outbox/anna"'
FILE = BOTH.replace(MAILS, f"{MAILS}, imap: none, pace: {{gap: 0, spread: false}}").replace("limits: {connect: 1}, ", "")
NOTE = 'connect: {note: "Hi {{ first_name }}, shall we connect?"}'
MAIL = 'email: {subject: "Connect?", body: "Hi {{ first_name }}, shall we?"}'


def test_an_invitation_that_becomes_a_mail_is_asked_of_nobody_and_goes_as_a_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, FILE)
    assert home.type("run", "--once", "-q")[0] == 0
    assert home.sql("SELECT kind, state FROM task") == [("connect", "open")]
    (home.folder / "campaigns.yaml").write_text(FILE.replace(NOTE, MAIL), encoding="utf-8")
    assert home.type("apply")[0] == 0
    assert home.sql("SELECT kind, state FROM task") == [("connect", "skipped")]
    assert home.type("tasks", "done", "1")[0] == 1
    home.clock.set(home.clock.now() + 3600)
    home.run_for(20, every=10)
    done = home.sql("SELECT kind, count(*) FROM action WHERE step = 'invite' AND state = 'sent' GROUP BY 1")
    assert done == [("email", 2)]
    assert home.sql("SELECT count(*) FROM usage WHERE account LIKE 'linkedin:%' AND armed = 0") == [(0,)]
    assert home.type("audit")[0] == 0


def test_a_row_that_goes_and_comes_back_while_its_invitation_is_asked_for_is_asked_for_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, FILE)
    assert home.type("run", "--once", "-q")[0] == 0
    row = next(line + "\n" for line in FILE.splitlines() if "noor@" in line)
    (home.folder / "campaigns.yaml").write_text(FILE.replace(row, ""), encoding="utf-8")
    assert home.type("apply")[2].splitlines()[-1] == "  1 journey ends: not in the lead list any more, and nothing was sent"
    assert home.sql("SELECT state FROM task") == [("skipped",)]
    (home.folder / "campaigns.yaml").write_text(FILE, encoding="utf-8")
    assert home.type("apply")[2].splitlines()[-1] == "  1 journey begins after all: in the lead list again"
    home.clock.set(home.clock.now() + 600)
    for _ in range(2):
        assert home.type("run", "--once", "-q")[0] == 0
        home.clock.set(home.clock.now() + 3600)
    opened = home.sql("SELECT l.email FROM task t JOIN lead l ON l.id = t.lead_id WHERE t.state = 'open'")
    assert ("noor@windmill.example",) in opened
    assert home.sql("SELECT reason FROM journey WHERE state = 'held'") == []
