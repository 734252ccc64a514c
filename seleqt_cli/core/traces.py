"""How the name of a person looks in the bytes of a file, in whatever way it was written down there.

Plain text in UTF-8, UTF-16 and Latin-1, quoted-printable and %-escapes are looked for in lower case; base64 as it is, at each
of the three places at which a text can begin in it. Domains are looked for as people write them and as A-labels.
"""

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.lead import Lead

_LEAST: Final = 6
"""Signs that a word must have, or it would be found everywhere."""
_CORE: Final = 8
"""Bytes of base64 that tell something."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What gives a person away: `what` says it to people without saying who it is."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Bytes to look for. `folded`: in lower case; else as they are, in a content without line ends."""

    what: str
    octets: bytes
    folded: bool


def traces_of(lead: Lead, addresses: Iterable[str] = (), profiles: Iterable[str] = ()) -> list[Trace]:
    """What to look for of a person: addresses, profiles, telephone number, full name."""
    found = [Trace("address", text) for text in (lead.email, lead.email_shown, *addresses)]
    found += [Trace("profile", "/in/" + text.rstrip("/").rpartition("/in/")[2]) for text in (lead.linkedin, *profiles) if "/in/" in text]
    found += [Trace("telephone number", lead.phone)]
    if lead.first_name and lead.last_name:
        found.append(Trace("name", lead.name))
    return list(dict.fromkeys(one for one in found if len(one.text) >= _LEAST))


def patterns(traces: Iterable[Trace]) -> list[Pattern]:
    """The bytes to look for, each once."""
    found: dict[tuple[bytes, bool], Pattern] = {}
    for trace in traces:
        for text in dict.fromkeys(_forms(trace.text)):
            for octets in _plain(text):
                found.setdefault((octets, True), Pattern(trace.what, octets, True))
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                for octets in _base64(text.encode(encoding)):
                    found.setdefault((octets, False), Pattern(trace.what, octets, False))
    return list(found.values())


def _forms(text: str) -> Iterator[str]:
    for form in (text, text.lower(), unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        yield form
        local, at, domain = form.rpartition("@")
        if at:
            yield local + at + ".".join(_read_label(label) for label in domain.split("."))
            yield local + at + ".".join(_written_label(label) for label in domain.split("."))


def _plain(text: str) -> Iterator[bytes]:
    lowered = text.lower()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        try:
            yield lowered.encode(encoding)
        except UnicodeEncodeError:
            continue
    octets = lowered.encode()
    for quoted in ({0x40}, set(), {0x20}):
        # quoted-printable as mails have it: everything beyond ASCII, and perhaps the @ or the space
        yield b"".join(b"=%02x" % one if one > 126 or one in quoted else bytes([one]) for one in octets)
    yield (
        octets.replace(b" ", b"_")
        if octets.isascii()
        else b"".join(b"=%02x" % one if one > 126 else b"_" if one == 0x20 else bytes([one]) for one in octets)
    )
    yield b"".join(b"%%%02x" % one if one > 126 or one in (0x40, 0x20) else bytes([one]) for one in octets)
    yield "".join(f"\\u{ord(sign):04x}" if ord(sign) > 126 else sign for sign in lowered).encode("utf-8", "surrogatepass")


def _base64(octets: bytes) -> Iterator[bytes]:
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + octets)
        # the first and the last sign may hold bits of what stands beside
        core = coded[-(-offset * 8 // 6) : (offset + len(octets)) * 8 // 6]
        if len(core) >= _CORE:
            yield core
            if b"+" in core or b"/" in core:
                yield core.replace(b"+", b"-").replace(b"/", b"_")


def _read_label(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].lower().encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _written_label(label: str) -> str:
    return label if label.isascii() else "xn--" + unicodedata.normalize("NFKC", label).lower().encode("punycode").decode("ascii")
