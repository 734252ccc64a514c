"""`seleqt apply`: what it refuses before anything is written, and what it says of the leads it takes."""

from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import LEADS, TWO_MAILS, draft


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
    assert folder.type("apply") == (0, "hello: 0 leads enrolled (0 new, 0 changed)\n")
    (tmp_path / "leads.csv").write_text("email\ntom@quay.example\n", encoding="utf-8")
    code, said = folder.type("apply")
    assert (code, [line.partition(": no lead")[2] for line in said.splitlines()[:3]]) == (
        2,
        [" has company", " has first_name", " has first_name"],
    )


def test_a_campaign_without_leads_asks_nobody(tmp_path: Path, folder: Folder) -> None:
    draft(tmp_path, TWO_MAILS, leads="email,first_name,company\n")
    assert folder.type("apply") == (0, "hello: 0 leads enrolled (0 new, 0 changed)\n")
