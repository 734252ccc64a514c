"""Whom and what to keep no longer: looked for over all leads, removed in small commits so that a send gets its turn in between."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from seleqt_cli.core.tombstones import Tombstone
from seleqt_cli.storage.erasing import blank
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.person_names import names_in
from seleqt_cli.storage.tombstones import bury

BATCH: Final = 200
"""People of one commit."""
_LAST: Final = (
    "max(coalesce(l.contacted_at, 0), coalesce(l.replied_at, 0), "
    "coalesce((SELECT max(coalesce(sending_at, 0)) FROM action WHERE lead_id = l.id), 0), "
    "coalesce((SELECT max(received_at) FROM inbox_message WHERE lead_id = l.id), 0))"
)
"""When somebody last wrote to the person or they to us, 0 = never."""
_ANSWERED: Final = (
    "(l.replied_at IS NOT NULL OR EXISTS (SELECT 1 FROM inbox_message WHERE lead_id = l.id AND class IN ('reply', 'unsubscribe')))"
)
_KNOWN: Final = "(l.email IS NOT NULL OR l.linkedin IS NOT NULL)"
_BOUND: Final = (
    "(coalesce(l.stopped, '') LIKE 'restricted%' "
    "OR EXISTS (SELECT 1 FROM privacy_request WHERE lead_id = l.id AND closed_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM action WHERE lead_id = l.id AND state IN ('claimed', 'sending', 'in_doubt')))"
)
"""Restricted (the data are to be kept), an open request, or something under way: not now."""
_WALKS: Final = "EXISTS (SELECT 1 FROM journey WHERE lead_id = l.id AND state IN ('waiting', 'due', 'held', 'paused'))"
_OLD: Final = {
    "uncontacted": f"i.imported_at <= :before AND {_LAST} = 0 AND l.replied_at IS NULL",
    # the cheap conditions first: they leave few leads to look at more closely
    "silent": f"i.imported_at <= :before AND coalesce(l.contacted_at, 0) <= :before AND {_LAST} BETWEEN 1 AND :before AND NOT {_ANSWERED}",
    "answered": f"i.imported_at <= :before AND coalesce(l.contacted_at, 0) <= :before AND {_LAST} BETWEEN 1 AND :before AND {_ANSWERED}",
    "unsubscribed": "EXISTS (SELECT 1 FROM suppression s WHERE s.reason IN ('unsubscribed', 'objected') AND s.created_at <= :before "
    "AND ((s.kind = 'email' AND s.value = l.email) OR (s.kind = 'linkedin' AND s.value = l.linkedin)))",
}


@dataclass(frozen=True, slots=True)
class Old:
    """People whose period is over: those to remove by number, how many are kept for a reason of their own, and who still walks."""

    leads: list[int]
    bound: int
    walking: int


def old_people(connection: sqlite3.Connection, key: str, before: int) -> Old:
    """Whose period `key` (uncontacted, silent, answered, unsubscribed) was over at an instant."""
    rows = connection.execute(
        f"SELECT l.id, {_BOUND}, {_WALKS} FROM lead l JOIN lead_import i ON i.id = l.import_id "
        f"WHERE {_KNOWN} AND {_OLD[key]} ORDER BY l.id",
        {"before": before},
    ).fetchall()
    return Old(
        [number for number, bound, walks in rows if not bound and not walks],
        sum(bound for _, bound, _ in rows),
        sum(walks and not bound for _, bound, walks in rows),
    )


def remove_people(connection: sqlite3.Connection, leads: Sequence[int], key: str, *, by: str, at: int) -> Iterator[int]:
    """Blank people in small commits; yields how many so far. Whoever got something to do meanwhile stays."""
    done = 0
    for start in range(0, len(leads), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for lead in leads[start : start + BATCH]:
                free = connection.execute(f"SELECT NOT {_BOUND} AND NOT {_WALKS} FROM lead l WHERE l.id = ?", (lead,)).fetchone()
                if free is not None and free[0]:
                    # their entries on the list of those who are never contacted stay: no name is handed over to be taken off it
                    blank(connection, lead, names_in(connection, lead).words, (), at)
                    data = compact({"by": by, "period": key})
                    connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (?, 'erased', ?, ?)", (at, lead, data))
                    done += 1
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        yield done


def old_messages(connection: sqlite3.Connection, before: int) -> int:
    """Messages of nobody who is known that came before an instant and still say something."""
    return _number(
        connection, "SELECT count(*) FROM inbox_message WHERE lead_id IS NULL AND received_at <= ? AND (sender <> '' OR text <> '')", before
    )


def old_requests(connection: sqlite3.Connection, before: int) -> int:
    """Requests that were closed before an instant."""
    return _number(connection, "SELECT count(*) FROM privacy_request WHERE closed_at <= ?", before)


def old_opt_outs(connection: sqlite3.Connection, before: int) -> list[tuple[str, str, str, int]]:
    """(kind, value, reason, since) of people who said no before an instant and are no leads: nothing else is kept of them."""
    rows = connection.execute(
        "SELECT s.kind, s.value, s.reason, s.created_at FROM suppression s WHERE s.kind IN ('email', 'linkedin') "
        "AND s.reason IN ('unsubscribed', 'objected') AND s.created_at <= ? "
        "AND NOT EXISTS (SELECT 1 FROM lead l WHERE s.kind = 'email' AND l.email = s.value) "
        "AND NOT EXISTS (SELECT 1 FROM lead l WHERE s.kind = 'linkedin' AND l.linkedin = s.value) ORDER BY s.kind, s.value",
        (before,),
    )
    return rows.fetchall()


def bury_opt_outs(connection: sqlite3.Connection, found: Sequence[tuple[str, str, str, int]], tombstones: Sequence[Tombstone]) -> None:
    """Put keyed hashes in the place of entries of the list of those who are never contacted."""
    connection.execute("BEGIN IMMEDIATE")
    bury(connection, tombstones)
    connection.executemany("DELETE FROM suppression WHERE kind = ? AND value = ?", [row[:2] for row in found])
    connection.execute("COMMIT")


def remove_rest(
    connection: sqlite3.Connection, messages_before: int, requests_before: int, counts: dict[str, int], *, by: str, at: int
) -> None:
    """Blank old messages of strangers, delete old requests, and write down what was removed altogether (`counts`: key -> number)."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "UPDATE inbox_message SET sender = '', sender_name = '', subject = '', text = '', message_id = '', detail = '', addresses = '[]', "
        "reasons = '[]', matched = '', followed = '', undo = '{}' "
        "WHERE lead_id IS NULL AND received_at <= ? AND (sender <> '' OR text <> '')",
        (messages_before,),
    )
    connection.execute("DELETE FROM privacy_request WHERE closed_at <= ?", (requests_before,))
    data = compact({"by": by} | {key: count for key, count in counts.items() if count})
    connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'retention', ?)", (at, data))
    connection.execute("COMMIT")


def _number(connection: sqlite3.Connection, statement: str, *values: Any) -> int:
    return int(connection.execute(statement, values).fetchone()[0])
