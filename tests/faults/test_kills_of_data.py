"""SIGKILL in the middle of an erasure, a backup and a restore: what was is still there or what is to be, and the same again ends it."""

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.storage import backup_file, encrypting, opening, snapshot
from seleqt_cli.storage.backup_file import check_backup, passphrase_key
from seleqt_cli.storage.database_keys import DatabaseKeys
from seleqt_cli.storage.opening import key_name
from seleqt_cli.storage.tombstones import TombstoneFile
from seleqt_cli.wiring import backing_up, erasing
from tests.cli.homes import MAILS, MONDAY, Home
from tests.cli.test_privacy_erase import places
from tests.faults.victim import replace

DAY = 86_400
PASSPHRASE = "correct horse battery"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SELEQT_BACKUP_PASSPHRASE", PASSPHRASE)
    made = Home(tmp_path, monkeypatch, capsys, MAILS)
    made.run_for(6)
    return made


def killed(point: tuple[Any, str, str], *words: str) -> None:
    """Type a command in a process of its own, which dies before or after it first calls a function."""
    owner, name, when = point
    child = os.fork()
    if not child:
        inner = getattr(owner, name)

        def dying(*arguments: Any, **named: Any) -> Any:
            if when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            inner(*arguments, **named)
            return os.kill(os.getpid(), signal.SIGKILL)

        try:
            replace(owner, name, dying)
            run(list(words))
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it did not come to {name}"
    assert os.WTERMSIG(status) == signal.SIGKILL


def sound(home: Home) -> None:
    assert home.sql("PRAGMA integrity_check") == [("ok",)]
    assert home.type("audit")[0] == 0


def left_over(home: Home) -> list[str]:
    """Files that only a process under way has."""
    return [
        path.name
        for path in sorted(home.folder.rglob("*"))
        if path.name.endswith(".part") or snapshot.COPYING in path.name or snapshot.RESTORING in path.name
    ]


ERASING: list[tuple[Any, str, str]] = [
    (TombstoneFile, "add", "before"),
    (TombstoneFile, "add", "after"),
    (erasing.Erasure, "_stop", "after"),
    (erasing, "forget_in_logs", "before"),
    (erasing.Erasure, "_out_of_files", "after"),
    (erasing, "forget_lead", "after"),
    (erasing.Erasure, "_blank", "after"),
    (erasing, "clean", "after"),
    (erasing.Erasure, "_look", "before"),
]


@pytest.mark.parametrize("point", ERASING, ids=[f"{when} {name}" for _, name, when in ERASING])
def test_an_erasure_that_was_killed_is_finished_by_the_next(home: Home, point: tuple[Any, str, str]) -> None:
    killed(point, "privacy", "erase", "noor@windmill.example", "--files", "--yes")
    begun = point[1:] != ("add", "before")
    home.clock.set(MONDAY + 3 * DAY)
    home.run_for(9)
    assert home.sql("SELECT 1 FROM meta WHERE key = 'erasing'") == []
    again = len(home.sql("SELECT 1 FROM action WHERE lead_id = 1 AND sending_at > ?", MONDAY + DAY))
    assert again == (0 if begun else 1), "a mail went to somebody whose erasure had begun"
    code, _, said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert code == 0, said
    assert places(home) == []
    assert home.sql("SELECT count(*) FROM history WHERE event = 'erased'") == [(1,)]
    sound(home)


BACKING_UP: list[tuple[Any, str, str]] = [
    (backing_up, "write_backup", "before"),
    (backup_file, "check_backup", "before"),
    (backup_file, "check_backup", "after"),
    (backup_file, "bring_to_disk", "before"),
]


@pytest.mark.parametrize("point", BACKING_UP, ids=[f"{when} {name}" for _, name, when in BACKING_UP])
def test_a_backup_that_was_killed_leaves_the_one_before_or_is_whole(home: Home, point: tuple[Any, str, str]) -> None:
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    backup = home.folder / "b.seleqt-backup"
    before = backup.read_bytes()
    killed(point, "backup", "b.seleqt-backup")
    check_backup(backup, passphrase_key(PASSPHRASE, new=False))
    assert (backup.read_bytes() == before) is (point[1] != "bring_to_disk")
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    assert left_over(home) == []
    sound(home)


def test_a_move_that_was_killed_sends_nothing_and_is_finished_by_the_next(home: Home) -> None:
    killed((backing_up, "_retire", "after"), "backup", "--move", "m.seleqt-backup", "--yes")
    assert not (home.folder / "m.seleqt-backup").exists()
    assert home.type("run", "--once")[0] == 3
    assert home.type("backup", "--move", "m.seleqt-backup", "--yes")[0] == 0
    assert check_backup(home.folder / "m.seleqt-backup", passphrase_key(PASSPHRASE, new=False)).moved


RESTORING: list[tuple[Any, str, str]] = [
    (backing_up, "read_backup", "after"),
    (backing_up, "_made_ready", "after"),
    (snapshot, "_settled", "after"),
    (os, "link", "after"),
    (backing_up, "put_in_place", "after"),
]


@pytest.mark.parametrize("point", RESTORING, ids=[f"{when} {name}" for _, name, when in RESTORING])
def test_a_restore_that_was_killed_leaves_the_old_database_or_the_new_one(home: Home, point: tuple[Any, str, str]) -> None:
    assert home.type("backup", "b.seleqt-backup")[0] == 0
    home.run_for(3)
    killed(point, "restore", "b.seleqt-backup", "--yes")
    sends = len(home.sql("SELECT 1 FROM action WHERE state = 'sent'"))
    stopped = home.json("status")["stopped"]
    assert (sends, bool(stopped)) == ((2, True) if point[1] == "put_in_place" else (3, False))
    assert home.type("restore", "b.seleqt-backup", "--yes")[0] == 0
    assert left_over(home) == []
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(2,)]
    asides = sorted((home.folder / "home").glob("*.before-restore-*"))
    assert len({path.stat().st_ino for path in asides}) == len(asides) == (2 if point[1] == "put_in_place" else 1)
    assert max(sqlite3.connect(path).execute("SELECT count(*) FROM action WHERE state = 'sent'").fetchone()[0] for path in asides) == 3
    assert home.type("run", "--once", "-q")[0] == 3
    assert home.type("resolve", "--check")[0] == home.type("resolve", "--ready", "--yes")[0] == 0
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == [(3,)]
    sound(home)


ENCRYPTING: list[tuple[Any, str, str]] = [
    (DatabaseKeys, "new", "after"),
    (encrypting, "_copied", "after"),
    (encrypting, "bring_to_disk", "after"),
    (os, "link", "after"),
    (os, "replace", "after"),
    (encrypting, "overwrite", "before"),
]


@pytest.mark.parametrize("point", ENCRYPTING, ids=[f"{when} {name}" for _, name, when in ENCRYPTING])
def test_an_encryption_that_was_killed_leaves_the_old_database_or_the_new_one(
    home: Home, monkeypatch: pytest.MonkeyPatch, point: tuple[Any, str, str]
) -> None:
    monkeypatch.setenv("SELEQT_DATABASE_KEY", "ab" * 32)
    database = home.folder / "home" / "seleqt.db"
    while opening._heads:  # this process is the other one that would be in the way
        os.close(opening._heads.popitem()[1])
    killed(point, "privacy", "encrypt")
    assert bool(key_name(database)) is ((point[1], point[2]) in (("replace", "after"), ("overwrite", "before")))
    assert home.type("audit")[0] == 0
    assert home.type("privacy", "encrypt", "--yes")[0] == 0
    assert [path.name for path in database.parent.glob("seleqt.db.convert*")] == []
    assert b"windmill" not in b"".join(path.read_bytes().lower() for path in database.parent.rglob("*") if path.is_file())
    assert home.type("status")[0] == home.type("audit")[0] == 0
