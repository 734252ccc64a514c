"""Does a short text wish to hear no more, in words that no table of phrases has?

Each sentence is weighed: a verb of stopping or removing, what is to stop, whose it is, a no, a please; against it weigh a call, a price,
a colleague, a day, a question: whatever makes it an answer. The weights are fitted (logistic regression) to 700 answers and opt-outs
in six languages and rounded. They are asked last, where phrases and patterns found nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from seleqt_cli.core.inbound.wish_weights import BIAS, ENOUGH, MORE_THAN_ENOUGH, WEIGHTS
from seleqt_cli.core.inbound.wish_words import PAIRS, WORDS

_PARTS: Final = re.compile(r"[^.!?;\n]+(?:[.](?=\w)[^.!?;\n]+)*([.!?;]*)")
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_SENTENCES: Final = 30
_REMEMBERED: Final = 4096
"""Words of which it is kept what they do."""
_OWNED_WITHIN: Final = 2
_LEAST_STEM: Final = 3
_FEW: Final = 4
_SHORT: Final = 8
_LONG: Final = 16
_MANY: Final = 40
_WEIGHED: Final = ("stop", "remove", "take", "list", "mail", "adverts", "neg", "more", "self", "owned", "please", "right", "alone")
_ABOUT: Final = frozenset({"stop", "remove", "list", "mail", "adverts", "owned", "alone"})
_AROUND: Final = ("talk", "other", "time", "stop", "remove", "adverts", "right")
_NO: Final = frozenset({"neg", "stop", "remove", "take", "right", "alone", "adverts"})
_WHOSE: Final = frozenset({"self", "owned", "this", "list", "mail", "adverts", "right", "alone"})
"""What a longer sentence has to name: what is removed may be an item of an order."""
_WHO_TELLS: Final = frozenset(
    {"i", "we", "they", "he", "she", "ik", "wij", "ze", "ich", "wir", "je", "nous", "ils", "yo", "nosotros", "io", "noi"}
)
"""Who stands right before a verb tells of what they do themselves."""
_INTO: Final = frozenset({"auf", "ein"})
"""What turns a verb of taking off into its opposite, at the end: `Nehmen Sie mich in den Verteiler auf`."""
_CLITICS: Final = (
    "arme", "arnos", "irme", "erme", "enme", "ennos", "adme", "adnos", "idme", "eme", "enos", "anme", "armi", "arci", "ermi", "erci",
    "irmi", "temi", "teci", "lami",
)  # fmt: skip
"""Ends of Spanish and Italian verbs that hold the one who speaks."""


_Table = dict[str, tuple[str, ...]]


def _tables() -> tuple[_Table, _Table, _Table, dict[tuple[str, str], tuple[str, ...]]]:
    whole: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    rows: dict[tuple[str, str], list[str]] = {}
    for name, words in WORDS.items():
        for word in words.split():
            if word.startswith("*"):
                ends.setdefault(word[1:], []).append(name)
            elif word.endswith("*"):
                stems.setdefault(word[:-1], []).append(name)
            elif "|" in word:
                first, _, second = word.partition("|")
                rows.setdefault((first, second), []).append(name)
            else:
                whole.setdefault(word, []).append(name)
    return (
        {word: tuple(names) for word, names in whole.items()},
        {word: tuple(names) for word, names in stems.items()},
        {word: tuple(names) for word, names in ends.items()},
        {words: tuple(names) for words, names in rows.items()},
    )


_WHOLE, _STEMS, _ENDS, _ROWS = _tables()
_BEGINS: Final = frozenset(first for first, _ in _ROWS)
_LONGEST: Final = max(map(len, _STEMS))
_LONGEST_END: Final = max(map(len, _ENDS))


def wish(said: str) -> str:
    """The words that make it a wish to hear no more, as a list in words; '' where it is none. `said`: plain text."""
    best, words = max(_weighed(said), default=(0, ""))
    return words if best >= (ENOUGH if said.count(" ") <= _MANY else MORE_THAN_ENOUGH) else ""


def _weighed(said: str) -> Iterable[tuple[int, str]]:
    for traits, words in sentences(said):
        yield BIAS + sum(WEIGHTS.get(trait, 0) for trait in traits), words


def sentences(said: str) -> list[tuple[frozenset[str], str]]:
    """The traits of each sentence of a text that may be a wish, which the weights are for, and its weighty words."""
    parts = [(_words(found[0]), "?" in found[1]) for found in _PARTS.finditer(said)][:_MOST_SENTENCES]
    heard = [(words, asked, _heard(words)) for words, asked in parts if words]
    total = sum(len(words) for words, _, _ in heard)
    return [
        (
            _traits(heard, number, long=total > 2 * _LONG),
            " ".join(map(repr, dict.fromkeys(does[name] for name in _WEIGHED if name in does))),
        )
        for number, (words, _, does) in enumerate(heard)
        if _ABOUT & does.keys() and _NO & does.keys() and (_WHOSE & does.keys() or len(words) <= _FEW)
    ]


def _traits(heard: list[tuple[list[str], bool, dict[str, str]]], number: int, *, long: bool) -> frozenset[str]:
    words, asked, does = heard[number]
    others = [other for at, other in enumerate(heard) if at != number]
    around = {name for _, _, other in others for name in other}
    traits = set(does)
    traits.update("+".join(pair) for pair in PAIRS if does.keys() >= set(pair))
    traits.update(f"around {name}" for name in _AROUND if name in around)
    if asked and "please" not in does:
        traits.add("asked")
    if any(other for _, other, _ in others):
        traits.add("around asked")
    if len(words) <= _FEW:
        traits.update(f"few {name}" for name in ("stop", "remove") if name in does)
        traits.add("few")
    if len(words) <= _SHORT:
        traits.update(f"short {name}" for name in ("stop", "remove", "neg") if name in does)
        traits.add("short")
    if len(words) > _LONG:
        traits.add("long")
    if long:
        traits.add("long text")
    return frozenset(traits)


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence.replace("n't", " not").replace("e-mail", "email"))


def _heard(words: list[str]) -> dict[str, str]:
    """What the words of a sentence do, each with the first word that does it."""
    found: dict[str, str] = {}
    before = ""
    for number, word in enumerate(words):
        names = _does(word)
        if before in _BEGINS and (row := _ROWS.get((before, word))):
            for name in row:
                found.setdefault(name, before)
        if names:
            if before in _WHO_TELLS and ("stop" in names or "remove" in names):
                found.setdefault("own act", word)
                names = tuple(name for name in names if name not in ("stop", "remove"))
            for name in names:
                found.setdefault(name, word)
            if word.endswith(_CLITICS):
                found.setdefault("self", word)
            if ("self" in names or "this" in names) and any(
                "thing" in _does(other) for other in words[number + 1 : number + 2 + _OWNED_WITHIN]
            ):
                found.setdefault("owned", word)
        before = word
    if words and words[-1] in _INTO:
        found.pop("take", None)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _does(word: str) -> tuple[str, ...]:
    """What a word does by itself: as it is, by how it begins, by how it ends."""
    names = _WHOLE.get(word, ())
    for end in range(_LEAST_STEM, min(len(word), _LONGEST) + 1):
        names += _STEMS.get(word[:end], ())
    for end in range(_LEAST_STEM, min(len(word) - 1, _LONGEST_END) + 1):
        names += _ENDS.get(word[-end:], ())
    return names
