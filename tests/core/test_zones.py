"""Stretches of one UTC offset: what lets a wait of days be an addition."""

from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.zones import DAY, Zone

START = 1_796_000_000
"""In December 2026."""
PLACES = ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo"]


@given(st.sampled_from(PLACES), st.lists(st.integers(0, 400 * DAY), min_size=1, max_size=20))
def test_a_steady_stretch_holds_the_moment_and_no_change_of_the_clocks(name: str, seconds: list[int]) -> None:
    place = Zone(name)
    for moment in (START + one for one in seconds):
        since, until, offset = place.steady(moment)
        assert since <= moment < until
        assert {place.offset(at) for at in (since, moment, until - 1, *range(since, until, 6 * 3600))} == {offset}


def test_it_reaches_a_month_ahead_where_the_clocks_stand_still_and_ends_at_a_change_where_they_do_not() -> None:
    tokyo, amsterdam = Zone("Asia/Tokyo"), Zone("Europe/Amsterdam")
    change = 1_806_195_600  # 2027-03-28 01:00 UTC
    for day in range(100):
        moment = START + day * DAY
        assert tokyo.steady(moment)[1] >= moment + 28 * DAY
        assert amsterdam.steady(moment)[1] >= min(change, moment + 28 * DAY)
    assert amsterdam.steady(change - 1)[1] == change
    assert amsterdam.steady(change)[0] == change
