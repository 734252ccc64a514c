"""What Sent showed was sent after all, written into a database that did not know of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.program import Node
from seleqt_cli.ports.reconcile import Found
from seleqt_cli.storage.epoch import RECONCILE
from seleqt_cli.storage.sqlite_store import SqliteStore

REASON: Final = "found in Sent, recorded afterwards"
"""The reason of an action that was not sent by this database."""


class SqliteReconciling:
    """See ports/reconcile.ReconcileStore."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._connection = store.connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit."""
        with self._store.transaction():
            yield

    def journeys_to(self, addresses: tuple[str, ...]) -> list[Journey]:
        """The journeys of the leads with one of these normalised addresses."""
        found: list[Journey] = []
        for address in addresses:
            found += self._store.journeys("WHERE l.email = ? ORDER BY j.id", (address,))
        return found

    def journey_keys(self) -> Iterator[tuple[int, str, str]]:
        """(number, lead's key, campaign) of every journey."""
        after = 0
        while True:
            rows = self._connection.execute(
                "SELECT j.id, coalesce(l.email, l.linkedin, ''), j.campaign FROM journey j JOIN lead l ON l.id = j.lead_id "
                "WHERE j.id > ? ORDER BY j.id LIMIT 1000", (after,),
            ).fetchall()  # fmt: skip
            yield from rows
            if not rows:
                return
            after = rows[-1][0]

    def journey(self, number: int) -> Journey | None:
        """One journey."""
        return self._store.journey("WHERE j.id = ?", (number,))

    def known(self, send_key: str, message_ids: tuple[str, ...]) -> bool:
        """Whether it is known that this was sent; what is in doubt is known too, and settled as a doubt."""
        if self._connection.execute(
            "SELECT 1 FROM action WHERE send_key = ? AND state IN ('sent', 'sending', 'in_doubt')", (send_key,)
        ).fetchone():
            return True
        return self.known_names(message_ids)

    def known_names(self, message_ids: tuple[str, ...]) -> bool:
        """Whether one of these is the name of a mail that was sent from here."""
        return any(
            self._connection.execute("SELECT 1 FROM action WHERE message_id = ? AND sending_at IS NOT NULL", (name,)).fetchone()
            for name in message_ids
        )

    def sent(self, send_key: str, message_id: str, journey: Journey, node: Node, account: Account, sender: str, found: Found) -> int:
        """Write an action down as sent at the moment of its copy, with the place in the limits that it took."""
        first, at = journey.first and node.message, found.at
        self._connection.execute(
            "INSERT INTO action (send_key, journey_id, lead_id, lead, campaign, step, kind, account, sender, state, reason, planned_at, "
            "slot_at, claimed_at, sending_at, settled_at, attempts, first, recipient, message_id, variant, subject, payload_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, 'email', ?, ?, 'sent', ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, '', ?, '') ON CONFLICT (send_key) DO UPDATE "
            "SET state = 'sent', reason = excluded.reason, sending_at = excluded.sending_at, settled_at = excluded.settled_at",
            (
                send_key, journey.id, journey.lead, journey.key, journey.campaign, node.id, account.key, sender, REASON, at, at, at, at, at,
                int(journey.first), found.recipients[0] if found.recipients else None, message_id, found.subject,
            ),
        )  # fmt: skip
        action = int(self._store.one("SELECT id FROM action WHERE send_key = ?", (send_key,)))
        self._connection.execute("DELETE FROM usage WHERE action_id = ? AND armed = 0", (action,))
        self._uses(account, at, action)
        if first:
            assert self._store.planner is not None
            day = self._store.planner.business_zone.day(at)
            self._connection.execute("INSERT OR IGNORE INTO first_contact VALUES (?, ?, ?)", (day, journey.company, action))
        self._connection.execute("UPDATE lead SET contacted_at = max(coalesce(contacted_at, 0), ?) WHERE id = ?", (at, journey.lead))
        return action

    def sent_elsewhere(self, found: Found, account: Account) -> bool:
        """Keep what went to somebody whom the database does not know; False when that is known already."""
        new = [
            code for code in found.codes
            if self._connection.execute("INSERT OR IGNORE INTO sent_elsewhere VALUES (?, ?, ?)", (code, account.key, found.at)).rowcount
        ]  # fmt: skip
        if new:
            self._uses(account, found.at, 0)
        return bool(new)

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""
        return self._store.contacted_at(journey)

    def event(self, at: int, event: str, data: dict[str, Any], *, journey: Journey | None = None, action: int | None = None) -> None:
        """One row of the history."""
        self._store.event(at, event, journey=journey, action=action, data=data)

    def read(self, account: str, at: int) -> None:
        """Sent of an account was read to its end."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (RECONCILE,)).fetchone()
        if row is not None:
            value = json.loads(row[0])
            value["read"][account] = at
            self._connection.execute("UPDATE meta SET value = ? WHERE key = ?", (json.dumps(value), RECONCILE))

    def ready(self) -> None:
        """It may send again."""
        self._connection.execute("DELETE FROM meta WHERE key = ?", (RECONCILE,))

    def _uses(self, account: Account, at: int, action: int) -> None:
        self._connection.execute(
            "INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'email', ?, ?, 1)", (account.key, at, action)
        )
        self._connection.execute("INSERT OR IGNORE INTO active_day VALUES (?, ?)", (account.key, account.zone.day(at)))
        self._store.forget_book(account.key)
