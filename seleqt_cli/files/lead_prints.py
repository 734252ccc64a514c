"""How a lead file stood when it was read: enough to see later, mostly without reading it, whether something is new in it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class LeadPrint:
    """Size in bytes, time of the last change in nanoseconds, line ends, hash of the content, and the columns as the YAML maps them."""

    size: int
    changed: int
    lines: int
    sha256: str
    mapping: dict[str, str]

    def kept(self) -> dict[str, Any]:
        """What JSON keeps of it."""
        return {name: getattr(self, name) for name in self.__slots__}


def print_of(path: Path, mapping: dict[str, str]) -> LeadPrint:
    """Look at a file as it stands. Raises OSError."""
    found = path.stat()
    digest, lines = _read(path)
    return LeadPrint(found.st_size, found.st_mtime_ns, lines, digest, mapping)


def print_kept(kept: object) -> LeadPrint | None:
    """What `kept` gave, None for anything else."""
    if not isinstance(kept, dict) or set(kept) != set(LeadPrint.__slots__):
        return None
    return LeadPrint(**kept)


def lines_more(path: Path, before: LeadPrint) -> int | None:
    """How many lines a file has more than it had (fewer: below zero), None when it is the same file. Raises OSError."""
    found = path.stat()
    if (found.st_size, found.st_mtime_ns) == (before.size, before.changed):
        return None
    digest, lines = _read(path)
    return None if digest == before.sha256 else lines - before.lines


def _read(path: Path) -> tuple[str, int]:
    digest, lines = sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            lines += piece.count(b"\n")
    return digest.hexdigest(), lines
