"""`seleqt restore`: a backup in the place of the database."""

from pathlib import Path
from typing import Annotated

import typer

from seleqt_cli.cli.context import context_of
from seleqt_cli.cli.moments import rfc3339
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import ask_backup_passphrase, confirm, interactive
from seleqt_cli.core.errors import UsageProblem

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@with_json
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that `seleqt backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Put a backup in the place of the database, and send nothing before Sent was read.

    The backup is read to its end and looked through before anything is changed. Who was erased since is erased again; who said no
    since stays so: as far as the database that was here tells, which is kept beside the new one. Then `seleqt resolve --check`
    reads what was sent since the backup, and `seleqt resolve --ready` lets it send. While a run is under way: exit code 4.

    On another computer type it in the folder of campaigns.yaml (or with -f): the home belongs to that file from then on.

    \b
    Example:
      seleqt restore monday.seleqt-backup
    """
    from seleqt_cli.wiring.backing_up import describe
    from seleqt_cli.wiring.backing_up import restore as put_back

    context = context_of(ctx)
    screen = context.screen
    header = describe(Path(file))
    made = rfc3339(header.made_at)
    if not confirm(f"Put the backup of {made} in the place of the database of this home?", yes=yes):
        raise UsageProblem("nothing was changed")
    done = put_back(context.services, Path(file), ask=ask_backup_passphrase if interactive() else None)
    if context.json:
        screen.document(
            {
                "file": file, "made_at": made, "erased_again": done.erased, "suppressions": done.suppressed, "stops": done.stopped,
                "kept": str(done.aside) if done.aside else None, "trouble": done.trouble or None, "belongs_to": done.belongs_to or None,
                "key": done.key or None,
            }
        )  # fmt: skip
        return
    screen.say(f"the backup of {made} is in place")
    for count, what in (
        (done.erased, "erased again"), (done.suppressed, "never to be contacted, said since"), (done.stopped, "stopped or restricted since")
    ):  # fmt: skip
        if count:
            screen.say(f"{count} {'entry' if count == 1 else 'entries'}: {what}")
    if done.trouble:
        screen.warn(done.trouble)
    if done.key:
        screen.say(f"the database is encrypted; its key: {done.key}")
    if done.belongs_to:
        screen.say(f"this home belongs to {done.belongs_to} from now on")
    if done.aside:
        screen.say(f"the database that was here: {done.aside}  (delete it when all is well)")
    screen.say("Nothing is sent yet: seleqt resolve --check reads what went since, then seleqt resolve --ready.")
