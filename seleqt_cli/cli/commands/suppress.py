"""`seleqt suppress`: people, addresses and domains never to be contacted."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from seleqt_cli.app.suppression import Suppressed, target_of
from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.ports.suppressions import Target
from seleqt_cli.wiring.suppressing import entries_of, listed, suppression_list

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="People, addresses and domains never to be contacted."
)

Who = Annotated[list[str], typer.Argument(metavar="WHO…", help="An address, a LinkedIn profile, or a domain.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the list and in the history.", metavar="TEXT")]
OptOut = Annotated[bool, typer.Option("--opt-out", help="The person asked for it: journeys end as unsubscribed.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


@app.command()
def add(ctx: typer.Context, who: Who, reason: Reason = "by hand", opt_out: OptOut = False) -> None:
    """Never contact these again, on any channel, in any campaign; their journeys stop at once.

    A person whose address and profile are known is kept out by both. Adding somebody twice changes nothing.

    \b
    Example:
      seleqt suppress add noor@windmill.example rival.example --reason "asked by phone"
    """
    context = context_of(ctx)
    targets = [target_of(text) for text in who]
    connection = context.services.connect(create=True)
    done = suppression_list(connection, context.services.state_folder).add(
        targets, reason=reason, by=context.services.person, source="suppress add", now=context.services.clock.now(), opt_out=opt_out
    )
    context.screen.say(_told(done))


@app.command()
def remove(ctx: typer.Context, who: Who, yes: Yes = False) -> None:
    """Allow contact again: takes a person, address (also one that bounced) or domain off the list.

    It asks first and is written into the history with your name. Journeys that were stopped stay stopped.

    \b
    Example:
      seleqt suppress remove noor@windmill.example
    """
    context = context_of(ctx)
    targets = [target_of(text) for text in who]
    connection = context.services.connect()
    desk = suppression_list(connection, context.services.state_folder)
    if not confirm(f"Allow contact with {', '.join(target.value for target in targets)} again?", yes=yes):
        raise UsageProblem("nothing was changed")
    done = desk.remove(targets, by=context.services.person, now=context.services.clock.now())
    for target in done.removed:
        context.screen.say(f"{target.value}: taken off the list")
    if done.absent:
        names = ", ".join(target.value for target in done.absent)
        raise Failed(f"not on the list: {names}", advice="seleqt suppress list")


@app.command("list")
@with_json
def list_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option(help="Only email, linkedin or domain.", metavar="KIND")] = "",
    search: Annotated[str, typer.Option(help="Only with this text in the value or the reason.", metavar="TEXT")] = "",
) -> None:
    """List who is never contacted, and why; --json writes JSON Lines.

    \b
    Example:
      seleqt suppress list --kind domain
    """
    context = context_of(ctx)
    if kind not in ("", "email", "linkedin", "domain"):
        raise UsageProblem(f"--kind {kind}: it is email, linkedin or domain")
    rows = listed(context.services.connect(), kind, search)
    if context.json:
        for row in rows:
            context.screen.line({"kind": row[0], "value": row[1], "reason": row[2], "source": row[3], "since": rfc3339(row[4])})
        return
    shown = [[row[0], row[1], row[2], row[3], rfc3339(row[4])[:10]] for row in rows]
    if shown:
        context.screen.table(["kind", "value", "reason", "source", "since"], shown)
    else:
        context.screen.say("nobody is on the list")


@app.command("import")
@with_json
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="One entry a line, or CSV with a column email, linkedin or domain; - is stdin.")
    ],
    reason: Reason = "imported list",
    opt_out: OptOut = False,
    yes: Yes = False,
) -> None:
    """Put a whole list on the list: opt-outs of another tool, customers, competitors.

    Entries that are no address, profile or domain are listed with their line; the others are taken. The same file again
    changes nothing.

    \b
    Example:
      seleqt suppress import unsubscribed.csv --opt-out
    """
    context = context_of(ctx)
    targets, refused = _read(file)
    if refused and not targets:
        line, problem = refused[0]
        raise UsageProblem(f"{file}:{line}: {problem}", advice="no line of the file is an address, a LinkedIn profile or a domain")
    connection = context.services.connect(create=True)
    desk = suppression_list(connection, context.services.state_folder)
    kinds = [f"{sum(target.kind == kind for target in targets)} {word}" for kind, word in _KINDS if any(t.kind == kind for t in targets)]
    for line, problem in refused:
        context.screen.warn(f"{file}:{line}: {problem}")
    question = f"Never contact {' and '.join(kinds) or 'nobody'} again ({desk.reach(targets)} known leads)?"
    if not confirm(question, yes=yes):
        raise UsageProblem("nothing was changed")
    name = "standard input" if file == "-" else Path(file).name
    done = desk.add(targets, reason=reason, by=context.services.person, source=name, now=context.services.clock.now(), opt_out=opt_out)
    if context.json:
        context.screen.document(
            {"added": done.added, "known": done.known, "people": done.people, "ended": done.ended,
             "refused": [{"line": line, "reason": problem} for line, problem in refused]}
        )  # fmt: skip
    else:
        context.screen.say(_told(done) + (f", {len(refused)} lines refused" if refused else ""))


_KINDS = (("email", "addresses"), ("linkedin", "profiles"), ("domain", "domains"))


def _read(file: str) -> tuple[list[Target], list[tuple[int, str]]]:
    try:
        if file != "-" and Path(file).exists() and not Path(file).is_file():
            raise UsageProblem(f"{file} is no file")
        stream = io.BytesIO(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    except OSError as error:
        raise UsageProblem(f"{file}: {error.strerror}") from error
    targets: dict[Target, None] = {}
    refused: list[tuple[int, str]] = []
    for line, text in entries_of(stream, file):
        try:
            targets[target_of(text)] = None
        except UsageProblem as problem:
            refused.append((line, problem.message))
    return list(targets), refused


def _told(done: Suppressed) -> str:
    parts = [f"{done.added} added"]
    if done.known:
        parts.append(f"{done.known} on the list already")
    if done.ended:
        parts.append(f"{done.ended} journeys stopped")
    return ", ".join(parts)
