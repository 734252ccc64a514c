"""A database is brought to the newest schema whole or not at all, and nobody else can read it."""

import hashlib
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed, ForeignDatabase
from seleqt_cli.storage.database import APPLICATION_ID, migrations, open_database

MOOD = "ALTER TABLE lead ADD COLUMN mood TEXT;\nUPDATE lead SET mood = 'unknown';\n"
PETS = (
    "-- what a person keeps\nCREATE TABLE pet (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL);\n"
    "INSERT INTO pet VALUES (1, 'Rex; the first');\n"
)
KILLED = """
import os, signal, sys
from pathlib import Path
from seleqt_cli.storage.database import migrations, open_database

class Deadly(tuple):
    '''Migrations of which the last is never reached: the process dies in the middle of the transaction.'''
    def __getitem__(self, part):
        for script in tuple.__getitem__(self, part):
            yield script
        os.kill(os.getpid(), signal.SIGKILL)

open_database(Path(sys.argv[1]), scripts=Deadly((*migrations(), sys.argv[2])))
"""
BIG = (
    "ALTER TABLE lead ADD COLUMN mood TEXT;\nCREATE TABLE pile (content BLOB);\n"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)\nINSERT INTO pile SELECT randomblob(10000) FROM n;\n"
)
"""More than the page cache holds, so that half of it is in the file when the process dies."""


SHIPPED = ("b542ca25b73ad9a0a1bb1e8008498cfa714c531fa2025c33380326149da7deca",)
"""SHA-256 of each migration that somebody's database may have been made by: changes go into a new one."""


def first_version(path: Path) -> None:
    """A database as the first version of the schema left it, with a lead in it."""
    connection = open_database(path, scripts=migrations()[:1])
    connection.execute("INSERT INTO lead_import VALUES (1, 'fair.csv', 'trade fair', 'consent', '[]', 0)")
    connection.execute("INSERT INTO lead (id, email, import_id) VALUES (7, 'noor@windmill.example', 1)")
    connection.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def test_a_migration_that_has_shipped_is_never_changed() -> None:
    shipped = [hashlib.sha256(script.encode()).hexdigest() for script in migrations()[: len(SHIPPED)]]
    assert tuple(shipped) == SHIPPED


def test_a_new_database_is_ours_and_has_the_number_of_the_last_migration(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    assert version(connection) == len(migrations())
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_what_is_committed_survives_a_power_cut_and_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "seleqt.db")
    wal = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal" if wal else "truncate",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2 if wal else 3,)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


def test_an_old_database_gets_what_it_lacks_and_a_copy_of_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    first_version(path)
    connection = open_database(path, scripts=(*migrations()[:1], MOOD, PETS))
    assert version(connection) == 3
    assert connection.execute("SELECT id, email, mood FROM lead").fetchall() == [(7, "noor@windmill.example", "unknown")]
    assert connection.execute("SELECT id, name FROM pet").fetchall() == [(1, "Rex; the first")]
    connection.close()
    copy = tmp_path / "seleqt.db.before-3.bak"
    assert mode(copy) == 0o600
    old = sqlite3.connect(copy)
    assert version(old) == 1
    assert old.execute("SELECT id, email FROM lead").fetchall() == [(7, "noor@windmill.example")]
    old.close()


def test_a_database_at_the_newest_schema_is_not_copied(tmp_path: Path) -> None:
    open_database(tmp_path / "seleqt.db").close()
    open_database(tmp_path / "seleqt.db").close()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".bak"] == []


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    first_version(path)
    with pytest.raises(Failed, match="cannot be used: no such table: nowhere"):
        open_database(path, scripts=(*migrations()[:1], MOOD, "INSERT INTO nowhere VALUES (1);\n"))
    connection = open_database(path, scripts=migrations()[:1])
    assert version(connection) == 1
    assert "mood" not in [row[1] for row in connection.execute("PRAGMA table_info(lead)")]
    connection.close()


def test_a_process_killed_in_the_middle_of_a_migration_leaves_the_old_database(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    first_version(path)
    before = path.stat().st_size
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), BIG], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")
    assert max(path.stat().st_size, *(file.stat().st_size for file in tmp_path.glob("seleqt.db-*"))) > before + 10_000_000
    connection = open_database(path, scripts=migrations()[:1])
    assert version(connection) == 1
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'pile'").fetchone() == (0,)
    assert connection.execute("SELECT email FROM lead").fetchall() == [("noor@windmill.example",)]
    connection.close()
    connection = open_database(path, scripts=(*migrations()[:1], MOOD))
    assert version(connection) == 2
    connection.close()


def test_eight_processes_that_open_an_old_database_at_once_migrate_it_once(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    first_version(path)
    program = (
        "import sys; from pathlib import Path; from seleqt_cli.storage.database import migrations, open_database\n"
        "sys.stdin.read(); open_database(Path(sys.argv[1]), scripts=(*migrations()[:1], sys.argv[2], sys.argv[3]))"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", program, str(path), MOOD, PETS], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.close()
    said = []
    for child in children:
        assert child.stderr is not None
        said.append(child.stderr.read())
        child.stderr.close()
    assert [child.wait() for child in children] == [0] * 8, said
    connection = open_database(path, scripts=(*migrations()[:1], MOOD, PETS))
    assert connection.execute("SELECT count(*) FROM pet").fetchone() == (1,)
    connection.close()


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    open_database(path, scripts=(*migrations(), MOOD)).close()
    before = path.read_bytes()
    known = len(migrations())
    with pytest.raises(ForeignDatabase) as refusal:
        open_database(path)
    assert refusal.value.message == f"{path} was written by a newer seleqt (schema {known + 1}, this one knows {known})"
    assert refusal.value.advice == "install the newer seleqt"
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('milk'); PRAGMA user_version = 1;")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ForeignDatabase, match=r"notes\.db is not a seleqt database"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    path.write_text("Dear diary,\n" * 1000, encoding="utf-8")
    with pytest.raises(Failed, match="cannot be used: file is not a database"):
        open_database(path)
    assert path.read_text("utf-8") == "Dear diary,\n" * 1000


def test_a_link_is_refused_also_one_that_leads_nowhere(tmp_path: Path) -> None:
    real, link = tmp_path / "real.db", tmp_path / "seleqt.db"
    for _ in range(2):
        link.symlink_to(real)
        with pytest.raises(Failed, match="is a link; the database must be a file of its own"):
            open_database(link)
        link.unlink()
        real.write_bytes(b"")
    assert real.read_bytes() == b""


def test_without_a_database_reading_commands_make_none(tmp_path: Path) -> None:
    with pytest.raises(Failed) as refusal:
        open_database(tmp_path / "new" / "seleqt.db", create=False)
    assert (refusal.value.message, refusal.value.advice) == (
        f"nothing was applied yet: there is no database at {tmp_path}/new/seleqt.db",
        "seleqt apply accepts campaigns.yaml; seleqt init writes a first one",
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_the_database_and_the_folders_made_for_it_are_the_owners_alone_under_any_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "a" / "b" / "seleqt.db"
    program = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from seleqt_cli.storage.database import migrations, open_database
        os.umask(int(sys.argv[2]))
        open_database(Path(sys.argv[1])).close()
        connection = open_database(Path(sys.argv[1]), scripts=(*migrations(), sys.argv[3]))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")
        for file in Path(sys.argv[1]).parent.iterdir():
            assert file.stat().st_mode & 0o077 == 0, file
        connection.execute("COMMIT")
        """
    )
    subprocess.run([sys.executable, "-c", program, str(path), str(umask), MOOD], check=True)
    assert [mode(folder) & 0o077 for folder in (path.parent, path.parent.parent)] == [0, 0]
    assert {file.name: mode(file) & 0o077 for file in path.parent.iterdir() if file.name != "seleqt.db-journal"} == {
        "seleqt.db": 0, f"seleqt.db.before-{len(migrations()) + 1}.bak": 0,
    }  # fmt: skip


def test_a_database_that_was_opened_to_others_is_closed_again(tmp_path: Path) -> None:
    path = tmp_path / "seleqt.db"
    open_database(path).close()
    path.chmod(0o664)
    open_database(path).close()
    assert mode(path) == 0o600


def test_a_path_through_a_file_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Failed, match=r"file/seleqt\.db cannot be opened: Not a directory"):
        open_database(tmp_path / "file" / "seleqt.db")
