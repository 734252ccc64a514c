"""Takes a person's rows out of files that people keep: lead files and lists in campaigns.yaml; every other byte stays as it is.

A row is a record of CSV (quoted line ends belong to it), a line of JSON Lines, a card of a vCard file, an item of a list in YAML.
Workbooks are in files/forgetting_xlsx.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.forgetting_xlsx import without_rows
from seleqt_cli.files.forgetting_yaml import without_items
from seleqt_cli.files.text_encoding import detect_encoding

YAML: Final = (".yaml", ".yml")
BOOKS: Final = (".xlsx", ".xlsm")
_CARD_ENDS: Final = re.compile(r"^END:VCARD[ \t]*(?:\r\n|\n|\r|\Z)", re.IGNORECASE | re.MULTILINE)
_FOLD: Final = re.compile(r"(?:\r\n|\n)[ \t]")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")

Names = Callable[[str], bool]
"""Whether a text names the person."""


def naming(addresses: Iterable[str], profiles: Iterable[str]) -> Names:
    """Looks for addresses and profiles as whole words, in whatever case."""
    words = [rf"(?<![\w.+%-]){re.escape(address)}(?![\w-]|\.\w)" for address in addresses if address]
    words += [rf"/in/{re.escape(profile.rstrip('/').rpartition('/in/')[2])}(?![\w%-])" for profile in profiles if "/in/" in profile]
    found = re.compile("|".join(words) if words else r"(?!)", re.IGNORECASE)
    return lambda text: found.search(text) is not None


def without(name: str, content: bytes, names: Names, nobody: str = "") -> tuple[bytes, int]:
    """The content of a file without the person's rows, and how many those were. Raises Failed for a text that cannot be read.

    `nobody`: what a list in YAML holds that would be empty.
    """
    suffix = Path(name).suffix.lower()
    encoding = _encoding(name, content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Failed(f"{name} cannot be read as {encoding}: {error.reason}", advice="take the person's rows out by hand") from error
    if text.encode(encoding) != content:
        raise Failed(f"{name} could not be written back as it is", advice="take the person's rows out by hand")
    if suffix in YAML:
        left, count = without_items(text, names, nobody)
        return (left.encode(encoding), count) if count else (content, 0)
    if suffix in (".vcf", ".vcard"):
        rows = list(_cards(text))
    elif suffix in (".jsonl", ".ndjson"):
        rows = _LINE.findall(text)
    else:
        rows = list(_records(text))
    left_over = [row for row in rows if not names(_FOLD.sub("", row) if "VCARD" in row.upper() else row)]
    count = len(rows) - len(left_over)
    return ("".join(left_over).encode(encoding), count) if count else (content, 0)


def take_out(path: Path, names: Names) -> int:
    """Take the person's rows out of a file, at once or not at all; returns how many those were. Raises Failed and OSError."""
    content = path.read_bytes()
    change = without_rows if path.suffix.lower() in BOOKS else without
    left, count = change(path.name, content, names)
    if count:
        replace_file(path, left)
    return count


def replace_file(path: Path, content: bytes) -> None:
    """Put another content in a file's place, at once or not at all, with its permissions and its owner. Raises OSError."""
    real = path.resolve()
    before = real.stat()
    draft = real.with_name(f".{real.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), before.st_mode & 0o7777)
            if os.geteuid() == 0:
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fsync(file.fileno())
        os.replace(draft, real)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(real.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _encoding(name: str, content: bytes) -> str:
    from io import BytesIO

    kind = detect_encoding(BytesIO(content), name).encoding
    # with the mark in the text, so that it is written back too
    marks = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le" if content.startswith(b"\xff\xfe") else "utf-16-be"}
    marks["utf-32"] = "utf-32-le" if content.startswith(b"\xff\xfe") else "utf-32-be"
    return marks.get(kind, kind)


def _records(text: str) -> Iterator[str]:
    """The records of a table as they stand, with their line ends."""
    start, quoted = 0, False
    for match in re.finditer(r'"|\r\n|\n|\r', text):
        if match[0] == '"':
            # a quote opens a field only where the field begins, or again after one that closed it
            quoted = not quoted and (match.start() == start or text[match.start() - 1] in ',;\t|"')
        elif not quoted:
            yield text[start : match.end()]
            start = match.end()
    if quoted:  # a quote that nothing closes: its line ends are those of records
        yield from _LINE.findall(text[start:])
    elif start < len(text):
        yield text[start:]


def _cards(text: str) -> Iterator[str]:
    start = 0
    for match in _CARD_ENDS.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
