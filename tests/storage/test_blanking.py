"""A person who is blanked is found in no table any more, and others keep everything."""

import sqlite3
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Busy
from seleqt_cli.storage.blanking import blank
from seleqt_cli.storage.database import open_database, open_memory
from tests.storage.test_person_rows import fill, tables

KEPT = {
    "word-1-lead_import-file", "word-1-lead_import-source", "word-1-lead_import-basis", "word-1-lead_import-tags",  # of an import
    "word-1-suppression-reason", "word-1-suppression-source", "word-1-lead-email",  # on the list of those who are never contacted
}  # fmt: skip
"""What is not the person's alone, or has to be honoured for ever."""
OURS = ("campaign", "step", "kind", "state", "account", "sender", "person", "email_account", "linkedin_account", "lane", "done", "queue",
        "send_key", "payload_sha256", "digest", "folder", "class", "settled_by", "opened_by", "event", "verified_by", "verified_how",
        "answered_by", "answer", "closed_by", "event_id", "code", "message_id")  # fmt: skip
"""Columns that say what was done and by whom, or how a mail of ours is known; nobody outside stands there."""


def filled(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    connection.execute("DROP TRIGGER history_told")
    connection.execute("DROP TRIGGER happening_told")
    connection.execute("DROP TRIGGER task_told")
    mine, theirs = fill(connection, 1), fill(connection, 2)
    connection.execute('UPDATE lead SET fields = \'{"topic": "word-1-lead-fields"}\' WHERE id = 1')
    connection.execute("UPDATE lead SET fields = NULL WHERE id = 2")
    connection.execute('UPDATE history SET data = \'{"note": "word-1-history-data", "by": "anna"}\' WHERE lead_id = 1')
    return mine, theirs


def everything(connection: sqlite3.Connection) -> list[str]:
    """Every text of the database, with where it stands."""
    found = []
    for table, columns in tables(connection).items():
        for column, _ in columns:
            for (value,) in connection.execute(f"SELECT {column} FROM {table}").fetchall():
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                found.append(f"{table}.{column}: {text}")
    return found


def test_no_table_holds_a_word_of_the_person_and_others_keep_theirs() -> None:
    connection = open_memory()
    mine, theirs = filled(connection)
    blank(connection, 1, 1_800_000_000, {"by": "anna"})
    text = "\n".join(everything(connection))
    left = [word for word in mine if word in text and word not in KEPT and not word.endswith(tuple(f"-{name}" for name in OURS))]
    assert left == []
    assert [word for word in theirs if word not in text and not word.endswith(("-fields", "-history-data"))] == []


def test_what_was_done_stays_as_numbers() -> None:
    connection = open_memory()
    filled(connection)
    connection.execute("UPDATE action SET state = 'sent' WHERE id = 11")
    before = {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("action", "journey", "usage", "inbox_message")
    }
    blank(connection, 1, 1_800_000_000, {"by": "anna", "period": "silent"})
    assert before == {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in before}
    assert connection.execute("SELECT state, reason, due_at FROM journey WHERE id = 21").fetchone() == ("erased", "", 1_800_000_000)
    assert connection.execute("SELECT state, lead, recipient, subject FROM action WHERE id = 11").fetchone() == ("sent", None, None, None)
    assert connection.execute("SELECT data FROM history WHERE event = 'erased'").fetchall() == [('{"by":"anna","period":"silent"}',)]


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ('{"reason":"550 no such user noor@windmill.example"}', '{"reason":"erased"}'),
        ('{"reason":"mailbox of Noor Janssen is full"}', '{"reason":"erased"}'),
        ('{"reason":"outside the hours"}', '{"reason":"outside the hours"}'),
        ('{"company":"Other B.V."}', '{"company":""}'),
        ('{"step":"intro","message_id":"<abc@acme.example>"}', '{"step":"intro","message_id":"<abc@acme.example>"}'),
        ('{"was":{"21":[5,"waits for NOOR JANSSEN"]}}', '{"was":{"21":[5,""]}}'),
        ('{"text":"rang her"}', '{"text":""}'),
        ("no json", '{"reason":"erased"}'),
        ('["a list"]', '{"reason":"erased"}'),
    ],
)
def test_the_record_keeps_what_was_decided_and_loses_who_it_was_about(data: str, left: str) -> None:
    connection = open_memory()
    connection.execute("INSERT INTO lead_import VALUES (1, 'a.csv', 'fair', 'consent', '[]', 0)")
    connection.execute(
        "INSERT INTO lead (id, email, first_name, last_name, import_id) VALUES (1, 'noor@windmill.example', 'Noor', 'Janssen', 1)"
    )
    connection.execute("INSERT INTO history (id, at, event, lead_id, data) VALUES (1, 5, 'x', 1, ?)", (data,))
    blank(connection, 1, 6, {})
    assert connection.execute("SELECT data FROM history WHERE id = 1").fetchone() == (left,)


@pytest.mark.parametrize("state", ["claimed", "sending", "in_doubt"])
def test_a_person_to_whom_something_is_under_way_is_not_blanked(state: str) -> None:
    connection = open_memory()
    filled(connection)
    connection.execute("UPDATE action SET state = ? WHERE id = 11", (state,))
    before = everything(connection)
    with pytest.raises(Busy):
        blank(connection, 1, 6, {})
    assert everything(connection) == before


def test_nothing_of_the_person_stays_in_the_file(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    mine, _ = filled(connection)
    connection.execute("DELETE FROM suppression")
    connection.execute("BEGIN IMMEDIATE")
    blank(connection, 1, 6, {})
    connection.execute("COMMIT")
    connection.close()
    octets = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    left = [word for word in mine if word.encode() in octets and word not in KEPT and not word.endswith(tuple(f"-{name}" for name in OURS))]
    assert left == []


@pytest.mark.parametrize(("file", "left"), [("", "erased"), ("fair.csv", "met Noor at the fair")])
def test_an_origin_that_is_the_persons_own_goes_and_that_of_an_import_stays(file: str, left: str) -> None:
    connection = open_memory()
    connection.execute("INSERT INTO lead_import VALUES (1, ?, 'met Noor at the fair', 'consent', '[]', 0)", (file,))
    connection.execute("INSERT INTO lead (id, email, import_id) VALUES (1, 'noor@windmill.example', 1)")
    blank(connection, 1, 6, {})
    assert connection.execute("SELECT source, basis FROM lead_import").fetchone() == (left, "consent")
