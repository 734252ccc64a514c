"""Making two leads one, when they turned out to be one person."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from seleqt_cli.ports.leads import IMPORT_COLUMNS

_APART: Final = ("fields", "contacted_at", "import_id")
_GAPS: Final = (*(name for name in IMPORT_COLUMNS if name not in _APART), "stopped", "connected_at", "replied_at")
_LATEST: Final = ("paused_until", "contacted_at")


def in_a_journey(connection: sqlite3.Connection, numbers: Sequence[int]) -> bool:
    """Whether one of the leads walks or walked a campaign."""
    marks = ", ".join("?" * len(numbers))
    return bool(connection.execute(f"SELECT EXISTS (SELECT 1 FROM journey WHERE lead_id IN ({marks}))", list(numbers)).fetchone()[0])


def merge_leads(connection: sqlite3.Connection, kept: int, gone: int) -> None:
    """Fill the gaps of lead `kept` from lead `gone`, move its tags, and remove it. The caller holds the transaction.

    Whatever binds the person (stopped, replied, paused) binds afterwards too. History keeps its rows.
    """
    names = (*_GAPS, *_LATEST, "fields")
    values = dict(zip(names, connection.execute(f"SELECT {', '.join(names)} FROM lead WHERE id = ?", (gone,)).fetchone(), strict=True))
    (fields,) = connection.execute("SELECT fields FROM lead WHERE id = ?", (kept,)).fetchone()
    both = {**json.loads(values["fields"] or "{}"), **json.loads(fields or "{}")}
    values["fields"] = json.dumps(both, ensure_ascii=False, sort_keys=True) if both else None
    connection.execute("DELETE FROM lead WHERE id = ?", (gone,))
    changes = [f"{name} = coalesce({name}, :{name})" for name in _GAPS]
    changes += [f"{name} = nullif(max(coalesce({name}, 0), coalesce(:{name}, 0)), 0)" for name in _LATEST]
    connection.execute(f"UPDATE lead SET {', '.join(changes)}, fields = :fields WHERE id = :kept", {**values, "kept": kept})
    connection.execute("UPDATE OR IGNORE lead_tag SET lead_id = ? WHERE lead_id = ?", (kept, gone))
    connection.execute("DELETE FROM lead_tag WHERE lead_id = ?", (gone,))
