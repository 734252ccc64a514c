"""What LinkedIn itself showed to be used up: it lowers what is left of the limits, and never raises them."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.zones import DAY

MOST_PENDING: Final = 400
"""Open invitations of an account from which on it sends no more (LINKEDIN.md section 5: keep below 500)."""
PENDING_HOLDS: Final = 2 * DAY
"""Seconds for which such a count holds; the list is looked at again before that."""
CREDITS_HOLD: Final = DAY


def shut_by_site(connection: sqlite3.Connection, accounts: Iterable[Account], now: int) -> dict[tuple[str, str], tuple[int, str]]:
    """(account, kind) -> until when nothing of that kind goes, and why; `note` is a kind here."""
    mine = {account.key: account for account in accounts if account.channel == "linkedin"}
    found: dict[tuple[str, str], tuple[int, str]] = {}
    if not mine:
        return found
    rows = connection.execute("SELECT account, pending, pending_at, notes_left, notes_at, credits, credits_at FROM linkedin_seen")
    for key, pending, pending_at, notes, notes_at, inmails, inmails_at in rows:
        account = mine.get(key)
        if account is None:
            continue
        if pending is not None and pending >= MOST_PENDING and pending_at + PENDING_HOLDS > now:
            found[key, "connect"] = (pending_at + PENDING_HOLDS, f"{pending} invitations are open, {MOST_PENDING} are the most")
        if notes == 0:
            until = account.meters["connect"].month(notes_at)[1]
            if until > now:
                found[key, "note"] = (until, "LinkedIn showed that none are left this month")
        if inmails == 0 and inmails_at + CREDITS_HOLD > now:
            found[key, "inmail"] = (inmails_at + CREDITS_HOLD, "LinkedIn showed no InMail credits")
    return found
