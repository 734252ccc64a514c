"""Whether a name on a page is the person's: tokens without accents, titles and pictures, in any order.

It refuses rather than guesses: a word on each side that the other side has not means another person, because sidebars are full of
people with the same first name (LINKEDIN.md 0.3). A slug or alias is always proved as well (`prove`).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal

_TITLES: Final = frozenset(
    "dr prof professor ing ir drs mr mrs ms mme mlle herr frau dhr mevr sir dipl mag med habil rer nat phd mba msc bsc ma ba md jd llm"
    " llb cpa cfa pmp jr sr ii iii iv emba meng beng cissp acca shrm rn he him his she her hers they them".split()
)
_PARTICLES: Final = frozenset(
    "van von der den de del della di da dos das du la le les ten ter te zu zum zur 't op in bin ibn al el y e i".split()
)
_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
    }  # they do not come apart in NFKD
)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
_TITLE: Final = re.compile(r"^\s*(?:\(\d+\+?\)\s*)?(.*?)\s*\|\s*LinkedIn\s*$", re.DOTALL)


def title_name(title: str) -> str:
    """The name in a profile's window title, `(3) Ada Lovelace | LinkedIn`; '' when the title has another form."""
    found = _TITLE.match(title)
    name = found[1] if found else ""
    return name.split(" | ")[0].strip()


def same_slug(one: str, other: str) -> bool:
    """Whether two slugs are one. Ids such as `ACoAAB…` are kept verbatim; all others compare without case (LINKEDIN.md 6.5)."""
    one, other = unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other)
    if re.match(r"AC[ow]", one) and re.match(r"AC[ow]", other):
        return one == other
    return one.casefold() == other.casefold() != ""


def same_name(expected: str, shown: str, *, least: int = 1) -> bool:
    """Whether the name that a page shows can be the expected person's. An expected name of '' says nothing: False.

    `least`: how many whole words must agree, unless the names are equal.
    """
    return any(_agree(one, other, least) for one in _readings(expected) for other in _readings(shown))


def prove(slugs: Iterable[str], name: str, landed: str, shown: str) -> Literal["", "wrong_person", "name_mismatch"]:
    """'' when the page is the person's, else the reason. `slugs`: the ordered one and its known aliases; `landed`: where it led.

    A slug that the site leads on to another one is normal, but then only the name is left as a proof: two words of it must agree.
    """
    known = any(same_slug(slug, landed) for slug in slugs)
    if not landed or (not known and not name):
        return "wrong_person"
    if name and not same_name(name, shown, least=1 if known else 2):
        return "name_mismatch"
    return ""


def owns(label: str, shown: str) -> bool:
    """Whether the name in a button's label is the page's own: the same words, not one more and not one less.

    Stricter than `same_name`: both were written by the site, and people beside the page share first names with its owner.
    """
    mine = {tuple(sorted(words(reading))) for reading in _readings(shown)}
    return any(tuple(sorted(words(reading))) in mine for reading in _readings(label))


def words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: folded, without titles, particles, pictures and punctuation."""
    return tuple(token for token in _tokens(name, plain=True) if token not in _PARTICLES)


def _readings(name: str) -> list[str]:
    """A name without what stands in brackets or behind a sign (`Ada Lovelace (she/her), MBA`), and turned round (`Lovelace, Ada`).

    What is left out is never taken for a middle name: `Bob (knows Ada Lovelace)` is Bob.
    """
    bare = re.sub(r"[(\[（【][^)\]）】]*[)\]）】]", " ", name)
    bare = re.split(r" [-–—|·•] |\|", bare)[0]
    head, comma, tail = bare.partition(",")
    if not comma:
        found = [bare]
    elif len(_tokens(head, plain=True)) >= 2:
        found = [head]
    else:
        found = [f"{tail} {head}", head]
    return [each for each in dict.fromkeys(found) if _tokens(each, plain=True)]


def _tokens(name: str, *, plain: bool) -> list[str]:
    """Folded words; `plain` drops accents, else German and Nordic letters are written out (Müller: muller, mueller)."""
    text = unicodedata.normalize("NFC", name).casefold()
    if not plain:
        text = text.translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(_letter(char) for char in text if not unicodedata.combining(char))
    return [word for word in kept.split() if word not in _TITLES]


def _letter(char: str) -> str:
    """A letter or digit as it is; an apostrophe joins (O'Brien), an invisible sign goes, everything else parts."""
    if char in "'’ʼ`´":
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Mc", "Me", "Lm"):
        return ""
    return char if category[0] in "LN" else " "


def _agree(expected: str, shown: str, least: int) -> bool:
    mine, yours = _tokens(expected, plain=True), _tokens(shown, plain=True)
    if not mine or not yours:
        return False
    written = {"".join(_tokens(expected, plain=plain)) for plain in (True, False)}
    if written & {"".join(_tokens(shown, plain=plain)) for plain in (True, False)}:
        return True
    if all(_ideographic("".join(tokens)) for tokens in (mine, yours)):
        return len("".join(mine)) >= 2 and sorted("".join(mine)) == sorted("".join(yours))
    return _match(_spellings(expected), _spellings(shown), least)


def _spellings(name: str) -> list[frozenset[str]]:
    """Each word that tells people apart, in its spellings."""
    plain, written = _tokens(name, plain=True), _tokens(name, plain=False)
    pairs = zip(plain, written, strict=True) if len(plain) == len(written) else ((word, word) for word in plain)
    kept = [frozenset(pair) for pair in pairs if pair[0] not in _PARTICLES]
    return kept or [frozenset((word,)) for word in plain]


def _match(mine: list[frozenset[str]], yours: list[frozenset[str]], least: int) -> bool:
    """Pair equal words, then initials; one side must be used up, with `least` whole words among the pairs."""
    left, right = list(mine), list(yours)
    whole = 0
    for word in mine:
        partner = next((other for other in right if word & other), None)
        if partner is not None:
            whole += min(len(next(iter(word))), 2) > 1
            left.remove(word)
            right.remove(partner)
    for word in list(left):
        partner = next((other for other in right if _initial(word, other)), None)
        if partner is not None:
            left.remove(word)
            right.remove(partner)
    return whole >= least and not (left and right)


def _initial(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(min(len(a), len(b)) == 1 and a[0] == b[0] for a in one for b in other)


def _ideographic(text: str) -> bool:
    return all(
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff"
        for char in text
    )
