"""The short way of a simulation does what the general one does: same actions in the same order, same states, same books."""

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.app.run_due import Done
from seleqt_cli.core.campaign import Campaign, Condition, RampUp, Sender, Step
from seleqt_cli.core.facts import Period
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.simulated import Rates, Simulation
from tests.engine.situations import (
    ALWAYS,
    AMSTERDAM,
    BEFORE_DST,
    MONDAY,
    NIGHT,
    OFFICE,
    PLACES,
    SILENT,
    Situation,
    campaign,
    mail,
    mailbox,
    three_mails_from_two_senders,
    wait,
    workspace,
)
from tests.engine.timelines import Line, in_memory, line_of

FURTHER_LIMITS: list[dict[Period, int]] = [{}, {}, {}, {"week": 9}, {"month": 20}]
SCHEDULES = {"office": OFFICE, "always": ALWAYS, "night": NIGHT, "places": PLACES}


@st.composite
def senders(draw: st.DrawFn) -> list[Sender]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        limits = draw(st.sampled_from(FURTHER_LIMITS))
        found.append(mailbox(
            f"sender{number}", day=draw(st.integers(1, 14)), gap=draw(st.sampled_from([60, 180, 1800, 7200])), spread=draw(st.booleans()),
            zone=draw(st.sampled_from(["", "", "America/New_York", "Asia/Tokyo"])), limits=limits,
            ramp_up=draw(st.sampled_from([None, None, None, RampUp(1, 1)])),
        ))  # fmt: skip
    return found


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    found: list[Step] = []
    for number in range(draw(st.integers(1, 4))):
        if number:
            amount, unit = draw(st.sampled_from([
                (3, "days"), (1, "days"), (2, "working days"), (1, "working days"), (5, "hours"), (40, "minutes"), (0, ""), (-1, ""),
            ]))  # fmt: skip
            if amount > 0:
                found.append(wait(amount, unit))
            elif amount == 0:
                found.append(Step("wait"))
            if draw(st.booleans()) and amount > 0:
                found.append(wait(draw(st.integers(1, 3)), draw(st.sampled_from(["days", "working days", "hours"]))))
        found.append(mail(f"mail{number}", *draw(st.sampled_from([(), (), (), (), (), (Condition("has", "title"),)]))))
    return tuple(found)


@st.composite
def campaigns(draw: st.DrawFn, name: str, everyone: list[Sender]) -> Campaign:
    mine = everyone if draw(st.booleans()) else everyone[: draw(st.integers(1, len(everyone)))]
    return campaign(
        name, mine, draw(steps()), SCHEDULES[draw(st.sampled_from(["office", "office", "office", "always", "night", "places"]))],
        company_cap=draw(st.sampled_from([None, None, 1, 2])), max_new_leads=draw(st.sampled_from([None, None, None, 5])),
        on_reply=draw(st.sampled_from(["person", "journey", "company"])), overlap=draw(st.booleans()),
        start=draw(st.sampled_from(["", "", "", "2027-01-01"])), end=draw(st.sampled_from(["", "", "", "2027-01-06"])),
    )  # fmt: skip


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    everyone = draw(senders())
    mine = [draw(campaigns("c", everyone))]
    if draw(st.integers(0, 3)) == 3:
        mine.append(draw(campaigns("d", everyone)))
    rates = draw(st.sampled_from([SILENT, Rates(reply=0.3, away=0.2, bounce=0.1), Rates(), Rates("7", reply=0.5)]))
    start = draw(st.sampled_from([MONDAY, MONDAY + 7 * 3600, MONDAY + 5 * DAY, BEFORE_DST]))
    found = Situation(workspace(everyone, *mine), draw(st.integers(3, 25)), start=start, rates=rates)
    zones = draw(st.sampled_from([(AMSTERDAM,), (AMSTERDAM,), (AMSTERDAM,), (AMSTERDAM, "America/New_York")]))
    found.enrol("c", range(1, draw(st.integers(2, 45))), *zones)
    if len(mine) > 1:
        found.enrol("d", range(20, draw(st.integers(21, 60))))
    for number in draw(st.sets(st.integers(1, 40), max_size=3)):
        if number in found.leads:
            found.leads[number] = replace(found.leads[number], email="")
    return found


def outcome(situation: Situation, *, short: bool) -> tuple[list[Line], list[tuple[object, ...]], list[tuple[object, ...]], int]:
    """The timeline, where every journey ends up, what every account did, and how often the short way was taken."""
    store, clock, planner = in_memory(situation)
    timeline: list[Line] = []
    simulation = Simulation(
        planner, store, clock, store.calendar, store.journeys, store.connected, rates=situation.rates,
        observe=lambda done: timeline.append(line_of(done)),
    )  # fmt: skip
    simulation.runner.alone = short
    watch, shortened = simulation.runner._watch, 0

    def counted(done: Done) -> None:
        nonlocal shortened
        shortened += 1
        watch(done)

    simulation.runner._watch = counted
    simulation.run(situation.start + situation.days * DAY)
    names = [field.name for field in fields(Journey) if field.name not in ("entry", "spot", "done")]
    journeys: list[tuple[object, ...]] = [
        (*(getattr(journey, name) for name in names), list(journey.done.items()))
        for number in sorted(situation.leads) for journey in store.journeys(number)
    ]  # fmt: skip
    books: list[tuple[object, ...]] = []
    for key in planner.accounts:
        book = store.book(key)
        books.append((key, book.last_action, list(book.days), book.record("email").times, book.record("email").last_slot))
    days = range(situation.start // DAY - 2, situation.start // DAY + situation.days + 3)
    books.append(("first contacts", [store.first_contacts(day) for day in days]))
    return timeline, journeys, books, shortened


@settings(max_examples=250, deadline=None, derandomize=True)
@given(situations())
def test_the_short_way_does_what_the_general_one_does(situation: Situation) -> None:
    quick, general = outcome(situation, short=True), outcome(situation, short=False)
    assert quick[:3] == general[:3]
    assert general[3] == 0


def test_the_short_way_is_taken_for_nearly_everything_of_a_plain_campaign() -> None:
    timeline, _, _, shortened = outcome(three_mails_from_two_senders(), short=True)
    assert len(timeline) - shortened <= 4


def test_hours_on_both_sides_of_midnight_count_first_contacts_on_the_day_they_fall_on() -> None:
    senders = [mailbox("anna", day=2, gap=7200, spread=False, zone="America/New_York")]
    situation = Situation(
        workspace(senders, campaign("c", senders, (mail("one"),), NIGHT, company_cap=None)), 3, start=MONDAY, rates=SILENT
    )
    situation.enrol("c", range(1, 3), AMSTERDAM)
    quick, general = outcome(situation, short=True), outcome(situation, short=False)
    assert quick[:3] == general[:3]
    assert quick[2][-1] == ("first contacts", [0, 0, 1, 1, 0, 0, 0, 0])


def test_what_runs_a_simulation_has_few_enough_attributes_for_quick_look_ups() -> None:
    store, clock, planner = in_memory(three_mails_from_two_senders())
    simulation = Simulation(planner, store, clock, store.calendar, store.journeys, store.connected, rates=SILENT, observe=lambda done: None)
    assert len(vars(simulation.runner)) <= 30
