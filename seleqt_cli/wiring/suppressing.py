"""The list of those who are never to be contacted, put together over a database."""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from seleqt_cli.app.suppression import SuppressionList
from seleqt_cli.storage.versions import identity


def suppression_list(connection: sqlite3.Connection, state: Path) -> SuppressionList:
    """Changes the list of a database; strangers stand in its history as a hash under the database's own key.

    `state`: where the machine remembers what a backup does not know.
    """
    from seleqt_cli.storage.refusals import RecordedSuppressions, RefusalFile

    workspace, secret = identity(connection)
    return SuppressionList(RecordedSuppressions(connection, RefusalFile(state, workspace), secret), masked_by(secret))


def masked_by(secret: bytes) -> Callable[[str], str]:
    """What may stand in the history for an address: a hash under the database's own key."""

    def masked(value: str) -> str:
        return hmac.new(secret, f"suppression:{value}".encode(), hashlib.sha256).hexdigest()[:20]

    return masked


def listed(connection: sqlite3.Connection, kind: str, search: str) -> Iterator[tuple[str, str, str, str, int]]:
    """(kind, value, reason, source, since) of everything on the list, by kind and value."""
    from seleqt_cli.storage.everyday import suppressions

    for row in suppressions(connection, kind=kind, search=search):
        yield row.kind, row.value, row.reason, row.source, row.created_at


def entries_of(stream: BinaryIO, name: str) -> list[tuple[int, str]]:
    """(line, text) of a list in a file."""
    from seleqt_cli.files.suppression_lists import entries

    return list(entries(stream, name))
