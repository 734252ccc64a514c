"""`seleqt diff`: what an edit changes."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.core.errors import UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def diff(
    ctx: typer.Context,
    base: Annotated[str, typer.Option("--base", metavar="FILE", help="Compare with this file, without a database.")] = "",
    versions: Annotated[bool, typer.Option("--versions", help="List what was applied so far, the newest first.")] = False,
    show: Annotated[int, typer.Option(metavar="N", help="Write the text of version N that was applied.")] = 0,
    first: Annotated[int, typer.Option("--from", metavar="N", help="Compare with version N instead of the one in force.")] = 0,
    last: Annotated[int, typer.Option("--to", metavar="N", help="Compare version N instead of the file.")] = 0,
    every: Annotated[bool, typer.Option("--all", help="Every message of every lead, not of 5 leads a campaign.")] = False,
    simulate: Annotated[bool, typer.Option(" /--no-simulation", help="Leave out what both files come to.")] = True,
    leads: Annotated[int, typer.Option(metavar="N", help="Make up so many leads for campaigns whose leads are not there.")] = 0,
) -> int:
    """Show what an edit means for journeys, messages and capacity, before `seleqt apply` accepts it.

    \b
    Nothing is written. Steps are known by their ids: a step that was moved is the
    same step, one with another id is another step. Exit code 1: the edit brings a
    problem that the file did not have before.

    \b
    Example:
      seleqt diff
      seleqt diff --base campaigns.before.yaml --leads 100 --json
      seleqt diff --versions
    """
    context = context_of(ctx)
    given = {"--base": bool(base), "--versions": versions, "--show": bool(show), "--from": bool(first)}
    modes = [name for name, wanted in given.items() if wanted]
    if len(modes) > 1:
        raise UsageProblem(f"{' and '.join(modes)}: one at a time", advice="seleqt diff --help")
    if last and not first:
        raise UsageProblem("--to N needs --from N", advice="seleqt diff --from 1 --to 2")
    if versions:
        return _versions(context)
    if show:
        from seleqt_cli.wiring.comparing import text_of

        text = text_of(context.services, show).decode("utf-8", "replace")
        if context.json:
            context.screen.document({"version": show, "text": text})
        else:
            context.screen.show(text.removesuffix("\n"), exact=True)
        return 0
    from seleqt_cli.cli.diff_view import comparison_json, show_comparison
    from seleqt_cli.wiring.comparing import Asked, compare

    asked = Asked(base=base, first=first, last=last, every=every, simulate=simulate, made=leads)
    screen = context.screen
    found = compare(context.services, asked, lambda what: screen.say(f"{what} …") if screen.live else None)
    if context.json:
        context.screen.document(comparison_json(found))
    elif found.changes:
        show_comparison(context.screen, found, found.zone)
    else:
        context.screen.say("nothing changes")
    return 1 if found.failed else 0


def _versions(context: Context) -> int:
    from seleqt_cli.cli.moments import rfc3339
    from seleqt_cli.wiring.comparing import versions

    kept = versions(context.services)
    if context.json:
        shown = [{"version": number, "at": rfc3339(at), "by": by, "sha256": sha256} for number, at, by, sha256 in kept]
        context.screen.document({"versions": shown})
    else:
        rows = [[str(number), rfc3339(at), by, sha256[:12]] for number, at, by, sha256 in kept]
        context.screen.table(["version", "applied", "by", "SHA-256"], rows, right={0})
    return 0
