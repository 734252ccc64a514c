"""The command line as a whole: finds the command that is asked for, runs it, and turns every end into an exit code.

Only the module of the command that is asked for is imported. Exit codes are those of SPEC section 5: 0 done, 1 failed,
2 the file or the command line is wrong, 3 nothing possible now, 4 another process is in the way, 70 a bug.
"""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer._click import Command, HelpFormatter
from typer._click import Context as ParserContext
from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption, UsageError
from typer.core import TyperGroup

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.error_text import told
from seleqt_cli.cli.front import help_text
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.options import global_options
from seleqt_cli.cli.output import visible
from seleqt_cli.cli.table import names

BUG = 70
USAGE = 2


class Root(TyperGroup):
    """The group of all commands; a command's module is imported when the command is asked for."""

    def list_commands(self, ctx: ParserContext) -> list[str]:
        """Return the names of all commands."""
        return names()

    def get_command(self, ctx: ParserContext, cmd_name: str) -> Command | None:
        """Import one command; None when there is none of that name."""
        return load(cmd_name) if cmd_name in names() else None

    def resolve_command(self, ctx: ParserContext, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that the arguments begin with, or say which one may be meant."""
        name = args[0]
        if name not in names() and not name.startswith("-"):
            raise UsageError(f"there is no command `{visible(name)}`{_meant(name, names())}", ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: ParserContext, formatter: HelpFormatter) -> None:
        """Write the same help that the fast answer gives."""
        formatter.write(help_text())


def root() -> Root:
    """Build the program's root command."""
    return Root(name="seleqt", params=list(global_options()), rich_markup_mode=None, no_args_is_help=True)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong is told on stderr in a line or two."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    context = Context.from_environment(os.environ)
    try:
        code = _ended(arguments, context)
        sys.stdout.flush()
    except BrokenPipeError:
        close_broken_pipe()
        return 0
    return code


def close_broken_pipe() -> None:
    """Give up on stdout after its reader went away, so that Python's own flush at the end stays quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _ended(arguments: list[str], context: Context) -> int:
    try:
        return _run(arguments, context)
    except (KeyboardInterrupt, typer.Abort, EOFError):
        context.screen.warn("stopped")
        return 1
    except BrokenPipeError:
        raise
    except ClickException as error:
        return _usage(error, arguments, context)
    except Exception as error:  # noqa: BLE001 # the outermost frame: what nobody expected becomes a report, not a traceback
        return _unexpected(error, arguments, context)


def _run(arguments: list[str], context: Context) -> int:
    if "--install-completion" in arguments or "--show-completion" in arguments:
        from seleqt_cli.cli.completion import serve

        return serve(arguments, context)
    if "--install-man" in arguments:
        from seleqt_cli.cli import manual

        return manual.serve(arguments, context)
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    try:
        with root().make_context("seleqt", list(arguments), obj=context, help_option_names=["-h", "--help"]) as parsed:
            result: Any = parsed.command.invoke(parsed)
    except typer.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else 0


def _usage(error: ClickException, arguments: list[str], context: Context) -> int:
    if isinstance(error, NoArgsIsHelpError):  # a group of commands that is called alone: its message is its help
        context.screen.warn(error.format_message())
        return USAGE
    if isinstance(error, UsageError) and error.ctx is not None:
        path = error.ctx.command_path
    else:  # the parser does not always say where it was
        path = " ".join(["seleqt", *[word for word in arguments if word in names()][:1]])
    message = error.format_message()
    if isinstance(error, NoSuchOption):
        message = f"there is no option {visible(error.option_name)}{_meant(error.option_name, error.possibilities or [])}"
        if error.option_name == "--json" and path == "seleqt":
            message = "--json stands behind the command, as in `seleqt status --json`"
    if isinstance(error, UsageError) and error.ctx is not None and message.startswith("No such command"):
        word = message.removeprefix("No such command ").partition(" Did you mean")[0].rstrip(".")[1:-1]
        message = f"there is no `{path} {word}`{_meant(word, list(getattr(error.ctx.command, 'commands', {})))}"
    message = message.rstrip(".")
    context.screen.warn(f"seleqt: {message[:1].lower() + message[1:]}\nType `{path} --help`.")
    return USAGE


def _meant(word: str, known: Sequence[str]) -> str:
    close = sorted(known) if known and word.startswith("-") else get_close_matches(word, known)
    return f": did you mean {' or '.join(f'`{name}`' for name in close)}?" if close else ""


def _unexpected(error: Exception, arguments: list[str], context: Context) -> int:
    answer = told(error)
    if answer is not None:
        text, code = answer
        context.screen.warn(text)
        return code
    from seleqt_cli.cli.bug_report import write_report

    place = write_report(error, arguments, context)
    context.screen.warn(f"seleqt: this is a bug in seleqt, not yours. What happened stands in {place}")
    return BUG
