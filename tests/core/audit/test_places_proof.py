"""Promises 3, 6 and 7: never lost, always explained, forgotten."""

import pytest

from seleqt_cli.app.audit import prove
from seleqt_cli.core.audit.findings import LISTED
from seleqt_cli.core.audit.places import NO_MOMENT, Place, Remain
from tests.core.audit.histories import ANNA, DAY, HOUR, MINUTE, TUESDAY, History, broken, proof_of, texts


def test_an_attempt_without_an_outcome_is_lost_when_nothing_runs() -> None:
    history = History()
    action = history.send(TUESDAY, outcome=None)
    assert broken(history) == [(3, (action,))]
    assert texts(history) == ["email:anna@acme.example: no outcome was written down for the attempt of 2026-12-01 09:00:00Z"]


@pytest.mark.parametrize(("goes_on", "violations"), [(10 * MINUTE, 0), (10 * MINUTE + 1, 1)])
def test_while_something_runs_it_is_lost_when_its_account_went_on_without_it(goes_on: int, violations: int) -> None:
    history = History()
    history.send(TUESDAY, outcome=None)
    history.send(TUESDAY + goes_on)
    history.send(TUESDAY + DAY, account="email:bob@acme.example")
    assert len(prove(history).violations) == violations


@pytest.mark.parametrize(
    ("place", "violation"),
    [
        (Place(5, "waiting", "", "intro", ANNA, TUESDAY, 0), None),
        (Place(5, "due", "", "intro", "+hello", TUESDAY, 0), None),
        (Place(5, "waiting", "", "intro", "", TUESDAY, 1), None),
        (Place(5, "waiting", "waits in tasks: task", "call", "-", NO_MOMENT, 0), None),
        (Place(5, "held", "in doubt whether it was sent", "intro", "", TUESDAY, 1), None),
        (Place(5, "finished", "", "", "", TUESDAY, 0), None),
        (Place(5, "waiting", "", "", ANNA, TUESDAY, 0), (3, "journey 5 is waiting and stands at no step")),
        (Place(5, "due", "", "intro", "", TUESDAY, 0), (3, "journey 5 is due at step intro and nobody will take it up")),
        (Place(5, "waiting", " ", "intro", ANNA, NO_MOMENT, 0), (3, "journey 5 waits at step intro without a moment and without a reason")),
        (Place(5, "lost", "", "intro", ANNA, TUESDAY, 0), (3, "journey 5 is in a state that does not exist: lost")),
        (Place(5, "held", "", "intro", "", TUESDAY, 0), (6, "journey 5 is held without a reason")),
        (Place(5, "paused", "", "intro", "", TUESDAY, 0), (6, "journey 5 is paused without a reason")),
    ],
)
def test_every_live_journey_has_a_place_or_a_reason(place: Place, violation: tuple[int, str] | None) -> None:
    history = History()
    history.places_ = [place]
    assert [(found.promise, found.text) for found in proof_of(history).violations] == ([violation] if violation else [])


@pytest.mark.parametrize("event", ["skipped", "failed", "held", "sender_held", "deferred", "in_doubt"])
@pytest.mark.parametrize("reason", ["", "  ", None])
def test_what_was_not_done_says_why(event: str, reason: str | None) -> None:
    history = History()
    history.event(TUESDAY, event, account=ANNA, reason="because")
    assert broken(history) == []
    history.event(TUESDAY, event, account=ANNA, reason=reason)
    assert texts(history) == [f"email:anna@acme.example was {event.replace('_', ' ')} without a reason (history event 2)"]


def test_an_action_without_a_reason_is_named() -> None:
    history = History()
    history.event(TUESDAY, "failed", action=4, journey=1)
    assert broken(history) == [(6, (4,))]


def test_events_that_need_no_reason_are_left_alone() -> None:
    history = History()
    for event in ("tagged", "task", "applied", "paused", "resumed", "inbox_read", "something new"):
        history.event(TUESDAY, event)
    assert broken(history) == []


@pytest.mark.parametrize(
    "left",
    [Remain("action", 3, "recipient", 3), Remain("action", 3, "lead", 3), Remain("action", 3, "payload", 3), Remain("lead", 1, "email")],
)
def test_an_erased_person_leaves_nothing_in_the_tables(left: Remain) -> None:
    history = History()
    history.event(TUESDAY, "erased", lead=1)
    history.remains_ = {1: [left], 2: [left]}
    ids = () if left.action is None else (left.action,)
    assert broken(history) == [(7, ids)]
    assert texts(history) == [f"lead 1 was erased and {left.column} of {left.table} {left.number} still holds something"]


@pytest.mark.parametrize(
    ("data", "violations"),
    [
        ({"reason": "550 5.1.1 <jan@globex.example> unknown"}, 1),
        ({"reason": "https://www.linkedin.com/in/jan"}, 1),
        ({"company": "Globex"}, 1),
        ({"company": ""}, 0),
        ({"reason": "550 5.1.1 unknown", "message_id": "<abc@acme.example>"}, 0),
    ],
)
def test_an_erased_person_leaves_no_word_in_the_history(data: dict[str, object], violations: int) -> None:
    history = History()
    history.event(TUESDAY, "skipped", lead=1, written={"reason": "x", **data})
    history.event(TUESDAY, "erased", lead=1)
    assert [promise for promise, _ in broken(history)] == [7] * violations


def test_a_person_who_was_not_erased_may_be_in_the_history() -> None:
    history = History()
    history.event(TUESDAY, "skipped", lead=1, reason="jan@globex.example bounced")
    assert broken(history) == []


def test_since_counts_what_came_before_and_reports_only_what_came_after() -> None:
    history = History()
    for at in (TUESDAY - HOUR, TUESDAY - 1, TUESDAY):
        history.send(at, limits={"day": 1})
    proof = proof_of(history, since=TUESDAY)
    assert [(found.promise, found.ids) for found in proof.violations] == [(1, (3,)), (1, (3,))]


def test_a_flood_of_violations_is_counted_and_not_kept() -> None:
    history = History()
    for number in range(LISTED + 10):
        history.event(TUESDAY + number, "skipped")
    proof = proof_of(history)
    assert (len(proof.violations), proof.broken[6], proof.kept) == (LISTED, LISTED + 10, False)


def test_the_proof_says_how_much_was_checked() -> None:
    history = History()
    history.send(TUESDAY)
    history.event(TUESDAY, "skipped", reason="no email address")
    history.places_ = [Place(5, "waiting", "", "intro", ANNA, TUESDAY, 0)]
    proof = proof_of(history)
    assert (proof.rows, proof.checked) == (3, {1: 1, 2: 1, 3: 2, 4: 1, 5: 1, 6: 1, 7: 0})
