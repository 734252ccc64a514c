"""Message files judged without a home: one mail a file, or an mbox with many."""

import re
import sys
from collections.abc import Iterator
from typing import IO, Final

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.verdict import Verdict

MOST_OCTETS: Final = 1024 * 1024
"""Octets of one mail that are read; the text of a longer one stands at its beginning."""
_MBOX_LINE: Final = re.compile(rb"From \S{1,320} .{0,60}\d\d:\d\d.{0,40}\d{4}\s*$")
_LINE: Final = 64 * 1024


def judged(name: str, now: int) -> Iterator[tuple[str, Verdict]]:
    """The verdict on each mail of a file (`-` is standard input), named FILE, or FILE#2 where one file holds several.

    Raises OSError where it cannot be read.
    """
    if name == "-":
        yield from _judged("-", sys.stdin.buffer, now)
        return
    with open(name, "rb") as file:
        yield from _judged(name, file, now)


def _judged(name: str, file: IO[bytes], now: int) -> Iterator[tuple[str, Verdict]]:
    waiting: tuple[bytes, bool] | None = None
    number = 0
    for one in _mails(file):
        if waiting is not None:
            number += 1
            yield f"{name}#{number}", _verdict(waiting, now)
        waiting = one
    if waiting is not None:
        yield (f"{name}#{number + 1}" if number else name), _verdict(waiting, now)


def _verdict(mail: tuple[bytes, bool], now: int) -> Verdict:
    octets, cut = mail
    return classify(read_mail(octets, cut), now)


def _mails(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each mail's first octets and whether there are more; a file that begins with `From ` is an mbox (RFC 4155)."""
    first = file.readline(_LINE)
    mbox = _MBOX_LINE.match(first) is not None
    kept: list[bytes] = [first]
    size = len(first)
    blank = cut = False
    while line := file.readline(_LINE):
        if mbox and blank and line.startswith(b"From ") and _MBOX_LINE.match(line):
            yield b"".join(kept), cut
            kept, size, cut = [], 0, False
        blank = line in (b"\n", b"\r\n")
        if size < MOST_OCTETS:
            kept.append(line)
            size += len(line)
        else:
            cut = True
            if not mbox:
                break
    yield b"".join(kept), cut
