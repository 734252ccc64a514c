"""What waits for a person, in the database; an assisted step passes through the same C1, C2 and C3 as a mail."""

from typing import Any, Final

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.message_ids import send_key
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.settle import Settled
from seleqt_cli.ports.store import Refused
from seleqt_cli.ports.tasks import Task
from seleqt_cli.storage.sending import SqlClaim
from seleqt_cli.storage.sqlite_store import SqliteStore
from seleqt_cli.storage.visits import may_open, opened, opens

_SELECT: Final = (
    "SELECT t.id, t.journey_id, t.lead_id, coalesce(l.email, l.linkedin, ''), trim(coalesce(l.first_name, '') || ' ' || "
    "coalesce(l.last_name, '')), coalesce(l.linkedin, ''), t.campaign, t.step, t.kind, t.account, t.text, t.frozen, t.created_at, "
    "coalesce(t.snoozed_until, 0), coalesce(t.opened_by, ''), coalesce(t.opened_at, 0) "
    "FROM task t LEFT JOIN lead l ON l.id = t.lead_id WHERE t.state = 'open' "
)
PAGE: Final = 100


class SqliteTasks:
    """See ports/tasks."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._connection = store.connection
        self._claim: SqlClaim | None = None
        self._opened = 0
        """The action whose profile was counted when the window opened it."""

    def open(self, now: int, *, number: int = 0, after: int = 0, snoozed: bool = False) -> list[Task]:
        """By number."""
        if number:
            rows = self._connection.execute(_SELECT + "AND t.id = ?", (number,))
        else:
            wake = "" if snoozed else "AND coalesce(t.snoozed_until, 0) <= :now "
            rows = self._connection.execute(f"{_SELECT}AND t.id > :after {wake}ORDER BY t.id LIMIT {PAGE}", {"after": after, "now": now})
        return [Task(*row) for row in rows.fetchall()]

    def journey(self, task: Task) -> Journey | None:
        """None for a task that belongs to a lead alone."""
        return self._store.walker(task.journey_id, task.step)

    def settle(self, task: Task, state: str, by: str, at: int) -> None:
        """It is closed."""
        self._connection.execute("UPDATE task SET state = ?, settled_at = ?, settled_by = ? WHERE id = ?", (state, at, by, task.id))

    def rewrite(self, task: Task, text: str, frozen: str) -> None:
        """It stays open."""
        self._connection.execute("UPDATE task SET text = ?, frozen = ? WHERE id = ?", (text, frozen, task.id))

    def take(self, task: Task, by: str, at: int) -> None:
        """It stays open."""
        self._connection.execute("UPDATE task SET opened_at = ?, opened_by = ? WHERE id = ?", (at, by, task.id))

    def snooze(self, task: Task, until: int) -> None:
        """It stays open."""
        self._connection.execute("UPDATE task SET snoozed_until = ? WHERE id = ?", (until, task.id))

    def release(self, journey: Journey, step: str, reason: str, at: int) -> None:
        """Nothing was done, so nothing counts."""
        found = "SELECT id FROM action WHERE journey_id = ? AND step = ? AND state IN ('planned', 'deferred')"
        self._connection.execute(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({found})", (journey.id, step))
        self._connection.execute(f"DELETE FROM first_contact WHERE action_id IN ({found})", (journey.id, step))
        self._connection.execute(
            f"UPDATE action SET state = 'skipped', reason = ?, settled_at = ? WHERE id IN ({found})", (reason, at, journey.id, step)
        )

    def open_profile(self, journey: Journey, pick: Pick) -> str:
        """Counted before the page is asked for; `perform` and `performed` then leave it."""
        if not opens(pick):
            return ""
        now = self._store.now()
        free = may_open(self._store, pick.account, now)
        if free.at > now:
            return f"limit reached: opened profiles, {free.rule}"
        found = self._one("SELECT id FROM action WHERE journey_id = ? AND step = ?", journey.id, pick.node.id)
        self._opened = int(found or 0)
        opened(self._store, pick, self._opened, now, armed=2)
        return ""

    @property
    def taken(self) -> tuple[int, int]:
        """Of what was taken last."""
        return (0, 0) if self._claim is None else (self._claim.action_id, self._claim.armed_at)

    def perform(self, journey: Journey, pick: Pick, *, arm: bool = True, note: bool = True) -> str:
        """The place that was reserved is given back and taken anew at this moment, so that the limit in force now decides."""
        store = self._store
        prepared = store.frozen(send_key(store.workspace_id, journey.key, journey.campaign, pick.node.id))
        if prepared is None:
            return "its text was never frozen; skip it, or wait for the next run"
        found = "SELECT id FROM action WHERE journey_id = ? AND step = ? AND state = 'planned'"
        self._connection.execute(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({found})", (journey.id, pick.node.id))
        self._connection.execute(f"UPDATE action SET attempts = 0 WHERE id IN ({found})", (journey.id, pick.node.id))
        if opens(pick) and not self._opened:
            free = may_open(store, pick.account, store.now())
            if free.at > store.now():
                return f"limit reached: opened profiles, {free.rule}"
        sender = pick.account.sender_for(self._planned(journey))
        taken = store.claim(pick, sender, prepared, store.now())
        if isinstance(taken, Refused):
            return taken.reason
        if taken.noted and not note:
            self._connection.execute("DELETE FROM usage WHERE action_id = ? AND kind = 'note' AND armed = 0", (taken.action_id,))
            store.forget_book(pick.account.key)
            taken.noted = False
        self._claim = taken
        return taken.arm() if arm else ""

    def performed(self, pick: Pick, settled: Settled, at: int) -> None:
        """A connect opens the profile: that visit counts too."""
        assert self._claim is not None
        self._store.settle(self._claim, settled, at)
        if opens(pick) and not self._opened:
            opened(self._store, pick, self._claim.action_id, at)
        self._claim, self._opened = None, 0

    def slot(self, journey: Journey, step: str) -> tuple[int, int]:
        """(0, 0) when nothing was reserved."""
        row = self._connection.execute(
            "SELECT planned_at, slot_at FROM action WHERE journey_id = ? AND step = ?", (journey.id, step)
        ).fetchone()
        return (0, 0) if row is None else (row[0], row[1])

    def last_done(self, account: str) -> int:
        """Reserved places do not count, nor does the profile that is open just now."""
        done = "SELECT max(at) FROM usage WHERE account = ? AND armed > 0 AND (action_id = 0 OR action_id <> ?)"
        return int(self._one(done, account, self._opened) or 0)

    def read_at(self, account: str) -> int:
        """0 = never."""
        return int(self._one("SELECT inbox_read_at FROM account WHERE key = ?", account) or 0)

    def looked(self, account: str, by: str, at: int) -> None:
        """On a person's word."""
        self._connection.execute("UPDATE account SET inbox_read_at = ? WHERE key = ?", (at, account))
        self._store.event(at, "inbox_read", account=account, data={"by": by})

    def _planned(self, journey: Journey) -> Any:
        assert self._store.planner is not None
        return self._store.planner.workspace.campaigns[journey.campaign]

    def _one(self, statement: str, *values: Any) -> Any:
        row = self._connection.execute(statement, values).fetchone()
        return None if row is None else row[0]
