"""Leads one at a time and in pages: everyday queries in plain SQL, so that no command pays for an ORM."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.tombstones import ERASED, Name, mailboxes
from seleqt_cli.ports.leads import IMPORT_COLUMNS, LeadFilter
from seleqt_cli.storage.lead_import import SqliteLeadImports
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
from seleqt_cli.storage.tombstones import Barred

_COLUMNS: Final = frozenset(IMPORT_COLUMNS) - {"fields", "contacted_at", "import_id"}
_SOMEBODY: Final = "(l.email IS NOT NULL OR l.linkedin IS NOT NULL)"
"""Not somebody who was erased, of whom the row stays, so that its number is nobody else's."""
_SEARCHED: Final = ("email", "linkedin", "first_name", "last_name", "company", "title")


class SqliteLeads(SqliteLeadImports):
    """The leads of one database: see ports/leads.LeadBook."""

    def find(self, text: str) -> list[Lead]:
        """The leads with that id, normalised address, canonical profile, or first and last name; at most 10."""
        conditions = [
            "l.email = :text",
            "l.linkedin = :text",
            "trim(coalesce(l.first_name, '') || ' ' || coalesce(l.last_name, '')) = :text COLLATE NOCASE",
        ]
        if text.isascii() and text.isdigit():
            conditions = ["l.id = CAST(:text AS INTEGER)"]
        for condition in conditions:
            rows = self._connection.execute(f"{LEAD_SELECT} WHERE {condition} AND {_SOMEBODY} ORDER BY l.id LIMIT 10", {"text": text})
            if found := [lead_of(row)[0] for row in rows]:
                return found
        return []

    def page(self, wanted: LeadFilter, *, after: int, limit: int) -> list[Lead]:
        """The next leads by id."""
        conditions = ["l.id > ?", _SOMEBODY]
        values: list[Any] = [after]
        for tag in wanted.tags:
            conditions.append("EXISTS (SELECT 1 FROM lead_tag t WHERE t.lead_id = l.id AND t.tag = ?)")
            values.append(tag)
        if wanted.campaign or wanted.state:
            journey = ["j.lead_id = l.id"]
            for column, value in (("campaign", wanted.campaign), ("state", wanted.state)):
                if value:
                    journey.append(f"j.{column} = ?")
                    values.append(value)
            conditions.append(f"EXISTS (SELECT 1 FROM journey j WHERE {' AND '.join(journey)})")
        if wanted.search:
            conditions.append(f"({' OR '.join(f'instr(lower(l.{column}), ?)' for column in _SEARCHED)})")
            values.extend([wanted.search.lower()] * len(_SEARCHED))
        rows = self._connection.execute(f"{LEAD_SELECT} WHERE {' AND '.join(conditions)} ORDER BY l.id LIMIT ?", (*values, limit))
        return [lead_of(row)[0] for row in rows]

    def journeys(self, lead: int) -> list[tuple[str, str, str, str]]:
        """The campaigns of a lead."""
        return self._connection.execute(
            "SELECT campaign, state, step, reason FROM journey WHERE lead_id = ? ORDER BY id", (lead,)
        ).fetchall()

    def change(self, lead: int, field: str, value: str) -> None:
        """Set one column or field of a lead."""
        if field == "linkedin":
            self._require_unerased(field, value)
        try:
            if field in _COLUMNS:
                self._connection.execute(f"UPDATE lead SET {field} = ? WHERE id = ?", (value or None, lead))
                return
            self._connection.execute("BEGIN IMMEDIATE")
            (text,) = self._connection.execute("SELECT fields FROM lead WHERE id = ?", (lead,)).fetchone()
            fields = {**json.loads(text or "{}"), field: value}
            fields = {name: content for name, content in fields.items() if content}
            text = json.dumps(fields, ensure_ascii=False, sort_keys=True) if fields else None
            self._connection.execute("UPDATE lead SET fields = ? WHERE id = ?", (text, lead))
            self._connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise self._taken(field, value) from error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def readdress(self, lead: int, email: str, shown: str, *, by: str, now: int) -> None:
        """In one commit; the address that it was stays known where something went to it (a trigger's affair)."""
        self._require_unerased("email", email)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            (before,) = self._connection.execute("SELECT email FROM lead WHERE id = ?", (lead,)).fetchone()
            self._connection.execute("UPDATE lead SET email = ?, email_shown = ? WHERE id = ?", (email or None, shown or None, lead))
            if before and before != email:
                data = json.dumps({"by": by}, ensure_ascii=False, separators=(",", ":"))
                self._connection.execute(
                    "INSERT INTO history (at, event, lead_id, data) VALUES (?, 'address_changed', ?, ?)", (now, lead, data)
                )
            self._connection.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise self._taken("email", email) from error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _require_unerased(self, kind: str, value: str) -> None:
        names = [Name(kind, value), *(mailboxes([value]) if kind == "email" else ())]
        reason = Barred(self._connection).reason(names) if value else ""
        if reason:
            told = "was erased" if reason == ERASED else f"is never to be contacted: {reason}"
            raise Failed(f"{value} {told}", advice="nothing may be kept of them again; seleqt privacy --help")

    def _taken(self, field: str, value: str) -> Failed:
        (other,) = self._connection.execute(f"SELECT id FROM lead WHERE {field} = ?", (value,)).fetchone()
        return Failed(f"{value} belongs to another lead, {other}", advice=f"seleqt leads show {other}")

    def set_origin(self, lead: int, source: str, basis: str, now: int) -> None:
        """Give a lead an origin of its own."""
        self._connection.execute("BEGIN IMMEDIATE")
        cursor = self._connection.execute(
            "INSERT INTO lead_import (file, source, basis, tags, imported_at) VALUES ('', ?, ?, '[]', ?)", (source, basis, now)
        )
        self._connection.execute("UPDATE lead SET import_id = ? WHERE id = ?", (cursor.lastrowid, lead))
        self._connection.execute("COMMIT")

    def tag(self, leads: Sequence[int], tags: Sequence[str], *, remove: bool) -> int:
        """Put tags on leads or take them off, all of them or none."""
        pairs = [(lead, tag) for lead in leads for tag in tags]
        statement = "DELETE FROM lead_tag WHERE lead_id = ? AND tag = ?" if remove else "INSERT OR IGNORE INTO lead_tag VALUES (?, ?)"
        self._connection.execute("BEGIN IMMEDIATE")
        count = self._connection.executemany(statement, pairs).rowcount
        self._connection.execute("COMMIT")
        return count
