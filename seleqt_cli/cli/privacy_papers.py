"""`seleqt privacy export` and `record`: what is handed out about a person, and the record of processing."""

import os
from pathlib import Path
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.output import json_text
from seleqt_cli.core.errors import Failed, UsageProblem


def mount(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(export)
    app.command()(record)


@with_json
def export(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Ending in .json, .html or .txt; without it text goes to standard output.")
    ] = "",
) -> None:
    """Write down everything that is kept about a person: for a request for access or portability.

    Every table that knows them, the messages that went and came, where the data are from, who gets them and how long they
    are kept. JSON is for programs, the page and the text for people. Make sure first who asks (privacy request verify).

    \b
    Example:
      seleqt privacy export noor@windmill.example noor.html
    """
    from seleqt_cli.cli.person_view import as_page, as_text
    from seleqt_cli.wiring.privacy_papers import paper_about, unchecked

    writers = {".json": lambda paper: json_text(paper) + "\n", ".html": as_page, ".txt": as_text}
    write = writers.get(Path(file).suffix.lower())
    if file and write is None:
        raise UsageProblem(f"{file} ends in none of {', '.join(writers)}")
    context = context_of(ctx)
    paper = paper_about(context.services, lead)
    number = next(row["id"] for one in paper["data"] if one["table"] == "lead" for row in one["rows"])
    for request in unchecked(context.services, number, "access", "portability"):
        context.screen.warn(f"request {request}: nobody has checked who asks: seleqt privacy request verify {request} --how TEXT")
    if write is not None:
        write_private(file, write(paper))
        person = paper["person"]
        context.screen.say(f"{person['address'] or person['profile']}: {sum(len(one['rows']) for one in paper['data'])} rows in {file}")
        context.screen.say("It holds everything about them: hand it over in a safe way and delete it here.")
    if context.json:
        context.screen.document(paper)
    elif write is None:
        context.screen.show(as_text(paper))


@with_json
def record(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Ending in .md; without it Markdown goes to standard output.")] = "",
) -> None:
    """Write the record of processing (GDPR article 30) from the file in force and what is really kept.

    Who, what for, which people and data, from where, on which lawful basis and by whose decision, who gets them and where
    they sit, how long, which measures; and what is still to be settled by a person.

    \b
    Example:
      seleqt privacy record record.md
    """
    from seleqt_cli.app.processing_record import as_markdown
    from seleqt_cli.wiring.privacy_papers import record_of_processing

    if file and not file.lower().endswith(".md"):
        raise UsageProblem(f"{file} does not end in .md")
    context = context_of(ctx)
    found = record_of_processing(context.services)
    if file:
        write_private(file, as_markdown(found))
        context.screen.say(f"the record of processing is in {file}")
        for line in found["missing"]:
            context.screen.say(f"to be settled: {line}")
    if context.json:
        context.screen.document(found)
    elif not file:
        context.screen.show(as_markdown(found), exact=True)


def write_private(file: str, text: str) -> None:
    """Write a file that only its owner may read. Raises Failed."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(text)
    except OSError as error:
        raise Failed(f"{file}: {error.strerror}") from error
