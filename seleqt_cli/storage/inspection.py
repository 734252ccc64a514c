"""A look at a database that changes nothing: opened for reading only, neither migrated nor made private."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.storage.database import APPLICATION_ID, migrations
from seleqt_cli.storage.opening import Keys, connect, key_name, no_keys


@dataclass(frozen=True, slots=True)
class DatabaseLook:
    """`schema` of the file and `newest` that this program knows. `damage`: the first words of SQLite's check, '' when sound.

    `trouble`: why it could not be read at all, `advice` what to do about it, '' where only a copy helps; then nothing else is known.
    `others`: whether other users may read the file.
    """

    schema: int = 0
    newest: int = 0
    ours: bool = False
    journal: str = ""
    damage: str = ""
    trouble: str = ""
    advice: str = ""
    encrypted: bool = False
    octets: int = 0
    others: bool = False

    @property
    def usable(self) -> bool:
        """Whether its tables are those that this program knows."""
        return self.ours and not self.trouble and not self.damage and self.schema == self.newest


def open_to_look(path: Path, keys: Keys = no_keys) -> sqlite3.Connection:
    """A connection that can only read. Raises sqlite3.Error, Failed, Locked."""
    return connect(path, keys, read_only=True, seconds=5)


def look_at_database(path: Path, keys: Keys = no_keys) -> DatabaseLook:
    """Read what is said about a database, and all of it once (some seconds a gigabyte)."""
    status, newest = path.stat(), len(migrations())
    others, encrypted = bool(status.st_mode & 0o077), bool(key_name(path))
    try:
        connection = open_to_look(path, keys)
        try:
            ours = int(connection.execute("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
            journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
            check = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except (sqlite3.Error, SeleqtError) as problem:
        advice = getattr(problem, "advice", "")
        return DatabaseLook(newest=newest, trouble=str(problem), advice=advice, encrypted=encrypted, octets=status.st_size, others=others)
    return DatabaseLook(
        schema=schema, newest=newest, ours=ours, journal=journal, damage="" if check == "ok" else check.splitlines()[0],
        octets=status.st_size, others=others, encrypted=encrypted,
    )  # fmt: skip


def latest_event(connection: sqlite3.Connection) -> int:
    """The instant of the last thing that was written into the history, 0 for none."""
    row = connection.execute("SELECT at FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return int(row[0]) if row is not None else 0
