"""SPF of a domain, followed through its includes (RFC 7208): whether receivers can use it, and whom it lets send.

The worst case is counted: a mail that matches early costs a receiver fewer look-ups, another costs all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Final, Literal

from seleqt_cli.core.names.answers import Answer, Judging, Question, unknown
from seleqt_cli.core.names.spf_record import LOOKS_UP, VERSION, BadSpf, Record, Term, is_spf, read_record

MOST_LOOKUPS: Final = 10
MOST_VOID: Final = 2
_GIVE_UP: Final = 40
_NEARLY: Final = 8


@dataclass(slots=True)
class Spf:
    """What was found. `faults` make every receiver answer permerror; `doubts` are questions that nobody answered.

    `last`: what `all` says in the end (+ - ~ ?, '' without one). `included`: every domain whose record is part of it.
    `networks`: what it lets send, as far as it is known before a mail comes in.
    """

    domain: str
    state: Literal["one", "none", "unknown"] = "none"
    records: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    lookups: int = 0
    voids: int = 0
    last: str = ""
    included: set[str] = field(default_factory=set)
    networks: list[str] = field(default_factory=list)

    def lets(self, addresses: Iterable[str]) -> bool:
        """Whether one of these IP addresses may send, as far as the networks tell."""
        known = [ip_network(network, strict=False) for network in self.networks]
        return any(address in network for address in map(ip_address, addresses) for network in known if network.version == address.version)


def judge_spf(domain: str) -> Judging[Spf]:
    """Fetch the record of a domain and everything it leads to."""
    found = Spf(domain)
    question = Question(domain, "TXT")
    answer = yield question
    if answer.state == "unknown":
        found.state = "unknown"
        found.doubts.append(unknown(question, answer))
        return found
    found.records = [text for text in answer.records if is_spf(text)]
    if not found.records:
        near = next((text for text in answer.records if VERSION in text.lower()), "")
        if near:
            found.faults.append(f"a TXT record looks like SPF and is none: {near[:80]}")
        return found
    found.state = "one"
    if len(found.records) > 1:
        found.faults.append(f"there are {len(found.records)} SPF records; there must be one")
        return found
    yield from _follow(found, domain, found.records[0], (domain,), lets=True)
    if found.lookups > MOST_LOOKUPS:
        more = "more than " if found.lookups >= _GIVE_UP else ""
        found.faults.append(f"it needs {more}{found.lookups} look-ups; receivers stop at {MOST_LOOKUPS}")
    elif found.lookups >= _NEARLY:
        found.hints.append(f"it needs {found.lookups} of the {MOST_LOOKUPS} look-ups that receivers make")
    if found.voids > MOST_VOID:
        found.faults.append(f"{found.voids} of its look-ups find nothing; receivers stop at {MOST_VOID}")
    return found


def _follow(found: Spf, domain: str, text: str, path: tuple[str, ...], *, lets: bool) -> Judging[None]:
    """One record; `path` is how we came here, `lets` whether a match in it lets send."""
    try:
        record = read_record(text)
    except BadSpf as problem:
        found.faults.append(f"{_of(found, domain)}{problem}")
        return
    if record.after_all:
        found.hints.append(f"{_of(found, domain)}what stands behind `all` is never read")
    for term in record.terms:
        if found.lookups >= _GIVE_UP:
            return
        if term.name in LOOKS_UP:
            found.lookups += 1
        yield from _mechanism(found, domain, term, path, lets=lets and term.qualifier == "+")
    if record.redirect and found.lookups < _GIVE_UP:
        found.lookups += 1
        yield from _into(found, domain, "redirect", record.redirect, path, lets=lets)
    elif len(path) == 1 or _redirected(found, path):
        found.last = record.last


def _redirected(found: Spf, path: tuple[str, ...]) -> bool:
    """Whether this record stands in place of the domain's own: every step of the way was a redirect."""
    return all(step.startswith("=") for step in path[1:])


def _mechanism(found: Spf, domain: str, term: Term, path: tuple[str, ...], *, lets: bool) -> Judging[None]:
    if term.name in ("ip4", "ip6"):
        _let(found, [term.target], term, lets=lets)
    elif term.name == "ptr":
        found.hints.append(f"{_of(found, domain)}ptr is slow and unsafe; RFC 7208 section 5.5 says not to use it")
    elif term.macro or term.name == "exists":
        return
    elif term.name == "include":
        yield from _into(found, domain, "include", term.target, path, lets=lets)
    elif term.name == "a":
        yield from _addresses(found, term, term.target or domain, lets=lets, counted=True)
    elif term.name == "mx":
        question = Question(term.target or domain, "MX")
        answer = yield question
        _count(found, question, answer)
        hosts = [record.split()[-1] for record in answer.records]
        if len(hosts) > MOST_LOOKUPS:
            found.faults.append(f"{_of(found, domain)}mx leads to {len(hosts)} hosts; at most {MOST_LOOKUPS} are allowed")
        for host in hosts[:MOST_LOOKUPS]:
            yield from _addresses(found, term, host, lets=lets, counted=False)


def _into(found: Spf, domain: str, how: str, target: str, path: tuple[str, ...], *, lets: bool) -> Judging[None]:
    """Another domain's record. A missing one is a permanent error (sections 5.2 and 6.1)."""
    if "%" in target:
        found.hints.append(f"{how} {target} is known only when a mail comes in")
        return
    name = target.rstrip(".").lower()
    if name in (step.lstrip("=") for step in path):
        found.faults.append(f"{_of(found, domain)}{how} {name} leads in a circle")
        return
    question = Question(name, "TXT")
    answer = yield question
    _count(found, question, answer)
    if answer.state == "unknown":
        return
    records = [text for text in answer.records if is_spf(text)]
    if len(records) != 1:
        found.faults.append(f"{_of(found, domain)}{how} {name} has {'no SPF record' if not records else f'{len(records)} SPF records'}")
        return
    found.included.add(name)
    yield from _follow(found, name, records[0], (*path, f"={name}" if how == "redirect" else name), lets=lets)


def _addresses(found: Spf, term: Term, host: str, *, lets: bool, counted: bool) -> Judging[None]:
    """A host's addresses. It is void only when it has neither kind: a receiver asks for the kind of its connection."""
    answer = yield Question(host, "A")
    if answer.state == "unknown":
        found.doubts.append(unknown(Question(host, "A"), answer))
        return
    _let(found, answer.records, term, lets=lets)
    if answer.records and term.cidr6 == 128:
        return
    six = yield Question(host, "AAAA")
    if six.state == "unknown":
        found.doubts.append(unknown(Question(host, "AAAA"), six))
        return
    _let(found, six.records, term, lets=lets)
    if counted and answer.void and six.void:
        found.voids += 1


def _let(found: Spf, addresses: Iterable[str], term: Term, *, lets: bool) -> None:
    if lets:
        found.networks += [f"{address}/{term.cidr6 if ':' in address else term.cidr4}" for address in addresses]


def _count(found: Spf, question: Question, answer: Answer) -> None:
    found.voids += answer.void
    if answer.state == "unknown":
        found.doubts.append(unknown(question, answer))


def _of(found: Spf, domain: str) -> str:
    return "" if domain == found.domain else f"{domain}: "


def proposed(found: Spf, includes: Sequence[str]) -> str:
    """The record to put into DNS: what is there, made one, and without an `all` that lets everybody send.

    `includes`: those of the provider; unless one of them is there, the first is added.
    """
    kept: list[str] = []
    redirect, ending = "", "~all"
    for text in found.records:
        for word in text[len(VERSION) :].split():
            bare = word.lstrip("+-~?").lower()
            if bare == "all":
                ending = word if word[0] in "-~" else "~all"
            elif bare.startswith("redirect="):
                redirect = word
            elif word not in kept and _usable(word):
                kept.append(word)
    there = {*found.included, *(word.lstrip("+").lower().partition(":")[2] for word in kept)}
    if includes and not there.intersection(includes):
        kept.append(f"include:{includes[0]}")
    if redirect and not kept:
        return f"{VERSION} {redirect}"
    if redirect:
        kept.insert(0, f"include:{redirect.partition('=')[2]}")
    return " ".join([VERSION, *kept, ending])


def _usable(word: str) -> bool:
    try:
        record: Record = read_record(f"{VERSION} {word}")
    except BadSpf:
        return False
    return bool(record.terms) or "=" in word
