"""`seleqt privacy encrypt` and `decrypt`: whether the database is kept encrypted."""

from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem

if TYPE_CHECKING:
    from seleqt_cli.wiring.encrypting import Kept


def mount(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(encrypt)
    app.command()(decrypt)


@with_json
def encrypt(
    ctx: typer.Context,
    store: Annotated[
        str, typer.Option("--store", metavar="WHERE", help="Of the key: keyring, or file, the encrypted file of a server.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Encrypt the database, with a new key that the keyring keeps.

    Every page of it is encrypted from then on (SQLCipher: AES-256 with a seal on each page), its journal and the copies that seleqt
    makes of it too. The key is 256 random bits: it is written to the keyring and read back before anything else. The new file is
    looked through and its rows are counted before it takes the old one's place, and the old one is written over; a kill leaves the
    one or the other. Copies in plain text that seleqt made before are removed, after a question. While another process uses the
    database: exit code 4. Without a keyring: --store file, or SELEQT_DATABASE_KEY (64 hexadecimal digits) in the environment.

    \b
    Without its key the database cannot be read by anybody: keep a backup with a
    passphrase. Needs: pip install 'seleqt[encrypt]'

    \b
    Example:
      seleqt privacy encrypt
    """
    from seleqt_cli.wiring.encrypting import copies_in_plain_text
    from seleqt_cli.wiring.encrypting import encrypt as keep_encrypted

    context = context_of(ctx)
    if store not in ("", "keyring", "file"):
        raise UsageProblem(f"--store {store}: it can be keyring or file")
    copies = copies_in_plain_text(context.services)
    if copies:
        names = ", ".join(path.name for path in copies)
        if not confirm(f"Older copies in plain text are removed for good ({names}). Go on?", yes=yes):
            raise UsageProblem("nothing was changed")
    _tell(context, keep_encrypted(context.services, store=store))


@with_json
def decrypt(ctx: typer.Context, yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False) -> None:
    """Keep the database in plain text again; the way back from encrypt.

    The copy is looked through and counted before it takes the place, as there. The key stays in the keyring: encrypted copies that
    lie beside the database (from before an upgrade, before a restore) need it.

    \b
    Example:
      seleqt privacy decrypt --yes
    """
    from seleqt_cli.wiring.encrypting import decrypt as keep_plain

    context = context_of(ctx)
    if not confirm("Keep the database in plain text from now on?", yes=yes):
        raise UsageProblem("nothing was changed")
    _tell(context, keep_plain(context.services))


def _tell(context: Context, kept: "Kept") -> None:
    if context.json:
        context.screen.document(
            {"encrypted": kept.encrypted, "rows": kept.rows, "key": kept.key or None, "removed": [str(path) for path in kept.removed]}
        )
        return
    say = context.screen.say
    word = "encrypted" if kept.encrypted else "in plain text"
    say(f"the database is {word} now: {kept.rows:,} rows copied and counted" if kept.rows else f"the database is {word} already")
    for path in kept.removed:
        say(f"written over and removed: {path}")
    if kept.encrypted:
        say(f"Its key: {kept.key}.")
        if kept.rows:
            say("Without it nobody can read the database: keep a backup with a passphrase (SELEQT_BACKUP_PASSPHRASE, seleqt backup FILE).")
