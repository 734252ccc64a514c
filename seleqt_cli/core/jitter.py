"""Choices that look random and are not: a hash of what the choice is about.

A simulation, a re-run and two workers get the same answer. The parts are account names, normalised
addresses and ids of the file, never a database's numbers (SPEC 13 rule 12); none of them may hold the
separator U+001F, which the readers of files refuse as a control character.
"""

from hashlib import blake2b
from typing import Final

EMPTY: Final = blake2b(digest_size=8)
"""The hash of nothing yet: a copy of it costs less than a new one."""
_EIGHT_BYTES = 1 << 64
_FRACTION = 1.0 / (1 << 53)


def number(*parts: str) -> int:
    """A whole number from 0 to 2**64 - 1 that depends on nothing but the parts and their order."""
    return joined("\x1f".join(parts))


def joined(text: str) -> int:
    """`number` of parts that stand in one text already, U+001F between them."""
    hashed = EMPTY.copy()
    hashed.update(text.encode("utf-8", "surrogatepass"))
    return int.from_bytes(hashed.digest(), "big")


def fraction(*parts: str) -> float:
    """A number in [0, 1) that depends on nothing but the parts."""
    return (number(*parts) >> 11) * _FRACTION


def pick(n: int, *parts: str) -> int:
    """A whole number in [0, n), each equally likely over many parts; `n` must be at least 1."""
    if n < 1:
        raise ValueError(f"cannot pick one of {n}")
    return number(*parts) * n // _EIGHT_BYTES
