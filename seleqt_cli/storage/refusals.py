"""Who was put on the list of those never contacted, kept outside of the database too, as keyed hashes: a restored backup asks it.

One file a workspace beside its tombstones, a line each change: `+` or `-`, mark, kind, instant, reason. What comes in by mail is
not written here: the inbox is read again after a restore. A torn last line never happened.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import NotDurable
from seleqt_cli.core.tombstones import ERASED, Name, Tombstone, mark
from seleqt_cli.ports.suppressions import Target
from seleqt_cli.storage.suppressions import SqliteSuppressions

ENDING: Final = ".refused"


class RefusalFile:
    """The refusals of one workspace outside of its database."""

    def __init__(self, folder: Path, workspace: str) -> None:
        self.path = folder / f"{workspace}{ENDING}"

    def write(self, changes: Iterable[tuple[str, Tombstone]]) -> None:
        """Add changes, ('+' or '-', whom). Raises NotDurable."""
        lines = "".join(f"{sign} {one.mark} {one.kind} {one.at} {' '.join(one.reason.split())}\n" for sign, one in changes)
        if not lines:
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            file = os.open(self.path, flags, 0o600)
            try:
                end = os.fstat(file).st_size
                torn = bool(end) and os.pread(file, 1, end - 1) != b"\n"
                os.write(file, ("\n" if torn else "").encode() + lines.encode())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as problem:
            raise NotDurable(f"{self.path} cannot be written: {problem.strerror or problem}") from problem

    def read(self) -> dict[str, Tombstone]:
        """Who is on the list, by mark. Raises NotDurable when the file cannot be read."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise NotDurable(f"{self.path} cannot be read: {problem.strerror or problem}") from problem
        found: dict[str, Tombstone] = {}
        for line in text.split("\n")[:-1]:
            sign, code, kind, at, reason = [*line.split(" ", 4), "", "", "", "", ""][:5]
            if len(code) == 64 and at.isdigit() and sign == "+":
                found[code] = Tombstone(code, kind, reason, int(at))
            elif sign == "-":
                found.pop(code, None)
        return found


class RecordedSuppressions(SqliteSuppressions):
    """The list of a database, of which every change is written down outside of it too: additions before their commit."""

    def __init__(self, connection: sqlite3.Connection, file: RefusalFile, secret: bytes) -> None:
        super().__init__(connection)
        self._file = file
        self._secret = secret
        self._waiting: list[tuple[str, Tombstone]] | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit, and one write before it; who comes off the list does so behind it."""
        self._waiting = []
        try:
            with super().transaction():
                yield
                self._file.write(change for change in self._waiting if change[0] == "+")
            self._file.write(change for change in self._waiting if change[0] == "-")
        finally:
            self._waiting = None

    def add(self, target: Target, reason: str, source: str, at: int) -> bool:
        """See ports/suppressions."""
        changed = super().add(target, reason, source, at)
        if changed:
            self._change("+", target, reason, at)
        return changed

    def remove(self, target: Target) -> None:
        """See ports/suppressions."""
        super().remove(target)
        self._connection.execute(
            "DELETE FROM tombstone WHERE mark = ? AND reason <> ?", (mark(self._secret, Name(target.kind, target.value)), ERASED)
        )
        self._change("-", target, "", 0)

    def _change(self, sign: str, target: Target, reason: str, at: int) -> None:
        change = (sign, Tombstone(mark(self._secret, Name(target.kind, target.value)), target.kind, reason, at))
        if self._waiting is None:  # inside the transaction of somebody else
            self._file.write([change])
        else:
            self._waiting.append(change)
