"""Why nothing is sent from a database that does not know everything that was sent from it, as C1, C2 and every reader see it."""

import json
import sqlite3
from typing import Final

from seleqt_cli.core.audit.zone_days import written
from seleqt_cli.ports.reconcile import Reconcile
from seleqt_cli.storage.epoch import RECONCILE

STOPPED: Final = "nothing is sent"


def told(value: str) -> str:
    """Why an account does nothing, out of the meta row."""
    return f"{STOPPED}: {json.loads(value)['why']} (seleqt resolve --check)"


def stop_sending(connection: sqlite3.Connection, why: str, at: int, *, everything: bool = False) -> None:
    """Nothing is sent from now on, in no process, before Sent was read; inside the caller's transaction.

    `everything`: what is missing may be older than the last known send, so that Sent is read from the first apply on.
    """
    since = _first_apply(connection) if everything else _last_send(connection)
    value = json.dumps({"why": why, "at": at, "since": since, "read": {}})
    if connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (RECONCILE, value)).rowcount:
        data = json.dumps({"reason": why, "since": since}, ensure_ascii=False, separators=(",", ":"))
        connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'sending_stopped', ?)", (at, data))


def reconcile(connection: sqlite3.Connection) -> Reconcile | None:
    """Why nothing is sent, None when it may be."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (RECONCILE,)).fetchone()
    if row is None:
        return None
    value = json.loads(row[0])
    return Reconcile(value["why"], value["at"], value["since"], value["read"])


def sent_before(connection: sqlite3.Connection, message_id: str) -> str:
    """Why a step that is claimed for the first time must not be: Sent showed its mail before this database knew of it."""
    row = connection.execute("SELECT at FROM sent_elsewhere WHERE code = ?", (code_of(message_id),)).fetchone()
    return "" if row is None else f"Sent shows that this mail went on {written(row[0])}, when this database did not know of it"


def code_of(message_id: str) -> str:
    """What of a Message-ID of ours no other has: the part before the @."""
    return message_id.strip("<>").partition("@")[0].lower()


def _last_send(connection: sqlite3.Connection) -> int:
    """When the database last knew of a send: what it does not know came later. Without one, the first apply."""
    row = connection.execute("SELECT max(sending_at) FROM action").fetchone()
    return int(row[0]) if row[0] is not None else _first_apply(connection)


def _first_apply(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(min(applied_at), 0) FROM account").fetchone()[0])
