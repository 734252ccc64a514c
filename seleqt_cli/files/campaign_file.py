"""campaigns.yaml: from its text to a Workspace, with every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from seleqt_cli.core.campaign import Place, Step, Workspace
from seleqt_cli.core.errors import Problem
from seleqt_cli.files.business import read_business, read_legal
from seleqt_cli.files.campaigns import read_campaigns
from seleqt_cli.files.hooks import read_hooks
from seleqt_cli.files.keys import ROOT
from seleqt_cli.files.lint import lint
from seleqt_cli.files.reading import MOST_PROBLEMS, Reading, Sheet, TooManyProblems
from seleqt_cli.files.schedules import read_schedules
from seleqt_cli.files.senders import read_senders
from seleqt_cli.files.workspace_files import Read
from seleqt_cli.files.yaml_nodes import MapNode, ScalarNode, parse

_ANCHORS: Final = "x-"
"""Keys at the top that begin so hold anchors for `<<` and mean nothing themselves."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of one text. `workspace` is None when there is an error; `problems` are in the order of the file.

    `files`: relative path -> content of every file that was read (bodies, signatures, footers, attachments): with the text
    they are the whole version, and `stored(files)` reads it again.
    """

    workspace: Workspace | None
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]


def load(text: bytes, *, path: str, read: Read) -> Loaded:
    """Check a whole campaigns.yaml. `path` is shown in problems, `read` gives the files it names; never raises for bad input."""
    parsed = parse(text, path=path)
    reading = Reading(path, read, list(parsed.problems))
    workspace = None
    if isinstance(parsed.root, MapNode):
        try:
            workspace = _workspace(reading, parsed.root, path)
        except TooManyProblems:
            more = f"there are more problems than these {MOST_PROBLEMS}; fix these first"
            reading.problems.append(Problem(path, 0, 0, "", more, code="more"))
    elif parsed.root is not None:
        reading.problem(Place(1, 1), "", "the file should be a mapping: version, business, senders, campaigns", code="wrong-type")
    if workspace is not None and not _failed(reading):
        reading.problems.extend(lint(workspace))
    problems = _listed(reading)
    return Loaded(None if _failed(reading) else workspace, problems, reading.files)


def _failed(reading: Reading) -> bool:
    return any(problem.level == "error" for problem in reading.problems)


def _workspace(reading: Reading, node: MapNode, path: str) -> Workspace:
    entries = {key: entry for key, entry in node.entries.items() if not key.startswith(_ANCHORS)}
    root = Sheet(reading, replace(node, entries=entries), "", ROOT, Place(1, 1))
    version = root.node("version")
    if version is not None and not (isinstance(version, ScalarNode) and version.value == 1 and version.value is not True):
        root.problem("version", "this program reads version 1 of the format; write version: 1")
    business, message_format = read_business(root)
    senders = read_senders(root)
    schedules = read_schedules(root)
    campaigns = read_campaigns(root, business, message_format, senders, schedules)
    for key in ("senders", "campaigns"):
        listed = root.node(key)
        if isinstance(listed, MapNode) and not listed.entries:
            root.problem(key, "is empty; write at least one", code="missing")
    mails = any(_mails(campaign.steps) for campaign in campaigns.values())
    if mails and "business" in entries and "address" not in _keys(entries["business"].node):
        message = "address is missing (postal address; it stands in the footer of every first email)"
        root.problem("business", message, code="missing")
    return Workspace(path, business, senders, schedules, campaigns, read_hooks(root), read_legal(root))


def _keys(node: object) -> Mapping[str, object]:
    return node.entries if isinstance(node, MapNode) else {}


def _mails(steps: tuple[Step, ...]) -> bool:
    return any(step.kind == "email" or _mails(step.otherwise) for step in steps)


def _listed(reading: Reading) -> tuple[Problem, ...]:
    # A problem without a place (there are more) comes last.
    return tuple(sorted(dict.fromkeys(reading.problems), key=lambda problem: (problem.line == 0, problem.line, problem.column)))
