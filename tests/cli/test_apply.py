"""`seleqt apply`: what it refuses before anything is written, and what it says of the leads it takes."""

from contextlib import closing
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.storage.database import open_database
from tests.cli.drafts import HEAD, LEADS, TWO_MAILS, draft


class Folder:
    """Types commands over the draft in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = folder / "campaigns.yaml"
        self._home = folder / "home"
        self._capsys = capsys

    def type(self, *words: str) -> tuple[int, str]:
        """Exit code and stderr, without the file's own warnings."""
        self._capsys.readouterr()
        code = run(["-f", str(self.file), "--home", str(self._home), *words])
        lines = self._capsys.readouterr().err.splitlines(keepends=True)
        return code, "".join(line for line in lines if ": warning: " not in line)

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Look into the database, or change what a later part of the program would."""
        with closing(open_database(self._home / "seleqt.db")) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


def test_a_variable_that_no_lead_has_is_refused_at_its_place_as_check_does(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path, TWO_MAILS.replace("Hi {{ first_name }}", "Hi {{ frist_name }}"))
    place = f"{folder.file}:12:56: campaigns.hello.steps.hi.body"
    code, said = folder.type("apply")
    assert (code, said.splitlines()[0]) == (2, f"{place}: no lead has frist_name; did you mean first_name?")
    assert not (tmp_path / "home").exists()
    assert folder.type("run", "--once", "--apply")[0] == 2


def test_a_variable_that_single_leads_lack_is_taken_and_those_are_held(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path, TWO_MAILS, leads=LEADS.replace("Noor", ""))
    assert folder.type("apply") == (0, "hello: 2 leads enrolled (2 new, 0 changed)\n")


def test_a_field_that_the_home_knows_of_a_lead_counts_as_filled(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path)
    assert folder.type("apply")[0] == 0
    (tmp_path / "leads.csv").write_text("email\nnoor@windmill.example\n", encoding="utf-8")
    ended = "  1 journey ends: not in the lead list any more, and nothing was sent\n"
    assert folder.type("apply") == (0, f"hello: 0 leads enrolled (0 new, 0 changed)\n{ended}")
    (tmp_path / "leads.csv").write_text("email\ntom@quay.example\n", encoding="utf-8")
    code, said = folder.type("apply")
    assert (code, [line.partition(": no lead")[2] for line in said.splitlines()[:3]]) == (
        2,
        [" has company", " has first_name", " has first_name"],
    )


def test_a_campaign_without_leads_asks_nobody(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path, TWO_MAILS, leads="email,first_name,company\n")
    assert folder.type("apply") == (0, "hello: 0 leads enrolled (0 new, 0 changed)\n")


def test_whom_the_list_keeps_out_is_not_enrolled_but_counted_and_starts_with_the_next_apply_after_it(
    tmp_path: Path, folder: Folder
) -> None:
    fair = TWO_MAILS.replace("{file: leads.csv, source: fair, basis: consent}", "{tag: fair}")
    people = LEADS + "tom@quay.example,Tom,Quay\nida@dike.example,Ida,Dike\nbo@lock.example,Bo,Lock\n"
    draft(tmp_path, fair, leads=people)
    tagged = ("--source", "fair", "--basis", "consent", "--tag", "fair", "-q")
    assert folder.type("leads", "import", str(tmp_path / "leads.csv"), *tagged)[0] == 0
    assert folder.type("suppress", "add", "noor@windmill.example", "canal.example", "--reason", "a competitor")[0] == 0
    assert folder.sql("UPDATE lead SET stopped = 'by anna' WHERE email LIKE 'tom@%'") == []
    assert folder.sql("INSERT INTO suppression VALUES ('email', 'ida@dike.example', 'hard bounce', '', 0)") == []
    said = (
        "hello: 1 lead enrolled\n"
        "  1 not contacted: stopped by anna\n"
        "  2 not contacted: suppressed (a competitor)\n"
        "  1 not contacted: suppressed (hard bounce)\n"
    )
    assert folder.type("apply") == (0, said)
    assert folder.sql("SELECT l.email FROM journey j JOIN lead l ON l.id = j.lead_id") == [("bo@lock.example",)]
    assert folder.type("suppress", "remove", "noor@windmill.example", "--yes")[0] == 0
    assert folder.type("apply")[1].splitlines()[0] == "hello: 1 lead enrolled"
    assert folder.sql("SELECT l.email FROM journey j JOIN lead l ON l.id = j.lead_id ORDER BY j.id")[1:] == [("noor@windmill.example",)]


def test_suppressed_people_in_a_lead_file_are_counted_with_their_reason(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path, TWO_MAILS, leads=LEADS + "no address,Bo,Lock\n")
    assert folder.type("suppress", "add", "noor@windmill.example", "--reason", "a competitor")[0] == 0
    said = "hello: 1 lead enrolled (1 new, 0 changed)\n  1 not contacted: suppressed (a competitor)\n"
    rows = "  1 row refused; `seleqt leads import leads.csv --dry-run` lists them\n"
    assert folder.type("apply") == (0, said + rows)


def test_a_person_whose_address_bounced_is_enrolled_where_linkedin_steps_go_on(tmp_path: Path, folder: Folder) -> None:
    mixed = TWO_MAILS.replace("- {id: hi,", "- {id: look, visit: }\n      - {id: hi,").replace(
        "senders: [anna]", "senders: [anna, anna-linkedin]"
    )
    head = HEAD.replace("schedules:", "  anna-linkedin: {linkedin: 'https://www.linkedin.com/in/example-anna/', name: Anna}\nschedules:")
    people = "email,first_name,company,linkedin\nnoor@windmill.example,Noor,Windmill,https://www.linkedin.com/in/example-noor/\n"
    draft(tmp_path, mixed.replace("{file: leads.csv, source: fair, basis: consent}", "{tag: fair}"), leads=people, head=head)
    tagged = ("--source", "fair", "--basis", "consent", "--tag", "fair", "-q")
    assert folder.type("leads", "import", str(tmp_path / "leads.csv"), *tagged)[0] == 0
    folder.sql("INSERT INTO suppression VALUES ('email', 'noor@windmill.example', 'hard bounce', '', 0)")
    assert folder.type("apply") == (0, "hello: 1 lead enrolled\n")
