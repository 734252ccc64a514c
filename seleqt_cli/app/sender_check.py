"""Looks at the DNS of a sender's domain, all questions at the same time."""

import asyncio
from collections.abc import Callable, Mapping

from seleqt_cli.app.asking import addresses, answered
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.health import Finding
from seleqt_cli.core.names.dkim import judge_key
from seleqt_cli.core.names.dmarc import judge_dmarc
from seleqt_cli.core.names.mail_hosts import judge_mail_hosts
from seleqt_cli.core.names.services import key_names, provider_of_server, service_of_server
from seleqt_cli.core.names.spf import judge_spf
from seleqt_cli.core.providers import PROVIDERS, domain_of_address, provider_of_domain
from seleqt_cli.core.sender_check import DnsFacts, dns_findings
from seleqt_cli.ports.dns import Dns


async def check_dns(
    sender: Sender, dns: Dns, *, signed: Mapping[str, tuple[str, ...]] | None, organisational: Callable[[str], str]
) -> list[Finding]:
    """What DNS says about a sender that has an SMTP server. `signed`: see DnsFacts."""
    assert sender.smtp is not None
    domain = ascii_domain(sender.address)
    owner, server = provider_of_domain(domain), provider_of_server(sender.smtp)
    if owner is not None:
        return [_of_a_provider(domain, owner.name, sender.smtp.host, theirs=server is not None and server.name == owner.name)]
    service = service_of_server(sender.smtp)
    names = tuple(signed) if signed else key_names(domain, service)
    (spf, dmarc, hosts, reached), keys = await asyncio.gather(
        asyncio.gather(
            answered(judge_spf(domain), dns),
            answered(judge_dmarc(domain, organisational), dns),
            answered(judge_mail_hosts(domain, all_hosts=True), dns),
            addresses(sender.smtp.host, dns),
        ),
        asyncio.gather(*(answered(judge_key(name), dns) for name in names)),
    )
    return dns_findings(
        DnsFacts(
            sender=sender.name, domain=domain, server=sender.smtp.host, provider=server.name if server else "", service=service, spf=spf,
            dmarc=dmarc, hosts=hosts, keys=tuple(keys), signed=signed, server_addresses=reached, reads_at=_reads_at(sender),
            organisational=organisational,
        )
    )  # fmt: skip


def ascii_domain(address: str) -> str:
    """The domain of an address as DNS knows it."""
    domain = domain_of_address(address)
    if domain.isascii():
        return domain
    from seleqt_cli.core.addresses import BadAddress, normalise_domain

    try:
        return normalise_domain(domain)
    except BadAddress:
        return domain


def _of_a_provider(domain: str, owner: str, host: str, *, theirs: bool) -> Finding:
    if theirs:
        return Finding(domain, "DNS", "ok", f"the domain is {owner}'s own: SPF, DKIM and DMARC are its affair")
    return Finding(
        domain, "DNS", "problem", f"the domain is {owner}'s, and mail goes out through {host}",
        f"nothing but {owner}'s own servers may send for {domain}; Gmail refuses such mail by name",
        f"send through {owner}, or with an address of a domain of your own",
    )  # fmt: skip


def _reads_at(sender: Sender) -> str:
    """The provider at whose server the inbox is read, '' when it is nobody's of the table."""
    if not isinstance(sender.imap, Server):
        return ""
    host = sender.imap.host.lower()
    return next((provider.name for provider in PROVIDERS if provider.imap.host == host), "")
