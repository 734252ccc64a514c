"""Who may not act now, as the tables say: accounts held or paused, campaigns paused, the whole home paused."""

import sqlite3
from dataclasses import dataclass, field

from seleqt_cli.storage.guard_rows import held_domains
from seleqt_cli.storage.run_times import planned_pauses
from seleqt_cli.storage.stopped import told

NEVER = 1 << 60


@dataclass(slots=True)
class Holds:
    """`accounts` and `campaigns`: who may not act -> why. `changes_at`: when a hold ends by itself."""

    accounts: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, str] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    """Sending domain -> why its first contacts are held."""
    inbox_read: dict[str, int] = field(default_factory=dict)
    changes_at: int = NEVER


def read_holds(connection: sqlite3.Connection, accounts: list[str], now: int) -> Holds:
    """What binds now."""
    found = Holds(domains=held_domains(connection))
    paused = connection.execute("SELECT value FROM meta WHERE key = 'paused'").fetchone()
    reconcile = connection.execute("SELECT value FROM meta WHERE key = 'reconcile'").fetchone()
    rows = connection.execute("SELECT key, held, held_until, paused_until, inbox_read_at FROM account").fetchall()
    for key, held, held_until, paused_until, read_at in rows:
        found.inbox_read[key] = read_at or 0
        if held and (held_until is None or held_until > now):
            found.accounts[key] = f"held: {held}"
            found.changes_at = min(found.changes_at, held_until or NEVER)
        elif paused_until is not None and paused_until > now:
            found.accounts[key] = "paused"
            found.changes_at = min(found.changes_at, paused_until)
    if reconcile is not None:
        found.accounts = dict.fromkeys(accounts, told(reconcile[0]))
    elif paused is not None:
        found.accounts = dict.fromkeys(accounts, "seleqt is paused (seleqt resume)")
    for pause in planned_pauses(connection, now):
        if pause.begins <= now:
            found.accounts = dict.fromkeys(accounts, "seleqt is paused (seleqt resume)") | found.accounts
        found.changes_at = min(found.changes_at, pause.begins if pause.begins > now else pause.ends)
    for name, state, reason in connection.execute("SELECT name, state, reason FROM campaign_state WHERE state <> 'active'"):
        found.campaigns[name] = f"{state}: {reason}" if reason else state
    return found
