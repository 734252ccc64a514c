"""What kinds of data are kept about how many people, for the record of processing: counts over all leads, nobody by name."""

import sqlite3
from typing import Final

from seleqt_cli.ports.privacy import Kept

_COLUMNS: Final = (
    "email", "linkedin", "first_name", "last_name", "company", "title", "phone", "timezone", "country", "language", "birth_date",
)  # fmt: skip


def kept(connection: sqlite3.Connection, until: int | None = None) -> Kept:
    """Count. `until`: only people who were imported before that instant."""
    where = "" if until is None else f"AND i.imported_at < {int(until)}"
    people = f"lead l JOIN lead_import i ON i.id = l.import_id WHERE (l.email IS NOT NULL OR l.linkedin IS NOT NULL) {where}"
    counts = connection.execute(f"SELECT count(*), {', '.join(f'count(l.{name})' for name in _COLUMNS)} FROM {people}").fetchone()
    columns = {name: count for name, count in zip(_COLUMNS, counts[1:], strict=True) if count}
    names = connection.execute(
        "SELECT DISTINCT f.key FROM lead l JOIN lead_import i ON i.id = l.import_id, json_each(l.fields) f "
        f"WHERE l.fields IS NOT NULL {where} ORDER BY 1"
    )
    columns |= {row[0]: 0 for row in names}
    origins = connection.execute(f"SELECT i.source, i.basis, count(*) FROM {people} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2").fetchall()
    campaigns = connection.execute(
        "SELECT j.campaign, i.basis, count(*) FROM journey j JOIN lead l ON l.id = j.lead_id JOIN lead_import i ON i.id = l.import_id "
        f"WHERE 1 {where} GROUP BY 1, 2 ORDER BY 1, 3 DESC"
    ).fetchall()
    countries = connection.execute(f"SELECT coalesce(l.country, ''), count(*) FROM {people} GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()

    def number(statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    return Kept(
        counts[0], columns, {(source, basis): count for source, basis, count in origins},
        {(campaign, basis): count for campaign, basis, count in campaigns}, dict(countries),
        number("SELECT count(*) FROM payload"), number("SELECT count(*) FROM inbox_message"), number("SELECT count(*) FROM suppression"),
    )  # fmt: skip
