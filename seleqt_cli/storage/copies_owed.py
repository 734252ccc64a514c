"""Copies that seleqt owes to Sent: written down with what came of the mail, and struck off once the copy lies there.

The rows ride in commits that are made anyway. What is not struck off because the process ended is tried again, and whoever
tries looks first whether it lies there already.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.copies import MissingCopies, OwedCopy
from seleqt_cli.storage.writes import SqlWrites

UNKNOWN: Final = 600
"""Seconds after which a copy is tried again of which nobody said what became of it: the process ended."""
BACK_OFF: Final = (60, 300, 1800, 2 * 3600, 6 * 3600, DAY)
"""Seconds to the next try after the first, second ... failure; after the last one it is given up."""
SHOWN: Final = 7 * DAY
"""Seconds that a copy which was given up is shown."""
_ACTION: Final = "(SELECT id FROM action WHERE message_id = ?)"


class SqliteCopies:
    """The copies of one account (see ports/copies)."""

    def __init__(self, store: SqlWrites, account: str) -> None:
        self._store = store
        self._account = account

    def owe(self, message_id: str, at: int) -> None:
        """Known once."""
        self._write(
            "INSERT OR IGNORE INTO copy_owed SELECT id, ?, 0, ?, 0, '' FROM action WHERE message_id = ?",
            self._account, at + UNKNOWN, message_id,
        )  # fmt: skip

    def put(self, message_id: str) -> None:
        """The row goes."""
        self._write(f"DELETE FROM copy_owed WHERE action_id = {_ACTION}", message_id)

    def failed(self, message_id: str, trouble: str, at: int) -> None:
        """Each failure waits longer."""
        waits = " ".join(f"WHEN {number} THEN {seconds}" for number, seconds in enumerate(BACK_OFF))
        self._write(
            f"UPDATE copy_owed SET next_at = ? + CASE attempts {waits} ELSE {SHOWN} END, given_up = attempts >= {len(BACK_OFF)}, "
            f"attempts = attempts + 1, trouble = ? WHERE given_up = 0 AND action_id = {_ACTION}",
            at, trouble, message_id,
        )  # fmt: skip

    def due(self, at: int, most: int) -> Sequence[OwedCopy]:
        """Oldest first. What was given up long ago, and what was erased meanwhile, goes."""
        connection = self._store.connection
        if connection.execute("SELECT 1 FROM copy_owed WHERE account = ? AND next_at <= ? LIMIT 1", (self._account, at)).fetchone() is None:
            return []
        self._write(
            "DELETE FROM copy_owed WHERE account = ? AND next_at <= ? AND (given_up OR action_id NOT IN (SELECT action_id FROM payload))",
            self._account, at,
        )  # fmt: skip
        rows = connection.execute(
            "SELECT a.id, a.message_id, p.content, a.sending_at FROM copy_owed o JOIN action a ON a.id = o.action_id "
            "JOIN payload p ON p.action_id = a.id WHERE o.account = ? AND o.next_at <= ? AND o.given_up = 0 ORDER BY a.id LIMIT ?",
            (self._account, at, most),
        )
        return [OwedCopy(*row) for row in rows.fetchall()]

    def forget(self) -> None:
        """Nobody wants copies of this account any more."""
        self._write("DELETE FROM copy_owed WHERE account = ?", self._account)

    def _write(self, statement: str, *values: Any) -> None:
        with self._store.later():
            self._store.write(statement, *values)


def missing_copies(connection: sqlite3.Connection) -> list[MissingCopies]:
    """The accounts of which copies could not be put, by key."""
    rows = connection.execute(
        "SELECT account, sum(1 - given_up), sum(given_up), max(trouble) FROM copy_owed WHERE attempts > 0 GROUP BY account ORDER BY account"
    )
    return [MissingCopies(*row) for row in rows.fetchall()]
