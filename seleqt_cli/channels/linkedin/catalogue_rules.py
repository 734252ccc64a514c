"""What a catalogue's file may say; every problem of it at once."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from seleqt_cli.core.errors import FileProblems, Problem

SCOPES: Final = ("document", "main", "top_card", "menu", "dialog", "composer", "thread", "row", "post")
KINDS: Final = ("href", "role", "css", "text")
CARDINALITIES: Final = ("one", "one-or-identical-href", "zero-or-one", "many")
STATUSES: Final = ("active", "fallback", "retired")

_KEY_FIELDS: Final = {"scope", "cardinality", "needed_for", "writes", "candidates"}
_CANDIDATE_FIELDS: Final = {
    "id", "tier", "kind", "value", "scope", "roles", "elements", "also", "langs", "layouts", "source", "last_seen", "status",
}  # fmt: skip
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*").fullmatch
# What a CSS value may not hold: the browser driver's own selectors, which look at words or leave the scope.
_NOT_CSS: Final = re.compile(r">>|:has-text|:text|:is-text|xpath|text=|_react|internal:|\{t:", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{([^}]*)\}")


class Rules:
    """The rules of one file. `known`: keys that exist already and their scopes, and `phrases`, for a file that is laid over another."""

    def __init__(self, file: str, known: Mapping[str, str], phrases: Iterable[str] = ()) -> None:
        self._file = file
        self._known = known
        self._phrases = frozenset(phrases)
        self._problems: list[Problem] = []

    def check(self, data: Mapping[str, Any]) -> None:
        """Raises FileProblems with everything that is wrong."""
        self._fields("", data, {"version", "keys", "languages"})
        if not self._known and not isinstance(data.get("version"), int):
            self._wrong("version", "must be a number")
        keys = self._table("keys", data.get("keys", {}))
        languages = self._table("languages", data.get("languages", {}))
        phrases = self._phrases | {name for table in languages.values() if isinstance(table, dict) for name in _dict(table.get("phrases"))}
        ids: set[str] = set()
        for name, table in keys.items():
            self._key(name, self._table(f"keys.{name}", table), phrases, ids)
        for code, table in languages.items():
            self._language(code, self._table(f"languages.{code}", table))
        if self._problems:
            raise FileProblems(tuple(self._problems))

    def _key(self, name: str, table: Mapping[str, Any], phrases: frozenset[str], ids: set[str]) -> None:
        path = f"keys.{name}"
        new = name not in self._known
        if not _NAME(name):
            self._wrong(path, "is no name of a key")
        self._fields(path, table, _KEY_FIELDS)
        scope = table.get("scope", self._known.get(name))
        self._one_of(path, "scope", scope, SCOPES)
        if new or "cardinality" in table:
            self._one_of(path, "cardinality", table.get("cardinality"), CARDINALITIES)
        self._list(path, "needed_for", table, str)
        self._list(path, "writes", table, int)
        candidates = table.get("candidates", [])
        if not isinstance(candidates, list) or (new and not candidates):
            self._wrong(path, "has no candidates")
            return
        for number, each in enumerate(candidates):
            where = f"{path}.candidates[{number}]"
            candidate = self._table(where, each)
            self._candidate(where, candidate, scope, phrases)
            given = candidate.get("id")
            if isinstance(given, str) and given in ids:
                self._wrong(where, f"has the id {given}, which another candidate has")
            ids.add(str(given))
            if candidate.get("tier") == 3 and 3 in _list(table.get("writes")) and candidate.get("scope", scope) != "dialog":
                self._wrong(where, "is of tier 3 and outside a dialog: it cannot be clicked, so writes may not name tier 3")

    def _candidate(self, path: str, table: Mapping[str, Any], scope: object, phrases: frozenset[str]) -> None:
        self._fields(path, table, _CANDIDATE_FIELDS)
        for field in ("id", "value"):
            if not isinstance(table.get(field), str) or not table[field]:
                self._wrong(path, f"needs {field}")
        if table.get("tier") not in (1, 2, 3):
            self._wrong(path, "tier is 1, 2 or 3")
        self._one_of(path, "kind", table.get("kind"), KINDS)
        self._one_of(path, "status", table.get("status"), STATUSES)
        if "scope" in table:
            self._one_of(path, "scope", table["scope"], SCOPES)
        if not isinstance(table.get("last_seen"), str) or not _DATE(table["last_seen"]):
            self._wrong(path, 'last_seen is a day such as "2026-08-22"')
        for field in ("roles", "langs", "layouts", "source"):
            self._list(path, field, table, str)
        self._value(path, table, phrases, table.get("scope", scope))

    def _value(self, path: str, table: Mapping[str, Any], phrases: frozenset[str], scope: object) -> None:
        kind, value = table.get("kind"), str(table.get("value", ""))
        for placeholder in _PLACEHOLDER.findall(value):
            phrase = placeholder.removeprefix("t:")
            if placeholder != "slug" and (not placeholder.startswith("t:") or phrase not in phrases):
                self._wrong(path, f"has a placeholder that nothing fills: {{{placeholder}}}")
        if kind == "href" and not value.startswith("/"):
            self._wrong(path, "an href begins with /")
        if kind == "css" and _NOT_CSS.search(value):
            self._wrong(path, "is no plain CSS")
        if _NOT_CSS.search(str(table.get("also", ""))) or _NOT_CSS.search(str(table.get("elements", ""))):
            self._wrong(path, "is no plain CSS")
        if kind in ("role", "text") and not re.fullmatch(r"\{t:[a-z_0-9]+\}", value):
            self._wrong(path, "a role or text names one phrase, {t:name}")
        if kind == "role" and not table.get("roles"):
            self._wrong(path, "needs roles")
        if kind in KINDS and (kind in ("role", "text")) == (table.get("tier") == 1):
            self._wrong(path, "words are tier 2 or 3, addresses and attributes tier 1")
        if kind == "text" and scope in ("document", "main"):
            self._wrong(path, "words are never looked for on a whole page")

    def _language(self, code: str, table: Mapping[str, Any]) -> None:
        path = f"languages.{code}"
        self._fields(path, table, {"verified", "phrases"})
        if not re.fullmatch(r"[a-z]{2,3}", code):
            self._wrong(path, "is no code of a language")
        verified = table.get("verified")
        if not isinstance(verified, str) or (verified != "never" and not _DATE(verified)):
            self._wrong(path, 'verified is a day such as "2026-08-22", or "never"')
        for name, wordings in self._table(f"{path}.phrases", table.get("phrases", {})).items():
            where = f"{path}.phrases.{name}"
            if not isinstance(wordings, list) or not wordings or not all(isinstance(each, str) and each.strip() for each in wordings):
                self._wrong(where, "is a list of texts")
                continue
            for each in wordings:
                if set(_PLACEHOLDER.findall(each)) - {"name"} or each.count("{name}") > 1:
                    self._wrong(where, f"may hold {{name}} once and nothing else in brackets: {each}")
                if "*" in each and "{name}" in each:
                    self._wrong(where, f"may not hold both {{name}} and *: {each}")
                if not re.search(r"\w", _PLACEHOLDER.sub("", each)):
                    self._wrong(where, f"would match everything: {each}")

    def _fields(self, path: str, table: Mapping[str, Any], known: set[str]) -> None:
        for name in table:
            if name not in known:
                self._wrong(f"{path}.{name}".lstrip("."), "is unknown")

    def _one_of(self, path: str, field: str, value: object, known: tuple[str, ...]) -> None:
        if value not in known:
            self._wrong(path, f"{field} is one of {', '.join(known)}")

    def _list(self, path: str, field: str, table: Mapping[str, Any], of: type) -> None:
        value = table.get(field, [])
        if not isinstance(value, list) or not all(isinstance(each, of) for each in value):
            self._wrong(path, f"{field} is a list")

    def _table(self, path: str, value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self._wrong(path, "must be a table")
            return {}
        return value

    def _wrong(self, path: str, message: str) -> None:
        self._problems.append(Problem(self._file, 0, 0, path, message, code="catalogue"))


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
