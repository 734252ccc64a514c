"""`seleqt audit`: an independent proof of the seven promises."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.moments import instant_of
from seleqt_cli.cli.options import with_json

if TYPE_CHECKING:
    from seleqt_cli.app.audit import Proof

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def audit(
    ctx: typer.Context,
    since: Annotated[str, typer.Option(help="Report only what happened from then on: a date, or RFC 3339.", metavar="WHEN")] = "",
    at_rest: Annotated[bool, typer.Option("--at-rest", help="Nothing runs now: every attempt must have an outcome.")] = False,
) -> None:
    """Prove the seven promises from the history alone, with none of the code that planned and sent.

    It may run while `seleqt run` is at work. Exit 1 when a promise was broken; each violation is listed with the
    actions concerned. What a person decided (`resolve --not-sent`) and whose inbox a person watches is named too.

    \b
    Example:
      seleqt audit
      seleqt audit --since 2026-12-01 --json
    """
    context = context_of(ctx)
    proof = context.services.audit(since=instant_of(since, "--since") if since else 0, at_rest=at_rest)
    if context.json:
        context.screen.document(document_of(proof))
    else:
        _show(context, proof)
    if not proof.kept:
        raise typer.Exit(1)


def document_of(proof: "Proof") -> dict[str, Any]:
    """The proof as JSON (SPEC 13 rule 15); `checked` counts rows of the history."""
    return {
        "checked": proof.rows,
        "violations": [{"promise": found.promise, "ids": list(found.ids), "text": found.text} for found in proof.violations],
        "promises": [
            {"promise": number, "checked": checked, "violations": proof.broken[number]} for number, checked in proof.checked.items()
        ],
        "accepted": [{"ids": list(ids), "text": text} for ids, text in proof.accepted],
        "vouched": list(proof.vouched),
    }


def _show(context: Context, proof: "Proof") -> None:
    from seleqt_cli.core.audit.findings import PROMISES

    screen = context.screen
    rows = [(f"{number} {name}", str(proof.checked[number]), str(proof.broken[number])) for number, name in PROMISES.items()]
    screen.table(("promise", "checked", "violations"), rows, right={1, 2})
    for found in proof.violations:
        ids = f" (action {', '.join(str(number) for number in found.ids)})" if found.ids else ""
        screen.show(f"{found.promise}: {found.text}{ids}")
    listed = len(proof.violations)
    total = sum(proof.broken.values())
    if total > listed:
        screen.show(f"and {total - listed} more")
    for _, text in proof.accepted:
        screen.show(f"accepted: {text}")
    for account in proof.vouched:
        screen.show(f"vouched: a person watches the inbox of {account}")
    screen.say(f"{proof.rows} rows of history: " + ("every promise was kept" if not total else f"{total} violations"))
