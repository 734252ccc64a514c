"""What a database knows of people's wishes, carried over into an older copy of it: whoever said no since stays said so."""

import sqlite3
from typing import Final

from seleqt_cli.ports.suppressions import Target
from seleqt_cli.storage.suppressions import SqliteSuppressions

_BY: Final = "seleqt restore"


def carry_over(connection: sqlite3.Connection, newer: str, at: int) -> tuple[int, int]:
    """Take suppressions and stops of people over from the database file `newer`, outside of any transaction; how many of each.

    Raises sqlite3.Error where that one cannot be read; nothing was changed then.
    """
    connection.execute("ATTACH DATABASE ? AS newer", (newer,))
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            found = _suppressions(connection, at), _stops(connection, at)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.execute("DETACH DATABASE newer")
    return found


def _suppressions(connection: sqlite3.Connection, at: int) -> int:
    store = SqliteSuppressions(connection)
    rows = connection.execute(
        "SELECT n.kind, n.value, n.reason, n.source, n.created_at FROM newer.suppression n "
        "LEFT JOIN main.suppression o ON o.kind = n.kind AND o.value = n.value WHERE o.value IS NULL OR o.reason <> n.reason"
    ).fetchall()
    for kind, value, reason, source, created_at in rows:
        connection.execute(
            "INSERT INTO main.suppression VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value) DO UPDATE SET reason = excluded.reason, "
            "source = excluded.source, created_at = excluded.created_at",
            (kind, value, reason, source, created_at),
        )
        opted_out = reason in ("unsubscribed", "objected")
        for person in store.people(Target(kind, value)) if reason != "hard bounce" else ():
            if opted_out:
                store.event(at, "unsubscribed", person.lead, {"by": _BY, "source": source})
            state, event = ("unsubscribed", "unsubscribed") if opted_out else ("stopped", "stopped")
            store.end_journeys(person.lead, state, event, f"suppressed: {reason}", _BY, at)
    return len(rows)


def _stops(connection: sqlite3.Connection, at: int) -> int:
    store = SqliteSuppressions(connection)
    rows = connection.execute(
        "SELECT o.id, n.stopped FROM newer.lead n JOIN main.lead o ON (o.email = n.email OR (o.email IS NULL AND o.linkedin = n.linkedin)) "
        "WHERE n.stopped IS NOT NULL AND o.stopped IS NOT n.stopped"
    ).fetchall()
    for lead, stopped in rows:
        connection.execute("UPDATE main.lead SET stopped = ? WHERE id = ?", (stopped, lead))
        store.event(at, "restricted" if stopped.startswith("restricted") else "stopped", lead, {"by": _BY})
        store.end_journeys(lead, "stopped", "stopped", stopped, _BY, at)
    return len(rows)
