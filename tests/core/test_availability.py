"""Availability and credits, as arithmetic on spans and days."""

from datetime import date

import pytest

from seleqt_cli.core.availability import Availability, PlannedPause, claim_by, credit_percent, following, measure, union, without
from seleqt_cli.core.zones import day_number, day_text

HOUR = 3600
CHRISTMAS = frozenset(day_number(day) for day in ("2026-12-25", "2026-12-26", "2027-01-01"))


def hours(*spans: tuple[float, float]) -> list[tuple[int, int]]:
    """Spans written in hours."""
    return [(int(start * HOUR), int(end * HOUR)) for start, end in spans]


def test_spans_that_touch_or_overlap_are_one_and_empty_ones_are_none() -> None:
    assert union([(5, 5), (3, 4), (0, 1), (1, 2), (0, 1), (8, 6)]) == [(0, 2), (3, 4)]
    assert union([]) == []


@pytest.mark.parametrize(
    ("spans", "taken", "left"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(2, 3), (5, 6)], [(0, 2), (3, 5), (6, 10)]),
        ([(0, 4), (6, 10)], [(3, 7)], [(0, 3), (7, 10)]),
        ([(0, 4), (6, 10)], [(-5, 20)], []),
        ([(0, 4)], [(4, 6)], [(0, 4)]),
        ([], [(4, 6)], []),
    ],
)
def test_what_is_taken_from_spans_leaves_the_rest(
    spans: list[tuple[int, int]], taken: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert without(spans, taken) == left


def test_open_time_without_a_run_is_an_outage_and_closed_time_is_none() -> None:
    found = measure(hours((9, 17), (33, 41)), hours((9, 12), (14, 40)), [])
    assert found == Availability(16 * HOUR, 3 * HOUR, 0, tuple(hours((12, 14), (40, 41))))
    assert found.hundredths == 8125


def test_half_an_hour_without_a_run_is_unnoticed_and_a_second_more_is_not() -> None:
    assert measure([(0, 10_000)], [(0, 1000), (2800, 10_000)], []).down == 0
    assert measure([(0, 10_000)], [(0, 1000), (2801, 10_000)], []) == Availability(10_000, 1801, 0, ((1000, 2801),))


def test_what_is_excused_counts_neither_as_open_nor_as_down() -> None:
    found = measure(hours((9, 17)), hours((9, 10), (16, 17)), hours((10, 14), (20, 22)))
    assert found == Availability(4 * HOUR, 2 * HOUR, 4 * HOUR, tuple(hours((14, 16))))


def test_where_nothing_was_open_nothing_was_missing() -> None:
    assert measure([], [], []).hundredths == 10_000


def test_the_availability_is_cut_and_never_rounded_up() -> None:
    assert Availability(30_000, 299, 0).hundredths == 9_900
    assert Availability(30_000, 301, 0).hundredths == 9_899


@pytest.mark.parametrize(
    ("hundredths", "percent"),
    [(10_000, 0), (9_900, 0), (9_899, 0), (9_801, 0), (9_800, 5), (9_799, 5), (9_700, 10), (9_000, 45), (8_900, 50), (8_000, 50), (0, 50)],
)
def test_a_credit_is_five_percent_for_each_whole_percent_below_99_and_at_most_half(hundredths: int, percent: int) -> None:
    assert credit_percent(hundredths) == percent


@pytest.mark.parametrize(
    ("month", "last"),
    [("2026-10", "2026-11-13"), ("2026-11", "2026-12-14"), ("2026-12", "2027-01-15"), ("2026-02", "2026-03-13")],
)
def test_a_credit_is_claimed_within_ten_business_days_after_the_month(month: str, last: str) -> None:
    assert day_text(claim_by(date.fromisoformat(f"{month}-01"), lambda _year: CHRISTMAS)) == last


def test_a_month_is_followed_by_the_next_also_over_new_year() -> None:
    assert following(date(2026, 12, 1)) == date(2027, 1, 1)
    assert following(date(2026, 1, 31)) == date(2026, 2, 1)


def test_a_pause_is_maintenance_when_it_was_announced_48_hours_ahead() -> None:
    assert PlannedPause(48 * HOUR, 50 * HOUR, 0).announced
    assert not PlannedPause(48 * HOUR, 50 * HOUR, 1).announced
