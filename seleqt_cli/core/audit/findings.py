"""What a proof brings together: how much was checked, what breaks a promise, and what is accepted but named."""

from dataclasses import dataclass, field
from json import JSONDecoder
from typing import Any, Final

PROMISES: Final[dict[int, str]] = {
    1: "never over a limit",
    2: "never twice",
    3: "never lost",
    4: "never after no",
    5: "never outside the window",
    6: "always explained",
    7: "forgotten means forgotten",
}
"""Number -> name; the promises of SPEC section 3."""

LISTED: Final = 1000
"""Most violations of one promise that are written out; further ones are counted."""

Row = tuple[int, int, str, int | None, int | None, int | None, str | None, str]
"""A row of the history: id, at (instant), event, action id, journey id, lead id, account, data (JSON text)."""


_decode = JSONDecoder().raw_decode
"""json.loads without its checks for whitespace around the value, which take a third of its time."""


def data_of(text: str) -> dict[str, Any]:
    """The data of a row. Raises ValueError for what is no JSON object."""
    found, end = _decode(text)
    if end != len(text) or not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken. `ids`: the actions concerned, () when it is about something else, which `text` names."""

    promise: int
    ids: tuple[int, ...]
    text: str


@dataclass(slots=True)
class Findings:
    """Collects what the checkers find.

    `since`: what happened before it is taken into account but not reported. `checked`: promise -> how many things were
    held against it. `broken`: promise -> violations, also those past LISTED. `accepted`: (action ids, text) of what looks
    like a second send and is a person's decision. `vouched`: accounts whose inbox a person watches.
    """

    since: int = 0
    violations: list[Violation] = field(default_factory=list)
    checked: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PROMISES, 0))
    broken: dict[int, int] = field(default_factory=lambda: dict.fromkeys(PROMISES, 0))
    accepted: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    vouched: set[str] = field(default_factory=set)
    rows: int = 0

    def add(self, promise: int, at: int, text: str, *ids: int) -> None:
        """Write down a violation that happened at an instant."""
        if at < self.since:
            return
        self.broken[promise] += 1
        if self.broken[promise] <= LISTED:
            self.violations.append(Violation(promise, ids, text))

    def accept(self, at: int, text: str, *ids: int) -> None:
        """Write down what is no violation and must still be seen."""
        if at >= self.since and len(self.accepted) < LISTED:
            self.accepted.append((ids, text))
