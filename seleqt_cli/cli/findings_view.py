"""Findings at the terminal: a table of what was looked at, then what to do about it, with texts that can be copied."""

from collections.abc import Iterable, Sequence
from typing import Any

from seleqt_cli.cli.output import Screen
from seleqt_cli.core.health import Finding

_COUNTED = (("problem", "problems"), ("warning", "warnings"), ("unknown", "unknown"))


def show_findings(screen: Screen, findings: Sequence[Finding]) -> None:
    """Write the table, and below it a paragraph for everything that is to be done."""
    screen.table(["check", "result", "what"], [[one.check, one.level, one.text] for one in findings])
    asked: dict[tuple[str, str, str], list[str]] = {}
    for one in findings:
        if one.level != "ok" and (one.todo or one.paste):
            asked.setdefault((one.todo, one.paste, one.why), []).append(_label(one))
    for (todo, paste, why), labels in asked.items():
        screen.show()
        screen.show(f"{', '.join(dict.fromkeys(labels))}: {todo or 'type'}" + (":" if paste else ""))
        if paste:
            # Never folded by us, so that it is copied whole.
            screen.show(f"  {paste}", exact=True)
        if why:
            screen.show(f"  why: {why}")


def _label(one: Finding) -> str:
    """A domain or a server is named; `home` or `sender 1` stands in the table already."""
    return f"{one.check} ({one.subject})" if {".", ":"}.intersection(one.subject) else one.check


def finding_json(one: Finding) -> dict[str, Any]:
    """One finding for --json; what is empty is null."""
    return {
        "check": one.check, "subject": one.subject, "level": one.level, "text": one.text, "why": one.why or None,
        "todo": one.todo or None, "paste": one.paste or None,
    }  # fmt: skip


def counted(findings: Iterable[Finding]) -> str:
    """`2 problems, 1 warning`; `all is well` when there is nothing."""
    levels = [one.level for one in findings]
    parts = []
    for level, many in _COUNTED:
        number = sum(1 for one in levels if one == level)
        if number:
            parts.append(f"{number} {level if number == 1 else many}")
    return ", ".join(parts) or "all is well"
