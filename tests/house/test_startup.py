"""What a start loads: counted, because counts do not depend on the machine."""

import subprocess
import sys

import pytest

HEAVY = {"sqlmodel", "sqlalchemy", "playwright", "apscheduler", "jinja2", "pydantic", "rich", "rich.markdown", "keyring", "yaml", "typer"}

PROGRAM = """
import sys
from seleqt_cli.__main__ import main
sys.argv = ["seleqt", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    """Return the modules that are loaded after a run of the program in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], []], ids=["--help", "-h", "--version", "nothing"])
def test_the_fast_answers_load_at_most_60_modules_and_no_framework(arguments: list[str]) -> None:
    modules = loaded_by(*arguments)
    assert len(modules) <= 60, sorted(modules)
    assert modules & HEAVY == set()


def test_the_help_of_a_command_loads_no_storage_no_templates_and_no_rich() -> None:
    assert loaded_by("schema", "--help") & (HEAVY - {"typer"}) == set()
