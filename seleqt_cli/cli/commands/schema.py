"""`seleqt schema`: the JSON Schema of campaigns.yaml."""

import json

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of campaigns.yaml, with which an editor completes and checks the file while you type.

    \b
    The first line of campaigns.yaml names it:
      # yaml-language-server: $schema=./campaigns.schema.json

    \b
    Example:
      seleqt schema > campaigns.schema.json
    """
    context = context_of(ctx)
    value = context.services.campaign_schema()
    if context.json:
        context.screen.document(value)
    else:
        context.screen.show(json.dumps(value, ensure_ascii=False, indent=2), exact=True)
