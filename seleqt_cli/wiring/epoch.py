"""Whether a machine's database is the one that sent last, asked before anything is sent and before anything that came in is read."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.ports.clock import Clock
from seleqt_cli.storage.epoch import EpochRecord
from seleqt_cli.storage.outcome_journal import Record
from seleqt_cli.storage.stopped import STOPPED, reconcile, stop_sending

if TYPE_CHECKING:
    import sqlite3

    from seleqt_cli.core.planner import Planner
    from seleqt_cli.storage.database_keys import DatabaseKeys
    from seleqt_cli.storage.sqlite_store import SqliteStore


class Whereabouts(Protocol):
    """Where a machine works."""

    @property
    def database_path(self) -> Path:
        """The SQLite file."""

    @property
    def database_keys(self) -> "DatabaseKeys":
        """The keys of encrypted databases."""

    @property
    def state_folder(self) -> Path:
        """Where this computer remembers what its homes have sent."""


class Sending(Protocol):
    """As much of a machine as the look at the epoch needs."""

    connection: "sqlite3.Connection"
    workspace_id: str
    clock: Clock
    planner: "Planner"
    accounts: dict[str, Account]
    store: "SqliteStore"

    @property
    def place(self) -> Whereabouts:
        """Where it works."""


def look_at_epoch(machine: Sending, records: Sequence[Record] = ()) -> str:
    """Why nothing may be sent before Sent was read, '' when it may; the planner knows at once.

    `records`: the outcome journal beside the database, a second witness of its last sends where the record of the machine is gone.
    """
    store, place = machine.store, machine.place
    store.epoch = store.epoch or EpochRecord(place.state_folder, machine.workspace_id, place.database_path, place.database_keys)
    with store.transaction():
        trouble = store.epoch.trouble(machine.connection) or _not_known(machine, records)
        if trouble:
            stop_sending(machine.connection, trouble, machine.clock.now())
        found = reconcile(machine.connection)
    if found is None:
        return ""
    machine.planner.blocked = dict.fromkeys(machine.accounts, f"{STOPPED}: {found.why}")
    return found.why


def _not_known(machine: Sending, records: Sequence[Record]) -> str:
    """Why the journal does not go with the database, '' when every send in it is known there."""
    for record in records:
        action, _, attempt = record.send.partition(":")
        known = "SELECT 1 FROM action WHERE id = ? AND attempts >= ? AND sending_at IS NOT NULL"
        if not machine.store.one(known, (int(action), int(attempt))):
            return "the journal of outcomes beside it tells of sends that it does not know: was an older copy put back?"
    return ""


def require_reconciled(machine: Sending) -> None:
    """Raises NothingPossible while nothing may be sent."""
    why = look_at_epoch(machine)
    if why:
        advice = "seleqt resolve --check   reads what was sent meanwhile; then: seleqt resolve --ready"
        raise NothingPossible(f"nothing is sent from this database: {why}", advice=advice)


def must_reconcile(machine: Sending) -> bool:
    """The same as far as the planner knows: for a look at every turn."""
    return any(why.startswith(STOPPED) for why in machine.planner.blocked.values())


def state_folder(environment: Mapping[str, str]) -> Path:
    """Where this machine remembers what its homes have sent: SELEQT_STATE, else the user's folder for what programs remember.

    It is no part of any home, so that a copied or restored home does not bring its own; where that folder is also the one for data,
    its name is another one.
    """
    named = environment.get("SELEQT_STATE")
    if named:
        return Path(named).expanduser().absolute()
    # not XDG_STATE_HOME: a terminal may set it where cron does not, and the two must agree
    parts = {"darwin": ("Library", "Application Support"), "win32": ("AppData", "Local")}.get(sys.platform, (".local", "state"))
    return Path.home().joinpath(*parts, "seleqt-state")
