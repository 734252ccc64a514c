"""The catalogue of locators and words, as typed values; `load` reads the shipped one and lays a user's file over it.

The form of the files is told in `catalogue.toml`. `finder` uses what stands here.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from seleqt_cli.channels.linkedin.catalogue_rules import Rules
from seleqt_cli.core.errors import FileProblems, Problem

Cardinality = Literal["one", "one-or-identical-href", "zero-or-one", "many"]
"""How many elements a candidate may match. `one-or-identical-href`: several, if all lead to the same address."""
Kind = Literal["href", "role", "css", "text"]
Status = Literal["active", "fallback", "retired"]

_HERE: Final = Path(__file__).parent
ELEMENTS: Final = "button, a, [role=button], [role=link], [role=menuitem]"
"""What visible words are looked for in, unless a candidate says otherwise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to find a key. `layouts`: of the test site, in which it is shown to match; none for what was only reported."""

    id: str
    tier: int
    kind: Kind
    value: str
    scope: str
    roles: tuple[str, ...] = ()
    elements: str = ELEMENTS
    also: str = ""
    langs: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    last_seen: str = ""
    status: Status = "active"


@dataclass(frozen=True, slots=True)
class Key:
    """What is looked for. `writes`: the tiers that may be clicked when the click has an effect; none: it is only read."""

    name: str
    cardinality: Cardinality
    candidates: tuple[Candidate, ...]
    needed_for: tuple[str, ...] = ()
    writes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language. `verified`: the day on which somebody saw them, '' never: they are not clicked by."""

    code: str
    phrases: Mapping[str, tuple[str, ...]]
    verified: str = ""

    def patterns(self, phrase: str) -> tuple[str, ...]:
        """Regular expressions for each wording of a phrase: anchored, the person's name as the one group."""
        return tuple(_pattern(wording) for wording in self.phrases.get(phrase, ()))

    def says(self, phrase: str, text: str) -> bool:
        """Whether a text is one of a phrase's wordings, whole."""
        line = " ".join(text.split())
        return any(re.fullmatch(pattern, line) for pattern in self.patterns(phrase))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All keys and languages."""

    version: int
    keys: Mapping[str, Key]
    languages: Mapping[str, Language]

    def language(self, tag: str) -> Language:
        """The pack of a page's language (`en-US`); one without words when there is none, so that only tier 1 is left."""
        code = tag.strip().replace("_", "-").partition("-")[0].casefold()
        return self.languages.get(code, Language(code, {}))

    def needed(self, purpose: str) -> tuple[str, ...]:
        """The keys without which something cannot be done."""
        return tuple(key.name for key in self.keys.values() if purpose in key.needed_for)


def load(override: Path | None = None) -> Catalogue:
    """The shipped catalogue, with a user's file laid over it when there is one. Raises FileProblems with all that is wrong."""
    shipped = _shipped()
    return shipped if override is None or not override.exists() else over(shipped, override.read_text(encoding="utf-8"), str(override))


def over(base: Catalogue, text: str, file: str) -> Catalogue:
    """A catalogue with a user's file laid over it. Raises FileProblems."""
    data = _parsed(text, file)
    phrases = (phrase for pack in base.languages.values() for phrase in pack.phrases)
    Rules(file, {name: key.candidates[0].scope for name, key in base.keys.items()}, phrases).check(data)
    keys = dict(base.keys)
    for name, table in data.get("keys", {}).items():
        given = _key(name, table, base.keys.get(name))
        old = base.keys.get(name)
        if old is None:
            keys[name] = given
            continue
        mine = {candidate.id: candidate for candidate in given.candidates}
        kept = tuple(mine.pop(candidate.id, candidate) for candidate in old.candidates)
        keys[name] = replace(given, candidates=(*mine.values(), *kept))
    languages = dict(base.languages)
    for code, table in data.get("languages", {}).items():
        given_language = _language(code, table)
        old_phrases = languages[code].phrases if code in languages else {}
        languages[code] = replace(given_language, phrases={**old_phrases, **given_language.phrases})
    return Catalogue(int(data.get("version", base.version)), keys, languages)


@cache
def _shipped() -> Catalogue:
    packs: dict[str, object] = {}
    for path in sorted((_HERE / "languages").glob("*.toml")):
        packs[path.stem] = _parsed(path.read_text(encoding="utf-8"), path.name)
    text = (_HERE / "catalogue.toml").read_text(encoding="utf-8")
    data = {**_parsed(text, "catalogue.toml"), "languages": packs}
    Rules("catalogue.toml", {}).check(data)
    keys = {name: _key(name, table, None) for name, table in data["keys"].items()}
    return Catalogue(
        data["version"], keys, {code: _language(code, cast("dict[str, dict[str, object]]", table)) for code, table in packs.items()}
    )


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise FileProblems((Problem(file, line, column, "", f"is no TOML: {message}", code="toml"),)) from error


def _key(name: str, table: Mapping[str, object], base: Key | None) -> Key:
    """A key as a file tells it; what a user's file leaves out stays as it was."""
    scope = str(table.get("scope", base.candidates[0].scope if base else ""))
    candidates = tuple(_candidate(each, scope) for each in cast("list[Mapping[str, object]]", table.get("candidates", [])))
    return Key(
        name,
        cast(Cardinality, table.get("cardinality", base.cardinality if base else "one")),
        candidates,
        needed_for=_texts(table, "needed_for") if "needed_for" in table or base is None else base.needed_for,
        writes=tuple(cast("list[int]", table.get("writes", list(base.writes) if base else []))),
    )


def _candidate(table: Mapping[str, object], scope: str) -> Candidate:
    return Candidate(
        str(table["id"]),
        cast(int, table["tier"]),
        cast(Kind, table["kind"]),
        str(table["value"]),
        str(table.get("scope", scope)),
        roles=_texts(table, "roles"),
        elements=str(table.get("elements", ELEMENTS)),
        also=str(table.get("also", "")),
        langs=_texts(table, "langs"),
        layouts=_texts(table, "layouts"),
        source=_texts(table, "source"),
        last_seen=str(table["last_seen"]),
        status=cast(Status, table["status"]),
    )


def _language(code: str, table: Mapping[str, object]) -> Language:
    phrases = cast("Mapping[str, list[str]]", table.get("phrases", {}))
    verified = str(table.get("verified", "never"))
    return Language(code, {name: tuple(wordings) for name, wordings in phrases.items()}, "" if verified == "never" else verified)


def _texts(table: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", table.get(name, [])))


def _pattern(wording: str) -> str:
    """`{name}` is the group, `*` anything; both kinds of apostrophe and any space are the same. Read by Python and by the browser."""
    pattern = ""
    for part in re.split(r"(\{name\}|\*|['’]|\s+)", wording):
        if part == "{name}":
            pattern += "(.+?)"
        elif part == "*":
            pattern += ".*"
        elif part in ("'", "’"):
            pattern += "['’]"
        elif part.isspace():
            pattern += r"\s+"
        else:
            pattern += re.sub(r"([.^$+?()\[\]{}|\\/])", r"\\\1", part)
    return f"^{pattern}$"
