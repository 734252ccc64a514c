"""Instants in words."""

import pytest

from seleqt_cli.cli.moments import absolute, relative, rfc3339

NOON = 1_796_126_400  # 2026-12-01T12:00:00Z


def test_json_has_utc_and_whole_seconds() -> None:
    assert rfc3339(NOON) == "2026-12-01T12:00:00Z"


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Amsterdam", "Tue 2026-12-01 13:00"), ("America/New_York", "Tue 2026-12-01 07:00")])
def test_people_read_the_wall_time_of_the_business(zone: str, shown: str) -> None:
    assert absolute(NOON, zone) == shown


@pytest.mark.parametrize(
    ("distance", "shown"),
    [
        (0, "now"),
        (59, "now"),
        (-1, "just now"),
        (-59, "just now"),
        (60, "in 1 min"),
        (-60, "1 min ago"),
        (3570, "in 1 h"),
        (7199, "in 2 h"),
        (-7199, "1 h ago"),
        (84599, "in 23 h"),
        (86400 - 1, "in 1 d"),
        (3 * 86400 - 1, "in 3 d"),
        (-200000, "2 d ago"),
    ],
)
def test_distance_is_told_in_its_largest_unit(distance: int, shown: str) -> None:
    assert relative(NOON + distance, NOON) == shown


def test_what_is_left_until_a_deadline_counts_full_units_only() -> None:
    assert [relative(NOON + left, NOON, full=True) for left in (3 * 86400 - 1, 86400 - 1, 7199, 59)] == [
        "in 2 d",
        "in 23 h",
        "in 1 h",
        "now",
    ]
