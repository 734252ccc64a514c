"""What is remembered of the subscription: when each account came, and on which day the business's one trial began.

The day of the trial stands in the database and once more in a folder of the machine, outside of any home (storage/epoch has
the same one): a second home would otherwise begin a second trial. It is honest book-keeping, no lock: another machine does not
know of it. The business is kept there as a hash of its name.
"""

import hashlib
import json
import os
import sqlite3
from pathlib import Path
from typing import Final

from seleqt_cli.core.plans import Record, business_key
from seleqt_cli.core.zones import day_number, day_text

_TRIAL: Final = "trial"
"""The meta key with the ISO date."""
_FILE: Final = "trials.json"


def read_record(connection: sqlite3.Connection) -> Record:
    """What the subscription is judged by."""
    applied = dict(connection.execute("SELECT key, applied_at FROM account").fetchall())
    first = connection.execute("SELECT min(applied_at) FROM version").fetchone()[0]
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_TRIAL,)).fetchone()
    return Record(applied, first or 0, day_number(row[0]) if row is not None else -1)


def keep_trial(connection: sqlite3.Connection, folder: Path, business: str, day: int) -> int:
    """Remember that a business is in its trial since a day; returns the earliest such day that is known. The caller has the transaction."""
    known = read_record(connection).trial_day
    begun = _begun(folder)
    name = hashlib.sha256(business_key(business).encode()).hexdigest()
    days = [one for one in (day, known, day_number(begun[name]) if name in begun else -1) if one >= 0]
    first = min(days)
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (_TRIAL, day_text(first)))
    if begun.get(name) != day_text(first):
        _write(folder, begun | {name: day_text(first)})
    return first


def _begun(folder: Path) -> dict[str, str]:
    """Hash of a business's name -> ISO date. A record that cannot be read tells nothing."""
    try:
        found = json.loads((folder / _FILE).read_text("utf-8"))
        return {str(name): day_text(day_number(str(day))) for name, day in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(folder: Path, begun: dict[str, str]) -> None:
    """The whole file anew, in one step. Where the folder cannot be written, the database alone remembers."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = folder / f"{_FILE}.{os.getpid()}"
        fresh.write_text(json.dumps(begun, indent=1, sort_keys=True), "utf-8")
        fresh.chmod(0o600)
        fresh.replace(folder / _FILE)
    except OSError:
        return
