"""What may go on the wire: envelope addresses and message bytes, checked before anything is sent.

Mail libraries rewrite a strange address silently (`b@x.org,c@x.org` becomes b@x.org); here it is refused.
A body carries CRLF line ends only, so that no server can see an end of the message that we did not write
(SMTP smuggling: CVE-2023-51764 and its relatives).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from seleqt_cli.core.addresses import BadAddress, normalise_domain

LINE_LENGTH: Final = 998
"""Most octets in a line without its CRLF (RFC 5322 section 2.1.1)."""

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]"
_ASCII_LOCAL = re.compile(rf"{_ATEXT}+(?:\.{_ATEXT}+)*")
_UTF8_ATEXT = r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]|[^\x00-\x7f])"
_UTF8_LOCAL = re.compile(rf"{_UTF8_ATEXT}+(?:\.{_UTF8_ATEXT}+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?")


class Unsendable(Exception):
    """Why an address or a message must not be put on the wire; the message is for people."""


@dataclass(frozen=True, slots=True)
class EnvelopeAddress:
    """An address as it stands between the angle brackets. `utf8`: it needs SMTPUTF8 (RFC 6531)."""

    octets: bytes
    utf8: bool


@lru_cache(maxsize=256)
def envelope_address(address: str) -> EnvelopeAddress:
    """The address for MAIL or RCPT; the domain as A-labels (IDNA 2008), the local part untouched.

    Only dot-atoms (RFC 5321 section 4.1.2): no quoted strings, comments, routes or address literals.
    Raises Unsendable for anything else.
    """
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise Unsendable(f"{address!r} is not an email address")
    if not address.isprintable() or " " in address:
        raise Unsendable(f"{address!r} contains a space or a control character")
    utf8 = not local.isascii()
    if not (_UTF8_LOCAL if utf8 else _ASCII_LOCAL).fullmatch(local):
        raise Unsendable(f"{address!r}: the part before the @ is not one that mail can be sent to")
    if len(local.encode()) > 64:
        raise Unsendable(f"{address!r}: the part before the @ is longer than 64 octets")
    try:
        host = domain if domain.isascii() else normalise_domain(domain)
    except BadAddress as problem:
        raise Unsendable(f"{address!r} {problem}") from None
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise Unsendable(f"{address!r}: {domain!r} is not a domain name")
    return EnvelopeAddress(f"{local}@{host}".encode(), utf8)


@dataclass(frozen=True, slots=True)
class WireMessage:
    """A message ready for DATA: dot-stuffed, ending in CRLF, without the final dot.

    `size` counts the octets as RFC 1870 does (before dot-stuffing). `utf8_header` needs SMTPUTF8, `eight_bit` 8BITMIME.
    """

    octets: bytes
    size: int
    eight_bit: bool
    utf8_header: bool


def wire_message(payload: bytes) -> WireMessage:
    """The bytes for DATA. Raises Unsendable for an empty message, a bare CR or LF, NUL, or a line above 998 octets."""
    if not payload:
        raise Unsendable("the message is empty")
    ends = payload.count(b"\r\n")
    if payload.count(b"\r") != ends or payload.count(b"\n") != ends:
        raise Unsendable("the message contains a bare CR or LF")
    if b"\0" in payload:
        raise Unsendable("the message contains a NUL")
    if len(max(payload.split(b"\r\n"), key=len)) > LINE_LENGTH:
        raise Unsendable(f"the message has a line of more than {LINE_LENGTH} octets")
    if not payload.endswith(b"\r\n"):
        payload += b"\r\n"
    eight_bit = not payload.isascii()
    stuffed = payload.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return WireMessage(
        octets=stuffed,
        size=len(payload),
        eight_bit=eight_bit,
        utf8_header=eight_bit and not payload.partition(b"\r\n\r\n")[0].isascii(),
    )
