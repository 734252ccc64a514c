"""Limits: rolling periods, calendar days and months, ramp-up."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.campaign import RampUp, Sender
from seleqt_cli.core.facts import LINKEDIN_LIMITS
from seleqt_cli.core.ledger import Record
from seleqt_cli.core.limits import NEVER, Meter, limits_in_force
from seleqt_cli.core.zones import DAY, zone

AMSTERDAM = zone("Europe/Amsterdam")
START = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())


def nth(times: list[int]) -> Callable[[int], int | None]:
    return lambda number: times[-number] if number <= len(times) else None


def days_of(times: list[int]) -> Callable[[int], int]:
    return lambda day: len({AMSTERDAM.day(at) for at in times if AMSTERDAM.day(at) < day})


def test_the_fiftieth_mail_is_allowed_and_the_fifty_first_waits_for_tomorrow_and_24_hours() -> None:
    meter = Meter({"day": 50}, AMSTERDAM)
    times = [START + 60 * number for number in range(49)]
    assert meter.free_at(START + 3600, nth(times)).at == START + 3600
    times.append(START + 3600)
    free = meter.free_at(START + 3601, nth(times))
    assert (free.at, free.rule) == (START + DAY, "50 a day")


def test_an_action_exactly_24_hours_ago_no_longer_counts() -> None:
    meter = Meter({"day": 1}, AMSTERDAM)
    assert meter.free_at(START + DAY - 1, nth([START])).at == START + DAY
    assert meter.free_at(START + DAY, nth([START])).at == START + DAY


def test_the_calendar_day_binds_on_a_day_of_25_hours() -> None:
    # 2026-10-25 has 25 hours: 24 hours after half past midnight it is still the same day
    half_past = int(datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())
    free = Meter({"day": 1}, AMSTERDAM).free_at(half_past + DAY, nth([half_past]))
    assert free.at == half_past + DAY + 1800


def test_a_month_ends_at_midnight_of_the_accounts_zone() -> None:
    meter = Meter({"month": 2}, AMSTERDAM)
    free = meter.free_at(START, nth([START - DAY, START - 60]))
    assert datetime.fromtimestamp(free.at, ZoneInfo("Europe/Amsterdam")).isoformat() == "2026-12-01T00:00:00+01:00"
    assert free.rule == "2 a month"


def test_seven_days_roll() -> None:
    meter = Meter({"day": 50, "week": 3}, AMSTERDAM)
    times = [START - 6 * DAY, START - 2 * DAY, START - DAY]
    free = meter.free_at(START, nth(times))
    assert (free.at, free.rule) == (START + DAY, "3 in 7 days")


def test_a_limit_of_nothing_is_never_free() -> None:
    assert Meter({"day": 0}, AMSTERDAM).free_at(START, nth([])).at == NEVER
    assert Meter({"week": 0}, AMSTERDAM).free_at(START, nth([])).at == NEVER


def test_a_ramp_adds_for_each_day_that_was_active() -> None:
    meter = Meter({"day": 50}, AMSTERDAM, RampUp(start=2, add=3))
    times = [START, START + 60]
    free = meter.free_at(START + 120, nth(times), days_of(times))
    midnight = AMSTERDAM.instant(AMSTERDAM.day(START) + 1, 0)
    assert free.at == midnight  # five tomorrow, and only two in the rolling 24 hours
    assert meter.day_limit(0) == 2
    assert meter.day_limit(1) == 5
    assert meter.day_limit(1000) == 50


def test_room_is_the_least_over_the_periods() -> None:
    meter = Meter({"day": 10, "week": 12}, AMSTERDAM)
    record = Record()
    record.times = array("q", [START - 3 * DAY, START - 3 * DAY, START - 3 * DAY, START - 60])
    assert meter.room(START, record) == (8, START - 60 + DAY)


def test_room_lasts_until_the_oldest_action_that_counts_is_too_old() -> None:
    meter = Meter({"day": 10, "week": 4}, AMSTERDAM)
    record = Record()
    record.times = array("q", [START - 7 * DAY + 100, START - 3 * DAY, START - 3600])
    assert meter.room(START, record) == (1, START + 100)
    assert meter.room(START + 100, record) == (2, START - 3600 + DAY)


def test_two_names_of_one_account_share_the_lower_limit_and_a_file_only_lowers() -> None:
    anna = Sender("anna", "linkedin", "linkedin:anna", "Anna", plan="sales-navigator", limits={"connect": {"day": 30}})
    other = Sender("other", "linkedin", "linkedin:anna", "Anna", plan="sales-navigator", limits={"connect": {"day": 20, "month": 90}})
    assert limits_in_force((anna, other), "connect") == {"day": 20, "week": 200, "month": 90}
    assert limits_in_force((anna,), "message") == {"day": LINKEDIN_LIMITS["sales-navigator"]["message"]["day"].value}


@given(st.lists(st.integers(0, 40 * DAY), max_size=60), st.integers(1, 6), st.integers(1, 12), st.integers(1, 25), st.integers(0, 45 * DAY))
def test_whatever_came_before_one_more_at_the_free_moment_keeps_every_period(
    offsets: list[int], day: int, week: int, month: int, after: int
) -> None:
    meter = Meter({"day": day, "week": week, "month": month}, AMSTERDAM)
    times: list[int] = []
    for offset in sorted(offsets):
        if meter.free_at(START + offset, nth(times)).at == START + offset:
            times.append(START + offset)
    at = meter.free_at(max(START + after, times[-1] if times else 0), nth(times)).at
    times.append(at)
    local = [datetime.fromtimestamp(moment, ZoneInfo("Europe/Amsterdam")) for moment in times]
    assert sum(moment.date() == local[-1].date() for moment in local) <= day
    assert sum(at - DAY < moment <= at for moment in times) <= day
    assert sum(at - 7 * DAY < moment <= at for moment in times) <= week
    assert sum((moment.year, moment.month) == (local[-1].year, local[-1].month) for moment in local) <= month
