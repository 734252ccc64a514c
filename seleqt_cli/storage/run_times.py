"""When a run was there, and when the home is or was to rest by a pause that was announced."""

import sqlite3

from seleqt_cli.core.availability import UNNOTICED, PlannedPause, Span


def extend_run(connection: sqlite3.Connection, now: int) -> None:
    """A run looks at what is due. The stretch goes on when the last look was half an hour ago at most. The caller has the transaction."""
    changed = connection.execute(
        "UPDATE run_time SET seen_at = max(seen_at, ?1) WHERE id = (SELECT max(id) FROM run_time) AND ?1 BETWEEN began_at AND seen_at + ?2",
        (now, UNNOTICED),
    ).rowcount
    if not changed:
        connection.execute("INSERT INTO run_time (began_at, seen_at) VALUES (?1, ?1)", (now,))


def run_times(connection: sqlite3.Connection, since: int, until: int) -> list[Span]:
    """The stretches that touch a time, in their order."""
    rows = connection.execute("SELECT began_at, seen_at FROM run_time WHERE seen_at >= ? AND began_at < ? ORDER BY id", (since, until))
    return [(began, seen) for began, seen in rows]


def first_run(connection: sqlite3.Connection) -> int:
    """When a run was there first, 0 = never."""
    return int(connection.execute("SELECT coalesce(min(began_at), 0) FROM run_time").fetchone()[0])


def planned_pauses(connection: sqlite3.Connection, since: int, until: int = 1 << 60) -> list[PlannedPause]:
    """The announced pauses that touch a time, in their order."""
    rows = connection.execute(
        "SELECT begins_at, ends_at, announced_at, reason FROM planned_pause WHERE ends_at > ? AND begins_at < ? AND ends_at > begins_at "
        "ORDER BY begins_at, id",
        (since, until),
    )
    return [PlannedPause(*row) for row in rows]


def planned_now(connection: sqlite3.Connection, now: int) -> str | None:
    """Why the home pauses at this moment as it was announced ('' = nobody said), None when it does not."""
    found = connection.execute("SELECT reason FROM planned_pause WHERE begins_at <= ?1 AND ends_at > ?1 ORDER BY id", (now,)).fetchone()
    return None if found is None else str(found[0])


def announce(connection: sqlite3.Connection, pause: PlannedPause, by: str) -> None:
    """Write an announcement down. The caller has the transaction."""
    connection.execute(
        "INSERT INTO planned_pause (begins_at, ends_at, reason, announced_at, announced_by) VALUES (?, ?, ?, ?, ?)",
        (pause.begins, pause.ends, pause.reason, pause.announced_at, by),
    )


def end_planned(connection: sqlite3.Connection, now: int) -> int:
    """End the announced pauses that last now; returns how many. The caller has the transaction."""
    return connection.execute("UPDATE planned_pause SET ends_at = ?1 WHERE begins_at <= ?1 AND ends_at > ?1", (now,)).rowcount


def call_off(connection: sqlite3.Connection, now: int) -> int:
    """Take back the announced pauses that are still to come; returns how many. The caller has the transaction."""
    return connection.execute("DELETE FROM planned_pause WHERE begins_at > ?", (now,)).rowcount
