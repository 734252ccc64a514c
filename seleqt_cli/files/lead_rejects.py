"""The list of what an import did not take, as CSV that a spreadsheet may open safely."""

import csv
import os
from pathlib import Path
from types import TracebackType

from seleqt_cli.core.cells import guarded
from seleqt_cli.files.lead_batches import Refused


class RejectFile:
    """Line, value and reason of every refusal. The file holds people's data, so only its owner may read it."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(["line", "value", "reason"])

    def add(self, refused: Refused) -> None:
        """Write one refusal."""
        self._writer.writerow([refused.line, guarded(refused.value), guarded(refused.reason)])

    def __enter__(self) -> "RejectFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
