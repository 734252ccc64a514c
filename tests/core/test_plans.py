"""Seats, terms and prices of the business's subscription."""

from dataclasses import replace

import pytest

from seleqt_cli.core.campaign import Business, Sender, Workspace
from seleqt_cli.core.plans import (
    Price,
    PriceLine,
    Record,
    Term,
    business_key,
    disconnected,
    ends_at,
    money,
    price_of,
    seats_of,
    term_of,
)
from seleqt_cli.core.zones import day_number, zone

AMSTERDAM = zone("Europe/Amsterdam")


def at(day: str, second: int = 12 * 3600) -> int:
    """A moment of a day in Amsterdam."""
    return AMSTERDAM.instant(day_number(day), second)


def workspace(*accounts: str, plan: str = "growth", since: str = "", seats: dict[str, int] | None = None) -> Workspace:
    """One sender an account; those that begin with `linkedin` are LinkedIn accounts."""
    business = Business("Acme", "Gracht 1", timezone="Europe/Amsterdam", plan=plan, since=since, seats=seats)  # type: ignore[arg-type]
    senders = {
        name: Sender(name, "linkedin" if name.startswith("linkedin") else "email", name, name, number=number)
        for number, name in enumerate(accounts)
    }
    return Workspace("campaigns.yaml", business, senders, {}, {})


def record(first: str = "2026-03-31", **applied: str) -> Record:
    """When each account was first applied."""
    return Record({name: at(day) for name, day in applied.items()}, at(first))


def test_the_newest_accounts_over_the_seats_are_disconnected_and_it_is_said_why() -> None:
    place = workspace("ann", "bob", "cas", seats={"email": 2})
    found = disconnected(place, record(ann="2026-06-01", bob="2026-05-01", cas="2026-05-02"), at("2026-07-01"))
    assert found == {"ann": "disconnected: over the 2 email seats of business.seats; the newest are left out, and it came on 2026-06-01"}


def test_of_accounts_of_one_apply_the_later_in_the_file_is_the_newer_and_one_never_applied_is_the_newest() -> None:
    place = workspace("new", "ann", "bob", seats={"email": 1})
    found = disconnected(place, record(ann="2026-05-01", bob="2026-05-01"), at("2026-07-01"))
    assert found == {
        "new": "disconnected: over the 1 email seat of business.seats; the newest are left out, and it came on 2026-07-01",
        "bob": "disconnected: over the 1 email seat of business.seats; the newest are left out, and it came on 2026-05-01",
    }


def test_seats_of_one_channel_are_none_of_the_other() -> None:
    place = workspace("ann", "linkedin-ann", seats={"email": 5, "linkedin": 0})
    assert list(disconnected(place, record(), at("2026-07-01"))) == ["linkedin-ann"]


def test_without_seats_in_the_file_every_listed_account_has_one() -> None:
    place = workspace("ann", "bob", "linkedin-ann")
    assert seats_of(place) == {"email": 2, "linkedin": 1}
    assert disconnected(place, record(), at("2026-07-01")) == {}


def test_the_21st_account_needs_the_agency_plan() -> None:
    names = [f"a{number:02}" for number in range(21)]
    found = disconnected(workspace(*names), record(), at("2026-07-01"))
    assert found == {
        "a20": "disconnected: over the 20 sending accounts of plan growth (terms 4); the newest are left out, and it came on "
        "2026-07-01; write plan: agency"
    }
    assert disconnected(workspace(*names, plan="agency"), record(), at("2026-07-01")) == {}


def test_after_the_thirty_days_of_a_trial_every_account_is_disconnected_from_midnight_of_the_business_on() -> None:
    place = workspace("ann", "linkedin-ann", plan="trial", since="2026-03-01")
    last = at("2026-03-30", 86_399)
    assert disconnected(place, record(), last) == {}
    assert ends_at(place.business, record(), last) == last + 1
    why = "disconnected: the trial ended on 2026-03-30 after 30 days (terms 4); write plan: growth"
    assert disconnected(place, record(), last + 1) == {"ann": why, "linkedin-ann": why}


def test_a_trial_that_began_before_counts_although_the_file_names_a_later_day() -> None:
    business = workspace("ann", plan="trial", since="2026-06-01").business
    known = replace(record(), trial_day=day_number("2026-05-20"))
    found = term_of(business, known, at("2026-06-02"))
    assert found == Term(
        day_number("2026-05-20"),
        "the trial that this business began before; it has one",
        day_number("2026-06-19"),
        day_number("2026-06-18"),
    )


@pytest.mark.parametrize(
    ("since", "today", "ends"),
    [
        ("2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "2026-02-28", "2026-03-31"),
        ("2026-01-31", "2026-03-30", "2026-03-31"),
        ("2026-01-31", "2026-03-31", "2026-04-30"),
        ("2024-02-29", "2026-02-27", "2026-02-28"),
        ("2026-12-15", "2026-12-31", "2027-01-15"),
        ("2026-12-15", "2027-01-15", "2027-02-15"),
        ("2027-05-05", "2026-12-15", "2027-06-05"),
    ],
)
def test_terms_are_months_from_the_first_day_on_and_are_cancelled_a_day_before(since: str, today: str, ends: str) -> None:
    business = workspace("ann", since=since).business
    assert term_of(business, record(), at(today)) == Term(day_number(since), "business.plan.since", day_number(ends), day_number(ends) - 1)


def test_without_a_day_in_the_file_the_subscription_began_with_the_first_apply() -> None:
    business = workspace("ann").business
    late = Record({}, at("2026-03-31", 0) - 1)  # 30 March in Amsterdam
    assert term_of(business, late, at("2026-04-01")) == Term(
        day_number("2026-03-30"), "the first apply", day_number("2026-04-30"), day_number("2026-04-29")
    )
    assert term_of(business, Record({}), at("2026-04-01")).since == day_number("2026-04-01")
    assert term_of(replace(business, plan="agency"), late, at("2026-04-01")).ends == -1


ASSUMED = "that the fee covers one sending account (an email account where there is one) is an assumption: the terms do not say"


def test_the_price_of_growth_is_quoted_seat_by_seat() -> None:
    assert price_of(workspace("ann", seats={"email": 3, "linkedin": 2})) == Price(
        (
            PriceLine("growth plan, one account in it", 1, 6_900, "terms 4"),
            PriceLine("extra email account", 2, 900, "terms 4"),
            PriceLine("extra LinkedIn account", 2, 2_900, "terms 4"),
        ),
        6_900 + 1_800 + 5_800,
        ("prices exclude taxes", ASSUMED),
    )
    assert price_of(workspace("linkedin-ann")).cents == 6_900


def test_of_the_two_prices_of_a_trial_the_higher_is_quoted_and_both_are_named() -> None:
    found = price_of(workspace("ann", plan="trial"))
    assert found.cents == 2_900
    assert found.words == (
        "prices exclude taxes",
        "the terms name two prices for the trial: EUR 29.00 in section 4.1 and EUR 19.00 in section 4.2; the higher one is quoted, "
        "ask which holds",
        ASSUMED,
    )


def test_an_agency_agrees_on_its_price() -> None:
    found = price_of(workspace("ann", plan="agency"))
    assert found == Price(
        (PriceLine("agency plan", 1, None, "terms 4"),), None, ("more than 20 sending accounts: the price is by agreement",)
    )
    assert found.lines[0].cents is None


def test_a_business_is_known_under_another_spelling() -> None:
    assert business_key("ACME  Robotics B.V.") == business_key("Acme Robotics BV") == "acmeroboticsbv"
    assert money(6_905) == "69.05"
