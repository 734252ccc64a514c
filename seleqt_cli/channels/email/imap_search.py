"""Finding mails on a server (RFC 3501 section 6.4.4): the question, and the check of its answers.

Servers search by substring, by word or by index, and some are lax; what counts as evidence is compared here once more,
with the header fields as they lie there.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

FIELDS: Final = b"MESSAGE-ID X-MICROSOFT-ORIGINAL-MESSAGE-ID TO SUBJECT"
"""The header fields that `Wanted.holds` reads."""
MOST_HEADER: Final = 16 * 1024
"""Octets of those fields that are fetched of one mail."""
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mail must have: '' and 0 ask for nothing. Ids whole, `to` and `subject` as a part, upper and lower case alike."""

    message_id: str = ""
    original_id: str = ""
    to: str = ""
    subject: str = ""
    since: int = 0

    @property
    def in_header(self) -> bool:
        """Whether the header must be looked at."""
        return bool(self.message_id or self.original_id or self.to or self.subject)

    @property
    def is_possible(self) -> bool:
        """No header has a line end or another control character in it."""
        return not any(ord(sign) < 32 or ord(sign) == 127 for sign in self.message_id + self.original_id + self.to + self.subject)

    def words(self, *, foreign: bool) -> list[bytes]:
        """The words of a SEARCH. `foreign`: with CHARSET UTF-8 and what is not ASCII; else that is left to `holds`."""
        pairs = (
            (b"HEADER Message-ID", self.message_id),
            (b"HEADER X-Microsoft-Original-Message-ID", self.original_id),
            (b"TO", self.to),
            (b"SUBJECT", self.subject),
        )
        words: list[bytes] = []
        for key, text in pairs:
            if text.isascii():
                words += [key, quoted(text.encode())] if text else []
            elif foreign:
                # Not quoted: octets above 127 travel as a literal.
                words += [key, text.encode("utf-8", "replace")]
        if self.since:
            words += [b"SINCE", _day(self.since)]
        if any(not word.isascii() for word in words):
            words = [b"CHARSET", b"UTF-8", *words]
        return words or [b"SINCE", b"1-Jan-1970"]

    def holds(self, header: bytes) -> bool:
        """Whether a mail with these header fields is meant; `since` is not looked at."""
        fields = _fields(header)
        return (
            (not self.message_id or self.message_id in fields.get("message-id", []))
            and (not self.original_id or self.original_id in fields.get("x-microsoft-original-message-id", []))
            and (not self.to or any(_plain(self.to) in _plain(value) for value in fields.get("to", [])))
            and (not self.subject or any(_plain(self.subject) in _plain(value) for value in fields.get("subject", [])))
        )


def quoted(octets: bytes) -> bytes:
    """A quoted string (RFC 3501 section 4.3); the caller has made sure that no line end is in it."""
    return b'"' + octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _day(instant: int) -> bytes:
    """The day before: SINCE compares days of the server's zone, which nobody knows."""
    day = datetime.fromtimestamp(max(instant, 86_400), UTC) - timedelta(days=1)
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}".encode()


def _fields(header: bytes) -> dict[str, list[str]]:
    """Lower-case name -> decoded values of the header at the beginning of a mail."""
    fields: dict[str, list[str]] = {}
    for line in _FOLD.sub(b"", header[:MOST_HEADER]).splitlines():
        if not line:
            break
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().decode("latin-1").lower(), []).append(_decoded(value.strip()))
    return fields


def _decoded(value: bytes) -> str:
    text = value.decode("utf-8", "replace")
    if "=?" not in text:
        return text
    try:
        return "".join(
            part if isinstance(part, str) else part.decode(charset or "latin-1", "replace") for part, charset in decode_header(text)
        )
    except (HeaderParseError, LookupError, ValueError):
        return text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
