"""People's decisions in the database: ends, pauses, what binds a person, campaigns, and the home's pause."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from seleqt_cli.core.availability import PlannedPause
from seleqt_cli.core.consent import RESTRICTED
from seleqt_cli.core.journey import Journey
from seleqt_cli.storage.run_times import announce, call_off, end_planned
from seleqt_cli.storage.sqlite_store import SqliteStore

_LIVE: Final = "('waiting', 'due', 'held', 'paused')"
_BINDS: Final = frozenset({"stopped", "paused_until", "connected_at", "replied_at"})


class SqlitePeople:
    """See ports/people."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._connection = store.connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """The store's own: what it put off goes first."""
        with self._store.transaction():
            yield

    def journeys_of(self, lead: int) -> list[Journey]:
        """Oldest first."""
        return self._store.journeys("WHERE j.lead_id = ? ORDER BY j.id", (lead,))

    def colleagues(self, company: str, besides: int) -> list[Journey]:
        """By number; the condition of the index stands in the words, or SQLite would not walk it."""
        where = f"WHERE j.company = ? AND j.company <> '' AND j.lead_id <> ? AND j.state IN {_LIVE} ORDER BY j.id"
        return self._store.journeys(where, (company, besides))

    def end(self, journey: Journey, state: str, reason: str, by: str, at: int) -> None:
        """What is claimed or sending this moment is stopped by the state, before its dot."""
        self._connection.execute("UPDATE journey SET state = ?, reason = ?, queue = '' WHERE id = ?", (state, reason, journey.id))
        self._drop("journey_id = ?", (journey.id,), reason or state, by, at)

    def free(self, journey: Journey) -> bool:
        """No action of it is open."""
        return not self._store.one(
            "SELECT 1 FROM action WHERE journey_id = ? AND state IN ('claimed', 'sending', 'in_doubt') LIMIT 1", (journey.id,)
        )

    def set_lead(self, lead: int, **columns: Any) -> None:
        """Only what binds a person."""
        assert set(columns) <= _BINDS
        self._connection.execute(f"UPDATE lead SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?", (*columns.values(), lead))

    def close_invitations(self, lead: int, state: str, at: int) -> None:
        """Whoever accepted or answered keeps the invitation."""
        self._store.close_invitations(lead, state, at)

    def open_later(self, lead: int, journey: Journey | None, text: str, until: int, at: int, *, about: str = "") -> int:
        """It belongs to the lead; the journey says from which campaign it came."""
        step = f"lead {lead} {about}".strip()
        cursor = self._connection.execute(
            "INSERT OR REPLACE INTO task (journey_id, lead_id, campaign, step, kind, state, account, text, frozen, created_at, "
            "snoozed_until, settled_by) VALUES (?, ?, ?, ?, 'later', 'open', '', ?, '', ?, ?, '')",
            (journey.id if journey else 0, lead, journey.campaign if journey else "", step, text, at, until),
        )
        return int(cursor.lastrowid or 0)

    def close_later(self, task: int, by: str, at: int) -> None:
        """As a person skips it."""
        self._connection.execute(
            "UPDATE task SET state = 'skipped', settled_at = ?, settled_by = ? WHERE id = ? AND state = 'open'", (at, by, task)
        )

    def campaigns(self) -> dict[str, tuple[str, str, int]]:
        """By name."""
        rows = self._connection.execute("SELECT name, state, reason, since FROM campaign_state ORDER BY name")
        return {name: (state, reason, since) for name, state, reason, since in rows}

    def set_campaign(self, name: str, state: str, reason: str, at: int) -> None:
        """Every process sees it before its next dot."""
        self._connection.execute("UPDATE campaign_state SET state = ?, reason = ?, since = ? WHERE name = ?", (state, reason, at, name))

    def end_campaign(self, name: str, reason: str, by: str, at: int) -> int:
        """One statement, whatever the number."""
        where = f"journey_id IN (SELECT id FROM journey WHERE campaign = ? AND state IN {_LIVE})"
        self._drop(where, (name,), reason, by, at)
        return self._connection.execute(
            f"UPDATE journey SET state = 'stopped', reason = ?, queue = '' WHERE campaign = ? AND state IN {_LIVE}", (reason, name)
        ).rowcount

    def paused(self) -> str | None:
        """The meta key that C2 looks at."""
        found = self._store.one("SELECT value FROM meta WHERE key = 'paused'")
        return None if found is None else str(found)

    def set_paused(self, reason: str | None) -> None:
        """None takes it away."""
        self._connection.execute("DELETE FROM meta WHERE key = 'paused'")
        if reason is not None:
            self._connection.execute("INSERT INTO meta VALUES ('paused', ?)", (reason,))

    def announce(self, pause: PlannedPause, by: str) -> None:
        """See storage/run_times."""
        announce(self._connection, pause, by)

    def end_planned(self, at: int) -> int:
        """See storage/run_times."""
        return end_planned(self._connection, at)

    def call_off(self, at: int) -> int:
        """See storage/run_times."""
        return call_off(self._connection, at)

    def stopped(self, lead: int) -> str:
        """The column."""
        return str(self._store.one("SELECT stopped FROM lead WHERE id = ?", (lead,)) or "")

    def before_restriction(self, lead: int) -> str:
        """From the record."""
        found = self._store.one("SELECT data FROM history WHERE lead_id = ? AND event = ? ORDER BY id DESC LIMIT 1", (lead, RESTRICTED))
        return str(json.loads(found).get("was", "")) if found else ""

    def before_pause(self, lead: int) -> dict[str, tuple[int, str]]:
        """From the record, which keeps the number of a journey as text."""
        found = self._store.one("SELECT data FROM history WHERE lead_id = ? AND event = 'lead_paused' ORDER BY id DESC LIMIT 1", (lead,))
        return {journey: (due, reason) for journey, (due, reason) in json.loads(found).get("was", {}).items()} if found else {}

    def record(
        self, at: int, event: str, data: dict[str, Any], *, lead: int | None = None, journey: Journey | None = None, campaign: str = ""
    ) -> None:
        """A row without an action."""
        self._connection.execute(
            "INSERT INTO history (at, event, lead_id, journey_id, campaign, data) VALUES (?, ?, ?, ?, ?, ?)",
            (
                at, event, lead, journey.id if journey else None, campaign or (journey.campaign if journey else None),
                json.dumps(data, ensure_ascii=False, separators=(",", ":")),
            ),
        )  # fmt: skip

    def _drop(self, where: str, values: tuple[Any, ...], reason: str, by: str, at: int) -> None:
        """Tasks are skipped, what was planned is skipped, and what was reserved and never done is given back.

        An open invitation is withdrawn all the same (core/invitations).
        """
        drop(self._connection, where, values, reason, by, at)


def drop(connection: sqlite3.Connection, where: str, values: tuple[Any, ...], reason: str, by: str, at: int) -> None:
    """What is asked and what is planned of some journeys: see SqlitePeople.end."""
    skip_tasks(connection, where, values, by, at)
    planned = f"SELECT id FROM action WHERE state IN ('planned', 'deferred') AND kind <> 'withdraw' AND {where}"
    connection.execute(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({planned})", values)
    connection.execute(f"DELETE FROM first_contact WHERE action_id IN ({planned})", values)
    connection.execute(
        "UPDATE action SET state = 'skipped', reason = ?, settled_at = ? "
        f"WHERE state IN ('planned', 'deferred') AND kind <> 'withdraw' AND {where}",
        (reason, at, *values),
    )


def unplan(connection: sqlite3.Connection, where: str, values: tuple[Any, ...], reason: str, at: int) -> None:
    """What was planned and never begun is skipped, and keeps no step from being planned anew: nothing went out under its key."""
    found = f"SELECT id FROM action WHERE state IN ('planned', 'deferred') AND sending_at IS NULL AND kind <> 'withdraw' AND {where}"
    numbers = [row[0] for row in connection.execute(found, values).fetchall()]
    for number in numbers:
        for table in ("usage", "first_contact", "payload"):
            connection.execute(f"DELETE FROM {table} WHERE action_id = ?", (number,))
        connection.execute(
            "UPDATE action SET state = 'skipped', reason = ?, settled_at = ?, send_key = send_key || ' ' || id, message_id = NULL "
            "WHERE id = ?",
            (reason, at, number),
        )


def skip_tasks(connection: sqlite3.Connection, where: str, values: tuple[Any, ...], by: str, at: int) -> None:
    """What people are asked is asked no more."""
    connection.execute(
        "UPDATE task SET state = 'skipped', settled_at = ?, settled_by = ? "
        f"WHERE state = 'open' AND kind NOT IN ('later', 'withdraw') AND {where}",
        (at, by, *values),
    )
