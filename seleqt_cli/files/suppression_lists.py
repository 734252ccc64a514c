"""Lists of people, addresses and domains that must not be contacted: one a line, or a CSV file with a header."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, Final

from seleqt_cli.files.text_encoding import detect_encoding

_COLUMNS: Final = ("email", "linkedin", "domain", "e-mail", "mail", "address", "email address", "profile", "profile url", "linkedin url")


def entries(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every entry; empty cells and what follows a # at the start of a line are left out. Raises Failed for no text."""
    kind = detect_encoding(stream, name)
    text = TextIOWrapper(stream, encoding=kind.encoding, newline="")
    first = text.readline()
    text.seek(0)
    delimiter = max(",;\t", key=first.count)
    columns: list[int] | None = None
    rows = csv.reader(text, delimiter=delimiter)
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        if number == 0:
            named = [position for position, cell in enumerate(cells) if cell.lower() in _COLUMNS]
            columns = named or None
            if named:
                continue
        if not cells or cells[0].startswith("#"):
            continue
        for position in columns or [0]:
            if position < len(cells) and cells[position]:
                yield rows.line_num, cells[position]
    text.detach()
