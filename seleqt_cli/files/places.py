"""Countries, time zones, web addresses and texts that may stand in a file of their own."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from seleqt_cli.core.countries import country_code
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.wording import did_you_mean, quoted

_LOOPBACK_NAMES: Final = frozenset({"localhost", "ip6-localhost", "::1"})

_PATH: Final = re.compile(r"(\.{1,2}|~)/.*|/?([\w-]+/)+[^/]*\.[A-Za-z0-9]{1,5}\Z")
"""One word that can only be meant as the way to a file: nobody wants to send it as a signature."""


def read_zone(sheet: Sheet, key: str, *, word: str = "") -> str:
    """An IANA zone, or the one `word` that may stand in its place; '' when not written."""
    text = sheet.text(key)
    if not text or text == word:
        return text
    if is_zone(text):
        return text
    hint = did_you_mean(text, (*_zone_names(), word))
    sheet.problem(key, f"{quoted(text)} is not a time zone{hint or '; write it as Europe/Amsterdam'}")
    return ""


@lru_cache(maxsize=512)
def is_zone(text: str) -> bool:
    """An IANA name that means the same on every machine: no file of /usr/share/zoneinfo beside the database."""
    if text != "UTC" and ("/" not in text or text.startswith(("posix/", "right/"))):
        return False
    try:
        ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        return False
    return True


@lru_cache(maxsize=1)
def _zone_names() -> tuple[str, ...]:
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name))


def read_country(sheet: Sheet, key: str, *, words: tuple[str, ...] = ()) -> str:
    """A two-letter country code in upper case, or one of the `words`; '' when not written."""
    text = sheet.text(key)
    if not text or text in words:
        return text
    code = country_code(text)
    if len(text) == 2 and code == text.upper():
        return code
    hint = f"; did you mean {code}?" if code else "; write two letters, such as NL"
    also = f" (or {' or '.join(words)})" if words else ""
    sheet.problem(key, f"{quoted(text)} is not a country code{also}{hint}")
    return ""


def read_url(sheet: Sheet, key: str) -> str:
    """A web address, '' when not written."""
    text = sheet.text(key)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(sign.isspace() for sign in text)
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        good = False
    if not good:
        sheet.problem(key, f"{quoted(text)} is not a web address; it starts with https://")
        return ""
    return text


def text_or_file(sheet: Sheet, key: str, text: str, *, at: str = "") -> str:
    """The text itself, or the content of the .md or .txt file that it names; '' and a problem when that cannot be read.

    `at`: the dotted place of a text below the key, for the problem.
    """
    name = text.strip()
    if any(sign.isspace() for sign in name):
        return text
    if not name.lower().endswith((".md", ".txt")):
        if _PATH.match(name):
            message = f"{quoted(text)} looks like a file; its name has to end in .md or .txt"
            sheet.reading.problem(sheet.place_of(key), at or sheet.at(key), message, code="file")
        return text
    content = sheet.reading.text_content(name, sheet.place_of(key), at or sheet.at(key))
    return "" if content is None else content.strip("\n")


def is_loopback(host: str) -> bool:
    """This machine itself."""
    if host.lower() in _LOOPBACK_NAMES:
        return True
    parts = host.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isascii() and part.isdigit() and int(part) < 256 for part in parts)
