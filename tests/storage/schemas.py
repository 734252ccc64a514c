"""What a SQLite database is made of, as plain values that can be compared."""

import re
import sqlite3
from typing import Any


def shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """Table -> columns in their order, primary key, unique constraints, indexes with their conditions, references, rowid."""
    found = {}
    for name, without_rowid in connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall():
        columns = connection.execute(f"SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo('{name}')").fetchall()
        indexes, uniques = {}, []
        for index, unique, origin, partial in connection.execute(
            f"SELECT name, \"unique\", origin, partial FROM pragma_index_list('{name}')"
        ).fetchall():
            parts = connection.execute(
                f"SELECT name, \"desc\", coll FROM pragma_index_xinfo('{index}') WHERE key = 1 ORDER BY seqno"
            ).fetchall()
            if origin == "c":
                indexes[index] = {"unique": unique, "on": parts, "where": _condition(connection, index) if partial else ""}
            elif origin == "u":
                uniques.append(parts)
        found[name] = {
            "columns": columns,
            "indexes": indexes,
            "uniques": sorted(uniques),
            "references": sorted(connection.execute(f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{name}\')').fetchall()),
            "without rowid": without_rowid,
        }
    return found


def _condition(connection: sqlite3.Connection, index: str) -> str:
    (statement,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    return " ".join(re.split(r"\bWHERE\b", statement, maxsplit=1)[1].split())
