"""The record outside the database of what was sent: an older copy that was put back, or a second copy, is noticed by it.

It lies in a folder of the machine, outside of any home, so that neither a restored backup nor a copied home brings its own.
One small file a workspace (JSON: path, epoch, coming), written when a process first sends; and beside it the number of
sends, written over in place before every dot. That number survives a killed process without an fsync; a power cut may take the last
ones, but not the epoch.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from seleqt_cli.core.epoch import Sender, Witness, trouble
from seleqt_cli.core.errors import Failed, NotDurable
from seleqt_cli.storage.opening import Keys, connect, no_keys

RECONCILE: Final = "reconcile"
"""The meta key that says why nothing may be sent before Sent was read (JSON: see storage/reconciling)."""
EPOCH: Final = "epoch"
SENDS: Final = "sends"
_WIDTH: Final = 20


class EpochRecord:
    """The record of one workspace, for one process and its connection. `folder` is made when something is first sent."""

    def __init__(self, folder: Path, workspace: str, database: Path, keys: Keys = no_keys) -> None:
        self._keys = keys
        self._database = Path(os.path.realpath(database))
        self._workspace = workspace
        self._folder = folder
        self._file = folder / f"{workspace}.json"
        self._counter: int | None = None
        self._coming = ""
        self._begun = False
        self._seen: tuple[int, ...] = ()
        self._sends = 0

    def trouble(self, connection: sqlite3.Connection) -> str:
        """Why nothing may be sent now, '' when it may. Quick when nothing changed since this process sent last."""
        known = _sender(connection, str(self._database))
        if self._begun and known.sends >= self._sends and self._stamp() == self._seen:
            return ""
        self._begun = False
        witness = self._witness()
        other = witness is not None and witness.path != known.path and _holds(Path(witness.path), self._workspace, self._keys)
        return trouble(known, witness, other=other)

    def count(self, connection: sqlite3.Connection, sends: int) -> None:
        """Count what is about to be sent, in the caller's transaction; `keep` must follow its commit, before the dot."""
        known = _sender(connection, str(self._database))
        if not self._begun:
            self._coming = os.urandom(16).hex()
            with self._locked():
                self._write(Witness(known.path, known.epoch, self._coming, known.sends))
            _set(connection, EPOCH, self._coming)
        self._sends = known.sends + sends
        _set(connection, SENDS, str(self._sends))

    def keep(self) -> None:
        """The commit was made: the record outside follows. Raises NotDurable."""
        if not self._begun:
            with self._locked():
                witness = self._witness()
                if witness is None or witness.coming == self._coming:
                    self._write(Witness(str(self._database), self._coming, "", self._sends))
            self._begun = True
            self._seen = self._stamp()
        try:
            os.pwrite(self._open_counter(), b"%0*d" % (_WIDTH, self._sends), 0)
        except OSError as problem:
            raise NotDurable(f"{self._file} cannot be written: {problem.strerror or problem}") from problem

    def take_over(self, connection: sqlite3.Connection) -> None:
        """From now on this database is the one that sends; inside the caller's transaction. Any other copy is told so when it looks."""
        witness = self._witness()
        self._begun = False
        sends = max(_sender(connection, str(self._database)).sends, witness.sends if witness is not None else 0)
        epoch = os.urandom(16).hex()
        with self._locked():
            self._write(Witness(str(self._database), epoch, "", sends))
        os.pwrite(self._open_counter(), b"%0*d" % (_WIDTH, sends), 0)
        os.fsync(self._open_counter())
        _set(connection, EPOCH, epoch)
        _set(connection, SENDS, str(sends))

    def close(self) -> None:
        """Bring the number of sends to the disk."""
        if self._counter is not None:
            os.fsync(self._counter)
            os.close(self._counter)
            self._counter = None

    def _stamp(self) -> tuple[int, ...]:
        """What changes when another process or copy sends, and when another file is put in the database's place."""
        found: list[int] = []
        for path in (self._file, self._database):
            try:
                state = os.stat(path)
            except OSError:
                return ()
            found += [state.st_dev, state.st_ino]
            if path is self._file:
                found.append(state.st_mtime_ns)
        return tuple(found)

    def _witness(self) -> Witness | None:
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            counter = self._file.with_suffix(".sends")
            sends = int(counter.read_text(encoding="ascii")) if counter.exists() else 0
            return Witness(str(told["path"]), str(told["epoch"]), str(told["coming"]), max(sends, int(told["sends"])))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return Witness("", "unreadable", "", 0)

    def _write(self, witness: Witness) -> None:
        told = {"path": witness.path, "epoch": witness.epoch, "coming": witness.coming, "sends": witness.sends}
        draft = self._file.with_suffix(f".{os.getpid()}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as problem:
            raise NotDurable(f"{self._file} cannot be written: {problem.strerror or problem}") from problem

    def _open_counter(self) -> int:
        if self._counter is None:
            self._counter = os.open(self._file.with_suffix(".sends"), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._counter

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time writes the record."""
        import fcntl

        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise NotDurable(f"{self._folder} cannot be written: {problem.strerror or problem}") from problem
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _sender(connection: sqlite3.Connection, path: str) -> Sender:
    rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN (?, ?)", (EPOCH, SENDS)).fetchall())
    return Sender(path, rows.get(EPOCH, ""), int(rows.get(SENDS, 0)))


def _set(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))


def _holds(path: Path, workspace: str, keys: Keys) -> bool:
    """Whether a database of the same workspace lies at a path."""
    if not path.is_file():
        return False
    try:
        connection = connect(path, keys, read_only=True, seconds=5)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'workspace_id'").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, Failed, NotDurable):
        return True  # it is there and cannot be read: better to ask
    return row is not None and row[0] == workspace
