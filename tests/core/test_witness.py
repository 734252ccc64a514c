"""The independent counter sees what a planner must not do."""

import pytest

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Pace, RampUp, Sender
from seleqt_cli.core.limits import Meter
from seleqt_cli.core.witness import Witness
from seleqt_cli.core.zones import zone

DAY = 86_400
NINE = 1_796_112_000  # 2026-12-01T08:00:00Z, nine o'clock in Amsterdam
OPEN = (NINE, NINE + 8 * 3600)


def witness(*, gap: int = 0, ramp_up: RampUp | None = None, **limits: int) -> Witness:
    place = zone("Europe/Amsterdam")
    sender = Sender("anna", "email", "a", "anna", ramp_up=ramp_up)
    meters = {"email": Meter(limits, place)}  # type: ignore[arg-type]
    linkedin = Sender("anna-l", "linkedin", "l", "anna")
    kinds = {kind: Meter({"day": 20}, place) for kind in ("visit", "withdraw", "message")}
    return Witness({
        "a": Account("a", "email", (sender,), place, Pace(gap, False), meters, None, 0),
        "l": Account("l", "linkedin", (linkedin,), place, Pace(gap, False), kinds, None, 1),
    })  # fmt: skip


def take(seen: Witness, at: int, lead: str, window: tuple[int, int] | None = (0, 1 << 60), **more: str) -> None:
    named = {"account": "a", "kind": "email", "campaign": "c", "step": "s", **more}
    seen.take(named["account"], named["kind"], at, lead, named["campaign"], named["step"], window, named.get("company", ""))


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


def test_two_actions_closer_than_the_gap_are_seen_whatever_their_kind() -> None:
    seen = witness(day=9, gap=180)
    seen.before("a", "email", [NINE - 100])
    take(seen, NINE, "one")
    take(seen, NINE + 180, "two")
    take(seen, NINE + 359, "three")
    assert seen.violations == [
        ("one", "a: 100 seconds between two actions at 2026-12-01T08:00:00Z, the gap is 180"),
        ("three", "a: 179 seconds between two actions at 2026-12-01T08:05:59Z, the gap is 180"),
    ]


def test_linkedin_keeps_90_seconds_whatever_the_file_says() -> None:
    seen = witness(gap=0)
    take(seen, NINE, "one", account="l", kind="visit")
    take(seen, NINE + 89, "two", account="l", kind="message")
    assert [lead for lead, _ in seen.violations] == ["two"]


def test_a_ramp_up_binds_by_the_days_on_which_something_was_done() -> None:
    seen = witness(day=50, ramp_up=RampUp(1, 1))
    seen.active("a", [])
    for day, mails in ((0, 1), (1, 2), (9, 4)):
        for number in range(mails):
            take(seen, NINE + day * DAY + number * 3600, f"day{day} {number}")
    assert seen.violations == [
        ("day9 3", "a: more than 3 x email in the 24 hours to 2026-12-10T11:00:00Z"),
        ("day9 3", "a: more than 3 x email on the day of 2026-12-10T11:00:00Z"),
    ]


def test_days_before_the_timeline_count_for_a_ramp_up() -> None:
    today = NINE // DAY
    seen = witness(day=50, ramp_up=RampUp(1, 1))
    seen.active("a", [today - 3, today - 1, today])
    for number in range(4):
        take(seen, NINE + number, f"lead{number}")
    assert {lead for lead, _ in seen.violations} == {"lead3"}


@pytest.mark.parametrize(
    ("scope", "heard"),
    [
        ("person", ["one c", "one d"]),
        ("journey", ["one c"]),
        ("company", ["one c", "one d", "colleague c"]),
        ("address", ["one c", "one d"]),
    ],
)
def test_what_goes_after_an_answer_is_seen_in_its_scope(scope: str, heard: list[str]) -> None:
    seen = witness(day=9)
    take(seen, NINE, "one", company="Globex", step="first")
    seen.no("a reply", "one", "c", scope=scope, company="Globex")
    for number, (lead, campaign) in enumerate((("one", "c"), ("one", "d"), ("colleague", "c"), ("stranger", "c"))):
        take(seen, NINE + 1 + number, lead, campaign=campaign, company="Globex" if lead != "stranger" else "")
    assert [text for _, text in seen.violations] == [f"{one[-1]}: s would go after a reply" for one in heard]
    assert [lead for lead, _ in seen.violations] == [one[:-2] for one in heard]


def test_a_dead_address_leaves_linkedin_and_a_stop_leaves_the_withdrawal_of_an_invitation() -> None:
    seen = witness(day=9)
    seen.no("a bounce", "one", "c", scope="address")
    take(seen, NINE, "one", account="l", kind="visit")
    seen.no("a stop", "two", "c", scope="person")
    seen.no("a reply", "three", "c", scope="person")
    for number, lead in enumerate(("two", "three")):
        take(seen, NINE + 100 + number * 100, lead, account="l", kind="withdraw")
    assert seen.violations == [("three", "c: s would go after a reply")]
