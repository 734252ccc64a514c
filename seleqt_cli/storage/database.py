"""Opening the database: permissions, durability, and migrations in one transaction.

Durability (RELIABILITY section 1.2, SPEC 13 rule 2): what is committed before the final dot must survive a power
cut, so synchronous is never NORMAL. WAL is used only from SQLite 3.51.3 on, because older ones can corrupt a
database with two writers; before that the rollback journal is used with synchronous=EXTRA.
"""

import errno
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import Failed, ForeignDatabase, SeleqtError
from seleqt_cli.storage.opening import Keys, connect, connect_like, connect_memory, no_keys

APPLICATION_ID: Final = 0x53_4C_51_54
"""'SLQT': how a seleqt database is told from another program's file."""
SAFE_WAL: Final = (3, 51, 3)
_FIRST: Final = "seleqt apply accepts campaigns.yaml; seleqt init writes a first one"


def open_database(path: Path, *, create: bool = True, scripts: Sequence[str] | None = None, keys: Keys = no_keys) -> sqlite3.Connection:
    """Open (and, when asked, create) the database at `path`, at the newest schema.

    The connection is in autocommit mode (transactions are written out) and gives plain tuples. `scripts`: other
    migrations than the program's own; `keys`: of encrypted databases. Raises ForeignDatabase for a file that is newer or not ours,
    Failed when it cannot be opened.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh and not create:
        raise Failed(f"nothing was applied yet: there is no database at {path}", advice=_FIRST)
    _secure(path)
    connection = connect(path, keys)
    try:
        _configure(connection)
        _migrate(connection, path, migrations() if scripts is None else scripts, fresh=fresh)
    except (SeleqtError, OSError):
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Failed(
            f"the database {path} cannot be used: {error}", advice="put a copy of it in its place, or name another file with --db"
        ) from error
    return connection


def open_memory() -> sqlite3.Connection:
    """A database that lives in memory, at the newest schema."""
    connection = connect_memory()
    for number, script in enumerate(migrations(), start=1):
        connection.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")
    return connection


def migrations() -> tuple[str, ...]:
    """The SQL of every migration, in order; the number of the last is the schema version."""
    folder = Path(__file__).with_name("schema")  # importlib.resources would load what reads archives, at every start
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql")))


def _secure(path: Path) -> None:
    """Create the file for its owner alone before SQLite would make it 0644, and tighten what was loosened."""
    _private_folders(path.parent)
    if path.is_symlink():
        raise Failed(f"{path} is a link; the database must be a file of its own", advice="name the real file with --db")
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        # not opened: closing it would take away the locks that this process may have on it (POSIX)
        if not os.access(path, os.R_OK | os.W_OK):
            raise Failed(f"the database {path} cannot be opened: {os.strerror(errno.EACCES)}") from None
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise Failed(f"the database {path} cannot be opened: {error.strerror}") from error


def _private_folders(folder: Path) -> None:
    """Make what is missing of a path for its owner alone, whatever the umask; folders that are there belong to somebody."""
    if not folder.exists():
        _private_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _configure(connection: sqlite3.Connection) -> None:
    journal = ("wal", "full") if _writes_ahead(connection) else ("truncate", "extra")
    connection.execute(f"PRAGMA journal_mode = {journal[0]}")
    connection.execute(f"PRAGMA synchronous = {journal[1]}")
    connection.execute("PRAGMA secure_delete = on")
    connection.execute("PRAGMA foreign_keys = off")  # erasure blanks people; rows that point to them stay
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute("PRAGMA temp_store = memory")


def _writes_ahead(connection: sqlite3.Connection) -> bool:
    """Whether WAL is safe: with this interpreter's SQLite, and with that of an encrypted file."""
    if sqlite3.sqlite_version_info < SAFE_WAL:
        return False
    version: str = connection.execute("SELECT sqlite_version()").fetchone()[0]
    return tuple(int(part) for part in version.split(".")) >= SAFE_WAL


def _migrate(connection: sqlite3.Connection, path: Path, scripts: Sequence[str], *, fresh: bool) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    identity = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if not fresh and identity != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables:
            raise ForeignDatabase(f"{path} is not a seleqt database", advice="name another file with --db")
    if version > len(scripts):
        raise ForeignDatabase(
            f"{path} was written by a newer seleqt (schema {version}, this one knows {len(scripts)})",
            advice="install the newer seleqt",
        )
    if version == len(scripts):
        return
    copy = _copy(connection, path.with_name(f"{path.name}.before-{len(scripts)}.bak.{os.getpid()}")) if version else None
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # another process may have migrated while this one waited for the lock
        now = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if copy is not None and now == version:
            copy.replace(copy.with_suffix(""))
        for script in scripts[now:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    finally:
        if copy is not None:
            copy.unlink(missing_ok=True)


def _copy(connection: sqlite3.Connection, target: Path) -> Path:
    """A whole copy of the database, for its owner alone; what a killed process left under that name goes."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    copy = connect_like(connection, target)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    return target


def _statements(script: str) -> list[str]:
    """The single statements of a script; sqlite3.executescript would commit the transaction they must share."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]
