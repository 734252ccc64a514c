"""Encrypted databases for tests: a key that is known, and everything else real."""

import sqlite3
from pathlib import Path

from seleqt_cli.storage.database import migrations
from seleqt_cli.storage.opening import connect, driver, key_text

NAME = "0011223344556677"
KEY = bytes(range(32))


def keys(name: str) -> bytes:
    """Knows the one key."""
    assert name == NAME
    return KEY


def make_encrypted(path: Path, script: str = "") -> sqlite3.Connection:
    """An encrypted file, filled by a script; a connection to it as the program opens it."""
    made = driver().connect(str(path), key_text(NAME, KEY), path, seconds=1)
    made.executescript(f"PRAGMA user_version = 1; {script}")
    made.close()
    return connect(path, keys)


def encrypted_memory() -> sqlite3.Connection:
    """What open_memory gives, over SQLCipher."""
    connection: sqlite3.Connection = driver().connect(":memory:", key_text(NAME, KEY), Path(":memory:"), seconds=0)
    for number, script in enumerate(migrations(), start=1):
        connection.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")
    return connection
