"""Patterns of mail that is left alone."""

import pytest

from seleqt_cli.core.inbound.ignoring import fits, is_ignored
from seleqt_cli.core.inbound.mail import Inbound, Party


@pytest.mark.parametrize(
    ("pattern", "text", "does"),
    [
        ("warm-up", "Re: Warm-Up 12", True),
        ("*@mailtool.example", "bob@mailtool.example", True),
        ("a*b*c", "xxaxxbxxcxx", True),
        ("a*c*b", "abc", False),
        ("", "anything", False),
        ("*", "anything", False),
        (" * ", "anything at all", False),
        ("ß", "STRASSE", True),
        ("x" * 10, "x" * 9, False),
    ],
)
def test_a_pattern_fits_where_its_pieces_stand_in_order(pattern: str, text: str, does: bool) -> None:
    assert fits(pattern, text) is does


def test_subject_address_and_name_of_the_sender_are_looked_at() -> None:
    mail = Inbound(subject="hello", sender=Party("bob@tool.example", "Bob the Warmer"))
    assert [is_ignored(mail, [one]) for one in ("hello", "@tool.", "warmer", "text", "")] == [True, True, True, False, False]


def test_a_hostile_pattern_costs_no_more_than_its_length() -> None:
    assert not fits("a*" * 5000 + "b", "a" * 100_000)
