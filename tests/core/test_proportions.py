"""Intervals against published examples, and when a test of variants names a winner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.proportions import Verdict, difference, verdict, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson(hits, of)] == [low, high]


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    assert [round(bound, 4) for bound in difference(*one, *other)] == [low, high]


def test_nothing_to_go_by_says_nothing() -> None:
    assert (wilson(0, 0), difference(0, 0, 1, 2), difference(1, 2, 0, 0)) == ((0.0, 1.0), (-1.0, 1.0), (-1.0, 1.0))


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_lies_in_0_to_1_and_holds_the_share(share: tuple[int, int]) -> None:
    low, high = wilson(*share)
    assert 0 <= low <= share[0] / share[1] <= high <= 1
    assert low < high


def test_no_winner_is_named_before_every_variant_reached_the_declared_size() -> None:
    found = {"short": (90, 100), "long": (0, 99), "odd": (1, 40)}
    assert verdict(found, 100) == Verdict("running", 100, missing={"long": 1, "odd": 60})


def test_at_the_size_the_best_wins_if_it_is_better_than_each_other_one_beyond_chance() -> None:
    assert verdict({"short": (30, 100), "long": (5, 100)}, 100) == Verdict("decided", 100, "short")
    assert verdict({"short": (30, 100), "long": (5, 100), "odd": (25, 100)}, 100) == Verdict("undecided", 100)
    assert verdict({"short": (11, 100), "long": (10, 100)}, 100) == Verdict("undecided", 100)
    assert verdict({"short": (10, 100), "long": (10, 100)}, 100) == Verdict("undecided", 100)


def test_without_a_declared_size_or_a_second_variant_there_is_no_test() -> None:
    assert verdict({"short": (30, 100), "long": (5, 100)}, 0) is None
    assert verdict({"short": (30, 100)}, 50) is None
