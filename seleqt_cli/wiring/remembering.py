"""What the folder of the machine knows of a workspace and its database may not: who was erased, and which backups were made.

`catch_up` is asked whenever a database is opened. It costs one question and one look at a file's size, unless an older copy was
put back or a process was killed while it erased somebody: then the erasures are done again at once.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli.core.errors import Locked
from seleqt_cli.core.tombstones import ERASED, mark
from seleqt_cli.storage import connections
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.tombstones import OWED, TombstoneFile

if TYPE_CHECKING:
    from seleqt_cli.wiring.place import Place

SEEN: Final = "tombstones"
"""The meta key that says how long the file of tombstones was when it was last read."""
_BACKUPS: Final = ".backups"


def open_caught_up(place: "Place", *, create: bool) -> sqlite3.Connection:
    """The database of a call of the program, without whom it should have forgotten. Raises Failed and its kin."""
    connection = open_database(place.database_path, create=create, keys=place.database_keys)
    try:
        catch_up(connection, place.state_folder, place.clock.now())
    except BaseException:
        connection.close()
        raise
    return connection


def catch_up(connection: sqlite3.Connection, state: Path, now: int) -> int:
    """Erase again whom this database still holds although they were erased; how many people those were."""
    asked = "SELECT key, value FROM meta WHERE key IN ('workspace_id', 'secret', ?, ?)"
    rows = dict(connection.execute(asked, (SEEN, OWED)).fetchall())
    if "workspace_id" not in rows or "secret" not in rows:
        return 0
    if OWED in rows:
        _clean(connection)
    file = TombstoneFile(state, rows["workspace_id"])
    size = file.size()
    if str(size) == rows.get(SEEN, "0"):
        return 0
    return _again(connection, file, bytes.fromhex(rows["secret"]), size, now)


def _again(connection: sqlite3.Connection, file: TombstoneFile, secret: bytes, size: int, now: int) -> int:
    from seleqt_cli.core.tombstones import names_of
    from seleqt_cli.storage.erasing import clean, is_owed, leads_known_as
    from seleqt_cli.storage.person_names import names_in
    from seleqt_cli.storage.tombstones import bury
    from seleqt_cli.wiring.erasing_rows import forget_lead

    tombstones = file.read()
    marks = {one.mark for one in tombstones if one.reason == ERASED}
    numbers = leads_known_as(connection, lambda names: any(mark(secret, name) in marks for name in names), names_of)
    connection.execute("BEGIN IMMEDIATE")
    try:
        bury(connection, tombstones)
        for number in numbers:
            forget_lead(connection, number, names_in(connection, number), "seleqt", now)
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SEEN, str(size)))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    if is_owed(connection):
        clean(connection)
    return len(numbers)


def _clean(connection: sqlite3.Connection) -> None:
    """Finish what a process that was killed owed; while others write, whoever comes next does it."""
    from seleqt_cli.storage.erasing import clean

    connection.execute("PRAGMA busy_timeout = 100")
    try:
        with suppress(Locked):
            clean(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {connections.BUSY_MILLISECONDS}")


def backups_made(state: Path, workspace: str) -> list[Path]:
    """Where the backups of a workspace were written to, as far as it is known; they may have been moved since."""
    try:
        lines = (state / f"{workspace}{_BACKUPS}").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    return [Path(line) for line in dict.fromkeys(lines) if line]


def remember_backup(state: Path, workspace: str, path: Path) -> None:
    """Write down where a backup lies: whoever erases somebody is told of it."""
    if path in backups_made(state, workspace):
        return
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(state / f"{workspace}{_BACKUPS}", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{path}\n")
