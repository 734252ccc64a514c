"""Spintax: `{Hi|Hello}` in a template's own text becomes a choice that a hash makes for each lead.

It is read before any value is known, so that a lead called `{A|B}` is printed as it is. Jinja parts and raw blocks are
left alone, and may stand inside an option. Braces without `|` are plain text.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.messages.fields import HIDDEN
from seleqt_cli.messages.problems import TemplateProblem

SLOT: Final = HIDDEN + "slot_"
"""The name of a choice inside the template, with its number."""
_DEEPEST: Final = 5
_MOST_SLOTS: Final = 200
_MOST_OPTIONS: Final = 50

_PIECES: Final = re.compile(
    r"""(?P<raw>\{%[-+]?\s*raw\s*[-+]?%\}.*?(?:\{%[-+]?\s*endraw\s*[-+]?%\}|\Z))
    |(?P<comment>\{\#.*?(?:\#\}|\Z))
    |(?P<show>\{\{(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^"'}]|\}(?!\}))*\}\})
    |(?P<do>\{%(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^"'%]|%(?!\}))*%\})
    |(?P<mark>[{|}])
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class _Group:
    """An opened brace: what its options hold so far, in pieces of template source."""

    options: list[list[str]] = field(default_factory=lambda: [[]])


@dataclass(frozen=True, slots=True)
class Spun:
    """A template whose choices became Jinja conditions; `options[n]` is how many wordings slot n has."""

    text: str
    options: tuple[int, ...]


def spell_out(text: str) -> Spun:
    """Turn each spintax group into a condition on its slot; slots count in the order in which groups close.

    Line numbers stay as they were. Raises TemplateProblem for more than 5 levels, 200 groups or 50 options.
    """
    if HIDDEN in text:
        raise TemplateProblem(f"names that begin with {HIDDEN} are not available")
    if "|" not in text or "{" not in text:
        return Spun(text, ())
    top: list[str] = []
    opened: list[_Group] = []
    slots: list[int] = []
    end = 0
    for found in _PIECES.finditer(text):
        place = opened[-1].options[-1] if opened else top
        place.append(text[end : found.start()])
        end = found.end()
        piece = found.group()
        if found.lastgroup != "mark":
            place.append(piece)
        elif piece == "{":
            opened.append(_Group())
        elif not opened:
            place.append(piece)
        elif piece == "|":
            opened[-1].options.append([])
            if len(opened[-1].options) > _MOST_OPTIONS:
                raise TemplateProblem(f"more than {_MOST_OPTIONS} options in one choice", _line(text, found.start()))
        else:
            group = opened.pop()
            if len(group.options) > 1 and len(opened) >= _DEEPEST:
                raise TemplateProblem(f"choices inside choices, more than {_DEEPEST} deep", _line(text, found.start()))
            (opened[-1].options[-1] if opened else top).append(_closed(group, slots))
            if len(slots) > _MOST_SLOTS:
                raise TemplateProblem(f"more than {_MOST_SLOTS} choices", _line(text, found.start()))
    (opened[-1].options[-1] if opened else top).append(text[end:])
    while opened:
        group = opened.pop()
        (opened[-1].options[-1] if opened else top).append("{" + "|".join("".join(option) for option in group.options))
    return Spun("".join(top), tuple(slots))


def _closed(group: _Group, slots: list[int]) -> str:
    options = ["".join(option) for option in group.options]
    if len(options) == 1:
        return "{" + options[0] + "}"
    slot = SLOT + str(len(slots))
    slots.append(len(options))
    # `+` keeps the spaces and the line end beside the condition, which trim_blocks and lstrip_blocks would take away.
    first, *others = options
    rest = "".join(f"{{%+ elif {slot}=={number} +%}}{option}" for number, option in enumerate(others, 1))
    return f"{{%+ if {slot}==0 +%}}{first}{rest}{{%+ endif +%}}"


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
