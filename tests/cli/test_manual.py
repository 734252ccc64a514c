"""The man pages: groff takes every one without a warning, and they say what the commands say."""

import subprocess
from pathlib import Path

import pytest

from seleqt_cli.cli import manual
from seleqt_cli.cli.front import OPTIONS
from seleqt_cli.cli.program import run
from seleqt_cli.cli.table import names


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return manual.pages()


def shown(text: str) -> str:
    """The page as a very wide terminal shows it, in plain text."""
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-rLL=300n", "-P-cbou"], input=text.encode(), capture_output=True, check=True, timeout=60
    )
    assert done.stderr.decode() == ""
    return done.stdout.decode().replace("\u2010", "-").replace("\u2212", "-")


def test_there_is_a_page_for_the_program_and_for_each_command(made: dict[str, str]) -> None:
    assert sorted(made) == sorted(["seleqt.1", *(f"seleqt-{name}.1" for name in names())])


def test_every_page_is_pure_ascii_and_shown_without_a_warning(made: dict[str, str]) -> None:
    assert [name for name, text in made.items() if not text.isascii()] == []
    shown("".join(made.values()))


def test_the_page_of_the_program_names_every_command_and_option(made: dict[str, str]) -> None:
    text = shown(made["seleqt.1"])
    assert [name for name in names() if f"seleqt-{name}(1)" not in text] == []
    assert [option for option, _ in OPTIONS if option not in text] == []


def test_a_page_has_usage_description_example_options_and_exit_codes(made: dict[str, str]) -> None:
    text = shown(made["seleqt-init.1"])
    parts = [
        "seleqt-init - Write a first campaigns.yaml: a few questions, or flags\n", "seleqt init [OPTIONS] [DIR]\n",
        'seleqt init outreach --name "Acme B.V." --address "Keizersgracht 1, Amsterdam" \\\n', "--no-login\n", "EXIT STATUS\n",
    ]  # fmt: skip
    assert [part for part in parts if part not in text] == []


def test_the_page_of_a_group_has_every_command_of_it(made: dict[str, str]) -> None:
    text = shown(made["seleqt-senders.1"])
    assert [word for word in ("list", "login", "test", "pause") if f"   seleqt senders {word}\n" not in text] == []


def test_lines_that_roff_would_obey_and_signs_it_does_not_know_are_written_out() -> None:
    assert [manual.plain(text) for text in (".x", "'x", "a\\b", "-x", "\u00e9")] == [
        "\\&.x", "\\&'x", "a\\eb", "\\-x", "\\[u00E9]",
    ]  # fmt: skip


def test_the_pages_are_written_where_they_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "man" / "man1"
    assert run(["--install-man", str(folder)]) == 0
    assert capsys.readouterr() == ("", f"{len(names()) + 1} man pages stand in {folder}\n")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == manual.pages()


def test_without_a_folder_they_go_to_where_man_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    assert run(["--install-man"]) == 0
    place = tmp_path / "share" / "man"
    assert (place / "man1" / "seleqt.1").exists()
    assert capsys.readouterr().err.endswith(f"Type `man seleqt`; where that finds none, `man -M {place} seleqt`.\n")


def test_any_other_word_beside_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--install-man", "a", "b"]) == 2
    assert capsys.readouterr().err == "seleqt: --install-man stands alone, or with a folder\nType `seleqt --install-man DIR`.\n"
