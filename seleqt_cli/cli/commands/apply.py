"""`seleqt apply`: accept campaigns.yaml as it stands."""

from typing import Annotated

import typer

from seleqt_cli.cli.accepting import accept
from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def apply(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Pause campaigns that the file lacks without asking.")] = False,
) -> None:
    """Accept campaigns.yaml: read its lead files, enrol who is new, and let `seleqt run` work with it.

    \b
    Nothing is sent. Leads that are on their way already keep their place;
    steps are known by their ids. A variable that no lead has is refused, with
    its place. Suppressed and stopped people are counted and not enrolled; once
    that is lifted, the next apply takes them.

    \b
    Example:
      seleqt apply -f campaigns.yaml
    """
    accept(context_of(ctx), yes=yes)
