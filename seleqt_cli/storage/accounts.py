"""What a person decides about an account: pause it, let it go on, give a lead's journeys to another."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from seleqt_cli.storage.guard_rows import GUARD

_LIVE = "('waiting', 'due', 'held', 'paused')"


class SqliteAccounts:
    """Writes decisions about accounts. The caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ensure(self, account: str, channel: str, at: int) -> None:
        """An account is known from its first use on."""
        self._connection.execute(
            "INSERT OR IGNORE INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, ?, ?, 0, 0)", (account, channel, at)
        )

    def pause(self, account: str, until: int) -> None:
        """It does nothing until a moment."""
        self._connection.execute("UPDATE account SET paused_until = ? WHERE key = ?", (until, account))

    def resume(self, account: str, domain: str, domain_accounts: Sequence[str], at: int) -> None:
        """It goes on: no pause, no hold, and what guards count begins now, for its whole domain."""
        self._connection.execute(
            "UPDATE account SET held = NULL, held_at = NULL, held_until = NULL, paused_until = NULL, errors = 0, guard_from = ? "
            "WHERE key = ?",
            (at, account),
        )
        if domain and self._connection.execute("DELETE FROM meta WHERE key = ?", (GUARD + domain,)).rowcount:
            for other in domain_accounts:
                self._connection.execute("UPDATE account SET guard_from = ? WHERE key = ?", (at, other))

    def free(self, account: str, reason: str) -> bool:
        """End a hold that has just this reason; one for something else stays. Pauses and what guards count stay too."""
        return (
            self._connection.execute(
                "UPDATE account SET held = NULL, held_at = NULL, held_until = NULL WHERE key = ? AND held = ?", (account, reason)
            ).rowcount
            > 0
        )

    def journeys_of(self, lead: int, column: str, account: str) -> list[tuple[int, str, str, int, str]]:
        """(id, campaign, queue, actions in hand, kind of the next step) of a lead's live journeys that an account walks."""
        assert column in ("email_account", "linkedin_account")
        return self._connection.execute(
            "SELECT j.id, j.campaign, j.queue, (SELECT count(*) FROM action a WHERE a.journey_id = j.id AND a.state IN "
            f"('claimed', 'sending', 'in_doubt', 'planned', 'deferred')), j.kind FROM journey j WHERE j.lead_id = ? AND j.{column} = ? "
            f"AND j.state IN {_LIVE} ORDER BY j.id",
            (lead, account),
        ).fetchall()

    def reassign(self, journey: int, column: str, before: str, after: str, person: str) -> None:
        """Another account walks a journey from now on; its mails begin a new thread."""
        assert column in ("email_account", "linkedin_account")
        self._connection.execute(
            f"UPDATE journey SET {column} = ?, person = ?, queue = CASE queue WHEN ? THEN ? ELSE queue END WHERE id = ?",
            (after, person, before, after, journey),
        )
        if column == "email_account":
            self._connection.execute("UPDATE journey SET thread = '' WHERE id = ?", (journey,))

    def event(
        self, at: int, event: str, account: str, data: dict[str, Any], *, action: int | None = None, journey: int | None = None,
        lead: int | None = None, campaign: str | None = None,
    ) -> None:  # fmt: skip
        """One row of the history."""
        self._connection.execute(
            "INSERT INTO history (at, event, action_id, journey_id, lead_id, account, campaign, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (at, event, action, journey, lead, account, campaign, json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        )
