"""`privacy encrypt` and `privacy decrypt`: whether the database of a home is kept encrypted."""

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage.account_locks import held_accounts
from seleqt_cli.storage.encrypting import convert
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.opening import driver, key_name
from seleqt_cli.storage.overwriting import overwrite
from seleqt_cli.storage.snapshot import alone
from seleqt_cli.wiring.backing_up import account_keys
from seleqt_cli.wiring.erasing_files import copies_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from seleqt_cli.wiring.services import Services

    Note = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """How the database is kept now. `rows`: copied and counted, 0 where it was kept so already; `key`: where its key is.

    `removed`: copies in plain text that were written over.
    """

    encrypted: bool
    rows: int = 0
    key: str = ""
    removed: list[Path] = field(default_factory=list)


def copies_in_plain_text(services: "Services") -> list[Path]:
    """Older copies of the database that seleqt put beside it and that are not encrypted."""
    return [path for path in copies_of(services.database_path) if path.is_file() and not key_name(path)]


def encrypt(services: "Services", *, store: str = "") -> Kept:
    """Encrypt the database with a new key; copies of it in plain text go. `store`: of the key: keyring, file or '' for the usual one.

    Raises Busy while another process uses the database, Failed where there is none, or no driver, or no place for the key.
    """
    database, keys = _there(services), services.database_keys
    driver()
    if key_name(database):
        _accounts(services)  # the key fits
        with alone(database):
            return Kept(True, key=keys.where(key_name(database)), removed=_removed(copies_in_plain_text(services)))
    accounts = _accounts(services)
    with alone(database), held_accounts(database, accounts):
        name = keys.new(store)
        try:
            rows = convert(database, keys, name, _note(services, "encrypted"))
        finally:
            if key_name(database) != name:
                keys.forget(name)
        return Kept(True, rows, keys.where(name), _removed(copies_in_plain_text(services)))


def decrypt(services: "Services") -> Kept:
    """Keep the database in plain text again. The key stays where it is: older copies may need it. Raises as `encrypt`."""
    database = _there(services)
    if not key_name(database):
        return Kept(False)
    accounts = _accounts(services)
    with alone(database), held_accounts(database, accounts):
        return Kept(False, convert(database, services.database_keys, "", _note(services, "decrypted")))


def _there(services: "Services") -> Path:
    path = services.present_database()
    if path is None:
        raise Failed(f"there is no database at {services.database_path} yet", advice="seleqt apply")
    return path.absolute()


def _accounts(services: "Services") -> list[str]:
    """Every account; the database is at the newest schema from here on."""
    with closing(services.connect()) as connection:
        return account_keys(connection)


def _note(services: "Services", event: str) -> "Note":
    def write(connection: "sqlite3.Connection") -> None:
        data = compact({"by": services.person})
        connection.execute("INSERT INTO history (at, event, data) VALUES (?, ?, ?)", (services.clock.now(), event, data))

    return write


def _removed(copies: list[Path]) -> list[Path]:
    for copy in copies:
        overwrite(copy)
    return copies
