"""Pages that seleqt decrypts itself are those that SQLCipher wrote, and the other way about."""

import sqlite3
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed
from seleqt_cli.storage.cipher_pages import PAGE, Encrypting, PlainView, keeps_free
from seleqt_cli.storage.opening import connect
from tests.storage.encrypted import NAME, keys, make_encrypted

ROWS = """CREATE TABLE t (a, b);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
INSERT INTO t SELECT i, 'noor' || i FROM n"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_encrypted(tmp_path / "x.db", ROWS).close()
    return tmp_path / "x.db"


def plain(path: Path, *, trusting: bool = False) -> bytes:
    with PlainView(path, keys, trusting=trusting).open() as file:
        return file.read()


def test_what_comes_out_is_a_plain_database_with_the_same_rows(path: Path, tmp_path: Path) -> None:
    content = plain(path)
    assert len(content) == path.stat().st_size == PlainView(path, keys).stat().st_size
    assert keeps_free(content[:100])
    (tmp_path / "plain.db").write_bytes(content)
    opened = sqlite3.connect(tmp_path / "plain.db")
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("SELECT count(*), max(b) FROM t").fetchall() == [(900, "noor99")]
    opened.close()
    assert plain(tmp_path / "plain.db") == content  # what is in plain text is read as it is


@pytest.mark.parametrize("piece", [PAGE, 3 * PAGE, 1 << 20])
def test_what_goes_in_piece_by_piece_opens_with_the_key(path: Path, tmp_path: Path, piece: int) -> None:
    content = plain(path)
    with (tmp_path / "again.db").open("wb") as file:
        taking = Encrypting(file.write, lambda: NAME, keys)
        for begin in range(0, len(content), piece):
            taking(content[begin : begin + piece])
    assert b"noor" not in (tmp_path / "again.db").read_bytes()
    opened = connect(tmp_path / "again.db", keys)
    assert opened.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("SELECT count(*), max(b) FROM t").fetchall() == [(900, "noor99")]
    opened.close()
    assert plain(tmp_path / "again.db") == content


def test_a_database_whose_pages_are_full_is_written_as_it_is(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "full.db")
    made.executescript(ROWS)
    made.close()
    content, written = (tmp_path / "full.db").read_bytes(), bytearray()

    def name_of() -> str:
        raise AssertionError("no key is asked for")

    Encrypting(written.extend, name_of, keys)(content)
    assert bytes(written) == content


def test_a_page_that_was_changed_is_noticed_except_by_who_only_searches(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[PAGE + 10] ^= 1
    path.write_bytes(content)
    with pytest.raises(Failed, match=r"x\.db is damaged: page 2 was changed"):
        plain(path)
    assert b"noor800" in plain(path, trusting=True)


def test_what_was_deleted_is_in_no_page_not_even_a_free_one(path: Path) -> None:
    opened = connect(path, keys)
    opened.execute("PRAGMA secure_delete = on")
    opened.execute("DELETE FROM t")
    opened.close()
    assert b"noor" not in plain(path)
