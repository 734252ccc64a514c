"""Whether the files that a version names are still as they were: bytes, and whether they are there at all."""

from pathlib import Path

from seleqt_cli.files.workspace_files import unchanged

KEPT = {"bodies/hello.md": b"Hi", "one-pager.pdf": b"%PDF"}


def written(root: Path) -> Path:
    for name, content in KEPT.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
    return root


def test_files_as_they_were_are_unchanged(tmp_path: Path) -> None:
    assert unchanged(written(tmp_path), KEPT)
    assert unchanged(tmp_path, {})


def test_other_bytes_are_a_change(tmp_path: Path) -> None:
    (written(tmp_path) / "bodies/hello.md").write_bytes(b"Ho")
    assert not unchanged(tmp_path, KEPT)


def test_a_file_that_is_gone_or_leads_elsewhere_is_a_change(tmp_path: Path) -> None:
    (written(tmp_path) / "one-pager.pdf").unlink()
    assert not unchanged(tmp_path, KEPT)
    (tmp_path / "one-pager.pdf").symlink_to("/etc/hostname")
    assert not unchanged(tmp_path, KEPT)
