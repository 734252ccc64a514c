"""A backup opens with its key alone, and not at all once a bit of it was changed or a part is missing."""

import os
from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.storage.backup_file import KEYRING, Key, WrongKey, check_backup, passphrase_key, read_backup, read_header, write_backup

KEY = Key(KEYRING, b"k" * 32)
ABOUT = {"made_at": 5, "workspace": "w1", "schema": 2, "program": "1.0", "moved": False}
MIB = 1 << 20


def written(folder: Path, content: bytes, key: Key = KEY) -> Path:
    plain = folder / "plain"
    plain.write_bytes(content)
    write_backup(plain, folder / "b.seleqt-backup", key, **ABOUT)
    return folder / "b.seleqt-backup"


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_what_was_written_is_read(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    backup = written(tmp_path, content)
    header = read_backup(backup, KEY, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content
    assert (header, header.size, header.workspace) == (read_header(backup), size, "w1")
    assert [path.stat().st_mode & 0o777 for path in (backup, tmp_path / "out")] == [0o600, 0o600]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.seleqt-backup", "out", "plain"]


def test_nothing_of_the_content_can_be_read_without_the_key(tmp_path: Path) -> None:
    backup = written(tmp_path, b"noor@windmill.example" * 100)
    assert b"noor" not in backup.read_bytes()


def test_a_passphrase_opens_what_was_made_with_it(tmp_path: Path) -> None:
    backup = written(tmp_path, b"abc", passphrase_key("correct horse battery", new=True))
    assert check_backup(backup, passphrase_key("correct horse battery", new=False)).key == "passphrase"
    with pytest.raises(WrongKey, match="does not open with this passphrase"):
        check_backup(backup, passphrase_key("correct horse batterz", new=False))
    with pytest.raises(WrongKey):
        check_backup(backup, KEY)
    with pytest.raises(UsageProblem):
        passphrase_key("short", new=True)


def test_a_bit_that_was_changed_anywhere_is_noticed(tmp_path: Path) -> None:
    backup = written(tmp_path, os.urandom(2000))
    whole = backup.read_bytes()
    for place in (*range(0, 400, 3), *range(400, len(whole), 97), len(whole) - 1):
        broken = bytearray(whole)
        broken[place] ^= 1 << place % 8
        backup.write_bytes(broken)
        with pytest.raises(Failed):
            check_backup(backup, KEY)


def test_a_part_that_is_missing_moved_or_added_is_noticed(tmp_path: Path) -> None:
    backup = written(tmp_path, os.urandom(3 * MIB))
    whole = backup.read_bytes()
    piece = MIB + 16
    start = len(whole) - 3 * piece
    parts = [whole[start + number * piece : start + (number + 1) * piece] for number in range(3)]
    for others in ([0, 1], [0, 2], [1, 0, 2], [0, 1, 2, 2], [0, 1, 1], []):
        backup.write_bytes(whole[:start] + b"".join(parts[number] for number in others))
        with pytest.raises(Failed, match="damaged"):
            check_backup(backup, KEY)
    backup.write_bytes(whole[:-1])
    with pytest.raises(Failed, match="damaged"):
        check_backup(backup, KEY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no backup of seleqt"),
        (b"SQLite format 3\x00" * 9, "is no backup of seleqt"),
        (b"seleqt backup 2\n....", "was made by a newer seleqt"),
        (b"seleqt backup 1\n\x00\x00\x00\x02{}", "is damaged"),
        (b"seleqt backup 1\n\xff\xff\xff\xff{", "is damaged"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(Failed, match=said):
        check_backup(path, KEY)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="cannot be read"):
        read_header(tmp_path / "x")
