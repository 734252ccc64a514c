"""The answers that need no command: help and version."""

import pytest

from seleqt_cli import __version__
from seleqt_cli.cli.front import answer, help_text
from seleqt_cli.cli.program import run


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help_is_answered_at_once(arguments: list[str]) -> None:
    assert answer(arguments) == help_text()


def test_the_version_is_answered_at_once() -> None:
    assert answer(["--version"]) == f"seleqt {__version__}\n"


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "--help"], ["--version", "schema"], ["--quiet"]])
def test_everything_else_goes_to_the_parser(arguments: list[str]) -> None:
    assert answer(arguments) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leads", "lst"], "seleqt: there is no `seleqt leads lst`: did you mean `list` or `set`?\nType `seleqt leads --help`.\n"),
        (["leads", "x'y"], "seleqt: there is no `seleqt leads x'y`\nType `seleqt leads --help`.\n"),
    ],
)
def test_a_wrong_word_behind_a_group_is_told_as_elsewhere(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", said)


def test_a_group_alone_shows_its_help_and_nothing_around_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suppress"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0], "seleqt:" in err) == ("", "Usage: seleqt suppress [OPTIONS] COMMAND [ARGS]...", False)
