"""The letters to people whose data came into other hands: whole in every language in which the notices under mails are."""

import re

import pytest

from seleqt_cli.core.breach_letters import COLUMNS, LETTERS, for_the_people, kinds_in
from seleqt_cli.core.campaign import Business
from seleqt_cli.messages.languages import WORDINGS

BUSINESS = Business(name="Acme {x}", address="Gracht 1", privacy_url="https://acme.example/privacy")
WORDS = {"began": "2026-12-28 09:00", "found": "2026-12-29 10:00", "text": "A {laptop} was stolen."}


def test_there_is_a_letter_in_every_language_of_the_notices() -> None:
    assert set(LETTERS) == set(WORDINGS)


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_every_letter_says_all_that_the_law_asks_for(language: str) -> None:
    letter = for_the_people(language, WORDS, BUSINESS, dict.fromkeys(COLUMNS, 1))
    for words in (*WORDS.values(), BUSINESS.name, BUSINESS.address, BUSINESS.privacy_url, kinds_in(language, dict.fromkeys(COLUMNS, 1))):
        assert words in letter
    assert len(re.findall(r"\[[^\]]+\]", letter)) == 3
    assert len(kinds_in(language, dict.fromkeys(COLUMNS, 1)).split(", ")) == len(COLUMNS)


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_what_is_not_known_is_left_open_in_the_same_language(language: str) -> None:
    letter = for_the_people(language, WORDS | {"text": ""}, BUSINESS, {})
    assert len(re.findall(r"\[[^\]]+\]", letter)) == 4
    assert "None" not in letter
