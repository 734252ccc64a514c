"""`seleqt leads verify`: the command, mounted into the group of cli/commands/leads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.output import width

if TYPE_CHECKING:
    from seleqt_cli.app.lead_verify import Verified

_USUAL_ADDRESS = 28
"""Columns for an address until a longer one comes."""
_LONGEST_ADDRESS = 44
_SAID = (("good", "good"), ("risky", "risky"), ("bad", "bad"), ("unknown", "without an answer of DNS"), ("none", "without an address"))


def mount(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(verify)


@with_json
def verify(
    ctx: typer.Context,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Only leads with this tag; may be given again.", metavar="TAG")] = None,
    campaign: Annotated[str, typer.Option(help="Only leads of this campaign.", metavar="NAME")] = "",
    search: Annotated[str, typer.Option(help="Only leads with this text in name, company, title or address.", metavar="TEXT")] = "",
    state: Annotated[str, typer.Option(help="Only leads whose journey is in this state.", metavar="STATE")] = "",
    limit: Annotated[int, typer.Option(help="How many at most; 0 is all.", min=0, metavar="N")] = 0,
    after: Annotated[int, typer.Option(help="Go on behind the lead with this number.", min=0, metavar="ID")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="Show the good ones too.")] = False,
    csv: Annotated[str, typer.Option("--csv", help="Write all of them into this CSV file.", metavar="FILE")] = "",
    tag_bad: Annotated[str, typer.Option("--tag-bad", help="Put this tag on those that are bad.", metavar="TAG")] = "",
) -> int:
    """Look at the addresses of leads: form, domain, mail servers, role and throw-away mailboxes. Nothing is written to them.

    good, risky (a role such as sales@, no mail server of its own, a slip), bad (no such domain, takes no mail, throw-away,
    noreply@) or unknown (DNS gave no answer). Whether a mailbox exists, or a server takes every name (catch-all), is never
    asked: that needs mail, and servers block who tries. --json writes JSON Lines of all. A tag keeps a campaign
    away from them: `leads: {file: …, not: {tag: bad-address}}`.

    \b
    Example:
      seleqt leads verify --tag fair --tag-bad bad-address
    """
    from seleqt_cli.app.lead_rows import split_tags
    from seleqt_cli.core.errors import UsageProblem
    from seleqt_cli.ports.leads import LeadFilter
    from seleqt_cli.wiring.verifying import verify_leads

    context = context_of(ctx)
    tags = split_tags(tag_bad) if tag_bad else ()
    if tag_bad and len(tags) != 1:
        raise UsageProblem("--tag-bad takes one tag", advice="seleqt leads verify --tag-bad bad-address")
    wanted = LeadFilter(tuple(tag or ()), campaign, state, search)
    show = _shown(context, everything=everything)
    with _table(csv) as write:

        def told(one: "Verified") -> None:
            write(one)
            show(one)

        counts = verify_leads(context.services.leads(), wanted, told, limit=limit, after=after, tag=tags[0] if tags else "")
    context.screen.say(", ".join(f"{counts[result]} {words}" for result, words in _SAID if counts.get(result)) or "no lead is meant")
    if tags and counts.get("bad"):
        context.screen.say(f"tagged {tags[0]}: {counts['bad']}")
    asked = sum(count for result, count in counts.items() if result != "none")
    if asked and counts.get("unknown") == asked:
        context.screen.warn("DNS gave no answer about any of them: look at the network, then type the same again.")
        return 1
    return 0


def _shown(context: Context, *, everything: bool) -> Callable[["Verified"], None]:
    widest = _USUAL_ADDRESS

    def line(one: "Verified") -> None:
        nonlocal widest
        verdict = one.verdict
        if context.json:
            context.screen.line(
                {"lead_id": one.lead, "email": one.email or None, "result": verdict.result, "reasons": list(verdict.reasons),
                 "text": verdict.text}
            )  # fmt: skip
        elif everything or verdict.result in ("risky", "bad", "unknown"):
            # A line at once for each, not a table at the end: there may be a hundred thousand. A longer address moves those after it.
            address = one.email or "-"
            widest = max(widest, min(width(address), _LONGEST_ADDRESS))
            space = " " * (widest - width(address))
            context.screen.show(f"{one.lead:>7}  {verdict.result:<7}  {address}{space}  {verdict.text}".rstrip())

    return line


@contextmanager
def _table(name: str) -> Iterator[Callable[["Verified"], None]]:
    """A function that writes a row into the CSV file of that name, for its owner alone; nowhere for ''."""
    if not name:
        yield lambda one: None
        return
    import csv
    import os

    from seleqt_cli.core.cells import guarded

    with os.fdopen(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "email", "result", "reasons", "text"])

        def row(one: "Verified") -> None:
            verdict = one.verdict
            writer.writerow([one.lead, guarded(one.email), verdict.result, " ".join(verdict.reasons), guarded(verdict.text)])

        yield row
