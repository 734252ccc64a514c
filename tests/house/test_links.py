"""Every link of the documentation leads somewhere, every page can be reached, and what is typed in them exists."""

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup

from seleqt_cli.cli.front import OPTIONS
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.options import global_options
from seleqt_cli.cli.table import names

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links(page: Path) -> list[str]:
    """Return where the links of a page lead, without those in what is typed."""
    return _LINK.findall(re.sub(r"`[^`\n]+`", "", _FENCE.sub("", page.read_text(encoding="utf-8"))))


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings make."""
    found = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or not target.is_relative_to(ROOT) or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.is_dir():
                waiting += sorted(target.glob("*.md"))
            elif target.suffix == ".md" and target.exists():
                waiting.append(target)
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def typed(page: Path) -> list[list[str]]:
    """Return the command lines of seleqt in a page's blocks of what is typed."""
    found = []
    for block in _FENCE.findall(page.read_text(encoding="utf-8")):
        prompt = "" if block.startswith("```sh") else r"\$ "
        for line in block.replace("\\\n", " ").splitlines():
            match = re.match(rf"\s*{prompt}(?:\.venv/bin/)?seleqt (.+)$", line)
            if match:
                found.append(shlex.split(re.split(r"\s+#|\s&&|\s\|\s|\s<\s|\s>\s", match[1])[0]))
    return found


def unknown(words: list[str]) -> list[str]:
    """Return the commands and options of a typed line that seleqt does not have."""
    shared = {name for option in global_options() for name in option.opts} | {
        word.rstrip(",") for told, _ in OPTIONS for word in told.split()
    }
    rest = list(words)
    takes = {name for option in global_options() if not option.is_flag for name in option.opts}
    while rest and rest[0].startswith("-"):
        flag = rest.pop(0)
        if flag in takes and rest:
            rest.pop(0)
        if flag.partition("=")[0] not in shared:
            return [flag]
        if flag in ("--install-man", "--install-completion", "--show-completion"):
            return []
    if not rest or not re.fullmatch(r"[a-z-]+", rest[0]):
        return []
    if rest[0] not in names():
        return [rest[0]]
    command = load(rest.pop(0))
    while isinstance(command, TyperGroup) and rest and not rest[0].startswith("-"):
        if rest[0] not in command.commands:
            return [rest[0]] if re.fullmatch(r"[a-z-]+", rest[0]) else []
        command = command.commands[rest.pop(0)]
    known = shared | {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in rest if re.fullmatch(r"--[a-z-]+", word.partition("=")[0]) and word.partition("=")[0] not in known]


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_command_that_a_page_types_exists(page: Path) -> None:
    assert [(" ".join(words), wrong) for words in typed(page) if (wrong := unknown(words))] == []
