"""The record outside of the database follows every send, through kills at each of its steps and beside other processes."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from seleqt_cli.core.errors import NotDurable
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.epoch import EpochRecord


class World:
    """One database and its record, opened as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "seleqt.db"
        connection = open_database(self.path)
        connection.execute("INSERT INTO meta VALUES ('workspace_id', 'w')")
        connection.close()

    def open(self, path: Path | None = None) -> tuple[sqlite3.Connection, EpochRecord]:
        """A process: its connection and its record."""
        return open_database(path or self.path), EpochRecord(self.folder / "state", "w", path or self.path)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def send(connection: sqlite3.Connection, record: EpochRecord, *, until: str = "end") -> str:
    """One send as C2 does it; `until`: the step after which the process is gone."""
    connection.execute("BEGIN IMMEDIATE")
    why = record.trouble(connection)
    if why:
        connection.execute("ROLLBACK")
        return why
    record.count(connection, 1)
    if until == "count":
        connection.execute("ROLLBACK")
        return ""
    connection.execute("COMMIT")
    if until == "end":
        record.keep()
    return ""


@pytest.mark.parametrize("until", ["count", "commit", "end"])
def test_a_kill_at_any_step_is_no_false_alarm(world: World, until: str) -> None:
    for _ in range(3):
        send(*world.open(), until=until)
        assert send(*world.open()) == ""


@pytest.mark.parametrize("until", ["count", "commit", "end"])
def test_and_an_older_copy_is_noticed_after_it(world: World, until: str) -> None:
    process = world.open()
    send(*process)
    copy = shutil.copy(world.path, world.folder / "kept.db")
    send(*process)
    send(*world.open(), until=until)
    shutil.copy(copy, world.path)
    assert "missing in it" in send(*world.open())


def test_two_processes_send_in_turn(world: World) -> None:
    first, second = world.open(), world.open()
    for _ in range(5):
        assert send(*first) == ""
        assert send(*second) == ""
    assert send(*world.open()) == ""


def test_a_copy_made_between_two_sends_of_one_process_is_older(world: World) -> None:
    process = world.open()
    send(*process)
    copy = shutil.copy(world.path, world.folder / "kept.db")
    send(*process)
    shutil.copy(copy, world.path)
    assert send(*world.open()) == "1 send is missing in it: was an older copy put back?"


def test_a_process_notices_that_another_file_lies_in_the_place_of_its_database(world: World) -> None:
    process = world.open()
    send(*process)
    copy = world.folder / "kept.db"
    shutil.copy(world.path, copy)
    other = world.open(copy)
    with_other = send(*other)
    assert with_other.startswith("it is a copy")
    other[0].execute("BEGIN IMMEDIATE")
    other[1].take_over(other[0])
    other[0].execute("COMMIT")
    assert send(*process) == f"it is a copy: the one that sent last is {copy}"
    assert send(*other) == ""


def test_a_record_that_cannot_be_read_or_written_stops_sending(world: World) -> None:
    process = world.open()
    send(*process)
    (world.folder / "state" / "w.json").write_text("{", encoding="utf-8")
    assert send(*world.open()) != ""
    shutil.rmtree(world.folder / "state")
    (world.folder / "state").write_text("in the way", encoding="utf-8")
    fresh = World(world.folder / "fresh")
    fresh.folder = world.folder
    with pytest.raises(NotDurable):
        send(*fresh.open())


def test_only_their_owner_can_read_the_records(world: World) -> None:
    send(*world.open())
    folder = world.folder / "state"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
