"""`seleqt inbox`: what came in."""

from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.options import with_json

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="What came in.")


@app.callback()
def inbox() -> None:
    """What came in."""


@app.command()
@with_json
def classify(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Message files (.eml) or an mbox; - reads standard input.")],
) -> int:
    """Say what seleqt makes of message files, and why. Needs no home; nothing is stored or followed.

    The classes: reply, out_of_office, auto_reply, hard_bounce, soft_bounce, sender_block (the sender's side is refused: spam,
    policy, authentication), complaint, unsubscribe, unknown. --json writes JSON Lines, one a message.
    A file that cannot be read is named, the others go on, and the exit code is 2.

    \b
    Example:
      seleqt inbox classify bounce.eml reply.eml
      seleqt inbox classify --json - < message.eml
    """
    from seleqt_cli.wiring.mail_files import judged

    context = context_of(ctx)
    screen, now = context.screen, context.services.clock.now()
    rows: list[list[str]] = []
    unreadable = 0
    for file in files:
        try:
            for name, verdict in judged(file, now):
                if context.json:
                    screen.line(
                        {
                            "file": name, "class": verdict.kind.value, "addresses": list(verdict.addresses),
                            "status": verdict.status or None,
                            "message_id": verdict.message_id or None, "returns": verdict.returns or None, "detail": verdict.detail or None,
                            "reasons": list(verdict.reasons),
                        }
                    )  # fmt: skip
                else:
                    more = [f"and {len(verdict.addresses) - 3} more"] if len(verdict.addresses) > 3 else []
                    about = [*verdict.addresses[:3], *more]
                    told = [f"back {verdict.returns}"] if verdict.returns else [verdict.status] if verdict.status else []
                    what = verdict.kind.value + (f" ({verdict.detail})" if verdict.detail else "")
                    rows.append([name, what, ", ".join(about + told), "; ".join(verdict.reasons)])
        except OSError as error:
            unreadable += 1
            screen.warn(f"{file}: {error.strerror or error}")
    if rows:
        screen.table(["File", "Class", "About", "Because"], rows)
    return 2 if unreadable else 0
