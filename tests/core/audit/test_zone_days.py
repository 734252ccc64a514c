"""Calendar days and months of a zone, where they are odd."""

import pytest

from seleqt_cli.core.audit.zone_days import ZoneDays
from tests.core.audit.histories import HOUR, instant


@pytest.mark.parametrize(
    ("zone", "at", "hours"),
    [
        ("Europe/Amsterdam", "2026-12-01 12:00", 24),
        ("Europe/Amsterdam", "2026-03-29 12:00", 23),
        ("Europe/Amsterdam", "2026-10-25 12:00", 25),
        ("Australia/Lord_Howe", "2026-04-05 12:00", 24.5),
        ("Africa/Cairo", "2026-04-24 12:00", 23),  # it has no midnight
        ("Africa/Cairo", "2026-10-29 12:00", 25),  # its last hour comes twice
        ("Pacific/Apia", "2011-12-29 12:00", 24),  # the day after it does not exist
        ("Pacific/Apia", "2011-12-31 12:00", 24),
        ("America/Toronto", "1919-03-31 12:00", 23.5),  # clocks went from 23:30 to 00:30
        ("America/Toronto", "1919-03-30 12:00", 23.5),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: str, at: str, hours: float) -> None:
    days = ZoneDays(zone)
    moment = instant(at, zone)
    start, end, day = days.day(moment)
    assert ((end - start) / HOUR, day.isoformat()) == (hours, at[:10])
    assert [days.wall(edge).date().isoformat() == at[:10] for edge in (start - 1, start, end - 1, end)] == [False, True, True, False]


def test_a_month_begins_and_ends_with_its_zones_days() -> None:
    zone = "Asia/Kathmandu"
    days = ZoneDays(zone)
    assert [days.month(instant(wall, zone)) for wall in ("2026-02-01 00:00", "2026-02-28 23:59:59")] == [
        (instant("2026-02-01", zone), instant("2026-03-01", zone))
    ] * 2
    assert days.month(instant("2026-12-31 23:59", zone)) == (instant("2026-12-01", zone), instant("2027-01-01", zone))
