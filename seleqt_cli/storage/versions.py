"""The applied versions of campaigns.yaml, and what identifies this database."""

import base64
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One accepted text with every file it names. `path` is the campaigns file that it came from."""

    id: int
    sha256: str
    path: str
    text: bytes
    files: Mapping[str, bytes]
    applied_at: int


def digest(text: bytes, files: Mapping[str, bytes]) -> str:
    """What two equal versions share."""
    found = hashlib.sha256(hashlib.sha256(text).digest())
    for name in sorted(files):
        found.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return found.hexdigest()


def save_version(connection: sqlite3.Connection, *, text: bytes, files: Mapping[str, bytes], path: str, at: int, by: str) -> int:
    """Keep a version; returns its id."""
    packed = json.dumps({name: base64.b64encode(content).decode() for name, content in files.items()}).encode()
    cursor = connection.execute(
        "INSERT INTO version (sha256, path, text, files, applied_at, applied_by) VALUES (?, ?, ?, ?, ?, ?)",
        (digest(text, files), path, zlib.compress(text), zlib.compress(packed), at, by),
    )
    return int(cursor.lastrowid or 0)


def latest_version(connection: sqlite3.Connection) -> Version | None:
    """The version in force, None when none was ever applied."""
    return _version(connection, "ORDER BY id DESC LIMIT 1")


def version_numbered(connection: sqlite3.Connection, number: int) -> Version | None:
    """One version that was applied, None when there is none of that number."""
    return _version(connection, "WHERE id = ?", number)


def applied_versions(connection: sqlite3.Connection) -> list[tuple[int, int, str, str]]:
    """Every version that was applied, the newest first: (number, instant, by whom, SHA-256)."""
    return connection.execute("SELECT id, applied_at, applied_by, sha256 FROM version ORDER BY id DESC").fetchall()


def _version(connection: sqlite3.Connection, which: str, *values: int) -> Version | None:
    row = connection.execute(f"SELECT id, sha256, path, text, files, applied_at FROM version {which}", values).fetchone()
    if row is None:
        return None
    files = {name: base64.b64decode(content) for name, content in json.loads(zlib.decompress(row[4])).items()}
    return Version(row[0], row[1], row[2], zlib.decompress(row[3]), files, row[5])


def newest_version(connection: sqlite3.Connection) -> int:
    """The number of the version in force, 0 when none was ever applied."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM version").fetchone()[0])


def any_hook(connection: sqlite3.Connection) -> bool:
    """Whether the version in force tells anybody anything: asked at every run, of which few load what tells it (storage.hooks)."""
    return connection.execute("SELECT 1 FROM hook LIMIT 1").fetchone() is not None


def identity(connection: sqlite3.Connection) -> tuple[str, bytes]:
    """The workspace's id and the secret of its Message-IDs; made at the first call, inside the caller's transaction if any."""
    rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('workspace_id', 'secret')").fetchall())
    if "secret" not in rows:
        import secrets  # loads what random numbers need, for the first start alone

        rows = {"workspace_id": secrets.token_hex(16), "secret": secrets.token_hex(32)}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
    return rows["workspace_id"], bytes.fromhex(rows["secret"])
