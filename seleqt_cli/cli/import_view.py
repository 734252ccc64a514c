"""What an import looks like: while it runs, and when it is done."""

import sys
from types import TracebackType
from typing import Any

from seleqt_cli.app.lead_import import ImportResult
from seleqt_cli.cli.output import Screen, visible

_EXAMPLES = 10


class ProgressBar:
    """One line on the terminal that says how much of the file is read; gone when it is done."""

    def __init__(self, name: str, *, shown: bool) -> None:
        self._name = visible(name)
        self._shown = shown
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """Redraw when the percentage changed."""
        percent = done * 100 // total if total else 100
        if self._shown and percent != self._percent:
            self._percent = percent
            sys.stderr.write(f"\r{self._name} [{'#' * (percent // 4):<25}] {percent:3} %")
            sys.stderr.flush()

    def count(self, done: int) -> None:
        """Redraw with a number, where nobody knows how many there are."""
        self._percent = 0
        if self._shown:
            sys.stderr.write(f"\r{self._name} {done:,}")
            sys.stderr.flush()

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown and self._percent >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def import_document(result: ImportResult) -> dict[str, Any]:
    """The result as one JSON document."""
    return {
        "file": result.file,
        "dry_run": result.dry_run,
        "columns": dict(result.columns),
        "found_out": list(result.found_out),
        "new": result.new,
        "changed": result.changed,
        "merged": result.merged,
        "unchanged": result.unchanged,
        "repeated": result.repeated,
        "blank": result.blank,
        "refused": result.refused,
        "left_out": result.left_out,
        "reasons": dict(result.refused_by_reason),
        "examples": [{"line": one.line, "value": one.value, "reason": one.reason} for one in result.examples],
        "differing": [{"line": one.line, "lead": one.value, "reason": one.reason} for one in result.differing],
        "likely": [{"lead": lead, "other": other, "reason": reason} for lead, other, reason in result.likely],
        "not_contacted": result.not_contacted,
        "notes": result.notes,
    }


def show_import(screen: Screen, result: ImportResult, rejects: str) -> None:
    """Write the columns and the counts; what needs a person's eye goes to stderr."""
    for note in result.found_out:
        screen.say(f"{result.file}: {note}")
    screen.say("columns: " + ", ".join(f"{column} -> {field or 'left out'}" for column, field in result.columns))
    counts = [
        (result.new, "new"),
        (result.changed, "changed"),
        (result.merged, "merged"),
        (result.unchanged, "unchanged"),
        (result.repeated, "rows about somebody twice"),
        (result.blank, "blank rows"),
        (result.refused, "refused"),
    ]
    said = [f"{count:,} {what}" for count, what in counts if count or what in ("new", "changed")]
    screen.show(("dry run, nothing written: " if result.dry_run else "") + ", ".join(said))
    for reason, leads in result.not_contacted.items():
        screen.warn(f"{leads:,} leads will not be contacted: {reason}")
    for note, leads in result.notes.items():
        screen.say(f"{leads:,} leads: {note}")
    for one in result.examples[:_EXAMPLES]:
        screen.say(f"line {one.line}: {one.value}: {one.reason}")
    if result.refused + result.left_out > _EXAMPLES:
        screen.say(
            f"… {result.refused + result.left_out} in all" + (f", listed in {rejects}" if rejects else "; --rejects FILE lists them")
        )
    for one in result.differing[:_EXAMPLES]:
        screen.say(f"line {one.line}: {one.value}: {one.reason}")
    for lead, other, reason in result.likely[:_EXAMPLES]:
        screen.say(f"{lead} and {other} are likely one person: {reason}")
    if len(result.likely) > _EXAMPLES:
        screen.say(f"… {len(result.likely)} such pairs; --json lists them")
