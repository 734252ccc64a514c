"""Choices by hash: the same for the same parts, and spread evenly."""

import pytest

from seleqt_cli.core.campaign import Variant
from seleqt_cli.core.jitter import fraction, number, pick
from seleqt_cli.core.message_ids import message_id, send_key, unsubscribe_token
from seleqt_cli.core.variants import choose, spin


def test_a_choice_is_fixed_for_ever() -> None:
    assert number("anna", "jan@x.example", "intro") == NUMBER
    assert 0.0 <= fraction("anna", "jan@x.example", "intro") < 1.0
    assert fraction("a", "b") != fraction("b", "a")


def test_fractions_and_picks_are_spread_evenly() -> None:
    found = [fraction(str(at)) for at in range(4000)]
    assert 0.48 < sum(found) / 4000 < 0.52
    picks = [pick(4, "x", str(at)) for at in range(4000)]
    assert all(900 < picks.count(each) < 1100 for each in range(4))
    with pytest.raises(ValueError):
        pick(0, "x")


def test_variants_follow_their_weights() -> None:
    variants = (Variant("a", "", weight=1), Variant("b", "", weight=0), Variant("c", "", weight=3))
    names = [choose(variants, f"p{at}@x.example", "c", "s").name for at in range(4000)]
    assert 900 < names.count("a") < 1100
    assert names.count("b") == 0
    assert choose((Variant("a", "", weight=0), Variant("b", "", weight=0)), "k", "c", "s").name == "a"
    assert choose(variants[:1], "k", "c", "s").name == "a"


def test_parts_that_read_the_same_in_a_row_are_told_apart() -> None:
    variants = tuple(Variant(str(at), "") for at in range(1000))
    assert choose(variants, "ab", "c", "s") != choose(variants, "a", "bc", "s")
    assert spin(10**6, "k", "c", "s", "body 0") != spin(10**6, "k", "c", "s", "body 1")


def test_a_message_id_follows_from_secret_and_send_key_alone() -> None:
    key = send_key("w", "jan@x.example", "founders", "intro")
    assert key == KEY
    assert message_id(b"secret", key, "Acme.example") == MESSAGE_ID
    assert message_id(b"other", key, "acme.example") != MESSAGE_ID
    assert message_id(b"secret", key, "bücher.example").endswith("@xn--bcher-kva.example>")
    assert send_key("w", "a", "bc", "d") != send_key("w", "ab", "c", "d")


def test_an_unsubscribe_token_tells_nothing_about_the_message_id() -> None:
    token = unsubscribe_token(b"secret", KEY)
    assert len(token) == 24
    assert token.isalnum()
    assert token not in MESSAGE_ID


NUMBER = 4822315237609163781
KEY = "70da6ce4ef9e04e6c2306a7c100b4ff3fd84e542"
MESSAGE_ID = "<wuenkljgybjudrda3czq4evsrrsqznmg@acme.example>"
