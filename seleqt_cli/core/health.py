"""What a check of a set-up found: how bad, what, why it matters, and what to type or paste."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "problem", "unknown"]
"""`problem`: mail does not go, or is refused. `unknown`: nobody answered, so nothing is called wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check. `subject` is what was looked at, `check` what for; `why` names the source of the rule.

    `todo` is what to do in words, `paste` a text to put somewhere as it is (a DNS record, a command); both may be ''.
    """

    subject: str
    check: str
    level: Level
    text: str
    why: str = ""
    todo: str = ""
    paste: str = ""


def worst(findings: Iterable[Finding]) -> Level:
    """The level that decides: a problem, else a warning, else what is unknown, else ok."""
    levels = {finding.level for finding in findings}
    order: tuple[Level, ...] = ("problem", "warning", "unknown")
    return next((level for level in order if level in levels), "ok")
