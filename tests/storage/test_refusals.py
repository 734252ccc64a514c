"""Who is on the list of those never contacted is known outside of the database too, by hashes alone."""

from pathlib import Path

from seleqt_cli.core.tombstones import ERASED, Name, Tombstone, buried
from seleqt_cli.ports.suppressions import Target
from seleqt_cli.storage.carried_over import refuse_again
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.refusals import RecordedSuppressions, RefusalFile
from seleqt_cli.storage.tombstones import bury, known_marks

SECRET = b"k" * 32
SAM, TOM = (Target("email", f"{name}@canal.example") for name in ("sam", "tom"))


def tombstone(target: Target, reason: str, at: int) -> Tombstone:
    (found,) = buried(SECRET, [Name(target.kind, target.value)], reason, at)
    return found


def test_what_was_added_and_not_taken_off_is_read(tmp_path: Path) -> None:
    file = RefusalFile(tmp_path / "state", "w1")
    assert file.read() == {}
    store = RecordedSuppressions(open_memory(), file, SECRET)
    with store.transaction():
        assert store.add(SAM, "by  hand\nhere", "x", 5)
        assert not store.add(SAM, "by hand", "x", 6)
        assert store.add(TOM, "objected", "x", 6)
        assert file.read() == {}
    assert list(file.read().values()) == [tombstone(SAM, "by hand here", 5), tombstone(TOM, "objected", 6)]
    with store.transaction():
        store.remove(SAM)
        assert len(file.read()) == 2
    assert list(file.read().values()) == [tombstone(TOM, "objected", 6)]
    store.add(SAM, "again", "x", 7)  # in somebody else's transaction
    assert len(file.read()) == 2
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert b"canal" not in file.path.read_bytes()


def test_a_torn_line_never_happened_and_costs_none_after_it(tmp_path: Path) -> None:
    file = RefusalFile(tmp_path, "w1")
    file.write([("+", tombstone(SAM, "x", 5))])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole + whole[:30])
    file.write([("+", tombstone(TOM, "y", 6))])
    assert list(file.read().values()) == [tombstone(SAM, "x", 5), tombstone(TOM, "y", 6)]


def test_who_comes_off_the_list_comes_off_the_hashes_too_but_nobody_who_was_erased(tmp_path: Path) -> None:
    connection = open_memory()
    bury(connection, [tombstone(SAM, "unsubscribed", 5), tombstone(TOM, ERASED, 5)])
    store = RecordedSuppressions(connection, RefusalFile(tmp_path, "w1"), SECRET)
    with store.transaction():
        store.remove(SAM)
        store.remove(TOM)
    assert known_marks(connection) == [tombstone(TOM, ERASED, 5)]


def test_marks_become_entries_for_leads_and_stay_marks_for_others() -> None:
    connection = open_memory()
    connection.execute("INSERT INTO lead (id, email, import_id) VALUES (1, 'sam@canal.example', 1), (2, 'ida@quay.example', 1)")
    refused = {
        one.mark: one
        for one in (tombstone(SAM, "objected", 5), tombstone(TOM, "x", 6), tombstone(Target("domain", "quay.example"), "y", 7))
    }
    assert refuse_again(connection, SECRET, refused, 9) == 3
    assert refuse_again(connection, SECRET, refused, 9) == 0
    rows = connection.execute("SELECT kind, value, reason, created_at FROM suppression ORDER BY kind").fetchall()
    assert rows == [("domain", "quay.example", "y", 7), ("email", "sam@canal.example", "objected", 5)]
    assert known_marks(connection) == [tombstone(TOM, "x", 6)]
