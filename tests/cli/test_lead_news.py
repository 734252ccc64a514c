"""run and status say what a lead file holds that no apply has read yet: people nobody knows, not lines."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seleqt_cli.app import lead_news
from seleqt_cli.cli.program import run
from tests.cli.drafts import LEADS, draft

Type = Callable[..., str]
GOES_ON = "; going on with what was last applied (seleqt apply accepts it)"


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    draft(tmp_path)

    def type_in(*words: str) -> str:
        capsys.readouterr()
        run(["-f", str(tmp_path / "campaigns.yaml"), "--home", str(tmp_path / "home"), *words])
        out, err = capsys.readouterr()
        return out + err

    type_in("apply")
    return type_in


def news(typed: Type) -> str:
    """What `run` says first."""
    return typed("run", "--once").splitlines()[0]


def test_run_and_status_count_the_people_that_nobody_knows_until_the_next_apply(tmp_path: Path, typed: Type) -> None:
    more = "".join(f"lead{number}@quay.example,Tom,Quay\n" for number in range(50))
    again = "LEAD1@Quay.example,Tom,Quay\nnot an address,Bo,Lock\n"
    (tmp_path / "leads.csv").write_text(LEADS.replace("Noor,", "Nora,") + more + again, encoding="utf-8")
    assert news(typed) == "leads.csv: 50 new rows since the last apply" + GOES_ON
    assert "\nleads.csv: 50 new rows since the last apply (seleqt apply)\n" in typed("status")
    assert '"lead_files":["leads.csv: 50 new rows since the last apply"]' in typed("status", "--json")
    typed("apply")
    assert "since the last apply" not in typed("run", "--once") + typed("status")


def test_an_edit_without_new_people_says_so_and_a_file_that_was_only_touched_says_nothing(tmp_path: Path, typed: Type) -> None:
    os.utime(tmp_path / "leads.csv", (1, 1))
    assert "since the last apply" not in typed("run", "--once") + typed("status")
    (tmp_path / "leads.csv").write_text(LEADS.replace("Noor,", "Nora,"), encoding="utf-8")
    assert news(typed) == "leads.csv: changed since the last apply, no new rows" + GOES_ON


def test_of_a_long_file_the_lines_are_counted(tmp_path: Path, typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_news, "COUNTED", 0)
    more = "".join(f"lead{number}@quay.example,Tom,Quay\n" for number in range(1500))
    (tmp_path / "leads.csv").write_text(LEADS + more, encoding="utf-8")
    assert news(typed) == "leads.csv: about 1,500 new rows since the last apply" + GOES_ON
    (tmp_path / "leads.csv").write_text(LEADS[:-20], encoding="utf-8")
    assert news(typed) == "leads.csv: changed since the last apply" + GOES_ON


def test_a_file_that_cannot_be_read_any_more_is_left_to_the_next_apply(tmp_path: Path, typed: Type) -> None:
    (tmp_path / "leads.csv").write_text("who,what\na,b\n", encoding="utf-8")
    assert news(typed) == "leads.csv: changed since the last apply" + GOES_ON
    (tmp_path / "leads.csv").unlink()
    assert "since the last apply" not in typed("run", "--once") + typed("status")


def test_an_edited_file_and_new_rows_are_said_together(tmp_path: Path, typed: Type) -> None:
    (tmp_path / "campaigns.yaml").write_text((tmp_path / "campaigns.yaml").read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    (tmp_path / "leads.csv").write_text(LEADS + "tom@quay.example,Tom,Quay\n", encoding="utf-8")
    changed = f"{tmp_path / 'campaigns.yaml'} changed since it was applied"
    assert news(typed) == f"{changed}; leads.csv: 1 new row since the last apply" + GOES_ON
