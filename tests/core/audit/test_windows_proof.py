"""Promise 5: never outside the window, never early, never in a burst."""

import pytest

from tests.core.audit.histories import DAY, HOUR, LIMITS, PROFILE, TUESDAY, History, broken, instant, texts

NINE, FIVE = instant("2026-12-01 09:00", "Europe/Amsterdam"), instant("2026-12-01 17:00", "Europe/Amsterdam")


@pytest.mark.parametrize(("at", "violations"), [(NINE, 0), (NINE - 1, 1), (FIVE - 1, 0), (FIVE, 1)])
def test_the_window_is_half_open(at: int, violations: int) -> None:
    history = History()
    history.send(at, window=[NINE, FIVE], window_zone="Europe/Amsterdam")
    assert len(broken(history)) == violations


def test_a_send_outside_of_the_window_is_told_in_the_windows_zone() -> None:
    history = History()
    history.send(FIVE, window=[NINE, FIVE], window_zone="Europe/Amsterdam")
    assert texts(history) == [
        "email:anna@acme.example: sent on Tue 2026-12-01 17:00:00 (Europe/Amsterdam), outside of Tue 09:00 to Tue 17:00"
    ]


@pytest.mark.parametrize(
    ("window", "why"),
    [
        ([TUESDAY - DAY, TUESDAY + DAY], "172800 seconds"),
        ([TUESDAY - 30, TUESDAY + 90], "no whole minutes in UTC"),
    ],
)
def test_a_window_that_no_schedule_can_have_is_none(window: list[int], why: str) -> None:
    history = History()
    history.send(TUESDAY, window=window)
    assert texts(history) == [f"email:anna@acme.example: the window of the attempt at 2026-12-01 09:00:00Z is none: {why}"]


def test_a_window_past_midnight_on_the_long_night_is_one() -> None:
    zone = "Europe/Amsterdam"
    start, end = instant("2026-10-24 22:00", zone), instant("2026-10-25 06:00", zone)
    history = History()
    for fold in (0, 1):
        history.send(instant("2026-10-25 02:30", zone, fold=fold), window=[start, end], window_zone=zone)
    assert (end - start, broken(history)) == (9 * HOUR, [])


def test_nothing_goes_before_its_planned_moment() -> None:
    history = History()
    history.send(TUESDAY, planned=TUESDAY)
    history.send(TUESDAY, planned=TUESDAY + 1)
    assert broken(history) == [(5, (2,))]


@pytest.mark.parametrize(("apart", "violations"), [(180, 0), (179, 1), (0, 1)])
def test_two_mails_of_one_account_keep_its_gap(apart: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, gap=180)
    history.send(TUESDAY + apart, gap=180)
    assert len(broken(history)) == violations


@pytest.mark.parametrize(("apart", "late", "violations"), [(30, 181, 0), (29, 181, 1), (30, 180, 1), (179, 9 * HOUR, 0)])
def test_only_what_is_late_by_more_than_a_gap_may_go_thirty_seconds_apart(apart: int, late: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, gap=180)
    history.send(TUESDAY + apart, gap=180, slot=TUESDAY + apart - late)
    assert len(broken(history)) == violations


def test_a_night_of_late_mails_in_one_burst_is_found() -> None:
    history = History()
    for number in range(5):
        history.send(TUESDAY + number, gap=180, slot=TUESDAY - 9 * HOUR, planned=TUESDAY - 9 * HOUR)
    assert broken(history) == [(5, (number,)) for number in (2, 3, 4, 5)]


def test_a_gap_of_none_allows_everything_at_once() -> None:
    history = History()
    for _ in range(5):
        history.send(TUESDAY, gap=0)
    assert broken(history) == []


@pytest.mark.parametrize(("apart", "violations"), [(90, 0), (89, 1)])
def test_linkedin_actions_are_ninety_seconds_apart_however_late(apart: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit")
    history.send(TUESDAY + apart, account=PROFILE, kind="like", slot=TUESDAY - HOUR)
    assert len(broken(history)) == violations


def test_a_linkedin_gap_below_ninety_seconds_is_told_by_itself() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit", gap=60)
    assert texts(history) == ["linkedin:anna-de-vries: the gap was 60 seconds, LinkedIn's is 90 and not less"]


def test_a_linkedin_gap_below_ninety_seconds_does_not_count() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit")
    history.send(TUESDAY + 70, account=PROFILE, kind="visit", gap=60)
    assert broken(history) == [(5, (2,)), (5, (2,))]


def test_what_was_not_sent_keeps_nobody_waiting() -> None:
    history = History()
    history.send(TUESDAY, gap=180, outcome="deferred", unsent=True)
    history.send(TUESDAY + 1, gap=180)
    assert broken(history) == []


def test_a_clock_that_was_set_back_does_not_hide_a_burst() -> None:
    history = History()
    history.send(TUESDAY, gap=180)
    history.send(TUESDAY - 10, gap=180)
    history.send(TUESDAY - HOUR, gap=180)
    assert broken(history) == [(5, (2,))]


def test_every_kind_of_the_table_is_known_to_the_builder() -> None:
    history = History()
    for number, kind in enumerate(kind for kind in LIMITS if kind not in ("email", "inmail")):
        history.send(TUESDAY + number * 90, account=PROFILE, kind=kind)
    assert broken(history) == []
