"""`seleqt preview`: the messages as they would go."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def preview(
    ctx: typer.Context,
    campaign: Annotated[str, typer.Argument(metavar="[CAMPAIGN]", help="Only this campaign; without it, all.")] = "",
    sample: Annotated[int, typer.Option("--random", metavar="N", help="N leads of each campaign, chosen by --seed.")] = 0,
    seed: Annotated[str, typer.Option(help="Another seed shows other leads.", metavar="WORD")] = "0",
    lead: Annotated[str, typer.Option(metavar="LEAD", help="This lead: an address, a profile or a name.")] = "",
    step: Annotated[str, typer.Option(metavar="ID", help="Only this step.")] = "",
    html: Annotated[str, typer.Option("--html", metavar="FILE", help="Write one page for a browser or phone.")] = "",
    today: Annotated[bool, typer.Option("--today", help="What is planned until the windows close, in order.")] = False,
    send_to: Annotated[str, typer.Option("--send-to", metavar="ADDRESS", help="Send them for real, to one of your own senders.")] = "",
) -> int:
    """Show the mails and messages as they would go: headers, variant, signature, footer, attachments.

    \b
    Without options it shows the first lead of each campaign;
    nothing is written or sent.
    --send-to sends each mail from the lead's sender to an address of one of your
    own senders; it counts against the limit and moves no journey.

    \b
    Example:
      seleqt preview
      seleqt preview founders --random 5 --html preview.html
      seleqt preview --today
    """
    from seleqt_cli.cli.previewing import PreviewRequest, previewing

    request = PreviewRequest(
        campaign=campaign, sample=sample, seed=seed, lead=lead, step=step, html=html, today=today, send_to=send_to
    )  # fmt: skip
    return previewing(context_of(ctx), request)
