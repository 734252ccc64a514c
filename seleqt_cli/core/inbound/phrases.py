"""Many phrases looked for in one text, quickly: only those are compared of which a whole word stands in the text."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

_WORD: Final = re.compile(r"\w+")
_STRAIGHT: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "`": "'"})
_MOST: Final = 3000
"""Characters of a text that are looked at where nothing else is said."""


class Said:
    """A text as the tables of words expect it: lower case, single spaces, straight quotes."""

    def __init__(self, text: str, most: int = _MOST) -> None:
        self.text = plain(text, most)

    @cached_property
    def words(self) -> set[str]:
        """The words of the text."""
        return set(_WORD.findall(self.text))


class Phrases:
    """A table of phrases in the order of their weight.

    A phrase of several words is found where its words but the last stand whole (`stop writ` finds "stop writing"); one of a single
    word, or of a script without spaces, anywhere.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._keyed: dict[str, list[tuple[int, str]]] = {}
        self._loose: list[tuple[int, str]] = []
        for rank, phrase in enumerate(phrases):
            words = _WORD.findall(phrase)[:-1]
            if words:
                self._keyed.setdefault(max(words, key=len), []).append((rank, phrase))
            else:
                self._loose.append((rank, phrase))

    def first(self, said: Said) -> str:
        """The phrase of most weight that stands in the text; '' when none does."""
        return self.ranked(said)[1]

    def ranked(self, said: Said) -> tuple[int, str]:
        """The same with its place in the table, -1 when none stands there."""
        text = said.text
        best, found = -1, ""
        for rank, phrase in self._loose:
            if phrase in text:
                best, found = rank, phrase
                break
        for word in said.words & self._keyed.keys():
            for rank, phrase in self._keyed[word]:
                if 0 <= best < rank:
                    break
                if phrase in text:
                    best, found = rank, phrase
                    break
        return best, found


def plain(text: str, most: int = _MOST) -> str:
    """Text in lower case with single spaces and straight quotes, as the phrases are written."""
    low = " ".join(text[:most].split()).lower()
    return low if low.isascii() and "`" not in low else low.translate(_STRAIGHT)
