"""The answers that need no command: help and version."""

import pytest

from seleqt_cli import __version__
from seleqt_cli.cli.front import answer, help_text


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help_is_answered_at_once(arguments: list[str]) -> None:
    assert answer(arguments) == help_text()


def test_the_version_is_answered_at_once() -> None:
    assert answer(["--version"]) == f"seleqt {__version__}\n"


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "--help"], ["--version", "schema"], ["--quiet"]])
def test_everything_else_goes_to_the_parser(arguments: list[str]) -> None:
    assert answer(arguments) is None
