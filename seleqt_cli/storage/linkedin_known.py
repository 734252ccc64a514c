"""Who has a step of a LinkedIn account behind them; see app/linkedin_reading."""

import sqlite3
from typing import Final
from urllib.parse import unquote

from seleqt_cli.core.inbound.matching import Written
from seleqt_cli.ports.linkedin import Known

MOST: Final = 5_000
"""People, the last ones first: an inbox shows no more of the past than that."""


class SqliteKnownPeople:
    """See app/linkedin_reading.KnownPeople."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def people(self, account: str) -> tuple[Known, ...]:
        """Who answered already or is to hear nothing more is left alone: opening their conversation would mark it as read."""
        rows = self._connection.execute(
            "SELECT l.id, l.linkedin, trim(coalesce(l.first_name, '') || ' ' || coalesce(l.last_name, '')), max(a.sending_at) "
            "FROM action a JOIN lead l ON l.id = a.lead_id WHERE a.account = ? AND a.state IN ('sent', 'sending', 'in_doubt') "
            "AND l.linkedin IS NOT NULL AND l.replied_at IS NULL AND l.stopped IS NULL GROUP BY l.id ORDER BY 4 DESC LIMIT ?",
            (account, MOST),
        ).fetchall()
        aliases: dict[int, list[str]] = {}
        for slug, lead in self._connection.execute("SELECT slug, lead_id FROM linkedin_alias ORDER BY slug"):
            aliases.setdefault(lead, []).append(slug)
        return tuple(
            Known(lead, unquote(profile.rstrip("/").rpartition("/")[2]), name, tuple(aliases.get(lead, ())))
            for lead, profile, name, _ in rows
        )

    def invited(self, account: str) -> bool:
        """Down the index of open invitations."""
        statement = "SELECT 1 FROM invitation WHERE account = ? AND state = 'open' LIMIT 1"
        return self._connection.execute(statement, (account,)).fetchone() is not None

    def last_to(self, account: str, lead: int) -> Written | None:
        """Whatever it was: also a visit is answered."""
        row = self._connection.execute(
            "SELECT id, journey_id, lead_id, campaign, account, sending_at, state, kind FROM action WHERE lead_id = ? AND account = ? "
            "AND state IN ('sent', 'sending', 'in_doubt') ORDER BY sending_at DESC, id DESC LIMIT 1",
            (lead, account),
        ).fetchone()
        if row is None:
            return None
        action, journey, number, campaign, key, at, state, kind = row
        return Written(action, journey, number, campaign, key, "", at or 0, state, "", kind=kind)

    def read_at(self, account: str) -> int:
        """By seleqt, by a person, or out of an export."""
        row = self._connection.execute("SELECT inbox_read_at FROM account WHERE key = ?", (account,)).fetchone()
        return 0 if row is None else row[0] or 0
