"""The options that every command has, before or behind its name, and `--json` where a command reads.

They are added to the parsed commands here, so that no command has to list them and each command's help shows them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from typer._click import Command, Context, Parameter
from typer._click.exceptions import UsageError
from typer.core import TyperGroup, TyperOption

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.front import OPTIONS

Function = TypeVar("Function", bound=Callable[..., Any])


def with_json(function: Function) -> Function:
    """Mark a command as one that reads: it takes --json and then writes JSON through the screen.

    It stands below `@app.command()`.
    """
    function.__dict__["reads"] = True
    return function


def add_options(command: Command) -> Command:
    """Give a command, or every command of a group, the global options, and --json where it is marked; return it."""
    if isinstance(command, TyperGroup):
        for member in command.commands.values():
            # The whole first sentence, on as many lines as it takes: the parser would cut it at the edge of the terminal.
            member.short_help = member.short_help or _first_sentence(member.help or "")
            add_options(member)
        return command
    taken = {name for parameter in command.params for name in parameter.opts}
    readable = bool(getattr(command.callback, "reads", False))
    options = [_json_option(readable), *global_options()]
    command.params.extend(option for option in options if not taken.intersection(option.opts))
    return command


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.partition("\n\n")[0].split())
    sentence, ended, _ = paragraph.partition(". ")
    return sentence + ("." if ended else "")


def global_options() -> list[TyperOption]:
    """Return the options that stand before or behind a command's name; their help is the one of the front page."""
    told = {names.split(" ")[0].rstrip(","): text for names, text in OPTIONS}

    def option(attribute: str, *names: str, metavar: str | None = None, value: Any = None) -> TyperOption:
        def keep(ctx: Context, _parameter: Parameter, given: Any) -> None:
            if given:
                setattr(context_of(ctx), attribute, given if value is None else value(given))

        # a name of its own, so that a command's argument called like the option is not taken for it
        return TyperOption(
            param_decls=[f"global_{attribute}", *names],
            callback=keep,
            expose_value=False,
            is_flag=metavar is None,
            metavar=metavar,
            help=told[names[0]],
        )

    return [
        option("file", "-f", "--file", metavar="FILE"),
        option("home", "--home", metavar="DIR"),
        option("database", "--db", metavar="URL"),
        option("quiet", "-q", "--quiet"),
        option("color", "--no-color", value=lambda given: not given),
    ]


def _json_option(readable: bool) -> TyperOption:
    def keep(ctx: Context, _parameter: Parameter, given: Any) -> None:
        if not given:
            return
        if not readable:
            raise UsageError(f"`{ctx.command_path}` has no --json: it does something and shows no data", ctx)
        context_of(ctx).json = True

    return TyperOption(
        param_decls=["--json"],
        callback=keep,
        expose_value=False,
        is_flag=True,
        hidden=not readable,
        help="Write JSON to standard output.",
    )
