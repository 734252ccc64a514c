"""Every command is in the table, has help and an example, and its page says what it says."""

import pytest

from seleqt_cli.cli.front import OPTIONS, help_text
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.options import global_options
from seleqt_cli.cli.table import COMMANDS, GROUPS, names
from tests.house import keys
from tests.house.pages import FOLDER, leaves, pages

LEAVES = [leaf for name in names() for leaf in leaves(load(name), name)]


def test_the_table_and_the_command_modules_name_the_same_commands() -> None:
    folder = FOLDER.parents[2] / "seleqt_cli" / "cli" / "commands"
    assert sorted(names()) == sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")


def test_every_command_belongs_to_a_group_of_the_help() -> None:
    assert {group for _, group, _ in COMMANDS} <= {group for group, _ in GROUPS}
    assert sorted(names()) == sorted(name for name, _, _ in COMMANDS)


def test_the_help_fits_a_terminal_of_eighty_columns_in_plain_ascii() -> None:
    text = help_text()
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert text.isascii()


def test_the_help_of_the_program_names_the_options_that_the_parser_takes() -> None:
    parsed = [", ".join(option.opts) for option in global_options()]
    assert [told.rsplit(" ", 1)[0] if told.split(" ")[-1].isupper() else told for told, _ in OPTIONS][: len(parsed)] == parsed


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
def test_every_command_has_help_and_an_example(path: str, command: object) -> None:
    text = getattr(command, "help", None) or ""
    assert text.strip(), f"seleqt {path} has no help"
    assert "Example:" in text, f"the help of seleqt {path} has no example"
    assert f"seleqt {path}" in text.split("Example:")[1], f"the example of seleqt {path} does not type it"


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
def test_every_option_of_a_command_is_explained(path: str, command: object) -> None:
    silent = [parameter.name for parameter in getattr(command, "params", ()) if not getattr(parameter, "help", None)]
    assert silent == [], f"options of seleqt {path} without help"


def test_the_reference_pages_say_what_the_commands_say() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(), "type: python -m tests.house.pages"


def test_the_reference_of_the_file_says_what_its_schema_says() -> None:
    assert keys.PAGE.read_text(encoding="utf-8") == keys.page(), "type: python -m tests.house.pages"
