"""Table cells that a spreadsheet must not run, and texts that a terminal or a mail header must not obey."""

import re
import unicodedata
from typing import Final

_RUNS = re.compile(r"[\s\"']*[=+\-@\t\r＝＋－＠]").match
"""What a spreadsheet may take for a formula, also behind quotes and spaces (OWASP, CSV injection)."""
_GUARDED = re.compile(r"'[\s\"']*[=+\-@\t\r＝＋－＠]").match

_TURNS_AROUND: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff")
_LINE_ENDS: Final = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


def guarded(cell: str) -> str:
    """A cell as an exported table may hold it: an apostrophe goes before whatever could be run."""
    return f"'{cell}" if _RUNS(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given; any other cell stays as it is."""
    return cell[1:] if _GUARDED(cell) else cell


def forbidden_character(text: str) -> str:
    """The first character that no lead may hold, as `U+001B`, '' when there is none.

    Control characters steer terminals and end mail headers, direction overrides show a name that is not there, and
    surrogates are bytes that the file's encoding does not know. Tabs are folded; where line ends may stand says `line_end`.
    """
    for char in text:
        if char in _TURNS_AROUND:
            return f"U+{ord(char):04X}"
        if char not in _LINE_ENDS and char != "\t" and unicodedata.category(char) in ("Cc", "Cs"):
            return f"U+{ord(char):04X}"
    return ""


def line_end(text: str) -> str:
    """The first line end inside a text, as `U+000A`, '' when it is one line; at its ends they are only space.

    A name or a company of two lines is a mistake of the file, or somebody's try to write a mail header of their own.
    """
    return next((f"U+{ord(char):04X}" for char in text.strip() if char in _LINE_ENDS), "")


def folded_line(text: str) -> str:
    """The text on one line: line ends, tabs and odd spaces become one space, invisible marks go."""
    return " ".join("".join(char for char in text if char not in _INVISIBLE).split())


def folded_lines(text: str) -> str:
    """The text with line ends written as \\n and invisible marks gone; for columns that may have several lines."""
    kept = "".join(char for char in text if char not in _INVISIBLE)
    return "\n".join(" ".join(line.split()) for line in kept.splitlines()).strip()
