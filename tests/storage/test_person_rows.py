"""No table and no column that knows a person is left out of what is handed out about them."""

import json
import sqlite3
from typing import Any

import pytest

from seleqt_cli.app.person_paper import readable
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.person_rows import EXPORTED, NOBODY, rows_about, versions_that_name
from seleqt_cli.storage.versions import save_version

LINKS = {
    "lead_id": 1, "action_id": 11, "journey_id": 21, "happening_id": 31, "hook_id": 41, "import_id": 51,
}  # fmt: skip
"""What ties the rows of the first person together; those of the second are one higher."""
OWN = {"lead": 1, "lead_import": 51, "journey": 21, "action": 11, "happening": 31}
"""Tables whose rows others point to, and their number."""
KEYS = {
    ("suppression", "kind"): "email",
    ("action", "message_id"): "<code-{}@acme.example>",
    ("sent_elsewhere", "code"): "code-{}",
}


def tables(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Table -> (column, type)."""
    names = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: connection.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        for (name,) in names.fetchall()
    }


def fill(connection: sqlite3.Connection, person: int) -> list[str]:
    """One row of every exported table about a person (1 or 2), each text a word of its own; returns the words."""
    words = []
    for about in EXPORTED:
        row: dict[str, Any] = {}
        for column, kind in tables(connection)[about.table]:
            if column in LINKS:
                row[column] = LINKS[column] + person - 1
            elif column == "id":
                row[column] = OWN.get(about.table, 60) + person - 1
            elif (about.table, column) in KEYS:
                row[column] = KEYS[about.table, column].format(person)
            elif about.table == "suppression" and column == "value":
                row[column] = f"word-{person}-lead-email"
            elif column == "day":
                row[column] = 1_798_444_800 // 86_400
            elif kind == "INTEGER":
                row[column] = 1_798_444_800
            else:
                row[column] = f"word-{person}-{about.table}-{column}"
                words += [row[column]] if column not in about.left_out else []
                row[column] = row[column].encode() if kind == "BLOB" else row[column]
        connection.execute(
            f"INSERT OR IGNORE INTO {about.table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )
    return words


def test_every_table_is_handed_out_or_its_absence_has_a_reason() -> None:
    exported = [about.table for about in EXPORTED]
    known = sorted([*exported, *NOBODY])
    assert known == sorted(set(known)), "a table stands in both lists"
    assert known == sorted(tables(open_memory())), "storage/person_rows has to say what a new table knows of people"
    assert all(reason for reason in NOBODY.values())


def test_a_column_is_only_left_out_with_a_reason() -> None:
    columns = {table: {name for name, _ in found} for table, found in tables(open_memory()).items()}
    for about in EXPORTED:
        assert set(about.left_out) <= columns[about.table]
        assert all(about.left_out.values())


@pytest.mark.parametrize("column", ["lead_id", "action_id", "email", "linkedin", "person", "sender_name", "recipient"])
def test_a_table_with_a_column_that_names_people_is_never_on_the_list_of_those_that_know_nobody(column: str) -> None:
    assert [table for table, columns in tables(open_memory()).items() if table in NOBODY and column in dict(columns)] == []


def test_every_text_about_a_person_is_handed_out_and_none_about_another() -> None:
    connection = open_memory()
    connection.execute("DROP TRIGGER history_told")
    connection.execute("DROP TRIGGER happening_told")
    mine, theirs = fill(connection, 1), fill(connection, 2)
    found = {about.table: [readable(row) for row in rows] for about, rows in rows_about(connection, 1)}
    text = json.dumps(found)
    assert [word for word in mine if json.dumps(word)[1:-1] not in text] == []
    assert [word for word in theirs if f'"{word}"' in text] == []
    assert sorted(found) == sorted(about.table for about in EXPORTED)


def test_a_new_table_without_a_word_about_it_is_seen() -> None:
    connection = open_memory()
    connection.execute("CREATE TABLE diary (lead_id INTEGER, secret TEXT)")
    assert set(tables(connection)) - {about.table for about in EXPORTED} - set(NOBODY) == {"diary"}


def test_an_accepted_text_that_names_the_person_is_told_with_its_lines() -> None:
    connection = open_memory()
    text = b"campaigns:\n  - {email: Noor@windmill.example}\n  - {email: sam@canal.example}\n"
    save_version(connection, text=text, files={"mail/a.md": b"Hi\nask noor@windmill.example"}, path="c.yaml", at=5, by="anna")
    save_version(connection, text=b"campaigns: {}\n", files={}, path="c.yaml", at=6, by="anna")
    assert versions_that_name(connection, ("noor@windmill.example", "")) == [
        (1, 5, ["- {email: Noor@windmill.example}", "ask noor@windmill.example"])
    ]
