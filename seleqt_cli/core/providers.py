"""Who runs the mail of an address, and where their servers are: the settings that a person need not look up.

The hosts and ports are those that each provider publishes in its help pages for mail programs (collected 2026-11); the
domains and MX suffixes say whose mail it is. `senders login` tries them with a real login before anything is kept, so
that a row that has grown old is seen at once. Nothing here asks the network.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from seleqt_cli.core.campaign import Sender, Server

SignInBy = Literal["password", "app password", "google", "microsoft"]
"""What a provider takes: the account's password, one made for a program, or a sign-in in the browser (OAuth 2)."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`keeps_sent`: what goes out over its SMTP server appears in Sent by itself. `note`: what a person must know or do first."""

    name: str
    smtp: Server
    imap: Server
    domains: frozenset[str] = frozenset()
    mx: tuple[str, ...] = ()
    sign_in: SignInBy = "password"
    keeps_sent: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What was found for an address that no table knows. `found_by`: MX, SRV or autoconfig; `provider` and `note` may be ''."""

    smtp: Server
    imap: Server | None
    found_by: str
    provider: str = ""
    note: str = ""


def _row(
    name: str, smtp: str, imap: str, domains: str = "", mx: str = "", sign_in: SignInBy = "password", *, sent: bool = False, note: str = ""
) -> Provider:
    return Provider(name, _server(smtp), _server(imap), frozenset(domains.split()), tuple(mx.split()), sign_in, sent, note)


def _server(text: str) -> Server:
    """`host:465` and `host:993` are TLS from the first byte, other ports STARTTLS."""
    host, _, port = text.rpartition(":")
    return Server(host, int(port), "implicit" if port in ("465", "993") else "starttls")


_OUTLOOK: Final = (
    "outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.be outlook.at outlook.dk hotmail.com hotmail.co.uk hotmail.de "
    "hotmail.fr hotmail.es hotmail.it hotmail.nl hotmail.be live.com live.nl live.be live.de live.fr live.it live.co.uk live.ie live.dk "
    "live.se msn.com"
)
_BRIDGE: Final = (
    "Proton Mail Bridge must run on this machine: export its certificate and write smtp: {host: 127.0.0.1, port: 1025, ca: FILE} "
    "and imap: {host: 127.0.0.1, port: 1143, tls: starttls, ca: FILE}; the password is the one that Bridge shows"
)
_APP: Final = "make an app password in the account's security settings; the account's own password is refused"

PROVIDERS: Final[tuple[Provider, ...]] = (
    _row(
        "Google", "smtp.gmail.com:465", "imap.gmail.com:993", "gmail.com googlemail.com", "google.com googlemail.com", "google", sent=True,
        note="write auth: google, or make an app password (needs 2-step verification)",
    ),
    _row(
        "Outlook.com", "smtp-mail.outlook.com:587", "outlook.office365.com:993", _OUTLOOK, "olc.protection.outlook.com", "microsoft",
        sent=True, note="write auth: microsoft; passwords are refused",
    ),
    _row(
        "Microsoft 365", "smtp.office365.com:587", "outlook.office365.com:993", "", "mail.protection.outlook.com mx.microsoft", "microsoft",
        sent=True, note="write auth: microsoft; passwords are refused",
    ),
    _row("AOL", "smtp.aol.com:465", "imap.aol.com:993", "aol.com", "mx-aol.mail.gm0.yahoodns.net", "app password", sent=True, note=_APP),
    _row(
        "Yahoo", "smtp.mail.yahoo.com:465", "imap.mail.yahoo.com:993",
        "yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.nl ymail.com rocketmail.com", "yahoodns.net", "app password",
        sent=True, note=_APP,
    ),
    _row(
        "iCloud", "smtp.mail.me.com:587", "imap.mail.me.com:993", "icloud.com me.com mac.com", "mail.icloud.com", "app password", note=_APP
    ),
    _row(
        "Fastmail", "smtp.fastmail.com:465", "imap.fastmail.com:993", "fastmail.com fastmail.fm sent.com", "messagingengine.com",
        "app password", note=_APP,
    ),
    _row("Zoho (EU)", "smtp.zoho.eu:465", "imap.zoho.eu:993", "zohomail.eu", "", "app password", sent=True, note=_APP),
    _row("Zoho (EU)", "smtppro.zoho.eu:465", "imappro.zoho.eu:993", "", "zoho.eu", "app password", sent=True, note=_APP),
    _row("Zoho (IN)", "smtppro.zoho.in:465", "imappro.zoho.in:993", "", "zoho.in", "app password", sent=True, note=_APP),
    _row("Zoho", "smtp.zoho.com:465", "imap.zoho.com:993", "zohomail.com zoho.com", "", "app password", sent=True, note=_APP),
    _row("Zoho", "smtppro.zoho.com:465", "imappro.zoho.com:993", "", "zoho.com", "app password", sent=True, note=_APP),
    _row(
        "Proton", "127.0.0.1:1025", "127.0.0.1:1143", "proton.me protonmail.com protonmail.ch pm.me", "protonmail.ch", sent=True,
        note=_BRIDGE,
    ),
    _row("Yandex", "smtp.yandex.com:465", "imap.yandex.com:993", "yandex.com yandex.ru", "mx.yandex.net", "app password", note=_APP),
    # Germany, Austria, Switzerland
    _row("GMX", "mail.gmx.net:587", "imap.gmx.net:993", "gmx.net gmx.de gmx.at gmx.ch gmx.li", "gmx.net",
         note="switch on IMAP under Settings, POP3/IMAP"),
    _row("GMX", "mail.gmx.com:587", "imap.gmx.com:993", "gmx.com gmx.us gmx.co.uk gmx.fr gmx.es", "gmx.com",
         note="switch on IMAP under Settings, POP3/IMAP"),
    _row("WEB.DE", "smtp.web.de:587", "imap.web.de:993", "web.de", "web.de", note="switch on IMAP under Settings, POP3/IMAP"),
    _row("T-Online", "securesmtp.t-online.de:465", "secureimap.t-online.de:993", "t-online.de magenta.de", "t-online.de",
         note="make a password for mail programs in the customer centre"),
    _row("freenet", "mx.freenet.de:587", "mx.freenet.de:993", "freenet.de", "mail.freenet.de"),
    _row("Posteo", "posteo.de:465", "posteo.de:993", "posteo.de posteo.net", "posteo.de"),
    _row("mailbox.org", "smtp.mailbox.org:465", "imap.mailbox.org:993", "mailbox.org", "mailbox.org"),
    _row("STRATO", "smtp.strato.de:465", "imap.strato.de:993", "", "rzone.de"),
    _row("IONOS", "smtp.ionos.de:465", "imap.ionos.de:993", "", "kundenserver.de ionos.de"),
    _row("IONOS", "smtp.ionos.com:465", "imap.ionos.com:993", "", "perfora.net ionos.com"),
    _row("IONOS", "smtp.ionos.co.uk:465", "imap.ionos.co.uk:993", "", "ionos.co.uk"),
    _row("IONOS", "smtp.ionos.fr:465", "imap.ionos.fr:993", "", "ionos.fr"),
    _row("IONOS", "smtp.ionos.es:465", "imap.ionos.es:993", "", "ionos.es"),
    _row("Infomaniak", "mail.infomaniak.com:465", "mail.infomaniak.com:993", "ik.me", "infomaniak.ch infomaniak.com"),
    _row("Bluewin", "smtpauths.bluewin.ch:465", "imaps.bluewin.ch:993", "bluewin.ch bluemail.ch", "bluewin.ch"),
    # Netherlands, Belgium
    _row("TransIP", "smtp.transip.email:465", "imap.transip.email:993", "", "transip.email"),
    _row("KPN", "smtp.kpnmail.nl:587", "imap.kpnmail.nl:993", "kpnmail.nl kpnplanet.nl planet.nl hetnet.nl", "kpnmail.nl"),
    _row("Ziggo", "smtp.ziggo.nl:587", "imap.ziggo.nl:993", "ziggo.nl home.nl casema.nl upcmail.nl chello.nl quicknet.nl", "ziggo.nl"),
    _row("Hostnet", "smtp.hostnet.nl:587", "imap.hostnet.nl:993", "", "hostnet.nl"),
    _row("Soverin", "smtp.soverin.net:465", "imap.soverin.net:993", "", "soverin.net"),
    _row("Telenet", "smtp.telenet.be:587", "imap.telenet.be:993", "telenet.be", "telenet-ops.be"),
    _row("Mailfence", "smtp.mailfence.com:465", "imap.mailfence.com:993", "mailfence.com", "mailfence.com"),
    # France, Italy, Nordics
    _row("OVHcloud", "ssl0.ovh.net:465", "ssl0.ovh.net:993", "", "mail.ovh.net"),
    _row("Gandi", "mail.gandi.net:465", "mail.gandi.net:993", "", "mail.gandi.net"),
    _row("Orange", "smtp.orange.fr:465", "imap.orange.fr:993", "orange.fr wanadoo.fr", "orange.fr"),
    _row("Free", "smtp.free.fr:465", "imap.free.fr:993", "free.fr", "free.fr"),
    _row("La Poste", "smtp.laposte.net:465", "imap.laposte.net:993", "laposte.net", "laposte.net"),
    _row("Aruba", "smtps.aruba.it:465", "imaps.aruba.it:993", "aruba.it", "aruba.it"),
    _row("Libero", "smtp.libero.it:465", "imapmail.libero.it:993", "libero.it", "libero.it"),
    _row("one.com", "send.one.com:465", "imap.one.com:993", "", "one.com"),
    # Hosts that many small businesses use
    _row("mail.com", "smtp.mail.com:587", "imap.mail.com:993", "mail.com", "mx00.mail.com mx01.mail.com"),
    _row("Hostinger", "smtp.hostinger.com:465", "imap.hostinger.com:993", "", "hostinger.com"),
    _row("Namecheap Private Email", "mail.privateemail.com:465", "mail.privateemail.com:993", "", "privateemail.com"),
    _row("Rackspace", "secure.emailsrvr.com:465", "secure.emailsrvr.com:993", "", "emailsrvr.com"),
    _row("GoDaddy", "smtpout.secureserver.net:465", "imap.secureserver.net:993", "", "secureserver.net"),
    _row("Migadu", "smtp.migadu.com:465", "imap.migadu.com:993", "", "migadu.com"),
)  # fmt: skip
"""In the order in which they are asked: where one MX suffix is the end of another, the longer one decides."""

_BY_DOMAIN: Final = {domain: provider for provider in PROVIDERS for domain in provider.domains}
_BY_AUTH: Final = {"google": PROVIDERS[0], "microsoft": PROVIDERS[2]}


def domain_of_address(address: str) -> str:
    """What stands behind the @, in lower case; '' when there is none."""
    return address.rpartition("@")[2].strip().rstrip(".").lower() if "@" in address else ""


def provider_of_domain(domain: str) -> Provider | None:
    """The provider whose own domain it is (gmail.com), None for a domain of somebody else."""
    return _BY_DOMAIN.get(domain.lower())


def provider_of_mx(hosts: Iterable[str]) -> Provider | None:
    """The provider that takes a domain's mail; `hosts` are the names of its MX records, the most preferred first.

    A filter in front of a mail host has an MX name of its own: then nothing is known, and None is the answer.
    """
    for host in hosts:
        name = "." + host.lower().rstrip(".")
        fitting = [(len(suffix), provider) for provider in PROVIDERS for suffix in provider.mx if name.endswith("." + suffix)]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
    return None


def provider_of_server(server: Server | None) -> Provider | None:
    """The provider that takes mail at a server, None for a server of somebody else. On this machine the port tells who it is."""
    if server is None:
        return None
    here = server.host == "127.0.0.1"
    return next((one for one in PROVIDERS if one.smtp.host == server.host and (not here or one.smtp.port == server.port)), None)


def provider_of(sender: Sender) -> Provider | None:
    """What the tables say about a sender's account: by its domain, else by `auth: google` or `auth: microsoft`."""
    if sender.channel != "email" or sender.outbox:
        return None
    found = provider_of_domain(domain_of_address(sender.address))
    by_auth = _BY_AUTH.get(sender.auth)
    if found is not None and (by_auth is None or found.sign_in == sender.auth):
        return found
    return by_auth


def with_settings(sender: Sender, stored: MailSettings | None = None) -> Sender:
    """The sender with the servers that the file leaves out: from the tables, else from what `senders login` found and stored.

    What the file says always stands, `imap: none` too; what nobody knows stays None.
    """
    if sender.channel != "email" or sender.outbox:
        return sender
    known: Provider | MailSettings | None = provider_of(sender) or stored
    if known is None:
        return sender
    imap = known.imap if sender.imap is None else sender.imap
    return replace(sender, smtp=sender.smtp or known.smtp, imap=imap)


def keeps_sent(sender: Sender, learned: bool | None = None) -> bool:
    """Whether mail handed to the sender's SMTP server appears in Sent by itself.

    `learned`: what `senders test` saw, None when it never looked; it comes before the table.
    """
    if learned is not None:
        return learned
    provider = provider_of_server(sender.smtp)
    return provider is not None and provider.keeps_sent
