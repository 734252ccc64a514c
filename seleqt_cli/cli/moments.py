"""Instants as people and programs read them."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from seleqt_cli.core.errors import UsageProblem


def rfc3339(instant: int) -> str:
    """Return an instant as RFC 3339 in UTC with whole seconds: the only form in JSON (SPEC section 5)."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def absolute(instant: int, zone: str) -> str:
    """Return an instant as a wall time of an IANA zone: `Tue 2026-12-01 09:03`."""
    return _of_minute(instant // 60, zone)


@lru_cache(maxsize=64)
def _of_minute(minute: int, zone: str) -> str:
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")


def relative(instant: int, now: int, *, full: bool = False) -> str:
    """Return how far away an instant is, in its largest unit: `in 3 h`, `5 min ago`, `now` or `just now` below a minute.

    What is to come is rounded, so that a mail three days on is not `in 2 d` a second later; an age only counts what is full, and
    so does what is left until a deadline (`full`).
    """
    distance = instant - now
    size = abs(distance)
    for seconds, unit, rounding in ((86400, "d", 1800), (3600, "h", 30), (60, "min", 0)):
        if distance > 0 and not full and size + rounding >= seconds:
            return f"in {max((size + seconds // 2) // seconds, 1)} {unit}"
        if size >= seconds:
            return f"in {size // seconds} {unit}" if distance > 0 else f"{size // seconds} {unit} ago"
    return "now" if distance >= 0 else "just now"


def instant_of(text: str, option: str) -> int:
    """Return the instant that an option names: a date (midnight UTC) or RFC 3339. Raises UsageProblem for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageProblem(f"{option}: {text} is no moment; they look like 2026-12-01 or 2026-12-01T08:00:00Z") from None
    return int((found if found.tzinfo is not None else found.replace(tzinfo=UTC)).timestamp())
