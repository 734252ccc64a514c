"""Who takes the mail of a domain: MX, the null MX of RFC 7505, else the domain's own address (RFC 5321 section 5.1)."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, Literal

from seleqt_cli.core.names.answers import Judging, Question, unknown

_MOST_HOSTS: Final = 10
_HOST: Final = re.compile(r"(?=.{1,254}$)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})+\.?")


@dataclass(slots=True)
class MailHosts:
    """`hosts`: names by preference. `reached`: one of them has an address.

    `state`: mx · address (no MX, but the domain has an address) · null (it says that it takes no mail) · none (nobody takes it)
    · no domain (the name does not exist) · unknown (DNS gave no answer). `faults`: hosts that cannot take mail.
    """

    domain: str
    state: Literal["mx", "address", "null", "none", "no domain", "unknown"] = "none"
    hosts: tuple[str, ...] = ()
    reached: bool = False
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def judge_mail_hosts(domain: str, *, all_hosts: bool = False) -> Judging[MailHosts]:
    """Look for the hosts that take a domain's mail; with `all_hosts` every one is looked at, else until one has an address."""
    found = MailHosts(domain)
    question = Question(domain, "MX")
    answer = yield question
    if answer.state == "unknown":
        found.state = "unknown"
        found.doubts.append(unknown(question, answer))
    elif answer.state == "no name":
        found.state = "no domain"
    elif not answer.records:
        found.reached = yield from _has_address(found, domain)
        found.state = "unknown" if found.doubts else "address" if found.reached else "none"
    else:
        yield from _judge(found, answer.records, all_hosts=all_hosts)
    return found


def _judge(found: MailHosts, records: tuple[str, ...], *, all_hosts: bool) -> Judging[None]:
    pairs = sorted((int(preference), host) for preference, _, host in (record.partition(" ") for record in records))
    names = tuple(host.rstrip(".").lower() for _, host in pairs)
    if names == ("",):
        found.state = "null"
        return
    found.state, found.hosts = "mx", tuple(name for name in names if name)
    if "" in names:
        found.faults.append("a null MX stands beside other MX records (RFC 7505 section 3)")
    for host in found.hosts[:_MOST_HOSTS]:
        if _is_address(host) or not _HOST.fullmatch(host):
            found.faults.append(f"the MX {host} is no host name")
        elif (yield from _has_address(found, host)):
            found.reached = True
            if not all_hosts:
                return
        elif not found.doubts:
            found.faults.append(f"the MX {host} has no address")
    if not found.reached:
        found.state = "unknown" if found.doubts else "none"


def _has_address(found: MailHosts, host: str) -> Judging[bool]:
    for kind in ("A", "AAAA"):
        question = Question(host, "A" if kind == "A" else "AAAA")
        answer = yield question
        if answer.records:
            return True
        if answer.state == "no name":
            return False
        if answer.state == "unknown":
            found.doubts.append(unknown(question, answer))
            return False
    return False


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
