"""Moments as people type them: a day, a day and a time, RFC 3339, or how long ago or ahead."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from seleqt_cli.core.errors import UsageProblem

_STRETCH: Final = re.compile(r"(\d{1,5})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)\Z")
_SECONDS: Final = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_YEARS: Final = range(1971, 2200)


def moment(text: str, option: str, *, zone: str, now: int, ahead: bool = False) -> int:
    """The instant that a text means; a wall time is one of an IANA zone, a day begins at its midnight.

    `ahead`: a stretch (`3 days`) lies in the future, otherwise in the past. Raises UsageProblem.
    """
    words = text.strip()
    found = _STRETCH.match(words.lower())
    if found:
        seconds = int(found[1]) * _SECONDS[found[2][0]]
        meant = now + seconds if ahead else now - seconds
        if datetime.fromtimestamp(meant, UTC).year in _YEARS:
            return meant
        raise UsageProblem(f"{option} {text}: no year to work in", advice=f"from {_YEARS[0]} to {_YEARS[-1]}")
    try:
        parsed = datetime.fromisoformat(words)
    except ValueError:
        raise UsageProblem(
            f"{option} {text}: no moment", advice="write 2026-12-01, 2026-12-01 09:30, 2026-12-01T08:30:00Z or 3 days"
        ) from None
    if parsed.year not in _YEARS:
        raise UsageProblem(f"{option} {text}: no year to work in", advice=f"write one from {_YEARS[0]} to {_YEARS[-1]}")
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(zone))
    return int((parsed.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1))
