"""Taking back what a wrongly judged mail did: journeys, their planned actions and open tasks, and what binds the person.

What stood before is compared with what stands after, and the differences are kept with the message. Only what is still as
the message left it is put back: what somebody decided since stays decided.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

_MINE: Final = "(SELECT id FROM journey WHERE lead_id = :lead UNION SELECT value FROM json_each(:others))"
_PARTS: Final = {
    "journeys": ("journey", "state, reason, queue, due_at", f"id IN {_MINE}"),
    "actions": ("action", "state, reason", f"state IN ('planned', 'deferred') AND journey_id IN {_MINE}"),
    "tasks": ("task", "state, settled_at, settled_by", f"state = 'open' AND journey_id IN {_MINE}"),
    "lead": ("lead", "replied_at, paused_until", "id = :lead"),
}
"""Part -> table, the columns that may change, and which rows."""


def standing(connection: sqlite3.Connection, lead: int, others: Sequence[int]) -> dict[str, Any]:
    """Part -> number -> the values of its columns now, of a lead and of other journeys."""
    values = {"lead": lead, "others": json.dumps(list(others))}
    found: dict[str, Any] = {}
    for part, (table, columns, where) in _PARTS.items():
        rows = connection.execute(f"SELECT id, {columns} FROM {table} WHERE {where}", values)
        found[part] = {row[0]: list(row[1:]) for row in rows}
    return found


def changes(connection: sqlite3.Connection, before: Mapping[str, Any]) -> dict[str, Any]:
    """Part -> [[number, values before, values after]] of the rows that changed; parts without any are left out."""
    found: dict[str, Any] = {}
    for part, rows in before.items():
        changed = []
        for number, was in rows.items():
            now = _values(connection, part, number)
            if now is not None and now != was:
                changed.append([number, was, now])
        if changed:
            found[part] = changed
    return found


def take_back(connection: sqlite3.Connection, kept: Mapping[str, Any], *, journeys: bool) -> list[int]:
    """Put rows back that are still as `changes` found them; returns the journeys among them.

    `journeys` False: another no stands, so that only what binds for a time (an absence) is lifted.
    """
    going: list[int] = []
    for number, was, after in kept.get("lead", ()):
        now = _values(connection, "lead", number)
        if now is None:
            continue
        replied = was[0] if journeys and now[0] == after[0] else now[0]
        paused = was[1] if now[1] == after[1] else now[1]
        connection.execute("UPDATE lead SET replied_at = ?, paused_until = ? WHERE id = ?", (replied, paused, number))
    if not journeys:
        return going
    for number, was, after in kept.get("journeys", ()):
        if _same_place(_values(connection, "journeys", number), after):
            connection.execute("UPDATE journey SET state = ?, reason = ?, queue = ?, due_at = ? WHERE id = ?", (*was, number))
            going.append(number)
    for part in ("actions", "tasks"):
        table, columns, _ = _PARTS[part]
        for number, was, after in kept.get(part, ()):
            if _values(connection, part, number) == after and _journey_of(connection, table, number) in going:
                assignments = ", ".join(f"{name} = ?" for name in columns.split(", "))
                connection.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*was, number))
    return going


def _same_place(now: list[Any] | None, after: list[Any]) -> bool:
    """State and reason are as the message left them; the queue of a journey that waits may have been written anew."""
    return now is not None and now[:2] == after[:2]


def _journey_of(connection: sqlite3.Connection, table: str, number: int) -> int | None:
    row = connection.execute(f"SELECT journey_id FROM {table} WHERE id = ?", (number,)).fetchone()
    return None if row is None else int(row[0])


def _values(connection: sqlite3.Connection, part: str, number: int) -> list[Any] | None:
    table, columns, _ = _PARTS[part]
    row = connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (number,)).fetchone()
    return None if row is None else list(row)
