"""No wording of one thing is taken for another that may stand beside it, in any language."""

from itertools import permutations

import pytest

from seleqt_cli.channels.linkedin.catalogue import Language, load
from seleqt_cli.core.linkedin.names import owns

NAME = "Noor de Wit"
BESIDE: tuple[tuple[str, ...], ...] = (
    # a profile's row of actions and its menu
    ("connect_aria", "pending_aria", "pending", "accept_aria", "accept", "remove_connection", "message_aria", "follow_aria", "follow",
     "following_aria", "more_aria"),
    # the invitation's dialogs, and that of a withdrawal
    ("add_note", "send_plain", "send_note", "dismiss", "withdraw_confirm", "withdraw_aria", "dialog_title", "weekly_limit"),
    # a post
    ("reaction_none", "reaction_set"),
    # pages to stop at
    ("gone", "sign_in", "too_many", "interstitial"),
)  # fmt: skip
"""Phrases that are looked for in one part of a page."""


def takes(language: Language, phrase: str, label: str) -> bool:
    """Whether a label is read as a phrase about Noor."""
    import re

    found = [re.match(pattern, label) for pattern in language.patterns(phrase)]
    return any(one is not None and (not one.groups() or owns(one[1], NAME)) for one in found)


@pytest.mark.parametrize("code", sorted(load().languages))
def test_no_wording_means_two_things_in_one_part_of_a_page(code: str) -> None:
    language = load().languages[code]
    labels = {phrase: [wording.replace("{name}", NAME).replace("*", "") for wording in found] for phrase, found in language.phrases.items()}
    assert [
        (code, one, other, label)
        for part in BESIDE
        for one, other in permutations(part, 2)
        for label in labels.get(one, ())
        if takes(language, other, label)
    ] == []
