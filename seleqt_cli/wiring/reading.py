"""The leads that a file names beside what the home already knows, for commands that only read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from seleqt_cli.app.named_leads import NamedLeads
from seleqt_cli.files.lead_files import open_beside, outside
from seleqt_cli.ports.clock import Clock
from seleqt_cli.storage.present import StoredLeads, open_reading
from seleqt_cli.storage.versions import latest_version

if TYPE_CHECKING:
    import sqlite3

    from seleqt_cli.storage.database_keys import DatabaseKeys


class Whereabouts(Protocol):
    """What reading needs of a call of the program."""

    file: Path

    @property
    def database_keys(self) -> "DatabaseKeys":
        """The keys of encrypted databases."""

    @property
    def clock(self) -> Clock:
        """The machine's clock."""

    def present_database(self) -> Path | None:
        """The database of the home, None where there is none."""


def reading_connection(services: Whereabouts) -> "sqlite3.Connection | None":
    """The home's database for reading, None when there is none or it belongs to another campaigns file."""
    path = services.present_database()
    if path is None:
        return None
    connection = open_reading(path, services.database_keys)
    version = latest_version(connection)
    if version is not None and Path(version.path).absolute() != services.file.absolute():
        connection.close()
        return None
    return connection


def named_leads(services: Whereabouts, connection: "sqlite3.Connection | None") -> NamedLeads:
    """The leads of the campaigns of a file."""
    folder = services.file.absolute().parent
    today = datetime.fromtimestamp(services.clock.now(), UTC).date()
    known = None if connection is None else StoredLeads(connection)
    return NamedLeads(
        lambda name: open_beside(folder, name), today=today, known=known, outside=lambda name: outside(str(services.file), name)
    )
