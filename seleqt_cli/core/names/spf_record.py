"""The text of an SPF record, taken apart (RFC 7208 sections 4.5, 4.6.1 and 12)."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

VERSION: Final = "v=spf1"
_QUALIFIERS: Final = "+-~?"
_MECHANISM: Final = re.compile(r"([+\-~?]?)([A-Za-z][A-Za-z0-9_.-]*)(?::([^/]*(?:/(?![0-9/])[^/]*)*))?((?:/[^/]*){0,3})")
_MODIFIER: Final = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*)=(.*)")
_DOMAIN: Final = re.compile(r"(?:[\x21-\x24\x26-\x7e]|%\{[slodiphcrtvSLODIPHCRTV][0-9]*[rR]?[.\-+,/_=]*\}|%%|%_|%-)+")
_CIDR: Final = re.compile(r"(?:/([0-9]{1,2}))?(?://([0-9]{1,3}))?")
LOOKS_UP: Final = frozenset({"include", "a", "mx", "ptr", "exists"})
"""Mechanisms that ask DNS and count (section 4.6.4); `redirect=` does so too."""


class BadSpf(ValueError):
    """The record cannot be used: every receiver answers permerror. The text says why."""


@dataclass(frozen=True, slots=True)
class Term:
    """A mechanism. `target` is '' where the record names none; `cidr4` and `cidr6` are lengths of a network's prefix."""

    qualifier: str
    name: str
    target: str = ""
    cidr4: int = 32
    cidr6: int = 128

    @property
    def macro(self) -> bool:
        """Whether the target is known only when a mail comes in."""
        return "%" in self.target


@dataclass(frozen=True, slots=True)
class Record:
    """`redirect` is '' where there is none or where an `all` makes it void (section 6.1). `after_all`: mechanisms nobody reaches."""

    terms: tuple[Term, ...]
    redirect: str = ""
    after_all: int = 0

    @property
    def last(self) -> str:
        """What `all` says: + - ~ or ?; '' without an `all`."""
        return next((term.qualifier for term in self.terms if term.name == "all"), "")


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record (section 4.5)."""
    return text[:6].lower() == VERSION and text[6:7] in ("", " ")


def read_record(text: str) -> Record:
    """Take a record apart. Raises BadSpf."""
    if not text.isascii() or not text.isprintable():
        raise BadSpf("it holds a character that is not printable ASCII")
    terms: list[Term] = []
    modifiers: dict[str, str] = {}
    after = 0
    for word in text[len(VERSION) :].split(" "):
        if not word:
            continue
        modifier = _MODIFIER.fullmatch(word)
        if modifier is not None:
            _modifier(word, modifier[1].lower(), modifier[2], modifiers)
            continue
        term = _term(word)
        if any(known.name == "all" for known in terms):
            after += 1
        else:
            terms.append(term)
    has_all = any(term.name == "all" for term in terms)
    return Record(tuple(terms), "" if has_all else modifiers.get("redirect", ""), after)


def _modifier(word: str, name: str, value: str, known: dict[str, str]) -> None:
    if name in ("redirect", "exp"):
        if name in known:
            raise BadSpf(f"{name}= stands twice")
        if not _DOMAIN.fullmatch(value):
            raise BadSpf(f"{word} names no domain")
        known[name] = value


def _term(word: str) -> Term:
    match = _MECHANISM.fullmatch(word)
    if match is None:
        raise BadSpf(f"{word[:60]!r} is no SPF mechanism")
    qualifier, name, target, slashes = match[1] or "+", match[2].lower(), match[3], match[4] or ""
    if name == "all":
        if target is not None or slashes:
            raise BadSpf(f"{word}: all takes nothing behind it")
        return Term(qualifier, name)
    if name in ("ip4", "ip6"):
        return _network(word, qualifier, name, (target or "") + slashes)
    if name not in LOOKS_UP:
        raise BadSpf(f"{word[:60]!r} is no SPF mechanism")
    if target is not None and not _DOMAIN.fullmatch(target):
        raise BadSpf(f"{word} names no domain")
    if name in ("include", "exists") and (target is None or slashes):
        raise BadSpf(f"{word}: {name} needs a domain and nothing else")
    if name == "ptr" and slashes:
        raise BadSpf(f"{word}: ptr takes no network length")
    cidr = _CIDR.fullmatch(slashes)
    if cidr is None or int(cidr[1] or 32) > 32 or int(cidr[2] or 128) > 128:
        raise BadSpf(f"{word} has no valid network length")
    return Term(qualifier, name, target or "", int(cidr[1] or 32), int(cidr[2] or 128))


def _network(word: str, qualifier: str, name: str, value: str) -> Term:
    most = 32 if name == "ip4" else 128
    address, slash, length = value.partition("/")
    try:
        IPv4Address(address) if name == "ip4" else IPv6Address(address)
    except AddressValueError:
        raise BadSpf(f"{word} names no {'IPv4' if name == 'ip4' else 'IPv6'} address") from None
    if slash and not (length.isdigit() and int(length) <= most):
        raise BadSpf(f"{word} has no valid network length")
    size = int(length) if slash else most
    return Term(qualifier, name, address, size if name == "ip4" else 32, size if name == "ip6" else 128)
