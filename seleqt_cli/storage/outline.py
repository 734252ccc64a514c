"""The outline of the version in force: all of a campaigns.yaml but its words, as JSON that loads in a millisecond.

Kept beside the version at apply, so that `status` and `explain` need no YAML and no holiday library: they must answer at
once. It is a cache: where it is missing or belongs to another version, the version's text is loaded instead.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from seleqt_cli.core import campaign as definition
from seleqt_cli.core.campaign import Workspace

_KEY: Final = "outline"
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
_FORM: Final = 1
"""Grows with every change of this form: an outline of another form is not read."""


def save_outline(connection: sqlite3.Connection, workspace: Workspace, sha256: str, holidays: Mapping[str, frozenset[int]]) -> None:
    """Keep the outline of a version. `holidays`: "NL 2026" -> day numbers, for the countries and years that are asked for soon."""
    value = {
        "form": _FORM,
        "sha256": sha256,
        "holidays": {name: sorted(days) for name, days in holidays.items()},
        "workspace": _packed(workspace),
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (_KEY, text))


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


def known_or(known: Mapping[str, frozenset[int]], find: Callable[[str, int], frozenset[int]]) -> Callable[[str, int], frozenset[int]]:
    """The holidays of a country and year out of an outline; what it lacks is found as ever."""

    def days(country: str, year: int) -> frozenset[int]:
        found = known.get(f"{country} {year}")
        return find(country, year) if found is None else found

    return days


def _packed(value: Any) -> Any:
    """A value as JSON: classes by name, sets and mappings marked; tuples are lists."""
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        if name == "Place":
            return None
        left_out = _LEFT_OUT.get(name, frozenset())
        found = {one.name: _packed(getattr(value, one.name)) for one in fields(value) if one.name not in left_out and one.name != "place"}
        return {"$": name, **found}
    if isinstance(value, frozenset):
        return {"$": "", "set": sorted(value)}
    if isinstance(value, tuple | list):
        return [_packed(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _packed(item) for name, item in value.items()}
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
        return frozenset(value["set"])
    if name == "Content":
        return definition.Content((), **{key: _unpacked(item) for key, item in value.items()})
    return getattr(definition, name)(**{key: _unpacked(item) for key, item in value.items()})
