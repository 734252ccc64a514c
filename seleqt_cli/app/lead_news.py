"""What lead files hold that no apply has read yet: `leads.csv: 50 new rows since the last apply` (SPEC section 4)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from seleqt_cli.app.lead_rows import RowReader
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.files.lead_columns import map_columns
from seleqt_cli.files.lead_files import KINDS, open_leads
from seleqt_cli.files.lead_prints import LeadPrint, lines_more

COUNTED: Final = 16 << 20
"""Bytes up to which the rows of a changed file are read and looked up, about a second of work; of longer ones lines are counted."""
COUNTED_XLSX: Final = 256 << 10
"""The same for Excel, which is compressed and slower to read."""

Key = tuple[str | None, str | None]
"""A normalised address and a profile URL."""


@dataclass(frozen=True, slots=True)
class LeadNews:
    """One file that changed. `rows`: people whom nobody knows yet, or about so many lines more; None = not known."""

    file: str
    rows: int | None
    exact: bool

    def __str__(self) -> str:
        """As a person reads it."""
        if not self.rows or self.rows < 0:
            return f"{self.file}: changed since the last apply{', no new rows' if self.exact else ''}"
        many = f"{self.rows:,}" if self.exact else f"about {self.rows:,}"
        return f"{self.file}: {many} new {'row' if self.rows == 1 else 'rows'} since the last apply"


def lead_news(
    folder: Path, before: dict[str, LeadPrint], known: Callable[[Sequence[Key]], Iterable[int | None]], today: date
) -> Iterator[LeadNews]:
    """Every file that is not as it was at the last apply; one that is gone or cannot be read is left to the next apply."""
    for name, was in sorted(before.items()):
        path = folder / name
        try:
            more = lines_more(path, was)
            if more is None:
                continue
            excel = KINDS.get(path.suffix.lower()) == "xlsx"
            if path.stat().st_size <= (COUNTED_XLSX if excel else COUNTED):
                yield LeadNews(name, _unknown(path, was, known, today), True)
            else:
                yield LeadNews(name, None if excel else more, False)
        except OSError:
            continue
        except SeleqtError:
            yield LeadNews(name, None, False)


def _unknown(path: Path, was: LeadPrint, known: Callable[[Sequence[Key]], Iterable[int | None]], today: date) -> int:
    """How many people of a file are no leads yet."""
    rows = open_leads(path)
    try:
        reader = RowReader(map_columns(rows.header, was.mapping), lambda source, basis: 0, source="", basis="", today=today)
        places = [reader.columns.index(name) if name in reader.columns else -1 for name in ("email", "linkedin")]
        found: set[str] = set()
        for batch in rows.batches():
            keys = [(_text(row, places[0]), _text(row, places[1])) for row in reader.read(batch).rows]
            found.update(key[0] or key[1] or "" for key, number in zip(keys, known(keys), strict=True) if number is None)
        return len(found)
    finally:
        rows.close()


def _text(row: Sequence[object], place: int) -> str | None:
    value = row[place] if place >= 0 else None
    return value if isinstance(value, str) and value else None
