"""Words of problem messages: values shown safely, and what the writer probably meant."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

SHOWN_LENGTH: Final = 60
"""Characters of a value that a message quotes at most."""

MOST_CHOICES: Final = 1000
"""Words that are looked through for a near miss."""

UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What could move the cursor, hide or reorder text on a terminal."""


def shown(text: str) -> str:
    """A value as a message may print it: one line, no control or direction characters, not endless."""
    cut = text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
    return "".join(sign if sign.isprintable() else _escape(sign) for sign in cut)


def quoted(text: str) -> str:
    """A value in quotation marks, shown safely."""
    return f"'{shown(text)}'"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`, did you mean 'email'?` for a near miss, else ''."""
    import difflib

    lowered = {choice.lower(): choice for choice in islice(choices, MOST_CHOICES)}
    near = difflib.get_close_matches(word.lower()[:100], lowered, n=1, cutoff=0.6)
    return f"; did you mean {quoted(lowered[near[0]])}?" if near else ""


def one_of(choices: Iterable[str]) -> str:
    """`a, b or c`."""
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _escape(character: str) -> str:
    code = ord(character)
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
