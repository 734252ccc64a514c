"""Blanks a person in every table: what was done stays as numbers, whom it was done to goes.

The counterpart of person_rows: every table that stands there is handled here, and a test fills each with words of a person
and finds none of them afterwards. The caller holds the transaction. What stays: the person's entries on the list of those
who are never contacted, because they have to be honoured; whoever erases a person replaces them.
"""

import json
import re
import sqlite3
from typing import Any, Final

from seleqt_cli.core.errors import Busy
from seleqt_cli.core.invitations import KEPT
from seleqt_cli.storage.invitations import close
from seleqt_cli.storage.json_text import compact

ERASED: Final = "erased"
_ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:=\[\]{}]+@[^\s<>\"'(),;:=\[\]{}]+|linkedin\.com/in/\S+", re.IGNORECASE)
_SHORTEST: Final = 3
"""Letters of a value that is looked for inside of other texts; shorter ones stand in every text."""
_EMPTIED: Final = ("company", "note", "text", "from", "to", "subject", "recipient", "lead", "name")
"""Keys of the history's data whose value is about the person, whatever it is."""
_NUMBERED: Final = frozenset({"message_id"})
"""Keys whose value looks like an address and is a number made by the program: what audit knows a step by."""
_OPEN: Final = "SELECT 1 FROM action WHERE lead_id = ? AND state IN ('claimed', 'sending', 'in_doubt') LIMIT 1"
_ACTIONS: Final = "(SELECT id FROM action WHERE lead_id = :lead)"
_STATEMENTS: Final = (
    "DELETE FROM usage WHERE armed = 0 AND action_id IN (SELECT id FROM action WHERE lead_id = :lead AND state IN ('planned', 'deferred'))",
    "UPDATE action SET state = 'skipped', settled_at = :at WHERE lead_id = :lead AND state IN ('planned', 'deferred')",
    "UPDATE action SET lead = NULL, recipient = NULL, subject = NULL, variant = '', reason = CASE reason WHEN '' THEN '' ELSE :word END "
    "WHERE lead_id = :lead",
    f"DELETE FROM payload WHERE action_id IN {_ACTIONS}",
    f"DELETE FROM copy_owed WHERE action_id IN {_ACTIONS}",
    f"DELETE FROM message_alias WHERE action_id IN {_ACTIONS}",
    f"DELETE FROM unsubscribe_token WHERE action_id IN {_ACTIONS}",
    f"DELETE FROM linkedin_sent WHERE action_id IN {_ACTIONS}",
    f"DELETE FROM doubt_search WHERE action_id IN {_ACTIONS}",
    f"UPDATE first_contact SET company = '' WHERE action_id IN {_ACTIONS}",
    "UPDATE invitation SET reason = '' WHERE lead_id = :lead",
    "UPDATE journey SET state = 'erased', reason = '', queue = '', company = '', thread_subject = '', thread = '', due_at = :at "
    "WHERE lead_id = :lead",
    "UPDATE task SET state = CASE state WHEN 'open' THEN 'skipped' ELSE state END, settled_at = coalesce(settled_at, :at), text = '', "
    "frozen = '' WHERE lead_id = :lead",
    "UPDATE inbox_message SET sender = '', sender_name = '', subject = '', text = '', message_id = '', detail = '', status = '', "
    "returns = '', addresses = '[]', reasons = '[]', matched = '', followed = '', undo = '{}' WHERE lead_id = :lead",
    "DELETE FROM delivery WHERE happening_id IN (SELECT id FROM happening WHERE lead_id = :lead)",
    "DELETE FROM happening WHERE lead_id = :lead",
    "UPDATE privacy_request SET person = '', text = '' WHERE lead_id = :lead",
    "UPDATE lead SET email = NULL, email_shown = NULL, linkedin = NULL, first_name = NULL, last_name = NULL, company = NULL, title = NULL, "
    "phone = NULL, timezone = NULL, country = NULL, language = NULL, birth_date = NULL, fields = NULL, stopped = :word WHERE id = :lead",
    # an origin of its own (`leads set LEAD source=...`) is nobody else's, and a person wrote it about this one
    "UPDATE lead_import SET source = :word WHERE file = '' AND id = (SELECT import_id FROM lead WHERE id = :lead)",
    "DELETE FROM lead_tag WHERE lead_id = :lead",
    "DELETE FROM linkedin_alias WHERE lead_id = :lead",
    "DELETE FROM former_address WHERE lead_id = :lead",  # behind the lead: its trigger writes there when an address goes
)


def blank(connection: sqlite3.Connection, lead: int, at: int, why: dict[str, Any]) -> None:
    """Blank a lead. `why`: the data of the history's row `erased`, which names nobody. Raises Busy while a send is under way."""
    if connection.execute(_OPEN, (lead,)).fetchone() is not None:
        raise Busy(f"lead {lead}: a send is under way or in doubt", advice="seleqt resolve, then type the same again")
    words = words_of(connection, lead)
    close(connection, lead, KEPT, at)
    for statement in _STATEMENTS:
        connection.execute(statement, {"lead": lead, "at": at, "word": ERASED})
    for number, data in connection.execute("SELECT id, data FROM history WHERE lead_id = ?", (lead,)).fetchall():
        clean = _without(data, words)
        if clean != data:
            connection.execute("UPDATE history SET data = ? WHERE id = ?", (clean, number))
    connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (?, 'erased', ?, ?)", (at, lead, compact(why)))


def words_of(connection: sqlite3.Connection, lead: int) -> list[str]:
    """What a person can be known by in a text, in lower case, the longest first: addresses, profile, names, and every field."""
    row = connection.execute(
        "SELECT email, email_shown, linkedin, first_name, last_name, company, title, phone, birth_date, fields FROM lead WHERE id = ?",
        (lead,),
    ).fetchone()
    if row is None:
        return []
    *values, fields = row
    found = [str(value) for value in values if value] + [str(value) for value in json.loads(fields or "{}").values()]
    found += [slug for value in found if "linkedin.com/in/" in value for slug in [value.rstrip("/").rpartition("/")[2]]]
    for statement in ("SELECT address FROM former_address WHERE lead_id = ?", "SELECT slug FROM linkedin_alias WHERE lead_id = ?"):
        found += [value for (value,) in connection.execute(statement, (lead,))]
    return sorted({word.lower() for word in found if len(word) >= _SHORTEST}, key=len, reverse=True)


def _without(text: str, words: list[str]) -> str:
    try:
        data = json.loads(text)
    except ValueError:
        return compact({"reason": ERASED})
    return (
        compact({key: _clean(key, value, words) for key, value in data.items()}) if isinstance(data, dict) else compact({"reason": ERASED})
    )


def _clean(key: str, value: Any, words: list[str]) -> Any:
    if isinstance(value, dict):
        return {name: _clean(name, one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [_clean(key, one, words) for one in value]
    if not isinstance(value, str) or not value or key in _NUMBERED:
        return value
    if key in _EMPTIED:
        return ""
    low = value.lower()
    told = _ADDRESS.search(value) or any(word in low for word in words)
    return ERASED if told and key == "reason" else "" if told else value
