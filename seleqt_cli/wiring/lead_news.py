"""How the lead files stood at the last apply, and what they hold that is new since."""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli.core.campaign import Workspace

if TYPE_CHECKING:
    from seleqt_cli.files.lead_prints import LeadPrint

_KEY: Final = "lead files"


def lead_prints(workspace: Workspace, folder: Path) -> "dict[str, LeadPrint]":
    """Every lead file that is there, as it stands before it is read."""
    from seleqt_cli.files.lead_prints import print_of

    found = {}
    for campaign in workspace.campaigns.values():
        if campaign.leads.file and campaign.leads.file not in found:
            with suppress(OSError):
                found[campaign.leads.file] = print_of(folder / campaign.leads.file, dict(campaign.leads.mapping))
    return found


def keep_lead_prints(connection: sqlite3.Connection, prints: "dict[str, LeadPrint]") -> None:
    """Keep them with the version; the caller holds the transaction."""
    text = json.dumps({name: one.kept() for name, one in prints.items()}, ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEY, text))


def keep_print_of(connection: sqlite3.Connection, name: str, path: Path) -> None:
    """A lead file was changed by seleqt itself: what it is from now on is no news. Nothing where it is not known."""
    from seleqt_cli.files.lead_prints import print_of

    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    kept = json.loads(row[0]) if row else {}
    if isinstance(kept.get(name), dict):
        kept[name] = print_of(path, kept[name].get("mapping", {})).kept()
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (json.dumps(kept, ensure_ascii=False), _KEY))


def news_of_leads(connection: sqlite3.Connection, folder: Path, now: int) -> list[str]:
    """What is new in the lead files, a line each. A file that is as it was costs one look at its size and time."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    kept: dict[str, dict[str, object]] = json.loads(row[0]) if row else {}
    changed = {name for name, one in kept.items() if _changed(folder / name, one)}
    if not changed:
        return []
    from datetime import UTC, datetime

    from seleqt_cli.app.lead_news import lead_news
    from seleqt_cli.files.lead_prints import print_kept
    from seleqt_cli.storage.enrolment import SqliteEnrolment

    before = {name: found for name in changed if (found := print_kept(kept[name])) is not None}
    known = SqliteEnrolment(connection, {}).numbers_of
    return [str(one) for one in lead_news(folder, before, known, datetime.fromtimestamp(now, UTC).date())]


def _changed(path: Path, kept: object) -> bool:
    if not isinstance(kept, dict):
        return False  # kept by an earlier version: the next apply keeps it anew
    with suppress(OSError):
        found = path.stat()
        return (found.st_size, found.st_mtime_ns) != (kept.get("size"), kept.get("changed"))
    return False
