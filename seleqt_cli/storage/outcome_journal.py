"""Keeps the outcomes that the database could not take: a full disk after the dot must not become a doubt.

The idea is Exim's -J journal. A file of fixed size is written full of zeros before anything is sent, so that a later
record needs no new room; records are appended and brought to the disk one by one, and read back at the next start.
Each process has a file of its own, held by an operating system lock; what a killed process left is found by the next.

A record: length (4 octets, big endian), CRC-32 of the body (4), body: JSON [send, at, outcome…]. Length 0 is the end.
"""

import json
import os
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.errors import Failed, NotDurable
from seleqt_cli.storage.json_text import compact

SIZE: Final = 1024 * 1024
_FILES: Final = 64
"""Most processes that work on one home at once."""
_HEAD: Final = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Record:
    """One outcome. `send` names one attempt, never only an action: an old record must not settle a later attempt.

    `at`: seconds since the epoch, UTC.
    """

    send: str
    at: int
    outcome: Outcome


class OutcomeJournal:
    """The journal of this process. Open it before the first send; replay what `read` gives, then `clear`."""

    def __init__(self, folder: Path, *, size: int = SIZE) -> None:
        """Take a journal file in `folder` and fill it. Raises NotDurable when the disk cannot take it."""
        self._size = size
        self._used = 0
        self._unsynced = False
        self._left: list[tuple[int, int]] = []
        """Files of processes that are gone: (file, octets used)."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder = folder
            self._number, self._file = self._take()
            self._fill(self._file)
        except OSError as problem:
            raise NotDurable(f"the outcome journal in {folder} cannot be written: {problem.strerror or problem}") from problem

    @property
    def free(self) -> int:
        """Bytes left for records; a record takes about 200."""
        return self._size - self._used

    def append(self, record: Record, *, sync: bool = True) -> None:
        """Bring one outcome to the disk; when this returns, no crash loses it. Raises NotDurable when full or unwritable.

        Without `sync` a crash of the program does not lose it and one of the machine may, until `sync` was called: then it
        counts as in doubt. Outcomes of several accounts share a disk write that way.
        """
        entry = _encoded(record)
        if len(entry) > self.free:
            raise NotDurable("the outcome journal is full", advice="The database must take what is in it first: see `seleqt status`.")
        try:
            _write_all(self._file, entry, self._used)
            if sync:
                _to_disk(self._file)
        except OSError as problem:
            raise NotDurable(f"the outcome journal cannot be written: {problem.strerror or problem}") from problem
        self._used += len(entry)
        self._unsynced = not sync

    def sync(self) -> None:
        """Bring what was appended without it to the disk. Raises NotDurable."""
        if self._unsynced:
            try:
                _to_disk(self._file)
            except OSError as problem:
                raise NotDurable(f"the outcome journal cannot be written: {problem.strerror or problem}") from problem
            self._unsynced = False

    def read(self) -> tuple[Record, ...]:
        """Every record that is not cleared, of this process and of others, also where one of them took over a dead one's file.

        A torn record and what follows it never happened. Replaying a record a second time must change nothing: a crash
        between the database's commit and `clear` leaves it here.
        """
        own, self._used = _decoded(_read_all(self._file))
        found = list(own)
        for number in range(_FILES):
            path = self._path(number)
            if number == self._number or not path.exists():
                continue
            other = self._open(path)
            if other is None:  # at work; two processes that start together must both see what a dead one left
                found += _decoded(path.read_bytes())[0]
                continue
            records, used = _decoded(_read_all(other))
            self._left.append((other, used))
            found += records
        return tuple(found)

    def clear(self) -> None:
        """Forget what was read and appended: the database has it. Raises NotDurable."""
        try:
            for file, used in ((self._file, self._used), *self._left):
                if used:
                    _write_all(file, bytes(used), 0)
                    _to_disk(file)
        except OSError as problem:
            raise NotDurable(f"the outcome journal cannot be written: {problem.strerror or problem}") from problem
        self._used = 0
        self._let_go_of_others()

    def forget(self, change: Callable[[str], str]) -> None:
        """Write what was read anew, with its texts changed; what another process holds stays as it is. Raises NotDurable."""
        try:
            for file in (self._file, *(left for left, _ in self._left)):
                records, used = _decoded(_read_all(file))
                anew = b"".join(_encoded(replace(one, outcome=replace(one.outcome, text=change(one.outcome.text)))) for one in records)
                if any(change(one.outcome.text) != one.outcome.text for one in records) and len(anew) <= self._size:
                    _write_all(file, anew + bytes(max(0, used - len(anew))), 0)
                    _to_disk(file)
        except OSError as problem:
            raise NotDurable(f"the outcome journal cannot be written: {problem.strerror or problem}") from problem

    def close(self) -> None:
        """Let the files go; records that are not cleared stay for the next start."""
        self._let_go_of_others()
        os.close(self._file)

    def _let_go_of_others(self) -> None:
        for file, _ in self._left:
            os.close(file)
        self._left.clear()

    def _path(self, number: int) -> Path:
        return self._folder / f"outcomes-{number}.journal"

    def _take(self) -> tuple[int, int]:
        for number in range(_FILES):
            file = self._open(self._path(number))
            if file is not None:
                return number, file
        raise Failed(f"{_FILES} processes are sending from {self._folder} already")

    def _open(self, path: Path) -> int | None:
        """The file, locked; None when another process (or this one) has it."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        file = os.open(path, flags, 0o600)
        if _lock(file):
            return file
        os.close(file)
        return None

    def _fill(self, file: int) -> None:
        """Give a new file its size in zeros, and wipe what stands behind a torn record, which could otherwise come back."""
        content = _read_all(file)
        _, end = _decoded(content)
        if len(content) < self._size or any(content[end:]):
            _write_all(file, bytes(self._size - end), end)
            _to_disk(file)
        self._used = end


def _encoded(record: Record) -> bytes:
    outcome = record.outcome
    fields = [record.send, record.at, outcome.verdict.value, outcome.text, outcome.code, outcome.enhanced, outcome.retry_in, outcome.phase]
    body = compact(fields).encode()
    return _HEAD.pack(len(body), zlib.crc32(body)) + body


def _decoded(content: bytes) -> tuple[tuple[Record, ...], int]:
    """The whole records at the start of a file, and where they end."""
    records: list[Record] = []
    position = 0
    while position + _HEAD.size <= len(content):
        length, checksum = _HEAD.unpack_from(content, position)
        body = content[position + _HEAD.size : position + _HEAD.size + length]
        if not length or len(body) < length or zlib.crc32(body) != checksum:
            break
        send, at, verdict, text, code, enhanced, retry_in, phase = json.loads(body)
        records.append(Record(send, at, Outcome(Verdict(verdict), text, code, enhanced, retry_in, phase)))
        position += _HEAD.size + length
    return tuple(records), position


def _read_all(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    parts = []
    while part := os.read(file, SIZE):
        parts.append(part)
    return b"".join(parts)


def _write_all(file: int, content: bytes, position: int) -> None:
    os.lseek(file, position, os.SEEK_SET)
    while content:
        content = content[os.write(file, content) :]


def _to_disk(file: int) -> None:
    """fdatasync where there is one: the file's size never changes, so its contents are all that matters."""
    if sys.platform == "linux":
        os.fdatasync(file)
    elif sys.platform == "darwin":
        import fcntl

        # Apple's fsync leaves the data in the cache of the drive.
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def _lock(file: int) -> bool:
    """Hold the file as long as the process lives; False when another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 0x7FFFFFFF, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
