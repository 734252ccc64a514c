"""A wish to hear no more, weighed by its words where no phrase has it."""

import pytest

from seleqt_cli.core.inbound.wish_weights import BIAS, ENOUGH, WEIGHTS
from seleqt_cli.core.inbound.wish_words import PAIRS, WORDS
from seleqt_cli.core.inbound.wishes import sentences, wish


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ("kindly cross our clinic off the mailing list.", "'off' 'mailing' 'our' 'kindly'"),
        ("gelieve ons hier geen berichten meer over te mailen", "'berichten' 'geen' 'meer' 'ons' 'gelieve'"),
        ("bitte künftig keine mails mehr an uns", "'mails' 'keine' 'künftig' 'uns' 'bitte'"),
    ],
)
def test_a_wish_is_told_by_its_words_and_names_them(said: str, because: str) -> None:
    assert wish(said) == because


@pytest.mark.parametrize(
    "said",
    [
        "",
        "...",
        "please send the price list again.",
        "we stopped our project. can you call me in march?",
        "nehmen sie uns bitte in ihren verteiler auf",
        "i have received no more mails from you. what happened?",
        "ik bel je morgen, stuur geen mail meer maar een offerte.",
    ],
)
def test_an_answer_has_no_such_wish(said: str) -> None:
    assert wish(said) == ""


def test_every_trait_that_weighs_can_be_heard() -> None:
    named = {*WORDS, "owned", "own act", "asked", "around asked", "few", "short", "long", "long text", *("+".join(pair) for pair in PAIRS)}
    named |= {f"{where} {name}" for where in ("around", "few", "short") for name in WORDS}
    assert WEIGHTS.keys() <= named
    assert {name for pair in PAIRS for name in pair} <= {*WORDS, "owned"}
    assert BIAS < 0 < ENOUGH


def test_a_word_counts_as_it_is_by_how_it_begins_and_by_how_it_ends() -> None:
    heard = [sorted(traits) for traits, _ in sentences("stop removing our kundenverteiler")]
    assert heard == [
        [
            "few",
            "few remove",
            "few stop",
            "list",
            "remove",
            "remove+list",
            "remove+self",
            "self",
            "short",
            "short remove",
            "short stop",
            "stop",
        ]
    ]
