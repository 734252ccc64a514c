"""What can be said about a lead's address without writing to it: its form, its domain, and whose mailbox it is.

Whether the mailbox itself exists is never asked. A server that is asked for mailboxes without mail (RCPT and hanging up)
takes the asker for a harvester and blocks it, and one that takes mail for every name says yes to all of them.
"""

from dataclasses import dataclass
from typing import Final, Literal

from seleqt_cli.core.address_kinds import NOBODY, ROLES, SLIPS, throw_away
from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.facts import FREE_MAIL
from seleqt_cli.core.names.mail_hosts import MailHosts

Result = Literal["good", "risky", "bad", "unknown", "none"]
"""`unknown`: DNS gave no answer. `none`: the lead has no address."""

_BAD: Final = {
    "syntax": "is no address that mail can go to",
    "no_domain": "its domain does not exist",
    "null_mx": "its domain says that it takes no mail (RFC 7505)",
    "no_mail_host": "nobody takes mail for its domain",
    "throw_away": "is a throw-away mailbox",
    "nobody": "is a mailbox that no person reads",
}
_RISKY: Final = {
    "slip": "looks like a slip of the fingers",
    "no_mx": "its domain names no mail server, only its own address",
    "role": "is read by whoever is there, not by one person",
}
_TOLD: Final = {"free_mail": "is a private mailbox at a provider", "no_answer": "DNS gives no answer about its domain"}
_OF_DOMAIN: Final = {"no domain": "no_domain", "null": "null_mx", "none": "no_mail_host", "address": "no_mx", "unknown": "no_answer"}


@dataclass(frozen=True, slots=True)
class DomainMail:
    """What is kept of a domain that was asked for: how it takes mail (see MailHosts), and whether a throw-away service does it."""

    state: str
    throw_away: bool = False


@dataclass(frozen=True, slots=True)
class AddressVerdict:
    """`reasons`: codes, the decisive ones first. `text` says the same in words; '' when there is nothing to say."""

    result: Result
    reasons: tuple[str, ...] = ()
    text: str = ""


def domain_to_ask(email: str) -> str:
    """The domain that DNS has to be asked about, in A-labels; '' when the address alone decides."""
    try:
        domain = normalise_email(email).rpartition("@")[2] if email else ""
    except BadAddress:
        return ""
    return "" if throw_away(domain) else domain


def domain_mail(hosts: MailHosts) -> DomainMail:
    """What is kept of a judged domain."""
    return DomainMail(hosts.state, any(throw_away(host) for host in hosts.hosts))


def judge_address(email: str, domain: DomainMail | None) -> AddressVerdict:
    """Judge an address; `domain` is None where `domain_to_ask` names none."""
    if not email:
        return AddressVerdict("none", ("no_address",), "has no address")
    try:
        local, _, name = normalise_email(email).rpartition("@")
    except BadAddress as problem:
        return AddressVerdict("bad", ("syntax",), f"{_BAD['syntax']}: it {problem}")
    reasons = set()
    if domain is not None and domain.state in _OF_DOMAIN:
        reasons.add(_OF_DOMAIN[domain.state])
    if domain is None or domain.throw_away:
        reasons.add("throw_away")
    if name in SLIPS:
        reasons.add("slip")
    if name in FREE_MAIL:
        reasons.add("free_mail")
    base = local.partition("+")[0]
    if base in NOBODY:
        reasons.add("nobody")
    elif base in ROLES:
        reasons.add("role")
    ordered = tuple(code for code in (*_BAD, *_RISKY, *_TOLD) if code in reasons)
    words = "; ".join(_words(code, name) for code in ordered)
    return AddressVerdict(_result(ordered), ordered, words)


def _result(reasons: tuple[str, ...]) -> Result:
    if any(code in _BAD for code in reasons):
        return "bad"
    if "no_answer" in reasons:
        return "unknown"
    return "risky" if any(code in _RISKY for code in reasons) else "good"


def _words(code: str, domain: str) -> str:
    text = _BAD.get(code) or _RISKY.get(code) or _TOLD[code]
    meant = SLIPS.get(domain) or (_near(domain) if code == "no_domain" else "")
    return f"{text}: did you mean {meant}?" if meant and code in ("slip", "no_domain") else text


def _near(domain: str) -> str:
    """The large provider that a domain which does not exist may have been meant to be, '' for none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(domain, sorted(FREE_MAIL), 1, 0.88)), "")
