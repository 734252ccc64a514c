"""What every kind of lead file gives: a header, and its rows in batches with their line numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

BATCH: Final = 1000
"""Rows worked on at once: few enough to stay in the processor's cache, which halves the time of large files."""
LARGEST_CELL: Final = 131_072
"""Characters of one cell."""
MOST_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or a single value of one, that was not taken: where, what it said, why."""

    line: int
    value: str
    reason: str


@dataclass(slots=True)
class Batch:
    """Some rows, each with as many cells as the header. `done` of `total` tells how far the file is read, in units of its own.

    `lines` are those on which the rows begin; None where they follow one another, which `a_line_each` says is without line ends in cells.
    """

    rows: list[list[str]]
    first_line: int
    done: int = 0
    total: int = 0
    blank: int = 0
    refused: list[Refused] = field(default_factory=list)
    lines: list[int] | None = None
    a_line_each: bool = False

    def line(self, index: int) -> int:
        """The line of the file on which a row begins. Counts from 1."""
        if self.a_line_each:
            return self.first_line + index
        if self.lines is None:
            self.lines = _count_lines(self.rows, self.first_line)
        return self.lines[index]


class LeadRows(Protocol):
    """A lead file, opened. `notes` say what was found out about it, in sentences for its owner."""

    header: tuple[str, ...]
    notes: tuple[str, ...]

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The rows from the beginning, `size` at a time, in constant memory where the format allows it."""

    def close(self) -> None:
        """Let go of the file."""


def _count_lines(rows: list[list[str]], first_line: int) -> list[int]:
    """Lines on which rows begin when they follow one another and cells may hold line ends."""
    found = []
    line = first_line
    for row in rows:
        found.append(line)
        text = "".join(row)
        line += 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
    return found
