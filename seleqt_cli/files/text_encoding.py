"""Finding out how a text file is written, in one pass over its bytes and without keeping them."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO, Final

from seleqt_cli.core.errors import Failed

CHUNK: Final = 1 << 20
LONGEST_LINE: Final = 4 << 20
"""Bytes. A longer line is no table of people, and would have to be held in memory whole."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class TextKind:
    """How to decode a file: Python's name of the encoding, the name people know, and a note when it had to be inferred."""

    encoding: str
    shown: str
    note: str = ""


def detect_encoding(stream: BinaryIO, name: str) -> TextKind:
    """Read the stream to its end and back to its beginning. Raises Failed for what is no text.

    UTF-8 is taken only if every byte fits; what does not is read as Windows-1252, and that is said.
    """
    stream.seek(0)
    start = stream.read(4)
    for bom, encoding, shown in _BOMS:
        if start.startswith(bom):
            stream.seek(0)
            return TextKind(encoding, shown)
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    line_length = 0
    broken_at = -1
    offset = 0
    while chunk := stream.read(CHUNK):
        if offset == 0 and chunk.count(0) > len(chunk) // 4:
            raise Failed(f"{name} is no text, or UTF-16 without its mark", advice="save it as CSV UTF-8")
        if broken_at < 0:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                broken_at = offset + error.start
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        line_length = line_length + len(chunk) if last < 0 else len(chunk) - last - 1
        if line_length > LONGEST_LINE:
            raise Failed(f"{name} has a line of more than {LONGEST_LINE >> 20} MB, so it is no table", advice="save it as CSV UTF-8")
        offset += len(chunk)
    if broken_at < 0:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            broken_at = offset
    stream.seek(0)
    if broken_at < 0:
        return TextKind("utf-8", "UTF-8")
    return TextKind("cp1252", "Windows-1252", f"not UTF-8 at byte {broken_at + 1}, read as Windows-1252; look at the accents")
