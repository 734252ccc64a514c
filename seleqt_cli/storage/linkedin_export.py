"""LinkedIn's own export in the database: leads by profile, what was done to them, and what the person did by hand."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.linkedin_export import Deed
from seleqt_cli.storage.by_hand import invited_by_hand
from seleqt_cli.storage.sqlite_store import SqliteStore

_AT_ONCE: Final = 500
"""Values in one statement."""


class SqliteExport:
    """See ports/linkedin_export. `wrote_by_hand` and `contacted` are the inbox's own (storage.inbox)."""

    def __init__(
        self,
        store: SqliteStore,
        contacted: Callable[[int, int], bool],
        wrote_by_hand: Callable[[int, int, str, str, int], list[Journey]],
    ) -> None:
        self._store = store
        self._connection = store.connection
        self.contacted = contacted
        self.wrote_by_hand = wrote_by_hand

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """The store's own: what it put off goes first."""
        with self._store.transaction():
            yield

    def leads(self, profiles: Iterable[str]) -> Mapping[str, int]:
        """A few hundred at a time, down the index."""
        wanted = sorted({profile for profile in profiles if profile})
        found: dict[str, int] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            found.update(self._connection.execute(f"SELECT linkedin, id FROM lead WHERE linkedin IN ({marks})", part).fetchall())
        return found

    def lead(self, number: int) -> Lead:
        """As it is now."""
        return self._store.lead(number)[0]

    def connected(self, lead: int) -> bool:
        """By a person's word, the site or an export."""
        return self._store.one("SELECT connected_at FROM lead WHERE id = ?", (lead,)) is not None

    def walks(self, lead: int, account: str) -> bool:
        """A journey without a sender yet is anybody's."""
        other = "SELECT 1 FROM journey WHERE lead_id = ? AND linkedin_account NOT IN ('', ?) LIMIT 1"
        return self._store.one(other, (lead, account)) is None

    def deeds(self, lead: int) -> Sequence[Deed]:
        """What was armed."""
        rows = self._connection.execute(
            "SELECT a.kind, a.sending_at, CASE WHEN a.kind = 'email' THEN x'' ELSE coalesce(p.content, x'') END "
            "FROM action a LEFT JOIN payload p ON p.action_id = a.id "
            "WHERE a.lead_id = ? AND a.sending_at IS NOT NULL AND a.state IN ('sending', 'sent', 'in_doubt') ORDER BY a.sending_at",
            (lead,),
        )
        return [Deed(kind, at, bytes(content).decode(errors="replace")) for kind, at, content in rows]

    def heard(self, lead: int, at: int) -> bool:
        """From the record: what a person marked counts from when it happened."""
        said = "SELECT 1 FROM history WHERE lead_id = ? AND event = 'replied' AND coalesce(json_extract(data, '$.at'), at) >= ? LIMIT 1"
        return self._store.one(said, (lead, at)) is not None

    def invited(self, account: str, slug: str, at: int) -> bool:
        """In the list or in an export: once."""
        return invited_by_hand(self._connection, account, slug, at)

    def count(self, account: str, kind: str, at: int, times: int) -> int:
        """Rows without an action; what an earlier export brought is not counted again."""
        there = int(
            self._store.one("SELECT count(*) FROM usage WHERE account = ? AND kind = ? AND at = ? AND action_id = 0", (account, kind, at))
        )
        for _ in range(there, times):
            self._connection.execute("INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, ?, ?, 0, 1)", (account, kind, at))
        return max(0, times - there)

    def looked(self, account: str, at: int, now: int, data: Mapping[str, Any]) -> None:
        """The moment stands in the export itself; its making was then or later."""
        self._connection.execute("UPDATE account SET inbox_read_at = ? WHERE key = ? AND coalesce(inbox_read_at, 0) < ?", (at, account, at))
        self._store.event(now, "inbox_read", account=account, data=json.loads(json.dumps({**data, "at": at})))
