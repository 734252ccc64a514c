"""A long file is read by another process: the same leads, the same report, and no process left behind."""

import io
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.app.lead_import import ImportRequest, ImportResult, import_leads, open_file
from seleqt_cli.app.leads import all_leads, lead_record
from seleqt_cli.app.read_ahead import apart_here
from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import Batch, LeadRows, Refused
from seleqt_cli.ports.leads import LeadFilter
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.leads import SqliteLeads

NOW = 1_790_000_000
TODAY = date(2026, 9, 21)


def difficult_file(rows: int) -> str:
    """Every kind of row there is: repeated, linked, refused, blank, ragged, of several lines, with origins and tags of its own."""
    kinds: tuple[Callable[[int], str], ...] = (
        lambda n: f'u{n}@x.example,,Ada,"two\nlines {n}",,,NL,fair',
        lambda n: f"u{n - 5}@X.example ,in/p{n},Bob,note,list {n % 3},published,DE,",
        lambda n: f"no address {n},,Cy,,,,,",
        lambda n: f',in/p{n - 2},Di,,,consent,,"a, b"',
        lambda n: "",
        lambda n: f"Ünal{n}@x.example,,E'e, short",
        lambda n: f"Fay{n}@Straße.example,,=Fay,'=note,,no basis,Atlantis,",
        lambda n: f"g{n}@x.example,,\x1b[31mGus,,,,,",
    )
    lines = [kinds[number % len(kinds)](number) for number in range(rows)]
    return "email,linkedin,first_name,note,source,basis,country,tags\n" + "\n".join(lines) + "\n"


class Many:
    """Rows of a file in small batches, and what `meanwhile` does before each."""

    def __init__(self, rows: LeadRows, meanwhile: Callable[[int], None] = lambda number: None) -> None:
        self.header, self.notes = rows.header, rows.notes
        self._rows, self._meanwhile = rows, meanwhile

    def batches(self, size: int = 50) -> Iterator[Batch]:
        for number, batch in enumerate(self._rows.batches(50)):
            self._meanwhile(number)
            yield batch

    def close(self) -> None:
        self._rows.close()


def run(
    connection: sqlite3.Connection, text: str, apart_after: int | None, meanwhile: Callable[[int], None] = lambda number: None, **more: Any
) -> ImportResult:
    rows, columns = open_file("-", io.BytesIO(text.encode()), {})
    request = ImportRequest("leads.csv", "fair", "consent", tags=("all",))
    with closing(rows):
        many = Many(rows, meanwhile)
        return import_leads(many, columns, SqliteLeads(connection), request, now=NOW, today=TODAY, apart_after=apart_after, **more)


def content(connection: sqlite3.Connection) -> list[Any]:
    imports = connection.execute("SELECT * FROM lead_import ORDER BY id").fetchall()
    numbers = connection.execute("SELECT id, import_id, email_shown FROM lead ORDER BY id").fetchall()
    return [imports, numbers, [lead_record(lead) for lead in all_leads(SqliteLeads(connection), LeadFilter())]]


def no_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("apart_after", [1, 3, 10_000])
def test_another_process_gives_what_reading_here_gives(apart_after: int) -> None:
    text = difficult_file(2_000)
    here, apart = open_memory(), open_memory()
    for _ in range(2):
        lists: tuple[list[Refused], list[Refused]] = ([], [])
        progress: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        results = [
            run(connection, text, after, reject=lists[which].append, progress=lambda *at, to=progress[which]: to.append(at))
            for which, (connection, after) in enumerate(((here, None), (apart, apart_after)))
        ]
        assert asdict(results[0]) == asdict(results[1])
        assert results[0].refused > 500
        assert lists[0] == lists[1]
        assert progress[0] == progress[1]
        assert content(here) == content(apart)
    assert no_children()


def test_the_rows_are_read_in_another_process(tmp_path: Path) -> None:
    def note(number: int) -> None:
        with (tmp_path / "pids").open("a") as file:
            file.write(f"{os.getpid()}\n")

    run(open_memory(), difficult_file(500), 2, note)
    pids = (tmp_path / "pids").read_text().split()
    assert len(pids) >= 9
    assert pids[:2] == [str(os.getpid())] * 2
    assert str(os.getpid()) not in pids[2:]
    assert len(set(pids[2:])) == 1


def test_a_process_with_threads_reads_for_itself() -> None:
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait)
    thread.start()
    try:
        assert apart_here() is None
    finally:
        gate.set()
        thread.join()


def test_what_goes_wrong_while_reading_is_raised_as_if_read_here() -> None:
    def fail(number: int) -> None:
        if number == 4:
            raise Failed("the disk is gone", advice="another disk")

    connection = open_memory()
    with pytest.raises(Failed, match="the disk is gone") as caught:
        run(connection, difficult_file(500), 2, fail)
    assert caught.value.advice == "another disk"
    assert not connection.in_transaction
    assert no_children()


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    class Odd(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def fail(number: int) -> None:
        if number == 4:
            raise Odd(1, 2)

    with pytest.raises(Failed, match="the file cannot be read: Odd: 1 and 2"):
        run(open_memory(), difficult_file(500), 2, fail)


def test_a_killed_reader_ends_the_import_and_the_same_import_goes_on() -> None:
    def die(number: int) -> None:
        if number == 4:
            os.kill(os.getpid(), signal.SIGKILL)

    text = difficult_file(500)
    connection, undisturbed = open_memory(), open_memory()
    with pytest.raises(Failed) as caught:
        run(connection, text, 2, die)
    assert caught.value.message == "the process that reads the file was killed (SIGKILL)"
    assert caught.value.advice == "the same import again: it goes on where this one ended"
    assert not connection.in_transaction
    assert no_children()
    run(connection, text, 2)
    run(undisturbed, text, None)
    assert content(connection)[2] == content(undisturbed)[2]


def test_an_import_that_is_interrupted_takes_its_reader_along() -> None:
    seen = 0

    def stop(done: int, total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == 4:
            raise KeyboardInterrupt

    connection = open_memory()
    with pytest.raises(KeyboardInterrupt):
        run(connection, difficult_file(4_000), 2, progress=stop)
    assert not connection.in_transaction
    assert no_children()
