"""What audit recomputes of first contacts a day, of ramp-ups, of mails to oneself and of a LinkedIn inbox before a mail."""

import pytest

from tests.core.audit.histories import ANNA, DAY, HOUR, MINUTE, PROFILE, TUESDAY, History, broken, instant, texts


def test_more_first_contacts_than_max_new_leads_are_named_over_all_campaigns() -> None:
    history = History()
    history.send(TUESDAY)
    history.send(TUESDAY + 1, account=PROFILE, kind="message")
    last = history.send(TUESDAY + 2, max_new_leads=2)
    assert broken(history) == [(1, (last,))]
    assert texts(history) == ["3 first contacts on 2026-12-01, max_new_leads was 2"]


def test_follow_ups_and_what_was_not_sent_are_no_new_leads() -> None:
    history = History()
    history.send(TUESDAY, first=False)
    history.send(TUESDAY + 1, account=PROFILE, kind="visit")
    history.send(TUESDAY + 2, outcome="deferred", unsent=True)
    history.send(TUESDAY + 3, max_new_leads=1)
    assert broken(history) == []


def test_the_day_of_new_leads_is_one_of_the_businesss_zone() -> None:
    history = History()
    for wall in ("2026-12-01 22:30", "2026-12-01 23:30", "2026-12-02 22:30"):
        history.send(instant(wall), max_new_leads=1, business_zone="Europe/Amsterdam")
    assert broken(history) == [(1, (3,))]


def test_an_action_that_goes_again_is_one_new_lead() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", max_new_leads=1)
    history.event(TUESDAY + HOUR, "resolved", action=action, journey=10_001, decision="not_sent", by="anna")
    history.send(TUESDAY + 2 * HOUR, action=action, max_new_leads=1)
    assert broken(history) == []


@pytest.mark.parametrize(("day", "limit", "violations"), [(0, 5, 0), (0, 6, 1), (1, 8, 0), (2, 11, 0), (2, 12, 1)])
def test_a_ramp_up_allows_its_start_and_so_many_more_each_active_day(day: int, limit: int, violations: int) -> None:
    history = History()
    for number in range(day):
        history.send(TUESDAY + number * DAY, limits={"day": 5 + 3 * number}, ramp_up=[5, 3])
    history.send(TUESDAY + 40 * DAY, limits={"day": limit}, ramp_up=[5, 3])
    assert len(broken(history)) == violations


def test_a_ramp_up_that_was_not_kept_is_told_with_the_days() -> None:
    history = History()
    for moment in (TUESDAY, TUESDAY + MINUTE, TUESDAY + 3 * DAY):
        last = history.send(moment, limits={"day": 20}, ramp_up=[20, 0])
    assert broken(history) == []
    last = history.send(TUESDAY + 4 * DAY, limits={"day": 20}, ramp_up=[5, 3])
    assert broken(history) == [(1, (last,))]
    assert texts(history) == [f"{ANNA}: the limit in force was 20 a day, the ramp-up allows 11 after 2 active days"]


def test_an_account_with_a_clock_that_went_back_has_no_more_active_days() -> None:
    history = History()
    for moment in (TUESDAY + 2 * DAY, TUESDAY, TUESDAY + 2 * DAY + HOUR):
        history.send(moment)
    last = history.send(TUESDAY + 3 * DAY, limits={"day": 12}, ramp_up=[5, 3])
    assert broken(history) == [(1, (last,))]


def trial(history: History, at: int, **more: object) -> None:
    """A mail to oneself."""
    history.event(
        at, "trial", account=ANNA,
        written={"step": "intro", "to": "anna@acme.example", "state": "sending", "action": "email", "limits": {"day": 2},
                 "account_zone": "UTC", **more},
    )  # fmt: skip
    history.event(at + 1, "trial", account=ANNA, step="intro", to="anna@acme.example", state="sent", reason="250 ok")


def test_a_mail_to_oneself_counts_against_the_limit() -> None:
    history = History()
    trial(history, TUESDAY)
    history.send(TUESDAY + HOUR, limits={"day": 2})
    assert broken(history) == []
    last = history.send(TUESDAY + 2 * HOUR, limits={"day": 2})
    assert broken(history) == [(1, (last,)), (1, (last,))]


def test_one_mail_to_oneself_too_many_is_named_without_an_action() -> None:
    history = History()
    history.send(TUESDAY, limits={"day": 2})
    trial(history, TUESDAY + HOUR)
    trial(history, TUESDAY + 2 * HOUR)
    assert texts(history) == [
        f"{ANNA}: 3 x email in the 24 hours to 2026-12-01 11:00:00Z, the limit was 2 a day",
        f"{ANNA}: 3 x email on 2026-12-01 (UTC), the limit was 2 a day",
    ]
    assert [ids for _, ids in broken(history)] == [(), ()]


def test_a_mail_to_oneself_under_a_limit_above_the_plans_is_named() -> None:
    history = History()
    trial(history, TUESDAY, limits={"day": 80})
    assert len(broken(history)) == 1


def test_what_follows_a_mail_to_oneself_keeps_the_gap() -> None:
    history = History()
    trial(history, TUESDAY)
    history.send(TUESDAY + 100, gap=180, limits={"day": 2})
    assert broken(history) == [(5, (1,))]


def test_a_day_on_which_only_a_mail_to_oneself_went_is_an_active_one() -> None:
    history = History()
    trial(history, TUESDAY)
    history.send(TUESDAY + DAY, limits={"day": 8}, ramp_up=[5, 3])
    assert broken(history) == []


def test_a_profile_that_was_opened_for_a_person_counts_as_a_visit() -> None:
    history = History()
    for number in range(2):
        history.event(
            TUESDAY + number * HOUR, "opened", account=PROFILE,
            written={"action": "visit", "limits": {"day": 80}, "account_zone": "UTC", "plan": "normal"},
        )  # fmt: skip
    last = history.send(TUESDAY + 3 * HOUR, account=PROFILE, kind="visit", limits={"day": 2})
    assert broken(history) == [(1, (last,)), (1, (last,))]


@pytest.mark.parametrize(("age", "violations"), [(DAY, 0), (DAY + 1, 1), (None, 1), (-5, 0), (-3600, 1)])
@pytest.mark.parametrize("behind", [True, False])
def test_a_mail_behind_a_linkedin_step_needs_a_linkedin_inbox_seen_within_a_day(behind: bool, age: int | None, violations: int) -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="connect", step="invite", journey=1 if behind else 2, lead=1)
    mail = TUESDAY + 3 * DAY
    history.send(mail, journey=1, linkedin_inbox=None if age is None else mail - age)
    assert len(broken(history)) == violations * behind


def test_a_linkedin_inbox_that_was_not_read_is_told_with_both_moments() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit", step="look", journey=1)
    history.send(TUESDAY + 3 * DAY, journey=1, linkedin_inbox=TUESDAY)
    history.send(TUESDAY + 3 * DAY + 1, journey=1, step="nudge", linkedin_inbox=None, first=False)
    assert texts(history) == [
        f"{ANNA}: a mail went at 2026-12-04 09:00:00Z, LinkedIn had last been read at 2026-12-01 09:00:00Z",
        f"{ANNA}: a mail went at 2026-12-04 09:00:01Z, LinkedIn had never been read and a step there stands before it",
    ]


def test_a_linkedin_step_that_failed_or_a_withdrawal_asks_for_nothing() -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind="visit", step="look", journey=1, outcome="failed")
    history.send(TUESDAY + HOUR, account=PROFILE, kind="withdraw", step="invite:withdraw", journey=1, message_id="")
    history.send(TUESDAY + 3 * DAY, journey=1, linkedin_inbox=None)
    assert broken(history) == []
