"""What DNS says about a sender, as findings: SPF, DKIM, DMARC, alignment and MX, each with its reason and what to paste.

The rules of the mailbox providers are those of their help pages of 2024 to 2026: Gmail asks every sender for SPF or DKIM,
and Gmail, Yahoo and Microsoft ask whoever sends 5,000 a day for SPF, DKIM and DMARC; smaller providers copy them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.health import Finding, Level
from seleqt_cli.core.names.dkim import DkimKey
from seleqt_cli.core.names.dmarc import Dmarc, aligned
from seleqt_cli.core.names.mail_hosts import MailHosts
from seleqt_cli.core.names.services import MailService
from seleqt_cli.core.names.spf import Spf, proposed
from seleqt_cli.core.providers import provider_of_mx

_WHY_SPF: Final = "Gmail refuses mail with neither SPF nor DKIM, Outlook and Yahoo treat it as junk (RFC 7208; the providers' sender rules)"
_WHY_DKIM: Final = "DKIM is what survives forwarding, and what the good name of a domain hangs on (RFC 6376; the providers' sender rules)"
_WHY_DMARC: Final = "Gmail, Yahoo and Microsoft ask senders of 5,000 a day for DMARC, and look for it sooner (RFC 7489)"
_WHY_ALIGNED: Final = "DMARC asks that DKIM or SPF speak for the domain of From (RFC 7489 section 3.1)"
_WHY_MX: Final = "answers, bounces and opt-outs come back by it; RFC 5321 section 5.1"
_WHY_HEADERS: Final = "a signature that leaves them out lets others change them (RFC 6376 section 5.4, RFC 8058 section 4)"
_STRING: Final = 255
"""Most characters of one string of a TXT record (RFC 1035 section 3.3)."""


@dataclass(frozen=True, slots=True)
class DnsFacts:
    """What is known about a sender's domain. `server`: the SMTP host and, where known, whose it is.

    `server_addresses`: IP addresses of that host. `signed`: name of the key -> header fields that its signature covers, of the
    mail that the sender last wrote to itself; None when there was none, {} when it carried no signature. `keys`: those keys, else
    what was found at the usual places. `reads_at`: the providers whose IMAP server is read, () when it is nobody's of the table.
    """

    sender: str
    domain: str
    server: str
    provider: str
    service: MailService
    spf: Spf
    dmarc: Dmarc
    hosts: MailHosts
    keys: tuple[DkimKey, ...]
    signed: Mapping[str, tuple[str, ...]] | None = None
    server_addresses: tuple[str, ...] = ()
    reads_at: tuple[str, ...] = ()
    organisational: Callable[[str], str] = field(default=lambda domain: domain)


def dns_findings(facts: DnsFacts) -> list[Finding]:
    """Every finding, in the order SPF, DKIM, DMARC, alignment, MX."""
    return [*_spf(facts), *_dkim(facts), _dmarc(facts), _alignment(facts), *_mx(facts)]


def txt_record(name: str, text: str) -> str:
    """A TXT record as a line of a zone file; long texts in several strings."""
    parts = [text[start : start + _STRING] for start in range(0, len(text), _STRING)]
    return f"{name}. TXT " + " ".join(f'"{part}"' for part in parts)


def _spf(facts: DnsFacts) -> Iterator[Finding]:
    spf, domain = facts.spf, facts.domain
    paste = txt_record(domain, proposed(spf, facts.service.includes))

    def found(level: Level, text: str, todo: str = "", paste: str = "") -> Finding:
        return Finding(domain, "SPF", level, text, "" if level == "ok" else _WHY_SPF, todo, paste)

    if spf.state == "unknown":
        yield found("unknown", f"DNS gives no answer: {spf.doubts[0]}")
        return
    if spf.state == "none":
        ask = "" if facts.service.includes else ", with what your mail provider tells you to include in front of ~all"
        yield found("problem", "; ".join(spf.faults) or "there is no SPF record", f"put this into DNS{ask}", paste)
        return
    if spf.faults:
        several = len(spf.records) > 1
        todo = "put this one into DNS in their place" if several else "correct the record; receivers take a broken one for none"
        yield found("problem", "; ".join(spf.faults), todo, paste if several else "")
    elif spf.doubts:
        yield found("unknown", f"not all of it could be followed: {spf.doubts[0]}")
    elif spf.last == "+":
        yield found("problem", "+all lets everybody send as this domain", "put this into DNS in its place", paste)
    elif spf.last not in ("-", "~"):
        words = "?all says" if spf.last else "without `all` it says"
        yield found("warning", f"{words} nothing about mail from elsewhere", "let it end in ~all", paste)
    elif spf.hints:
        yield found("warning", "; ".join(spf.hints), "tidy the record when you next change it")
    else:
        yield found("ok", f"valid, {spf.lookups} of 10 look-ups")
    if not (len(spf.records) > 1 or spf.doubts):
        yield _spf_server(facts, paste)


def _spf_server(facts: DnsFacts, paste: str) -> Finding:
    spf, what = facts.spf, facts.provider or facts.server

    def found(level: Level, text: str, todo: str = "", paste: str = "") -> Finding:
        return Finding(facts.domain, "SPF server", level, text, "" if level == "ok" else _WHY_SPF, todo, paste)

    if spf.last == "+" or _include_there(facts):
        return found("ok", f"it lets {what} send")
    if spf.lets(facts.server_addresses):
        return found("ok", f"it lets {facts.server} send")
    if facts.service.includes:
        if spf.faults:
            return found("unknown", f"whether it lets {what} send shows when the record is valid")
        return found(
            "problem", f"it does not let {what} send: no include:{facts.service.includes[0]}", "put this into DNS in its place", paste
        )
    return found(
        "unknown", f"whether it lets {what} send is not known here", f"ask the provider of {what} which include: belongs into the record"
    )


def _include_there(facts: DnsFacts) -> bool:
    return any(name in facts.spf.included for name in facts.service.includes)


def _dkim(facts: DnsFacts) -> Iterator[Finding]:
    if facts.signed:
        for key in facts.keys:
            yield _signing_key(facts, key)
        yield _covered(facts, facts.signed)
        return
    test = f"seleqt senders test {facts.sender}"
    good = [key for key in facts.keys if key.state == "good"]
    unsigned = "the mail to itself carried no signature (some providers sign only what leaves them)" if facts.signed == {} else ""
    if good:
        text = f"a key is there ({', '.join(map(_shown, good))}); {unsigned or 'whether mails are signed with it is not known yet'}"
        todo = "look at the head of a mail that somebody else got" if unsigned else "write a mail to yourself, it shows the signature"
        yield Finding(facts.domain, "DKIM", "unknown", text, _WHY_DKIM, todo, "" if unsigned else test)
    elif any(key.state == "unknown" for key in facts.keys):
        yield Finding(facts.domain, "DKIM", "unknown", "DNS gives no answer about the usual keys", _WHY_DKIM)
    else:
        todo = f"switch DKIM on ({facts.service.dkim or f'ask the provider of {facts.provider or facts.server}'}), then write to yourself"
        text = f"{unsigned + ', and ' if unsigned else ''}no key is at any of the usual places"
        yield Finding(facts.domain, "DKIM", "warning", text, _WHY_DKIM, todo, test)


def _shown(key: DkimKey) -> str:
    return f"{key.selector}, {key.bits}-bit RSA" if key.kind == "rsa" else f"{key.selector}, Ed25519"


def _signing_key(facts: DnsFacts, key: DkimKey) -> Finding:
    where = f"mails are signed with {key.name}"
    todo = facts.service.dkim or f"ask the provider of {facts.provider or facts.server} for the right record"
    # Where another signature holds, a dead one beside it harms nobody.
    level: Level = "warning" if any(other.state == "good" for other in facts.keys) else "problem"
    if key.state == "good":
        level = "warning" if key.hints else "ok"
        text = f"mails are signed: {_shown(key)}, of {key.domain}" + "".join(f"; {hint}" for hint in key.hints)
    elif key.state == "unknown":
        level, todo = "unknown", ""
        text = f"{where}, and DNS gives no answer about it: {'; '.join(key.hints)}"
    elif key.state == "missing":
        text = f"{where}, which is not in DNS: such a signature fails"
    elif key.state == "revoked":
        text = f"{where}, which is revoked (p= is empty): such a signature fails"
    else:
        text = f"{where}, which is broken: {'; '.join(key.faults)}"
    return Finding(facts.domain, "DKIM", level, text, "" if level == "ok" else _WHY_DKIM, "" if level == "ok" else todo)


def _covered(facts: DnsFacts, signed: Mapping[str, tuple[str, ...]]) -> Finding:
    def found(level: Level, text: str, todo: str = "", paste: str = "") -> Finding:
        return Finding(facts.domain, "DKIM headers", level, text, "" if level == "ok" else _WHY_HEADERS, todo, paste)

    known = [fields for fields in signed.values() if fields]
    if not known:
        return found("unknown", "which headers are signed is not known", "write a mail to yourself", f"seleqt senders test {facts.sender}")
    if not any("from" in fields for fields in known):
        return found(
            "problem", "the signature leaves out From: it proves nothing", f"tell the provider of {facts.provider or facts.server}"
        )
    if not any("list-unsubscribe" in fields for fields in known):
        return found(
            "warning", "the signature leaves out List-Unsubscribe: receivers may show no unsubscribe button",
            f"ask the provider of {facts.provider or facts.server} to sign it",
        )  # fmt: skip
    return found("ok", "From and List-Unsubscribe are signed")


def _dmarc(facts: DnsFacts) -> Finding:
    dmarc = facts.dmarc
    name = f"_dmarc.{facts.organisational(facts.domain)}"
    first = txt_record(name, f"v=DMARC1; p=none; rua=mailto:postmaster@{facts.organisational(facts.domain)}")

    def found(level: Level, text: str, todo: str = "", paste: str = "") -> Finding:
        return Finding(facts.domain, "DMARC", level, text, "" if level == "ok" else _WHY_DMARC, todo, paste)

    if dmarc.state == "unknown":
        return found("unknown", f"DNS gives no answer: {dmarc.doubts[0]}")
    if dmarc.faults:
        return found("problem", "; ".join(dmarc.faults), "put one valid record into DNS in its place", first)
    if dmarc.state == "none":
        return found("warning", "there is no DMARC record", "put this into DNS; with an address that somebody reads", first)
    said = f"p={dmarc.policy}" + (f" (of {dmarc.place})" if dmarc.place != facts.domain else "")
    return found("ok", said + ("" if dmarc.reports else ", without reports (rua=)"))


def _alignment(facts: DnsFacts) -> Finding:
    dmarc, domain = facts.dmarc, facts.domain
    signing = [key for key in facts.keys if key.state == "good"] if facts.signed else []
    by_dkim = [key.domain for key in signing if aligned(key.domain, domain, facts.organisational, strict=dmarc.strict_dkim)]
    # The envelope sender is the address of From itself, so SPF is aligned wherever it lets the server send.
    by_spf = not facts.spf.faults and (_include_there(facts) or facts.spf.lets(facts.server_addresses))

    def found(level: Level, text: str, todo: str = "") -> Finding:
        return Finding(domain, "alignment", level, text, "" if level == "ok" else _WHY_ALIGNED, todo)

    if by_dkim:
        return found("ok", f"DKIM{' and SPF speak' if by_spf else ' speaks'} for {domain}")
    if signing:
        others = ", ".join(sorted({key.domain for key in signing}))
        todo = facts.service.dkim or f"let the provider sign with a key of {domain}"
        if by_spf:
            return found("warning", f"only SPF speaks for {domain}: DKIM is of {others}, and SPF breaks when a mail is forwarded", todo)
        level: Level = "problem" if dmarc.policy in ("quarantine", "reject") else "warning"
        return found(level, f"nothing speaks for {domain}: DKIM is of {others}", todo)
    if by_spf:
        return found("ok", f"SPF speaks for {domain}; of DKIM nothing is known yet")
    return found("unknown", f"what speaks for {domain} shows when SPF and DKIM are known")


def _mx(facts: DnsFacts) -> Iterator[Finding]:
    hosts, domain = facts.hosts, facts.domain

    def found(level: Level, text: str, todo: str = "") -> Finding:
        return Finding(domain, "MX", level, text, "" if level == "ok" else _WHY_MX, todo)

    todo = "put the MX records of your mail provider into DNS"
    if hosts.state == "unknown":
        yield found("unknown", f"DNS gives no answer: {hosts.doubts[0]}")
    elif hosts.state == "no domain":
        yield found("problem", "the domain does not exist: nothing can be answered", "correct the address of the sender")
    elif hosts.state == "null":
        yield found("problem", "the domain says that it takes no mail (null MX, RFC 7505)", todo)
    elif hosts.state == "none":
        yield found("problem", "; ".join(hosts.faults) or "nobody takes mail for this domain", todo)
    elif hosts.state == "address":
        yield found("warning", "there is no MX record: mail goes to the domain's own address", todo)
    elif hosts.faults:
        yield found("warning", "; ".join(hosts.faults), "correct these MX records")
    else:
        more = f" and {len(hosts.hosts) - 2} more" if len(hosts.hosts) > 2 else ""
        yield found("ok", f"{', '.join(hosts.hosts[:2])}{more}")
    taken = provider_of_mx(hosts.hosts)
    if taken is not None and facts.reads_at and taken.name not in facts.reads_at:
        text = f"answers go to {taken.name}, and seleqt reads the inbox at {facts.reads_at[0]}"
        yield found("warning", text, f"let imap: name the server of {taken.name}")
