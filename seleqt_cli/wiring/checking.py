"""Checks of senders over the network: DNS of the domain, TLS of the configured servers. Nobody logs in."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from seleqt_cli.app.sender_check import check_dns
from seleqt_cli.channels.dns.organisation import organisational_domain
from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.channels.email.server_tls import look_at
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import Failed, Unreachable, UsageProblem
from seleqt_cli.core.health import Finding
from seleqt_cli.core.server_check import refused_finding, tls_finding, unreached_finding
from seleqt_cli.ports.dns import Dns
from seleqt_cli.storage.mail_settings import seen
from seleqt_cli.wiring.accounts import sender_named
from seleqt_cli.wiring.machine import Machine


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one sender."""

    sender: Sender
    findings: tuple[Finding, ...]


def name_service() -> Dns:
    """The machine's DNS; tests put a name server of their own here."""
    return SystemDns()


def check_senders(machine: Machine, names: Iterable[str]) -> Iterator[Checked]:
    """Check the email senders of these names, all of them without names. Raises UsageProblem for another name."""
    wanted = [sender_named(machine, name) for name in names]
    for sender in wanted:
        if sender.channel != "email":
            raise UsageProblem(f"{sender.name} is no email account: there is no DNS to check")
    for sender in wanted or [sender for sender in machine.workspace.senders.values() if sender.channel == "email"]:
        yield Checked(sender, (*dns_findings(machine, sender), *server_findings(machine, sender)))


def dns_findings(machine: Machine, sender: Sender) -> list[Finding]:
    """What DNS says about a sender's domain."""
    if sender.outbox:
        return [Finding(sender.name, "DNS", "ok", "its mails go into a folder; nothing leaves this machine")]
    if sender.smtp is None:
        todo = "find it"
        return [Finding(sender.name, "SMTP", "problem", "no mail server is known", "", todo, f"seleqt senders login {sender.name}")]
    known = seen(machine.connection, sender.account)
    signed = None
    if known.dkim is not None:
        fields = known.signed or ("",) * len(known.dkim)
        signed = {name: tuple(one.split(":")) if one else () for name, one in zip(known.dkim, fields, strict=False)}
    return asyncio.run(check_dns(sender, name_service(), signed=signed, organisational=organisational_domain))


def server_findings(machine: Machine, sender: Sender) -> list[Finding]:
    """What a look at the sender's own servers shows."""
    servers: list[tuple[Server | str | None, Literal["smtp", "imap"]]] = [(sender.smtp, "smtp"), (sender.imap, "imap")]
    return [_server(server, kind, machine.clock.now()) for server, kind in servers if isinstance(server, Server) and not sender.outbox]


def _server(server: Server, kind: Literal["smtp", "imap"], now: int) -> Finding:
    check = kind.upper()
    try:
        look = look_at(server, kind)
    except Unreachable as problem:
        return unreached_finding(server, check, problem.message)
    except Failed as refused:
        return refused_finding(server, check, refused.message)
    return tls_finding(server, check, expires=look.expires, protocol=look.protocol, now=now)
