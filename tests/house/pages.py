"""Makes the reference pages of the commands and of campaigns.yaml from themselves: `python -m tests.house.pages`."""

from pathlib import Path

from typer._click import Command
from typer.core import TyperGroup

from seleqt_cli.cli.front import help_text
from seleqt_cli.cli.loading import load
from seleqt_cli.cli.table import COMMANDS
from tests.house import keys

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "commands"


def leaves(command: Command, path: str) -> list[tuple[str, Command]]:
    """Return the command, or the commands of a group, each with the words that are typed for it."""
    if not isinstance(command, TyperGroup):
        return [(path, command)]
    return [leaf for name, member in command.commands.items() for leaf in leaves(member, f"{path} {name}")]


def help_of(path: str, command: Command) -> str:
    """Return the help of a command as a terminal of 80 columns shows it."""
    context = command.make_context(
        path, [], resilient_parsing=True, terminal_width=80, max_content_width=80, help_option_names=["-h", "--help"]
    )
    return command.get_help(context).rstrip()


def pages() -> dict[str, str]:
    """Return file name -> text for every page."""
    found = {"README.md": _index()}
    for name, _, line in COMMANDS:
        command = load(name)
        parts = [f"# seleqt {name}", "", line, ""]
        if isinstance(command, TyperGroup):
            parts += ["```text", help_of(f"seleqt {name}", command), "```", ""]
        for path, leaf in leaves(command, f"seleqt {name}"):
            if path != f"seleqt {name}":
                parts += [f"## {path}", ""]
            parts += ["```text", help_of(path, leaf), "```", ""]
        found[f"{name}.md"] = "\n".join(parts)
    return found


def _index() -> str:
    links = [f"- [{name}]({name}.md): {line}" for name, _, line in COMMANDS]
    codes = [
        "| exit code | means |",
        "|---|---|",
        "| 0 | done; also when nothing is due, and after a stop by Ctrl-C of `run` |",
        "| 1 | something failed, and it was said what |",
        "| 2 | the file or the command line is wrong |",
        "| 3 | nothing could be done now: a sender is held or needs a person |",
        "| 4 | another process is in the way |",
        "| 70 | a bug of seleqt, with a report file |",
    ]
    return "\n".join(
        [
            "# The commands",
            "",
            "```text",
            help_text().rstrip(),
            "```",
            "",
            *links,
            "",
            *codes,
            "",
            "Data goes to stdout, talk to stderr.",
            "",
        ]
    )


def main() -> None:
    """Write the pages and remove those of commands that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    keys.PAGE.write_text(keys.page(), encoding="utf-8")


if __name__ == "__main__":
    main()
