"""What a database knows of people's wishes, carried over into an older copy of it: whoever said no since stays said so."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from seleqt_cli.core.tombstones import ERASED, Name, Tombstone, mark, names_of
from seleqt_cli.ports.suppressions import Kind, Target
from seleqt_cli.storage.opening import Keys, attach, no_keys
from seleqt_cli.storage.suppressions import SqliteSuppressions
from seleqt_cli.storage.tombstones import bury

_BY: Final = "seleqt restore"


def carry_over(connection: sqlite3.Connection, newer: Path, at: int, keys: Keys = no_keys) -> tuple[int, int]:
    """Take suppressions and stops of people over from the database file `newer`, outside of any transaction; how many of each.

    Raises sqlite3.Error and Failed where that one cannot be read; nothing was changed then.
    """
    attach(connection, newer, "newer", keys)
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


def refuse_again(connection: sqlite3.Connection, secret: bytes, refused: Mapping[str, Tombstone], at: int) -> int:
    """Put whoever is known by a mark only on the list again, outside of any transaction; how many were not on it.

    Leads by their names, everybody else by the mark alone, which an import asks.
    """
    listed = {mark(secret, Name(*row)) for row in connection.execute("SELECT kind, value FROM suppression").fetchall()}
    left = {code: one for code, one in refused.items() if code not in listed and one.reason != ERASED}
    if not left:
        return 0
    rows: dict[str, tuple[str, str]] = {}
    for email, linkedin in connection.execute(
        "SELECT email, linkedin FROM lead WHERE email IS NOT NULL OR linkedin IS NOT NULL"
    ).fetchall():
        for name in (*names_of(email, linkedin, None), *([Name("domain", email.rpartition("@")[2])] if email else [])):
            code = mark(secret, name)
            if code in left:
                rows[code] = (name.kind, name.value)
    store = SqliteSuppressions(connection)
    with store.transaction():
        new = bury(connection, [one for code, one in left.items() if code not in rows])
        _take(connection, [(*rows[code], left[code].reason, _BY, left[code].at) for code in rows], at)
    return len(rows) + new


def _suppressions(connection: sqlite3.Connection, at: int) -> int:
    rows = connection.execute(
        "SELECT n.kind, n.value, n.reason, n.source, n.created_at FROM newer.suppression n "
        "LEFT JOIN main.suppression o ON o.kind = n.kind AND o.value = n.value WHERE o.value IS NULL OR o.reason <> n.reason"
    ).fetchall()
    _take(connection, rows, at)
    return len(rows)


def _take(connection: sqlite3.Connection, rows: Sequence[tuple[str, str, str, str, int]], at: int) -> None:
    store = SqliteSuppressions(connection)
    for kind, value, reason, source, created_at in rows:
        connection.execute(
            "INSERT INTO main.suppression VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, value) DO UPDATE SET reason = excluded.reason, "
            "source = excluded.source, created_at = excluded.created_at",
            (kind, value, reason, source, created_at),
        )
        opted_out = reason in ("unsubscribed", "objected")
        for person in store.people(Target(cast("Kind", kind), value)) if reason != "hard bounce" else ():
            if opted_out:
                store.event(at, "unsubscribed", person.lead, {"by": _BY, "source": source})
            state, event = ("unsubscribed", "unsubscribed") if opted_out else ("stopped", "stopped")
            store.end_journeys(person.lead, state, event, f"suppressed: {reason}", _BY, at)


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
