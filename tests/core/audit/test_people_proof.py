"""Promises 2 and 4: never twice, never after no."""

from typing import Any

import pytest

from tests.core.audit.histories import ANNA, DAY, HOUR, MINUTE, PROFILE, TUESDAY, History, broken, proof_of, texts

ONE: dict[str, Any] = {"journey": 1, "lead": 1}
TWO: dict[str, Any] = {"journey": 2, "lead": 1}
LATER = TUESDAY + HOUR


def test_a_journey_of_three_mails_keeps_every_promise() -> None:
    history = History()
    for number, step in enumerate(("intro", "nudge", "last")):
        history.send(TUESDAY + number * DAY, step=step, first=number == 0, **ONE)
    assert broken(history) == []


def test_a_step_that_is_performed_twice_is_named_with_its_action() -> None:
    history = History()
    action = history.send(TUESDAY, **ONE)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == [(2, (action,))]
    assert texts(history) == ["email:anna@acme.example: step intro of journey 1 was performed again at 2026-12-01 10:00:00Z"]


def test_a_step_that_two_actions_perform_is_named_with_both() -> None:
    history = History()
    history.send(TUESDAY, **ONE)
    history.send(LATER, message_id="<1@acme.example>", **ONE)
    assert broken(history) == [(2, (1, 2))]


@pytest.mark.parametrize("outcome", ["deferred", "planned", "failed", "skipped"])
def test_the_same_action_again_after_it_was_provably_not_sent_is_no_second_time(outcome: str) -> None:
    history = History()
    action = history.send(TUESDAY, outcome=outcome, unsent=True, **ONE)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == []


@pytest.mark.parametrize("outcome", ["failed", "deferred"])
def test_an_outcome_that_does_not_say_unsent_releases_nothing(outcome: str) -> None:
    history = History()
    action = history.send(TUESDAY, outcome=outcome, **ONE)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == [(2, (action,))]


def test_a_second_attempt_that_is_still_open_releases_nothing() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="deferred", unsent=True, **ONE)
    history.send(LATER, action=action, outcome=None, **ONE)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == [(2, (action,))]


def test_a_new_attempt_under_another_message_id_is_a_second_mail() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="deferred", unsent=True, **ONE)
    history.send(LATER, action=action, message_id="<other@acme.example>", **ONE)
    assert texts(history) == ["email:anna@acme.example: step intro of journey 1 was tried again under another Message-ID"]


def test_what_a_person_declared_not_sent_may_go_again_and_is_listed() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", **ONE)
    history.event(TUESDAY + MINUTE, "resolved", action=action, decision="not_sent", by="Anna", **ONE)
    history.send(LATER, action=action, **ONE)
    proof = proof_of(history)
    assert (proof.kept, [text for _, text in proof.accepted]) == (
        True,
        [
            "action 1 was declared not sent by Anna",
            "email:anna@acme.example: step intro of journey 1 was sent again at 2026-12-01 10:00:00Z by a person's decision",
        ],
    )


def test_one_decision_allows_one_more_time_only() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", **ONE)
    history.event(TUESDAY + MINUTE, "resolved", action=action, decision="not_sent", by="Anna", **ONE)
    history.send(LATER, action=action, **ONE)
    history.send(LATER + 1, action=action, **ONE)
    assert broken(history) == [(2, (action,))]


def test_what_a_person_declared_sent_never_goes_again() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", **ONE)
    history.event(TUESDAY + MINUTE, "resolved", action=action, decision="sent", by="Anna", **ONE)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == [(2, (action,))]


def test_nothing_but_a_decision_or_evidence_leads_out_of_doubt() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", **ONE)
    history.settle(TUESDAY + MINUTE, action, "deferred", unsent=True)
    history.send(LATER, action=action, **ONE)
    assert broken(history) == [(2, (action,))]


def test_evidence_that_it_was_sent_lets_the_journey_go_on() -> None:
    history = History()
    action = history.send(TUESDAY, outcome="in_doubt", **ONE)
    history.settle(TUESDAY + MINUTE, action, "sent")
    history.send(LATER, step="nudge", first=False, **ONE)
    assert broken(history) == []


@pytest.mark.parametrize("outcome", ["in_doubt", None])
def test_no_later_step_goes_while_an_action_of_the_journey_is_in_doubt(outcome: str | None) -> None:
    history = History()
    first = history.send(TUESDAY, outcome=outcome, **ONE)
    second = history.send(LATER, step="nudge", **ONE)
    history.send(LATER, **TWO)  # another journey of the person goes on
    assert [found for found in broken(history) if found[0] == 2] == [(2, (first, second))]


def test_two_actions_with_one_message_id_are_found_over_all_people() -> None:
    history = History()
    history.send(TUESDAY, message_id="<x@acme.example>", **ONE)
    history.send(TUESDAY, message_id="<y@acme.example>", journey=5, lead=5)
    history.send(TUESDAY, message_id="<x@acme.example>", journey=9, lead=9)
    assert (broken(history), texts(history)) == ([(2, (1, 3))], ["2 steps share the Message-ID <x@acme.example>"])


def test_actions_without_a_message_id_share_none() -> None:
    history = History()
    for number in range(3):
        history.send(TUESDAY + 90 * number, account=PROFILE, kind="visit", message_id="", journey=number, lead=number)
    assert broken(history) == []


def test_a_mail_that_was_sent_without_an_intent_before_it_is_found() -> None:
    history = History()
    history.event(TUESDAY, "sent", action=7, account=ANNA, **ONE)
    history.event(TUESDAY, "sent", action=8, account=PROFILE, by="Anna", **ONE)  # done by hand
    assert broken(history) == [(2, (7,))]


@pytest.mark.parametrize(
    ("event", "data", "word"),
    [
        ("replied", {}, "a reply"),
        ("replied", {"scope": "company"}, "a reply"),
        ("marked", {"what": "meeting"}, "the mark meeting"),
        ("marked", {"what": "not-interested"}, "the mark not_interested"),
        ("wrong_person", {"scope": "person"}, "the mark wrong_person"),
        ("unsubscribed", {}, "unsubscribed"),
        ("objected", {}, "objected"),
        ("restricted", {}, "restricted"),
        ("erased", {}, "erased"),
        ("complaint", {}, "a complaint"),
        ("bounced", {}, "a hard bounce"),
        ("bounced", {"hard": True}, "a hard bounce"),
    ],
)
def test_after_a_no_nothing_goes_in_any_journey_that_existed_then(event: str, data: dict[str, Any], word: str) -> None:
    history = History()
    history.begun = {1: TUESDAY - DAY, 2: TUESDAY - DAY}
    history.send(TUESDAY, **ONE)
    history.event(TUESDAY + MINUTE, event, written=data, **ONE)
    history.send(LATER, step="nudge", first=False, **ONE)
    history.send(LATER, **TWO)
    assert texts(history) == [
        f"email:anna@acme.example: email at 2026-12-01 10:00:00Z in journey 1, step nudge, after {word}",
        f"email:anna@acme.example: email at 2026-12-01 10:00:00Z in journey 2, step intro, after {word}",
    ]


@pytest.mark.parametrize(("event", "violations"), [("replied", 0), ("unsubscribed", 1), ("restricted", 1), ("objected", 1), ("erased", 1)])
def test_a_reply_does_not_bind_a_later_campaign_and_an_opt_out_does(event: str, violations: int) -> None:
    history = History()
    history.begun = {1: TUESDAY - DAY, 2: TUESDAY + MINUTE + 1}
    history.send(TUESDAY, **ONE)
    history.event(TUESDAY + MINUTE, event, **ONE)
    history.send(LATER, **TWO)
    assert [promise for promise, _ in broken(history)] == [4] * violations


def test_a_journey_of_the_same_second_as_the_reply_came_after_it() -> None:
    history = History()
    history.begun = {2: TUESDAY}
    history.event(TUESDAY, "replied", **ONE)
    history.send(LATER, **TWO)
    assert broken(history) == []


def test_a_journey_that_had_acted_before_the_reply_existed_then_whatever_the_clock_said() -> None:
    history = History()
    history.begun = {2: LATER}
    history.send(TUESDAY, **TWO)
    history.event(TUESDAY, "replied", lead=1)
    history.send(LATER, step="nudge", first=False, **TWO)
    assert broken(history) == [(4, (2,))]


def test_a_reply_that_stops_the_journey_alone_leaves_the_others() -> None:
    history = History()
    history.begun = {1: 1, 2: 1}
    history.event(TUESDAY, "replied", scope="journey", **ONE)
    history.send(LATER, **TWO)
    assert broken(history) == []
    history.send(LATER, **ONE)
    assert broken(history) == [(4, (2,))]


def test_a_stopped_journey_stays_stopped_and_a_stopped_person_too() -> None:
    history = History()
    history.event(TUESDAY, "stopped", **ONE)
    history.event(TUESDAY, "stopped", lead=3)
    history.send(LATER, **ONE)
    history.send(LATER, **TWO)
    history.send(LATER, journey=3, lead=3)
    assert broken(history) == [(4, (1,)), (4, (3,))]


def test_other_people_are_not_bound_by_a_reply() -> None:
    history = History()
    history.event(TUESDAY, "replied", **ONE)
    history.send(LATER, journey=4, lead=4)
    assert broken(history) == []


def test_what_was_sent_before_the_reply_was_written_down_is_no_violation() -> None:
    history = History()
    history.send(LATER, **ONE)
    history.event(TUESDAY, "marked", what="replied", **ONE)  # `mark --at`: an hour before that send
    assert broken(history) == []


@pytest.mark.parametrize("event", ["complaint", "bounced"])
def test_a_dead_address_leaves_linkedin(event: str) -> None:
    history = History()
    history.event(TUESDAY, event, **ONE)
    history.send(LATER, account=PROFILE, kind="visit", **ONE)
    assert broken(history) == []
    history.send(LATER, step="nudge", **ONE)
    assert broken(history) == [(4, (2,))]


def test_an_address_that_the_server_refused_for_good_gets_nothing_more() -> None:
    history = History()
    action = history.send(TUESDAY, outcome=None, **ONE)
    history.settle(TUESDAY, action, "failed", unsent=True, hard_bounce=True)
    history.send(LATER, step="nudge", **ONE)
    assert broken(history) == [(4, (2,))]


def test_another_address_of_the_lead_may_be_written_to_after_a_hard_bounce_and_not_after_a_complaint() -> None:
    for event, found in (("bounced", []), ("complaint", [(4, (2,))])):
        history = History()
        history.send(TUESDAY, **ONE)
        history.event(TUESDAY, event, **ONE)
        history.event(TUESDAY, "address_changed", **ONE)
        history.send(LATER, step="nudge", first=False, **ONE)
        assert broken(history) == found


def test_a_hard_bounce_of_an_address_that_the_lead_had_before_is_not_about_the_one_they_have() -> None:
    history = History()
    history.event(TUESDAY, "bounced", hard=True, former=True, **ONE)
    history.send(LATER, **ONE)
    assert broken(history) == []


def test_a_soft_bounce_stops_nothing() -> None:
    history = History()
    history.event(TUESDAY, "bounced", hard=False, **ONE)
    history.send(LATER, **ONE)
    assert broken(history) == []


@pytest.mark.parametrize("event", ["replied", "unsubscribed", "bounced", "complaint", "stopped"])
def test_a_verdict_that_was_corrected_binds_nobody(event: str) -> None:
    history = History()
    history.begun = {1: 1}
    history.event(TUESDAY, event, **ONE)
    history.event(TUESDAY + MINUTE, "lifted", written={"event": event}, **ONE)
    history.send(LATER, **ONE)
    assert broken(history) == []


@pytest.mark.parametrize(("reason", "violations"), [("hard bounce", 0), ("asked by a person", 1)])
def test_an_address_that_was_taken_off_the_list_may_be_tried_again(reason: str, violations: int) -> None:
    history = History()
    history.event(TUESDAY, "bounced", **ONE)
    history.event(TUESDAY + MINUTE, "unsuppressed", kind="email", reason=reason, lead=1)
    history.send(LATER, **ONE)
    assert len(broken(history)) == violations


def test_a_person_who_is_resumed_may_be_written_to_and_what_was_stopped_alone_stays_stopped() -> None:
    history = History()
    history.event(TUESDAY, "stopped", **ONE)
    history.event(TUESDAY, "stopped", lead=1)
    history.event(TUESDAY + MINUTE, "lifted", lead=1, written={"event": "stopped"})
    history.send(LATER, **TWO)
    history.send(LATER, **ONE)
    assert broken(history) == [(4, (2,))]


@pytest.mark.parametrize(("age", "violations"), [(15 * MINUTE, 0), (15 * MINUTE + 1, 1), (0, 0), (None, 1), (-5, 0)])
def test_a_follow_up_needs_an_inbox_that_was_read_within_fifteen_minutes(age: int | None, violations: int) -> None:
    history = History()
    history.send(TUESDAY, first=False, inbox=None if age is None else TUESDAY - age)
    assert len(broken(history)) == violations


def test_a_stale_inbox_is_told_with_both_moments() -> None:
    history = History()
    history.send(TUESDAY, first=False, inbox=TUESDAY - HOUR)
    assert texts(history) == [
        "email:anna@acme.example: a follow-up went at 2026-12-01 09:00:00Z, the inbox had last been read at 2026-12-01 08:00:00Z"
    ]


def test_a_person_may_vouch_for_an_inbox_and_is_named() -> None:
    history = History()
    history.send(TUESDAY, first=False, inbox="vouched")
    proof = proof_of(history)
    assert (proof.kept, proof.vouched) == (True, (ANNA,))


def test_a_first_contact_needs_no_inbox() -> None:
    history = History()
    history.send(TUESDAY, first=True, inbox=None)
    assert broken(history) == []


def test_a_follow_up_that_calls_itself_a_first_contact_is_found() -> None:
    history = History()
    history.send(TUESDAY, **ONE)
    history.send(LATER, step="nudge", first=True, inbox=None, **ONE)
    assert broken(history) == [(4, (2,))]


@pytest.mark.parametrize(("kind", "age", "violations"), [("message", 3600, 0), ("message", 3601, 1), ("visit", 9999, 0)])
def test_a_linkedin_message_needs_an_inbox_seen_within_the_hour(kind: str, age: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, account=PROFILE, kind=kind, first=False, inbox=TUESDAY - age)
    assert len(broken(history)) == violations
