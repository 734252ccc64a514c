"""What an edit makes worse: problems that the edited file has and the one before had not, or fewer of."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.app.fates import Journeys
from seleqt_cli.app.simulate import FAILING, SimulationResult
from seleqt_cli.core.errors import Level, Problem


@dataclass(frozen=True, slots=True)
class NewProblem:
    """One kind of problem. `code`: that of check, of a simulation, or orphaned, again, no-subject; `count`: how many it concerns."""

    level: Level
    code: str
    text: str
    count: int = 1


Kinds = Counter[tuple[Level, str, str]]
"""(level, code, text) -> how many there are."""
_HELD: Final = "held"
_MORE: Final = re.compile(r"and \d+ more")
"""What stands for those that a simulation only counts, because it listed enough that are like them."""


def of_file(problems: Iterable[Problem]) -> Kinds:
    """The problems of a file, without their lines: an edit moves those."""
    return Counter((one.level, one.code, f"{one.path}: {one.message}" if one.path else one.message) for one in problems)


def of_simulation(result: SimulationResult) -> Kinds:
    """The problems that a simulation found, people counted."""
    return Counter(
        ("error" if one.code in (*FAILING, _HELD) else "warning", one.code, one.text)
        for one in result.problems
        if not _MORE.fullmatch(one.text)
    )


def of_journeys(journeys: Mapping[str, Journeys]) -> list[NewProblem]:
    """What the edit means for those who are on their way."""
    found = []
    for name, one in journeys.items():
        for reason, count in sorted(one.held.items()):
            found.append(NewProblem("error", "orphaned", f"{name}: {_many(count)} would be held: {reason}", count))
        for (step, twin), count in sorted(one.again.items()):
            text = f"{name}: {_many(count)} got the words of {step} and would get them again as {twin}"
            found.append(NewProblem("error", "again", text, count))
        for step, count in sorted(one.headless.items()):
            text = f"{name}: {_many(count)} would be held at {step}: it has no subject, and no mail went before it"
            found.append(NewProblem("error", "no-subject", text, count))
    return found


def said_before(campaign: str, step: str, new: str, twin: str, count: int) -> NewProblem:
    """People who got the words of a step in a campaign and would get them again in another one, which comes new."""
    who = "1 person" if count == 1 else f"{count:,} people"
    text = f"{new}: {who} got the words of {step} in {campaign} and would get them again as {twin}; another name is another campaign"
    return NewProblem("error", "again", text, count)


def worse(before: Kinds, after: Kinds) -> list[NewProblem]:
    """What `after` has more of."""
    grown = ((kind, count - before[kind]) for kind, count in after.items() if count > before[kind])
    return [NewProblem(level, code, text, more) for (level, code, text), more in grown]


def _many(count: int) -> str:
    return "1 journey" if count == 1 else f"{count:,} journeys"
