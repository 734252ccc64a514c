"""The one place that opens database files, in plain text or encrypted.

An encrypted one begins with a mark and eight octets that name its key (they are SQLCipher's salt, which may be known). All else in
it is ciphertext. Who opens files hands in `keys`, which finds a key by that name; the driver is loaded only where it is needed.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage import connections
from seleqt_cli.storage.connections import Patient

if TYPE_CHECKING:
    from types import ModuleType

MARK: Final = b"seleqt 1"
"""The first octets of an encrypted database; as many follow that name its key."""
Keys = Callable[[str], bytes]
"""The key of 256 bits of a name (16 hexadecimal digits). Raises Failed where it is not known."""
_MOST_HEADS: Final = 16
_heads: dict[tuple[int, int], int] = {}
"""Device and number of a file -> the descriptor that its first octets are read through.

It stays open: a process that closes any descriptor of a file loses all locks it has on it (POSIX), those of its connections too.
"""
DRIVER: Final = "pip install 'seleqt[encrypt]'"


class NoKey(Failed):
    """A database is encrypted and its key is not known."""


def no_keys(name: str) -> bytes:
    """Knows no key: for files in plain text alone."""
    raise NoKey(f"the database is encrypted, and its key ({name}) is not asked for here")


def key_name(path: Path) -> str:
    """What names the key of an encrypted file, '' for a file in plain text, an empty or a missing one."""
    try:
        state = os.stat(path)
        file = _heads.get((state.st_dev, state.st_ino))
        if file is None:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            _heads[state.st_dev, state.st_ino] = file
            if len(_heads) > _MOST_HEADS:
                os.close(_heads.pop(next(iter(_heads))))
        head = os.pread(file, 2 * len(MARK), 0)
    except OSError:
        return ""
    return head[len(MARK) :].hex() if head.startswith(MARK) and len(head) == 2 * len(MARK) else ""


def key_text(name: str, key: bytes) -> str:
    """A key and the salt of its file as SQLCipher takes them. It is a secret."""
    return f"x'{key.hex()}{MARK.hex()}{name}'"


def connect(path: Path, keys: Keys = no_keys, *, read_only: bool = False, seconds: float | None = None) -> sqlite3.Connection:
    """A connection in autocommit mode that waits `seconds` for others (None: as long as any), whichever way the file is kept.

    Raises sqlite3.Error, and for an encrypted one Failed where the key or the driver is not there, Locked.
    """
    waits = connections.BUSY_MILLISECONDS / 1000 if seconds is None else seconds
    name = key_name(path)
    place = f"{path.absolute().as_uri()}?mode=ro" if read_only else str(path)
    if name:
        key = key_text(name, keys(name))
        return cast("sqlite3.Connection", driver().connect(place, key, path, seconds=waits, uri=read_only))
    connection = sqlite3.connect(place, isolation_level=None, timeout=waits, uri=read_only, factory=Patient)
    connection.place = path
    return connection


def connect_like(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """A connection to another file, which is new or a copy: kept as the file of `connection` is, so that one can be copied into it."""
    key: str = getattr(connection, "key", "")
    if key:
        return cast("sqlite3.Connection", driver().connect(str(path), key, path, seconds=connections.BUSY_MILLISECONDS / 1000))
    return sqlite3.connect(path, isolation_level=None)


def connect_memory(like: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """An empty database in memory; the one that `like` can be copied into."""
    key: str = getattr(like, "key", "")
    if key:
        return cast("sqlite3.Connection", driver().connect(":memory:", key, Path(":memory:"), seconds=0))
    return sqlite3.connect(":memory:", isolation_level=None)


def attach(connection: sqlite3.Connection, path: Path, name: str, keys: Keys) -> None:
    """Attach another database, whichever way it is kept, under a name. Raises sqlite3.Error, Failed.

    A connection to a file in plain text sees only such files.
    """
    named = key_name(path)
    if not getattr(connection, "key", ""):
        connection.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
    else:
        connection.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (str(path), key_text(named, keys(named)) if named else ""))


def driver() -> "ModuleType | Any":
    """SQLCipher's driver (storage/ciphered). Raises Failed where it is not installed."""
    try:
        from seleqt_cli.storage import ciphered
    except ModuleNotFoundError as problem:
        if problem.name != "sqlcipher3":
            raise
        raise Failed("an encrypted database needs the package sqlcipher3, which is not installed", advice=DRIVER) from None
    return ciphered
