"""Where a command writes: data on stdout, talk on stderr, and nothing that could drive the terminal.

Values come from files and from strangers' mails; control characters in them are shown, never sent to the terminal.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TextIO

USUAL: Final = 80
"""Columns of a terminal that does not say how wide it is."""

_BIDI = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029)}
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | _BIDI
_CONTROLS_OF_A_LINE = _CONTROLS | {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
_CONTROLS_OF_LINES = {code: shown for code, shown in _CONTROLS.items() if code not in (0x09, 0x0A)}
_USUAL_IN_LINES = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
# Below 0x20 JSON escapes by itself; outside of strings JSON has none of these.
_CONTROLS_OF_JSON = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *_BIDI)}


def visible(text: str, *, lines: bool = False) -> str:
    r"""Return the text with every control character written out (`\x1b`), also those that turn the direction of writing.

    With `lines` line feeds and tabs stay what they are.
    """
    if lines and text.isascii() and not text.encode().translate(None, _USUAL_IN_LINES):
        return text  # as nearly always, and found out in half the time
    return text.translate(_CONTROLS_OF_LINES if lines else _CONTROLS_OF_A_LINE)


def json_text(value: Any) -> str:
    """Return one value as compact JSON in one line: keys in the order they were put in, text as it is but for control characters."""
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_CONTROLS_OF_JSON)


class Screen:
    """The output of one command."""

    def __init__(self, *, quiet: bool = False, json: bool = False, color: bool = True) -> None:
        self.quiet = quiet
        self.json = json
        self.color = color

    @property
    def terminal(self) -> bool:
        """Whether a person watches stdout, so that a table may be drawn; False with --json."""
        return not self.json and sys.stdout.isatty()

    @property
    def live(self) -> bool:
        """Whether stderr may show progress that moves: a terminal, and not --quiet."""
        return not self.quiet and sys.stderr.isatty()

    def show(self, text: str = "", *, exact: bool = False, hanging: int = 2) -> None:
        """Write data: a line, or several, to stdout. On a terminal long lines are broken between words, unless they are `exact`:

        a text as it goes out, or something to paste. What follows a break is indented by `hanging`.
        """
        shown = visible(text, lines=True)
        sys.stdout.write((shown if exact or not self.terminal else folded(shown, columns(sys.stdout), hanging)) + "\n")

    def say(self, text: str) -> None:
        """Tell the person something on stderr; silent with --quiet."""
        if not self.quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Tell the person something on stderr that --quiet does not hide, because a person is needed."""
        sys.stdout.flush()
        sys.stderr.write(talk(text) + "\n")

    def document(self, value: Any) -> None:
        """Write the one JSON document of a command that was called with --json."""
        sys.stdout.write(json_text(value) + "\n")

    def line(self, value: Mapping[str, Any]) -> None:
        """Write one record of a JSON Lines stream."""
        sys.stdout.write(json_text(value) + "\n")

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] | set[int] = frozenset()) -> None:
        """Write a table to stdout: drawn by rich on a terminal, aligned text elsewhere.

        `right`: numbers of the columns, from 0, that are aligned to the right.
        """
        cells = [[visible(cell) for cell in row] for row in rows]
        if self.terminal:
            self._drawn(headers, cells, right)
        else:
            sys.stdout.write("".join(line + "\n" for line in aligned([list(headers), *cells], right)))

    def _drawn(self, headers: Sequence[str], cells: list[list[str]], right: frozenset[int] | set[int]) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold" if self.color else "")
        for number, header in enumerate(headers):
            table.add_column(header, justify="right" if number in right else "left", overflow="fold")
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        Console(no_color=not self.color, highlight=False).print(table)


def talk(text: str) -> str:
    """Talk as it goes to stderr: on a terminal broken between words."""
    shown = visible(text, lines=True)
    return folded(shown, columns(sys.stderr)) if sys.stderr.isatty() else shown


def columns(stream: TextIO) -> int:
    """How wide the terminal is that a stream goes to: what COLUMNS says, else what it says itself, else 80."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL


def folded(text: str, most: int, hanging: int = 2) -> str:
    """Break lines that are wider than `most` columns between words; what follows is indented by `hanging` more.

    A word that is wider stays whole, and so does a command in backticks: the terminal breaks it, and it is copied in one piece.
    """
    return "\n".join(line if width(line) <= most else _folded(line, most, hanging) for line in text.split("\n"))


def _folded(line: str, most: int, hanging: int) -> str:
    bare = line.lstrip(" ")
    indent = " " * min(len(line) - len(bare) + hanging, most // 2)
    lines = [line[: len(line) - len(bare)]]
    taken = width(lines[0])
    fresh = True
    for spaces, word in _words(bare):
        if not fresh and taken + spaces + width(word) > most:
            lines.append(indent)
            taken, fresh = len(indent), True
        lines[-1] += word if fresh else " " * spaces + word
        taken += width(word) + (0 if fresh else spaces)
        fresh = False
    return "\n".join(lines) + " " * (len(bare) - len(bare.rstrip(" ")))  # a question ends with one


def _words(line: str) -> Iterator[tuple[int, str]]:
    """What stays in one piece, each with the number of spaces before it."""
    spaces, held = 0, ""
    for piece in line.split(" "):
        if held:
            held += " " + piece
        elif piece:
            held = piece
        else:
            spaces += 1
            continue
        if held.count("`") % 2 == 0:
            yield spaces + 1, held
            spaces, held = 0, ""
    if held:
        for piece in held.split(" "):  # a backtick that stands alone
            yield spaces + 1, piece
            spaces = 0


def aligned(rows: list[list[str]], right: frozenset[int] | set[int] = frozenset()) -> list[str]:
    """Return the rows as lines with columns two spaces apart; wide (East Asian) characters count as two."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        parts = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            parts.append(space + cell if column in right else cell + space)
        lines.append("  ".join(parts).rstrip())
    return lines


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
