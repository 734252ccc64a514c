"""One place opens files: what is encrypted is known by its first octets, and nobody above notices which driver it is."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed, Locked
from seleqt_cli.storage import connections
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.opening import MARK, NoKey, connect, connect_like, connect_memory, key_name, no_keys
from seleqt_cli.storage.present import open_copy, open_reading
from tests.storage.encrypted import NAME, keys, make_encrypted

TOP = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_encrypted(tmp_path / "x.db", "CREATE TABLE t (a PRIMARY KEY); INSERT INTO t VALUES ('noor@windmill.example')").close()
    return tmp_path / "x.db"


def test_only_one_module_opens_database_files() -> None:
    opens = re.compile(r"(sqlite3|driver)\.connect\(")
    found = {path.name for path in (TOP / "seleqt_cli").rglob("*.py") if opens.search(path.read_text(encoding="utf-8"))}
    assert found == {"opening.py", "ciphered.py"}


def test_a_file_says_the_name_of_its_key_and_nothing_else(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    assert (content[:8], content[8:16].hex(), key_name(path)) == (MARK, NAME, NAME)
    assert b"windmill" not in content
    assert b"SQLite" not in content
    for name, head in (("plain", b"SQLite format 3\0"), ("empty", b""), ("short", MARK), ("other", b"something else in it")):
        (tmp_path / name).write_bytes(head)
        assert key_name(tmp_path / name) == ""
    assert key_name(tmp_path / "absent") == ""


def test_a_file_that_takes_the_place_of_another_is_told_from_it(path: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"SQLite format 3\0")
    assert key_name(path) == NAME
    (tmp_path / "plain").replace(path)
    assert key_name(path) == ""


def test_errors_of_the_driver_are_caught_as_those_of_sqlite(path: Path) -> None:
    connection = connect(path, keys)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO t SELECT a FROM t")
    with pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"):
        connection.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT ?")
    connection.close()
    with pytest.raises(sqlite3.Error):
        connection.execute("SELECT 1")


def test_whoever_is_in_the_way_is_named_for_an_encrypted_one_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 10)
    first = connect(path, keys)
    second = connect(path, keys)
    first.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Locked, match="is locked by another program"):
        second.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked):
        connect(path, keys, read_only=True)
    first.execute("ROLLBACK")
    assert second.execute("SELECT count(*) FROM t").fetchall() == [(1,)]
    first.close()
    second.close()


def test_looking_at_a_file_takes_no_lock_away(path: Path) -> None:
    """A process that closes any descriptor of a file loses its locks (POSIX)."""
    connection = connect(path, keys)
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        assert key_name(path) == NAME
        with pytest.raises(NoKey):
            connect(path, no_keys)
    other = "import sys; from tests.storage.encrypted import *; connect(Path(sys.argv[1]), keys, seconds=0.01).execute('BEGIN IMMEDIATE')"
    done = subprocess.run([sys.executable, "-c", other, str(path)], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.stderr.strip().splitlines()[-1].startswith("seleqt_cli.core.errors.Locked")
    connection.execute("ROLLBACK")
    connection.close()


def test_a_wrong_key_and_a_damaged_file_are_told_without_a_word_of_the_key(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failed) as wrong:
        connect(path, lambda name: bytes(32))
    assert wrong.value.message == f"the database {path} does not open with this key: it is another one's, or the file is damaged"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(Failed):
        open_database(path, keys=keys)
    assert capfd.readouterr() == ("", "")


def test_without_its_driver_it_is_said_what_to_install(path: Path) -> None:
    program = (
        "import sys; sys.modules['sqlcipher3'] = None\n"
        "from tests.storage.encrypted import *\n"
        "try: connect(Path(sys.argv[1]), keys)\nexcept Exception as error: print(error, '|', error.advice)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout == "an encrypted database needs the package sqlcipher3, which is not installed | pip install 'seleqt[encrypt]'\n"


def test_copies_are_kept_as_their_source_is(path: Path, tmp_path: Path) -> None:
    source = connect(path, keys)
    for copy in (connect_like(source, tmp_path / "copy.db"), connect_memory(source)):
        source.backup(copy)
        assert copy.execute("SELECT a FROM t").fetchall() == [("noor@windmill.example",)]
        copy.close()
    source.close()
    assert key_name(tmp_path / "copy.db") == NAME
    assert b"windmill" not in (tmp_path / "copy.db").read_bytes()


def test_an_older_encrypted_database_is_brought_up_after_an_encrypted_copy(tmp_path: Path) -> None:
    from seleqt_cli.storage.database import APPLICATION_ID, migrations

    path = tmp_path / "old.db"
    script = f"{migrations()[0]}; PRAGMA application_id = {APPLICATION_ID}; INSERT INTO meta VALUES ('who', 'noor@windmill.example')"
    make_encrypted(path, script).close()
    for opened in (open_copy(path, keys), open_reading(path, keys)):
        assert opened.execute("SELECT value FROM meta").fetchall() == [("noor@windmill.example",)]
        opened.close()
    open_database(path, keys=keys).close()
    files = sorted(tmp_path.glob("old.db*"))
    assert [one.name for one in files] == ["old.db", "old.db-journal", f"old.db.before-{len(migrations())}.bak"]
    assert [key_name(one) for one in files] == [NAME, "", NAME]
    assert all(b"windmill" not in one.read_bytes() for one in files)
