"""Who was erased, as keyed hashes: in the database, and beside the record of what was sent, which no backup brings back.

The file lies in the folder of the machine (storage/epoch), one a workspace: a line each, mark, kind, instant and reason.
Lines are only added; a torn last one never happened.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import NotDurable
from seleqt_cli.core.tombstones import Name, Tombstone, mark

ENDING: Final = ".erased"
OWED: Final = "erasing"
"""The meta key that says that a blanked row may still stand in free pages of the file: see storage/erasing.clean."""


class TombstoneFile:
    """The tombstones of one workspace outside of its database."""

    def __init__(self, folder: Path, workspace: str) -> None:
        self._folder = folder
        self.path = folder / f"{workspace}{ENDING}"

    def size(self) -> int:
        """Bytes, 0 when there is none: it only grows, so that this says whether something was added."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def read(self) -> list[Tombstone]:
        """All of them, in the order in which they came. Raises NotDurable when the file cannot be read."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise NotDurable(f"{self.path} cannot be read: {problem.strerror or problem}") from problem
        found = []
        for line in text.split("\n")[:-1]:
            code, kind, at, reason = [*line.split(" ", 3), "", "", "", ""][:4]
            if len(code) == 64 and at.isdigit():
                found.append(Tombstone(code, kind, reason, int(at)))
        return found

    def add(self, tombstones: Iterable[Tombstone]) -> None:
        """Bring those that are not there yet to the disk; when this returns, no crash loses them. Raises NotDurable."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked() as file:
                known = {one.mark for one in self.read()}
                new = [one for one in tombstones if one.mark not in known]
                if not new:
                    return
                end = os.lseek(file, 0, os.SEEK_END)
                torn = bool(end) and os.pread(file, 1, end - 1) != b"\n"
                lines = "".join(f"{one.mark} {one.kind} {one.at} {' '.join(one.reason.split())}\n" for one in new)
                os.write(file, ("\n" if torn else "").encode() + lines.encode())
                os.fsync(file)
            folder = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as problem:
            raise NotDurable(f"{self.path} cannot be written: {problem.strerror or problem}") from problem

    @contextmanager
    def _locked(self) -> Iterator[int]:
        import fcntl

        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


class Barred:
    """Looks names up among a database's tombstones; empty costs one question."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._reasons: dict[str, str] = dict(connection.execute("SELECT mark, reason FROM tombstone").fetchall())
        self._secret = b""
        if self._reasons:
            row = connection.execute("SELECT value FROM meta WHERE key = 'secret'").fetchone()
            self._secret = bytes.fromhex(row[0]) if row is not None else b""

    def __bool__(self) -> bool:
        return bool(self._reasons)

    def reason(self, names: Iterable[Name]) -> str:
        """Why one of these names is never to come back, '' when none of them is known."""
        for name in names if self._reasons else ():
            found = self._reasons.get(mark(self._secret, name))
            if found is not None:
                return found
        return ""


def known_marks(connection: sqlite3.Connection) -> list[Tombstone]:
    """The tombstones of a database, oldest first."""
    return [Tombstone(*row) for row in connection.execute("SELECT mark, kind, reason, at FROM tombstone ORDER BY at, mark").fetchall()]


def bury(connection: sqlite3.Connection, tombstones: Iterable[Tombstone]) -> int:
    """Write tombstones into the database, inside the caller's transaction; returns how many were new."""
    rows = [(one.mark, one.kind, one.reason, one.at) for one in tombstones]
    before = connection.total_changes
    connection.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?, ?)", rows)
    return connection.total_changes - before
