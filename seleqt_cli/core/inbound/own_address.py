"""Which addresses are one mailbox: what a person says from one of them counts as said by the other."""

import re
from typing import Final

_WITHOUT_DOTS: Final = frozenset({"gmail.com", "googlemail.com"})
"""One service under two names, where dots before the @ mean nothing (Google's help page on dots in addresses)."""
_INSIDE: Final = (".onmicrosoft.com", ".local", ".localdomain", ".internal", ".intranet", ".intra", ".lan", ".corp", ".home.arpa")
"""Domains under which servers hand mail on inside a company and that reports name: Exchange Online's, and those that exist nowhere
else (RFC 6762 appendix G, RFC 8375)."""
_XTEXT: Final = re.compile(r"\+([0-9a-f]{2})")
"""An octet as a delivery report writes it in an original recipient (RFC 3461 section 4)."""


def names_of(address: str) -> tuple[str, ...]:
    """A normalised address, and the same without its +tag; () for none."""
    bare = _bare(address)
    return tuple(dict.fromkeys(one for one in (address, bare) if one))


def same_mailbox(one: str, other: str) -> bool:
    """Whether two normalised addresses are one mailbox for sure: equal, or but for a +tag, or for Gmail's dots."""
    return bool(one) and _plain(one) == _plain(other)


def same_recipient(failing: str, mailed: str) -> bool:
    """Whether the address of a report is the one that was written to, as the servers on the way may write it."""
    if same_mailbox(failing, mailed) or same_mailbox(_XTEXT.sub(_octet, failing), mailed):
        return True
    local, _, domain = _bare(failing).rpartition("@")
    mailed_local, _, mailed_domain = _bare(mailed).rpartition("@")
    if not local or local != mailed_local:
        return False
    return domain.endswith((f".{mailed_domain}", *_INSIDE)) or mailed_domain.endswith(f".{domain}")


def _bare(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def _plain(address: str) -> str:
    local, at, domain = _bare(address).rpartition("@")
    return f"{local.replace('.', '')}{at}gmail.com" if domain in _WITHOUT_DOTS else f"{local}{at}{domain}"


def _octet(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
