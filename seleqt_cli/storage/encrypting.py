"""Turning a database into an encrypted one, and back: a new file, looked through whole, then put in the old one's place at once.

A process that is killed leaves the old file or the new one. What it leaves beside it in plain text is overwritten by whoever comes
next (snapshot.alone).
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.errors import Busy, Failed, Locked, NotDurable
from seleqt_cli.storage.disk import LEAST_ROOM, room
from seleqt_cli.storage.opening import Keys, connect, driver, key_name, key_text
from seleqt_cli.storage.overwriting import CONVERTED, CONVERTING, bring_to_disk, overwrite
from seleqt_cli.storage.snapshot import sound

_WAITS: Final = 5.0
"""Seconds that others are waited for: they are asked to go."""


def convert(database: Path, keys: Keys, name: str, note: Callable[[sqlite3.Connection], Any]) -> int:
    """Keep a database under the key of that name from now on, '' for plain text; how many rows were copied and counted.

    `note` writes what is to be known of it into the new file. Raises Busy while another process has it open, Failed where the copy is
    not the same, NotDurable without room for it; nothing was changed then.
    """
    others = processes_with(database)
    if others:
        raise Busy(
            f"another process has the database open ({', '.join(str(number) for number in others)})",
            advice="Stop it (a run, tasks, a status that stays), then type the same again; nothing was changed.",
        )
    needed = LEAST_ROOM + 2 * database.stat().st_size
    if room(database) < needed:
        raise NotDurable(f"this needs {needed // 1_048_576} MB free on the disk of {database}", advice="Make room; nothing was changed.")
    new, old = (database.with_name(f"{database.name}{ending}") for ending in (CONVERTING, CONVERTED))
    before = key_name(database)
    os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with closing(_alone_with(database, key_text(before, keys(before)) if before else "")) as source:
            rows = _copied(source, new, key_text(name, keys(name)) if name else "")
            with closing(connect(new, keys)) as copy:
                _same(copy, new, rows)
                note(copy)
            bring_to_disk(new)
            os.link(database, old)
            os.replace(new, database)
            bring_to_disk(database.parent)
            overwrite(old)  # while it is locked: who has it open finds nothing in it
    finally:
        if old.exists() and database.exists() and not old.samefile(database):
            overwrite(old)
        old.unlink(missing_ok=True)
        if new.exists():
            overwrite(new)
    return sum(rows.values())


def processes_with(database: Path) -> list[int]:
    """Other processes of this user that have a file open, as far as the system says so (Linux)."""
    wanted, found = os.stat(database), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            descriptors = list(process.joinpath("fd").iterdir()) if int(process.name) != os.getpid() else []
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                state = descriptor.stat()
            except OSError:
                continue
            if (state.st_dev, state.st_ino) == (wanted.st_dev, wanted.st_ino):
                found.append(int(process.name))
                break
    return sorted(found)


def _alone_with(database: Path, key: str) -> Any:
    """A connection that nobody else reads or writes beside, until it is closed.

    It is SQLCipher's also for plain text: two SQLite libraries in one process would take each other's locks away.
    """
    connection = driver().connect(str(database), key, database, seconds=_WAITS)
    try:
        connection.execute("PRAGMA journal_mode = delete")
        connection.execute("PRAGMA locking_mode = exclusive")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except Locked as error:
        connection.close()
        raise Busy("another process uses the database", advice="Stop it, then type the same again; nothing was changed.") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(source: Any, new: Path, key: str) -> dict[str, int]:
    """Copy everything; the number of rows of each table."""
    rows = _rows(source)
    source.execute("ATTACH DATABASE ? AS new KEY ?", (str(new), key))
    source.execute("PRAGMA new.synchronous = off")  # it is brought to the disk whole, before it takes the place
    source.execute("SELECT sqlcipher_export('new')").fetchall()
    for one in ("application_id", "user_version"):
        source.execute(f"PRAGMA new.{one} = {int(source.execute(f'PRAGMA main.{one}').fetchone()[0])}")
    source.execute("DETACH DATABASE new")
    return rows


def _same(copy: sqlite3.Connection, path: Path, rows: dict[str, int]) -> None:
    """Look through the whole copy."""
    sound(copy, path)
    if _rows(copy) != rows:
        raise Failed("the copy has not as many rows as the database; nothing was changed", advice="seleqt doctor")


def _rows(connection: Any) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
