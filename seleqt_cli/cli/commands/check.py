"""`seleqt check`: is the file right, and every message for every lead?"""

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def check(ctx: typer.Context) -> int:
    """Check the file and render every message for every lead; exit 2 with all problems.

    \b
    Nothing is sent, written, run or called: a stranger's change is safe to check.
    Leads that would be held are warnings; what nobody could be sent is an error.

    \b
    Example:
      seleqt check
      seleqt check -f campaigns.yaml --json
    """
    from seleqt_cli.app.check import Checker, CheckResult
    from seleqt_cli.cli.import_view import ProgressBar
    from seleqt_cli.wiring.reading import named_leads, reading_connection

    context = context_of(ctx)
    services, screen = context.services, context.screen
    loaded = services.load_file()
    if loaded.workspace is None:
        result = CheckResult(list(loaded.problems))
    else:
        connection = reading_connection(services)
        with ProgressBar(str(services.file), shown=screen.live) as bar:
            result = Checker(loaded.workspace, named_leads(services, connection), progress=bar.count).check(loaded.problems)
        if connection is not None:
            connection.close()
    if context.json:
        shown = [
            {
                "file": one.file, "line": one.line, "column": one.column, "path": one.path,
                "level": one.level, "code": one.code, "message": one.message,
            }
            for one in result.problems
        ]  # fmt: skip
        screen.document({"problems": shown})
    else:
        for problem in result.problems:
            screen.show(str(problem))
        warnings = len(result.problems) - result.errors
        counted = [f"{result.errors} {'error' if result.errors == 1 else 'errors'}"] if result.errors else []
        counted += [f"{warnings} {'warning' if warnings == 1 else 'warnings'}"] if warnings else []
        looked = f"{_many(result.campaigns, 'campaign')}, {_many(result.leads, 'lead')}, {_many(result.messages, 'message')} written"
        screen.say(f"{services.file}: {', '.join(counted) or 'no problem'}" + (f" ({looked})" if loaded.workspace is not None else ""))
    return 2 if result.errors else 0


def _many(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
