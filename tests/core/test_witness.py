"""The independent counter sees what a planner must not do."""

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Pace, Sender
from seleqt_cli.core.limits import Meter
from seleqt_cli.core.witness import Witness
from seleqt_cli.core.zones import zone

DAY = 86_400
NINE = 1_796_112_000  # 2026-12-01T08:00:00Z, nine o'clock in Amsterdam
OPEN = (NINE, NINE + 8 * 3600)


def witness(**limits: int) -> Witness:
    place = zone("Europe/Amsterdam")
    sender = Sender("anna", "email", "a", "anna")
    meters = {"email": Meter(limits, place)}  # type: ignore[arg-type]
    return Witness({"a": Account("a", "email", (sender,), place, Pace(0, False), meters, None, 0)})


def take(seen: Witness, at: int, lead: str, window: tuple[int, int] | None = (0, 1 << 60)) -> None:
    seen.take("a", "email", at, lead, "c", "s", window)


def test_a_timeline_within_the_limits_is_fine() -> None:
    seen = witness(day=2, week=3, month=10)
    for number, at in enumerate((NINE, NINE + 60, NINE + 2 * DAY, NINE + 8 * DAY)):
        take(seen, at, f"lead{number}")
    assert seen.violations == []


def test_one_too_many_in_a_day_is_seen_in_the_rolling_and_the_calendar_day() -> None:
    seen = witness(day=2)
    for number in range(3):
        take(seen, NINE + number, f"lead{number}")
    assert seen.violations == [
        ("lead2", "a: more than 2 x email in the 24 hours to 2026-12-01T08:00:02Z"),
        ("lead2", "a: more than 2 x email on the day of 2026-12-01T08:00:02Z"),
    ]


def test_one_too_many_in_a_week_or_month_is_seen() -> None:
    seen = witness(week=1)
    take(seen, NINE, "one")
    take(seen, NINE + 6 * DAY, "two")
    assert seen.violations == [("two", "a: more than 1 x email in the 7 days to 2026-12-07T08:00:00Z")]
    seen = witness(month=1)
    take(seen, NINE, "one")
    take(seen, NINE + 30 * DAY, "two")
    assert seen.violations == [("two", "a: more than 1 x email in the month of 2026-12-31T08:00:00Z")]


def test_what_was_done_before_counts() -> None:
    seen = witness(day=1)
    seen.before("a", "email", [NINE - 3600])
    take(seen, NINE, "one")
    assert [lead for lead, _ in seen.violations] == ["one", "one"]


def test_a_step_done_twice_and_a_closed_hour_are_seen() -> None:
    seen = witness(day=9)
    take(seen, NINE, "one", OPEN)
    take(seen, NINE + 60, "one", OPEN)
    take(seen, NINE + 9 * 3600, "two", OPEN)
    take(seen, NINE + 9 * 3600, "three", None)
    assert seen.violations == [
        ("one", "c: step s would be done twice"),
        ("two", "c: s at 2026-12-01T17:00:00Z lies outside the hours of the schedule"),
        ("three", "c: s at 2026-12-01T17:00:00Z lies outside the hours of the schedule"),
    ]
