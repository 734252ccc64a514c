"""`seleqt diff`: what an edit means for journeys, capacity and messages."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import HEAD, TWO_MAILS, draft

NEW = """\
  hello:
    leads: {file: leads.csv, source: fair, basis: consent}
    senders: [anna]
    schedule: office
    max_new_leads: 10
    steps:
      - {id: hi, email: {subject: "For {{ company }}", body: "Hello {{ first_name }}"}}
      - wait: 3 days
      - {id: again, email: {body: "Hi again {{ first_name }}"}}
      - wait: 5 days
      - {id: last, email: {body: "Bye {{ first_name }}"}}
"""


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


def test_an_edit_is_shown_with_the_journeys_that_it_concerns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    draft(tmp_path, NEW, head=HEAD.replace('"Anna of Acme"', '"Anna of Acme", limits: {email: 30}'))
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    capsys.readouterr()
    assert run(["diff"]) == 0
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()) == before
    assert capsys.readouterr() == (
        "changed  senders.anna.limits: none -> email: day: 30\n"
        "changed  campaigns.hello.max_new_leads: none -> 10\n"
        "changed  campaigns.hello.steps.hi: the words (2 journeys to come)\n"
        "   Subject: For {{ company }}\n"
        "  -Hi {{ first_name }}\n"
        "  +Hello {{ first_name }}\n"
        "changed  campaigns.hello.steps.again: wait before it: 2 days -> 3 days; "
        "counts from the next move of a journey (2 journeys to come)\n"
        "added    campaigns.hello.steps.last: email; journeys that are past its place do not get it\n"
        "changed  campaigns.hello: capacity: 25 -> 10 new leads a day that can be followed up for ever\n",
        "",
    )


def test_two_files_are_compared_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, NEW)
    (tmp_path / "before.yaml").write_text(HEAD + TWO_MAILS.replace("hello:", "other:"), encoding="utf-8")
    assert run(["diff", "--base", "before.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == [
        {"path": "campaigns.other", "what": "removed", "text": "apply pauses it", "journeys": None, "lines": []},
        {"path": "campaigns.hello", "what": "added", "text": "3 steps; up to 16 new leads a day for ever", "journeys": None, "lines": []},
    ]
    assert not (tmp_path / "home").exists()


def test_a_moved_or_removed_step_is_known_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, NEW)
    moved = NEW.replace("id: last", "id: x").replace("id: again", "id: last").replace("id: x", "id: again")
    (tmp_path / "before.yaml").write_text(HEAD + moved.replace("Bye", "Hi again").replace('"Hi again', '"Hi again', 1), encoding="utf-8")
    assert run(["diff", "--base", "before.yaml"]) == 0
    assert "moved    campaigns.hello.steps: their order is hi, again, last now\n" in capsys.readouterr().out


def test_the_same_file_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["diff", "--base", "campaigns.yaml"]) == 0
    assert capsys.readouterr() == ("", "nothing changes\n")


def test_without_anything_to_compare_with_it_says_what_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["diff"]) == 2
    assert capsys.readouterr().err == (
        "seleqt: campaigns.yaml was never applied\nseleqt diff --base FILE compares two files without a database\n"
    )
