"""The machine that only looks: over the outline of the version in force, without YAML, templates or the holiday library."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.queues import Ledger
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.place import Place

if TYPE_CHECKING:
    from seleqt_cli.app.status import Status

_YEARS: Final = (-1, 0, 1, 2)
"""Years around an apply whose holidays are kept: a schedule asks for the one before and the one after as well."""


class Whole(Place, Protocol):
    """Where a machine works, and where the whole of one comes from."""

    def machine(self, connection: sqlite3.Connection, **choices: Any) -> Machine:
        """A machine over the text of the version in force."""


def looking(place: Whole, connection: sqlite3.Connection) -> Machine:
    """A machine to look with. Raises UsageProblem when no version was ever applied."""
    from seleqt_cli.storage.outline import known_or, load_outline
    from seleqt_cli.storage.versions import Version

    found = load_outline(connection)
    if found is None:
        return place.machine(connection)
    workspace, known = found
    number, sha256, path, applied_at = connection.execute(
        "SELECT id, sha256, path, applied_at FROM version ORDER BY id DESC LIMIT 1"
    ).fetchone()
    machine = Machine(place, connection, Version(number, sha256, path, b"", {}, applied_at), workspace, holidays=known_or(known, _holidays))
    machine.planner.ledger = _Still(machine.store)
    return machine


def sending(place: Whole, connection: sqlite3.Connection, **choices: Any) -> Machine:
    """The machine to send with, which knows neither places in the file nor leads written in it: without reading YAML where it can."""
    from seleqt_cli import __version__
    from seleqt_cli.storage.outline import load_whole
    from seleqt_cli.storage.versions import latest_version

    version = latest_version(connection)
    workspace = load_whole(connection, version.sha256, __version__) if version is not None else None
    if version is None or workspace is None:
        return place.machine(connection, **choices)
    return Machine(place, connection, version, workspace, **choices)


def current_status(machine: Machine, now: int) -> "Status":
    """What is live at a moment."""
    from seleqt_cli.app.status import status_of
    from seleqt_cli.storage.copies_owed import missing_copies
    from seleqt_cli.storage.hooks import SqliteHooks
    from seleqt_cli.storage.privacy import SqlitePrivacy
    from seleqt_cli.storage.run_times import planned_pauses
    from seleqt_cli.storage.status_rows import SqliteStatusRows
    from seleqt_cli.wiring.lead_news import news_of_leads
    from seleqt_cli.wiring.linkedin_standing import mode_words

    found = status_of(machine.planner, SqliteStatusRows(machine.connection), machine.calendar, now, machine.version.applied_at)
    found.senders = [
        replace(one, mode=mode_words(machine.store, machine.workspace.senders[one.sender], now)) if one.channel == "linkedin" else one
        for one in found.senders
    ]
    found.hooks = [one for one in SqliteHooks(machine.connection).states() if one.failing or one.given_up]
    found.copies = missing_copies(machine.connection)
    found.deadlines = SqlitePrivacy(machine.connection).deadlines()
    found.faults += [
        f"{one.what}, {'which is LATE' if now >= one.due_at else f'due in {(one.due_at - now) // 3600} hours'} ({one.advice})"
        for one in found.deadlines
        if one.fault(now)
    ]
    found.pauses = planned_pauses(machine.connection, now)
    found.news = news_of_leads(machine.connection, machine.folder, now)
    return found


class _Still:
    """The ledger as it was at the first look: whoever only looks reads each book once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._books: dict[str, Book] = {}

    def book(self, account: str) -> Book:
        """What one account had done."""
        found = self._books.get(account)
        if found is None:
            found = self._books[account] = self._ledger.book(account)
        return found

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone."""
        return self._ledger.first_contacts(day)

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with a company on such a day."""
        return self._ledger.company_contacts(day, company)


def keep_outline(connection: sqlite3.Connection, workspace: Workspace, sha256: str, now: int) -> None:
    """Keep what is needed of a version that was just accepted: by `looking`, by the triggers that hooks hear by, and by the record.

    The caller holds the transaction.
    """
    from seleqt_cli import __version__
    from seleqt_cli.storage.decisions import keep_decisions
    from seleqt_cli.storage.hooks import keep_hooks
    from seleqt_cli.storage.outline import save_outline, save_whole

    year = datetime.fromtimestamp(now, UTC).year
    countries = [row[0] for row in connection.execute("SELECT DISTINCT holidays FROM lane WHERE holidays <> '' ORDER BY 1")]
    days = {f"{country} {year + step}": _holidays(country, year + step) for country in countries for step in _YEARS}
    save_outline(connection, workspace, sha256, days)
    save_whole(connection, workspace, sha256, __version__)
    keep_hooks(connection, workspace)
    keep_decisions(connection, workspace.legal, now)


def _holidays(country: str, year: int) -> frozenset[int]:
    from seleqt_cli.files.holiday_days import holiday_days

    return holiday_days(country, year)
