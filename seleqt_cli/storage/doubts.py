"""The actions in doubt. `release` is the only statement of the program that leads back from `in_doubt`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seleqt_cli.core.journey import Journey
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.storage.sqlite_store import SqliteStore

KEPT = 2
"""`usage.armed` of an attempt that counts for ever, whatever comes of the next one."""


class SqliteDoubts:
    """See app/resolve.ResolveStore."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._connection = store.connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit."""
        with self._store.transaction():
            yield

    def doubts(self, action: int = 0) -> list[Doubt]:
        """The actions in doubt, oldest first."""
        rows = self._connection.execute(
            "SELECT a.id, a.attempts, a.journey_id, a.lead, a.account, a.sender, a.campaign, a.step, a.kind, a.reason, a.sending_at, "
            "a.recipient, a.subject, a.message_id, p.thread FROM action a LEFT JOIN payload p ON p.action_id = a.id "
            f"WHERE a.state = 'in_doubt' AND {'a.id = ?' if action else '?= 0'} ORDER BY a.sending_at, a.id",
            (action,),
        ).fetchall()
        found = []
        for row in rows:
            journey = self._store.walker(row[2], row[7])
            if journey is None and row[2]:
                continue
            _, subject, *thread = json.loads(row[14]) if row[14] else ["", ""]
            found.append(
                Doubt(
                    row[0],
                    row[1],
                    journey,
                    row[3] or "",
                    row[4],
                    row[5],
                    row[6],
                    row[7],
                    row[8],
                    row[9],
                    row[10] or 0,
                    row[11] or "",
                    row[12] or "",
                    row[13] or "",
                    tuple(thread),
                    subject,
                )
            )
        return found

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""
        return self._store.contacted_at(journey)

    def believe(self, action: int, journey: Journey | None, reason: str, at: int) -> None:
        """The action counts as sent at its C2."""
        self._connection.execute(
            "UPDATE action SET state = 'sent', reason = ?, settled_at = ? WHERE id = ? AND state = 'in_doubt'", (reason, at, action)
        )
        if journey is not None and journey.linkedin_account:
            self._store.invited(action, journey, journey.linkedin_account)

    def release(self, action: int, state: str, reason: str, at: int) -> None:
        """The action goes back; what the attempt used stays used, and the four days of an SMTP 4xx begin anew."""
        self._connection.execute(
            "UPDATE action SET state = ?, reason = ?, claimed_at = ?, settled_at = NULL WHERE id = ? AND state = 'in_doubt'",
            (state, reason, at, action),
        )
        self._connection.execute("UPDATE usage SET armed = ? WHERE action_id = ?", (KEPT, action))

    def event(self, at: int, event: str, *, journey: Journey | None, action: int, account: str, data: dict[str, Any]) -> None:
        """One row of the history."""
        self._store.event(at, event, journey=journey, action=action, account=account, data=data)
