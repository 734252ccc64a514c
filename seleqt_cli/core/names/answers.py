"""A question to DNS and its answer, as the judges of this folder yield and receive them.

A judge is a generator: it yields a Question, is sent an Answer, and returns its verdict. Who drives it, over a network
or a table, is not its business.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["A", "AAAA", "MX", "TXT"]
State = Literal["found", "no record", "no name", "unknown"]
"""`no name`: NXDOMAIN. `no record`: the name is there without a record of this kind. `unknown`: no answer, or SERVFAIL."""

Verdict = TypeVar("Verdict")
Judging = Generator["Question", "Answer", Verdict]


@dataclass(frozen=True, slots=True)
class Question:
    """`name` in A-labels, with or without a dot at its end."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """`records`: the texts of TXT records (their parts joined), addresses, or `preference host` of MX; `why` when unknown."""

    state: State
    records: tuple[str, ...] = ()
    why: str = ""

    @property
    def void(self) -> bool:
        """Whether the name servers said that there is nothing (a void look-up of RFC 7208 section 4.6.4)."""
        return self.state in ("no name", "no record")


def unknown(question: Question, answer: Answer) -> str:
    """In words, what was not answered."""
    return f"{question.kind} of {question.name}: {answer.why or 'no answer'}"
