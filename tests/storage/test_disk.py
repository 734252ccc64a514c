"""A full disk stops a send before it begins."""

import os
from pathlib import Path

import pytest

from seleqt_cli.core.errors import NotDurable
from seleqt_cli.storage.disk import LEAST_ROOM, require_room, room


def test_the_room_of_a_folder_that_does_not_exist_yet_is_that_of_its_disk(tmp_path: Path) -> None:
    facts = os.statvfs(tmp_path)
    assert abs(room(tmp_path / "a" / "b") - facts.f_bavail * facts.f_frsize) < 1_000_000_000


def test_enough_room_is_no_error(tmp_path: Path) -> None:
    require_room(tmp_path, least=1)


def test_too_little_room_names_the_disk_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotDurable) as refused:
        require_room(tmp_path, least=1 << 60)
    assert refused.value.message.endswith(f"MB are free on the disk of {tmp_path}; a send is begun with 1099511627776 MB or more")
    assert refused.value.advice == "Make room, then start seleqt again. Nothing was sent, nothing is lost."
    assert LEAST_ROOM == 64 * 1024 * 1024
