"""What leads carry: found where something is said of a person, not where a firm has such a name or trade."""

import pytest

from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.sensitive_values import PHRASES, WHOLE, masked, sensitive_values


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Met at the fair; is  pregnant, back in May", "is pregnant"),
        ("Congrats on your pregnancy!", "your pregnancy"),
        ("Catholic", "catholic"),
        ("staat onder druk, heeft een burn-out", "heeft een burn-out"),
        ("IST KRANKGESCHRIEBEN bis März", "ist krankgeschrieben"),
        ("Elle est enceinte.", "est enceinte"),
        ("„Sie ist schwanger“", "ist schwanger"),
        ("su sueldo es alto", "su sueldo"),
        ("È incinta", "è incinta"),
        ("pays from NL91 ABNA 0417 1643 00 always", "NL91 ABNA 0417 1643 00"),
        ("DE89370400440532013000", "DE89370400440532013000"),
        ("4111 1111 1111 1111", "4111 1111 1111 1111"),
        ("amex 378282246310005", "378282246310005"),
    ],
)
def test_what_is_said_of_a_person_is_found_in_their_own_columns(value: str, found: str) -> None:
    assert list(sensitive_values(Lead(email="a@b.example", fields={"city": "Breda", "notes": value}))) == [("notes", found)]


@pytest.mark.parametrize(
    "value",
    [
        "Church & Co", "Catholic University of Leuven", "software for diabetes clinics", "Cancer Research UK", "Gay", "Christian",
        "helps pregnant women", "javascript is disabled", "Krankenhaus Mitte", "Jewish Museum Berlin", "is ziekenhuis",
        "NL91 ABNA 0417 1643 01", "4111 1111 1111 1112", "order 20261122160000", "+31 20 123 4567", "1700000000000", "health insurance",
        "their trade union partners", "head of salaries and benefits", "https://example.org/4111-1111",
    ],
)  # fmt: skip
def test_firms_trades_and_other_numbers_are_none(value: str) -> None:
    assert list(sensitive_values(Lead(email="a@b.example", fields={"notes": value}, tags=frozenset({value})))) == []


def test_names_companies_and_titles_are_not_looked_into() -> None:
    lead = Lead(email="a@b.example", first_name="Muslim", last_name="Krank", company="Is Gay Ltd", title="pregnant")
    assert list(sensitive_values(lead)) == []


def test_a_tag_counts_as_a_value() -> None:
    assert list(sensitive_values(Lead(email="a@b.example", tags=frozenset({"fair", "pregnant"})))) == [("tags", "pregnant")]


@pytest.mark.parametrize("words", [PHRASES, WHOLE], ids=["phrases", "whole values"])
def test_every_word_of_the_lists_is_met(words: tuple[str, ...]) -> None:
    assert [one for one in words if one != one.lower()] == []
    assert [one for one in sorted(words) if not list(sensitive_values(Lead(fields={"notes": one})))] == []


def test_what_was_found_is_shown_by_two_letters_a_word() -> None:
    assert masked("is pregnant") == "is pr…"
