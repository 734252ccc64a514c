"""What hooks are to be told: events come in by triggers with the commit they belong to, and leave when they were told.

See storage/schema: every row of the history, every task and every journey's end passes there, so that no writer can forget a hook.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from seleqt_cli.core.campaign import Campaign, Hook, Workspace
from seleqt_cli.ports.hooks import AppliedHook, Delivery, Happening, HookState, Told
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of

_HOOKS: Final = "SELECT h.id, h.event, h.campaign, h.command, h.webhook FROM hook h "
_HAPPENINGS: Final = (
    "SELECT x.id, x.event_id, x.event, x.at, x.sender, x.campaign, x.step, x.class, x.reason, coalesce(x.task_id, 0), "
    "x.task_id IS NULL OR t.state = 'open' OR x.at <= t.created_at, coalesce(x.lead_id, 0), d.attempts, "
    "coalesce(nullif(x.account, ''), nullif(j.email_account, ''), j.linkedin_account, '') "
    "FROM delivery d JOIN happening x ON x.id = d.happening_id LEFT JOIN task t ON t.id = x.task_id "
    "LEFT JOIN journey j ON j.lead_id = x.lead_id AND j.campaign = x.campaign "
)
_COUNTED: Final = 1000
"""Deliveries of a hook that are counted one by one."""


def keep_hooks(connection: sqlite3.Connection, workspace: Workspace) -> None:
    """Write down what the file asks for; the caller holds the transaction.

    A hook is known by its event, its campaign and its place among those: what waits for it goes to what stands there now. What
    waits for a hook that is gone is dropped.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept_hook (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM kept_hook")
    for event, campaign, number, command, webhook, accounts in _rows(workspace):
        (kept,) = connection.execute(
            "INSERT INTO hook (event, campaign, number, command, webhook, accounts) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (event, campaign, number) DO UPDATE SET command = excluded.command, webhook = excluded.webhook, "
            "accounts = excluded.accounts RETURNING id",
            (event, campaign, number, json.dumps(command, ensure_ascii=False), webhook, json.dumps(accounts)),
        ).fetchone()
        connection.execute("INSERT INTO kept_hook VALUES (?)", (kept,))
    gone = "hook_id NOT IN (SELECT id FROM kept_hook)"
    connection.execute(f"DELETE FROM delivery WHERE {gone}")
    connection.execute("DELETE FROM hook WHERE id NOT IN (SELECT id FROM kept_hook)")
    _tidy(connection)


def _rows(workspace: Workspace) -> Iterator[tuple[str, str, int, list[str], str, list[str]]]:
    campaigns: tuple[Campaign | None, ...] = (None, *workspace.campaigns.values())
    for campaign in campaigns:
        hooks: tuple[Hook, ...] = workspace.hooks if campaign is None else campaign.hooks
        accounts = [] if campaign is None else sorted({workspace.senders[name].account for name in campaign.senders})
        numbers: dict[str, int] = {}
        for hook in hooks:
            for command, webhook in ((list(hook.command), ""), ([], hook.webhook)):
                if command or webhook:
                    number = numbers[hook.event] = numbers.get(hook.event, 0) + 1
                    yield hook.event, campaign.name if campaign is not None else "", number, command, webhook, accounts


def _tidy(connection: sqlite3.Connection) -> None:
    """Events that everybody was told of."""
    connection.execute("DELETE FROM happening WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.happening_id = happening.id)")


class SqliteHooks:
    """See ports/hooks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def due(self, now: int, resting: Sequence[int] = ()) -> list[AppliedHook]:
        """By number."""
        rows = self._connection.execute(
            f"{_HOOKS}WHERE h.id NOT IN ({_marks(resting)}) AND EXISTS "
            "(SELECT 1 FROM delivery d WHERE d.hook_id = h.id AND d.state = 'waiting' AND d.next_at <= ?) ORDER BY h.id",
            (*resting, now),
        )
        return [_hook(row) for row in rows.fetchall()]

    def next_at(self, resting: Sequence[int] = ()) -> int | None:
        """Over the index of what waits."""
        found = self._connection.execute(
            "SELECT min((SELECT min(d.next_at) FROM delivery d WHERE d.hook_id = h.id AND d.state = 'waiting')) FROM hook h "
            f"WHERE h.id NOT IN ({_marks(resting)})",
            tuple(resting),
        ).fetchone()[0]
        return None if found is None else int(found)

    def claim(self, hook: AppliedHook, now: int, most: int, until: int) -> list[Delivery]:
        """The lease and the attempt are written before anything is told."""
        rows = self._connection.execute(
            f"{_HAPPENINGS}WHERE d.hook_id = ? AND d.state = 'waiting' AND d.next_at <= ? ORDER BY d.next_at, d.happening_id LIMIT ?",
            (hook.id, now, most),
        ).fetchall()
        found = []
        for number, event_id, event, at, sender, campaign, step, kind, reason, task, unsettled, lead, attempts, account in rows:
            happening = Happening(
                number, event_id, event, at, account, sender, campaign, step, kind, reason, task, bool(unsettled), lead, self._lead(lead)
            )
            found.append(Delivery(happening, attempts + 1))
            self._connection.execute(
                "UPDATE delivery SET attempts = attempts + 1, next_at = ? WHERE happening_id = ? AND hook_id = ?",
                (until, number, hook.id),
            )
        return found

    def settle(self, told: Sequence[Told], now: int) -> None:
        """A row in the history for what was told, for a first failure, and for what was given up."""
        for one in told:
            what = one.delivery.happening
            key = (what.id, one.hook.id)
            if one.problem and one.next_at:
                self._connection.execute(
                    "UPDATE delivery SET next_at = ?, problem = ? WHERE happening_id = ? AND hook_id = ?", (one.next_at, one.problem, *key)
                )
                if one.delivery.attempts == 1:
                    self._record("hook_failed", one, now)
            elif one.problem:
                self._connection.execute(
                    "UPDATE delivery SET state = 'given_up', problem = ? WHERE happening_id = ? AND hook_id = ?", (one.problem, *key)
                )
                self._record("hook_given_up", one, now)
            else:
                self._connection.execute("DELETE FROM delivery WHERE happening_id = ? AND hook_id = ?", key)
                self._connection.execute(
                    "DELETE FROM happening WHERE id = ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE happening_id = ?)", (what.id, what.id)
                )
                if not one.dropped:
                    self._record("hook_told", one, now)

    def release(self, hook: AppliedHook, deliveries: Sequence[Delivery], now: int) -> None:
        """As if nobody had tried."""
        self._connection.executemany(
            "UPDATE delivery SET attempts = attempts - 1, next_at = ? WHERE happening_id = ? AND hook_id = ?",
            [(now, one.happening.id, hook.id) for one in deliveries],
        )

    def states(self) -> list[HookState]:
        """By number, each counted up to a thousand."""
        found = []
        for row in self._connection.execute(f"{_HOOKS}ORDER BY h.id").fetchall():
            hook = _hook(row)
            waiting, failing, given_up, next_at = self._connection.execute(
                "SELECT sum(state = 'waiting'), sum(state = 'waiting' AND problem <> ''), sum(state = 'given_up'), "
                f"min(CASE WHEN state = 'waiting' THEN next_at END) FROM (SELECT state, problem, next_at FROM delivery WHERE hook_id = ? "
                f"LIMIT {_COUNTED})",
                (hook.id,),
            ).fetchone()
            problem = self._connection.execute(
                "SELECT problem FROM delivery WHERE hook_id = ? AND problem <> '' ORDER BY happening_id DESC LIMIT 1", (hook.id,)
            ).fetchone()
            found.append(HookState(hook, waiting or 0, failing or 0, given_up or 0, problem[0] if problem else "", next_at or 0))
        return found

    def retry(self, now: int) -> int:
        """A task that waits for its moment is left to it."""
        changed = self._connection.execute(
            "UPDATE delivery SET state = 'waiting', attempts = 0, next_at = ? WHERE problem <> '' OR state = 'given_up'", (now,)
        )
        return changed.rowcount

    def forget(self) -> int:
        """Only what was given up."""
        gone = self._connection.execute("DELETE FROM delivery WHERE state = 'given_up'").rowcount
        _tidy(self._connection)
        return gone

    def _lead(self, number: int) -> Any:
        row = self._connection.execute(f"{LEAD_SELECT} WHERE l.id = ?", (number,)).fetchone() if number else None
        return None if row is None else lead_of(row)[0]

    def _record(self, event: str, one: Told, now: int) -> None:
        what = one.delivery.happening
        data = {"event": what.event, "event_id": what.event_id, "hook": one.hook.shown}
        if one.problem:
            data["reason"] = one.problem
        self._connection.execute(
            "INSERT INTO history (at, event, lead_id, account, campaign, data) VALUES (?, ?, ?, ?, ?, ?)",
            (
                now, event, what.lead_id or None, what.account if not what.lead_id else None, what.campaign or None,
                json.dumps(data, ensure_ascii=False, separators=(",", ":")),
            ),
        )  # fmt: skip


def _hook(row: tuple[Any, ...]) -> AppliedHook:
    number, event, campaign, command, webhook = row
    return AppliedHook(number, event, campaign, tuple(json.loads(command)), webhook)


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))
