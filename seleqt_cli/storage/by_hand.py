"""Invitations that the person sent by hand, known from LinkedIn's list or from its export: each counts once, wherever it was seen.

Kept are digests of slugs, so nobody is named. Two sightings of one person are one invitation unless they lie further apart than
LinkedIn lets somebody be invited again: the list rounds ages, and the export writes its times without a zone.
"""

import hashlib
import sqlite3
from typing import Final
from urllib.parse import quote

from seleqt_cli.core.zones import DAY

AGAIN_AFTER: Final = 21 * DAY
"""Seconds in which LinkedIn takes no second invitation to the same person (LINKEDIN.md section 5)."""


def invited_by_hand(connection: sqlite3.Connection, account: str, slug: str, at: int) -> bool:
    """Count an invitation that seleqt did not send; False when it was counted before, or is ours. In the caller's transaction."""
    if _is_ours(connection, account, slug, at):
        return False
    digest = hashlib.sha256(slug.casefold().encode()).hexdigest()[:32]
    row = connection.execute("SELECT at FROM linkedin_by_hand WHERE account = ? AND digest = ?", (account, digest)).fetchone()
    if row is not None and at - row[0] < AGAIN_AFTER:
        return False  # the same one, or an older one than the one that is known
    known = _unnamed(connection, account, at)
    connection.execute(
        "INSERT INTO linkedin_by_hand VALUES (?, ?, ?) ON CONFLICT (account, digest) DO UPDATE SET at = excluded.at", (account, digest, at)
    )
    if not known:
        connection.execute("INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'connect', ?, 0, 1)", (account, at))
    return not known


def _is_ours(connection: sqlite3.Connection, account: str, slug: str, at: int) -> bool:
    """Ours are told by the profile of the lead, or another slug of it."""
    profile = f"https://www.linkedin.com/in/{quote(slug, safe='')}/"
    statement = (
        "SELECT 1 FROM action WHERE account = ?1 AND kind = 'connect' AND sending_at BETWEEN ?4 - ?5 AND ?4 + ?5 "
        "AND (recipient = ?2 COLLATE NOCASE OR lead_id IN (SELECT lead_id FROM linkedin_alias WHERE slug = ?3 COLLATE NOCASE)) LIMIT 1"
    )
    return connection.execute(statement, (account, profile, slug, at, AGAIN_AFTER)).fetchone() is not None


def _unnamed(connection: sqlite3.Connection, account: str, at: int) -> bool:
    """Whether one of that moment was counted before anybody kept whom it went to: an export that was taken in by an older seleqt."""
    counted, named = (
        connection.execute(statement, (account, at)).fetchone()[0]
        for statement in (
            "SELECT count(*) FROM usage WHERE account = ? AND kind = 'connect' AND at = ? AND action_id = 0",
            "SELECT count(*) FROM linkedin_by_hand WHERE account = ? AND at = ?",
        )
    )
    return int(counted) > int(named)
