"""Windows: hours, days, holidays and clock changes."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.campaign import Duration, Hours, Schedule
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY, day_number, day_text, weekday, zone

TRANSITIONS = Path(__file__).parents[3] / "shared/corpora/timezones/transitions-2025-2028.tsv"
EVERY_DAY = frozenset(range(7))
OWN_CHANGES = (
    ("Europe/Amsterdam", "2026-03-29T01:00:00"),
    ("Europe/Amsterdam", "2026-10-25T01:00:00"),
    ("America/New_York", "2026-03-08T07:00:00"),
    ("America/New_York", "2026-11-01T06:00:00"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00"),
    ("Africa/Casablanca", "2026-02-15T02:00:00"),
    ("Asia/Tokyo", "2026-06-01T00:00:00"),
)


def instant(text: str, zone_name: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone_name)).timestamp())


def wall(at: int, zone_name: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone_name))


def calendar(hours: str = "09:00-17:00", zone_name: str = "Europe/Amsterdam", *, days: frozenset[int] = frozenset(range(5))) -> Calendar:
    parts = []
    for part in hours.split(","):
        start, end = part.split("-")
        parts.append(Hours(minutes(start), minutes(end)))
    return Calendar(Schedule("s", days=days, hours=tuple(parts)), zone(zone_name))


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def inside(at: int, zone_name: str, start: int, end: int) -> bool:
    moment = wall(at, zone_name)
    minute = moment.hour * 60 + moment.minute
    return start <= minute < end if start < end else minute >= start or minute < end


def changes() -> list[tuple[str, int]]:
    found = [(name, instant(text)) for name, text in OWN_CHANGES]
    if TRANSITIONS.exists():
        with TRANSITIONS.open(newline="") as file:
            found += [(row["zone"], instant(row["utc"].removesuffix("Z"))) for row in csv.DictReader(file, delimiter="\t")]
    return found


@pytest.mark.parametrize(("start", "end"), [(0, 1440), (540, 1020), (1410, 150), (90, 150), (120, 180), (1320, 60)])
def test_around_every_clock_change_an_instant_is_inside_exactly_when_its_wall_time_is(start: int, end: int) -> None:
    wrong = []
    for name, change in changes():
        hours = Calendar(Schedule("s", days=EVERY_DAY, hours=(Hours(start, end),)), zone(name))
        moments = (change - 1, change, change + 1, *range(change - 4 * 3600, change + 4 * 3600, 1500))
        wrong += [(name, at) for at in moments if (hours.window_at(at) is not None) != inside(at, name, start, end % 1440)]
    assert wrong == []


def test_local_time_agrees_with_zoneinfo_around_every_clock_change() -> None:
    wrong = []
    for name, change in changes():
        for at in (change - 7200, change - 1, change, change + 1, change + 3600, change + 90_000):
            moment = wall(at, name)
            if zone(name).local(at) != (day_number(moment.date().isoformat()), moment.hour * 3600 + moment.minute * 60 + moment.second):
                wrong.append((name, at))
    assert wrong == []


def test_hours_are_half_open() -> None:
    office = calendar()
    assert office.window_at(instant("2026-11-23T08:59:59", "Europe/Amsterdam")) is None
    assert office.window_at(instant("2026-11-23T09:00:00", "Europe/Amsterdam")) is not None
    assert office.window_at(instant("2026-11-23T16:59:59", "Europe/Amsterdam")) is not None
    assert office.window_at(instant("2026-11-23T17:00:00", "Europe/Amsterdam")) is None


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    night = calendar("22:00-02:00", days=frozenset({4}))
    assert night.window_at(instant("2026-11-28T01:30:00", "Europe/Amsterdam")) is not None  # Saturday morning, Friday's hours
    assert night.window_at(instant("2026-11-29T01:30:00", "Europe/Amsterdam")) is None
    assert night.open_seconds == 4 * 3600


def test_a_wall_time_in_a_gap_moves_to_the_end_of_the_gap() -> None:
    amsterdam = zone("Europe/Amsterdam")
    day = day_number("2026-03-29")
    assert amsterdam.instant(day, 2 * 3600 + 1800) == instant("2026-03-29T01:00:00")


def test_n_days_keep_the_wall_time_over_a_clock_change_and_hours_are_elapsed() -> None:
    office = calendar()
    start = instant("2026-03-28T10:00:00", "Europe/Amsterdam")
    assert office.add(start, Duration(1, "days")) == instant("2026-03-29T10:00:00", "Europe/Amsterdam")
    assert office.add(start, Duration(24, "hours")) == start + DAY == instant("2026-03-29T11:00:00", "Europe/Amsterdam")
    assert office.add(start, Duration(90, "minutes")) == start + 5400


def test_working_days_skip_weekends_and_holidays() -> None:
    christmas = frozenset({day_number("2026-12-25"), day_number("2026-12-26")})
    office = Calendar(
        Schedule("s"), zone("Europe/Amsterdam"), country="NL", holidays=lambda country, year: christmas if year == 2026 else frozenset()
    )
    thursday = instant("2026-12-24T11:00:00", "Europe/Amsterdam")
    assert office.add(thursday, Duration(1, "working days")) == instant("2026-12-28T11:00:00", "Europe/Amsterdam")
    assert office.windows(day_number("2026-12-25")) == ()
    assert office.working_day_after(thursday) == instant("2026-12-28T11:00:00", "Europe/Amsterdam")


def test_slots_are_counted_over_the_open_time_of_a_day() -> None:
    office = calendar("09:00-12:00,13:00-17:00")
    nine = instant("2026-11-23T09:00:00", "Europe/Amsterdam")
    third = 7 * 3600 // 3
    first = office.slot(nine - 100, third)
    second = office.slot(nine + 1, third)
    last = office.slot((second or 0) + 1, third)
    assert (first, second, last) == (nine, nine + third, nine + 2 * third + 3600)  # the lunch hour does not count
    assert office.slot((last or 0) + 1, third) == nine + DAY


@given(st.integers(0, 3 * 365 * DAY), st.integers(0, 40_000), st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata"]))
def test_a_slot_is_never_early_and_always_inside_the_hours(after: int, interval: int, name: str) -> None:
    office = calendar("08:30-12:00,13:15-18:00", name)
    earliest = instant("2026-01-01T00:00:00") + after
    slot = office.slot(earliest, interval)
    assert slot is not None
    assert slot >= earliest
    assert office.window_at(slot) is not None
    assert slot == office.slot(slot, interval)


@given(st.integers(0, 400), st.integers(1, 60))
def test_the_time_open_between_two_moments_is_the_sum_of_its_parts(start: int, length: int) -> None:
    office = calendar("22:00-03:00,09:00-10:00", days=EVERY_DAY)
    low = instant("2026-03-20T00:00:00") + start * 3600
    high = low + length * 3600
    middle = (low + high) // 2
    assert office.open_between(low, high) == office.open_between(low, middle) + office.open_between(middle, high)


def test_a_schedule_that_never_opens_has_no_slot() -> None:
    always_off = Calendar(Schedule("s", days=frozenset()), zone("UTC"))
    assert always_off.slot(0, 60) is None
    assert always_off.next_window(0) is None
    assert always_off.opening(77) == 77


def test_days_have_numbers_names_and_weekdays() -> None:
    assert day_text(day_number("2026-11-22")) == "2026-11-22"
    assert weekday(day_number("2026-11-22")) == 6
    assert timedelta(days=day_number("1970-01-02")) == timedelta(days=1)
