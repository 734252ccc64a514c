"""Which country a lead is in, and which time zone that gives."""

import unicodedata
from functools import lru_cache

from seleqt_cli.core.country_table import GENERAL_USE, NAMES, ODD_DOMAINS, ONE_ZONE


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    """Every folded name and every code in lower case -> ISO 3166 code."""
    found: dict[str, str] = {}
    for line in NAMES.strip().splitlines():
        for entry in line.split(";"):
            code, colon, names = entry.strip().partition(":")
            if colon:
                found[code.lower()] = code
                found.update((name.strip(), code) for name in names.split(",") if name.strip())
    return found


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return dict(pair.split("=") for pair in ONE_ZONE.split())


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO 3166 code of a country as a person wrote it (code, or name in en nl de fr es it), '' when nobody knows it."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace(".", ""))
    letters = "".join(char if char.isalnum() else " " for char in folded if unicodedata.category(char) != "Mn")
    words = [word for word in letters.split() if word != "and"]
    if words[:1] == ["the"]:
        words = words[1:]
    return _codes_by_name().get(" ".join(words), "")


@lru_cache(maxsize=4096)
def country_of_top_level(top_level: str) -> str:
    """The country behind a top-level domain (lower case, no dot), '' for .com and those in general use (SPEC 13 rule 19)."""
    if top_level in GENERAL_USE or len(top_level) != 2:
        return ""
    return ODD_DOMAINS.get(top_level) or (top_level.upper() if _codes_by_name().get(top_level) == top_level.upper() else "")


def country_of_email(email: str) -> str:
    """The country that a normalised address's top-level domain stands for, '' when it stands for none."""
    return country_of_top_level(email.rpartition(".")[2])


def country_of(country: str, email: str, business: str) -> str:
    """A lead's country for the rules that bind: its column, else its address's top-level domain, else the business's."""
    return country or country_of_email(email) or business


def zone_of_country(country: str) -> str:
    """The IANA zone of a country in which all clocks agree, '' for one with several (US) or an unknown one."""
    return _zones().get(country, "")
