"""A look at a database that changes nothing: opened for reading only, neither migrated nor made private."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from seleqt_cli.storage.database import APPLICATION_ID, migrations


@dataclass(frozen=True, slots=True)
class DatabaseLook:
    """`schema` of the file and `newest` that this program knows. `damage`: the first words of SQLite's check, '' when sound.

    `trouble`: why it could not be read at all; then nothing else is known. `others`: whether other users may read the file.
    """

    schema: int = 0
    newest: int = 0
    ours: bool = False
    journal: str = ""
    damage: str = ""
    trouble: str = ""
    octets: int = 0
    others: bool = False

    @property
    def usable(self) -> bool:
        """Whether its tables are those that this program knows."""
        return self.ours and not self.trouble and not self.damage and self.schema == self.newest


def open_to_look(path: Path) -> sqlite3.Connection:
    """A connection that can only read. Raises sqlite3.Error."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=5)


def look_at_database(path: Path) -> DatabaseLook:
    """Read what is said about a database, and all of it once (some seconds a gigabyte)."""
    status, newest = path.stat(), len(migrations())
    others = bool(status.st_mode & 0o077)
    try:
        connection = open_to_look(path)
        try:
            ours = int(connection.execute("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
            journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
            check = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as problem:
        return DatabaseLook(newest=newest, trouble=str(problem), octets=status.st_size, others=others)
    return DatabaseLook(
        schema=schema, newest=newest, ours=ours, journal=journal, damage="" if check == "ok" else check.splitlines()[0],
        octets=status.st_size, others=others,
    )  # fmt: skip


def latest_event(connection: sqlite3.Connection) -> int:
    """The instant of the last thing that was written into the history, 0 for none."""
    row = connection.execute("SELECT at FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return int(row[0]) if row is not None else 0
