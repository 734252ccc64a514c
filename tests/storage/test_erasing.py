"""No table and no column that knows a person is left out of what is blanked, and the file holds none of it afterwards."""

import re
import sqlite3
import zlib
from pathlib import Path

import pytest

from seleqt_cli.core.tombstones import Name
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.erasing import blank, clean, forgetting, is_owed, rewrite_versions, sweep
from seleqt_cli.storage.person_rows import EXPORTED
from seleqt_cli.storage.versions import digest, save_version
from tests.storage.test_person_rows import fill

STAYS = {
    ("lead_import", None): "where it came from: a file, not a person",
    ("sent_elsewhere", None): "numbers of mails and their account",
    ("sent_copy", None): "moments",
    ("doubt_search", None): "counts",
    ("usage", None): "counts against limits",
    ("action", "send_key"): "a keyed hash",
    ("action", "message_id"): "by which a mail in Sent is known as ours",
    ("inbox_message", "digest"): "by which the mail is not taken up again",
}
"""What is kept of a person's rows, and why; columns that name the program's own things are kept everywhere."""
OWN_THINGS = {
    "campaign", "step", "kind", "account", "sender", "state", "queue", "person", "email_account", "linkedin_account", "done", "variant",
    "event", "settled_by", "opened_by", "reason", "folder", "class", "status", "returns", "matched", "followed", "undo", "stopped",
    "verified_by", "verified_how", "answered_by", "closed_by", "opened_at", "data", "word", "tag",
}  # fmt: skip
"""`reason`, `data`, `followed` and `undo` keep their words but those of the person: see the tests below."""


def words_in(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def filled(path: Path) -> sqlite3.Connection:
    connection = open_database(path)
    connection.execute("DROP TRIGGER history_told")
    connection.execute("DROP TRIGGER happening_told")
    fill(connection, 1)
    fill(connection, 2)
    connection.execute("UPDATE history SET data = json_object('text', data)")
    connection.execute("UPDATE inbox_message SET undo = json_object('text', undo)")
    return connection


def test_every_text_about_a_person_goes_or_has_a_reason_to_stay_and_nothing_of_another(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    connection = filled(path)
    names = [Name("email", "word-1-lead-email")]
    connection.execute("BEGIN IMMEDIATE")
    blank(connection, 1, ["word-1-lead-email"], names, 5)
    connection.execute("COMMIT")
    assert is_owed(connection)
    clean(connection)
    assert not is_owed(connection)
    connection.close()
    content = words_in(path)
    tables = {about.table for about in EXPORTED}
    left = []
    for table in sorted(tables):
        opened = open_database(path)
        columns = [row[0] for row in opened.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()]
        opened.close()
        for column in columns:
            kept = (table, None) in STAYS or (table, column) in STAYS or column in OWN_THINGS
            if not kept and re.search(rf"word-1-{table}-{column}(?!\w)".encode(), content):
                left.append((table, column))
    assert left == []
    assert b"word-2-lead-first_name" in content
    assert b"word-2-payload-content" in content


def test_texts_of_a_persons_history_lose_their_words_and_keep_what_audit_reads(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    data = '{"company":"windmill.example","zone":"Europe/Amsterdam","was":{"a":["asked by Noor","x"]},"message_id":"<a@b.example>","n":3}'
    connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (1, 'sending', 1, ?)", (data,))
    connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (1, 'sending', 2, ?)", (data,))
    connection.execute("BEGIN")
    blank(connection, 1, ["Noor", "noor@windmill.example", "Amsterdam"], [], 5)
    connection.execute("COMMIT")
    rows = connection.execute("SELECT data FROM history ORDER BY id").fetchall()
    assert rows == [
        ('{"zone":"Europe/Amsterdam","was":{"a":["asked by [erased]","x"]},"message_id":"<a@b.example>","n":3}',),
        (data,),
    ]


def test_words_go_as_whole_ones_in_whatever_case() -> None:
    forget = forgetting(["noor", "noor@windmill.example", "", "a"])
    assert forget("Noor <NOOR@windmill.example>, Noortje, noor.") == "[erased] <[erased]>, Noortje, [erased]."
    assert forgetting([])("noor") == "noor"
    others = "e.noor@windmill.example, noor@windmill.example.org, x-noor@windmill.example"
    assert forgetting(["noor@windmill.example"])(others) == others
    assert forgetting(["/in/noor"])("x /in/noor-2 /in/noor.") == "x /in/noor-2 [erased]."


def test_a_text_about_others_loses_what_names_the_person_and_an_account_keeps_its_name(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    connection.execute(
        "INSERT INTO lead (id, email, fields, import_id) VALUES (2, 'sam@canal.example', '{\"via\":\"noor@windmill.example\"}', 1)"
    )
    connection.execute(
        "INSERT INTO account (key, channel, applied_at, held, errors, guard_from) "
        "VALUES ('email:noor@windmill.example', 'email', 1, 'x', 0, 0)"
    )
    connection.execute("BEGIN")
    assert sweep(connection, ["noor@windmill.example"]) == 1
    assert sweep(connection, []) == 0
    connection.execute("COMMIT")
    assert connection.execute("SELECT fields FROM lead").fetchall() == [('{"via":"[erased]"}',)]
    assert connection.execute("SELECT key FROM account").fetchall() == [("email:noor@windmill.example",)]


def test_a_rewritten_version_is_known_by_its_new_digest_everywhere(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    save_version(connection, text=b"noor old", files={}, path="c.yaml", at=1, by="anna")
    save_version(connection, text=b"noor new", files={"a.md": b"hi noor"}, path="c.yaml", at=2, by="anna")
    before = digest(b"noor new", {"a.md": b"hi noor"})
    connection.execute("INSERT INTO meta VALUES ('outline', ?)", (f'{{"sha256":"{before}"}}',))
    connection.execute("INSERT INTO history (at, event, data) VALUES (2, 'applied', ?)", (f'{{"version": "{before}"}}',))
    seen = []

    def without(name: str, content: bytes, in_force: bool) -> bytes:
        seen.append((name, in_force))
        return content.replace(b"noor ", b"")

    connection.execute("BEGIN")
    assert rewrite_versions(connection, without) == 2
    assert rewrite_versions(connection, without) == 0
    connection.execute("COMMIT")
    assert seen[:3] == [("c.yaml", False), ("c.yaml", True), ("a.md", True)]
    after = digest(b"new", {"a.md": b"hi noor"})
    rows = connection.execute("SELECT sha256, text FROM version ORDER BY id").fetchall()
    assert [(row[0], zlib.decompress(row[1])) for row in rows] == [(digest(b"old", {}), b"old"), (after, b"new")]
    assert connection.execute("SELECT value FROM meta WHERE key = 'outline'").fetchone() == (f'{{"sha256":"{after}"}}',)
    assert connection.execute("SELECT data FROM history WHERE event = 'applied'").fetchone() == (f'{{"version": "{after}"}}',)


@pytest.mark.parametrize(("file", "left"), [("", "erased"), ("fair.csv", "met Noor at the fair")])
def test_an_origin_that_is_the_persons_own_goes_and_that_of_an_import_stays(tmp_path: Path, file: str, left: str) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    connection.execute("INSERT INTO lead_import VALUES (1, ?, 'met Noor at the fair', 'consent', '[]', 0)", (file,))
    connection.execute("INSERT INTO lead (id, email, import_id) VALUES (1, 'noor@windmill.example', 1)")
    connection.execute("BEGIN")
    blank(connection, 1, ["Noor"], [], 5)
    connection.execute("COMMIT")
    assert connection.execute("SELECT source, basis FROM lead_import").fetchone() == (left, "consent")


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_company_of_a_first_contact_goes_on_whatever_day_of_the_zone_it_counted(tmp_path: Path, days: int) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    at, day = 1_798_444_800, 1_798_444_800 // 86_400
    connection.execute(
        "INSERT INTO action (id, send_key, journey_id, lead_id, campaign, step, kind, account, sender, state, reason, planned_at, slot_at, "
        "claimed_at, attempts, first, variant, payload_sha256) "
        "VALUES (7, 'k', 1, 1, 'c', 's', 'email', 'a', 'a', 'sent', '', ?, ?, ?, 1, 1, '', '')",
        (at, at, at),
    )
    for action in (7, 8):
        connection.execute("INSERT INTO first_contact VALUES (?, 'windmill', ?)", (day + days, action))
    connection.execute("BEGIN")
    blank(connection, 1, [], [], 5)
    connection.execute("COMMIT")
    assert connection.execute("SELECT company, action_id FROM first_contact ORDER BY action_id").fetchall() == [("", 7), ("windmill", 8)]
