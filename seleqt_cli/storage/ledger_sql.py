"""What has been done so far, read from the rows once and kept while nobody else changes the database.

A book is read down an index as far as the account's limits look back. SQLite's data_version tells when another
connection committed, total_changes when this one wrote in a way that is not known here; either makes everything be
read anew. While this connection holds the write lock (C1, C2) nothing can change under it.
"""

import sqlite3
from array import array
from collections.abc import Iterable
from typing import Any, Final

from seleqt_cli.core.ledger import Book, Record
from seleqt_cli.core.planner import Planner

READ_ANEW: Final = 1_000_000
"""Between the versions of two readings of a book: more than the changes it can see in between."""


class SqlLedger:
    """The books of one database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.planner: Planner | None = None
        self._books: dict[str, Book] = {}
        self._given_back: set[str] = set()
        self._active_days: set[tuple[str, int]] = set()
        """(account, day) of the rows of active_day that are there."""
        self._readings = 0
        self._seen = (-1, -1)
        self._depth = 0

    def one(self, statement: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the first row, None without one."""
        row = self.connection.execute(statement, tuple(values)).fetchone()
        return None if row is None else row[0]

    def look(self) -> None:
        """Forget what is known if the database was changed since in a way that is not known here."""
        seen = self._state()
        if seen != self._seen:
            self.forget()
            self._seen = seen

    def forget(self) -> None:
        """Read everything anew when it is asked for next."""
        self._books.clear()
        self._active_days.clear()

    def known(self) -> None:
        """What this connection has written so far is in the books: called at the end of each of its transactions."""
        self._seen = (self._seen[0], self.connection.total_changes)

    def book(self, account: str) -> Book:
        """What one account has done, as far as its limits look back."""
        if not self._depth:
            self.look()
        found = self._books.get(account)
        if found is None:
            found = self._books[account] = self._read(account)
        return found

    def forget_book(self, account: str) -> None:
        """A reservation is given back, now or with the next commit: the account is read anew after that."""
        self._books.pop(account, None)
        self._given_back.add(account)

    def read_again(self) -> None:
        """What was put off is written now."""
        while self._given_back:
            self._books.pop(self._given_back.pop(), None)

    def record(self, account: str, kind: str) -> Record:
        """The actions of an account and kind."""
        return self.book(account).record(kind)

    def active_days(self, account: str, before: int) -> int:
        """Days with an action before a day."""
        return self.book(account).active_days(before)

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone."""
        return int(self.one("SELECT count(*) FROM first_contact WHERE day = ?", (day,)))

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with one company on a day."""
        return int(self.one("SELECT count(*) FROM first_contact WHERE day = ? AND company = ?", (day, company)))

    def _state(self) -> tuple[int, int]:
        return int(self.one("PRAGMA data_version")), self.connection.total_changes

    def _read(self, account: str) -> Book:
        assert self.planner is not None
        book = Book()
        self._readings += 1
        book.version = self._readings * READ_ANEW
        of = self.planner.accounts[account]
        meters = {**of.meters, "note": of.note_meter} if of.note_meter is not None else of.meters
        for kind, meter in meters.items():
            assert meter is not None
            reach = max(meter.limits.values(), default=0) + 2  # one that is to be armed is among them
            rows = self.connection.execute(
                "SELECT at FROM usage WHERE account = ? AND kind = ? ORDER BY at DESC LIMIT ?", (account, kind, reach)
            ).fetchall()
            record = book.record(kind)
            record.times = array("q", [row[0] for row in reversed(rows)])
            record.last_slot = int(self.one("SELECT max(slot_at) FROM action WHERE account = ? AND kind = ?", (account, kind)) or 0)
            if rows:
                book.last_action = max(book.last_action, rows[0][0])
        book.days = [row[0] for row in self.connection.execute("SELECT day FROM active_day WHERE account = ? ORDER BY day", (account,))]
        return book
