"""One lead's story out of the database: what happened on its journeys, what binds it, who stands before it."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from seleqt_cli.core.consent import OBJECTED, RESTRICTED
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import Program
from seleqt_cli.ports.stories import Bound, Invited, Past
from seleqt_cli.storage.rows import SELECT, journey_of

_ACTIONS: Final = (
    "SELECT coalesce(sending_at, planned_at), step, kind, state, sender, account, reason, message_id, id FROM action "
    "WHERE journey_id = ? ORDER BY id"
)
_EVENTS: Final = (
    "SELECT h.at, h.event, h.account, h.data FROM history h WHERE h.lead_id = (SELECT lead_id FROM journey WHERE id = ?1) "
    "AND (h.journey_id = ?1 OR h.journey_id IS NULL) AND (h.action_id IS NULL OR h.event = 'bounced') "
    "AND h.event NOT IN ('hook_told', 'hook_failed', 'hook_given_up') ORDER BY h.id"
)
_INVITATIONS: Final = (
    "SELECT step, sent_at, account, state, settled_at, due_at, reason FROM invitation "
    "WHERE lead_id = (SELECT lead_id FROM journey WHERE id = ?1) AND journey_id = ?1 ORDER BY id"
)
_SUPPRESSED: Final = (
    "SELECT kind, value, reason FROM suppression WHERE (kind = 'email' AND value = ?1) OR (kind = 'linkedin' AND value = ?2) "
    "OR (kind = 'domain' AND value = ?3) ORDER BY kind, value"
)
_READY: Final = "queue = ? AND kind = ? AND lane = ? AND first = 1 AND state = 'due'"
_ARRIVING: Final = "queue = ? AND kind = ? AND lane = ? AND first = 1 AND state = 'waiting'"
_FOLLOW: Final = "queue = ? AND kind = ? AND lane = ? AND first = 0 AND state = 'waiting'"


class SqliteStories:
    """See ports/stories."""

    def __init__(self, connection: sqlite3.Connection, programs: Mapping[str, Program]) -> None:
        self._connection = connection
        self._programs = programs

    def journeys_of(self, lead: int) -> list[Journey]:
        """The lead's journeys, oldest first."""
        return [journey_of(row, self._programs) for row in self._connection.execute(SELECT + "WHERE j.lead_id = ? ORDER BY j.id", (lead,))]

    def past(self, journey: int) -> list[Past]:
        """Actions in their latest state, and what else was written down, by moment."""
        found = [
            Past(at, step, kind, "planned" if state == "claimed" else state, sender, account, reason, message_id or "", number)
            for at, step, kind, state, sender, account, reason, message_id, number in self._connection.execute(_ACTIONS, (journey,))
        ]
        for at, event, account, text in self._connection.execute(_EVENTS, (journey,)):
            data = json.loads(text)
            reason = str(data.get("reason") or data.get("note") or data.get("tag") or "")
            action = str(data.get("action") or data.get("kind") or "")
            found.append(Past(at, str(data.get("step") or ""), action, event, str(data.get("by") or ""), account or "", reason))
        return sorted(found, key=lambda one: one.at)

    def invitations(self, journey: int) -> list[Invited]:
        """What became of each."""
        rows = self._connection.execute(_INVITATIONS, (journey,)).fetchall()
        return [
            Invited(
                step, sent_at, account, state, settled_at or (due_at if due_at < NEVER else 0), reason, reason.startswith("waits in tasks")
            )
            for step, sent_at, account, state, settled_at, due_at, reason in rows
        ]

    def bounds_of(self, lead: Lead, now: int) -> list[Bound]:
        """The strongest first."""
        found = []
        paused = self._one("SELECT value FROM meta WHERE key = 'paused'")
        stopped, until = self._connection.execute("SELECT stopped, paused_until FROM lead WHERE id = ?", (lead.id,)).fetchone()
        if stopped and stopped.startswith(RESTRICTED):
            found.append(Bound("restricted", stopped, 0, f"seleqt privacy restrict {lead.key} --lift"))
        elif stopped:
            found.append(Bound("stopped", f"stopped: {stopped}"))
        rows = self._connection.execute(_SUPPRESSED, (lead.email or None, lead.linkedin or None, lead.email.rpartition("@")[2]))
        for kind, value, reason in rows:
            rule = "suppressed-address" if kind == "email" and reason == "hard bounce" else "suppressed"
            found.append(
                Bound(rule, f"{value} is suppressed: {reason}", 0, "" if reason == OBJECTED else f"seleqt suppress remove {value}")
            )
        if until is not None and until > now:
            found.append(Bound("paused", "paused", until if until < 1 << 60 else 0, f"seleqt leads resume {lead.key}"))
        if paused is not None:
            found.append(Bound("home paused", "seleqt is paused", 0, "seleqt resume"))
        return found

    def ahead(self, journey: Journey, queue: str, kind: str, now: int, most: int) -> int:
        """How many go before it, lane by lane; past `most` the difference of places tells about how many."""
        total = 0
        for (lane,) in self._connection.execute("SELECT id FROM lane ORDER BY id").fetchall():
            key = (queue, kind, lane)
            if not journey.first:
                total += self._count(f"{_FOLLOW} AND (due_at, id) < (?, ?)", (*key, journey.due, journey.id), most)
                continue
            if journey.due <= now:  # among the first contacts that are due place decides
                total += self._count(f"{_READY} AND place < ?", (*key, journey.place), most)
            else:
                total += self._count(_READY, key, most)
            total += self._count(f"{_ARRIVING} AND due_at < ? AND place < ?", (*key, max(now, journey.due), journey.place), most)
        if journey.first and total >= most:
            place = self._one(f"SELECT min(place) FROM journey WHERE {_READY}", (queue, kind, journey.lane))
            total = max(total, journey.place - int(journey.place if place is None else place))
        return total

    def under_way(self, journey: int) -> str:
        """The state of an action that is claimed, sending or in doubt."""
        statement = "SELECT state FROM action WHERE journey_id = ? AND state IN ('claimed', 'sending', 'in_doubt') AND kind <> 'withdraw'"
        return str(self._one(statement, (journey,)) or "")

    def hold_ends(self, account: str) -> int:
        """When an account's hold or pause ends by itself."""
        found = self._connection.execute("SELECT held, held_until, paused_until FROM account WHERE key = ?", (account,)).fetchone()
        if found is None or self._one("SELECT 1 FROM meta WHERE key = 'paused'"):
            return 0
        return int((found[1] if found[0] else found[2]) or 0)

    def _count(self, where: str, values: tuple[Any, ...], most: int) -> int:
        return int(self._one(f"SELECT count(*) FROM (SELECT 1 FROM journey WHERE {where} LIMIT {most})", values))

    def _one(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        row = self._connection.execute(statement, values).fetchone()
        return None if row is None else row[0]
