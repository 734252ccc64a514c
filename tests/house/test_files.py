"""House rules about files: their length, and what must never stand in them."""

import re
import subprocess
from pathlib import Path

TOP = Path(__file__).parents[2]

LONG: dict[str, str] = {}
"""File over 350 lines -> why it is still one job."""

# Written in pieces, so that this file does not name what it forbids.
REGISTRIES = re.compile("|".join((r"pypi\." + "org", r"pythonhosted\." + "org", r"registry\.npm" + r"js\.org", r"deb\." + r"debian\.org")))
MACHINE_PATHS = re.compile(r"(?<![\w.-])/(wor" + r"k|roo" + r"t|home/[a-z]+)/[\w.]")


def tracked() -> list[Path]:
    """Return the files of the project as git knows them."""
    listed = subprocess.run(["git", "-C", str(TOP), "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [TOP / name for name in listed.split("\0") if name and (TOP / name).is_file()]


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    """Return file:line of every tracked line of text that a pattern finds."""
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(TOP)}:{number}: {line}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_a_file_of_the_package_has_at_most_350_lines_or_a_reason() -> None:
    files = {str(path.relative_to(TOP)): path for path in tracked() if path.suffix == ".py" and "seleqt_cli" in path.parts}
    long = {name for name, path in files.items() if len(path.read_text(encoding="utf-8").splitlines()) > 350}
    assert long == set(LONG)
    assert all(LONG.values())


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_that_match(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_that_match(MACHINE_PATHS) == []


def test_nothing_is_left_open_in_the_code() -> None:
    left = re.compile("|".join(("raise NotImplemented" + "Error", "TO" + "DO", "FIX" + "ME", "XX" + "X", "pragma: no " + "cover")))
    assert [line for line in lines_that_match(left) if line.startswith("seleqt_cli/")] == []


def test_no_test_is_skipped() -> None:
    skips = re.compile("|".join((r"pytest\.sk" + "ip", r"mark\.sk" + "ip", r"mark\.xf" + "ail", "importor" + "skip")))
    assert [line for line in lines_that_match(skips) if line.startswith("tests/")] == []


def test_modules_that_only_hold_a_folder_together_hold_one_docstring() -> None:
    allowed = {"seleqt_cli/__init__.py"}
    full = []
    for path in tracked():
        name = str(path.relative_to(TOP))
        if path.name == "__init__.py" and name.startswith("seleqt_cli/") and name not in allowed:
            text = path.read_text(encoding="utf-8").strip()
            if not (text.startswith('"""') and text.endswith('"""') and text.count('"""') == 2):
                full.append(name)
    assert full == []
