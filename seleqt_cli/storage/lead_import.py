"""Writing leads by the hundred thousand: plain SQL, ten thousand rows a transaction, one person one lead.

Most rows of a first import are new, so a batch is inserted first and only what collides is looked at; once most of a
batch was known already, the next one is looked up first. Both ways give the same database.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from seleqt_cli.core.tombstones import ERASED, asked_of
from seleqt_cli.ports.leads import ImportRow, Written
from seleqt_cli.storage.known_leads import KnownLeads
from seleqt_cli.storage.lead_likeness import likely_pairs
from seleqt_cli.storage.tombstones import Barred

TRANSACTION: Final = 10_000
"""Rows in one transaction: enough to be fast, few enough to let a send's commit through (SPEC 13 rule 13)."""
_AT_ONCE: Final = 500
"""Values in one IN (…): enough to be fast, below the least limit of any SQLite (999)."""
_GROUP: Final = 50
"""Rows in one INSERT; a statement costs about as much as the row in it, and values are at most 650, below that limit."""
_REUSED_WITHIN: Final = 86_400
"""Seconds in which the same import begun again (after a kill) goes on under the same row."""


class SqliteLeadImport:
    """One import into SQLite: see ports/leads.LeadImport."""

    def __init__(
        self, connection: sqlite3.Connection, file: str, tags: Sequence[str], now: int, *, keep: bool = False, dry_run: bool = False
    ) -> None:
        self._connection = connection
        self._dry_run = dry_run
        if dry_run:
            connection.execute("BEGIN IMMEDIATE")
        self._file, self._tags, self._now, self._keep = file, tuple(tags), now, keep
        self._before = self._highest()
        self._known: KnownLeads | None = None
        self._origins: dict[tuple[str, str], int] = {}
        self._made: set[int] = set()
        self._used: set[int] = set()
        self._mostly_known = False
        self._pending = 0
        self._barred = Barred(connection)
        suppressing = connection.execute("SELECT EXISTS (SELECT 1 FROM suppression)").fetchone()[0]
        self._suppressing = bool(suppressing or self._barred)

    def origin(self, source: str, basis: str) -> int:
        """The import_id for rows of this source and basis; `finish` removes its row again when no lead came to need it."""
        key = (source, basis)
        if key not in self._origins:
            self._origins[key] = self._find_origin(source, basis)
        return self._origins[key]

    def write(
        self, columns: Sequence[str], rows: Sequence[ImportRow], *, origin: int, tags: Mapping[int, Sequence[str]], shown: Mapping[int, str]
    ) -> Written:
        """Write a batch; the transaction is committed with the batch that fills it."""
        if self._known is None:
            self._known = KnownLeads(self._connection, columns, self._before, keep=self._keep)
        written = Written()
        self._known.forget()
        try:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._write(self._known, columns, rows, origin, tags, shown, written)
            self._pending += len(rows)
            if self._pending >= TRANSACTION:
                self._commit()
        except BaseException:
            self.abandon()
            raise
        return written

    def _commit(self) -> None:
        self._pending = 0
        if self._connection.in_transaction and not self._dry_run:
            self._connection.execute("COMMIT")

    def abandon(self) -> None:
        """Give up what is not committed; what is stays, and the same import begun again goes on."""
        self._pending = 0
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def likely(self, most: int) -> list[tuple[str, str, str]]:
        """Pairs that look like one person, one of them made by this import."""
        self._commit()
        return likely_pairs(self._connection, self._before, most)

    def finish(self) -> None:
        """Commit, and remove the origins that no lead came to need."""
        if self._dry_run:
            self.abandon()
            return
        self._commit()
        used = self._used | (self._known.used_origins if self._known else set())
        for unused in self._made - used:
            self._connection.execute(
                "DELETE FROM lead_import WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM lead WHERE import_id = ?1)", (unused,)
            )

    def _write(
        self,
        leads: KnownLeads,
        columns: Sequence[str],
        rows: Sequence[ImportRow],
        origin: int,
        tags: Mapping[int, Sequence[str]],
        shown: Mapping[int, str],
        written: Written,
    ) -> None:
        positions: Sequence[int] = range(len(rows))
        if self._suppressing and (refused := self._suppressed(leads, rows) | self._erased(columns, leads, rows)):
            written.refused = sorted(refused.items())
            positions = [position for position in positions if position not in refused]
        fresh, known = positions, []
        if self._mostly_known:
            leads.load(rows, positions)
            found = [leads.finds(rows[position]) != (None, None) for position in positions]
            known = [position for position, is_known in zip(positions, found, strict=True) if is_known]
            fresh = [position for position, is_known in zip(positions, found, strict=True) if not is_known]
        highest = self._highest()
        collided = self._insert(columns, rows, fresh, origin, written)
        if collided:
            leads.load(rows, collided)
        elsewhere = [position for position in known if None in leads.finds(rows[position])] if written.new else []
        if elsewhere:
            leads.load(rows, elsewhere)  # the other name of somebody known may be a lead that was inserted just now
        if written.new and (tags or self._tags):
            self._tag_new(fresh, frozenset(collided), highest, tags)
        if written.new and shown:
            inserted = shown.keys() & (set(fresh) - set(collided))
            spellings = [(shown[position], rows[position][leads.email]) for position in sorted(inserted)]
            self._connection.executemany("UPDATE lead SET email_shown = ? WHERE email = ?", spellings)
        known = sorted(known + collided)
        own = columns.index("import_id") if "import_id" in columns else -1
        for position in known:
            row = rows[position]
            number = origin if own < 0 else int(row[own] or 0)
            asked = (*self._tags, *tags.get(position, ()))
            leads.settle(position, row, origin=number, shown=shown.get(position), tags=asked, written=written)
        leads.save()
        self._mostly_known = len(known) * 2 > len(positions)

    def _insert(self, columns: Sequence[str], rows: Sequence[ImportRow], fresh: Sequence[int], origin: int, written: Written) -> list[int]:
        """Insert the rows; gives the positions of those that collided with a lead's address or profile."""
        own = "import_id" in columns
        names = ", ".join(columns if own else (*columns, "import_id"))
        one = f"({', '.join('?' * len(columns))}{'' if own else f', {origin:d}'})"
        insert = f"INSERT OR IGNORE INTO lead ({names}) VALUES "
        several = insert + ", ".join([one] * _GROUP)
        fitting = rows if len(fresh) == len(rows) else [rows[position] for position in fresh]
        whole = len(fitting) - len(fitting) % _GROUP
        execute = self._connection.execute
        highest = self._highest()
        before = self._connection.total_changes
        for start in range(0, whole, _GROUP):
            execute(several, tuple(chain.from_iterable(fitting[start : start + _GROUP])))
        self._connection.executemany(insert + one, fitting[whole:])
        inserted = self._connection.total_changes - before
        written.new += inserted
        if inserted:
            self._used.update(self._origins.values())
        if inserted == len(fresh):
            return []
        # Ids are given in order, so the new leads are a subsequence of the rows: what is missing in it collided.
        following = iter(self._inserted_keys(columns, highest))
        expected = next(following, None)
        collided = []
        for position, key in zip(fresh, _keys(columns, fitting), strict=True):
            if key == expected:
                expected = next(following, None)
            else:
                collided.append(position)
        return collided

    def _inserted_keys(self, columns: Sequence[str], highest: int) -> list[str]:
        """What tells the leads above an id apart, as `_keys` gives it for rows.

        Ids are given in order, so they are a subsequence of the rows that were inserted: what is missing in it collided. As one
        text they come three times as fast as in rows of their own; neither an address nor a profile holds a space or line end.
        """
        key = " || ' ' || ".join(f"coalesce({name}, '')" for name in ("email", "linkedin") if name in columns)
        query = f"SELECT group_concat({key}, char(10)) FROM (SELECT email, linkedin FROM lead WHERE id > ? ORDER BY id)"
        found = self._connection.execute(query, (highest,)).fetchone()[0]
        return [] if found is None else str(found).split("\n")

    def _tag_new(self, fresh: Sequence[int], collided: frozenset[int], highest: int, tags: Mapping[int, Sequence[str]]) -> None:
        """Tag the leads that were inserted just now. Ids were given in the order of the rows."""
        numbers = self._connection.execute("SELECT id FROM lead WHERE id > ? ORDER BY id", (highest,)).fetchall()
        inserted = zip((position for position in fresh if position not in collided), numbers, strict=True)
        pairs = [(number, tag) for position, (number,) in inserted for tag in (*self._tags, *tags.get(position, ()))]
        self._connection.executemany("INSERT OR IGNORE INTO lead_tag VALUES (?, ?)", pairs)

    def _highest(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM lead").fetchone()[0])

    def _find_origin(self, source: str, basis: str) -> int:
        found = self._connection.execute(
            "SELECT id FROM lead_import WHERE file = ? AND source = ? AND basis = ? AND tags = '[]' AND imported_at BETWEEN ? AND ?"
            " ORDER BY id DESC",
            (self._file, source, basis, self._now - _REUSED_WITHIN, self._now),
        ).fetchone()
        if found is not None:
            return int(found[0])
        cursor = self._connection.execute(
            "INSERT INTO lead_import (file, source, basis, tags, imported_at) VALUES (?, ?, ?, '[]', ?)",
            (self._file, source, basis, self._now),
        )
        number = int(cursor.lastrowid or 0)
        self._made.add(number)
        return number

    def _suppressed(self, leads: KnownLeads, rows: Sequence[ImportRow]) -> dict[int, str]:
        """Positions of people who are never to be contacted, with the reason."""
        reasons: dict[int, str] = {}
        for kind, place in (("email", leads.email), ("linkedin", leads.linkedin), ("domain", leads.email)):
            positions: dict[str, list[int]] = {}
            for position, row in enumerate(rows if place >= 0 else ()):
                if row[place] is not None:
                    value = str(row[place])
                    positions.setdefault(value.rpartition("@")[2] if kind == "domain" else value, []).append(position)
            wanted = iter(positions)
            while part := list(islice(wanted, _AT_ONCE)):
                query = f"SELECT value, reason FROM suppression WHERE kind = ? AND value IN ({', '.join('?' * len(part))})"
                for value, reason in self._connection.execute(query, (kind, *part)):
                    reasons.update(dict.fromkeys(positions[value], f"is suppressed ({reason})"))
        return reasons

    def _erased(self, columns: Sequence[str], leads: KnownLeads, rows: Sequence[ImportRow]) -> dict[int, str]:
        """Positions of people of whom nothing but a hash is kept, with the reason."""
        if not self._barred:
            return {}
        places = (leads.email, leads.linkedin, columns.index("phone") if "phone" in columns else -1)
        reasons = {}
        for position, row in enumerate(rows):
            reason = self._barred.reason(
                asked_of(*(str(row[place]) if place >= 0 and row[place] is not None else None for place in places))
            )
            if reason:
                reasons[position] = "was erased" if reason == ERASED else f"is suppressed ({reason})"
        return reasons


def _keys(columns: Sequence[str], rows: Sequence[ImportRow]) -> Iterator[str]:
    """Address and profile of each row, as one text."""
    if "email" in columns and "linkedin" in columns:
        email, linkedin = columns.index("email"), columns.index("linkedin")
        return (f"{row[email] or ''} {row[linkedin] or ''}" for row in rows)
    place = columns.index("email" if "email" in columns else "linkedin")
    return (str(row[place]) for row in rows)  # a row without its only address or profile is refused before


class SqliteLeadImports:
    """Imports into one database: see ports/leads.LeadImports."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin_import(self, file: str, tags: Sequence[str], now: int, *, keep: bool, dry_run: bool) -> SqliteLeadImport:
        """Start an import."""
        return SqliteLeadImport(self._connection, file, tags, now, keep=keep, dry_run=dry_run)
