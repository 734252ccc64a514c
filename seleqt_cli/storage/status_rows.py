"""The tables as `status` shows them: counters and walks down an index, never a count over leads."""

import sqlite3
from typing import Any, Final

from seleqt_cli.ports.status import AccountRow
from seleqt_cli.storage.run_times import extend_run, planned_now
from seleqt_cli.storage.stopped import reconcile

LAST_RUN: Final = "last_run"
"""The meta key that a run keeps fresh."""
_DUE: Final = """
WITH RECURSIVE found (lane) AS (
    SELECT min(lane) FROM journey WHERE queue = ?1 AND kind = ?2 AND first = 0 AND state = 'waiting'
    UNION ALL
    SELECT (SELECT min(lane) FROM journey WHERE queue = ?1 AND kind = ?2 AND first = 0 AND state = 'waiting' AND lane > found.lane)
    FROM found WHERE lane IS NOT NULL
)
SELECT l.campaign, (SELECT count(*) FROM (SELECT 1 FROM journey j WHERE j.queue = ?1 AND j.kind = ?2 AND j.lane = found.lane
                                          AND j.first = 0 AND j.state = 'waiting' AND j.due_at <= ?3 LIMIT ?4))
FROM found JOIN lane l ON l.id = found.lane
"""


class SqliteStatusRows:
    """See ports/status."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def paused(self, now: int) -> str | None:
        """The meta key `paused` holds why; else a pause that was announced."""
        found = self._one("SELECT value FROM meta WHERE key = 'paused'")
        return planned_now(self._connection, now) if found is None else str(found)

    def stopped(self) -> str:
        """Out of the meta row."""
        found = reconcile(self._connection)
        return "" if found is None else found.why

    def campaigns(self) -> dict[str, tuple[str, str]]:
        """Every campaign that was ever applied."""
        return {
            row[0]: (row[1], row[2]) for row in self._connection.execute("SELECT name, state, reason FROM campaign_state ORDER BY name")
        }

    def journeys(self) -> dict[str, dict[str, int]]:
        """Kept by triggers."""
        found: dict[str, dict[str, int]] = {}
        for campaign, state, count in self._connection.execute("SELECT campaign, state, journeys FROM journey_count WHERE journeys > 0"):
            found.setdefault(campaign, {})[state] = count
        return found

    def due_follow_ups(self, queue: str, kind: str, now: int, most: int) -> dict[str, int]:
        """Lane by lane, each bounded."""
        found: dict[str, int] = {}
        for campaign, count in self._connection.execute(_DUE, (queue, kind, now, most)):
            if count:
                found[campaign] = found.get(campaign, 0) + count
        return found

    def accounts(self) -> list[AccountRow]:
        """By key."""
        rows = self._connection.execute(
            "SELECT key, held, held_until, paused_until, inbox_read_at, inbox_trouble FROM account ORDER BY key"
        )
        return [
            AccountRow(key, held or "", until or 0, paused or 0, read or 0, told or "") for key, held, until, paused, read, told in rows
        ]

    def used(self, account: str, kind: str, since: int) -> int:
        """Reserved places count."""
        return int(self._one("SELECT count(*) FROM usage WHERE account = ? AND kind = ? AND at >= ?", account, kind, since))

    def in_doubt(self) -> int:
        """Over the index of open actions."""
        return int(self._one("SELECT count(*) FROM action WHERE state = 'in_doubt' AND state IN ('claimed', 'sending', 'in_doubt')"))

    def open_tasks(self) -> int:
        """Snoozed ones too."""
        return int(self._one("SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' LIMIT 1000)"))

    def lanes(self) -> list[tuple[int, str]]:
        """By number."""
        return [(row[0], row[1]) for row in self._connection.execute("SELECT id, campaign FROM lane ORDER BY id")]

    def last_run_at(self) -> int:
        """Written by `keep_last_run`."""
        return int(self._one("SELECT value FROM meta WHERE key = ?", LAST_RUN) or 0)

    def _one(self, statement: str, *values: Any) -> Any:
        row = self._connection.execute(statement, values).fetchone()
        return None if row is None else row[0]


def keep_last_run(connection: sqlite3.Connection, now: int) -> None:
    """Write down that a run looked at what is due; `status --check` asks for it."""
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (LAST_RUN, str(now)))
    extend_run(connection, now)
