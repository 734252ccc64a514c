"""Finds the mail servers of an address whose domain no table knows: MX, then SRV (RFC 6186, RFC 8314), then autoconfig.

It runs once, when a person signs an account in, who sees and confirms what was found. Only the domain itself is asked:
no third party learns of it, and the address is told to nobody. DNS may lie, so what it says is only ever used with TLS
and a certificate for that name.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from seleqt_cli.channels.email.web import request
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import Unreachable
from seleqt_cli.core.providers import MailSettings, provider_of_mx

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dns.resolver import Resolver

PLACES: Final = ("https://autoconfig.{domain}/mail/config-v1.1.xml", "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml")
"""Where Thunderbird's autoconfiguration looks, in its order."""
DNS_SECONDS: Final = 5.0
_HOST: Final = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
_SOCKETS: Final = {"SSL": "implicit", "STARTTLS": "starttls"}


def find_settings(
    domain: str, *, resolver: "Resolver", elapsed: Callable[[], float], places: Iterable[str] = PLACES
) -> MailSettings | None:
    """The servers of a domain (in ASCII), None when it names none. Raises Unreachable when DNS gave no answer and nothing else helped."""
    unanswered: list[str] = []
    provider = provider_of_mx(_mx(resolver, domain, unanswered))
    if provider is not None:
        return MailSettings(provider.smtp, provider.imap, "MX", provider.name, provider.note)
    smtp = _srv(resolver, domain, (("_submissions._tcp", "implicit"), ("_submission._tcp", "starttls")), unanswered)
    if smtp is not None:
        imap = _srv(resolver, domain, (("_imaps._tcp", "implicit"), ("_imap._tcp", "starttls")), unanswered)
        return MailSettings(smtp, imap, "SRV")
    for place in places:
        try:
            answer = request(place.format(domain=domain), elapsed=elapsed, seconds=DNS_SECONDS, redirects=3)
        except Unreachable:
            continue
        found = read_autoconfig(answer.octets, domain) if answer.status == 200 else None
        if found is not None:
            return found
    if unanswered:
        raise Unreachable(f"DNS gives no answer about {domain}: {unanswered[0]}")
    return None


def read_autoconfig(octets: bytes, domain: str) -> MailSettings | None:
    """The servers that an autoconfig document names, None when it names no SMTP server with TLS or cannot be read."""
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in octets or b"<!ENTITY" in octets:
        # A document of this kind needs neither; entities are how XML makes much of little.
        return None
    try:
        root = ElementTree.fromstring(octets)  # noqa: S314 # no entities, and at most 64 KiB
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    smtp = next(_servers(root, "outgoingServer", "smtp", domain), None)
    if smtp is None:
        return None
    imap = next(_servers(root, "incomingServer", "imap", domain), None)
    name = (root.findtext("./emailProvider/displayName") or "").strip()[:60]
    found = MailSettings(smtp[0], imap[0] if imap else None, "autoconfig", name if name.isprintable() else "")
    if smtp[1] == "%EMAILLOCALPART%":
        return replace(found, note="its user name is what stands before the @: write login: NAME under the sender")
    return found


def _servers(root: "Element", tag: str, kind: str, domain: str) -> Iterator[tuple[Server, str]]:
    """Usable servers in the document's order, each with the pattern of its user name."""
    for element in root.iterfind(f"./emailProvider/{tag}"):
        host = (element.findtext("hostname") or "").strip().replace("%EMAILDOMAIN%", domain)
        port = (element.findtext("port") or "").strip()
        tls: Any = _SOCKETS.get((element.findtext("socketType") or "").strip().upper())
        if element.get("type") == kind and tls and _HOST.fullmatch(host) and re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536:
            yield Server(host.lower(), int(port), tls), (element.findtext("username") or "").strip()


def _mx(resolver: "Resolver", domain: str, unanswered: list[str]) -> list[str]:
    records = _records(resolver, domain, "MX", unanswered)
    return [str(record.exchange) for record in sorted(records, key=lambda record: int(record.preference))]


def _srv(resolver: "Resolver", domain: str, services: tuple[tuple[str, Any], ...], unanswered: list[str]) -> Server | None:
    """The first service that is offered; of its servers the one of least priority, then of most weight. A target `.` says: not here."""
    for service, tls in services:
        records = _records(resolver, f"{service}.{domain}", "SRV", unanswered)
        for record in sorted(records, key=lambda record: (int(record.priority), -int(record.weight))):
            host = str(record.target).rstrip(".").lower()
            if _HOST.fullmatch(host) and record.port:
                return Server(host, int(record.port), tls)
    return None


def _records(resolver: "Resolver", name: str, kind: str, unanswered: list[str]) -> list[Any]:
    """The records of a name, [] when there are none; a question without an answer is put down."""
    import dns.exception
    import dns.resolver

    try:
        return list(resolver.resolve(name, kind, lifetime=DNS_SECONDS, search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as problem:
        unanswered.append("no answer in time" if isinstance(problem, dns.exception.Timeout) else "the name servers fail")
        return []
