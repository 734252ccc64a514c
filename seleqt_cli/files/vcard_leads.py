"""Lead files in vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): one card is one row."""

import io
import quopri
from collections.abc import Iterator
from typing import BinaryIO, Final

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.lead_batches import BATCH, LARGEST_CELL, Batch, Refused
from seleqt_cli.files.text_encoding import detect_encoding

_HEADER: Final = (
    "email",
    "linkedin",
    "first_name",
    "last_name",
    "company",
    "title",
    "phone",
    "country",
    "language",
    "birth_date",
    "tags",
    "note",
)
_Property = tuple[str, dict[str, str], str]


class VcardRows:
    """A file of cards, opened: see lead_batches.LeadRows."""

    header: tuple[str, ...] = _HEADER

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        stream.seek(0, io.SEEK_END)
        self._size = stream.tell()
        self._encoding = detect_encoding(stream, name)
        if next(self._cards(), None) is None:
            raise Failed(f"{name} holds no vCard")
        self.notes = tuple(filter(None, (f"vCard, {self._encoding.shown}", self._encoding.note)))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The cards, `size` at a time."""
        batch = Batch([], 1, lines=[])
        for line, properties in self._cards():
            assert batch.lines is not None
            if properties is None:
                batch.refused.append(Refused(line, "", "is a card without END:VCARD"))
            else:
                row = _row(properties)
                if any(len(cell) > LARGEST_CELL for cell in row):
                    batch.refused.append(Refused(line, row[0][:80], f"has a value of more than {LARGEST_CELL:,} characters"))
                else:
                    batch.rows.append(row)
                    batch.lines.append(line)
            if len(batch.rows) >= size:
                batch.done, batch.total = self._stream.tell(), self._size
                yield batch
                batch = Batch([], line + 1, lines=[])
        if batch.rows or batch.refused:
            batch.done = batch.total = self._size
            yield batch

    def _cards(self) -> Iterator[tuple[int, list[_Property] | None]]:
        """(line of BEGIN, the properties), None for a card that never ends."""
        begun = 0
        properties: list[_Property] = []
        for number, line in self._lines():
            word = line.strip().upper()
            if word == "BEGIN:VCARD":
                if begun:
                    yield begun, None
                begun, properties = number, []
            elif word == "END:VCARD" and begun:
                yield begun, properties
                begun = 0
            elif begun and (parsed := _property(line)) and len(properties) < 1000:
                properties.append(parsed)
        if begun:
            yield begun, None

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Logical lines with the number of their first: folded ones joined, also quoted-printable's soft breaks."""
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, encoding=self._encoding.encoding, errors="surrogateescape", newline=None)
        try:
            pending, begun = "", 0
            for number, line in enumerate(text, start=1):
                line = line.rstrip("\n")
                soft = pending.endswith("=") and "QUOTED-PRINTABLE" in pending.upper()
                if begun and len(pending) <= LARGEST_CELL and (soft or line[:1] in (" ", "\t")):
                    pending = pending + "\n" + line if soft else pending + line[1:]
                    continue
                if begun:
                    yield begun, pending
                pending, begun = line, number
            if begun:
                yield begun, pending
        finally:
            text.detach()


def _property(line: str) -> _Property | None:
    """(name, parameters, value); the group in front (`item1.`) is dropped."""
    head_end = _colon(line)
    if head_end < 0:
        return None
    head, value = line[:head_end], line[head_end + 1 :]
    name, *parameters = head.split(";")
    named: dict[str, str] = {}
    for parameter in parameters:
        key, equals, content = parameter.partition("=")
        key, content = (key.upper(), content) if equals else ("TYPE", key)
        named[key] = f"{named[key]},{content}" if key in named else content
    if named.get("ENCODING", "").upper() == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in named.get("TYPE", "").upper():
        octets = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
        value = octets.decode(_charset(named.get("CHARSET", "")), "surrogateescape")
    return name.rpartition(".")[2].upper(), named, value


def _charset(name: str) -> str:
    return {"iso-8859-1": "cp1252", "windows-1252": "cp1252"}.get(name.lower(), "utf-8")


def _colon(line: str) -> int:
    """The place of the colon that ends the head; one inside quotation marks does not."""
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            return place
    return -1


def _parts(value: str, separator: str) -> list[str]:
    """A value cut at its unescaped separators, with the escapes of RFC 6350 section 3.4 undone."""
    parts, current, escaped = [], "", False
    for char in value:
        if escaped:
            current += "\n" if char in "nN" else char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == separator:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    return [*parts, current.strip()]


def _row(properties: list[_Property]) -> list[str]:
    by_name: dict[str, list[tuple[dict[str, str], str]]] = {}
    for name, parameters, value in properties:
        by_name.setdefault(name, []).append((parameters, value))

    def best(name: str) -> str:
        return min(by_name.get(name, [({}, "")]), key=_preference)[1].strip()

    last, first, *_ = [*_parts(best("N"), ";"), "", ""]
    if not (first or last):
        first, _, last = _parts(best("FN"), "\x00")[0].partition(" ")
    email = _parts(best("EMAIL"), "\x00")[0]
    address = _parts(best("ADR"), ";")
    phone = best("TEL")
    return [
        email,
        _profile(by_name),
        first,
        last.strip(),
        _parts(best("ORG"), ";")[0],
        _parts(best("TITLE") or best("ROLE"), "\x00")[0],
        phone[4:] if phone.lower().startswith("tel:") else phone,
        address[6] if len(address) > 6 else "",
        _parts(best("LANG"), "\x00")[0],
        best("BDAY").partition("T")[0],
        ", ".join(part for _, value in by_name.get("CATEGORIES", []) for part in _parts(value, ",") if part),
        _parts(best("NOTE"), "\x00")[0],
    ]


def _preference(item: tuple[dict[str, str], str]) -> int:
    """Lower is preferred: PREF=1 of vCard 4, TYPE=pref of older ones, then work before the rest."""
    parameters = item[0]
    kinds = parameters.get("TYPE", "").lower().replace('"', "").split(",")
    preferred = parameters.get("PREF", "")
    if preferred.isdigit():
        return int(preferred)
    return 0 if "pref" in kinds else 200 if "work" in kinds else 300


def _profile(by_name: dict[str, list[tuple[dict[str, str], str]]]) -> str:
    for name in ("X-SOCIALPROFILE", "SOCIALPROFILE", "URL", "IMPP"):
        for _, value in by_name.get(name, []):
            text = _parts(value, "\x00")[0]
            if "linkedin.com/" in text.lower():
                return text
    return ""
