"""Man pages: one of the program and one of each command, made from the commands themselves, so that they cannot be old.

`seleqt --install-man` writes them to where `man` looks beside this Python's programs; with a folder, for whoever makes a
package, into that one. The format is man(7).
"""

import inspect
import os
import re
import sys

from typer._click import Command
from typer._click import Context as ParserContext
from typer.core import TyperGroup

from seleqt_cli import __version__
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.front import OPTIONS
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.table import COMMANDS, GROUPS
from seleqt_cli.core.errors import UsageProblem

EXIT_CODES: tuple[tuple[str, str], ...] = (
    ("0", "Done; also when nothing was due, and after Ctrl-C of `run`."),
    ("1", "Something failed; it says what."),
    ("2", "The file or the command line is wrong; nothing was written."),
    ("3", "Something was due and nothing could be done: it needs a person, or somebody paused it."),
    ("4", "Another process is in the way."),
    ("70", "A bug in seleqt, with a report file in the home."),
)
VARIABLES: tuple[tuple[str, str], ...] = (
    ("SELEQT_FILE", "The campaigns file, in place of campaigns.yaml."),
    ("SELEQT_HOME", "The folder with the database, the logs and the secrets file."),
    ("SELEQT_DATABASE_URL", "Another database than the one in the home."),
    ("SELEQT_PERSON", "Who decides at this terminal, for the history."),
    ("SELEQT_PASSWORD_NAME", "The password of the sender NAME, before the keyring."),
    ("SELEQT_DATABASE_KEY", "The key of an encrypted database, before the keyring."),
    ("NO_COLOR", "No colour, also on a terminal."),
)


def serve(arguments: list[str], context: Context) -> int:
    """Answer --install-man [DIR]: write every page and say where."""
    rest = [argument for argument in arguments if argument != "--install-man"]
    if len(rest) > 1 or any(argument.startswith("-") for argument in rest):
        raise UsageProblem("--install-man stands alone, or with a folder", advice="Type `seleqt --install-man DIR`.")
    folder = rest[0] if rest else os.path.join(place(), "man1")
    os.makedirs(folder, exist_ok=True)
    made = pages()
    for name, text in made.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    context.screen.say(f"{len(made)} man pages stand in {folder}")
    if not rest:
        context.screen.say(f"Type `man seleqt`; where that finds none, `man -M {place()} seleqt`.")
    return 0


def place() -> str:
    """Return the folder of man pages that belongs to the folder of this Python's programs; in a person's home for the system's Python."""
    inside = sys.prefix != sys.base_prefix
    return os.path.join(sys.prefix, "share", "man") if inside else os.path.expanduser("~/.local/share/man")


def pages() -> dict[str, str]:
    """Return file name -> text of every page."""
    found = {"seleqt.1": _program()}
    for name, _, line in COMMANDS:
        found[f"seleqt-{name}.1"] = _page(name, line, load(name))
    return found


def _program() -> str:
    lines = [
        *_head("seleqt", "outreach from one YAML file"),
        ".B seleqt",
        "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]",
        ".SH DESCRIPTION",
    ]
    lines += [
        *_text("Sends emails and LinkedIn steps at the right moment from this machine, and stops when someone replies."),
        ".PP",
        *_text("Start with `seleqt init`. Each command has a page of its own, as in `man seleqt-run`, and explains itself with --help."),
        ".SH COMMANDS",
    ]
    for group, headline in GROUPS:
        lines += [f".SS {plain(headline)}"]
        for name, of, line in COMMANDS:
            if of == group:
                lines += [".TP", f".BR seleqt\\-{name} (1)", *_text(line)]
    lines += [".SH OPTIONS", *_entries(OPTIONS), ".SH EXIT STATUS", *_entries(EXIT_CODES), ".SH ENVIRONMENT", *_entries(VARIABLES)]
    lines += [".SH FILES", *_entries((("campaigns.yaml", "Who sends, to whom, when and what; `seleqt schema` describes every key."),))]
    return "\n".join(lines) + "\n"


def _page(name: str, line: str, command: Command) -> str:
    title = f"seleqt-{name}"
    leaves = list(command.commands.items()) if isinstance(command, TyperGroup) else []
    lines = _head(title, line.rstrip("."))
    if not leaves:
        lines += [*_usage(f"seleqt {name}", command), ".SH DESCRIPTION", *_told(command)]
    else:
        lines += [_bold(f"seleqt {name}"), "\\fICOMMAND\\fR [\\fIARGS\\fR]", ".SH DESCRIPTION", *_text(command.help or line)]
        lines += [".SH COMMANDS"]
        for word, leaf in leaves:
            lines += [f".SS {plain(f'seleqt {name} {word}')}", *_usage(f"seleqt {name} {word}", leaf), ".PP", *_told(leaf)]
    lines += [".SH EXIT STATUS", *_entries(EXIT_CODES), ".SH SEE ALSO", ".BR seleqt (1)", "for the options that every command has."]
    return "\n".join(lines) + "\n"


def _head(title: str, line: str) -> list[str]:
    return [f'.TH {title.upper()} 1 "" "seleqt {__version__}" "seleqt"', ".SH NAME", f"{plain(title)} \\- {plain(line)}", ".SH SYNOPSIS"]


def _usage(path: str, command: Command) -> list[str]:
    return [_bold(path), " ".join(f"\\fI{plain(piece)}\\fR" for piece in command.collect_usage_pieces(_parsing(path, command)))]


def _told(command: Command) -> list[str]:
    """Description, arguments and options, examples: the parts of a command's help."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(command.help or ""))
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            lines.append(".PP")
        exact = paragraph.startswith("\b\n")
        body = paragraph.removeprefix("\b\n")
        if body.startswith("Example"):
            typed = inspect.cleandoc("\n" + body.partition("\n")[2]).split("\n")
            lines += [".B Example", ".PP", ".nf", ".RS 4", *map(plain, typed), ".RE", ".fi"]
        elif exact and any(one.startswith(" ") for one in body.split("\n")):
            lines += [".nf", *map(plain, body.split("\n")), ".fi"]
        else:
            lines += _text(" ".join(body.split()))
    own = [parameter for parameter in command.params if not (parameter.name or "").startswith("global_")]
    records = [record for parameter in own if (record := parameter.get_help_record(_parsing("", command)))]
    return [*lines, ".PP", *_entries(records)] if records else lines


def _parsing(path: str, command: Command) -> ParserContext:
    return command.make_context(path, [], resilient_parsing=True, help_option_names=["-h", "--help"])


def _entries(rows: "tuple[tuple[str, str], ...] | list[tuple[str, str]]") -> list[str]:
    return [line for term, text in rows for line in (".TP", _bold(term), *_text(text or ""))]


def _text(text: str) -> list[str]:
    """One paragraph; what stands in backticks is bold."""
    return [re.sub(r"`([^`]+)`", r"\\fB\1\\fR", plain(text))] if text else []


def _bold(text: str) -> str:
    return f"\\fB{plain(text)}\\fR"


def plain(text: str) -> str:
    """Return text that roff shows as it is."""
    shown = text.replace("\\", "\\e").replace("-", "\\-").replace("\u2026", "...")
    shown = "".join(sign if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in shown)
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown
