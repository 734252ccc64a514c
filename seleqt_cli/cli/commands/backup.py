"""`seleqt backup`: an encrypted copy of the home's database."""

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
def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to, usually NAME.seleqt-backup; an older backup there is replaced.")],
    move: Annotated[bool, typer.Option("--move", help="Retire this home: it never sends again, the copy goes on elsewhere.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --move: ask nothing.")] = False,
) -> None:
    """Write an encrypted copy of everything seleqt knows: leads, journeys, history, the accepted campaigns.yaml.

    A run may go on meanwhile: the copy is of one moment. It is checked, encrypted (AES-256-GCM), read back and only then put under
    its name. The key is in the keyring of this computer, or is a passphrase: SELEQT_BACKUP_PASSPHRASE, or typed where there is no
    keyring. Not in it: passwords, the sign-ins of LinkedIn windows, lead files and campaigns.yaml beside it.

    \b
    --move   for another computer, always with a passphrase. This home sends
             nothing from then on, also not after `resolve --ready`.

    \b
    Example:
      seleqt backup monday.seleqt-backup
      seleqt backup --move to-the-server.seleqt-backup
    """
    from seleqt_cli.wiring.backing_up import back_up

    context = context_of(ctx)
    screen = context.screen
    if move and not confirm("This home will never send again; the backup goes on elsewhere. Retire it?", yes=yes):
        raise UsageProblem("nothing was changed")
    header = back_up(context.services, Path(file), move=move, ask=ask_backup_passphrase if interactive() else None)
    if context.json:
        screen.document(
            {
                "file": str(Path(file)), "made_at": rfc3339(header.made_at), "bytes": header.size, "sha256": header.sha256,
                "key": header.key, "moved": header.moved,
            }
        )  # fmt: skip
        return
    screen.say(f"{file}: {header.size:,} bytes, checked, encrypted and read back")
    if header.key == "keyring":
        screen.say("Its key is in this computer's keyring: for another one set SELEQT_BACKUP_PASSPHRASE.")
    if move:
        screen.say(f"This home never sends again. There: seleqt restore {Path(file).name}, then sign in the senders anew.")
    else:
        screen.say("Delete backups after 90 days: who was erased since is in them until a restore erases them again.")
