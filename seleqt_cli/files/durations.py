"""Stretches of time as people write them: `3 working days`, `90 seconds`."""

import re
from typing import Final

from seleqt_cli.core.campaign import Duration, Unit
from seleqt_cli.files.wording import quoted

_FORM: Final = re.compile(r"(\d{1,6})\s*(seconds?|minutes?|hours?|working\s+days?|days?|weeks?)", re.ASCII)
_UNITS: Final[dict[str, Unit]] = {"minute": "minutes", "hour": "hours", "day": "days", "working day": "working days", "week": "days"}
_MOST: Final[dict[Unit, int]] = {"minutes": 3650 * 1440, "hours": 3650 * 24, "days": 3650, "working days": 2600}
"""About ten years: more is a slip of the keyboard."""
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
_DAY_SECONDS: Final = 86_400


class BadDuration(ValueError):
    """Not a stretch of time; the text says what to write."""


def read_duration(text: str) -> Duration:
    """Read `3 days`, `3 working days`, `2 weeks`, `4 hours` or `30 minutes`. Raises BadDuration."""
    amount, unit = _parts(text, "3 days, 3 working days, 4 hours or 30 minutes")
    if unit == "second":
        raise BadDuration(f"{quoted(text)} is too short; the smallest unit here is minutes")
    days = amount * 7 if unit == "week" else amount
    if days == 0:
        raise BadDuration(f"{quoted(text)} is no time at all; write at least 1")
    if days > _MOST[_UNITS[unit]]:
        raise BadDuration(f"{quoted(text)} is longer than ten years")
    return Duration(days, _UNITS[unit])


def read_gap(text: str) -> int:
    """Read `3 minutes`, `90 seconds`, `1 hour` or `0`: seconds. Raises BadDuration."""
    if text == "0":
        return 0
    amount, unit = _parts(text, "3 minutes, 90 seconds or 0")
    if unit not in _SECONDS or amount * _SECONDS[unit] > _DAY_SECONDS:
        raise BadDuration(f"{quoted(text)} is more than a day between two actions")
    return amount * _SECONDS[unit]


def _parts(text: str, examples: str) -> tuple[int, str]:
    found = _FORM.fullmatch(text.strip().lower())
    if not found:
        raise BadDuration(f"{quoted(text)} is not a time; write it as {examples}")
    unit = " ".join(found[2].split())
    return int(found[1]), unit.removesuffix("s")
