"""Looks at the addresses of many leads: every domain is asked for once, many at the same time, in bounded memory."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final

from seleqt_cli.app.asking import answered
from seleqt_cli.core.lead_address import AddressVerdict, DomainMail, domain_mail, domain_to_ask, judge_address
from seleqt_cli.core.names.answers import Answer, Question
from seleqt_cli.core.names.mail_hosts import judge_mail_hosts
from seleqt_cli.ports.dns import Dns

AT_ONCE: Final = 100
"""Domains that are asked for at the same time; a home router's resolver takes that."""
AHEAD: Final = 5_000
"""Leads that may wait behind one whose domain is slow, so that the others are asked for meanwhile."""
DOMAINS: Final = 100_000
"""Domains that are remembered; beyond it the oldest are asked for again."""
HOSTS: Final = 10_000
"""Mail hosts whose answers are remembered: a few of them serve most domains."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One lead, by its number."""

    lead: int
    email: str
    verdict: AddressVerdict


async def verify(leads: Iterable[tuple[int, str]], dns: Dns) -> AsyncIterator[Verified]:
    """Judge (number, address) pairs, in their order."""
    domains = _Domains(dns)
    waiting: deque[tuple[int, str, asyncio.Task[DomainMail] | DomainMail | None]] = deque()
    try:
        for lead, email in leads:
            waiting.append((lead, email, domains.of(domain_to_ask(email))))
            while waiting and (len(waiting) >= AHEAD or _ready(waiting[0][2])):
                yield await _verified(*waiting.popleft())
        while waiting:
            yield await _verified(*waiting.popleft())
    finally:
        for _, _, asked in waiting:
            if isinstance(asked, asyncio.Task):
                asked.cancel()


def _ready(asked: "asyncio.Task[DomainMail] | DomainMail | None") -> bool:
    return not isinstance(asked, asyncio.Task) or asked.done()


async def _verified(lead: int, email: str, asked: "asyncio.Task[DomainMail] | DomainMail | None") -> Verified:
    return Verified(lead, email, judge_address(email, await asked if isinstance(asked, asyncio.Task) else asked))


class _Domains:
    """Each domain's answer, or the task that gets it."""

    def __init__(self, dns: Dns) -> None:
        self._dns = RememberingDns(dns)
        self._known: dict[str, asyncio.Task[DomainMail] | DomainMail] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._same: dict[DomainMail, DomainMail] = {}

    def of(self, domain: str) -> "asyncio.Task[DomainMail] | DomainMail | None":
        """What is known of a domain, or will be; None for no domain."""
        if not domain:
            return None
        found = self._known.get(domain)
        if found is None:
            if len(self._known) >= DOMAINS:
                self._known.pop(next(iter(self._known)))
            found = self._known[domain] = asyncio.ensure_future(self._ask(domain))
        return found

    async def _ask(self, domain: str) -> DomainMail:
        async with self._room:
            mail = domain_mail(await answered(judge_mail_hosts(domain), self._dns))
        # There are few different answers: a hundred thousand domains share them.
        mail = self._same.setdefault(mail, mail)
        if domain in self._known:
            self._known[domain] = mail
        return mail


class RememberingDns:
    """Asks for the address of a host once, also when many want it at the same time."""

    def __init__(self, dns: Dns) -> None:
        self._dns = dns
        self._asked: dict[Question, asyncio.Future[Answer]] = {}

    async def ask(self, question: Question) -> Answer:
        """See ports/dns."""
        if question.kind not in ("A", "AAAA"):
            return await self._dns.ask(question)
        known = self._asked.get(question)
        if known is None:
            if len(self._asked) >= HOSTS:
                self._asked.pop(next(iter(self._asked)))
            known = self._asked[question] = asyncio.ensure_future(self._dns.ask(question))
        # One who gives up must not take the answer away from the others.
        return await asyncio.shield(known)
