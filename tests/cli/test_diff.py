"""`seleqt diff`: what an edit means for journeys, capacity and messages."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.engine import clocks
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.storage.database import open_database
from tests.cli.drafts import HEAD, TWO_MAILS, draft
from tests.cli.homes import MONDAY

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
    assert run(["diff", "--no-simulation"]) == 0
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
        "added    campaigns.hello.steps.last: email; journeys that are past its place do not get it (2 journeys to come)\n"
        "changed  campaigns.hello: capacity: 25 -> 10 new leads a day that can be followed up for ever\n"
        "journeys hello: 2 continue\n"
        "  last: 2 get it now\n"
        "message  hello: hi to noor@windmill.example\n"
        "\n"
        "  -Hi Noor\n"
        "  +Hello Noor\n"
        "\n"
        "message  hello: last to noor@windmill.example\n"
        "  +From: Anna <anna@acme.example>\n"
        "  +Subject: Re: For Windmill\n"
        "  +\n"
        "  +Bye Noor\n"
        "  +\n"
        "  +Anna of Acme\n"
        "  +\n"
        "  +--\n"
        '  +Would you rather not hear from me? Reply "stop" and I will not write to you again.\n'
        "message  hello: hi to sam@canal.example\n"
        "\n"
        "  -Hi Sam\n"
        "  +Hello Sam\n"
        "\n",
        "",
    )


def test_two_files_are_compared_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, NEW)
    (tmp_path / "before.yaml").write_text(HEAD + TWO_MAILS.replace("hello:", "other:"), encoding="utf-8")
    assert run(["diff", "--base", "before.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == [
        {"path": "campaigns.other", "what": "removed", "text": "apply pauses it", "journeys": None, "lines": []},
        {"path": "campaigns.hello", "what": "added", "text": "3 steps; up to 10 new leads a day for ever", "journeys": None, "lines": []},
    ]
    assert not (tmp_path / "home").exists()


def test_a_moved_or_removed_step_is_known_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, NEW)
    moved = NEW.replace("id: last", "id: x").replace("id: again", "id: last").replace("id: x", "id: again")
    (tmp_path / "before.yaml").write_text(HEAD + moved.replace("Bye", "Hi again").replace('"Hi again', '"Hi again', 1), encoding="utf-8")
    assert run(["diff", "--base", "before.yaml"]) == 0
    moved = "their order is hi, again, last now; who did a step does not get it again, who is past its new place does not get it"
    assert f"moved    campaigns.hello.steps: {moved}\n" in capsys.readouterr().out


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


def test_what_both_files_come_to_is_simulated(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "SystemClock", lambda: VirtualClock(MONDAY))
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    draft(tmp_path, NEW)
    capsys.readouterr()
    assert run(["diff"]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "campaign  ends before           ends after            new a day before  after",
        "hello     Wed 2026-12-30 09:10  Thu 2027-01-07 09:19                25     10",
        "simulated: 4 actions on 2 days before, 6 on 4 after",
    ]
    assert run(["diff", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["forecast"] == {
        "before": {
            "actions": 4, "days": 2,
            "campaigns": [{"campaign": "hello", "enrolled": 0, "new_a_day": 25, "ends": "2026-12-30T08:10:51Z"}],
        },
        "after": {
            "actions": 6, "days": 4,
            "campaigns": [{"campaign": "hello", "enrolled": 0, "new_a_day": 10, "ends": "2027-01-07T08:19:42Z"}],
        },
    }  # fmt: skip


def test_an_edit_that_leaves_somebody_standing_fails_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    database = tmp_path / "home" / "seleqt.db"
    connection = open_database(database)
    connection.execute(
        """UPDATE journey SET step = 'again', done = '{"hi": "sent"}', started = 1, first = 0, state = 'waiting', """
        "queue = 'email:anna@acme.example', email_account = 'email:anna@acme.example' WHERE id = 1"
    )
    connection.close()
    draft(tmp_path, TWO_MAILS.replace("id: again", "id: reminder"))
    capsys.readouterr()
    assert run(["diff", "--no-simulation", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["journeys"] == [
        {
            "campaign": "hello", "continue": 1, "begin_anew": 0, "held": 1, "go_on_again": 0, "stay": 0, "paused": 0,
            "end": 0, "go_on_unlisted": 0,
            "reasons": {"not in the file any more: step again": 1},
            "steps": [
                {"step": "again", "get_it": 0, "lose_it": 1, "pass_it": 0}, {"step": "reminder", "get_it": 1, "lose_it": 0, "pass_it": 0},
            ],
        }
    ]  # fmt: skip
    text = "hello: 1 journey would be held: not in the file any more: step again"
    assert found["problems"] == [{"level": "error", "code": "orphaned", "text": text, "count": 1}]
    assert "reminder says the same, but another id is another step" in found["changes"][0]["text"]


def test_words_that_somebody_got_and_would_get_again_under_another_name_are_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(tmp_path, TWO_MAILS.replace('body: "Hi again', 'subject: "Again", body: "Hi again'))
    assert run(["apply", "-q"]) == 0
    connection = open_database(tmp_path / "home" / "seleqt.db")
    connection.execute(
        """UPDATE journey SET step = 'again', done = '{"hi": "sent"}', started = 1, first = 0, state = 'waiting', """
        "queue = 'email:anna@acme.example', email_account = 'email:anna@acme.example' WHERE id = 1"
    )
    connection.close()
    moved = """\
  hello:
    leads: {file: leads.csv, source: fair, basis: consent}
    senders: [anna]
    schedule: office
    steps:
      - {id: again, email: {subject: "Again", body: "Hi again {{ first_name }}"}}
      - wait: 2 days
      - {id: hello, email: {subject: "For {{ company }}", body: "Hi {{ first_name }}"}}
"""
    draft(tmp_path, moved)
    capsys.readouterr()
    assert run(["diff", "--no-simulation"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "problem  hello: 1 journey got the words of hi and would get them again as hello"
    draft(tmp_path, moved.replace("id: hello", "id: hi"))  # under its own name it is passed over
    assert run(["diff", "--no-simulation"]) == 0
    assert "  hi: 1 did it before and pass it" in capsys.readouterr().out.splitlines()


def test_a_variable_that_nobody_has_is_a_problem_of_the_edit_and_not_of_the_file_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = TWO_MAILS.replace("Hi again {{ first_name }}", "Hi again {{ nickname }}")
    draft(tmp_path, lacking)
    (tmp_path / "before.yaml").write_text(HEAD + TWO_MAILS, encoding="utf-8")
    assert run(["diff", "--no-simulation", "--base", "before.yaml", "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["level"], "nickname" in problem["text"]) == ("error", True)
    (tmp_path / "before.yaml").write_text(HEAD + lacking.replace("Hi {{", "Hello {{"), encoding="utf-8")
    assert run(["diff", "--no-simulation", "--base", "before.yaml"]) == 0


def test_leads_are_made_up_where_their_file_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, NEW, leads=None)
    (tmp_path / "before.yaml").write_text(HEAD + TWO_MAILS, encoding="utf-8")
    assert run(["diff", "--base", "before.yaml", "--leads", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["lead"] for one in found["messages"]} == {"somebody made up"}
    assert [found["forecast"][side]["campaigns"][0]["enrolled"] for side in ("before", "after")] == [3, 3]
    assert not (tmp_path / "home").exists()


def test_versions_that_were_applied_are_listed_shown_and_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "SystemClock", lambda: VirtualClock(MONDAY))
    monkeypatch.setenv("SELEQT_PERSON", "anna")
    for text in (TWO_MAILS, TWO_MAILS.replace("2 days", "4 days")):
        draft(tmp_path, text)
        assert run(["apply", "-q"]) == 0
    capsys.readouterr()
    assert run(["diff", "--versions", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["versions"]
    assert [(one["version"], one["at"], one["by"]) for one in kept] == [
        (2, "2026-12-28T08:00:00Z", "anna"),
        (1, "2026-12-28T08:00:00Z", "anna"),
    ]
    assert run(["diff", "--show", "1"]) == 0
    assert capsys.readouterr().out == HEAD + TWO_MAILS
    assert run(["diff", "--from", "1", "--to", "2", "--no-simulation"]) == 0
    wait = "wait before it: 2 days -> 4 days; counts from the next move of a journey"
    assert capsys.readouterr() == (f"changed  campaigns.hello.steps.again: {wait}\n", "")
    assert run(["diff", "--show", "3"]) == 2
    assert capsys.readouterr().err == "seleqt: there is no version 3\nseleqt diff --versions\n"
    assert run(["diff", "--to", "2"]) == 2
    assert capsys.readouterr().err == "seleqt: --to N needs --from N\nseleqt diff --from 1 --to 2\n"
    assert run(["diff", "--show", "1", "--versions"]) == 2
