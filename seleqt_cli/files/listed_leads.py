"""Leads written in the campaigns file itself, as the rows of a lead file."""

from collections.abc import Iterator, Mapping, Sequence

from seleqt_cli.files.lead_batches import BATCH, Batch


class ListedLeads:
    """The rows of `leads: [...]`; a row without a column has an empty cell."""

    def __init__(self, rows: Sequence[Mapping[str, str]], first_line: int) -> None:
        self.header = tuple(dict.fromkeys(name for row in rows for name in row))
        self.notes: tuple[str, ...] = ()
        self._rows = rows
        self._first_line = max(1, first_line)

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """All rows, `size` at a time."""
        for start in range(0, len(self._rows), size):
            part = self._rows[start : start + size]
            cells = [[row.get(name, "") for name in self.header] for row in part]
            yield Batch(cells, self._first_line + start, done=start + len(part), total=len(self._rows))

    def close(self) -> None:
        """Nothing is open."""
