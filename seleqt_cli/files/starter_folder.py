"""Where the first campaigns.yaml goes: all of its files are there afterwards, or none; nothing that exists is overwritten."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.starter import Starter
from seleqt_cli.files.starter import starter_text

IGNORED: Final = """# People's data and what seleqt makes of it do not belong in git.
*.csv
*.xlsx
*.jsonl
*.vcf
/outbox/
*.db
*.db-journal
*.db-wal
*.db-shm
*.backup
"""

_CAMPAIGNS: Final = "campaigns.yaml"
_LEAD_FILES: Final = (".csv", ".xlsx", ".jsonl", ".vcf")


def refuse_taken(folder: Path) -> None:
    """Raise UsageProblem when the folder has a campaigns.yaml, or is no folder."""
    if os.path.lexists(folder / _CAMPAIGNS):
        raise UsageProblem(f"{folder / _CAMPAIGNS} exists already and is left as it is", advice="Name another folder: seleqt init DIR")
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageProblem(f"{folder} is no folder", advice="Name another one: seleqt init DIR")


def lead_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the files in a folder that can be lead files, in order."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _LEAD_FILES and path.is_file()))


def write_starter(folder: Path, starter: Starter, schema: dict[str, Any]) -> tuple[Path, ...]:
    """Write campaigns.yaml, campaigns.schema.json and .gitignore into a folder (made when missing); return what was written.

    campaigns.yaml comes last and whole, so that after any interruption `init` can be typed again. A schema that exists is
    left as it is, a .gitignore that exists gets the lines it lacks. Raises UsageProblem, before anything is written, when
    campaigns.yaml exists.
    """
    refuse_taken(folder)
    made = _missing_folders(folder)
    ignore, described, campaigns = folder / ".gitignore", folder / "campaigns.schema.json", folder / _CAMPAIGNS
    written: list[Path] = []
    before = ignore.read_text(encoding="utf-8") if ignore.exists() else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(described):
            written.append(described)
            _place(described, json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        missing = [line for line in IGNORED.splitlines() if line not in (before or "").splitlines()]
        if missing:
            written.append(ignore)
            with ignore.open("a", encoding="utf-8", newline="\n") as file:
                file.write(("\n" if before and not before.endswith("\n") else "") + "\n".join(missing) + "\n")
        _place(campaigns, starter_text(starter))
    except BaseException:  # Ctrl-C too: nothing half-written stays
        _undo(written, ignore, before, made)
        raise
    return (campaigns, *written)


def _place(path: Path, text: str) -> None:
    """Put a whole file where none is; whoever looks sees all of it or nothing."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        if os.path.lexists(path):
            raise FileExistsError(17, "File exists", str(path))
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def _missing_folders(folder: Path) -> list[Path]:
    """The folders that will have to be made, the innermost first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def _undo(written: list[Path], ignore: Path, before: str | None, made: list[Path]) -> None:
    for path in written:
        with suppress(OSError):
            if path == ignore and before is not None:
                path.write_text(before, encoding="utf-8", newline="")
            else:
                path.unlink()
    for folder in made:
        with suppress(OSError):
            folder.rmdir()
