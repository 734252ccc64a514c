"""The outline of the version in force: all of a campaigns.yaml but its words, as JSON that loads in a millisecond.

Kept beside the version at apply, so that `status` and `explain` need no YAML and no holiday library: they must answer at
once. What `run` needs besides, the words, stands in a second row, so that it reads no YAML either. Both are caches: where
they are missing or belong to another version, of the file or of this program, the version's text is loaded instead.
"""

import base64
import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from seleqt_cli.core import campaign as definition
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.storage.json_text import compact

_KEY: Final = "outline"
_WHOLE_KEY: Final = "whole"
_LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    "Content": frozenset({"variants", "attachments"}),
    "LeadSource": frozenset({"rows", "mapping"}),
    "Business": frozenset({"footer"}),
    "Sender": frozenset({"signature", "fields"}),
    "Workspace": frozenset({"hooks"}),
    "Campaign": frozenset({"hooks"}),
    "Step": frozenset({"text"}),
}
"""Class -> what only the making of a message needs."""
_NOT_SENT: Final[Mapping[str, frozenset[str]]] = {"LeadSource": frozenset({"rows", "mapping"})}
"""Class -> what only an apply needs."""
_FORM: Final = 1
"""Grows with every change of this form: an outline of another form is not read."""


def save_outline(connection: sqlite3.Connection, workspace: Workspace, sha256: str, holidays: Mapping[str, frozenset[int]]) -> None:
    """Keep the outline of a version. `holidays`: "NL 2026" -> day numbers, for the countries and years that are asked for soon."""
    value = {
        "form": _FORM,
        "sha256": sha256,
        "holidays": {name: sorted(days) for name, days in holidays.items()},
        "workspace": _packed(workspace, _LEFT_OUT),
    }
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (_KEY, compact(value)))


def load_outline(connection: sqlite3.Connection) -> tuple[Workspace, dict[str, frozenset[int]]] | None:
    """The outline of the version in force with the holidays that it knows, None when it has to be loaded from the text."""
    row = connection.execute(
        "SELECT m.value, v.sha256 FROM meta m, version v WHERE m.key = ? ORDER BY v.id DESC LIMIT 1", (_KEY,)
    ).fetchone()
    if row is None:
        return None
    value = json.loads(row[0])
    if value.get("form") != _FORM or value["sha256"] != row[1]:
        return None
    workspace = _unpacked(value["workspace"])
    assert isinstance(workspace, Workspace)
    return workspace, {name: frozenset(days) for name, days in value["holidays"].items()}


def save_whole(connection: sqlite3.Connection, workspace: Workspace, sha256: str, program: str) -> None:
    """Keep a version as this program read it, with its words and attached files. `program`: the version of the program."""
    value = {"form": _FORM, "program": program, "sha256": sha256, "workspace": _packed(workspace, _NOT_SENT)}
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (_WHOLE_KEY, compact(value))
    )


def load_whole(connection: sqlite3.Connection, sha256: str, program: str) -> Workspace | None:
    """The version in force without the places in its file and the leads written in it, None when it has to be loaded from the text."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_WHOLE_KEY,)).fetchone()
    value = json.loads(row[0]) if row is not None else {}
    if (value.get("form"), value.get("program"), value.get("sha256")) != (_FORM, program, sha256):
        return None
    workspace = _unpacked(value["workspace"])
    assert isinstance(workspace, Workspace)
    return workspace


def known_or(known: Mapping[str, frozenset[int]], find: Callable[[str, int], frozenset[int]]) -> Callable[[str, int], frozenset[int]]:
    """The holidays of a country and year out of an outline; what it lacks is found as ever."""

    def days(country: str, year: int) -> frozenset[int]:
        found = known.get(f"{country} {year}")
        return find(country, year) if found is None else found

    return days


def _packed(value: Any, but: Mapping[str, frozenset[str]]) -> Any:
    """A value as JSON: classes by name, sets and bytes marked; tuples are lists. `but`: class -> fields that are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        if name == "Place":
            return None
        left_out = but.get(name, frozenset())
        found = {
            one.name: _packed(getattr(value, one.name), but) for one in fields(value) if one.name not in left_out and one.name != "place"
        }
        return {"$": name, **found}
    if isinstance(value, frozenset):
        return {"$": "", "set": sorted(value)}
    if isinstance(value, tuple | list):
        return [_packed(item, but) for item in value]
    if isinstance(value, Mapping):
        return {name: _packed(item, but) for name, item in value.items()}
    if isinstance(value, bytes):
        return {"$": "", "bytes": base64.b64encode(value).decode("ascii")}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([_unpacked(item) for item in value])
    if not isinstance(value, dict):
        return value
    name = value.pop("$", None)
    if name is None:
        return {key: _unpacked(item) for key, item in value.items()}
    if not name:
        return frozenset(value["set"]) if "set" in value else base64.b64decode(value["bytes"])
    if name == "Content":
        value.setdefault("variants", [])
    return getattr(definition, name)(**{key: _unpacked(item) for key, item in value.items()})
