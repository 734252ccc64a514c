"""Room on the disk: a full one stops before a send, never in the middle of one."""

import shutil
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import NotDurable

LEAST_ROOM: Final = 64 * 1024 * 1024
"""Bytes that must be free before a send is begun (RELIABILITY F5)."""


def room(path: Path) -> int:
    """Bytes that this user may still write on the disk of `path`, which need not exist yet. Raises OSError."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def require_room(path: Path, *, least: int = LEAST_ROOM) -> None:
    """Raise NotDurable when less than `least` bytes are free where `path` is or will be."""
    try:
        free = room(path)
    except OSError as problem:
        raise NotDurable(f"{path}: {problem.strerror or problem}", advice="See whether the disk is there and can be written.") from problem
    if free < least:
        raise NotDurable(
            f"only {free // 1_048_576} MB are free on the disk of {path}; a send is begun with {least // 1_048_576} MB or more",
            advice="Make room, then start seleqt again. Nothing was sent, nothing is lost.",
        )
