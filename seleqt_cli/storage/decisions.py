"""Decisions of `legal:` in the history: a lawful basis that somebody accepted for a country, under their name (SPEC section 10)."""

import json
import sqlite3
from collections.abc import Sequence

from seleqt_cli.core.campaign import LegalDecision
from seleqt_cli.storage.json_text import compact


def keep_decisions(connection: sqlite3.Connection, decisions: Sequence[LegalDecision], at: int) -> None:
    """Write down those that are new or were changed, and those that were taken back. The caller holds the transaction."""
    known: dict[str, dict[str, str]] = {}
    for event, data in connection.execute("SELECT event, data FROM history WHERE event IN ('decided', 'undecided') ORDER BY id"):
        found = json.loads(data)
        known.pop(found["country"], None)
        if event == "decided":
            known[found["country"]] = found
    wanted = {
        one.country: {"country": one.country, "accept": one.accept, "by": one.by, "date": one.date, "why": one.why} for one in decisions
    }
    for country, told in wanted.items():
        if known.get(country) != told:
            connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'decided', ?)", (at, compact(told)))
    for country in known.keys() - wanted.keys():
        connection.execute("INSERT INTO history (at, event, data) VALUES (?, 'undecided', ?)", (at, compact({"country": country})))
