"""Lead files in Excel's format: the first sheet that holds anything."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import BATCH, LARGEST_CELL, MOST_COLUMNS, Batch, Refused
from seleqt_cli.files.lead_columns import known_field

_LARGEST_UNPACKED: Final = 600 << 20
"""Bytes of all parts once unpacked; a small file that unpacks to more is a bomb, not a table of people."""
_MOST_RATIO: Final = 200
_HEADER_WITHIN: Final = 10


class XlsxRows:
    """An Excel file, opened: see lead_batches.LeadRows. The sheet is read whole (the library has no other way)."""

    def __init__(self, path: Path, name: str) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        _refuse_bombs(path, name)
        try:
            with CalamineWorkbook.from_path(str(path)) as workbook:
                sheets = {sheet: workbook.get_sheet_by_name(sheet) for sheet in workbook.sheet_names}
                filled = [sheet for sheet, content in sheets.items() if content.total_height]
                if not filled:
                    raise Failed(f"{name} has no sheet with anything in it")
                sheet = sheets[filled[0]]
                self._rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=True)]
                self._first_line = (sheet.start or (0, 0))[0] + 1
        except CalamineError as error:
            raise Failed(f"{name} cannot be read as an Excel file: {error}", advice="save it as .xlsx or as CSV UTF-8") from error
        at = max(range(min(_HEADER_WITHIN, len(self._rows))), key=lambda row: (_named(self._rows[row]), -row))
        self._body_at = at + 1
        self.header = tuple(_text(cell) for cell in self._rows[at])
        if len(self.header) > MOST_COLUMNS:
            raise Failed(f"{name} has {len(self.header)} columns; the most is {MOST_COLUMNS}")
        notes = [f"Excel, sheet {filled[0]!r}"]
        if len(filled) > 1:
            notes.append(f"other sheets were not read: {', '.join(filled[1:])}")
        if at:
            notes.append(f"the header was found on line {self._first_line + at}")
        self.notes = tuple(notes)

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The rows under the header, `size` at a time."""
        total = len(self._rows)
        for start in range(self._body_at, total, size):
            batch = Batch([], self._first_line + start, done=min(start + size, total), total=total, lines=[])
            assert batch.lines is not None
            for position in range(start, min(start + size, total)):
                cells = [_text(cell) for cell in self._rows[position]]
                line = self._first_line + position
                if not any(cells):
                    batch.blank += 1
                elif any(len(cell) > LARGEST_CELL for cell in cells):
                    batch.refused.append(Refused(line, cells[0][:80], f"has a cell of more than {LARGEST_CELL:,} characters"))
                else:
                    batch.rows.append(cells)
                    batch.lines.append(line)
            yield batch


def _refuse_bombs(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise Failed(f"{name} cannot be read as an Excel file: {error}", advice="save it as .xlsx or as CSV UTF-8") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > _LARGEST_UNPACKED or (unpacked > 50 << 20 and unpacked / packed > _MOST_RATIO):
        raise Failed(f"{name} unpacks to {unpacked >> 20} MB, which no table of people needs", advice="save it as CSV UTF-8")


def _named(row: list[object]) -> int:
    return len({field for cell in row if (field := known_field(_text(cell)))})


def _text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without .0, dates in ISO order."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
