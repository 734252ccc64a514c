"""`seleqt privacy breach`: whom it concerns, by when the authority is told, and what is said."""

import csv
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import absolute, relative, rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.breach import Breach, authority, for_the_authority
from seleqt_cli.core.breach_letters import for_the_people, kinds_in
from seleqt_cli.core.errors import Failed, UsageProblem

if TYPE_CHECKING:
    from seleqt_cli.wiring.machine import Machine


def mount(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(breach)


@with_json
def breach(
    ctx: typer.Context,
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="When it began.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="When it ended. [now]")] = "",
    found: Annotated[str, typer.Option("--found", metavar="TIME", help="When you learnt of it; 72 hours run from there. [now]")] = "",
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What happened, for the texts.")] = "",
    sender: Annotated[str, typer.Option("--sender", metavar="NAME", help="Only this sender's mailbox or LinkedIn account.")] = "",
    campaign: Annotated[str, typer.Option("--campaign", metavar="NAME", help="Only people of this campaign.")] = "",
    list_: Annotated[str, typer.Option("--list", metavar="FILE", help="Write the people it concerns into this CSV file.")] = "",
    record: Annotated[bool, typer.Option("--record", help="Put it on record: status shows the clock until it is reported.")] = False,
    reported: Annotated[int, typer.Option("--reported", metavar="NUMBER", min=0, help="The authority was told of this one.")] = 0,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="With --reported: the number of the report, or why none was needed.")
    ] = "",
) -> None:
    """Say whom a breach of personal data concerns, until when the authority is told, and with which words.

    A stolen machine or a copied database concerns everybody who was kept then; somebody in a mailbox concerns the people of
    that --sender. The texts leave open what only you know; the letter to the people is given in each language in which
    they are written to, and --list says who reads which. Without --since the breaches on record are listed.

    \b
    Example:
      seleqt privacy breach --since 2026-12-01 --what "A laptop was stolen." --record --list people.csv
      seleqt privacy breach --reported 1 --note "report 2026-118"
    """
    from seleqt_cli.cli.privacy_papers import write_private
    from seleqt_cli.cli.when import moment
    from seleqt_cli.wiring.breaches import keep, people_of, whom
    from seleqt_cli.wiring.breaches import reported as told
    from seleqt_cli.wiring.outlines import looking

    context = context_of(ctx)
    machine = looking(context.services, context.services.connect())
    now, zone = machine.clock.now(), machine.workspace.business.timezone
    if reported:
        if not told(machine, reported, note.strip(), context.services.person):
            raise Failed(f"there is no breach {reported} that waits to be reported", advice="seleqt privacy breach")
        context.screen.say(f"breach {reported}: reported")
        return
    if not since:
        if until or found or what or sender or campaign or list_ or record:
            raise UsageProblem("--since is missing: when did it begin?")
        _show_record(context, machine, now, zone)
        return
    began = moment(since, "--since", zone=zone, now=now)
    ended = moment(until, "--until", zone=zone, now=now) if until else now
    known = moment(found, "--found", zone=zone, now=now) if found else now
    if not began <= ended <= now or not began <= known <= now:
        raise UsageProblem("it ends and is found after it began, and not later than now", advice="look at --since, --until, --found")
    one = Breach(began, ended, known, what.strip())
    concerned = whom(machine, one, sender, campaign)
    if list_:
        write_private(list_, _csv(people_of(machine, concerned.scope)))
        context.screen.say(f"{concerned.affected.people} people are in {list_}")
    number = keep(machine, one, concerned.affected.people, context.services.person) if record else 0
    words = {name: absolute(at, zone) for name, at in (("began", began), ("ended", ended), ("found", known))} | {"text": one.text}
    counts = concerned.affected
    business = machine.workspace.business
    report = for_the_authority(words, business, counts.people, kinds_in("en", counts.columns), counts.rows)
    # Names of days are English: in a letter a date stands without.
    dates = {name: text if name == "text" else text[4:] for name, text in words.items()}
    letters = {
        language: for_the_people(language, words if language == "en" else dates, business, counts.columns)
        for language in concerned.languages or ("en",)
    }
    if context.json:
        context.screen.document(
            {
                "number": number or None, "began_at": rfc3339(began), "ended_at": rfc3339(ended), "found_at": rfc3339(known),
                "report_by": rfc3339(one.due_at), "authority": authority(business.country), "people": counts.people,
                "erased_since": concerned.erased, "records": counts.rows, "columns": counts.columns, "countries": counts.countries,
                "languages": concerned.languages, "report": report, "letters": letters,
            }
        )  # fmt: skip
        return
    screen = context.screen
    screen.show(
        f"{counts.people} people, {counts.rows} records"
        + (f"; {concerned.erased} erased since may be concerned too" if concerned.erased else "")
    )
    screen.table(["data", "of how many"], [[name, str(count)] for name, count in counts.columns.items()], right={1})
    late = " (LATE: say why, article 33(1))" if now >= one.due_at else f" ({relative(one.due_at, now, full=True)})"
    screen.show(f"\nTell {authority(business.country)} by {absolute(one.due_at, zone)}{late}, unless no risk to people is likely.")
    screen.show("Where the risk is high, tell the people too, without delay (article 34).")
    screen.show(f"\n--- for the authority ---\n{report}", exact=True)
    for language, letter in letters.items():
        readers = concerned.languages.get(language, 0)
        screen.show(f"--- for the people: {language}, {readers} of them ---\n{letter}", exact=True)
    if number:
        screen.say(f"on record as breach {number}; once it is reported: seleqt privacy breach --reported {number}")


def _show_record(context: Context, machine: "Machine", now: int, zone: str) -> None:
    from seleqt_cli.wiring.breaches import on_record

    rows = on_record(machine)
    if context.json:
        context.screen.document([_json(row) for row in rows])
        return
    if not rows:
        context.screen.say("no breach is on record")
        return
    shown = [
        [str(row["id"]), absolute(row["began_at"], zone), str(row["people"]), _clock(row, now, zone), row["text"] or row["report"]]
        for row in rows
    ]
    context.screen.table(["no", "began", "people", "to be reported", "what"], shown, right={0, 2})


def _clock(row: dict[str, Any], now: int, zone: str) -> str:
    if row["reported_at"]:
        return f"reported {absolute(row['reported_at'], zone)}"
    return f"by {absolute(row['due_at'], zone)} ({'LATE' if now >= row['due_at'] else relative(row['due_at'], now, full=True)})"


def _json(row: dict[str, Any]) -> dict[str, Any]:
    return {name: rfc3339(value) if name.endswith("_at") and value is not None else value for name, value in row.items()}


def _csv(people: list[tuple[str, str, str, str, str, int]]) -> str:
    from seleqt_cli.core.cells import guarded

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["email", "linkedin", "name", "country", "language", "kept_since"])
    for *cells, since in people:
        writer.writerow([*(guarded(str(cell)) for cell in cells), rfc3339(since)])
    return out.getvalue()
