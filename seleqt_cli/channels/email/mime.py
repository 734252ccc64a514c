"""A mail taken apart without being decoded: where its parts are in the octets, and what their fields say.

The standard library's parser builds a tree of everything and re-reads a hostile mail for seconds (20,000 parts, a header of
2 MB, nested boundaries). Here nothing is copied but the head fields that are asked for, and every count has a bound: what lies
behind it is not looked at, and `Parts.cut` says so. RFC 5322 (fields), RFC 2045 and 2046 (types, boundaries).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_DEPTH: Final = 30
MOST_PARTS: Final = 200
MOST_HEAD: Final = 128 * 1024
"""Octets of one head that are read; a field behind them is not there."""
_MOST_FIELDS: Final = 1000
_MOST_VALUE: Final = 16 * 1024
_MOST_PARAMETERS: Final = 2048
_MOST_DELIMITERS: Final = 4000
"""Lines that begin like a boundary, over all levels of one mail."""

Fields = Mapping[str, list[bytes]]
"""Lower-case name -> the values as they stand there, unfolded."""

_TYPE: Final = re.compile(rb"\s*([!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,80})/([!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,80})")
_PARAMETER: Final = re.compile(
    rb";[ \t\r\n]{0,20}([!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,60})[ \t]{0,20}=[ \t]{0,20}(\"(?:[^\"\\]|\\.){0,1000}\"|[^;\s\"]{0,1000})", re.DOTALL
)
_PART_FIELDS: Final = {
    b"content-type": "content-type",
    b"content-transfer-encoding": "content-transfer-encoding",
    b"content-disposition": "content-disposition",
}


@dataclass(slots=True)
class Part:
    """A leaf: its type in lower case, parameters of the type and the disposition, and where its body lies in the octets.

    `alternative`: number of the multipart/alternative it is one version of, 0 = none; `depth`: levels above it.
    """

    type: str
    parameters: Mapping[str, bytes]
    disposition: str
    file_name: bytes
    encoding: str
    begin: int
    end: int
    alternative: int = 0
    depth: int = 0


@dataclass(slots=True)
class Parts:
    """The head of a mail and its leaves in order; `type` and `parameters` are those of the whole."""

    fields: Fields
    type: str
    parameters: Mapping[str, bytes]
    leaves: list[Part] = field(default_factory=list)
    cut: bool = False


def taken_apart(octets: bytes, wanted: Mapping[bytes, str]) -> Parts:
    """Find head and leaves. `wanted`: lower-case name of a field in octets -> the name to keep it under. Never raises."""
    begin = _first_line(octets)
    fields, body, cut = head_of(octets, begin, len(octets), {**_PART_FIELDS, **wanted})
    whole = _leaf(fields, body, len(octets), default="text/plain")
    parts = Parts(fields, whole.type, whole.parameters, cut=cut)
    _Walk(octets, parts).into(whole)
    return parts


def head_of(octets: bytes, begin: int, end: int, wanted: Mapping[bytes, str]) -> tuple[dict[str, list[bytes]], int, bool]:
    """The wanted fields of the head at `begin`, where its body begins, and whether something was left out."""
    head_end, body = _blank_line(octets, begin, end)
    cut = head_end - begin > MOST_HEAD
    head = octets[begin : min(head_end, begin + MOST_HEAD)].replace(b"\r\n", b"\n").replace(b"\n ", b" ").replace(b"\n\t", b" ")
    lines = head.split(b"\n", _MOST_FIELDS)
    if len(lines) > _MOST_FIELDS:
        cut = True
        lines.pop()
    fields: dict[str, list[bytes]] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon and (key := wanted.get(name.lower().rstrip())) is not None:
            if len(value) > _MOST_VALUE:
                value, cut = value[:_MOST_VALUE], True
            fields.setdefault(key, []).append(value.strip())
    return fields, body, cut


def parameters_of(value: bytes) -> tuple[str, dict[str, bytes]]:
    """`text/plain; charset=utf-8` as type and parameters, names in lower case; an empty type for what is none."""
    value = value[:_MOST_PARAMETERS]
    found = _TYPE.match(value)
    kind = (found[1] + b"/" + found[2]).decode("ascii").lower() if found else ""
    return kind, _parameters(value)


def _parameters(value: bytes) -> dict[str, bytes]:
    result: dict[str, bytes] = {}
    for name, content in _PARAMETER.findall(value):
        if content[:1] == b'"':
            content = content[1:-1]
            if b"\\" in content:
                content = re.sub(rb"\\(.)", rb"\1", content, flags=re.DOTALL)
        result.setdefault(name.decode("ascii").lower(), content)
    return result


def _first_line(octets: bytes) -> int:
    """Where the first field begins: behind blank lines and the `From ` line of an mbox."""
    begin = 0
    while octets[begin : begin + 1] in (b"\r", b"\n") and begin < 1000:
        begin += 1
    if octets[begin : begin + 5] == b"From " or octets[begin : begin + 6] == b">From ":
        line_end = octets.find(b"\n", begin)
        begin = line_end + 1 if line_end >= 0 else len(octets)
    return begin


def _blank_line(octets: bytes, begin: int, end: int) -> tuple[int, int]:
    """End of the head and begin of the body; a head without a blank line goes to the end."""
    if octets[begin : begin + 1] == b"\n":
        return begin, begin + 1
    if octets[begin : begin + 2] == b"\r\n":
        return begin, begin + 2
    crlf = octets.find(b"\n\r\n", begin, end)
    bare = octets.find(b"\n\n", begin, end if crlf < 0 else crlf)
    if bare >= 0:
        return bare + 1, bare + 2
    if crlf >= 0:
        return crlf + 1, crlf + 3
    return end, end


def _leaf(fields: Fields, begin: int, end: int, *, default: str) -> Part:
    kind = default
    parameters: dict[str, bytes] = {}
    if values := fields.get("content-type"):
        kind, parameters = parameters_of(values[0])
        kind = kind or default
    disposition, file_name = "", parameters.get("name", b"")
    if values := fields.get("content-disposition"):
        disposition = values[0].split(b";", 1)[0].strip().lower()[:40].decode("ascii", "replace")
        more = _parameters(values[0][:_MOST_PARAMETERS])
        file_name = more.get("filename*") or more.get("filename") or file_name
    encoding = ""
    if values := fields.get("content-transfer-encoding"):
        encoding = values[0].split(b";", 1)[0].strip().lower()[:40].decode("ascii", "replace")
    return Part(kind, parameters, disposition, file_name, encoding, begin, end)


class _Walk:
    """One descent through the levels, with the counts that bound it."""

    def __init__(self, octets: bytes, parts: Parts) -> None:
        self.octets = octets
        self.parts = parts
        self.delimiters = 0
        self.alternatives = 0

    def into(self, part: Part) -> None:
        if not part.type.startswith("multipart/"):
            self.parts.leaves.append(part)
            return
        boundary = part.parameters.get("boundary", b"").rstrip()
        if part.depth >= MOST_DEPTH:
            self.parts.cut = True
            return
        bodies = self._split(boundary, part.begin, part.end) if 0 < len(boundary) <= 250 else []
        if not bodies:
            # a multipart without its boundary: what stands there is read as text
            part.type = "text/plain"
            self.parts.leaves.append(part)
            return
        alternative = part.alternative
        if part.type == "multipart/alternative" and not alternative:
            self.alternatives += 1
            alternative = self.alternatives
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for begin, end in bodies:
            if len(self.parts.leaves) >= MOST_PARTS:
                self.parts.cut = True
                return
            fields, body, cut = head_of(self.octets, begin, end, _PART_FIELDS)
            self.parts.cut |= cut
            child = _leaf(fields, body, end, default=default)
            child.depth = part.depth + 1
            child.alternative = alternative
            self.into(child)

    def _split(self, boundary: bytes, begin: int, end: int) -> list[tuple[int, int]]:
        """Begin and end of each body part between the delimiter lines; the last may lack its end."""
        octets, delimiter = self.octets, b"--" + boundary
        found: list[tuple[int, int]] = []
        opened = -1
        at = begin if octets.startswith(delimiter, begin) else octets.find(b"\n" + delimiter, max(begin - 1, 0), end) + 1
        while at:
            self.delimiters += 1
            if self.delimiters > _MOST_DELIMITERS or len(found) > MOST_PARTS:
                self.parts.cut = True
                break
            behind = at + len(delimiter)
            line_end = octets.find(b"\n", behind, end)
            rest = octets[behind : min(line_end if line_end >= 0 else end, behind + 100)].strip()
            if rest in (b"", b"--"):
                if opened >= 0:
                    found.append((opened, _without_line_end(octets, opened, at)))
                opened = -1
                if rest == b"--" or line_end < 0:
                    break
                opened = line_end + 1
            at = octets.find(b"\n" + delimiter, line_end, end) + 1 if line_end >= 0 else 0
        if opened >= 0:
            found.append((opened, end))
        return found


def _without_line_end(octets: bytes, begin: int, end: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1)."""
    if end > begin and octets[end - 1 : end] == b"\n":
        end -= 1
        if end > begin and octets[end - 1 : end] == b"\r":
            end -= 1
    return end
