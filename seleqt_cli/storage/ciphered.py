"""SQLCipher's driver, so that nothing above notices it. Only homes that are encrypted load this module (the extra `encrypt`).

Its errors are made kinds of sqlite3's errors of the same names, so that whoever catches those catches these. A connection is opened
with a raw key of 256 bits and the salt that the file begins with (`PRAGMA key = "x'..'"`), so that no key is derived slowly.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage.connections import told

_ERRORS: Final = (
    "InterfaceError", "DatabaseError", "DataError", "IntegrityError", "InternalError", "NotSupportedError", "OperationalError",
    "ProgrammingError",
)  # fmt: skip

for _name in _ERRORS:
    _theirs, _ours = getattr(driver, _name), getattr(sqlite3, _name)
    if _ours not in _theirs.__bases__:
        _theirs.__bases__ = (*_theirs.__bases__, _ours)


class Ciphered(driver.Connection):  # type: ignore[misc]  # the driver ships no types
    """The same as connections.Patient over SQLCipher."""

    place: str | Path = ""
    key = ""

    def execute(self, *asked: Any) -> Any:
        """See sqlite3."""
        try:
            return super().execute(*asked)
        except sqlite3.OperationalError as error:
            raise told(error, self.place) from error

    def executemany(self, *asked: Any) -> Any:
        """See sqlite3."""
        try:
            return super().executemany(*asked)
        except sqlite3.OperationalError as error:
            raise told(error, self.place) from error


def connect(name: str, key: str, place: Path, *, seconds: float, uri: bool = False) -> Any:
    """A connection to a file or to ':memory:' in autocommit mode. `key`: `x'..'`, '' for a file in plain text.

    Raises Failed where the key does not fit or the file is damaged, Locked; sqlite3.Error for a file in plain text.
    """
    connection = driver.connect(name, isolation_level=None, timeout=seconds, uri=uri, factory=Ciphered)
    connection.place, connection.key = place, key
    try:
        connection.execute("PRAGMA cipher_log_level = none")  # it would speak on the terminal
        if key:
            connection.execute(f'PRAGMA key = "{key}"')
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if not key:
                raise
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
                raise Failed(f"the database {place} cannot be read: {error}", advice="put a copy of it in its place") from error
            raise Failed(
                f"the database {place} does not open with this key: it is another one's, or the file is damaged",
                advice="see that SELEQT_DATABASE_KEY is not another home's; else restore a backup: seleqt restore FILE",
            ) from None
    except BaseException:
        connection.close()
        raise
    return connection
