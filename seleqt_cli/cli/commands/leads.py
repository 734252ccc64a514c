"""`seleqt leads`: people in, people found, people out."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from seleqt_cli.app import leads as work
from seleqt_cli.app.lead_import import ImportRequest, ImportResult, import_leads, open_file, rejects_to
from seleqt_cli.app.lead_rows import basis_name, split_tags
from seleqt_cli.app.read_ahead import apart_here
from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.export_view import show_export
from seleqt_cli.cli.import_view import ProgressBar, import_document, show_import
from seleqt_cli.cli.lead_stops import mount
from seleqt_cli.cli.lead_verify import mount as mount_verify
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import ask, interactive
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.lead import BASES
from seleqt_cli.ports.leads import LeadFilter
from seleqt_cli.wiring.lawful import rules_in_force
from seleqt_cli.wiring.linkedin_export import is_export, take_export

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Import, list, show, change, tag, verify and export leads."
)

mount(app)
mount_verify(app)

Tags = Annotated[list[str] | None, typer.Option("--tag", help="Only leads with this tag; may be given again.", metavar="TAG")]
Search = Annotated[str, typer.Option(help="Only leads with this text in name, company, title or address.", metavar="TEXT")]
Campaign = Annotated[str, typer.Option(help="Only leads of this campaign.", metavar="NAME")]
State = Annotated[str, typer.Option(help="Only leads whose journey is in this state.", metavar="STATE")]


@app.command("import")
@with_json
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, XLSX, JSON Lines, vCard or LinkedIn's export; - reads standard input.")],
    mapping: Annotated[
        str, typer.Option("--map", help="What columns mean: email=Mail,first_name=Voornaam.", metavar="FIELD=COLUMN,…")
    ] = "",
    source: Annotated[str, typer.Option(help="Where these people's data come from.", metavar="TEXT")] = "",
    basis: Annotated[
        str, typer.Option(help="Lawful basis: consent, customer, published, legitimate-interest, or unknown.", metavar="BASIS")
    ] = "",
    contacted: Annotated[
        str, typer.Option(help="The column with the day on which another tool last wrote to them; `quiet` counts it.", metavar="COLUMN")
    ] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Put this tag on every lead; may be given again.", metavar="TAG")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Fill gaps only; overwrite nothing.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")] = False,
    rejects: Annotated[str, typer.Option(help="Write what was refused, line by line, into this CSV file.", metavar="FILE")] = "",
    sender: Annotated[str, typer.Option(help="Whose export of LinkedIn it is; else the export says it.", metavar="NAME")] = "",
) -> None:
    """Take leads from a file: one person becomes one lead, and the same file again changes nothing.

    Columns are guessed from their names in six languages and shown. Rows that cannot be used are refused, each with its
    line and reason; the others are taken. Source and lawful basis are asked for on a terminal, and how many leads the rules
    of their country keep from being contacted is said first, with the business's country and `legal:` of the campaigns file.

    LinkedIn's own export (the archive, Invitations.csv or messages.csv) makes no leads: it tells who of them accepted or
    answered, and what you did by hand, which counts against the limits. Connections.csv alone is read as leads.

    \b
    Example:
      seleqt leads import fair.csv --source "trade fair 2026" --basis consent --tag fair --rejects refused.csv
      seleqt leads import Complete_LinkedInDataExport.zip
    """
    context = context_of(ctx)
    if file != "-" and is_export(file):
        given = {"--map": mapping, "--source": source, "--basis": basis, "--contacted": contacted, "--tag": tag, "--keep": keep}
        given |= {"--dry-run": dry_run, "--rejects": rejects}
        for option in (name for name, value in given.items() if value):
            raise UsageProblem(f"{option} is for lead files; LinkedIn's export makes no leads", advice=f"seleqt leads import {file}")
        show_export(context, take_export(context.services, file, sender, context.services.person))
        return
    if sender:
        raise UsageProblem("--sender says whose export of LinkedIn it is", advice="leave it out for a lead file")
    rows, columns = open_file(file, sys.stdin.buffer, _mapping(mapping), contacted=contacted)
    name = "standard input" if file == "-" else Path(file).name
    try:
        request = _request(name, frozenset(columns.known), source, basis, tuple(tag or ()), keep=keep, dry_run=dry_run)
        country, decisions = rules_in_force(context.services)
        request = replace(request, business_country=country, decisions=decisions)
        now = context.services.clock.now()
        book = context.services.leads(create=not dry_run, dry_run=dry_run)
        with rejects_to(rejects) as reject, ProgressBar(name, shown=context.screen.live) as bar:
            today = datetime.fromtimestamp(now, UTC).date()
            result = import_leads(
                rows, columns, book, request, now=now, today=today, progress=bar.show, reject=reject, apart_after=apart_here()
            )
    finally:
        rows.close()
    _report(ctx, result, rejects)


@app.command("list")
@with_json
def list_(
    ctx: typer.Context,
    tag: Tags = None,
    campaign: Campaign = "",
    search: Search = "",
    state: State = "",
    limit: Annotated[int, typer.Option(help="How many at most; 0 is all.", min=0, metavar="N")] = 50,
    after: Annotated[int, typer.Option(help="Go on behind the lead with this number.", min=0, metavar="ID")] = 0,
) -> None:
    """List leads by number; --json writes JSON Lines.

    \b
    Example:
      seleqt leads list --tag fair --search acme
    """
    context = context_of(ctx)
    wanted = LeadFilter(tuple(tag or ()), campaign, state, search)
    book = context.services.leads()
    if context.json:
        for lead in work.all_leads(book, wanted, limit=limit, after=after):
            context.screen.line(work.lead_record(lead))
        return
    found = list(work.all_leads(book, wanted, limit=limit + 1 if limit else 0, after=after))
    shown = found[:limit] if limit else found
    context.screen.table(
        ["id", "lead", "name", "company", "tags"],
        [[str(lead.id), lead.key, lead.name, lead.company, ", ".join(sorted(lead.tags))] for lead in shown],
        right={0},
    )
    if len(found) > len(shown):
        context.screen.say(f"There are more: --after {shown[-1].id}, or --limit 0 for all.")


@app.command()
@with_json
def show(ctx: typer.Context, lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")]) -> None:
    """Show everything that is known about a lead.

    \b
    Example:
      seleqt leads show anna@acme.example
    """
    context = context_of(ctx)
    book = context.services.leads()
    found = work.find_lead(book, lead)
    journeys = book.journeys(found.id)
    if context.json:
        keys = ("campaign", "state", "step", "reason")
        context.screen.document({**work.lead_record(found), "journeys": [dict(zip(keys, one, strict=True)) for one in journeys]})
        return
    context.screen.table(["field", "value"], [["id", str(found.id)], *([name, value] for name, value in found.values().items())])
    if journeys:
        context.screen.show()
        context.screen.table(["campaign", "state", "step", "reason"], journeys)


@app.command("set")
def set_(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    values: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="What to set; FIELD= empties it.")],
) -> None:
    """Change fields of a lead, checked like imported ones.

    \b
    Example:
      seleqt leads set anna@acme.example first_name=Anna "company=Acme Robotics B.V."
    """
    context = context_of(ctx)
    book = context.services.leads()
    pairs = [_pair(text) for text in values]
    found = work.find_lead(book, lead)
    now = context.services.clock.now()
    for field, value in pairs:
        work.set_field(book, found, field, value, now=now, today=datetime.fromtimestamp(now, UTC).date(), by=context.services.person)
        found = work.find_lead(book, str(found.id))
    from seleqt_cli.wiring.people import free_held_lead

    freed = free_held_lead(context.services, found)
    context.screen.say(f"{found.key}: {len(pairs)} changed" + (f"; {freed} held journeys go on" if freed else ""))


@app.command()
def tag(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    tags: Annotated[list[str], typer.Argument(metavar="TAG…", help="The tags.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take them off instead of putting them on.")] = False,
) -> None:
    """Put tags on a lead, or take them off; campaigns with `leads: {tag: …}` see it at the next apply.

    \b
    Example:
      seleqt leads tag anna@acme.example customer
    """
    context = context_of(ctx)
    book = context.services.leads()
    found = work.find_lead(book, lead)
    names = [name for text in tags for name in split_tags(text)]
    if not names:
        raise UsageProblem("the tag is empty", advice="seleqt leads tag LEAD customer")
    count = book.tag([found.id], names, remove=remove)
    context.screen.say(f"{found.key}: {count} {'removed' if remove else 'added'}")


@app.command()
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Ending in .csv or .jsonl; without it CSV goes to standard output.")] = "-",
    tag: Tags = None,
    campaign: Campaign = "",
    search: Search = "",
    state: State = "",
) -> None:
    """Write leads as CSV or JSON Lines, which `leads import` reads again.

    Cells that a spreadsheet could run as a formula begin with an apostrophe; import takes it off.

    \b
    Example:
      seleqt leads export leads.csv --tag fair
    """
    context = context_of(ctx)
    wanted = LeadFilter(tuple(tag or ()), campaign, state, search)
    count = work.export_leads(context.services.leads(), wanted, file)
    context.screen.say(f"{count} leads")


def _mapping(text: str) -> dict[str, str]:
    return dict(_pair(part.strip()) for part in text.split(",") if part.strip())


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageProblem(f"{text!r} is not FIELD=VALUE")
    return name.strip(), value.strip()


def _request(
    name: str, known: frozenset[str], source: str, basis: str, tags: tuple[str, ...], *, keep: bool, dry_run: bool
) -> ImportRequest:
    """The request with what was not said asked for on a terminal; elsewhere it has to be said (SPEC section 10)."""
    if not source and "source" not in known:
        if not interactive():
            raise UsageProblem("where do these people's data come from?", advice='Type the same with --source "…".')
        source = ask("Where do these people's data come from", "", wrong=lambda answer: "" if answer else "every lead has a source")
    if not basis and "basis" not in known:
        if not interactive():
            raise UsageProblem("what is the lawful basis?", advice=f"Type the same with --basis {'|'.join(BASES)}|unknown.")
        basis = ask(f"Lawful basis ({', '.join(BASES)}, unknown)", "unknown", wrong=_wrong_basis)
    if problem := _wrong_basis(basis or "unknown"):
        raise UsageProblem(f"--basis: {problem}")
    return ImportRequest(name, source, basis_name(basis), tags, keep=keep, dry_run=dry_run)


def _wrong_basis(text: str) -> str:
    return "" if text == "unknown" or basis_name(text) else f"{text} is none of {', '.join(BASES)}, unknown"


def _report(ctx: typer.Context, result: ImportResult, rejects: str) -> None:
    context = context_of(ctx)
    if context.json:
        context.screen.document(import_document(result))
    else:
        show_import(context.screen, result, rejects)
