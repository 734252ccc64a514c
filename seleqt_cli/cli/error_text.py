"""What a user reads when something goes wrong: what happened, where, and what to type next.

One row for each class of core/errors that can reach the command line, and for the machine's own refusals. An error
that has no row is a bug of ours and becomes a report.
"""

import errno

from seleqt_cli.cli.output import visible
from seleqt_cli.core.errors import (
    Busy,
    Failed,
    FileProblems,
    ForeignDatabase,
    Locked,
    NotDurable,
    NothingPossible,
    SeleqtError,
    Unreachable,
    UsageProblem,
)

ROWS: tuple[tuple[type[SeleqtError], str, str], ...] = (
    (FileProblems, "{message}", "Correct the file, then type `seleqt check`. Nothing was written."),
    (UsageProblem, "seleqt: {message}", ""),
    (NothingPossible, "seleqt: {message}", "`seleqt status` shows who is held and why; `seleqt tasks` shows what waits for you."),
    (Locked, "seleqt: {message}", "Close what has the database open, then type the same again; nothing is lost."),
    (Busy, "seleqt: {message}", "Wait for the other seleqt to end, or stop it; nothing was changed."),
    (ForeignDatabase, "seleqt: {message}", "Name another place with --home or --db, or install the newest seleqt."),
    (NotDurable, "seleqt: {message}", "Free space or permissions on that disk; nothing is sent before what was done can be written down."),
    (Unreachable, "seleqt: {message}", "Look at the network, or type the same again later; nothing was changed."),
    (Failed, "seleqt: {message}", ""),
    (SeleqtError, "seleqt: {message}", ""),
)
"""Class, text, and the advice that stands when the error brings none of its own. The first row that fits is taken."""

MACHINE: dict[int, str] = {
    errno.ENOSPC: "Free space on that disk, then type the same again.",
    errno.EDQUOT: "Free space within your quota, then type the same again.",
    errno.EROFS: "That disk can only be read; name another place.",
    errno.EACCES: "Check whose file it is (`ls -l`) and who you are.",
    errno.EPERM: "Check whose file it is (`ls -l`) and who you are.",
    errno.ENOENT: "Check the path.",
    errno.ENOTDIR: "Check the path: a part of it is a file.",
    errno.EISDIR: "Check the path: it is a folder.",
    errno.EEXIST: "Choose another name, or move the old one away.",
    errno.EMFILE: "Too many files are open; close programs or raise `ulimit -n`.",
}
"""What to do about a refusal of the operating system, by error number."""


def told(error: BaseException) -> tuple[str, int] | None:
    """Return the text for stderr and the exit code, or None when the error is nobody's but ours."""
    if isinstance(error, SeleqtError):
        text, advice = next((text, advice) for kind, text, advice in ROWS if isinstance(error, kind))
        return _lines(text.format(message=visible(error.message, lines=True)), visible(error.advice, lines=True) or advice), error.exit_code
    if isinstance(error, OSError) and error.errno in MACHINE and error.filename is not None:
        return _lines(f"seleqt: {visible(str(error.filename))}: {error.strerror}", MACHINE[error.errno]), 1
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _lines(f"seleqt: {error.strerror}", MACHINE[error.errno]), 1
    return None


def _lines(text: str, advice: str) -> str:
    return f"{text}\n{advice}" if advice else text
