"""One tree of errors: each class carries data, a fixed exit code and one row in cli/error_text.

A refusal by a remote side is an outcome, never an exception (see core/actions). An exception
means that we do not know, or that the person at the keyboard has to change something.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal


class SeleqtError(Exception):
    """Something that a user can be told in one sentence, with what to type next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Failed(SeleqtError):
    """What was asked could not be done; the message says what and where."""


class Unreachable(Failed):
    """The other side could not be reached, or answered nonsense: the same may work later, and nobody has to change anything."""


class UsageProblem(SeleqtError):
    """The file or the command line is wrong (exit 2)."""

    exit_code = 2


def no_such(what: str, name: str, known: Iterable[str]) -> UsageProblem:
    """The problem of a name that nothing has: which one was meant, and which there are. `what` is campaign, sender, step."""
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(name[:100], names, 1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return UsageProblem(f"there is no {what} {name}{meant}", advice=f"{what}s: {', '.join(names) or 'there is none yet'}")


class NothingPossible(SeleqtError):
    """Something was due and nothing could be done: a sender is held or needs a person (exit 3)."""

    exit_code = 3


class Busy(SeleqtError):
    """Another process is in the way (exit 4)."""

    exit_code = 4


class ForeignDatabase(Failed):
    """The database is newer than this program, or is not seleqt's."""


class NotDurable(Failed):
    """The disk cannot take what must be written before a send (full, read-only)."""


class Locked(Busy, NotDurable):
    """Another program has had the database locked for longer than is waited; what was begun with it did not happen."""


Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong with a file, at its place.

    `line` and `column` count from 1; 0 means that the problem has no place in the file.
    `path` is the dotted place in the YAML (`senders.anna.limits.email`).
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    level: Level = "error"
    code: str = "invalid"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        level = "warning: " if self.level == "warning" else ""
        path = f"{self.path}: " if self.path else ""
        return f"{where}: {level}{path}{self.message}"


@dataclass
class FileProblems(UsageProblem):
    """Every problem of a file at once; nothing was written."""

    problems: tuple[Problem, ...] = field(default=())

    def __post_init__(self) -> None:
        super().__init__("\n".join(str(problem) for problem in self.problems))
