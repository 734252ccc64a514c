"""The actions in doubt. `release` is the only statement of the program that leads back from `in_doubt`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from seleqt_cli.core.journey import Journey
from seleqt_cli.ports.resolve import Doubt, Searched
from seleqt_cli.storage import guard_rows
from seleqt_cli.storage.sqlite_store import SqliteStore

LAST_COPIES = 50
"""The last mails of an account whose copies are counted."""
COPY_WITHIN = 600
"""Seconds that a server gets to file a copy before its absence counts."""
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

    def free_of_doubts(self, account: str) -> str:
        """See storage.guard_rows."""
        return guard_rows.free_of_doubts(self._connection, account)

    def event(self, at: int, event: str, *, journey: Journey | None, action: int | None, account: str, data: dict[str, Any]) -> None:
        """One row of the history."""
        self._store.event(at, event, journey=journey, action=action, account=account, data=data)

    def frozen(self, action: int) -> bytes:
        """Out of the payload."""
        return bytes(self._store.one("SELECT content FROM payload WHERE action_id = ?", (action,)) or b"")

    def searched(self, action: int) -> Searched:
        """How often it was searched for in vain."""
        row = self._connection.execute("SELECT searches, last_at FROM doubt_search WHERE action_id = ?", (action,)).fetchone()
        return Searched() if row is None else Searched(*row)

    def search(self, action: int, at: int) -> None:
        """Once more; twice within a minute is once."""
        self._connection.execute(
            "INSERT INTO doubt_search VALUES (?, 1, ?) ON CONFLICT (action_id) DO UPDATE "
            "SET searches = searches + 1, last_at = excluded.last_at WHERE excluded.last_at >= doubt_search.last_at + 60",
            (action, at),
        )

    def copy_seen(self, action: int) -> int:
        """Written down whenever Sent is read."""
        return int(self._store.one("SELECT seen_at FROM sent_copy WHERE action_id = ? AND put = 0", (action,)) or 0)

    def copies_kept(self, account: str) -> tuple[int, int]:
        """Over the last mails that Sent can show: what went after the last reading, or right before it, does not count."""
        read = self._store.one("SELECT inbox_read_at FROM account WHERE key = ?", (account,)) or 0
        rows = self._connection.execute(
            "SELECT c.put FROM action a LEFT JOIN sent_copy c ON c.action_id = a.id WHERE a.account = ? AND a.kind = 'email' "
            f"AND a.state = 'sent' AND a.sending_at <= ? ORDER BY a.slot_at DESC, a.id DESC LIMIT {LAST_COPIES}",
            (account, read - COPY_WITHIN),
        ).fetchall()
        row = 0
        for (put,) in rows:
            if put != 0:
                break
            row += 1
        return row, sum(put == 1 for (put,) in rows)

    def with_text(self, doubt: Doubt) -> int:
        """Over the index of open actions."""
        return int(
            self._store.one(
                "SELECT count(*) FROM action a JOIN action b ON b.id = ? AND b.campaign = a.campaign AND b.step = a.step "
                "AND b.variant = a.variant WHERE a.state = 'in_doubt' AND a.state IN ('claimed', 'sending', 'in_doubt')",
                (doubt.action,),
            )
        )
