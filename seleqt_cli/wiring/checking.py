"""Checks of senders over the network: DNS of the domain, TLS of the configured servers. Nobody logs in."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from seleqt_cli.app.sender_check import check_dns
from seleqt_cli.channels.dns.organisation import organisational_domain
from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.channels.email.server_tls import look_at
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import Failed, Unreachable
from seleqt_cli.core.health import Finding
from seleqt_cli.core.server_check import refused_finding, tls_finding, unreached_finding
from seleqt_cli.engine.threads import Hand
from seleqt_cli.ports.dns import Dns
from seleqt_cli.storage.mail_settings import seen
from seleqt_cli.wiring.accounts import sender_named
from seleqt_cli.wiring.linkedin_check import check_linkedin
from seleqt_cli.wiring.machine import Machine

_HANDS = 16
Kind = Literal["smtp", "imap"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one sender: `dns` about its domain (of LinkedIn: its account), `servers` about where it sends and reads.

    `banners`: their first lines.
    """

    sender: Sender
    dns: tuple[Finding, ...]
    servers: tuple[Finding, ...] = ()
    banners: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return (*self.dns, *self.servers)


def name_service() -> Dns:
    """The machine's DNS; tests put a name server of their own here."""
    return SystemDns()


def check_senders(machine: Machine, names: Iterable[str] = ()) -> list[Checked]:
    """Check the senders of these names, without names all email senders. Raises UsageProblem for a name that there is not."""
    named = [sender_named(machine, name) for name in names]
    found = {id(one.sender): one for one in _over_the_network(machine, [one for one in named if one.channel == "email"], bool(named))}
    return [found.get(id(one)) or Checked(one, check_linkedin(machine, one)) for one in named] or list(found.values())


def _over_the_network(machine: Machine, wanted: list[Sender], named: bool) -> list[Checked]:
    if named and not wanted:
        return []
    wanted = wanted or [sender for sender in machine.workspace.senders.values() if sender.channel == "email"]
    return asyncio.run(_check(machine, wanted))


async def _check(machine: Machine, senders: Sequence[Sender]) -> list[Checked]:
    """All of them at the same time: a server that is silent is waited for once."""
    places = {place: None for sender in senders for place in _servers(sender)}
    hands = [Hand(f"look {number}") for number in range(min(len(places), _HANDS))]
    dns, now = name_service(), machine.clock.now()
    asked = [_dns(sender, dns, _signed(machine, sender)) for sender in senders]
    looks = [hands[number % _HANDS].do(partial(_look, server, kind, now)) for number, (server, kind) in enumerate(places)]
    try:
        domains, looked = await asyncio.gather(asyncio.gather(*asked), asyncio.gather(*looks))
    finally:
        for hand in hands:
            hand.end()
    found = dict(zip(places, looked, strict=True))
    checked = []
    for sender, domain in zip(senders, domains, strict=True):
        mine = [found[place] for place in _servers(sender)]
        checked.append(Checked(sender, tuple(domain), tuple(one for one, _ in mine), tuple(banner for _, banner in mine)))
    return checked


def _signed(machine: Machine, sender: Sender) -> dict[str, tuple[str, ...]] | None:
    """Name of the key -> the headers it covers, of the last mail of the sender to itself; None when there was none."""
    known = seen(machine.connection, sender.account)
    if known.dkim is None:
        return None
    fields = known.signed or ("",) * len(known.dkim)
    return {name: tuple(one.split(":")) if one else () for name, one in zip(known.dkim, fields, strict=True)}


async def _dns(sender: Sender, dns: Dns, signed: dict[str, tuple[str, ...]] | None) -> list[Finding]:
    if sender.outbox:
        return [Finding(sender.name, "DNS", "ok", "its mails go into a folder; nothing leaves this machine")]
    if sender.smtp is None:
        return [Finding(sender.name, "SMTP", "problem", "no mail server is known", "", "find it", f"seleqt senders login {sender.name}")]
    return await check_dns(sender, dns, signed=signed, organisational=organisational_domain)


def _servers(sender: Sender) -> list[tuple[Server, Kind]]:
    if sender.outbox:
        return []
    both: tuple[tuple[Server | str | None, Kind], ...] = ((sender.smtp, "smtp"), (sender.imap, "imap"))
    return [(server, kind) for server, kind in both if isinstance(server, Server)]


def _look(server: Server, kind: Kind, now: int) -> tuple[Finding, str]:
    """The finding about one server, and the first line that it said, '' for none."""
    check = kind.upper()
    try:
        look = look_at(server, kind)
    except Unreachable as problem:
        return unreached_finding(server, check, problem.message), ""
    except Failed as refused:
        return refused_finding(server, check, refused.message), ""
    return tls_finding(server, check, expires=look.expires, protocol=look.protocol, now=now), look.banner
