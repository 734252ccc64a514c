"""Reports of bugs name nobody, are the owner's alone, and do not pile up."""

import os
import stat
from pathlib import Path

import pytest

from seleqt_cli.cli.bug_report import KEPT, write_report
from seleqt_cli.cli.context import Context


def report(home: Path, error: Exception) -> Path:
    return Path(write_report(error, ["leads", "show", "noor@windmill.example"], Context(home=str(home))))


@pytest.mark.parametrize(
    "said",
    ["no mail for noor@windmill.example", "https://www.linkedin.com/in/noor-janssen/ is gone", "postgresql://me:s3cret@db.example/x"],
)
def test_a_report_names_nobody(tmp_path: Path, said: str) -> None:
    path = report(tmp_path / "home", ValueError(said))
    text = path.read_text()
    for word in ("noor", "janssen", "s3cret"):
        assert word not in text
    assert "command: seleqt leads (values left out)" in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_newest_twenty_are_kept(tmp_path: Path) -> None:
    made = []
    for number in range(KEPT + 5):
        path = report(tmp_path / "home", ValueError(f"bug {number}"))
        os.utime(path, (1000 + number, 1000 + number))
        made.append(path)
    (made[-1].parent / "notes.txt").write_text("mine")
    last = report(tmp_path / "home", ValueError("the last"))
    left = sorted(path.name for path in last.parent.iterdir())
    assert left == sorted([*(path.name for path in made[-KEPT + 1 :]), last.name, "notes.txt"])


def test_the_same_bug_twice_is_one_file(tmp_path: Path) -> None:
    assert report(tmp_path / "home", ValueError("x")) == report(tmp_path / "home", ValueError("x"))
