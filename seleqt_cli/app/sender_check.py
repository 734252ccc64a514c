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
from seleqt_cli.core.providers import PROVIDERS, Provider, domain_of_address, provider_of_domain
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
        return [_of_a_provider(domain, owner, sender.smtp.host, organisational)]
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


def _of_a_provider(domain: str, owner: Provider, host: str, organisational: Callable[[str], str]) -> Finding:
    theirs = {organisational(name) for name in (owner.smtp.host, owner.imap.host, *owner.domains)}
    if organisational(host.lower()) in theirs:
        return Finding(domain, "DNS", "ok", f"the domain is {owner.name}'s own: SPF, DKIM and DMARC are its affair")
    if host in ("localhost", "127.0.0.1", "::1"):
        return Finding(domain, "DNS", "unknown", f"whether a program on this machine hands the mail to {owner.name} is not seen from here")
    return Finding(
        domain, "DNS", "problem", f"the domain is {owner.name}'s, and mail goes out through {host}",
        f"nothing but {owner.name}'s own servers may send for {domain}; Gmail refuses such mail by name",
        f"send through {owner.name}, or with an address of a domain of your own",
    )  # fmt: skip


def _reads_at(sender: Sender) -> tuple[str, ...]:
    """The providers whose server the inbox is read at: two can share one."""
    if not isinstance(sender.imap, Server):
        return ()
    host = sender.imap.host.lower()
    return tuple(dict.fromkeys(provider.name for provider in PROVIDERS if provider.imap.host == host))
