"""Every error that can reach the command line has its row."""

from collections.abc import Iterator

from seleqt_cli.cli.error_text import ROWS, told
from seleqt_cli.core.errors import Failed, SeleqtError


def classes(root: type[SeleqtError]) -> Iterator[type[SeleqtError]]:
    """Give a class and all below it that core/errors defines."""
    yield root
    for child in root.__subclasses__():
        yield from classes(child)


def test_every_class_of_core_errors_has_a_row_before_the_row_of_its_parent() -> None:
    rows = [kind for kind, _, _ in ROWS]
    defined = {kind for kind in classes(SeleqtError) if kind.__module__ == "seleqt_cli.core.errors"}
    assert set(rows) == defined
    assert [kind for number, kind in enumerate(rows) if any(issubclass(kind, earlier) for earlier in rows[:number])] == []


def test_control_characters_of_a_message_are_shown() -> None:
    assert told(Failed("answer \x1b[2J", advice="see \x07")) == ("seleqt: answer \\x1b[2J\nsee \\x07", 1)


def test_an_error_of_the_code_is_not_told_as_the_users() -> None:
    assert told(KeyError("x")) is None
    assert told(OSError(5, "Input/output error")) is None
