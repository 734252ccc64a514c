"""Instants as people and programs read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def rfc3339(instant: int) -> str:
    """Return an instant as RFC 3339 in UTC with whole seconds: the only form in JSON (SPEC section 5)."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def absolute(instant: int, zone: str) -> str:
    """Return an instant as a wall time of an IANA zone: `Tue 2026-12-01 09:03`."""
    return datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")


def relative(instant: int, now: int) -> str:
    """Return how far away an instant is, in its largest unit: `in 3 h`, `5 min ago`, `now` below a minute."""
    distance = instant - now
    size = abs(distance)
    for seconds, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if size >= seconds:
            count = size // seconds
            return f"in {count} {unit}" if distance > 0 else f"{count} {unit} ago"
    return "now"
