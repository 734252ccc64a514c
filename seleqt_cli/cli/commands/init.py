"""`seleqt init`: a few questions, or flags, and a campaigns.yaml that passes `check`."""

import re
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from seleqt_cli.cli import guesses
from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.output import visible
from seleqt_cli.cli.prompts import ask, interactive
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.starter import Starter

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SERVER = re.compile(r"(smtps?://|imaps?://)?[\w.-]+(:[0-9]{1,5})?")


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the file goes; made when missing.", show_default=False)] = Path(),
    name: Annotated[str, typer.Option(help="Name of the business.", metavar="TEXT")] = "",
    address: Annotated[str, typer.Option(help="Its postal address; it stands in every first mail.", metavar="TEXT")] = "",
    country: Annotated[str, typer.Option(help="Its country, two letters. [this machine's]", metavar="CC")] = "",
    timezone: Annotated[str, typer.Option(help="Its time zone. [this machine's]", metavar="ZONE")] = "",
    person: Annotated[str, typer.Option(help="Who sends, as people read it.", metavar="TEXT")] = "",
    email: Annotated[str, typer.Option(help="The address that sends.", metavar="ADDRESS")] = "",
    smtp: Annotated[
        str, typer.Option(help="HOST:587, auto (found from the address), or outbox:DIR. [outbox:outbox]", metavar="SERVER")
    ] = "",
    imap: Annotated[str, typer.Option(help="HOST:993, or none.", metavar="SERVER")] = "",
    language: Annotated[str, typer.Option(help="Language of the footer: en nl de fr es it. [the locale's]", metavar="LANG")] = "",
    privacy_url: Annotated[str, typer.Option(help="Where your privacy notice stands.", metavar="URL")] = "",
) -> None:
    """Write a first campaigns.yaml, its JSON Schema and a .gitignore for people's data.

    On a terminal it asks for what the flags leave open; elsewhere --name, --address, --person and --email are needed.
    The first campaign writes to yourself. Nothing that exists is overwritten, and no password is asked for:
    `seleqt senders login SENDER` takes it into the keyring.

    \b
    Example:
      seleqt init outreach --name "Acme B.V." --address "Keizersgracht 1, Amsterdam" \\
        --person "Anna de Vries" --email anna@acme.example
    """
    context = context_of(ctx)
    given = {
        "business": name,
        "address": address,
        "person": person,
        "email": email,
        "timezone": timezone,
        "country": country,
        "smtp": smtp,
        "imap": imap,
        "language": language,
        "privacy_url": privacy_url,
    }
    starter = _collect(context, {key: value.strip() for key, value in given.items()})
    written = context.services.write_starter(folder, starter)
    for path in written:
        context.screen.say(f"wrote {path}")
    where = f"cd {quote(str(folder))} && " if folder != Path() else ""
    context.screen.say(f"Next: {where}seleqt check")
    if not starter.smtp.startswith("outbox:"):
        # A login belongs to an account of the accepted file.
        context.screen.say(f"      seleqt apply && seleqt senders login {starter.sender}")


def _collect(context: Context, given: dict[str, str]) -> Starter:
    environment = context.services.environment
    zone = given["timezone"] or guesses.timezone(environment)
    defaults = {
        "timezone": zone,
        "country": guesses.country(zone, environment),
        "smtp": "outbox:outbox",
        "language": guesses.language(environment),
    }
    if interactive():
        for key, question in _QUESTIONS:
            if not given[key]:
                if key == "country" and given["timezone"]:
                    defaults["country"] = guesses.country(given["timezone"], environment)
                given[key] = ask(question, defaults.get(key, ""), wrong=partial(_wrong, key))
    given = {key: value or defaults.get(key, "") for key, value in given.items()}
    problems = [f"--{_FLAGS.get(key, key)}: {problem}" for key, value in given.items() if (problem := _wrong(key, value))]
    if problems:
        raise UsageProblem("; ".join(problems), advice="Type `seleqt init --help`. Nothing was written.")
    given["country"] = given["country"].upper()
    return Starter(**given)


_QUESTIONS = (
    ("business", "Name of the business"),
    ("address", "Its postal address (in the footer of every first mail)"),
    ("timezone", "Its time zone"),
    ("country", "Its country, two letters"),
    ("person", "Your name, as the people you write to read it"),
    ("email", "The address you send from"),
    ("smtp", "Mail server HOST:587, auto to find it from the address, or outbox:DIR to write the mails into a folder"),
)

_FLAGS = {"business": "name", "privacy_url": "privacy-url"}


def _wrong(key: str, answer: str) -> str:
    """Return what is wrong with an answer, '' when nothing is."""
    if answer != visible(answer):
        return "it has a control character in it"
    if not answer:
        return "" if key in ("imap", "privacy_url", "country") else "it is needed"
    if key == "email" and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+", answer):
        return f"{answer} is no e-mail address"
    if key == "timezone" and not guesses.known_zone(answer):
        return f"{answer} is no time zone; they look like Europe/Amsterdam"
    if key == "country" and not re.fullmatch(r"[A-Za-z]{2}", answer):
        return f"{answer} is no country code; they look like NL"
    if key == "language" and answer not in guesses.LANGUAGES:
        return f"{answer} has no footer; there are {' '.join(guesses.LANGUAGES)}"
    if key == "smtp" and not (_SERVER.fullmatch(answer) or re.fullmatch(r"outbox:.+", answer)):
        return f"{answer} is no server; they look like smtp.acme.example:587, auto or outbox:outbox"
    if key == "imap" and answer != "none" and not _SERVER.fullmatch(answer):
        return f"{answer} is no server; they look like imap.acme.example:993"
    return ""
