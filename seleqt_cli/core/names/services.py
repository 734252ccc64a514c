"""What mail services ask of a sender's DNS: the SPF include, the selectors of their DKIM keys, and where DKIM is switched on.

From the services' help pages (collected 2026-11), keyed by the names of core/providers. A service that is not here has
no known include: that is said, and nothing is called wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import Server
from seleqt_cli.core.providers import PROVIDERS, Provider, provider_of_mx


@dataclass(frozen=True, slots=True)
class MailService:
    """`includes`: any of them in the SPF record will do, the first is advised. `selectors`: where its DKIM keys usually are."""

    includes: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    dkim: str = ""


def _row(includes: str, selectors: str = "", dkim: str = "") -> MailService:
    return MailService(tuple(includes.split()), tuple(selectors.split()), dkim)


SERVICES: Final[Mapping[str, MailService]] = {
    "Google": _row(
        "_spf.google.com", "google",
        "Google Admin console: Apps, Google Workspace, Gmail, Authenticate email: generate a 2048-bit key, put it into DNS, start",
    ),
    "Microsoft 365": _row(
        "spf.protection.outlook.com", "selector1 selector2",
        "Microsoft Defender portal: Email & collaboration, Policies, Email authentication settings, DKIM: two CNAME records, then enable",
    ),
    "Yahoo": _row("_spf.mail.yahoo.com", "s2048 s1024"),
    "iCloud": _row("icloud.com", "sig1", "iCloud settings: Custom Email Domain shows the CNAME record sig1._domainkey"),
    "Fastmail": _row(
        "spf.messagingengine.com", "fm1 fm2 fm3 mesmtp", "Fastmail: Settings, Domains, the domain: CNAME records fm1 to fm3._domainkey"
    ),
    "Zoho (EU)": _row("zohomail.eu zoho.eu one.zoho.eu", "zoho zmail", "Zoho Mail admin console: Domains, Email configuration, DKIM"),
    "Zoho (IN)": _row("zohomail.in zoho.in", "zoho zmail", "Zoho Mail admin console: Domains, Email configuration, DKIM"),
    "Zoho": _row("zohomail.com zoho.com one.zoho.com", "zoho zmail", "Zoho Mail admin console: Domains, Email configuration, DKIM"),
    "Proton": _row(
        "_spf.protonmail.ch", "protonmail protonmail2 protonmail3",
        "Proton: Settings, Domain names: three CNAME records protonmail._domainkey",
    ),
    "Yandex": _row("_spf.yandex.net", "mail", "Yandex 360: Domains, DNS settings shows mail._domainkey"),
    "mailbox.org": _row("mailbox.org", "mbo0001 mbo0002 mbo0003 mbo0004", "mailbox.org: four CNAME records MBO0001 to MBO0004._domainkey"),
    "STRATO": _row("_spf.strato.com smtp.strato.de", "strato-dkim-0002 strato-dkim-0003", "STRATO: Domains, DNS, DKIM: switch on"),
    "IONOS": _row("_spf-eu.ionos.com _spf-us.ionos.com _spf.ionos.com", "s1-ionos s2-ionos s42582890", "IONOS: Domains, DNS: DKIM"),
    "Infomaniak": _row("spf.infomaniak.ch", "", "Infomaniak Manager: Mail service, Global security: switch DKIM on"),
    "TransIP": _row("_spf.transip.email", "transip-a transip-b transip-c", "TransIP: CNAME records transip-A to transip-C._domainkey"),
    "OVHcloud": _row("mx.ovh.com", "", "OVHcloud: Email, DKIM: activate"),
    "Gandi": _row("_mailcust.gandi.net", "gm1 gm2 gm3", "Gandi: CNAME records gm1 to gm3._domainkey"),
    "Soverin": _row("soverin.net", "soverin"),
    "Mailfence": _row("_spf.mailfence.com"),
    "one.com": _row("_custspf.one.com", "rsa1 rsa2"),
    "Aruba": _row("_spf.aruba.it", "a1"),
    "Hostinger": _row(
        "_spf.mail.hostinger.com", "hostingermail1 hostingermail-a hostingermail-b hostingermail-c",
        "Hostinger: Emails, Connect domain: three CNAME records hostingermail-a._domainkey",
    ),
    "Namecheap Private Email": _row("spf.privateemail.com", "default", "Namecheap: Private Email, DKIM: generate"),
    "Rackspace": _row("emailsrvr.com"),
    "GoDaddy": _row("secureserver.net"),
    "Migadu": _row("spf.migadu.com", "key1 key2 key3", "Migadu: Domains, DNS configuration: CNAME records key1 to key3._domainkey"),
}  # fmt: skip
_OTHER_NAMES: Final = {
    "smtp.googlemail.com": "smtp.gmail.com",
    "smtp-relay.gmail.com": "smtp.gmail.com",
    "outlook.office365.com": "smtp.office365.com",
    "smtp.outlook.com": "smtp.office365.com",
    "smtp.1und1.de": "smtp.ionos.de",
}
"""Servers of the same providers under other names."""
COMMON_SELECTORS: Final = ("default", "dkim", "mail", "s1", "s2", "k1", "selector1", "selector2", "google", "smtp", "email")
"""Where keys are often; a look at them proves only that one is there."""


def provider_of_server(server: Server | None) -> Provider | None:
    """The provider whose SMTP server it is, None for a server of somebody else. On this machine the port decides (Proton's Bridge)."""
    if server is None:
        return None
    host = server.host.lower().rstrip(".")
    host = _OTHER_NAMES.get(host, host)
    fitting = (provider for provider in PROVIDERS if provider.smtp.host == host)
    found = next((one for one in fitting if host != "127.0.0.1" or one.smtp.port == server.port), None)
    # What takes a provider's mail is the provider's, also as the server that mail is handed to.
    return found or provider_of_mx((host,))


def service_of_server(server: Server | None) -> MailService:
    """What the service behind an SMTP server asks of DNS; empty when it is not known."""
    provider = provider_of_server(server)
    return SERVICES.get(provider.name, MailService()) if provider is not None else MailService()


def key_names(domain: str, service: MailService) -> tuple[str, ...]:
    """Where a DKIM key of the domain may be, the likeliest places first."""
    return tuple(f"{selector}._domainkey.{domain}" for selector in dict.fromkeys((*service.selectors, *COMMON_SELECTORS)))
