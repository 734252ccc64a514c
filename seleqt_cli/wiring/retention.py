"""What is kept too long in a home, and its removal: people, messages of strangers, requests, reports, copies of the database."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seleqt_cli.core.retention import KEEPINGS, Keeping, periods_of
from seleqt_cli.core.tombstones import Name, buried
from seleqt_cli.storage.retention import (
    Old,
    bury_opt_outs,
    old_messages,
    old_opt_outs,
    old_people,
    old_requests,
    remove_people,
    remove_rest,
)
from seleqt_cli.storage.tombstones import TombstoneFile
from seleqt_cli.storage.versions import identity
from seleqt_cli.wiring.rights import lead_files_of, pieces_of

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services

_PEOPLE: Final = ("uncontacted", "silent", "answered", "unsubscribed")
_ADDRESS: Final = re.compile(rb"[^\s<>\"'(),;:=\[\]{}]+@[^\s<>\"'(),;:=\[\]{}]+")


@dataclass(slots=True)
class Overdue:
    """What is kept too long. `people`: by period; `files`: period -> paths; `still`: lead file -> how many of them stand in it."""

    seconds: dict[str, int]
    people: dict[str, Old] = field(default_factory=dict)
    messages: int = 0
    requests: int = 0
    opt_outs: list[tuple[str, str, str, int]] = field(default_factory=list)
    files: dict[str, list[Path]] = field(default_factory=dict)
    still: dict[str, int] = field(default_factory=dict)

    def count(self, keeping: Keeping) -> int:
        """How many of a kind are removed."""
        key = keeping.key
        if key in self.people:
            return len(self.people[key].leads)
        return {"strangers": self.messages, "requests": self.requests, "optouts": len(self.opt_outs)}.get(key, len(self.files.get(key, ())))

    @property
    def total(self) -> int:
        """Everything that is removed."""
        return sum(self.count(one) for one in KEEPINGS)


def overdue(services: "Services", connection: sqlite3.Connection, wishes: Mapping[str, int], now: int) -> Overdue:
    """Look, and change nothing. `wishes`: other periods in days. Raises UsageProblem for one that is not allowed."""
    found = Overdue(periods_of(dict(wishes)))
    counted: set[int] = set()
    for key in _PEOPLE:
        old = old_people(connection, key, now - found.seconds[key])
        found.people[key] = replace(old, leads=[number for number in old.leads if number not in counted])
        counted.update(old.leads)
    found.messages = old_messages(connection, now - found.seconds["strangers"])
    found.requests = old_requests(connection, now - found.seconds["requests"])
    found.opt_outs = old_opt_outs(connection, now - found.seconds["optouts"])
    home, name = services.home_path, services.database_path.name
    found.files = {
        "reports": _older(home, ("logs/*", "linkedin/incidents/*.png"), now - found.seconds["reports"]),
        "copies": _older(services.database_path.parent, (f"{name}.before-*.bak*",), now - found.seconds["copies"]),
    }
    numbers = {number for old in found.people.values() for number in old.leads}
    if numbers:
        found.still = _still(services, connection, numbers)
    return found


def remove(services: "Services", connection: sqlite3.Connection, found: Overdue, *, by: str, now: int) -> Iterator[int]:
    """Remove it; yields how many people so far. A cut in between is gone on with by the same command."""
    counts = {one.key: found.count(one) for one in KEEPINGS}
    people = 0
    for key, old in found.people.items():
        counts[key] = 0
        for done in remove_people(connection, old.leads, key, by=by, at=now):
            counts[key] = done
            yield people + done
        people += counts[key]
    if found.opt_outs:
        _bury(services, connection, found.opt_outs)
    for paths in found.files.values():
        for path in paths:
            path.unlink(missing_ok=True)
    remove_rest(connection, now - found.seconds["strangers"], now - found.seconds["requests"], counts, by=by, at=now)


def _bury(services: "Services", connection: sqlite3.Connection, found: list[tuple[str, str, str, int]]) -> None:
    """The hashes lie outside of the database before the addresses go: whatever is put back later, they are known."""
    workspace, secret = identity(connection)
    tombstones = [one for kind, value, reason, at in found for one in buried(secret, [Name(kind, value)], reason, at)]
    TombstoneFile(services.state_folder, workspace).add(tombstones)
    bury_opt_outs(connection, found, tombstones)


def _older(folder: Path, patterns: tuple[str, ...], before: int) -> list[Path]:
    found = [path for pattern in patterns for path in folder.glob(pattern)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink() and path.stat().st_mtime <= before)


def _still(services: "Services", connection: sqlite3.Connection, numbers: set[int]) -> dict[str, int]:
    """How many of some people stand in each lead file by address: the next apply would read them again."""
    wanted = {email for number, email in connection.execute("SELECT id, email FROM lead WHERE email IS NOT NULL") if number in numbers}
    found = {}
    for name, path in lead_files_of(services):
        there = {match.decode("utf-8", "replace").lower() for piece in pieces_of(path) for match in _ADDRESS.findall(piece)}
        if count := len(wanted & there):
            found[name] = count
    return found
