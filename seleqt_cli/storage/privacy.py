"""Privacy requests and breaches in the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from typing import Any, Final

from seleqt_cli.core.rights import WARN_DAYS, Deadline, Request
from seleqt_cli.core.zones import DAY
from seleqt_cli.storage.json_text import compact

_COLUMNS: Final = [{"lead": "lead_id"}.get(one.name, one.name) for one in fields(Request)]
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM privacy_request"
_MAYBE: Final = ("lead_id", "verified_at", "answered_at", "closed_at", "extended_at", "told_at")
"""Columns in which 0 is written as NULL."""


class SqlitePrivacy:
    """See ports/privacy."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def open(self, request: Request) -> int:
        """The database gives the number."""
        values = self._values(request)[1:]
        cursor = self._connection.execute(
            f"INSERT INTO privacy_request ({', '.join(_COLUMNS[1:])}) VALUES ({', '.join('?' * len(values))})", values
        )
        return int(cursor.lastrowid or 0)

    def request(self, number: int) -> Request | None:
        """By its number."""
        row = self._connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
        return None if row is None else _request(row)

    def requests(self, *, closed: bool) -> list[Request]:
        """There are few of them."""
        rest = "ORDER BY id" if closed else "WHERE closed_at IS NULL ORDER BY due_at, id"
        return [_request(row) for row in self._connection.execute(f"{_SELECT} {rest}").fetchall()]

    def save(self, request: Request) -> None:
        """All columns."""
        number, *values = self._values(request)
        self._connection.execute(
            f"UPDATE privacy_request SET {', '.join(f'{name} = ?' for name in _COLUMNS[1:])} WHERE id = ?", (*values, number)
        )

    def kept(self, lead: int) -> bool:
        """An address or a profile."""
        row = self._connection.execute("SELECT email, linkedin FROM lead WHERE id = ?", (lead,)).fetchone()
        return row is not None and any(row)

    def record(self, at: int, event: str, data: dict[str, Any], lead: int) -> None:
        """A row without a journey."""
        self._connection.execute(
            "INSERT INTO history (at, event, lead_id, data) VALUES (?, ?, ?, ?)", (at, event, lead or None, compact(data))
        )

    def deadlines(self) -> list[Deadline]:
        """Over the index of what is open."""
        rows = self._connection.execute(
            f"{_SELECT} WHERE answered_at IS NULL AND closed_at IS NULL ORDER BY due_at, id LIMIT 100"
        ).fetchall()
        found = [
            Deadline(
                f"request {one.id}: {one.kind} for {one.shown}{' (extended)' if one.extended_at else ''}",
                one.due_at,
                "seleqt privacy request list",
                one.due_at - WARN_DAYS * DAY,
            )
            for one in map(_request, rows)
        ]
        breaches = self._connection.execute(
            "SELECT id, due_at, recorded_at FROM privacy_breach WHERE reported_at IS NULL ORDER BY due_at, id LIMIT 100"
        ).fetchall()
        found += [
            Deadline(f"breach {number}: the authority has to be told", due, f"seleqt privacy breach --reported {number}", recorded)
            for number, due, recorded in breaches
        ]
        return sorted(found, key=lambda one: one.due_at)

    def _values(self, request: Request) -> list[Any]:
        values = dict(zip(_COLUMNS, astuple(request), strict=True))
        return [(value or None) if name in _MAYBE else int(value) if name == "refused" else value for name, value in values.items()]


def _request(row: tuple[Any, ...]) -> Request:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in _MAYBE:
        values[name] = values[name] or 0
    values["lead"] = values.pop("lead_id")
    return Request(**{**values, "refused": bool(values["refused"])})
