"""Good defaults for the questions of `init`, read from this machine: its time zone, its country, its language."""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES = ("en", "nl", "de", "fr", "es", "it")
"""The languages with a shipped footer."""
NOWHERE = ("UTC", "Etc/UTC", "Etc/UCT", "Universal", "Etc/GMT", "GMT")
"""The zones of a machine that does not say where it stands, as servers are set up."""


def known_zone(name: str) -> bool:
    """Tell whether a name is a zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def timezone(environment: Mapping[str, str], *, localtime: str = "/etc/localtime") -> str:
    """Return this machine's IANA zone, UTC when it does not say."""
    linked = os.path.realpath(localtime).partition("zoneinfo/")[2]
    for name in (environment.get("TZ", "").removeprefix(":"), linked):
        if known_zone(name):
            return name
    return "UTC"


def country(zone: str, environment: Mapping[str, str]) -> str:
    """Return the two letters of the country: the one the time zone lies in, else the one of the locale, else ''."""
    for line in _zone_table():
        countries, _, name = [*line.split("\t"), "", "", ""][:3]
        if name == zone:
            return countries
    return _locale(environment)[1]


def language(environment: Mapping[str, str]) -> str:
    """Return the language of the locale where there is a shipped footer in it, else en."""
    found = _locale(environment)[0]
    return found if found in LANGUAGES else "en"


def _locale(environment: Mapping[str, str]) -> tuple[str, str]:
    name = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    first, _, rest = name.partition(".")[0].partition("_")
    return first.lower(), rest.upper() if len(rest) == 2 else ""


def _zone_table() -> list[str]:
    spec = find_spec("tzdata")
    for folder in spec.submodule_search_locations or () if spec else ():
        path = os.path.join(folder, "zoneinfo", "zone.tab")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return [line.rstrip("\n") for line in file if not line.startswith("#")]
    return []
