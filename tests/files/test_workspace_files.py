"""Files that a campaigns.yaml names come from its own folder and are plain files."""

import os
from pathlib import Path

import pytest

from seleqt_cli.files.workspace_files import FileRefused, reader, stored


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "work"
    (root / "mail").mkdir(parents=True)
    (root / "mail" / "anna.md").write_bytes(b"Anna\n")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return root


def test_a_file_below_the_folder_is_read(folder: Path) -> None:
    os.symlink("mail/anna.md", folder / "link.md")
    os.symlink("mail", folder / "post")
    assert [reader(folder)(name) for name in ("mail/anna.md", "./mail/anna.md", "link.md", "post/anna.md")] == [b"Anna\n"] * 4


def test_the_folder_itself_may_be_reached_by_a_link(folder: Path, tmp_path: Path) -> None:
    os.symlink(folder, tmp_path / "here")
    assert reader(tmp_path / "here")("mail/anna.md") == b"Anna\n"


LEADS_OUT = "leads out of the folder of the YAML; copy the file into it"
NOT_RELATIVE = "is not relative to the folder of the YAML; copy the file into it and write its name"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.txt", LEADS_OUT),
        ("mail/../../secret.txt", LEADS_OUT),
        ("mail/../mail/anna.md", LEADS_OUT),
        ("/etc/passwd", NOT_RELATIVE),
        ("//etc/passwd", NOT_RELATIVE),
        ("/dev/zero", NOT_RELATIVE),
        ("~/secret.txt", NOT_RELATIVE),
        ("C:/secret.txt", NOT_RELATIVE),
        ("..\\secret.txt", "contains a backslash; write folders with /"),
        ("", "is not a usable file name"),
        ("a\x00b", "is not a usable file name"),
        ("invoice\u202efdp.exe", "is not a usable file name"),
        ("mail", "is a folder, not a file"),
        (".", "is a folder, not a file"),
        ("gone.md", "does not exist in the folder of the YAML"),
        ("mail/anna.md/x", "does not exist in the folder of the YAML"),
        ("out.txt", LEADS_OUT),
        ("outside/secret.txt", LEADS_OUT),
        ("zero", LEADS_OUT),
        ("pipe", "is a device or pipe, not a file"),
        ("big", "is larger than 0.000977 MiB"),
        ("loop", "does not exist in the folder of the YAML"),
    ],
)
def test_everything_else_is_refused_with_the_reason(folder: Path, name: str, reason: str) -> None:
    os.symlink("../secret.txt", folder / "out.txt")
    os.symlink("..", folder / "outside")
    os.symlink("/dev/zero", folder / "zero")
    os.mkfifo(folder / "pipe")
    (folder / "big").write_bytes(b"x" * 1025)
    os.symlink("loop-2", folder / "loop")
    with pytest.raises(FileRefused) as refusal:
        reader(folder, size=1024)(name)
    assert refusal.value.message == reason


def test_a_file_that_may_not_be_opened_is_refused_with_the_systems_reason(folder: Path) -> None:
    os.symlink("circle", folder / "circle")
    with pytest.raises(FileRefused) as refusal:
        reader(folder)("circle")
    assert refusal.value.message == "cannot be read: 'Too many levels of symbolic links'"


def test_a_file_of_exactly_the_largest_size_is_read(folder: Path) -> None:
    (folder / "full").write_bytes(b"x" * 1024)
    assert len(reader(folder, size=1024)("full")) == 1024


def test_stored_files_are_read_without_a_disk() -> None:
    read = stored({"a.md": b"A"})
    assert read("a.md") == b"A"
    with pytest.raises(FileRefused, match="not among the files"):
        read("b.md")
