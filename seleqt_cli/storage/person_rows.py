"""Every table that knows a person, and how its rows about one are found; every other table, and why it knows nobody.

A test walks the schema: a table that stands in neither list, or in both, is a defect, and so is a column that is left out
without a reason. Rows are given whole, so that a new column of a listed table is in the export by itself.
"""

import base64
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_ACTIONS: Final = "action_id IN (SELECT id FROM action WHERE lead_id = :lead)"
_PERSON: Final = "lead_id = :lead"
_ADDRESSES: Final = "SELECT email FROM lead WHERE id = :lead UNION SELECT address FROM former_address WHERE lead_id = :lead"
_PROFILES: Final = (
    "SELECT linkedin FROM lead WHERE id = :lead "
    "UNION SELECT 'https://www.linkedin.com/in/' || slug || '/' FROM linkedin_alias WHERE lead_id = :lead"
)


@dataclass(frozen=True, slots=True)
class About:
    """A table with rows about people. `title` is what a reader is told; `left_out`: column -> why it is not handed out."""

    table: str
    where: str
    title: str
    left_out: Mapping[str, str] = field(default_factory=dict)


EXPORTED: Final = (
    About("lead", "id = :lead", "What is known about you"),
    About("lead_import", "id = (SELECT import_id FROM lead WHERE id = :lead)", "Where it comes from, and on which lawful basis"),
    About("lead_tag", _PERSON, "Words you were sorted by"),
    About("former_address", _PERSON, "Addresses you had"),
    About("linkedin_alias", _PERSON, "Other names of your LinkedIn profile"),
    About(
        "suppression",
        f"(kind = 'email' AND value IN ({_ADDRESSES})) OR (kind = 'linkedin' AND value IN ({_PROFILES})) "
        "OR (kind = 'domain' AND value = (SELECT substr(email, instr(email, '@') + 1) FROM lead WHERE id = :lead))",
        "Why you are not contacted",
    ),
    About("journey", _PERSON, "The campaigns you are or were in"),
    About("action", _PERSON, "What was done, or is planned"),
    About("payload", _ACTIONS, "The messages that were written to you"),
    About("linkedin_sent", _ACTIONS, "What was seen to go to you on LinkedIn"),
    About("linkedin_mark", _ACTIONS, "What stood on LinkedIn right before it"),
    About("inbox_message", _PERSON, "Messages that came from you or about you"),
    About("message_alias", _ACTIONS, "Other numbers of those messages"),
    About("unsubscribe_token", _ACTIONS, "The words by which your unsubscribe mail is known"),
    About("sent_copy", _ACTIONS, "Copies that were seen in the Sent folder"),
    About("copy_owed", _ACTIONS, "Copies that are still to be put into the Sent folder"),
    About("doubt_search", _ACTIONS, "Searches whether a message went"),
    About(
        "sent_elsewhere",
        "code IN (SELECT substr(message_id, 1, instr(message_id, '@') - 1) FROM action WHERE lead_id = :lead AND message_id <> '') "
        "OR code IN (SELECT substr(message_id, 2, instr(message_id, '@') - 2) FROM action WHERE lead_id = :lead AND message_id <> '')",
        "Messages that only the Sent folder shows",
    ),
    About("invitation", _PERSON, "Invitations on LinkedIn"),
    About("usage", _ACTIONS, "What was counted against limits"),
    About("first_contact", _ACTIONS, "First contacts of a day"),
    About("task", _PERSON, "What a person here is to do about you"),
    About("happening", _PERSON, "Events that another program is told of"),
    About("delivery", "happening_id IN (SELECT id FROM happening WHERE lead_id = :lead)", "Whether it was told"),
    About("privacy_request", _PERSON, "What you asked for"),
    About("history", _PERSON, "The record of everything done"),
)

NOBODY: Final[Mapping[str, str]] = {
    "meta": "identity, keys and switches of the program, and copies of what `version` holds without its leads",
    "version": "texts of campaigns.yaml; those that name the person are told apart, by `versions_that_name`",
    "account": "accounts that send: their limits, holds and readings",
    "mail_settings": "servers of accounts that send",
    "campaign_state": "names of campaigns",
    "lane": "schedules",
    "journey_count": "numbers",
    "active_day": "days on which an account did anything",
    "hook_word": "words of the program",
    "hook": "commands and addresses of other programs, as campaigns.yaml has them",
    "inbox_folder": "folders and how far they were read",
    "linkedin_profile": "accounts that send",
    "linkedin_incident": "what LinkedIn said to the owner of an account",
    "linkedin_by_hand": "digests that name nobody",
    "linkedin_seen": "counts of an account's pages, and digests of its conversations that name nobody",
    "privacy_breach": "counts and dates",
    "run_time": "moments",
    "planned_pause": "moments, and why the owner pauses",
    "tombstone": "keyed hashes of people who were erased, which name nobody",
}
"""Table -> why nothing in it is about a person who is contacted."""


def rows_about(connection: sqlite3.Connection, lead: int) -> Iterator[tuple[About, list[dict[str, Any]]]]:
    """Every table with its rows about a lead, column -> value; tables without any are left out. Octets stay octets."""
    for about in EXPORTED:
        cursor = connection.execute(f"SELECT * FROM {about.table} WHERE {about.where}", {"lead": lead})
        names = [column[0] for column in cursor.description]
        rows = [{name: value for name, value in zip(names, row, strict=True) if name not in about.left_out} for row in cursor]
        if rows:
            yield about, rows


def versions_that_name(connection: sqlite3.Connection, words: tuple[str, ...]) -> list[tuple[int, int, list[str]]]:
    """(number, applied at, lines) of the accepted texts of campaigns.yaml, and what they name, in which one of some words stands."""
    wanted = [word.lower() for word in words if word]
    found = []
    for number, applied_at, text, files in connection.execute("SELECT id, applied_at, text, files FROM version ORDER BY id").fetchall():
        texts = [zlib.decompress(text)]
        texts += [base64.b64decode(content) for content in json.loads(zlib.decompress(files)).values()]
        lines = [line.strip() for one in texts for line in one.decode("utf-8", "replace").splitlines()]
        naming = [line for line in lines if any(word in line.lower() for word in wanted)]
        if naming:
            found.append((number, applied_at, naming))
    return found
