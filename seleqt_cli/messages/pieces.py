"""Templates that only put fields into text, as most do: a list of pieces, filled in without Jinja2.

Such a template is told apart by its text alone, so that a run whose templates are all of this kind never loads
Jinja2. Whatever is not surely one of them is read by Jinja2 (messages.expressions), with the same result: a test
compares the two ways.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from seleqt_cli.messages.fields import FIRST_MARK, HIDDEN, LAST_MARK, LONGEST_TEMPLATE, NAMESPACES, shown_name

Context: TypeAlias = Mapping[str, Any]
"""Names to texts, and the groups `lead`, `sender`, `business`, `campaign`, `step` to Fields. No empty values."""
Spin: TypeAlias = Callable[[int, int], int]
"""(slot, how many options) -> the option that is taken."""

_MOST_FIELDS: Final = 1000
_SHOWN: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)(?:\.([A-Za-z][A-Za-z0-9_]*))?\s*\}\}")
_NOT_PLAIN: Final = re.compile(f"[{{}}\r{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
_WORDS_OF_JINJA: Final = frozenset(
    "true false none True False None and or not is in if elif else for recursive loop self super caller varargs kwargs context set "
    "block include import from extends macro call filter with without ignore missing as".split()
)


@dataclass(frozen=True, slots=True)
class Usage:
    """`names`: all fields; `unguarded`: those used somewhere without default(), a test or a condition around."""

    names: frozenset[str]
    unguarded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """`{{ name }}` or `{{ group.name }}`, perhaps with a default."""

    name: str
    attribute: str
    fallback: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A spintax choice: the pieces of each option."""

    slot: int
    options: tuple[tuple["Piece", ...], ...]


Piece: TypeAlias = "str | Field | Choice"


def plain_pieces(text: str) -> tuple[tuple[Piece, ...], Usage] | None:
    """The pieces of a text that holds nothing but fields, and which; None where only Jinja2 can tell what it holds."""
    if HIDDEN in text or len(text) > LONGEST_TEMPLATE:
        return None
    parts = _SHOWN.split(text.removesuffix("\n"))  # Jinja2 leaves the last line end out
    if len(parts) > 3 * _MOST_FIELDS or any(_NOT_PLAIN.search(part) for part in parts[::3]):
        return None
    pieces: list[Piece] = []
    names: set[str] = set()
    for at, part in enumerate(parts[::3]):
        if part:
            pieces.append(part)
        if 3 * at + 1 == len(parts):
            break
        name, attribute = parts[3 * at + 1], parts[3 * at + 2] or ""
        if name in _WORDS_OF_JINJA or name.startswith("__") or (name in NAMESPACES) != bool(attribute):
            return None
        pieces.append(Field(name, attribute, None))
        names.add(shown_name(name, attribute) if attribute else name)
    return tuple(pieces), Usage(frozenset(names), frozenset(names))


def fill(
    pieces: Sequence[Piece],
    context: Context,
    spin: Spin,
    slots: tuple[int, ...],
    out: list[str],
    missing: list[str],
    values: list[str] | None,
) -> None:
    """Write the pieces for one lead to `out`, the names of what it lacks to `missing`; with `values`, stand-ins in place of the values."""
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        if isinstance(piece, Choice):
            fill(piece.options[spin(piece.slot, slots[piece.slot])], context, spin, slots, out, missing, values)
            continue
        value = context.get(piece.name)
        if piece.attribute:
            value = None if value is None else value.get(piece.attribute)
        if value is None:
            value = piece.fallback
            if value is None:
                missing.append(shown_name(piece.name, piece.attribute) if piece.attribute else piece.name)
                continue
        if values is None:
            out.append(value)
        else:
            out.append(chr(FIRST_MARK + len(values)))
            values.append(value)
