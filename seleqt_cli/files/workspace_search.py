"""The files of a workspace in which people stand: what lies beside campaigns.yaml, and in what it is written."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from seleqt_cli.files.forgetting import YAML
from seleqt_cli.files.lead_files import KINDS

_TEXTS: Final = frozenset({*KINDS, *YAML, ".md", ".json", ".html", ".eml"})
_MOST: Final = 20_000
"""Files that are looked at; a workspace has fewer."""


def files_of_people(folder: Path, leave_out: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Lead files, texts and YAML below a folder, by name; hidden folders and links are left out, and `leave_out` (real paths)."""
    count = 0
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name != "node_modules" and Path(top, name).resolve() not in leave_out
        )
        for name in sorted(names):
            path = Path(top, name)
            if path.suffix.lower() in _TEXTS and path.is_file() and not path.is_symlink():
                count += 1
                if count > _MOST:
                    return
                yield path
