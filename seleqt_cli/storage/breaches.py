"""Whom a breach concerns, and the breaches that were put on record."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seleqt_cli.core.breach import Breach
from seleqt_cli.core.breach_letters import COLUMNS
from seleqt_cli.storage.json_text import compact


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom it concerns: everybody who was kept at `until`; of one account's mailbox or window, of one campaign."""

    until: int
    account: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Affected:
    """How many people and rows, and column -> of how many people it is filled."""

    people: int
    rows: int
    columns: dict[str, int]
    countries: dict[str, int]


def affected(connection: sqlite3.Connection, scope: Scope) -> Affected:
    """Count whom a breach concerns."""
    people, values = _people(scope)
    filled = ", ".join(f"count(l.{name})" for name in COLUMNS)
    total, *counts = connection.execute(f"SELECT count(*), {filled} FROM {people}", values).fetchone()
    countries = connection.execute(f"SELECT coalesce(l.country, ''), count(*) FROM {people} GROUP BY 1 ORDER BY 2 DESC, 1", values)
    columns = {name: count for name, count in zip(COLUMNS, counts, strict=True) if count}
    numbers = f"SELECT l.id FROM {people}"
    rows = total
    for table, when in (("action", "claimed_at"), ("inbox_message", "read_at")):
        rows += connection.execute(f"SELECT count(*) FROM {table} WHERE lead_id IN ({numbers}) AND {when} <= :until", values).fetchone()[0]
    return Affected(total, rows, columns, dict(countries.fetchall()))


_LANGUAGES = "coalesce(l.language, ''), coalesce((SELECT campaign FROM journey WHERE lead_id = l.id ORDER BY id DESC LIMIT 1), '')"
"""By what the language of a letter is chosen: the lead's own, and the campaign that the lead was in last."""


def languages(connection: sqlite3.Connection, scope: Scope) -> Iterator[tuple[str, str, int]]:
    """(the lead's language, the last campaign, people) of those whom it concerns."""
    people, values = _people(scope)
    yield from connection.execute(f"SELECT {_LANGUAGES}, count(*) FROM {people} GROUP BY 1, 2 ORDER BY 1, 2", values)


def listed(connection: sqlite3.Connection, scope: Scope) -> Iterator[tuple[str, str, str, str, str, str, int]]:
    """(address, profile, name, country, language, last campaign, kept since) of everybody whom it concerns, by number."""
    people, values = _people(scope)
    yield from connection.execute(
        "SELECT coalesce(l.email_shown, l.email, ''), coalesce(l.linkedin, ''), "
        "trim(coalesce(l.first_name, '') || ' ' || coalesce(l.last_name, '')), coalesce(l.country, ''), "
        f"{_LANGUAGES}, i.imported_at "
        f"FROM {people} ORDER BY l.id",
        values,
    )


def erased_since(connection: sqlite3.Connection, began_at: int) -> int:
    """People who were erased since a breach began: they may be concerned, and nothing says who they were."""
    return int(
        connection.execute("SELECT count(DISTINCT lead_id) FROM history WHERE event = 'erased' AND at >= ?", (began_at,)).fetchone()[0]
    )


def put_on_record(connection: sqlite3.Connection, breach: Breach, people: int, *, by: str, at: int) -> int:
    """Keep a breach (article 33(5)) and start its clock; returns its number."""
    connection.execute("BEGIN IMMEDIATE")
    cursor = connection.execute(
        "INSERT INTO privacy_breach (text, began_at, ended_at, found_at, due_at, people, recorded_at, recorded_by, reported_by, report) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '')",
        (breach.text, breach.began_at, breach.ended_at, breach.found_at, breach.due_at, people, at, by),
    )
    number = int(cursor.lastrowid or 0)
    data = compact({"by": by, "breach": number, "people": people})
    connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'breach', ?)", (at, data))
    connection.execute("COMMIT")
    return number


def report(connection: sqlite3.Connection, number: int, note: str, *, by: str, at: int) -> bool:
    """The authority was told, or need not be, as the note says; False when there is no such breach that waits for it."""
    connection.execute("BEGIN IMMEDIATE")
    changed = connection.execute(
        "UPDATE privacy_breach SET reported_at = ?, reported_by = ?, report = ? WHERE id = ? AND reported_at IS NULL",
        (at, by, note, number),
    ).rowcount
    if changed:
        data = compact({"by": by, "breach": number})
        connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'breach_reported', ?)", (at, data))
    connection.execute("COMMIT")
    return changed > 0


def breaches(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Those on record, by number: column -> value."""
    cursor = connection.execute("SELECT * FROM privacy_breach ORDER BY id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _people(scope: Scope) -> tuple[str, dict[str, Any]]:
    parts = [
        "lead l JOIN lead_import i ON i.id = l.import_id WHERE (l.email IS NOT NULL OR l.linkedin IS NOT NULL) AND i.imported_at <= :until"
    ]
    if scope.account:
        parts.append(
            "AND (l.id IN (SELECT lead_id FROM action WHERE account = :account AND sending_at IS NOT NULL AND sending_at <= :until) "
            "OR l.id IN (SELECT lead_id FROM inbox_message WHERE account = :account AND read_at <= :until))"
        )
    if scope.campaign:
        parts.append("AND l.id IN (SELECT lead_id FROM journey WHERE campaign = :campaign AND created_at <= :until)")
    return " ".join(parts), {"until": scope.until, "account": scope.account, "campaign": scope.campaign}
