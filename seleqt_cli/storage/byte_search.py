"""Looks through whole files, whatever they hold, for what gives a person away.

Files are read in pieces that overlap, so that no size costs memory. What is compressed or encrypted is not opened here: whoever
calls says of which files that is so.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.core.traces import Pattern

_PIECE: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that holds something of the person. `what`: which things, without saying them."""

    path: Path
    what: tuple[str, ...]


@dataclass(slots=True)
class Searched:
    """How much was looked at."""

    files: int = 0
    octets: int = 0
    unreadable: int = 0


def files_in(folder: Path, leave_out: Sequence[Path] = ()) -> Iterator[Path]:
    """Every file below a folder, links not followed; nothing where there is no folder."""
    skipped = set(leave_out)
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(top, name) not in skipped)
        for name in sorted(names):
            path = Path(top, name)
            if path not in skipped and path.is_file() and not path.is_symlink():
                yield path


def _as_it_is(path: Path) -> BinaryIO:
    return path.open("rb")


def search(
    paths: Iterable[Path], patterns: Sequence[Pattern], searched: Searched, opened: Callable[[Path], BinaryIO] = _as_it_is
) -> Iterator[Hit]:
    """The files in which something is found. `opened` gives what is in a file: what seleqt encrypted itself in plain text."""
    overlap = 2 * max((len(one.octets) for one in patterns), default=0) + 256
    for path in paths:
        try:
            what = _found(path, patterns, overlap, searched, opened)
        except FileNotFoundError:
            continue
        except (OSError, Failed):
            searched.unreadable += 1
            continue
        searched.files += 1
        if what:
            yield Hit(path, what)


def found_in(content: bytes, patterns: Sequence[Pattern]) -> set[str]:
    """What of the person a content holds."""
    lowered = content.lower()
    views = [lowered]
    if b"=\n" in content or b"=\r\n" in content:
        views.append(lowered.replace(b"=\r\n", b"").replace(b"=\n", b""))
    flat = content.translate(None, b"\r\n\t ")
    return {one.what for one in patterns if any(one.octets in view for view in (views if one.folded else (flat,)))}


def _found(
    path: Path, patterns: Sequence[Pattern], overlap: int, searched: Searched, opened: Callable[[Path], BinaryIO]
) -> tuple[str, ...]:
    found: set[str] = set()
    kept = b""
    with opened(path) as stream:
        while piece := stream.read(_PIECE):
            searched.octets += len(piece)
            content = kept + piece
            found |= found_in(content, patterns)
            kept = content[-overlap:]
    return tuple(sorted(found))
