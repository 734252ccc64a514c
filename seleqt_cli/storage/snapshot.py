"""A whole copy of the database while others write into it, and putting another one in its place.

Both leave files beside the database only for as long as they need them; what a killed process left is removed by the next.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.errors import Busy, Failed, ForeignDatabase, Locked
from seleqt_cli.storage.database import APPLICATION_ID, migrations
from seleqt_cli.storage.opening import Keys, connect, connect_like, no_keys
from seleqt_cli.storage.overwriting import CONVERTED, CONVERTING, bring_to_disk, overwrite

COPYING: Final = ".backing-up"
RESTORING: Final = ".restoring"
ASIDE: Final = ".before-restore-"
RETIRED: Final = "retired"
"""The meta key of a home that was moved away (JSON: at, by): it never sends again."""
_BESIDE: Final = ("-journal", "-wal", "-shm")


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """One process at a time writes or reads a backup of a home. Raises Busy."""
    import fcntl

    descriptor = os.open(database.with_name(f"{database.name}.backup.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy("another backup or restore of this home is under way", advice="Wait for it; nothing was changed.") from None
        clear_away(database)
        yield
    finally:
        os.close(descriptor)


def clear_away(database: Path) -> None:
    """Remove what a killed process left beside the database; what may be in plain text is written over."""
    for left in (COPYING, RESTORING, CONVERTING, CONVERTED):
        for path in database.parent.glob(f"{database.name}{left}*"):
            overwrite(path)


@contextmanager
def snapshot(connection: sqlite3.Connection, database: Path) -> Iterator[Path]:
    """A copy of the database as it stands at one moment, for as long as it is needed. Raises Failed when it is not sound."""
    path = database.with_name(f"{database.name}{COPYING}")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with closing(connect_like(connection, path)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = delete")
            sound(copy, path)
        yield path
    finally:
        for ending in ("", *_BESIDE):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def check_sound(path: Path, keys: Keys = no_keys) -> dict[str, str]:
    """Look through a whole database of seleqt; its meta. Raises Failed for a damaged one, ForeignDatabase for another's or a newer one."""
    try:
        with closing(connect(path, keys, read_only=True)) as connection:
            return sound(connection, path)
    except sqlite3.DatabaseError as error:
        raise Failed(f"{path.name} is damaged: {error}", advice="use another backup") from error


def sound(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """The same over a connection to it."""
    try:
        found = connection.execute("PRAGMA integrity_check(3)").fetchall()
        identity = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall()) if identity == APPLICATION_ID else {}
    except sqlite3.DatabaseError as error:
        raise Failed(f"{path.name} is damaged: {error}", advice="use another backup") from error
    if found != [("ok",)]:
        raise Failed(f"{path.name} is damaged: {found[0][0]}", advice="use another backup")
    if identity != APPLICATION_ID:
        raise ForeignDatabase(f"{path.name} is not a seleqt database", advice="name a file that `seleqt backup` wrote")
    if version > len(migrations()):
        raise ForeignDatabase(f"{path.name} was written by a newer seleqt (schema {version})", advice="install the newer seleqt")
    return meta


def workspace_of(path: Path, keys: Keys = no_keys) -> str | None:
    """The workspace of a database, '' of one that was never applied or cannot be read, None where there is none."""
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        with closing(connect(path, keys, read_only=True)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'workspace_id'").fetchone()
    except (sqlite3.DatabaseError, Failed):
        return ""
    return str(row[0]) if row is not None else ""


def put_in_place(new: Path, database: Path, at: str, keys: Keys = no_keys) -> Path | None:
    """Put a database in another one's place, at once or not at all; where the old one lies now, None where there was none.

    `at`: what its name ends with. Nobody else may be writing.
    """
    aside = None
    if database.exists():
        for left in database.parent.glob(f"{database.name}{ASIDE}*"):
            if left.samefile(database):
                left.unlink()  # of a restore that was killed right here
        aside = database.with_name(f"{database.name}{ASIDE}{at}")
        while aside.exists():
            aside = aside.with_name(f"{aside.name}.1")
        _settled(database, aside, keys)
        os.link(database, aside)
    os.replace(new, database)
    bring_to_disk(database.parent)
    return aside


def _settled(database: Path, aside: Path, keys: Keys) -> None:
    """A journal of the old database must not be taken for one of the new: what can be read is brought to its end, else it goes aside."""
    try:
        with closing(connect(database, keys)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = delete")
    except Locked as error:
        raise Busy(f"{database} is in use by another program", advice="Close it, then type the same again.") from error
    except (sqlite3.DatabaseError, Failed):
        pass  # what is damaged, or has no key any more, goes aside as it is
    for ending in _BESIDE:
        beside = database.with_name(database.name + ending)
        if not beside.exists():
            continue
        if not beside.stat().st_size:
            beside.unlink()
        else:
            os.replace(beside, aside.with_name(aside.name + ending))


def retired(connection: sqlite3.Connection) -> dict[str, Any] | None:
    """When and by whom the home was moved away, None when it was not."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (RETIRED,)).fetchone()
    return json.loads(row[0]) if row is not None else None
