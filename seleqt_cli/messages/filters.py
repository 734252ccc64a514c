"""The filters of templates: few, from text to text, each bounded before and after it works."""

import math
from collections.abc import Callable, Iterable
from typing import Any, Final

from jinja2.exceptions import SecurityError
from jinja2.filters import do_default, do_title, do_urlencode
from jinja2.runtime import Undefined

from seleqt_cli.messages.fields import HIDDEN, Fields

LARGEST_VALUE: Final = 32 * 1024
LARGEST_NUMBER: Final = 2**63
MOST_ITEMS: Final = 50


def bounded(value: str) -> str:
    """The value itself, unless it is larger than an operation may make."""
    return value if len(value) <= LARGEST_VALUE else too_large()


def too_large() -> str:
    raise SecurityError(f"makes a value larger than {LARGEST_VALUE // 1024} KiB")


def shown(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        if abs(value) > LARGEST_NUMBER or (isinstance(value, float) and not math.isfinite(value)):
            raise SecurityError("makes a number that is too large")
        return str(value)
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, Fields):
        return str(value)
    raise SecurityError(f"shows a {type(value).__name__}, which is no text")


def _text(function: Callable[[str], str], most: int = LARGEST_VALUE) -> Callable[..., str]:
    """A filter from text to text, bounded before and after."""

    def filtered(value: object) -> str:
        text = shown(value)
        if len(text) > most:
            raise SecurityError(f"filters a text longer than {most} characters")
        return bounded(function(text))

    return filtered


def _replace(value: object, old: object, new: object) -> str:
    text, before, after = bounded(shown(value)), shown(old), shown(new)
    if len(text) + (text.count(before)) * max(0, len(after) - len(before)) > LARGEST_VALUE:
        too_large()
    return text.replace(before, after)


def _join(value: object, between: object = "") -> str:
    items = [shown(item) for item in _items(value)]
    gap = shown(between)
    if sum(map(len, items)) + len(gap) * len(items) > LARGEST_VALUE:
        too_large()
    return gap.join(items)


def _concatenate(value: Iterable[object]) -> str:
    return _join(value)


def _split(value: object, by: object = ",") -> list[str]:
    separator = shown(by)
    if not separator:
        raise SecurityError("split needs something to split by")
    parts = bounded(shown(value)).split(separator, MOST_ITEMS)
    if len(parts) > MOST_ITEMS:
        raise SecurityError(f"splits into more than {MOST_ITEMS} items")
    return [part.strip() for part in parts if part.strip()]


def _items(value: object) -> list[object]:
    """The items a loop or `join` goes over; at most 50."""
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, (list, tuple, str)):
        raise SecurityError("goes over something that is no list")
    if len(value) > MOST_ITEMS:
        raise SecurityError(f"goes over more than {MOST_ITEMS} items")
    return list(value)


def _length(value: object) -> int:
    if isinstance(value, Undefined):
        str(value)
    return len(value) if isinstance(value, (str, list, tuple)) else len(shown(value))


def _end(index: int) -> Callable[[object], object]:
    def item(value: object) -> object:
        if isinstance(value, Undefined):
            str(value)
        if not isinstance(value, (str, list, tuple)) or not value:
            raise SecurityError("takes an item of something empty")
        return value[index]

    return item


def _number(value: object) -> float:
    try:
        number = float(shown(value).replace(",", "."))
    except ValueError:
        raise SecurityError("reads a number where there is none") from None
    if abs(number) > LARGEST_NUMBER or not math.isfinite(number):
        raise SecurityError("makes a number that is too large")
    return number


def _round(value: object, digits: object = 0) -> float:
    if not isinstance(digits, int) or not 0 <= digits <= 12:
        raise SecurityError("rounds to 0 to 12 digits")
    return round(_number(value), digits)


def _truncate(value: object, length: object = 255, killwords: object = False, end: object = "...") -> str:
    if not isinstance(length, int) or not 0 < length <= LARGEST_VALUE:
        raise SecurityError(f"shortens to 1 to {LARGEST_VALUE} characters")
    ending = shown(end)
    text = bounded(shown(value))
    if len(text) <= length:
        return text
    kept = text[: max(0, length - len(ending))]
    return (kept if killwords else kept.rsplit(" ", 1)[0]) + ending


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "default": do_default,
    "d": do_default,
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "title": _text(do_title, 1024),
    "capitalize": _text(str.capitalize),
    "trim": _text(str.strip),
    "urlencode": _text(do_urlencode),
    "string": _text(str),
    "replace": _replace,
    "truncate": _truncate,
    "join": _join,
    "split": _split,
    "length": _length,
    "count": _length,
    "first": _end(0),
    "last": _end(-1),
    "int": lambda value: int(_number(value)),
    "float": _number,
    "round": _round,
    "abs": lambda value: abs(_number(value)),
    HIDDEN + "concatenate": _concatenate,
    HIDDEN + "items": _items,
}
