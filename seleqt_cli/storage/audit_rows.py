"""Reads the database for `audit`, in pieces, so that a run that goes on meanwhile never waits for it."""

import sqlite3
from collections.abc import Iterator
from typing import Final

from seleqt_cli.core.audit.findings import Row
from seleqt_cli.core.audit.places import NO_MOMENT, Place, Remain, Text

PIECE: Final = 2000
"""Rows of one read. Between two reads nothing is locked."""

_COLUMNS: Final = "id, at, event, action_id, journey_id, lead_id, account, data"
_LIVE: Final = "('waiting', 'due', 'held', 'paused')"
_ENDED: Final = "('replied', 'bounced', 'unsubscribed', 'finished', 'failed', 'stopped', 'erased')"
_PLACES: Final = f"""
SELECT j.id, j.state, j.reason, j.step, j.queue, j.due_at,
       (SELECT count(*) FROM action a WHERE a.journey_id = j.id AND a.state IN ('claimed', 'sending', 'in_doubt'))
FROM journey j
WHERE j.id > ? AND j.state NOT IN {_ENDED}
  AND (j.state NOT IN ('waiting', 'due') OR j.step = '' OR j.queue = '' OR j.due_at >= {NO_MOMENT})
ORDER BY j.id LIMIT {PIECE}
"""
_PERSONAL: Final = "email email_shown linkedin first_name last_name company title phone timezone birth_date fields".split()
"""The columns of a lead that say something about the person."""
_REMAINS: Final = (
    *(("lead", f"SELECT id, NULL, '{name}' FROM lead WHERE id = ?1 AND coalesce({name}, '') NOT IN ('', '{{}}')") for name in _PERSONAL),
    ("lead", "SELECT lead_id, NULL, 'tag' FROM lead_tag WHERE lead_id = ?1"),
    ("linkedin_alias", "SELECT lead_id, NULL, 'slug' FROM linkedin_alias WHERE lead_id = ?1"),
    (
        "linkedin_sent",
        "SELECT a.id, a.id, 'text' FROM action a JOIN linkedin_sent s ON s.action_id = a.id WHERE a.lead_id = ?1 AND s.text <> ''",
    ),
    ("former_address", "SELECT lead_id, NULL, 'address' FROM former_address WHERE lead_id = ?1"),
    *(
        ("action", f"SELECT id, id, '{name}' FROM action WHERE lead_id = ?1 AND coalesce({name}, '') <> ''")
        for name in ("lead", "recipient", "subject")
    ),
    ("action", "SELECT a.id, a.id, 'payload' FROM action a JOIN payload p ON p.action_id = a.id WHERE a.lead_id = ?1"),
    *(
        ("journey", f"SELECT id, NULL, '{name}' FROM journey WHERE lead_id = ?1 AND coalesce({name}, '') <> ''")
        for name in ("company", "thread_subject")
    ),
    *(("task", f"SELECT id, NULL, '{name}' FROM task WHERE lead_id = ?1 AND coalesce({name}, '') <> ''") for name in ("text", "frozen")),
    *(
        ("inbox_message", f"SELECT id, action_id, '{name}' FROM inbox_message WHERE lead_id = ?1 AND {name} NOT IN ('', '[]')")
        for name in ("sender", "sender_name", "subject", "text", "addresses", "message_id")
    ),
)


class AuditRows:
    """The history up to the newest row at the moment this is made. Writes nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._last = int(connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])

    def by_time(self) -> Iterator[Row]:
        """Every row by id."""
        after = 0
        while True:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM history WHERE id > ? AND id <= ? ORDER BY id LIMIT {PIECE}", (after, self._last)
            ).fetchall()
            yield from rows
            if len(rows) < PIECE:
                return
            after = rows[-1][0]

    def by_lead(self) -> Iterator[Row]:
        """Every row of a lead, by lead and id; the index has that order."""
        lead, after = -(1 << 62), 0
        while True:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM history INDEXED BY history_lead WHERE lead_id IS NOT NULL AND (lead_id, id) > (?, ?) AND id <= ? "
                f"ORDER BY lead_id, id LIMIT {PIECE}",
                (lead, after, self._last),
            ).fetchall()
            yield from rows
            if len(rows) < PIECE:
                return
            lead, after = rows[-1][5], rows[-1][0]

    def created(self, journey: int) -> int | None:
        """When a journey began."""
        row = self._connection.execute("SELECT created_at FROM journey WHERE id = ?", (journey,)).fetchone()
        return None if row is None else int(row[0])

    def live(self) -> int:
        """How many journeys have not ended."""
        return int(self._connection.execute(f"SELECT coalesce(sum(journeys), 0) FROM journey_count WHERE state IN {_LIVE}").fetchone()[0])

    def places(self) -> Iterator[Place]:
        """The journeys that do not plainly wait in a queue for a moment; one read sees a journey and its actions together."""
        after = 0
        while True:
            rows = self._connection.execute(_PLACES, (after,)).fetchall()
            yield from (Place(*row) for row in rows)
            if len(rows) < PIECE:
                return
            after = rows[-1][0]

    def remains(self, lead: int) -> Iterator[Remain]:
        """What the tables still hold of a lead."""
        for table, statement in _REMAINS:
            for number, action, column in self._connection.execute(statement, (lead,)).fetchall():
                yield Remain(table, number, column, action)

    def texts(self, lead: int) -> Iterator[Text]:
        """The data of a lead's history."""
        yield from self._connection.execute("SELECT id, action_id, data FROM history WHERE lead_id = ? ORDER BY id", (lead,)).fetchall()
