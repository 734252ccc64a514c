"""Programs, journeys and outcomes: where an event takes a lead."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from seleqt_cli.core.actions import ActionState, Outcome, Verdict
from seleqt_cli.core.campaign import Campaign, Condition, Content, Duration, LeadSource, Schedule, Step, Variant
from seleqt_cli.core.journey import (
    BEGINNING,
    ENDS,
    LIVE,
    TRANSITIONS,
    Event,
    Journey,
    Person,
    State,
    after,
    holds,
    move,
    performed,
    skip_reason,
)
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import END, Program
from seleqt_cli.core.settle import LONGEST_RETRY, performable, settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import zone

OFFICE = Calendar(Schedule("office"), zone("Europe/Amsterdam"))
WORDS = Content((Variant("", "hello", "subject"),))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())


MONDAY = at("2026-11-23T10:00:00")


def email(name: str, **more: object) -> Step:
    return Step("email", id=name, content=WORDS, **more)  # type: ignore[arg-type]


def wait(amount: int, unit: str = "days") -> Step:
    return Step("wait", wait=Duration(amount, unit))  # type: ignore[arg-type]


def program(*steps: Step) -> Program:
    return Program(Campaign("c", LeadSource(), ("s",), Schedule("office"), steps))


def journey(**more: object) -> Journey:
    values: dict[str, object] = {"id": 1, "lead": 1, "key": "a@b.example", "campaign": "c", "place": 0, "lane": 1, "step": 0}
    return Journey(**{**values, "due": MONDAY, "base": MONDAY, **more})  # type: ignore[arg-type]


def the_example() -> Program:
    return program(
        Step("visit", id="look"),
        wait(1),
        Step("connect", id="invite", content=WORDS),
        Step(
            "wait_for",
            id="accepted",
            at_most=Duration(10, "days"),
            otherwise=(email("intro"), wait(3, "working days"), email("nudge", when=(Condition("connected", negated=True),)), wait(2)),
        ),
        Step("message", id="hello", content=WORDS, when=(Condition("connected"),)),
    )


def test_a_program_knows_its_steps_by_id_and_its_waits_as_edges() -> None:
    found = the_example()
    assert list(found.index) == ["look", "invite", "accepted", "hello", "intro", "nudge", "invite:withdraw"]
    assert found.nodes[-1].following.to == END
    assert found.nodes[-1].index not in {edge.to for node in found.nodes for edge in (node.following, node.otherwise)}
    accepted = found.nodes[found.index["accepted"]]
    assert found.nodes[accepted.following.to].id == "hello"
    assert found.nodes[accepted.otherwise.to].id == "intro"
    nudge = found.nodes[found.index["nudge"]]
    assert (found.nodes[nudge.following.to].id, nudge.following.waits) == ("hello", (Duration(2, "days"),))
    assert found.nodes[found.index["hello"]].following.to == END


def test_a_step_without_an_id_is_named_by_what_it_does() -> None:
    found = program(email("a"), Step("tag", text="warm"), Step("tag", text="warm"), email("b"))
    assert list(found.index) == ["a", "tag:warm", "tag:warm'", "b"]


def test_waits_count_from_the_last_performed_step() -> None:
    found = program(email("a"), wait(3), email("b", when=(Condition("connected"),)), wait(2), email("c"))
    one = journey()
    performed(one, found.nodes[0], MONDAY)
    move(one, found.nodes[0].following, MONDAY, found, OFFICE)
    assert one.due == at("2026-11-26T10:00:00")
    move(one, found.nodes[1].following, one.due, found, OFFICE)  # b is skipped: c waits two days from a, which is over
    assert (found.nodes[one.step].id, one.due) == ("c", at("2026-11-26T10:00:00"))


def test_what_was_done_before_is_passed_over_wherever_an_edit_moved_it() -> None:
    found = program(email("b"), wait(2), email("a"), wait(3), Step("wait_for", id="answer", at_most=Duration(1, "days")), email("c"))
    one = journey(step=0, done=BEGINNING.also("a", "sent").also("answer", "sent"))
    performed(one, found.nodes[0], MONDAY)
    move(one, found.nodes[0].following, MONDAY, found, OFFICE)
    assert (found.nodes[one.step].id, one.due) == ("c", at("2026-11-26T10:00:00"))  # the longest wait on the way, not their sum
    performed(one, found.nodes[one.step], one.due)
    move(one, found.nodes[one.step].following, one.due, found, OFFICE)
    assert (one.step, one.state) == (END, State.FINISHED)


def test_a_wait_for_that_ran_out_before_leads_into_its_else_again() -> None:
    late = Step("wait_for", id="answer", at_most=Duration(1, "days"), otherwise=(email("intro"), email("more")))
    found = program(email("b"), late, email("c"))
    one = journey(done=BEGINNING.also("answer", "skipped").also("intro", "sent"))
    move(one, found.nodes[0].following, MONDAY, found, OFFICE)
    assert found.nodes[one.step].id == "more"


def test_one_working_day_is_kept_between_two_messages_without_a_wait() -> None:
    found = program(email("a"), email("b"))
    friday = at("2026-11-27T16:00:00")
    one = journey()
    performed(one, found.nodes[0], friday)
    move(one, found.nodes[0].following, friday, found, OFFICE)
    assert one.due == at("2026-11-30T16:00:00")


def test_wait_none_lifts_the_working_day_and_a_visit_needs_none() -> None:
    lifted = program(email("a"), Step("wait"), email("b"))
    one = journey()
    performed(one, lifted.nodes[0], MONDAY)
    move(one, lifted.nodes[0].following, MONDAY, lifted, OFFICE)
    assert one.due == MONDAY
    quiet = program(email("a"), Step("visit", id="v"))
    two = journey()
    performed(two, quiet.nodes[0], MONDAY)
    move(two, quiet.nodes[0].following, MONDAY, quiet, OFFICE)
    assert two.due == MONDAY


def test_a_message_of_another_campaign_keeps_the_working_day_too() -> None:
    found = program(Step("visit", id="v"), Step("wait"), email("b"))
    one = journey()
    performed(one, found.nodes[0], MONDAY)
    move(one, found.nodes[0].following, MONDAY, found, OFFICE, contacted_at=MONDAY - 3600)
    assert one.due == at("2026-11-24T09:00:00")


def test_a_step_without_its_address_is_skipped_with_that_reason() -> None:
    found = the_example()
    one = journey(has_linkedin=False)
    assert skip_reason(found.nodes[0], one, None) == "no LinkedIn profile"
    assert skip_reason(found.nodes[found.index["intro"]], journey(has_email=False), None) == "no email address"


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition("connected"), True),
        (Condition("connected", negated=True), False),
        (Condition("has", "city"), True),
        (Condition("has", "phone"), False),
        (Condition("tagged", "warm"), True),
        (Condition("tagged", "cold", negated=True), True),
        (Condition("sent", "a"), True),
        (Condition("sent", "b"), False),
        (Condition("is", "city", "PARIS"), True),
        (Condition("is", "city", "Rome", negated=True), True),
    ],
    ids=str,
)
def test_conditions_are_decided_on_what_is_known_of_the_person(condition: Condition, met: bool) -> None:
    lead = Lead(fields={"city": "Paris"}, tags=frozenset({"warm"}))
    assert holds(condition, journey(done={"a": "sent", "b": "skipped"}), Person(lead, connected_at=5)) is met


def test_every_live_state_can_end_in_every_way_and_no_end_comes_back_to_life() -> None:
    for state in LIVE:
        for event in (Event.REPLY, Event.BOUNCE, Event.UNSUBSCRIBE, Event.FINISH, Event.FAIL, Event.STOP, Event.ERASE):
            assert after(state, event) in ENDS
    for (state, _), target in TRANSITIONS.items():
        if state in ENDS:
            assert target in ENDS
    assert after(State.ERASED, Event.RESUME) is State.ERASED


def settled(verdict: Verdict, found: Program | None = None, **more: object) -> tuple[Journey, object]:
    one = journey(**more)
    return one, settle(one, found or program(email("a"), wait(3), email("b")), OFFICE, Outcome(verdict, "said", code=0), MONDAY, MONDAY)


def test_sent_moves_on_and_waits() -> None:
    one, result = settled(Verdict.SENT)
    assert (result.state, result.used, one.step, one.due, one.first, one.done) == (  # type: ignore[attr-defined]
        ActionState.SENT, True, 1, at("2026-11-26T10:00:00"), False, {"a": "sent"},
    )  # fmt: skip


def test_deferred_tries_the_same_step_again_with_growing_patience_for_four_days() -> None:
    one = journey()
    found = program(email("a"), wait(3), email("b"))
    waits = []
    for _ in range(6):
        before = one.due
        settle(one, found, OFFICE, Outcome(Verdict.DEFERRED, "busy", code=451), one.due, MONDAY)
        waits.append(one.due - before)
    assert waits == [1800, 3600, 7200, LONGEST_RETRY, LONGEST_RETRY, LONGEST_RETRY]
    result = settle(one, found, OFFICE, Outcome(Verdict.DEFERRED, "busy", code=451), MONDAY + 4 * 86_400, MONDAY)
    assert (result.state, result.used, found.nodes[one.step].id, one.attempts) == (ActionState.FAILED, False, "b", 0)


def test_a_server_that_cannot_be_reached_uses_up_nobodys_four_days() -> None:
    one = journey()
    found = program(email("a"), wait(3), email("b"))
    outcome = Outcome(Verdict.DEFERRED, "no route to host", phase="connect")
    result = settle(one, found, OFFICE, outcome, MONDAY + 9 * 86_400, MONDAY)
    assert (result.state, result.renewed, found.nodes[one.step].id) == (ActionState.DEFERRED, True, "a")


def test_a_dead_address_is_suppressed_and_linkedin_may_go_on() -> None:
    found = program(email("a"), Step("message", id="m", content=WORDS))
    one, result = settled(Verdict.NO_SUCH_ADDRESS, found)
    assert (result.suppress, one.state, one.has_email) == (True, State.WAITING, False)  # type: ignore[attr-defined]
    two, _ = settled(Verdict.NO_SUCH_ADDRESS, found, has_linkedin=False)
    assert two.state is State.BOUNCED


def test_doubt_and_refused_content_hold_the_journey_and_a_senders_trouble_leaves_it_alone() -> None:
    doubt, doubted = settled(Verdict.IN_DOUBT)
    assert (doubt.state, doubt.step, doubted.state, doubted.used) == (State.HELD, 0, ActionState.IN_DOUBT, True)  # type: ignore[attr-defined]
    refused, _ = settled(Verdict.REFUSED_CONTENT)
    assert (refused.state, refused.step) == (State.HELD, 0)
    for verdict in (Verdict.SENDER_HELD, Verdict.SENDER_TODAY, Verdict.NOT_ARMED):
        left, result = settled(verdict)
        assert (left.state, left.step, left.due, result.used) == (State.DUE, 0, MONDAY, False)  # type: ignore[attr-defined]


def test_a_task_can_always_be_performed() -> None:
    found = program(email("a"), Step("task", id="call", text="Call them"))
    assert performable(journey(has_email=False, has_linkedin=False), found)
    assert not performable(journey(has_email=False, has_linkedin=True), program(email("a"), email("b")))
