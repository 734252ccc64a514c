"""Reading a long lead file ahead: another process parses and checks the rows while this one writes them.

The process is forked in the middle of the file, so that it goes on exactly where this one stopped, and what comes back is
what reading here would have given. It touches neither the database nor the terminal, and ends with its reader.
"""

import contextlib
import marshal
import os
import pickle
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import astuple
from typing import Any, BinaryIO, Final, NoReturn

from seleqt_cli.app.lead_rows import Readings, RowReader
from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import Batch, LeadRows, Refused

APART_AFTER: Final = 20
"""Batches (of 1,000 rows) that are read here first: a shorter file is not worth a second process."""
_IN_THE_PIPE: Final = 1 << 20
"""Bytes that may wait in the pipe where the system lets us say so: some batches, so that neither side waits for each of the other's."""
_BUSY: Final = 1.5
"""Processes that want to run, for each processor, above which one process reads and writes."""
_LENGTH: Final = 4
_BATCH, _END, _ERROR = b"b", b"e", b"x"


class Origins:
    """Gives rows their import id. Apart from the database it gives numbers below zero, and remembers what they stand for."""

    def __init__(self, resolve: Callable[[str, str], int]) -> None:
        self._resolve = resolve
        self._apart = False
        self._given = 0
        self.asked: list[tuple[str, str]] = []

    def __call__(self, source: str, basis: str) -> int:
        """The import id, or a number that `resolved` makes one of."""
        if not self._apart:
            return self._resolve(source, basis)
        self.asked.append((source, basis))
        self._given += 1
        return -self._given

    def go_apart(self) -> None:
        """From now on there is no database to ask."""
        self._apart = True


def apart_here() -> int | None:
    """The batch after which reading apart pays in this process, None where it does not or could do harm.

    A single processor gains nothing, nor does a machine with half as much work again as it has processors: there two processes
    wait for each other's turn. And a fork copies only the thread that asks for it, with the locks of all others.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return None
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return APART_AFTER if processors > 1 and os.getloadavg()[0] <= _BUSY * processors else None


def read_batches(
    leads: LeadRows, reader: RowReader, origins: Origins, *, apart_after: int | None
) -> Generator[tuple[Batch, Readings], None, None]:
    """Every batch of the file and what was read in it; from the batch `apart_after` on (None: never) another process reads.

    Raises what reading raises, in either way, and Failed when the other process was killed. Close it when it is left early.
    """
    batches = leads.batches()
    try:
        for number, batch in enumerate(batches):
            yield batch, reader.read(batch)
            if number + 1 == apart_after:
                yield from _from_child(batches, reader, origins)
                return
    finally:
        if isinstance(batches, Generator):  # left in the middle, it still holds the file
            batches.close()


def _from_child(batches: Iterator[Batch], reader: RowReader, origins: Origins) -> Generator[tuple[Batch, Readings], None, None]:
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _be_the_child(sending, batches, reader, origins)
    os.close(sending)
    done = False
    try:
        with os.fdopen(receiving, "rb") as pipe:
            numbers: list[int] = []
            while (frame := _received(pipe))[:1] == _BATCH:
                batch, found, asked = _unpacked(memoryview(frame)[1:])
                numbers.extend(origins(*pair) for pair in asked)
                if numbers:
                    found.rows = [(*row[:-1], numbers[-int(row[-1] or 0) - 1]) if int(row[-1] or 0) < 0 else row for row in found.rows]
                yield batch, found
        done = True
    finally:
        if not done:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if frame[:1] == _ERROR:
        raise pickle.loads(frame[1:])  # noqa: S301  # from our own child, through our own pipe
    if not frame:
        ended = os.waitstatus_to_exitcode(status)
        how = f"was killed ({signal.Signals(-ended).name})" if ended < 0 else f"ended with {ended}"
        raise Failed(f"the process that reads the file {how}", advice="the same import again: it goes on where this one ended")


def _received(pipe: BinaryIO) -> bytes:
    """The next frame; b"" when the other side is gone."""
    head = pipe.read(_LENGTH)
    length = int.from_bytes(head, "big")
    frame = pipe.read(length)
    return frame if len(head) == _LENGTH and len(frame) == length else b""


def _be_the_child(sending: int, batches: Iterator[Batch], reader: RowReader, origins: Origins) -> NoReturn:
    """Read to the end, send, and go without running anything that belongs to the parent (its exits, its open files)."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the parent decides, and this one ends with it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _widen(sending)
        origins.go_apart()
        with os.fdopen(sending, "wb") as pipe:
            try:
                for batch in batches:
                    found = reader.read(batch)
                    _send(pipe, _BATCH + _packed(batch, found, origins.asked))
                    origins.asked.clear()
                _send(pipe, _END)
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever it is, it is raised where reading here would have raised it
                _send(pipe, _ERROR + _pickled(error))
    except BaseException:  # noqa: BLE001  # nothing may get past: above stands the parent's own code
        os._exit(1)
    os._exit(0)


def _widen(pipe: int) -> None:
    with contextlib.suppress(ImportError, AttributeError, OSError):  # Linux only, and within the user's share
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _IN_THE_PIPE)


def _send(pipe: BinaryIO, frame: bytes) -> None:
    pipe.write(len(frame).to_bytes(_LENGTH, "big"))
    pipe.write(frame)
    pipe.flush()


def _pickled(error: Exception) -> bytes:
    try:
        content = pickle.dumps(error)
        pickle.loads(content)  # noqa: S301  # our own; an exception may pickle and still not come back
    except Exception:  # noqa: BLE001  # pickling runs the exception's own code
        return pickle.dumps(Failed(f"the file cannot be read: {type(error).__name__}: {error}"))
    return content


def _packed(batch: Batch, found: Readings, asked: list[tuple[str, str]]) -> bytes:
    """All of it but the cells, of which nothing needs to be known any more but their lines."""
    lines = [] if batch.a_line_each else [batch.line(index) for index in range(len(batch.rows))]
    places = [] if isinstance(found.places, range) else list(found.places)
    return marshal.dumps((
        batch.first_line, lines, batch.done, batch.total, batch.blank, _plain(batch.refused),
        found.rows, places, found.origin, found.tags, found.shown, found.blank, _plain(found.refused), _plain(found.left_out), asked,
    ), 2)  # fmt: skip  # version 2 looks for no repeated objects


def _plain(refused: list[Refused]) -> list[tuple[Any, ...]]:
    return [astuple(one) for one in refused]


def _unpacked(content: memoryview) -> tuple[Batch, Readings, list[tuple[str, str]]]:
    sent = marshal.loads(content)  # noqa: S302  # from our own child, through our own pipe
    first_line, lines, done, total, blank, refused, rows, places, origin, tags, shown, empty, bad, left_out, asked = sent
    batch = Batch([], first_line, done, total, blank, [Refused(*one) for one in refused], lines, a_line_each=not lines)
    found = Readings(
        rows, places or range(len(rows)), origin, tags, shown, empty, [Refused(*one) for one in bad], [Refused(*one) for one in left_out]
    )
    return batch, found, asked
