"""Mails to oneself: they count against the account's limit and move no journey."""

import json
import sqlite3
from typing import Any

from seleqt_cli.core.accounts import Account
from seleqt_cli.storage.attempts import limits_in_force


def reserve_trial(connection: sqlite3.Connection, account: Account, *, now: int, campaign: str, step: str, to: str) -> str:
    """Take a place of the account's limit and write down the intent, in one transaction; returns why not, '' when taken."""
    meter = account.meters["email"]

    def nth_latest(number: int) -> int | None:
        row = connection.execute(
            "SELECT at FROM usage WHERE account = ? AND kind = 'email' ORDER BY at DESC LIMIT 1 OFFSET ?", (account.key, number - 1)
        ).fetchone()
        return None if row is None else int(row[0])

    def active_days(day: int) -> int:
        return int(connection.execute("SELECT count(*) FROM active_day WHERE account = ? AND day < ?", (account.key, day)).fetchone()[0])

    connection.execute("BEGIN IMMEDIATE")
    try:
        free = meter.free_at(now, nth_latest, active_days)
        if free.at > now:
            connection.execute("ROLLBACK")
            return f"the limit is used up ({free.rule})"
        connection.execute("INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'email', ?, 0, 1)", (account.key, now))
        connection.execute("INSERT OR IGNORE INTO active_day VALUES (?, ?)", (account.key, meter.today(now)[0]))
        active = active_days(meter.today(now)[0]) if meter.ramp_up is not None else 0
        in_force: dict[str, Any] = {"limits": limits_in_force(account, "email", active), "account_zone": account.zone.name}
        if meter.ramp_up is not None:
            in_force["ramp_up"] = [meter.ramp_up.start, meter.ramp_up.add]
        told = {"step": step, "to": to, "state": "sending", "action": "email", **in_force}
        note_trial(connection, account, now=now, campaign=campaign, data=told)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return ""


def note_trial(connection: sqlite3.Connection, account: Account, *, now: int, campaign: str, data: dict[str, Any]) -> None:
    """A row of the history about a mail to oneself."""
    connection.execute(
        "INSERT INTO history (at, event, account, campaign, data) VALUES (?, 'trial', ?, ?, ?)",
        (now, account.key, campaign, json.dumps(data, ensure_ascii=False)),
    )
