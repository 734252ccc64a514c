"""Lead files in CSV: delimiter and header found, ragged rows reported by line, never guessed."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import BATCH, LARGEST_CELL, MOST_COLUMNS, Batch, Refused
from seleqt_cli.files.lead_columns import known_field
from seleqt_cli.files.text_encoding import detect_encoding

_DELIMITERS: Final = (",", ";", "\t", "|")
_DELIMITER_NAMES: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_HEADER_WITHIN: Final = 10
"""Records in which the header must stand; LinkedIn's Connections.csv has a note above it (LINKEDIN.md section 7)."""
_NOT_LEADS: Final = {
    frozenset({"from", "to", "direction"}): "LinkedIn's Invitations.csv, which lists invitations, not leads",
    frozenset({"conversation id", "sender profile url"}): "LinkedIn's messages.csv, which lists messages, not leads",
}


class CsvRows:
    """A CSV file, opened: see lead_batches.LeadRows. Raises Failed when it has no header or is no text.

    `of_people`: each row is a lead, so that tables which list something else are refused.
    """

    def __init__(self, stream: BinaryIO, name: str, *, of_people: bool = True) -> None:
        self._of_people = of_people
        self._stream = stream
        self._name = name
        stream.seek(0, io.SEEK_END)
        self._size = stream.tell()
        kind = detect_encoding(stream, name)
        self._encoding = kind.encoding
        csv.field_size_limit(LARGEST_CELL)
        delimiter = self._sep_line() or self._best_delimiter()
        self._delimiter = delimiter
        self._header_at, self.header, self._header_lines = self._find_header(delimiter)
        notes = [f"{kind.shown}, separated by {_DELIMITER_NAMES.get(delimiter, repr(delimiter))}"]
        if kind.note:
            notes.append(kind.note)
        if self._header_at > 0:
            notes.append(f"the header was found on line {self._header_lines[0]}")
        twice = sorted({column for column in self.header if column and self.header.count(column) > 1})
        notes.extend(f"there are {self.header.count(column)} columns named {column!r}" for column in twice)
        self.notes = tuple(notes)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The rows under the header, `size` records at a time."""
        text = self._text()
        try:
            reader = csv.reader(text, delimiter=self._delimiter)
            for _ in range(self._header_at + 1):
                next(reader)
            while True:
                first_line = reader.line_num + 1
                records: list[list[str]] = []
                too_large = 0
                try:
                    records.extend(islice(reader, size))
                except csv.Error:
                    too_large = reader.line_num
                if not records and not too_large:
                    return
                batch = self._batch(records, first_line, too_large)
                batch.a_line_each = batch.lines is None and reader.line_num - first_line + 1 == len(records)
                batch.done, batch.total = min(self._stream.tell(), self._size), self._size
                yield batch
        finally:
            text.detach()

    def _batch(self, records: list[list[str]], first_line: int, too_large: int) -> Batch:
        """Separate the rows that fit the header; the others are named with their lines."""
        width = len(self.header)
        if not too_large and set(map(len, records)) == {width}:
            return Batch(records, first_line)
        every = Batch(records, first_line)
        batch = Batch([], first_line, lines=[])
        assert batch.lines is not None
        for index, record in enumerate(records):
            if len(record) != width:
                if not any(cell.strip() for cell in record):
                    batch.blank += 1
                    continue
                if len(record) < width or any(cell.strip() for cell in record[width:]):
                    reason = f"has {len(record)} cells, the header has {width}"
                    batch.refused.append(Refused(every.line(index), _shown(record), reason))
                    continue
                record = record[:width]
            batch.rows.append(record)
            batch.lines.append(every.line(index))
        if too_large:
            begin = every.line(len(records) - 1) + 1 + _breaks(records[-1]) if records else first_line
            reason = f"has a cell of more than {LARGEST_CELL:,} characters; is a quotation mark missing?"
            batch.refused.append(Refused(begin, f"lines {begin} to {too_large}", reason))
        return batch

    def _text(self) -> io.TextIOWrapper:
        self._stream.seek(0)
        # What cannot be decoded becomes a surrogate, which no lead may hold: that row is refused, the others are read.
        return io.TextIOWrapper(self._stream, encoding=self._encoding, errors="surrogateescape", newline="")

    def _sep_line(self) -> str:
        """Excel's own first line `sep=;`."""
        text = self._text()
        try:
            line = text.readline(64).strip().strip('"')
        finally:
            text.detach()
        return line[4:].replace("\\t", "\t") if line.lower().startswith("sep=") and len(line) == 5 else ""

    def _records(self, delimiter: str, most: int) -> tuple[list[list[str]], list[int]]:
        """The first records as this delimiter would read them, and the lines on which they begin."""
        text = self._text()
        try:
            reader = csv.reader(text, delimiter=delimiter)
            records: list[list[str]] = []
            lines = []
            for _ in range(most):
                lines.append(reader.line_num + 1)
                try:
                    records.append(next(reader))
                except (StopIteration, csv.Error):
                    break
            return records, lines
        finally:
            text.detach()

    def _best_delimiter(self) -> str:
        """The delimiter under which some early record names most known columns, then gives most rows of one width above one."""

        def merit(delimiter: str) -> tuple[int, int, int]:
            records, _ = self._records(delimiter, 30)
            named = max((_named(record) for record in records[:_HEADER_WITHIN]), default=0)
            widths = [len(record) for record in records if record]
            usual = max(set(widths), key=widths.count, default=0)
            return named, sum(width == usual for width in widths) if usual > 1 else 0, usual

        return max(_DELIMITERS, key=merit)

    def _find_header(self, delimiter: str) -> tuple[int, tuple[str, ...], list[int]]:
        records, lines = self._records(delimiter, _HEADER_WITHIN)
        filled = [index for index, record in enumerate(records) if any(cell.strip() for cell in record) and not _is_sep(record)]
        if not filled:
            raise Failed(f"{self._name} is empty", advice="the first line must name the columns")
        at = max(filled, key=lambda index: (_named(records[index]), -index))
        header = [cell.strip() for cell in records[at]]
        if _named(records[at]) == 0 and any("@" in cell for cell in header):
            raise Failed(
                f"{self._name} begins with a lead, not with the names of its columns", advice="put a first line like email,first_name"
            )
        for signs, what in _NOT_LEADS.items():
            if self._of_people and signs <= {cell.casefold() for cell in header}:
                raise Failed(f"{self._name} is {what}", advice="import Connections.csv of the same export")
        while header and not header[-1] and _named(records[at]) > 0:
            header.pop()
        if len(header) > MOST_COLUMNS:
            raise Failed(f"{self._name} has {len(header)} columns; the most is {MOST_COLUMNS}")
        return at, tuple(header), [lines[at]]


def _named(record: list[str]) -> int:
    return len({field for cell in record if (field := known_field(cell))})


def _is_sep(record: list[str]) -> bool:
    return bool(record) and record[0].lower().startswith("sep=")


def _breaks(record: list[str]) -> int:
    text = "".join(record)
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _shown(record: list[str]) -> str:
    text = " | ".join(record)
    return text if len(text) <= 80 else text[:79] + "…"
