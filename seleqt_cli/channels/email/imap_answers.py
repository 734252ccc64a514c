"""What a server's answers say: folders, mails and numbers, out of what the library parsed."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from imapclient.response_parser import parse_response

from seleqt_cli.channels.email.folders import Listed
from seleqt_cli.ports.mailbox import Raw

MOST_UID: Final = 0xFFFF_FFFF
_DATE: Final = re.compile(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS: Final = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True))


def responses(data: Iterable[Any]) -> Iterator[list[Any]]:
    """imaplib's records, one list a response: those with literals in it are pairs, and a line without one ends it."""
    response: list[Any] = []
    for record in data:
        response.append(record)
        if not isinstance(record, tuple):
            yield response
            response = []


def listed_folder(response: list[Any]) -> Listed | None:
    """LIST's attributes, delimiter and name; what follows them is of no interest."""
    parsed = parse_response(response)
    if len(parsed) < 3 or not isinstance(parsed[0], tuple):
        return None
    attributes, delimiter, name = parsed[:3]
    octets = name if isinstance(name, bytes) else str(name).encode()
    words = frozenset(word.decode("latin-1").lstrip("\\").lower() for word in attributes if isinstance(word, bytes))
    return Listed(octets, words, delimiter.decode("latin-1") if isinstance(delimiter, bytes) else "")


def fetch_items(data: Iterable[Any]) -> Iterator[dict[bytes, Any]]:
    """The items of each FETCH response, names in upper case."""
    for response in responses(data):
        parsed = parse_response(response)
        if len(parsed) == 2 and isinstance(parsed[1], tuple):
            names, values = parsed[1][::2], parsed[1][1::2]
            yield {name.upper(): value for name, value in zip(names, values, strict=False) if isinstance(name, bytes)}


def has_body(items: dict[bytes, Any]) -> bool:
    """Whether an answer brought the mail itself: not only news of its flags, and not NIL, which stands for what cannot be read."""
    return any(name.startswith(b"BODY[") and isinstance(value, bytes) for name, value in items.items())


def mail_of(items: dict[bytes, Any], most_octets: int) -> Raw | None:
    """None for a response that is not about a UID: news of flags that came in between."""
    uid = number(items.get(b"UID"))
    if not uid:
        return None
    body = next((value for name, value in items.items() if name.startswith(b"BODY[")), None)
    octets = body[:most_octets] if isinstance(body, bytes) else b""
    flags = items.get(b"FLAGS") or ()
    return Raw(
        uid,
        instant(items.get(b"INTERNALDATE")),
        max(number(items.get(b"RFC822.SIZE")), len(octets)),
        frozenset(flag.decode("latin-1").lstrip("\\").lower() for flag in flags if isinstance(flag, bytes)),
        octets,
    )


def number(value: Any) -> int:
    """A number of IMAP; 0 when it is none."""
    return value if isinstance(value, int) and 0 < value <= MOST_UID else 0


def instant(value: Any) -> int:
    """INTERNALDATE as an instant; 0 when it is none."""
    found = _DATE.fullmatch(value) if isinstance(value, bytes) else None
    month = _MONTHS.get(found[2].decode().lower(), 0) if found else 0
    if found is None or not month:
        return 0
    day, year, hour, minute, second = (int(found[number]) for number in (1, 3, 4, 5, 6))
    try:
        local = int(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).timestamp())
    except ValueError:
        return 0
    away = int(found[8]) * 3_600 + int(found[9]) * 60
    return max(local - away if found[7] == b"+" else local + away, 0)
