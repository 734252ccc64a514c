"""The list of those who are never to be contacted."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from seleqt_cli.ports.suppressions import Known, Target

_WHERE: Final = {
    "email": "email = ?",
    "linkedin": "linkedin = ?",
    # as in the check before a send: the domain itself, not what is below it
    "domain": "email IS NOT NULL AND substr(email, instr(email, '@') + 1) = ?",
}
LIVE: Final = "('waiting', 'due', 'held', 'paused')"


class SqliteSuppressions:
    """See ports/suppressions."""

    def __init__(self, connection: sqlite3.Connection, joined: Callable[[], AbstractContextManager[None]] | None = None) -> None:
        """`joined`: the transaction of a store over the same connection, in which the list is changed too."""
        self._connection = connection
        self._joined = joined

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit."""
        if self._joined is not None:
            with self._joined():
                yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def people(self, target: Target) -> list[Known]:
        """The leads that a target is about, by number."""
        rows = self._connection.execute(f"SELECT id, email, linkedin FROM lead WHERE {_WHERE[target.kind]} ORDER BY id", (target.value,))
        return [Known(row[0], row[1] or "", row[2] or "") for row in rows.fetchall()]

    def reason(self, target: Target) -> str | None:
        """Why it is on the list."""
        row = self._connection.execute(
            "SELECT reason FROM suppression WHERE kind = ? AND value = ?", (target.kind, target.value)
        ).fetchone()
        return None if row is None else str(row[0])

    def source(self, target: Target) -> str | None:
        """Where it came from."""
        row = self._connection.execute(
            "SELECT source FROM suppression WHERE kind = ? AND value = ?", (target.kind, target.value)
        ).fetchone()
        return None if row is None else str(row[0])

    def add(self, target: Target, reason: str, source: str, at: int) -> bool:
        """Put it on the list."""
        changed = self._connection.execute(
            "INSERT INTO suppression (kind, value, reason, source, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value) DO UPDATE "
            "SET reason = CASE WHEN reason = 'objected' OR (reason = 'unsubscribed' AND excluded.reason <> 'objected') THEN reason "
            "ELSE excluded.reason END, source = excluded.source, created_at = excluded.created_at WHERE reason = 'hard bounce' "
            "OR (excluded.reason = 'objected' AND reason <> 'objected') "
            "OR (excluded.reason = 'unsubscribed' AND reason NOT IN ('unsubscribed', 'objected')) "
            "OR (source = 'mail' AND excluded.source <> 'mail')",
            (target.kind, target.value, reason, source, at),
        ).rowcount
        return changed > 0

    def remove(self, target: Target) -> None:
        """Take it off the list."""
        self._connection.execute("DELETE FROM suppression WHERE kind = ? AND value = ?", (target.kind, target.value))

    def end_journeys(self, lead: int, state: str, event: str, reason: str, by: str, at: int) -> int:
        """End a lead's live journeys; the state table lets every live journey end."""
        rows = self._connection.execute(f"SELECT id, campaign FROM journey WHERE lead_id = ? AND state IN {LIVE}", (lead,)).fetchall()
        for journey, campaign in rows:
            self._connection.execute("UPDATE journey SET state = ?, reason = ?, queue = '' WHERE id = ?", (state, reason, journey))
            self._connection.execute(
                "UPDATE task SET state = 'skipped', settled_at = ?, settled_by = ? WHERE journey_id = ? AND state = 'open'",
                (at, by, journey),
            )
            self._connection.execute(
                "UPDATE action SET state = 'skipped', reason = ?, settled_at = ? WHERE journey_id = ? AND state IN ('planned', 'deferred')",
                (reason, at, journey),
            )
            self._write(at, event, lead, journey, campaign, {"reason": reason, "by": by})
        return len(rows)

    def event(self, at: int, event: str, lead: int | None, data: dict[str, Any]) -> None:
        """One row of the history."""
        self._write(at, event, lead, None, None, data)

    def _write(self, at: int, event: str, lead: int | None, journey: int | None, campaign: str | None, data: dict[str, Any]) -> None:
        self._connection.execute(
            "INSERT INTO history (at, event, lead_id, journey_id, campaign, data) VALUES (?, ?, ?, ?, ?, ?)",
            (at, event, lead, journey, campaign, json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        )
