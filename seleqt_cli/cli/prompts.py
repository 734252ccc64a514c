"""Questions to the person at the terminal. They go to stderr: stdout is for data."""

import sys
from collections.abc import Callable

from seleqt_cli.cli.output import talk, visible
from seleqt_cli.core.errors import UsageProblem


def interactive() -> bool:
    """Tell whether somebody can answer: stdin and stderr are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, *, yes: bool, flag: str = "--yes") -> bool:
    """Ask for a yes and return whether it came.

    `yes`: the flag was given, nothing is asked. Without a terminal and without the flag raises UsageProblem (exit 2),
    so that a script never does by accident what a person would be asked about.
    """
    if yes:
        return True
    if not interactive():
        raise UsageProblem(f"{question} Nobody is at a terminal to answer", advice=f"Type the same with {flag} to say yes.")
    while True:
        answer = _answer(f"{question} [y/N] ").lower()
        if answer in ("y", "yes"):
            return True
        if answer in ("", "n", "no"):
            return False


def ask(question: str, default: str, *, wrong: Callable[[str], str] = lambda answer: "") -> str:
    """Ask for a text until it is right; an empty answer takes the default.

    `wrong` returns what is wrong with an answer, '' when nothing is.
    """
    while True:
        answer = _answer(f"{question} [{default}]: " if default else f"{question}: ") or default
        problem = wrong(answer)
        if not problem:
            return answer
        sys.stderr.write(talk(f"  {visible(problem)}") + "\n")


def ask_passphrase(new: bool) -> str:
    """Ask for the passphrase of the secrets file, twice when it is new; nothing of it is shown. Raises UsageProblem when they differ."""
    from getpass import getpass

    if not new:
        return getpass("Passphrase of the secrets file: ")
    given = getpass("Passphrase for a new secrets file (it cannot be recovered): ")
    if getpass("The same again: ") != given:
        raise UsageProblem("the two passphrases differ; nothing was kept")
    return given


def ask_backup_passphrase(new: bool) -> str:
    """Ask for the passphrase of a backup, twice when it is new; nothing of it is shown. Raises UsageProblem when they differ."""
    from getpass import getpass

    if not new:
        return getpass("Passphrase of the backup: ")
    given = getpass("Passphrase for this backup (without it nobody can open it): ")
    if getpass("The same again: ") != given:
        raise UsageProblem("the two passphrases differ; nothing was written")
    return given


def _answer(prompt: str) -> str:
    sys.stderr.write(talk(visible(prompt)))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
