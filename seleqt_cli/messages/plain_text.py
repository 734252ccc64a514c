"""Which characters may stand in a header and in a text: the last word against header injection and terminal escapes.

RELIABILITY.md S6 and CVE-2024-6923: control characters count also when they hide inside an RFC 2047 encoded word.
"""

import binascii
import re
from typing import Final

_BAD_IN_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BAD_IN_HEADER: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ENCODED_WORD: Final = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?([^?]*)\?=")
_HEXADECIMAL: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_USUAL_IN_TEXT: Final = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
_NAMES: Final = {
    "\x00": "a NUL character",
    "\t": "a tab",
    "\n": "a line break",
    "\r": "a line break",
    "\x0b": "a vertical tab",
    "\x0c": "a form feed",
    "\x1b": "a terminal escape",
    "\x85": "a line break (NEL)",
    "\u2028": "a line break (U+2028)",
    "\u2029": "a paragraph break (U+2029)",
}


def fault_in_text(text: str) -> str:
    """What must not stand in a body ('a terminal escape'), or '' when all is well. Line ends and tabs are allowed."""
    if text.isascii() and not text.encode().translate(None, _USUAL_IN_TEXT):  # five times faster than the search below
        return ""
    found = _BAD_IN_TEXT.search(text)
    return _named(found.group()) if found else ""


def fault_in_header(text: str) -> str:
    """What must not stand in a header value or a display name, or ''; encoded words are looked into."""
    if "=?" in text:
        inner = _fault_in_encoded_words(text)
        if inner:
            return f"{inner} inside an encoded word"
    elif text.isascii() and text.isprintable():
        return ""
    found = _BAD_IN_HEADER.search(text)
    return _named(found.group()) if found else ""


def fault_in_name(text: str) -> str:
    """As `fault_in_header`, and no character that turns the direction of writing (file names, display names)."""
    fault = fault_in_header(text)
    if fault or text.isascii():
        return fault
    found = _TURNING.search(text)
    return f"a character that turns the direction of writing (U+{ord(found.group()):04X})" if found else ""


def utf16_length(text: str) -> int:
    """The length as LinkedIn counts it: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _named(character: str) -> str:
    return _NAMES.get(character) or f"a control character (U+{ord(character):04X})"


def _fault_in_encoded_words(text: str) -> str:
    """A fault that comes to light when encoded words are decoded, as a mail program (or a careless library) would."""
    for charset, kind, payload in _ENCODED_WORD.findall(text):
        raw = payload.encode("utf-8", "surrogatepass")
        if kind in "qQ":
            octets = _HEXADECIMAL.sub(lambda found: bytes([int(found.group(1), 16)]), raw.replace(b"_", b" "))
        else:
            try:
                octets = binascii.a2b_base64(raw + b"===")
            except (binascii.Error, ValueError):
                continue
        try:
            decoded = octets.decode(charset or "ascii", "replace")
        except (LookupError, UnicodeError, ValueError):
            decoded = octets.decode("latin-1")
        for reading in (decoded, octets.decode("utf-8", "replace"), octets.decode("ascii", "ignore")):
            found = _BAD_IN_HEADER.search(reading)
            if found:
                return _named(found.group())
    return ""
