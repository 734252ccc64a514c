"""Shares of a number of people, how sure they are, and when one share is larger than another.

The interval is Wilson's score interval (Wilson 1927), that of a difference Newcombe's hybrid of two of them (Newcombe 1998,
method 10): both hold for small numbers and for shares near 0, which is where answers to a first mail lie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

_Z: Final = 1.959963984540054
"""Of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a test of variants says. `winner`: only of a test that is decided; `missing`: variant -> sends to the declared size."""

    state: Literal["running", "decided", "undecided"]
    sample: int
    winner: str = ""
    missing: Mapping[str, int] | None = None


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share of `hits` in `of`: (low, high), (0, 1) where there is nothing to go by."""
    if of <= 0:
        return 0.0, 1.0
    share, squared = hits / of, _Z * _Z
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = _Z / (1 + squared / of) * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return low, 1.0 if hits == of else min(1.0, middle + half)


def difference(hits: int, of: int, other_hits: int, other_of: int) -> tuple[float, float]:
    """The 95 % interval of the first share less the second; (-1, 1) where one of them is of nothing."""
    if of <= 0 or other_of <= 0:
        return -1.0, 1.0
    one, other = hits / of, other_hits / other_of
    low, high = wilson(hits, of)
    other_low, other_high = wilson(other_hits, other_of)
    apart = one - other
    return apart - sqrt((one - low) ** 2 + (other_high - other) ** 2), apart + sqrt((high - one) ** 2 + (other - other_low) ** 2)


def verdict(variants: Mapping[str, tuple[int, int]], sample: int) -> Verdict | None:
    """Judge variants, name -> (answers, sent), against the declared size; None without a declared size or a second variant.

    Before every variant reached the size nothing is named, whatever it looks like: whoever looks at a test each day and stops it
    when it looks good finds a winner in noise. At the size the best one wins if it is better than each other one beyond chance.
    """
    if sample <= 0 or len(variants) < 2:
        return None
    missing = {name: sample - of for name, (_, of) in variants.items() if of < sample}
    if missing:
        return Verdict("running", sample, missing=missing)
    best = max(variants, key=lambda name: variants[name][0] / variants[name][1])
    wins = all(difference(*variants[best], *found)[0] > 0 for name, found in variants.items() if name != best)
    return Verdict("decided", sample, best) if wins else Verdict("undecided", sample)
