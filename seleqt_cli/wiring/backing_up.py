"""`backup` and `restore`: an encrypted copy of a home's database, and the way back without a mail sent twice or a no forgotten."""

import json
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli import __version__
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.account_locks import held_accounts
from seleqt_cli.storage.backup_file import KEYRING, Header, Key, passphrase_key, read_backup, read_header, write_backup
from seleqt_cli.storage.carried_over import carry_over, refuse_again
from seleqt_cli.storage.cipher_pages import Encrypting, PlainView
from seleqt_cli.storage.database import migrations, open_database
from seleqt_cli.storage.encrypting import convert
from seleqt_cli.storage.epoch import RECONCILE
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.opening import Keys, NoKey, connect, driver, key_name
from seleqt_cli.storage.refusals import RefusalFile
from seleqt_cli.storage.secrets import KeyringSecrets, NoKeyring
from seleqt_cli.storage.snapshot import RESTORING, RETIRED, alone, check_sound, put_in_place, retired, snapshot, workspace_of
from seleqt_cli.storage.stopped import stop_sending
from seleqt_cli.storage.tombstones import TombstoneFile, known_marks
from seleqt_cli.storage.versions import identity
from seleqt_cli.wiring.remembering import catch_up, remember_backup

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services

VARIABLE: Final = "SELEQT_BACKUP_PASSPHRASE"
Ask = Callable[[bool], str]
"""Lets a person type a passphrase; its argument: whether it is a new one."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `erased`: people who were forgotten again; `aside`: where the database lies that was there before.

    `belongs_to`: the campaigns file that the home belongs to from now on, where that is another one than it was. `key`: where the
    key of the database is, '' for one in plain text.
    """

    header: Header
    erased: int
    suppressed: int
    stopped: int
    aside: Path | None
    trouble: str = ""
    belongs_to: str = ""
    accounts: list[str] = field(default_factory=list)
    key: str = ""


def back_up(services: "Services", target: Path, *, move: bool, ask: Ask | None) -> Header:
    """Write an encrypted copy; with `move` this home sends nothing from then on, and the copy goes on elsewhere.

    Raises Failed, UsageProblem, Busy (with `move`, while something sends), OSError.
    """
    database, target = services.database_path, target.expanduser().absolute()
    _may_be_written(target, database)
    with closing(services.connect()) as connection, alone(database):
        workspace, _ = identity(connection)
        key = _key(services, workspace, ask=ask, new=True, elsewhere=move)
        if not move:
            return _write(services, connection, target, key, workspace, moved=False)
        with held_accounts(database, account_keys(connection)):
            fresh = _retire(connection, services, target)
            try:
                return _write(services, connection, target, key, workspace, moved=True)
            except BaseException:
                if fresh:
                    _go_on(connection)
                raise


def describe(path: Path) -> Header:
    """What a backup says of itself."""
    return read_header(path)


def restore(services: "Services", path: Path, *, ask: Ask | None) -> Restored:
    """Put a backup in the place of the database; it sends nothing before Sent was read (`resolve --check`, `--ready`).

    Raises Failed for a damaged, foreign or newer one or another key, Busy while something sends; nothing was changed then.
    """
    header = read_header(path)
    database, state, now = services.database_path, services.state_folder, services.clock.now()
    mine = workspace_of(database, services.database_keys)
    if mine and mine != header.workspace:
        raise Failed(
            f"{path} is a backup of another workspace than this home's",
            advice=f"seleqt --home DIR restore {path}   (a home of its own)",
        )
    key = _key(services, header.workspace, ask=ask, new=False, elsewhere=header.key != KEYRING)
    with alone(database):
        new = database.with_name(f"{database.name}{RESTORING}")
        try:
            name = _taken_out(services, path, key, new)
            meta = check_sound(new, services.database_keys)
            if meta.get("workspace_id", "") != header.workspace:
                raise Failed(f"{path} is damaged: it holds another workspace than it says", advice="use another backup")
            with closing(open_database(new, create=False, keys=services.database_keys)) as connection:
                accounts = account_keys(connection)
                with held_accounts(database, [*accounts, *_accounts_in(database, services.database_keys)]):
                    restored = _made_ready(connection, database if mine is not None else None, header, services, now)
                    connection.execute("PRAGMA journal_mode = delete")
                    connection.close()
                    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")
                    aside = put_in_place(new, database, stamp, services.database_keys)
        finally:
            for left in database.parent.glob(f"{database.name}{RESTORING}*"):
                left.unlink(missing_ok=True)
    remember_backup(state, header.workspace, path.expanduser().absolute())
    return Restored(header, *restored[:3], aside, *restored[3:], accounts, services.database_keys.where(name) if name else "")


def _taken_out(services: "Services", path: Path, key: Key, new: Path) -> str:
    """Write the database of a backup into a new file; the name of its key, '' for plain text.

    It is encrypted where the home was that the backup is of, or this one is: under the key of this one, where that is known here.
    """
    keys, mine, made = services.database_keys, key_name(services.database_path), ""

    def name_of() -> str:
        nonlocal made
        driver()
        if mine:
            with suppress(NoKey):
                keys(mine)
                made = mine
        made = made or keys.new()
        return made

    read_backup(path, key, new, lambda write: Encrypting(write, name_of, keys))
    if mine and not made:
        convert(new, keys, name_of(), lambda connection: None)
    return made


def refuse_retired(connection: sqlite3.Connection) -> None:
    """Raises Failed for a home that was moved away: it never sends again."""
    found = retired(connection)
    if found is not None:
        when = datetime.fromtimestamp(found["at"], UTC).strftime("%Y-%m-%d")
        raise Failed(
            f"this home was moved away on {when}: it never sends again",
            advice="it goes on where its backup was restored; here again: seleqt restore FILE, once nothing goes on there",
        )


def _write(services: "Services", connection: sqlite3.Connection, target: Path, key: Key, workspace: str, *, moved: bool) -> Header:
    database = services.database_path
    with snapshot(connection, database) as copy:
        header = write_backup(
            PlainView(copy, services.database_keys), target, key,
            made_at=services.clock.now(), workspace=workspace, schema=len(migrations()), program=__version__, moved=moved,
        )  # fmt: skip
    remember_backup(services.state_folder, workspace, target)
    return header


def _made_ready(
    connection: sqlite3.Connection, old: Path | None, header: Header, services: "Services", now: int
) -> tuple[int, int, int, str, str]:
    """Everything that is known since the backup, written into it before it is anybody's database."""
    state, trouble = services.state_folder, ""
    marks = known_marks(connection)
    if old is not None:
        with suppress(sqlite3.Error, Failed), closing(connect(old, services.database_keys, read_only=True)) as other:
            marks += known_marks(other)
    if marks:  # the record of this computer may lack them: it is another one than that which erased them
        TombstoneFile(state, header.workspace).add(marks)
    suppressed = stopped = 0
    if old is not None:
        try:
            suppressed, stopped = carry_over(connection, old, now, services.database_keys)
        except (sqlite3.Error, Failed) as error:
            trouble = f"the database that was here cannot be read ({error}): who said no since the backup is not known from it"
    erased = catch_up(connection, state, now)
    refused = {one.mark: one for one in TombstoneFile(state, header.workspace).read()} | RefusalFile(state, header.workspace).read()
    suppressed += refuse_again(connection, identity(connection)[1], refused, now)
    made = datetime.fromtimestamp(header.made_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM meta WHERE key IN (?, ?)", (RETIRED, RECONCILE))
    stop_sending(connection, f"a backup of {made} was restored", now)
    data = compact({"by": services.person, "made_at": header.made_at, "moved": header.moved})
    connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'restored', ?)", (now, data))
    belongs_to = _found_again(connection, services.file)
    connection.execute("COMMIT")
    return erased, suppressed, stopped, trouble, belongs_to


def _found_again(connection: sqlite3.Connection, file: Path) -> str:
    """On another computer campaigns.yaml lies elsewhere: the home belongs to the one that is named, where the old one is not there."""
    row = connection.execute("SELECT path FROM version ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or Path(row[0]).exists() or not file.is_file():
        return ""
    path = str(file.absolute())
    connection.execute("UPDATE version SET path = ? WHERE path = ?", (path, row[0]))
    return path


def _retire(connection: sqlite3.Connection, services: "Services", target: Path) -> bool:
    """Whether it was not retired before: a `--move` that was killed is finished by typing it again."""
    now = services.clock.now()
    if retired(connection) is not None:
        return False
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO meta VALUES (?, ?)", (RETIRED, json.dumps({"at": now, "by": services.person})))
    connection.execute("DELETE FROM meta WHERE key = ?", (RECONCILE,))
    stop_sending(connection, f"this home was moved away with {target.name}", now)
    connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'retired', ?)", (now, compact({"by": services.person})))
    connection.execute("COMMIT")
    return True


def _go_on(connection: sqlite3.Connection) -> None:
    """The copy could not be written: the home stays what it was."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM meta WHERE key IN (?, ?)", (RETIRED, RECONCILE))
    connection.execute("COMMIT")


def _key(services: "Services", workspace: str, *, ask: Ask | None, new: bool, elsewhere: bool) -> Key:
    """The passphrase of the environment, else the key in the keyring, else a passphrase that somebody types."""
    text = services.environment.get(VARIABLE, "")
    if text and (new or elsewhere):
        return passphrase_key(text, new=new)
    if not elsewhere:
        try:
            return Key(KEYRING, _kept(services, f"backup {workspace}", new=new))
        except NoKeyring as problem:
            if ask is None or not new:
                raise NoKeyring(problem.message, advice=f"set {VARIABLE} to a passphrase of at least 12 signs") from None
    if ask is not None:
        return passphrase_key(ask(new), new=new)
    raise UsageProblem("this backup needs a passphrase, and nothing says it", advice=f"set {VARIABLE}, or type it at a terminal")


def _kept(services: "Services", name: str, *, new: bool) -> bytes:
    """The key in the keyring, made at the first backup. Not in the secrets file: that is lost together with the home."""
    if services.kept_secrets.choice == "file":
        raise NoKeyring("the keyring is not used here (SELEQT_SECRETS=file)")
    keyring = KeyringSecrets(environment=services.environment)
    found = keyring.get(name)
    if found is None:
        if not new:
            raise Failed("the key of this backup is not in this keyring", advice="restore it where it was made, or use another backup")
        found = secrets.token_hex(32)
        keyring.set(name, found)
    return bytes.fromhex(found)


def _may_be_written(target: Path, database: Path) -> None:
    if not target.parent.is_dir():
        raise Failed(f"there is no folder {target.parent}", advice="make it, or name another file")
    if target == database.absolute() or target.is_dir():
        raise UsageProblem(f"{target} is not a file that a backup can be written into")
    if target.exists():
        try:
            read_header(target)
        except Failed:
            raise UsageProblem(f"{target} is there already and is no backup of seleqt", advice="name another file") from None


def account_keys(connection: sqlite3.Connection) -> list[str]:
    """Every account that the database knows."""
    return [row[0] for row in connection.execute("SELECT key FROM account ORDER BY key").fetchall()]


def _accounts_in(database: Path, keys: Keys) -> list[str]:
    if not database.exists():
        return []
    try:
        with closing(connect(database, keys, read_only=True)) as connection:
            return account_keys(connection)
    except (sqlite3.DatabaseError, Failed):
        return []
