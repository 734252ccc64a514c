"""Whoever was erased is known again, by hashes alone, and is not taken a second time."""

from pathlib import Path

import pytest

from seleqt_cli.core.tombstones import ERASED, Name, Tombstone, buried, digits, mark, names_of
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.tombstones import Barred, TombstoneFile, bury, known_marks
from seleqt_cli.storage.versions import identity

SECRET = b"k" * 32


@pytest.mark.parametrize(
    ("written", "meant"),
    [("+31 6 1234 5678", "31612345678"), ("0031-6-12345678", "31612345678"), ("12 34", ""), ("", ""), ("٣١٦١٢٣٤٥٦٧٨", "")],
)
def test_a_telephone_number_is_its_digits(written: str, meant: str) -> None:
    assert digits(written) == meant


def test_a_mark_depends_on_the_secret_the_kind_and_the_value_and_shows_none_of_them() -> None:
    name = Name("email", "noor@windmill.example")
    marks = {
        mark(SECRET, name),
        mark(b"other", name),
        mark(SECRET, Name("linkedin", name.value)),
        mark(SECRET, Name("email", "x@y.example")),
    }
    assert len(marks) == 4
    assert all(len(one) == 64 and "noor" not in one for one in marks)


def test_the_file_keeps_what_was_added_once_and_is_its_owners(tmp_path: Path) -> None:
    file = TombstoneFile(tmp_path / "state", "w1")
    first = buried(SECRET, names_of("noor@windmill.example", None, "+31612345678"), ERASED, 5)
    assert (file.read(), file.size()) == ([], 0)
    file.add(first)
    size = file.size()
    file.add(first)
    assert file.size() == size > 0
    other = buried(SECRET, [Name("email", "sam@canal.example")], "asked  by\nmail", 6)
    file.add([*first, *other])
    assert file.read() == [*first, Tombstone(other[0].mark, "email", "asked by mail", 6)]
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert b"noor" not in file.path.read_bytes()


def test_a_line_that_a_kill_tore_never_happened_and_costs_none_after_it(tmp_path: Path) -> None:
    file = TombstoneFile(tmp_path, "w1")
    (first,) = buried(SECRET, [Name("email", "noor@windmill.example")], ERASED, 5)
    (second,) = buried(SECRET, [Name("email", "sam@canal.example")], ERASED, 6)
    file.add([first])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole + second.mark[:40].encode())
    assert file.read() == [first]
    file.add([second])
    assert file.read() == [first, second]


def test_a_database_knows_its_erased_people_by_their_names() -> None:
    connection = open_memory()
    _, secret = identity(connection)
    assert not Barred(connection)
    tombstones = buried(secret, names_of("noor@windmill.example", "https://www.linkedin.com/in/noor/", None), ERASED, 5)
    assert (bury(connection, tombstones), bury(connection, tombstones)) == (2, 0)
    barred = Barred(connection)
    assert barred.reason([Name("email", "sam@canal.example"), Name("linkedin", "https://www.linkedin.com/in/noor/")]) == ERASED
    assert barred.reason([Name("email", "sam@canal.example")]) == ""
    assert sorted(known_marks(connection), key=lambda one: one.kind) == tombstones
