"""What is answered before anything is loaded: the help of the whole program, its version, and its options in words.

This module and the table are all that `seleqt --help` imports. Keep it that way: no typing, no pathlib, no dataclasses.
"""

from seleqt_cli import __version__
from seleqt_cli.cli.table import COMMANDS, GROUPS

OPTIONS: tuple[tuple[str, str], ...] = (
    ("-f, --file FILE", "The campaigns file. [SELEQT_FILE, else campaigns.yaml]"),
    ("--home DIR", "Where seleqt keeps its data. [SELEQT_HOME]"),
    ("--db URL", "SQLite file or PostgreSQL URL. [SELEQT_DATABASE_URL]"),
    ("-q, --quiet", "Say only what needs a person."),
    ("--no-color", "No colour, also on a terminal. [NO_COLOR]"),
    ("--version", "Show the version."),
    ("--install-completion", "Set up completion for bash, zsh or fish."),
    ("--show-completion", "Print the completion script."),
    ("--install-man", "Set up `man seleqt` and a page for each command."),
    ("-h, --help", "Show this, or the help of a command."),
)
"""The options of the program and their help; the first five stand before or behind a command's name."""


def help_text() -> str:
    """Return what `seleqt --help` prints; no line is longer than 79 characters."""
    lines = [
        "Usage: seleqt [OPTIONS] COMMAND [ARGS]...",
        "",
        "  Outreach from one YAML file: sends emails and LinkedIn steps at the right",
        "  moment from this machine, and stops when someone replies.",
    ]
    for group, headline in GROUPS:
        rows = [(name, text) for name, of, text in COMMANDS if of == group]
        if rows:
            lines += ["", f"{headline}:", *(f"  {name:<10}  {text}" for name, text in rows)]
    lines += ["", "Options:", *(f"  {names:<21} {text}" for names, text in OPTIONS)]
    lines += ["", "Start with `seleqt init`. Each command explains itself: `seleqt COMMAND --help`.", ""]
    return "\n".join(lines)


def answer(arguments: list[str]) -> str | None:
    """Return the whole answer to the command line where no command has to run for it, else None."""
    if not arguments or arguments in (["--help"], ["-h"], ["help"]):
        return help_text()
    if arguments == ["--version"]:
        return f"seleqt {__version__}\n"
    return None
