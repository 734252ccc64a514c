"""Promise 1: never over a limit, recomputed from the rows."""

import pytest

from tests.core.audit.histories import ANNA, DAY, HOUR, MINUTE, PROFILE, TUESDAY, History, broken, instant, texts


def test_an_empty_history_keeps_every_promise() -> None:
    assert broken(History()) == []


def test_fifty_mails_in_a_day_are_allowed_and_the_fifty_first_is_named() -> None:
    history = History()
    for number in range(51):
        last = history.send(TUESDAY + number)
    assert broken(history) == [(1, (last,)), (1, (last,))]
    assert texts(history) == [
        "email:anna@acme.example: 51 x email in the 24 hours to 2026-12-01 09:00:50Z, the limit was 50 a day",
        "email:anna@acme.example: 51 x email on 2026-12-01 (UTC), the limit was 50 a day",
    ]


@pytest.mark.parametrize(("after", "violations"), [(DAY, 0), (DAY - 1, 1), (DAY + 1, 0)])
def test_the_rolling_day_is_open_at_its_old_end(after: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 1})
    history.send(TUESDAY + after, limits={"day": 1})
    assert len(broken(history)) == violations


@pytest.mark.parametrize(("after", "violations"), [(7 * DAY, 0), (7 * DAY - 1, 1)])
def test_the_rolling_week_is_open_at_its_old_end(after: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 50, "week": 1})
    history.send(TUESDAY + after, limits={"day": 50, "week": 1})
    assert len(broken(history)) == violations


def test_a_day_of_25_hours_is_one_calendar_day() -> None:
    history = History()
    zone = "Europe/Amsterdam"
    for wall in ("2026-10-25 00:00", "2026-10-25 23:50"):
        history.send(instant(wall, zone), limits={"day": 1}, account_zone=zone)
    assert texts(history) == ["email:anna@acme.example: 2 x email on 2026-10-25 (Europe/Amsterdam), the limit was 1 a day"]


def test_a_day_of_23_hours_does_not_shorten_the_24_hours() -> None:
    history = History()
    zone = "Europe/Amsterdam"
    for wall in ("2026-03-29 00:10", "2026-03-30 00:10"):
        history.send(instant(wall, zone), limits={"day": 1}, account_zone=zone)
    assert texts(history) == ["email:anna@acme.example: 2 x email in the 24 hours to 2026-03-29 22:10:00Z, the limit was 1 a day"]


def test_a_day_that_begins_without_a_midnight_begins_at_the_end_of_the_gap() -> None:
    zone = "Africa/Cairo"  # clocks go from 00:00 to 01:00 on Friday 2026-04-24
    history = History()
    history.send(instant("2026-04-23 00:00", zone), limits={"day": 2}, account_zone=zone)
    history.send(instant("2026-04-23 23:59", zone), limits={"day": 2}, account_zone=zone)
    history.send(instant("2026-04-24 01:00", zone), limits={"day": 2}, account_zone=zone)
    assert broken(history) == []
    history.send(instant("2026-04-24 23:58", zone), limits={"day": 2}, account_zone=zone)
    assert broken(history) == [(1, (4,))]


@pytest.mark.parametrize(("zone", "violations"), [("UTC", 0), ("Asia/Tokyo", 1), ("America/Los_Angeles", 1)])
def test_the_month_is_the_one_of_the_accounts_zone(zone: str, violations: int) -> None:
    history = History()
    for wall in ("2026-11-30 16:00", "2026-12-01 00:00"):
        history.send(instant(wall), limits={"day": 50, "month": 1}, account_zone=zone)
    assert len(broken(history)) == violations


def test_the_month_ends_with_its_last_second() -> None:
    history = History()
    for wall in ("2026-01-31 23:59:59", "2026-02-01 00:00:00", "2026-02-28 23:59:59"):
        history.send(instant(wall), limits={"day": 50, "month": 1})
    assert texts(history) == ["email:anna@acme.example: 2 x email in 2026-02 (UTC), the limit was 1 a month"]


def test_the_calendar_day_is_the_one_of_the_accounts_zone() -> None:
    history = History()
    for wall in ("2026-11-30 14:30", "2026-12-01 14:45"):  # 24 hours and more apart, on two days of UTC and of Tokyo
        history.send(instant(wall), limits={"day": 1}, account_zone="Asia/Tokyo")
    assert broken(history) == []


def test_what_was_provably_not_sent_does_not_count() -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 1}, outcome="deferred", unsent=True)
    history.send(TUESDAY + MINUTE, limits={"day": 1})
    assert broken(history) == []


@pytest.mark.parametrize("outcome", ["skipped", "deferred"])
def test_what_the_site_refused_after_the_click_counts_all_the_same(outcome: str) -> None:
    history = History()
    first = history.send(TUESDAY, limits={"day": 1}, outcome=None)
    history.settle(TUESDAY + 1, first, outcome, unsent=True, counted=True)
    second = history.send(TUESDAY + MINUTE, limits={"day": 1})
    assert broken(history) == [(1, (second,)), (1, (second,))]


@pytest.mark.parametrize("outcome", ["in_doubt", "sent", "failed", None])
def test_every_other_outcome_counts(outcome: str | None) -> None:
    history = History()
    first = history.send(TUESDAY, limits={"day": 1}, outcome=outcome)
    second = history.send(TUESDAY + MINUTE, limits={"day": 1})
    assert [found for found in broken(history) if found != (3, (first,))] == [(1, (second,)), (1, (second,))]


def test_an_action_declared_not_sent_counts_a_second_time() -> None:
    history = History()
    action = history.send(TUESDAY, limits={"day": 1}, outcome="in_doubt")
    history.event(TUESDAY + HOUR, "resolved", action=action, journey=10_001, decision="not_sent", by="anna")
    history.send(TUESDAY + 2 * HOUR, limits={"day": 1}, action=action)
    assert broken(history) == [(1, (action,)), (1, (action,))]


def test_each_row_is_held_against_the_limit_of_its_own_moment() -> None:
    history = History()
    for number in range(5):
        history.send(TUESDAY + number, limits={"day": 5})
    history.send(TUESDAY + 2 * DAY, limits={"day": 1})  # lowered later: what was is no violation
    assert broken(history) == []
    history.send(TUESDAY + 2 * DAY + 1, limits={"day": 1})
    history.send(TUESDAY + 2 * DAY + 2, limits={"day": 5})  # raised again
    assert broken(history) == [(1, (7,)), (1, (7,))]


def test_two_sender_names_of_one_account_share_the_limit_and_two_accounts_do_not() -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 1}, sender="anna")
    history.send(TUESDAY, limits={"day": 1}, account="email:bob@acme.example")
    assert broken(history) == []
    history.send(TUESDAY + 1, limits={"day": 1}, sender="anna-too")
    assert broken(history) == [(1, (3,)), (1, (3,))]


def test_kinds_have_limits_of_their_own() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit", limits={"day": 1})
    history.send(TUESDAY + 90, account=PROFILE, kind="like", limits={"day": 1})
    assert broken(history) == []


@pytest.mark.parametrize(
    ("kind", "plan", "limits", "said"),
    [
        ("email", "", {"day": 51}, "email: the limit in force was 51 a day, above the plan's 50 (terms 3.5)"),
        ("email", "", {}, "email: no limit a day was in force, the plan has 50 (terms 3.5)"),
        ("email", "", {"day": True}, "email: the limit in force was True a day, above the plan's 50 (terms 3.5)"),
        ("connect", "normal", {"day": 26, "week": 100}, "connect: the limit in force was 26 a day, above the plan's 25 (terms 3.5)"),
        ("connect", "recruiter", {"day": 9, "week": 201}, "connect: the limit in force was 201 a week, above the plan's 200"
         " (LinkedIn's practice)"),
        ("connect", "", {"day": 61, "week": 100}, "connect: the limit in force was 61 a day, above the plan's 60 (terms 3.5)"),
        ("message", "normal", {}, "message: no limit a day was in force, the plan has 50 (terms 3.5)"),
        ("email", "", {"day": 50, "year": 9}, "email: the limit in force is none: 9 a year"),
    ],
)  # fmt: skip
def test_limits_above_the_plan_table_are_themselves_violations(kind: str, plan: str, limits: dict[str, int], said: str) -> None:
    history = History()
    account = ANNA if kind == "email" else PROFILE
    history.send(TUESDAY, account=account, kind=kind, plan=plan, limits=limits)
    assert texts(history) == [f"{account}: {said}"]


def test_an_inmail_of_a_normal_plan_is_one_too_many() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="inmail", plan="normal", limits={"day": 0})
    assert broken(history) == [(1, (1,)), (1, (1,))]


def test_invitations_with_a_note_have_a_limit_a_month_besides() -> None:
    history = History()
    given = {"account": PROFILE, "kind": "connect", "plan": "normal", "limits": {"day": 25, "week": 100}}
    for number in range(6):
        history.send(TUESDAY + number * 90, message=number != 3, note_limits={"month": 4}, **given)  # type: ignore[arg-type]
    assert texts(history) == ["linkedin:anna-de-vries: 5 x note in 2026-12 (UTC), the limit was 4 a month"]


def test_a_note_of_a_normal_plan_needs_its_limit_in_the_row() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="connect", plan="normal", limits={"day": 25, "week": 100}, message=True)
    assert texts(history) == ["linkedin:anna-de-vries: note: no limit a month was in force, the plan has 5 (LinkedIn's practice)"]


def test_an_invitation_that_was_not_sent_takes_no_note() -> None:
    history = History()
    for number in range(2):
        history.send(
            TUESDAY + number * 90, account=PROFILE, kind="connect", plan="normal", message=True, note_limits={"month": 1},
            outcome="planned" if not number else "sent", unsent=not number,
        )  # fmt: skip
    assert broken(history) == []


def test_first_contacts_with_a_company_are_counted_over_all_accounts() -> None:
    history = History()
    for number in range(3):
        history.send(TUESDAY + number, account=f"email:{number}@acme.example", company="Globex")
    history.send(TUESDAY, company="Initech")
    history.send(TUESDAY + DAY, company="Globex")
    assert texts(history) == ["3 first contacts with Globex on 2026-12-01, company_cap was 2"]


def test_a_first_contact_that_was_not_sent_leaves_room_and_no_cap_is_none() -> None:
    history = History()
    history.send(TUESDAY, company="Globex", company_cap=1, outcome="failed", unsent=True)
    history.send(TUESDAY + 1, company="Globex", company_cap=1)
    history.send(TUESDAY + 2, company="Globex", company_cap=None)
    assert broken(history) == []


def test_the_companys_day_is_the_one_of_the_businesss_zone() -> None:
    history = History()
    for wall in ("2026-11-30 22:59", "2026-11-30 23:00"):  # midnight in Amsterdam lies between
        history.send(instant(wall), company="Globex", company_cap=1, business_zone="Europe/Amsterdam")
    assert broken(history) == []


def test_a_clock_that_was_set_back_gives_no_room() -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 1})
    history.send(TUESDAY - HOUR, limits={"day": 1})
    assert broken(history) == [(1, (2,)), (1, (2,))]


def test_a_stretch_that_ends_a_whole_day_later_does_not_hold_an_attempt() -> None:
    history = History()
    for _ in range(2):
        history.send(TUESDAY, limits={"day": 2})
    history.send(TUESDAY - DAY, limits={"day": 1})
    assert broken(history) == []


def test_after_a_clock_was_set_back_far_both_days_are_their_own() -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 1})
    history.send(TUESDAY - 3 * DAY, limits={"day": 1})
    history.send(TUESDAY + DAY, limits={"day": 1})
    assert broken(history) == []


def test_a_limit_raised_after_the_clock_was_set_back_does_not_make_old_rows_wrong() -> None:
    history = History()
    for number in range(20):
        history.send(TUESDAY + number, limits={"day": 20})
    history.send(TUESDAY - HOUR, limits={"day": 50})
    assert broken(history) == []


@pytest.mark.parametrize(
    ("left_out", "promise"),
    [("limits", 1), ("account_zone", 1), ("action", 1), ("window", 5), ("window_zone", 5), ("gap", 5), ("planned", 5)],
)
def test_a_row_that_lacks_what_a_proof_needs_is_a_violation(left_out: str, promise: int) -> None:
    history = History()
    history.send(TUESDAY, outcome=None, without=left_out)
    assert (promise, (1,)) in broken(history)
    assert f"history event 1 (sending) cannot be held against the promises: it lacks {left_out}" in texts(history)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"a":1} x', '{"action": {"a": 1}}'])
def test_a_row_that_cannot_be_read_is_a_violation_and_the_rest_is_still_checked(text: str) -> None:
    history = History()
    history.rows.append((1, TUESDAY, "sending", 1, 1, 1, ANNA, text))
    for _ in range(2):
        history.send(TUESDAY, limits={"day": 1})
    assert [promise for promise, _ in broken(history)] == [1, 1, 1]


def test_a_zone_that_does_not_exist_is_told() -> None:
    history = History()
    history.send(TUESDAY, account_zone="Europe/Nowhere", outcome=None)
    assert [promise for promise, _ in broken(history)] == [1]
