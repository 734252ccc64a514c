"""Which domains are of one organisation: by the Public Suffix List that publicsuffixlist ships; nothing is fetched."""

from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def organisational_domain(domain: str) -> str:
    """The domain that somebody registered: mail.acme.co.uk -> acme.co.uk (RFC 7489 section 3.2).

    A public suffix and an IP address are their own.
    """
    name = domain.lower().rstrip(".")
    with suppress(ValueError):
        return str(ip_address(name))
    return str(_list().privatesuffix(name) or name)


@lru_cache(maxsize=1)
def _list() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
