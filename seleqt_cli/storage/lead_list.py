"""Whom the leads of a campaign do not name any more, and who is named again (SPEC 13 rule 19)."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from seleqt_cli.core.continuing import NO_ROW
from seleqt_cli.storage.people import skip_tasks, unplan

_LIVE: Final = "('waiting', 'due', 'held', 'paused')"
_TRIED: Final = "SELECT 1 FROM action WHERE journey_id = ? AND (sending_at IS NOT NULL OR state = 'claimed') LIMIT 1"


class Members:
    """A set of small numbers, one bit each."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._bits = bytearray()
        for number in numbers:
            if number >> 3 >= len(self._bits):
                self._bits.extend(bytes((number >> 3) + 1024 - len(self._bits)))
            self._bits[number >> 3] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        return number >> 3 < len(self._bits) and bool(self._bits[number >> 3] & 1 << (number & 7))


def departed(connection: sqlite3.Connection, campaign: str, numbers: Iterable[int]) -> tuple[list[int], int]:
    """Journeys of leads that are none of these: those in which nothing was done, and how many others live.

    Somebody whose address was changed since stands in the file under the old one, and counts as named.
    """
    live = f"FROM journey WHERE campaign = ? AND state IN {_LIVE}"
    if connection.execute(f"SELECT 1 {live} LIMIT 1", (campaign,)).fetchone() is None:
        return [], 0
    members = Members(numbers)
    rows = connection.execute(f"SELECT id, lead_id, done {live} ORDER BY id", (campaign,))
    gone = [row for row in rows if row[1] not in members]
    if gone:
        others = "SELECT lead_id FROM former_address UNION SELECT lead_id FROM history WHERE event = 'address_changed'"
        renamed = {row[0] for row in connection.execute(others)}
        gone = [row for row in gone if row[1] not in renamed]
    begun = {journey for journey, _, done in gone if '"sent"' in done or connection.execute(_TRIED, (journey,)).fetchone()}
    return [journey for journey, _, _ in gone if journey not in begun], len(begun)


def end(connection: sqlite3.Connection, journeys: Sequence[int], at: int) -> None:
    """End journeys in which nothing was done; what is asked and planned of them goes."""
    for number in journeys:
        connection.execute(
            "INSERT INTO history (at, event, journey_id, lead_id, campaign, data) SELECT ?, 'row removed', id, lead_id, campaign, "
            "json_object('step', step, 'reason', ?) FROM journey WHERE id = ?",
            (at, NO_ROW, number),
        )
        connection.execute("UPDATE journey SET state = 'stopped', reason = ?, queue = '' WHERE id = ?", (NO_ROW, number))
        skip_tasks(connection, "journey_id = ?", (number,), "seleqt", at)
        unplan(connection, "journey_id = ?", (number,), NO_ROW, at)


def returned(connection: sqlite3.Connection, campaign: str, numbers: Iterable[int]) -> dict[int, int]:
    """Lead -> journey, of those that ended so and are among these now."""
    rows = connection.execute(
        "SELECT lead_id, id FROM journey WHERE campaign = ? AND state = 'stopped' AND reason = ? ORDER BY id", (campaign, NO_ROW)
    ).fetchall()
    members = Members(numbers) if rows else frozenset[int]()
    return {lead: journey for lead, journey in rows if lead in members}
