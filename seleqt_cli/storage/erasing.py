"""Blanks a person in every table: what happened stays as a count, who it was does not.

storage/person_rows lists every table that knows a person, and a test holds that list against what is blanked here. The row of
the lead stays without a word, so that its number never becomes somebody else's.
"""

import base64
import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from seleqt_cli.core.tombstones import ERASED, Name
from seleqt_cli.storage.invitations import close
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.tombstones import OWED
from seleqt_cli.storage.versions import digest

GONE: Final = "[erased]"
_ACTIONS: Final = "action_id IN (SELECT id FROM action WHERE lead_id = ?1)"
_DAYS: Final = (
    "day BETWEEN (SELECT min(min(planned_at, slot_at, claimed_at)) / 86400 - 1 FROM action WHERE lead_id = ?1) "
    "AND (SELECT max(max(planned_at, slot_at, claimed_at, coalesce(sending_at, 0))) / 86400 + 1 FROM action WHERE lead_id = ?1)"
)
"""The days on which something may have counted as a first contact with a person: its key begins with the day."""
_BLANK: Final = (
    "UPDATE lead SET email = NULL, email_shown = NULL, linkedin = NULL, first_name = NULL, last_name = NULL, company = NULL, "
    "title = NULL, phone = NULL, timezone = NULL, country = NULL, language = NULL, birth_date = NULL, fields = NULL, "
    f"paused_until = NULL, stopped = '{ERASED}' WHERE id = ?1",
    # an origin of its own (`leads set LEAD source=...`) is nobody else's, and was written about this person
    f"UPDATE lead_import SET source = '{ERASED}' WHERE file = '' AND id = (SELECT import_id FROM lead WHERE id = ?1)",
    "DELETE FROM lead_tag WHERE lead_id = ?1",
    "DELETE FROM former_address WHERE lead_id = ?1",  # the trigger of the first one filled it
    "DELETE FROM linkedin_alias WHERE lead_id = ?1",
    f"DELETE FROM payload WHERE {_ACTIONS}",
    f"DELETE FROM linkedin_sent WHERE {_ACTIONS}",
    f"DELETE FROM linkedin_mark WHERE {_ACTIONS}",
    f"DELETE FROM message_alias WHERE {_ACTIONS}",
    f"DELETE FROM unsubscribe_token WHERE {_ACTIONS}",
    f"DELETE FROM copy_owed WHERE {_ACTIONS}",
    f"UPDATE first_contact SET company = '' WHERE {_DAYS} AND {_ACTIONS}",
    "UPDATE action SET lead = NULL, recipient = NULL, subject = NULL, payload_sha256 = '' WHERE lead_id = ?1",
    f"UPDATE journey SET state = '{ERASED}', reason = '{ERASED}', queue = '', company = '', thread_subject = '', thread = '' "
    "WHERE lead_id = ?1",
    "UPDATE task SET text = '', frozen = '' WHERE lead_id = ?1",
    "DELETE FROM delivery WHERE happening_id IN (SELECT id FROM happening WHERE lead_id = ?1)",
    "DELETE FROM happening WHERE lead_id = ?1",
    # `digest` stays: the mail may still lie in the inbox, and is not to be taken up again
    "UPDATE inbox_message SET message_id = '', sender = '', sender_name = '', subject = '', text = '', detail = '', addresses = '[]', "
    "reasons = '[]' WHERE lead_id = ?1",
    "UPDATE privacy_request SET person = '', text = '', answer = '', extension = '' WHERE lead_id = ?1",
)
_KEEP: Final = frozenset({"message_id", "zone", "step", "kind", "account", "sender", "campaign", "event", "by", "window"})
"""Keys of a history row's data that say nothing of the person, and that `audit` reads."""
_LEFT: Final = frozenset({"account", "email_account", "linkedin_account", "sender", "campaign", "step", "kind", "state", "queue", "path"})
"""Columns whose words are names of the program's own things."""
_TABLES_LEFT: Final = frozenset({"meta", "version", "account", "mail_settings", "suppression", "tombstone", "hook", "hook_word", "lane"})


def blank(connection: sqlite3.Connection, lead: int, words: Sequence[str], names: Iterable[Name], at: int) -> None:
    """Blank a lead in every table, inside the caller's transaction. `words`: what of them may stand in a text of their own."""
    close(connection, lead, "kept", at)
    planned = f"SELECT id FROM action WHERE lead_id = {int(lead)} AND state IN ('planned', 'deferred')"
    connection.execute(f"DELETE FROM usage WHERE armed = 0 AND action_id IN ({planned})")
    connection.execute(f"DELETE FROM first_contact WHERE {_DAYS} AND action_id IN ({planned})", (lead,))
    connection.execute(f"UPDATE action SET state = 'skipped', settled_at = ? WHERE id IN ({planned})", (at,))
    connection.execute(
        "UPDATE task SET state = 'skipped', settled_at = ?, settled_by = 'seleqt' WHERE lead_id = ? AND state = 'open'", (at, lead)
    )
    for statement in _BLANK:
        connection.execute(statement, (lead,))
    forget = forgetting(words)
    for table, columns in (("action", ("reason",)), ("invitation", ("reason",)), ("inbox_message", ("followed", "undo"))):
        for column in columns:
            rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE lead_id = ? AND {column} <> ''", (lead,)).fetchall()
            changed = [(new, number) for number, text in rows if (new := forget(text)) != text]
            connection.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", changed)
    rows = connection.execute("SELECT id, data FROM history WHERE lead_id = ?", (lead,)).fetchall()
    changed = [(new, number) for number, text in rows if (new := _data_without(text, forget)) != text]
    connection.executemany("UPDATE history SET data = ? WHERE id = ?", changed)
    for name in names:
        connection.execute("DELETE FROM suppression WHERE kind = ? AND value = ?", (name.kind, name.value))
        if name.kind == "email":
            connection.execute("DELETE FROM former_address WHERE address = ?", (name.value,))
    owe(connection)


def sweep(connection: sqlite3.Connection, signs: Sequence[str]) -> int:
    """Take addresses and profiles of a person out of every text about others, inside the caller's transaction; how many rows had them.

    A colleague's answer that quotes them, a server's words, a field of another lead.
    """
    forget = forgetting(signs)
    found = 0
    tables = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in tables.fetchall():
        if table in _TABLES_LEFT:
            continue
        columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
        keys = [name for name, _, key in columns if key]
        for name, kind, key in columns:
            if kind != "TEXT" or key or (name in _LEFT and (table, name) != ("inbox_message", "sender")):
                continue
            where = " OR ".join([f"instr(lower({name}), ?)"] * len(signs)) or "0"
            rows = connection.execute(
                f"SELECT {name}, {', '.join(keys)} FROM {table} WHERE {where}", [sign.lower() for sign in signs]
            ).fetchall()
            changed = [(new, *row[1:]) for row in rows if (new := forget(row[0])) != row[0]]
            match = " AND ".join(f"{one} = ?" for one in keys)
            connection.executemany(f"UPDATE {table} SET {name} = ? WHERE {match}", changed)
            found += len(changed)
    if found:
        owe(connection)
    return found


def forgetting(words: Iterable[str]) -> Callable[[str], str]:
    """Replaces words, whole ones and in whatever case."""
    wanted = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    # e.noor@a.example and /in/noor-2 are somebody else
    found = re.compile(rf"(?<![\w.+%-])(?:{'|'.join(map(re.escape, wanted))})(?![\w-]|\.\w)" if wanted else r"(?!)", re.IGNORECASE)
    return lambda text: found.sub(GONE, text)


def rewrite_versions(connection: sqlite3.Connection, without: Callable[[str, bytes, bool], bytes]) -> int:
    """Take a person out of the accepted texts of campaigns.yaml and of what they name, inside the caller's transaction.

    `without` gets a file's name, its content and whether it is in force, and gives the content that stays; how many texts changed.
    """
    changed = 0
    rows = connection.execute("SELECT id, sha256, path, text, files FROM version ORDER BY id").fetchall()
    for number, sha256, path, packed, packed_files in rows:
        text = zlib.decompress(packed)
        files = {name: base64.b64decode(content) for name, content in json.loads(zlib.decompress(packed_files)).items()}
        in_force = number == rows[-1][0]
        new_text = without(path, text, in_force)
        new_files = {name: without(name, content, in_force) for name, content in files.items()}
        if (new_text, new_files) == (text, files):
            continue
        new = digest(new_text, new_files)
        stored = compact({name: base64.b64encode(content).decode() for name, content in new_files.items()}).encode()
        connection.execute(
            "UPDATE version SET sha256 = ?, text = ?, files = ? WHERE id = ?",
            (new, zlib.compress(new_text), zlib.compress(stored), number),
        )
        # whoever knows the version by its digest goes on knowing it
        connection.execute("UPDATE meta SET value = replace(value, ?, ?) WHERE key IN ('outline', 'whole')", (sha256, new))
        connection.execute("UPDATE history SET data = replace(data, ?, ?) WHERE event = 'applied'", (sha256, new))
        changed += 1
    if changed:
        owe(connection)
    return changed


def owe(connection: sqlite3.Connection) -> None:
    """Write down that free pages of the file may still hold what was blanked."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (OWED,))


def clean(connection: sqlite3.Connection) -> None:
    """Write the file anew, without what free pages and the journal still hold; outside of any transaction.

    secure_delete zeroes most of it at once; what another program wrote without it, and what an index had split off, goes here.
    """
    connection.execute("PRAGMA secure_delete = on")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("DELETE FROM meta WHERE key = ?", (OWED,))


def is_owed(connection: sqlite3.Connection) -> bool:
    """Whether a process was killed between the blanking and `clean`."""
    return connection.execute("SELECT 1 FROM meta WHERE key = ?", (OWED,)).fetchone() is not None


def leads_known_as(connection: sqlite3.Connection, known: Callable[[Iterable[Name]], bool], names: Callable[..., list[Name]]) -> list[int]:
    """The numbers of the leads of whom a name is known: those whom an older copy of the database brought back."""
    rows = connection.execute("SELECT id, email, linkedin, phone FROM lead WHERE email IS NOT NULL OR linkedin IS NOT NULL ORDER BY id")
    return [row[0] for row in rows.fetchall() if known(names(*row[1:]))]


def _data_without(text: str, forget: Callable[[str], str]) -> str:
    try:
        data = json.loads(text)
    except ValueError:
        return forget(text)
    if not isinstance(data, dict):
        return forget(text)
    data.pop("company", None)
    return compact({key: value if key in _KEEP else _forgotten(value, forget) for key, value in data.items()})


def _forgotten(value: Any, forget: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return forget(value)
    if isinstance(value, list):
        return [_forgotten(item, forget) for item in value]
    if isinstance(value, dict):
        return {key: _forgotten(item, forget) for key, item in value.items()}
    return value
