"""`seleqt init`: a few questions, or flags, and a campaigns.yaml that passes `check`; on a terminal the first quarter of an hour."""

from pathlib import Path
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.prompts import interactive

app = typer.Typer(add_completion=False, rich_markup_mode=None)


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
    language: Annotated[str, typer.Option(help="Language of the mails: en nl de fr es it. [the locale's]", metavar="LANG")] = "",
    privacy_url: Annotated[str, typer.Option(help="Where your privacy notice stands.", metavar="URL")] = "",
    template: Annotated[str, typer.Option(help="The first campaign: intro, linkedin, event or customers. [intro]", metavar="NAME")] = "",
    offer: Annotated[str, typer.Option(help="What you help with, in a few words; the first mail says it.", metavar="TEXT")] = "",
    event: Annotated[str, typer.Option(help="For --template event: its name.", metavar="TEXT")] = "",
    linkedin: Annotated[str, typer.Option(help="Your profile, for --template linkedin.", metavar="URL")] = "",
    leads: Annotated[str, typer.Option(help="A lead file in DIR; without it the first lead is you.", metavar="FILE")] = "",
    source: Annotated[str, typer.Option(help="Where its people come from; the first mail says it.", metavar="TEXT")] = "",
    basis: Annotated[
        str, typer.Option(help="On what you may contact them: consent, customer, published, legitimate-interest.", metavar="BASIS")
    ] = "",
    no_login: Annotated[bool, typer.Option("--no-login", help="Do not offer to connect the account now.")] = False,
) -> int:
    """Write a first campaigns.yaml, its JSON Schema and a .gitignore for people's data.

    On a terminal it asks for what the flags leave open, offers to connect the mail account (the password goes into the
    keyring; one mail goes to yourself) and shows what the campaign would send, simulated. Elsewhere --name, --address,
    --person and --email are needed, and nothing is connected.

    The first lead is yourself, unless a lead file is named. Nothing that exists is overwritten, and an interrupted call
    leaves nothing behind.

    \b
    Example:
      seleqt init outreach
      seleqt init outreach --name "Acme B.V." --address "Keizersgracht 1, Amsterdam" \\
        --person "Anna de Vries" --email anna@acme.example --template event
    """
    from seleqt_cli.cli.first_steps import at, connect, say_next, show_simulation
    from seleqt_cli.cli.starting import Interview
    from seleqt_cli.wiring.starting import starter_place, write_starter

    context = context_of(ctx)
    files = starter_place(folder)
    given = {
        "business": name, "address": address, "person": person, "email": email, "timezone": timezone, "country": country,
        "smtp": smtp, "imap": imap, "language": language, "privacy_url": privacy_url, "template": template, "offer": offer,
        "event": event, "linkedin": linkedin, "leads": leads, "source": source, "basis": basis, "sign_in": "",
    }  # fmt: skip
    starter = Interview(context, {key: value.strip() for key, value in given.items()}, files).starter()
    for path in write_starter(context.services, folder, starter):
        context.screen.say(f"wrote {path}")
    there = at(context, folder)
    login = None
    if interactive():
        if not (no_login or starter.smtp.startswith("outbox:")):
            login = connect(there, starter)
        show_simulation(there)
    say_next(context, folder, starter, login=login)
    return 1 if login is False else 0
