"""Lead files in JSON Lines: one object a line; nested objects become columns with joined names."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import BATCH, LARGEST_CELL, MOST_COLUMNS, Batch, Refused
from seleqt_cli.files.text_encoding import detect_encoding

_DEEPEST: Final = 3


class JsonlRows:
    """A JSON Lines file, opened: see lead_batches.LeadRows. The header is every key of every line, in order of appearance."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        stream.seek(0, io.SEEK_END)
        self._size = stream.tell()
        self._encoding = detect_encoding(stream, name)
        keys: dict[str, None] = {}
        for _, value in self._values():
            if isinstance(value, dict):
                keys.update(dict.fromkeys(value))
            if len(keys) > MOST_COLUMNS:
                raise Failed(f"{name} has more than {MOST_COLUMNS} different keys")
        if not keys:
            raise Failed(f"{name} has no line with a JSON object", advice='write one {"email": …} a line')
        self.header = tuple(keys)
        self.notes = tuple(filter(None, (f"JSON Lines, {self._encoding.shown}", self._encoding.note)))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The objects, `size` at a time, with their values in the order of the header."""
        batch = Batch([], 1, lines=[])
        for line, value in self._values():
            assert batch.lines is not None
            if isinstance(value, str):
                batch.refused.append(Refused(line, "", value))
            elif value is None:
                batch.blank += 1
            else:
                batch.rows.append([value.get(key, "") for key in self.header])
                batch.lines.append(line)
            if len(batch.rows) + len(batch.refused) >= size:
                batch.done, batch.total = self._stream.tell(), self._size
                yield batch
                batch = Batch([], line + 1, lines=[])
        if batch.rows or batch.refused or batch.blank:
            batch.done = batch.total = self._size
            yield batch

    def _values(self) -> Iterator[tuple[int, dict[str, str] | str | None]]:
        """(line, its texts by column, or the reason why it is refused, or None for an empty line)."""
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, encoding=self._encoding.encoding, errors="surrogateescape", newline="\n")
        try:
            for number, line in enumerate(text, start=1):
                if not line.strip():
                    yield number, None
                    continue
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError):
                    yield number, "is no JSON object"
                    continue
                if not isinstance(value, dict):
                    yield number, "is no JSON object"
                    continue
                flat: dict[str, str] = {}
                problem = _flatten(value, "", flat, 1)
                yield number, problem or flat
        finally:
            text.detach()


def _flatten(value: dict[str, Any], prefix: str, into: dict[str, str], depth: int) -> str:
    """Add the texts of an object to `into`; gives the reason when something in it is no text."""
    for key, item in value.items():
        column = f"{prefix}{key}"
        if isinstance(item, dict):
            if depth >= _DEEPEST:
                return f"{column} is nested too deeply"
            if problem := _flatten(item, f"{column}_", into, depth + 1):
                return problem
            continue
        if isinstance(item, list):
            if any(isinstance(part, (dict, list)) for part in item):
                return f"{column} is a list of more than texts"
            item = ", ".join(_text(part) for part in item)
        into[column] = _text(item)
        if len(into[column]) > LARGEST_CELL:
            return f"{column} has more than {LARGEST_CELL:,} characters"
    return ""


def _text(item: object) -> str:
    if item is None:
        return ""
    if isinstance(item, bool):
        return "yes" if item else "no"
    return str(item)
