"""`seleqt check`: everything that is wrong at once, and every message for every lead."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import HEAD, LEADS, TWO_MAILS, draft

OUTBOX = "campaigns.yaml:4:3: warning: senders.anna: mails are written into the folder box and reach nobody; replies are not seen\n"
BRANCHES = """\
  hello:
    leads: {file: leads.csv, source: fair, basis: consent}
    senders: [anna, link]
    schedule: office
    steps:
      - {id: invite, connect: {note: "Hi {{ first_name }} of {{ company }}"}}
      - id: accepted
        wait_for: connected
        at_most: 5 days
        else:
          - id: mail
            email:
              subject: "For {{ company }}"
              variants:
                one: {body: "Hi {{ first_name }}"}
                two: {body: "Hello {{ frist_name }}"}
"""
LINK = '  link: {linkedin: "https://www.linkedin.com/in/link/", name: Anna}\nschedules'


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


def test_a_good_file_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["check"]) == 0
    assert capsys.readouterr() == (OUTBOX, "campaigns.yaml: 1 warning (1 campaign, 2 leads, 4 messages written)\n")


def test_what_is_wrong_with_the_file_is_shown_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, TWO_MAILS.replace("schedule: office", "shedule: office").replace("[anna]", "[ana]"))
    assert run(["check"]) == 2
    out, err = capsys.readouterr()
    assert out.count("\n") >= 2
    assert "did you mean 'schedule'" in out
    assert "did you mean 'anna'" in out
    assert err.startswith("campaigns.yaml: 2 errors")


def test_a_variable_that_no_lead_has_is_an_error_also_in_a_variant_of_an_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, BRANCHES, head=HEAD.replace("schedules", LINK))
    assert run(["check", "--json"]) == 2
    errors = [problem for problem in json.loads(capsys.readouterr().out)["problems"] if problem["level"] == "error"]
    assert errors == [
        {
            "file": "campaigns.yaml", "line": 23, "column": 17, "path": "campaigns.hello.steps.mail.body", "level": "error",
            "code": "unfilled", "message": "no lead has frist_name; did you mean first_name?",
        }
    ]  # fmt: skip


def test_leads_that_would_be_held_are_warnings_with_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=LEADS + "eva@delta.example,,Delta\n")
    assert run(["check"]) == 0
    assert capsys.readouterr().out == (
        OUTBOX + "leads.csv:4:1: warning: campaigns.hello: eva@delta.example would be held at step hi: it has no first_name\n"
    )


def test_of_many_alike_the_first_twenty_are_named_and_all_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=LEADS + "".join(f"p{number}@c{number}.example,,C\n" for number in range(300)))
    assert run(["check"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert sum("would be held at step hi" in line for line in shown) == 20
    assert (
        "campaigns.yaml:7:3: warning: campaigns.hello: 300 leads would be held, they have no first_name; the first 20 stand here" in shown
    )


def test_a_lead_that_could_do_no_step_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leads = "email,linkedin,first_name,company\nnoor@windmill.example,,Noor,Windmill\n,https://www.linkedin.com/in/eva/,Eva,Delta\n"
    draft(tmp_path, leads=leads)
    assert run(["check"]) == 2
    assert capsys.readouterr().out == (
        OUTBOX
        + "leads.csv:3:1: campaigns.hello: https://www.linkedin.com/in/eva/ could do no step: it has no address that this campaign uses\n"
    )


def test_notes_that_are_too_long_for_the_plan_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leads = f"email,linkedin,first_name,company\nnoor@windmill.example,https://www.linkedin.com/in/noor/,Noor,{'W' * 250}\n"
    draft(tmp_path, BRANCHES.replace("frist", "first"), leads=leads, head=HEAD.replace("schedules", LINK))
    assert run(["check"]) == 0
    assert (
        "leads.csv:2:1: warning: campaigns.hello: noor@windmill.example would be held at step invite: "
        "the note would have 261 characters, LinkedIn takes 200 (plan normal)\n"
    ) in capsys.readouterr().out


def test_who_will_not_be_contacted_is_counted_with_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, TWO_MAILS.replace("basis: consent", "basis: legitimate-interest"))
    assert run(["check"]) == 0
    assert "campaigns.hello: 2 leads will not be contacted: NL asks for prior consent" in capsys.readouterr().out


def test_a_missing_lead_file_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=None)
    assert run(["check"]) == 0
    assert capsys.readouterr().out == (
        OUTBOX + "campaigns.yaml:8:5: warning: campaigns.hello.leads: there is no file leads.csv; its leads were not checked\n"
    )


def test_rows_that_an_import_would_refuse_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=LEADS + "no address at all,X,Y\n")
    assert run(["check"]) == 0
    assert "leads.csv:4:1: warning: campaigns.hello: no address at all: the address" in capsys.readouterr().out


def test_what_the_home_knows_of_a_lead_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    (tmp_path / "leads.csv").write_text("email,company\nnoor@windmill.example,Windmill\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["check"]) == 0
    assert capsys.readouterr().out == OUTBOX


def test_a_lead_file_without_a_column_to_know_people_by_is_an_error_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(tmp_path, leads="name,town\nNoor,Delft\n")
    assert run(["check"]) == 2
    assert capsys.readouterr().out == (
        OUTBOX + "campaigns.yaml:8:5: campaigns.hello.leads: no column holds an email address or a LinkedIn profile; "
        "the columns are: name, town; write map: {email: COLUMN} beside the file\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hi {{", "Hi {{ ''.__class__ }} {{", "__class__ is not available in a template"),
        ("Hi {{", "Hi {% include '/etc/passwd' %} {{", "include is not available"),
        ("leads.csv", "missing.csv", "there is no file missing.csv"),
    ],
)
def test_a_file_that_check_refuses_is_not_applied_and_leaves_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    assert old in TWO_MAILS
    draft(tmp_path, TWO_MAILS.replace(old, new))
    assert run(["--home", str(tmp_path / "home"), "run", "--once", "--apply"]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.rglob("seleqt.db"))


def test_an_empty_file_in_the_place_of_the_database_is_no_database_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "seleqt.db").touch()
    assert run(["-f", str(tmp_path / "campaigns.yaml"), "--home", str(tmp_path / "home"), "run", "--once"]) == 2
    assert "was never applied" in capsys.readouterr().err
    assert run(["-f", str(tmp_path / "campaigns.yaml"), "--home", str(tmp_path / "home"), "run", "--once", "--apply"]) == 0


def test_a_changed_lead_file_is_said_and_read_with_the_next_apply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    home = ["-f", str(tmp_path / "campaigns.yaml"), "--home", str(tmp_path / "home")]
    assert run([*home, "apply"]) == 0
    (tmp_path / "leads.csv").write_text(LEADS + "tom@quay.example,Tom,Quay\n", encoding="utf-8")
    capsys.readouterr()
    run([*home, "run", "--once"])
    told = "leads.csv: 1 new row since the last apply; going on with what was last applied (seleqt apply accepts it)\n"
    assert capsys.readouterr().err.startswith(told)
    run([*home, "run", "--once", "--apply"])
    assert "hello: 1 lead enrolled (1 new, 0 changed)" in capsys.readouterr().err
    run([*home, "run", "--once"])
    assert "changed" not in capsys.readouterr().err


def test_of_a_lead_file_outside_the_folder_neither_header_nor_rows_nor_names_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stranger's pull request may name any file that the one who checks it can read."""
    (tmp_path / "work").mkdir()
    for leads, told in (
        ("token,hunter2\nabcdef,secret\n", "no column holds an email address or a LinkedIn profile"),
        ("email,hunter2\nabcdef,secret\n", "(not shown): the address has no @; the row is refused"),
        (
            "email,first_name,hunter2\nnoor@w.example,,secret\nsam@w.example,Sam,secret\n",
            "(not shown) would be held at step hi: it has no first_name",
        ),
    ):
        draft(tmp_path / "work", TWO_MAILS.replace("leads.csv", "../leads.csv").replace("{{ company }}", "{{ hunter }}"), leads=None)
        (tmp_path / "leads.csv").write_text(leads, encoding="utf-8")
        for words in (["check"], ["check", "--json"], ["apply"], ["run", "--simulate"]):
            run(["-f", str(tmp_path / "work" / "campaigns.yaml"), "--home", str(tmp_path / "home"), *words])
            out, err = capsys.readouterr()
            assert "secret" not in out + err
            assert "abcdef" not in out + err
            assert "hunter2" not in out + err
            assert words[0] != "check" or (told in out and "noor" not in out)


def test_a_link_that_leads_out_of_the_folder_counts_as_outside_and_a_file_below_it_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "work" / "lists").mkdir(parents=True)
    (tmp_path / "leads.csv").write_text("token\nabcdef\n", encoding="utf-8")
    (tmp_path / "work" / "leads.csv").symlink_to(tmp_path / "leads.csv")
    (tmp_path / "work" / "lists" / "leads.csv").write_text("token\nabcdef\n", encoding="utf-8")
    draft(tmp_path / "work", leads=None)
    assert run(["-f", str(tmp_path / "work" / "campaigns.yaml"), "--home", str(tmp_path / "home"), "check"]) == 2
    assert "token" not in capsys.readouterr().out
    draft(tmp_path / "work", TWO_MAILS.replace("leads.csv", "lists/leads.csv"), leads=None)
    assert run(["-f", str(tmp_path / "work" / "campaigns.yaml"), "--home", str(tmp_path / "home"), "check"]) == 2
    assert "the columns are: token" in capsys.readouterr().out
