"""Sign-ins, incidents and sights of LinkedIn accounts in the database; see ports/linkedin_store."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from seleqt_cli.core.linkedin.orders import Quotas, Stop
from seleqt_cli.core.linkedin.standing import RESTS
from seleqt_cli.ports.linkedin_store import OpenIncident, Profile, Sights
from seleqt_cli.storage.by_hand import invited_by_hand
from seleqt_cli.storage.json_text import compact

_SIGHTS: Final = (
    "pending, pending_at, notes_left, notes_at, credits, credits_at, connections_at, inbox_at, pages_day, pages, checked_at, "
    "missing, inbox_rows, coalesce(sent_at, 0)"
)


class Writing(Protocol):
    """What the tables need of a store."""

    connection: sqlite3.Connection

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def hold_account(self, account: str, reason: str, at: int, until: int) -> None:
        """Stop an account."""

    def channel_error(self, account: str) -> int:
        """Count one more failure."""


class SqliteLinkedIn:
    """Over a store."""

    def __init__(self, store: Writing) -> None:
        self._store = store
        self._connection = store.connection

    def transaction(self) -> AbstractContextManager[None]:
        """The store's."""
        return self._store.transaction()

    def profile(self, account: str) -> Profile | None:
        """None when nobody signed in."""
        row = self._connection.execute(
            "SELECT slug, name, browser, major, signed_in_at, auto_digest, coalesce(auto_at, 0), auto_by FROM linkedin_profile "
            "WHERE account = ?",
            (account,),
        ).fetchone()
        return None if row is None else Profile(*row)

    def keep_profile(self, account: str, profile: Profile, by: str, at: int) -> None:
        """Mode auto stays agreed to: it is about the account, not about the window."""
        self._connection.execute(
            "INSERT INTO linkedin_profile VALUES (?, ?, ?, ?, ?, ?, NULL, '', '') ON CONFLICT (account) DO UPDATE SET "
            "slug = excluded.slug, name = excluded.name, browser = excluded.browser, major = excluded.major, "
            "signed_in_at = excluded.signed_in_at",
            (account, profile.slug, profile.name, profile.browser, profile.major, profile.signed_in_at),
        )
        self.event(at, "signed_in", account, {"by": by, "browser": profile.browser, "major": profile.major})

    def agree(self, account: str, digest: str, by: str, at: int) -> None:
        """On a person's word."""
        self._connection.execute(
            "UPDATE linkedin_profile SET auto_at = ?, auto_by = ?, auto_digest = ? WHERE account = ?", (at, by, digest, account)
        )
        self.event(at, "auto_accepted" if digest else "auto_withdrawn", account, {"by": by, "digest": digest})

    def incident(self, account: str) -> OpenIncident | None:
        """At most one is open."""
        row = self._connection.execute(
            "SELECT id, account, kind, path, text, picture, at FROM linkedin_incident WHERE account = ? AND cleared_at IS NULL", (account,)
        ).fetchone()
        return None if row is None else OpenIncident(row[0], row[1], Stop(row[2]), *row[3:])

    def open_incident(self, account: str, stop: Stop, path: str, text: str, picture: str, at: int) -> bool:
        """False when one is open already: the first one tells what happened."""
        written = self._connection.execute(
            "INSERT OR IGNORE INTO linkedin_incident (account, kind, path, text, picture, at, cleared_by, cleared_reason) "
            "VALUES (?, ?, ?, ?, ?, ?, '', '')",
            (account, stop.value, path, text, picture, at),
        ).rowcount
        if written:
            self.event(at, "incident", account, {"kind": stop.value, "path": path, "reason": text or stop.value})
        return written > 0

    def clear_incident(self, incident: OpenIncident, by: str, reason: str, at: int, resumes_at: int) -> None:
        """The account rests until `resumes_at`, and what is counted in a row begins anew."""
        self._connection.execute(
            "UPDATE linkedin_incident SET cleared_at = ?, cleared_by = ?, cleared_reason = ?, resumes_at = ? WHERE id = ?",
            (at, by, reason, resumes_at, incident.id),
        )
        rests = resumes_at > at
        self._connection.execute(
            "UPDATE account SET held = CASE WHEN ?1 THEN ?5 || held ELSE NULL END, held_at = CASE WHEN ?1 THEN held_at ELSE NULL END, "
            "held_until = CASE WHEN ?1 THEN ?2 ELSE NULL END, errors = 0, guard_from = ?3 WHERE key = ?4",
            (int(rests), resumes_at, at, incident.account, RESTS),
        )
        data = {"by": by, "reason": reason, "kind": incident.stop.value, "resumes_at": resumes_at}
        self.event(at, "incident_cleared", incident.account, data)

    def rests_until(self, account: str) -> int:
        """When an account goes on that rests after a cleared incident, 0 = there was none."""
        row = self._connection.execute("SELECT max(resumes_at) FROM linkedin_incident WHERE account = ?", (account,)).fetchone()
        return int(row[0] or 0)

    def sights(self, account: str) -> Sights:
        """Nothing known: all empty."""
        row = self._connection.execute(f"SELECT {_SIGHTS} FROM linkedin_seen WHERE account = ?", (account,)).fetchone()
        if row is None:
            return Sights()
        pending, pending_at, notes, notes_at, inmails, inmails_at = row[:6]
        connections_at, inbox_at, day, pages, checked_at = (value or 0 for value in row[6:11])
        return Sights(
            pending, pending_at or 0, notes, notes_at or 0, inmails, inmails_at or 0, connections_at, inbox_at, day, pages, checked_at,
            tuple(row[11].split()), tuple(json.loads(row[12])), row[13],
        )  # fmt: skip

    def saw(self, account: str, quotas: Quotas, at: int) -> None:
        """What was not shown stays as it was."""
        shown = {"pending": quotas.pending, "notes_left": quotas.notes_left, "credits": quotas.credits}
        moments = {"pending": "pending_at", "notes_left": "notes_at", "credits": "credits_at"}
        for column, value in shown.items():
            if value is not None:
                self._set(account, f"{column} = ?, {moments[column]} = ?", value, at)

    def looked(self, account: str, day: int, pages: int, *, connections: bool, inbox: bool, at: int, sent: bool = False) -> None:
        """Counted by day."""
        self._set(account, "pages = CASE WHEN pages_day = ? THEN pages ELSE 0 END + ?, pages_day = ?", day, pages, day)
        if connections:
            self._set(account, "connections_at = ?", at)
        if inbox:
            self._set(account, "inbox_at = ?", at)
        if sent:
            self._set(account, "sent_at = ?", at)

    def by_hand(self, account: str, slug: str, at: int) -> bool:
        """In the list or in an export: once."""
        return invited_by_hand(self._connection, account, slug, at)

    def keep_rows(self, account: str, rows: tuple[str, ...]) -> None:
        """The last look tells."""
        self._set(account, "inbox_rows = ?", compact(list(rows)))

    def checked(self, account: str, missing: tuple[str, ...], at: int) -> None:
        """The last check tells."""
        self._set(account, "checked_at = ?, missing = ?", at, " ".join(missing))
        self.event(at, "checked", account, {"missing": list(missing)})

    def aliases(self, lead: int) -> tuple[str, ...]:
        """In the order of the alphabet."""
        rows = self._connection.execute("SELECT slug FROM linkedin_alias WHERE lead_id = ? ORDER BY slug", (lead,))
        return tuple(slug for (slug,) in rows)

    def keep_alias(self, lead: int, slug: str, member_id: str, at: int) -> None:
        """A slug leads to one person: the last one that it was seen to lead to."""
        self._connection.execute(
            "INSERT INTO linkedin_alias VALUES (?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET lead_id = excluded.lead_id, "
            "member_id = CASE WHEN excluded.member_id <> '' THEN excluded.member_id ELSE member_id END, seen_at = excluded.seen_at",
            (slug, lead, member_id, at),
        )

    def really_sent(self, action: int, text: str, evidence: tuple[str, ...]) -> None:
        """The last attempt tells."""
        self._connection.execute(
            "INSERT INTO linkedin_sent VALUES (?, ?, ?) ON CONFLICT (action_id) DO UPDATE SET text = excluded.text, "
            "evidence = excluded.evidence",
            (action, text, compact(list(evidence))),
        )

    def keep_mark(self, action: int, mark: str) -> None:
        """The last attempt tells."""
        if mark:
            self._connection.execute("INSERT OR REPLACE INTO linkedin_mark VALUES (?, ?)", (action, mark))
        else:
            self._connection.execute("DELETE FROM linkedin_mark WHERE action_id = ?", (action,))

    def mark(self, action: int) -> str:
        """'' when the window noted nothing."""
        row = self._connection.execute("SELECT mark FROM linkedin_mark WHERE action_id = ?", (action,)).fetchone()
        return "" if row is None else str(row[0])

    def wrote_to(self, account: str, lead: int) -> bool:
        """By the record of what was sent."""
        found = self._connection.execute(
            "SELECT 1 FROM action WHERE lead_id = ? AND account = ? AND kind IN ('message', 'inmail') AND state = 'sent' LIMIT 1",
            (lead, account),
        ).fetchone()
        return found is not None

    def count_for_ever(self, action: int) -> None:
        """As after an attempt that a person declared not sent."""
        self._connection.execute("UPDATE usage SET armed = 2 WHERE action_id = ? AND armed = 1 AND kind <> 'note'", (action,))

    def doubtful_before(self, account: str, action: int) -> bool:
        """Withdrawals count too."""
        row = self._connection.execute(
            "SELECT a.state FROM action a LEFT JOIN account k ON k.key = a.account WHERE a.account = ? AND a.id <> ? "
            "AND a.sending_at > coalesce(k.guard_from, 0) ORDER BY a.sending_at DESC, a.id DESC LIMIT 1",
            (account, action),
        ).fetchone()
        return row is not None and row[0] == "in_doubt"

    def count_failure(self, account: str) -> int:
        """The store's count of channel errors, which a success ends."""
        return self._store.channel_error(account)

    def hold(self, account: str, reason: str, at: int) -> None:
        """Until a person clears the incident."""
        self._store.hold_account(account, reason, at, 0)

    def event(self, at: int, event: str, account: str, data: Mapping[str, Any]) -> None:
        """One row of the history."""
        self._connection.execute(
            "INSERT INTO history (at, event, account, data) VALUES (?, ?, ?, ?)", (at, event, account, compact(dict(data)))
        )

    def _set(self, account: str, columns: str, *values: Any) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO linkedin_seen (account, pages, missing, inbox_rows) VALUES (?, 0, '', '[]')", (account,)
        )
        self._connection.execute(f"UPDATE linkedin_seen SET {columns} WHERE account = ?", (*values, account))
