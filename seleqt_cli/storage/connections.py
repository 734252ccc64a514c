"""SQLite's connection as seleqt uses it: one that says who is in the way once it has waited long enough for others."""

import sqlite3
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.errors import Locked

BUSY_MILLISECONDS: Final = 30_000
"""How long a connection waits for others."""
_SECONDS: Final = BUSY_MILLISECONDS // 1000
_LOCKED: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Patient(sqlite3.Connection):
    """A connection of the interpreter's own SQLite.

    Whatever is asked raises Locked once it has waited in vain; a transaction that cannot be committed stays open and can be rolled back.
    """

    place: str | Path = ""
    """The file, for whoever reads the message."""
    key = ""
    """What an encrypted file was opened with, in SQLCipher's words; '' for a file in plain text."""

    def execute(self, *asked: Any) -> sqlite3.Cursor:
        """See sqlite3."""
        try:
            return super().execute(*asked)
        except sqlite3.OperationalError as error:
            raise told(error, self.place) from error

    def executemany(self, *asked: Any) -> sqlite3.Cursor:
        """See sqlite3."""
        try:
            return super().executemany(*asked)
        except sqlite3.OperationalError as error:
            raise told(error, self.place) from error


def told(error: sqlite3.OperationalError, place: str | Path) -> Exception:
    """What to raise for an error of SQLite's: Locked where another program is in the way. The one place that knows SQLite's word for it."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _LOCKED:  # the higher bits say more exactly which (SQLite's rescode)
        return error
    return Locked(
        f"the database {place} is locked by another program, for more than {_SECONDS} seconds",
        advice="Close what has it open (a database browser, a copy under way), then type the same again; nothing is lost.",
    )
