"""Reads the tables for `report`, in pieces, so that a run that goes on meanwhile never waits for it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from seleqt_cli.core.report import NEWS, DidRow, News
from seleqt_cli.ports.report import Named, Place

PIECE: Final = 5000
"""Rows of one read. Between two reads nothing is locked."""
_EVENTS: Final = ", ".join(f"'{event}'" for event in NEWS)
# word for word the condition of the index history_news, or SQLite would not walk it
_NEWS: Final = (
    "SELECT h.id, h.at, h.event, h.lead_id, h.action_id, h.journey_id, h.campaign, h.data FROM history h INDEXED BY history_news "
    f"WHERE h.event IN ({_EVENTS}) AND h.id > ? ORDER BY h.id LIMIT {PIECE}"
)
# an action that was done before (LinkedIn: connected already) is kept as sent, and nothing was done
_DEEDS: Final = (
    "SELECT id, coalesce(sending_at, settled_at), lead_id, campaign, step, kind, sender, account, variant, state = 'failed' FROM action "
    "WHERE id > ? AND state IN ('sent', 'failed') AND journey_id <> 0 AND reason NOT LIKE 'already: %' "
    f"ORDER BY id LIMIT {PIECE}"
)
_NAMED: Final = 500


class SqliteReportRows:
    """See ports/report."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def news(self) -> list[News]:
        """Down the index of these rows."""
        found: list[News] = []
        after = 0
        while True:
            rows = self._connection.execute(_NEWS, (after,)).fetchall()
            for row in rows:
                one = _news(row)
                if one is not None:
                    found.append(one)
            if len(rows) < PIECE:
                return found
            after = rows[-1][0]

    def deeds(self, refused: frozenset[int]) -> Iterator[DidRow]:
        """By number."""
        after = 0
        while True:
            rows = self._connection.execute(_DEEDS, (after,)).fetchall()
            for row in rows:
                if not row[9] or row[0] in refused:
                    yield row
            if len(rows) < PIECE:
                return
            after = rows[-1][0]

    def places(self) -> list[Place]:
        """One look at every journey."""
        rows = self._connection.execute(
            "SELECT campaign, state, step, count(*) FROM journey GROUP BY campaign, state, step ORDER BY campaign, state, step"
        )
        return [Place(*row) for row in rows]

    def named(self, leads: Sequence[int]) -> dict[int, Named]:
        """By number, some at a time."""
        found: dict[int, Named] = {}
        for start in range(0, len(leads), _NAMED):
            some = leads[start : start + _NAMED]
            marks = ", ".join("?" * len(some))
            for number, first, last, company, email in self._connection.execute(
                f"SELECT id, first_name, last_name, company, coalesce(email_shown, email) FROM lead WHERE id IN ({marks})", list(some)
            ):
                name = " ".join(part for part in (first, last) if part)
                found[number] = Named(number, name, company or "", email or "")
        return found


def _news(row: Sequence[Any]) -> News | None:
    """A row of the history, None where it says nothing about a person."""
    number, at, event, lead, action, journey, campaign, text = row
    if lead is None:
        return None
    data = json.loads(text)
    if event == "failed" and not data.get("hard_bounce"):
        return None
    scoped = journey is not None and data.get("scope") == "journey"
    return News(
        number, at, int(data.get("at") or at), event, lead, action=int(action or data.get("action_id") or 0),
        campaign=(campaign or "") if scoped else "", whole=journey is None, hard=bool(data.get("hard", True)),
        lifts=str(data.get("event") or "") if event == "lifted" else "",
    )  # fmt: skip
