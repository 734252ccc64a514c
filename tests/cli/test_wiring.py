"""The home folder and the other things that wiring puts in place."""

from pathlib import Path

import pytest

from seleqt_cli.wiring.services import Services


def test_the_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = Services(home=str(tmp_path / "a" / "home")).home
    assert home == tmp_path / "a" / "home"
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_home_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert Services(home=str(tmp_path)).home.stat().st_mode & 0o777 == 0o700


def test_the_default_home_is_the_platforms_folder_for_user_data(neutral_home: Path) -> None:
    assert Services().home == neutral_home / ".local" / "share" / "seleqt"


def test_the_database_is_in_the_home_unless_one_is_named(tmp_path: Path) -> None:
    assert Services(home=str(tmp_path)).database_path == tmp_path / "seleqt.db"
    assert Services(home=str(tmp_path), database=f"sqlite:///{tmp_path}/x.db").database_path == tmp_path / "x.db"
    assert Services(home=str(tmp_path), database="y.db").database_path == Path("y.db")


def test_the_person_is_the_one_who_is_named_else_the_user_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "someone")
    assert [Services(person="Anna").person, Services().person] == ["Anna", "someone"]
