"""The record of everything done, read as a stream: pages by key, so that its length costs no memory."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from seleqt_cli.ports.record import ActionRow, EventRow, RecordFilter

PAGE: Final = 500
_ACTIONS: Final = (
    "SELECT id, coalesce(sending_at, planned_at), account, sender, campaign, lead, lead_id, step, kind, state, reason, message_id "
    "FROM action "
)
_EVENTS: Final = (
    "SELECT h.id, h.at, h.event, h.account, a.sender, coalesce(h.campaign, a.campaign), coalesce(l.email, l.linkedin), h.lead_id, a.step, "
    "h.action_id, h.data FROM history h LEFT JOIN action a ON a.id = h.action_id LEFT JOIN lead l ON l.id = h.lead_id "
)


class SqliteRecord:
    """See ports/record."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def actions(self, wanted: RecordFilter) -> Iterator[ActionRow]:
        """One row an action in its latest state, by number."""
        conditions, values = _conditions(wanted, {"campaign": "campaign", "lead": "lead_id", "sender": "sender"})
        if wanted.since:
            conditions.append("coalesce(sending_at, planned_at) >= ?")
            values.append(wanted.since)
            first = self._connection.execute("SELECT min(action_id) FROM history WHERE at >= ?", (wanted.since,)).fetchone()[0]
            conditions.append("(id >= ? OR state IN ('planned', 'claimed', 'deferred'))")
            values.append(first if first is not None else 1 << 62)
        for row in self._pages(_ACTIONS, "id", conditions, values, wanted):
            number, at, account, sender, campaign, lead, lead_id, step, kind, state, reason, message_id = row
            shown = "planned" if state == "claimed" else state
            yield ActionRow(number, at, account, sender, campaign, lead, lead_id, step, kind, shown, reason, message_id)

    def events(self, wanted: RecordFilter) -> Iterator[EventRow]:
        """Every change, by number."""
        conditions, values = _conditions(wanted, {"campaign": "coalesce(h.campaign, a.campaign)", "lead": "h.lead_id"})
        if wanted.sender:
            marks = ", ".join("?" * len(wanted.accounts))
            conditions.append(f"(a.sender = ? OR (a.id IS NULL AND h.account IN ({marks})))")
            values += [wanted.sender, *wanted.accounts]
        if wanted.since:
            conditions.append("h.at >= ?")
            values.append(wanted.since)
        for number, at, event, account, sender, campaign, lead, lead_id, step, action, text in self._pages(
            _EVENTS, "h.id", conditions, values, wanted
        ):
            data = json.loads(text)
            yield EventRow(number, at, event, account, sender, campaign, lead, lead_id, step or data.get("step"), action, data)

    def _pages(self, select: str, key: str, conditions: list[str], values: list[Any], wanted: RecordFilter) -> Iterator[tuple[Any, ...]]:
        where, after = " AND ".join([f"{key} > ?", *conditions]), wanted.after
        if wanted.newest:
            last = self._connection.execute(
                f"{select} WHERE {where} ORDER BY {key} DESC LIMIT ?", (after, *values, wanted.newest)
            ).fetchall()
            yield from reversed(last)
            return
        while True:
            # a page is read whole, so that no read lock outlives it while the reader is slow
            rows = self._connection.execute(f"{select} WHERE {where} ORDER BY {key} LIMIT {PAGE}", (after, *values)).fetchall()
            yield from rows
            if len(rows) < PAGE:
                return
            after = rows[-1][0]


def _conditions(wanted: RecordFilter, columns: dict[str, str]) -> tuple[list[str], list[Any]]:
    found = [(column, getattr(wanted, name)) for name, column in columns.items() if getattr(wanted, name)]
    return [f"{column} = ?" for column, _ in found], [value for _, value in found]
