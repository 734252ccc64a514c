"""What guards count, and the domains that they hold."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from seleqt_cli.core.guards import about_doubts

GUARD: Final = "guard:"
"""`meta` holds the reason under this and a domain while the domain's first contacts are held."""
_INDEXED: Final = "h.event IN ('bounced', 'failed')"
"""The condition of the index history_action, word for word: SQLite walks it only where a statement says the same."""
BOUNCED: Final = f"{_INDEXED} AND h.event = 'bounced'"
"""What tells the bounces in the history `h` of an action."""
_SENDS: Final = f"""
SELECT coalesce(a.sending_at, a.settled_at) AS at, a.state = 'failed' OR EXISTS (
    SELECT 1 FROM history h WHERE h.action_id = a.id AND {BOUNCED} AND coalesce(json_extract(h.data, '$.hard'), 1)
)
FROM action a WHERE a.account = ?1 AND a.kind = 'email' AND coalesce(a.sending_at, a.settled_at) > ?2 AND (
    a.state IN ('sent', 'sending', 'in_doubt') OR (a.state = 'failed' AND EXISTS (
        SELECT 1 FROM history h WHERE h.action_id = a.id AND {_INDEXED} AND h.event = 'failed' AND json_extract(h.data, '$.hard_bounce')
    ))
) ORDER BY a.slot_at DESC, a.id DESC LIMIT ?3
"""


def channel_error(connection: sqlite3.Connection, account: str) -> int:
    """Count one more channel error of an account; returns how many there are in a row now."""
    connection.execute("UPDATE account SET errors = errors + 1 WHERE key = ?", (account,))
    row = connection.execute("SELECT errors FROM account WHERE key = ?", (account,)).fetchone()
    return int(row[0]) if row else 0


def bounces(connection: sqlite3.Connection, accounts: Sequence[str], most: int) -> tuple[int, int]:
    """(mails, hard bounces among them) of the accounts' last mails, since a person last freed each account."""
    found: list[tuple[int, int]] = []
    for account in accounts:
        row = connection.execute("SELECT guard_from FROM account WHERE key = ?", (account,)).fetchone()
        found += connection.execute(_SENDS, (account, row[0] if row else 0, most)).fetchall()
    last = sorted(found, reverse=True)[:most]
    return len(last), sum(bounced for _, bounced in last)


def doubts_in_a_row(connection: sqlite3.Connection, account: str) -> int:
    """How many of an account's last mails are in doubt, one after the other; what was settled since counts as known."""
    rows = connection.execute(
        "SELECT a.state FROM action a JOIN account k ON k.key = a.account WHERE a.account = ? AND a.kind = 'email' "
        "AND a.sending_at > k.guard_from AND a.state IN ('sent', 'failed', 'in_doubt') ORDER BY a.slot_at DESC, a.id DESC LIMIT 5",
        (account,),
    ).fetchall()
    return next((number for number, (state,) in enumerate(rows) if state != "in_doubt"), len(rows))


def in_doubt(connection: sqlite3.Connection, account: str) -> bool:
    """Whether anything of an account is in doubt; over the index of open actions."""
    open_one = "state = 'in_doubt' AND state IN ('claimed', 'sending', 'in_doubt')"
    return connection.execute(f"SELECT 1 FROM action WHERE account = ? AND {open_one} LIMIT 1", (account,)).fetchone() is not None


def stands(connection: sqlite3.Connection, account: str, reason: str) -> bool:
    """Whether a reason to hold an account still holds it: one for doubts does as long as there is one."""
    return not about_doubts(reason) or in_doubt(connection, account)


def free_of_doubts(connection: sqlite3.Connection, account: str) -> str:
    """End an account's hold for its doubts where none is left; returns the reason that it had, '' where it had none or another."""
    row = connection.execute("SELECT held FROM account WHERE key = ? AND held <> ''", (account,)).fetchone()
    if row is None or stands(connection, account, row[0]):
        return ""
    connection.execute("UPDATE account SET held = NULL, held_at = NULL, held_until = NULL WHERE key = ?", (account,))
    return str(row[0])


def guard_domain(connection: sqlite3.Connection, domain: str, reason: str, at: int, *, hold: bool) -> None:
    """Hold a domain's first contacts, or warn; each is written into the history once."""
    if hold:
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (GUARD + domain, reason)
        )
    data = json.dumps({"domain": domain, "reason": reason}, ensure_ascii=False, separators=(",", ":"))
    event = "domain_held" if hold else "domain_warned"
    connection.execute("INSERT INTO history (at, event, data) VALUES (?, ?, ?)", (at, event, data))


def held_domains(connection: sqlite3.Connection) -> dict[str, str]:
    """Domain -> why its first contacts are held."""
    rows = connection.execute("SELECT key, value FROM meta WHERE key >= 'guard:' AND key < 'guard;'").fetchall()
    return {key.removeprefix(GUARD): value for key, value in rows}
