"""Many addresses: in their order, each domain asked for once, and one that is slow keeps nobody else from being asked."""

import asyncio
from collections import Counter

from seleqt_cli.app.lead_verify import AHEAD, AT_ONCE, verify
from seleqt_cli.channels.dns.memory import MemoryDns
from seleqt_cli.core.names.answers import Answer, Question
from seleqt_cli.ports.dns import Dns

HOST = {("mx.host.test", "A"): ["192.0.2.1"]}


def results(leads: list[tuple[int, str]], dns: Dns) -> list[tuple[int, str]]:
    async def all_of_them() -> list[tuple[int, str]]:
        return [(one.lead, one.verdict.result) async for one in verify(leads, dns)]

    return asyncio.run(all_of_them())


def test_the_results_come_in_the_order_of_the_leads() -> None:
    zone = {("good.test", "MX"): ["10 mx.host.test."], ("null.test", "MX"): ["0 ."], **HOST}
    leads = [
        (7, "a@good.test"),
        (9, ""),
        (12, "b@null.test"),
        (13, "b@gone.test"),
        (20, "c@slow.test"),
        (21, "broken"),
        (30, "d@good.test"),
    ]
    assert results(leads, MemoryDns(zone, silent={"slow.test"})) == [
        (7, "good"), (9, "none"), (12, "bad"), (13, "bad"), (20, "unknown"), (21, "bad"), (30, "good"),
    ]  # fmt: skip


def test_each_domain_and_each_host_is_asked_for_once() -> None:
    zone = {(f"d{number}.test", "MX"): ["10 mx.host.test."] for number in range(20)} | HOST
    dns = MemoryDns(zone)
    leads = [(number, f"p{number}@d{number % 20}.test") for number in range(400)]
    assert set(results(leads, dns)) == {(number, "good") for number in range(400)}
    assert Counter(dns.asked).most_common(1)[0][1] == 1
    assert len(dns.asked) == 21


class Held:
    """A name server that says nothing about slow.test until somebody asked for `last`; it counts who waits at the same time."""

    def __init__(self, last: str) -> None:
        self.last = last
        self.came = asyncio.Event()
        self.under_way = self.most = 0

    async def ask(self, question: Question) -> Answer:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        if question.name == "slow.test":
            await self.came.wait()
        if question.name == self.last:
            self.came.set()
        # Let the others come in before it answers.
        for _ in range(3):
            await asyncio.wait([asyncio.ensure_future(_nothing())])
        self.under_way -= 1
        return Answer("no name")


async def _nothing() -> None:
    return None


def test_a_slow_domain_keeps_nobody_from_being_asked() -> None:
    leads = [(0, "a@slow.test"), *((number, f"a@d{number}.test") for number in range(1, 1000))]

    async def all_of_them() -> tuple[list[int], int]:
        held = Held("d999.test")
        return [one.lead async for one in verify(leads, held)], held.most

    order, most = asyncio.run(all_of_them())
    assert order == list(range(1000))
    assert most == AT_ONCE


def test_only_so_many_leads_are_held_at_a_time() -> None:
    taken = 0

    async def first() -> int:
        def leads() -> object:
            nonlocal taken
            for number in range(AHEAD * 3):
                taken += 1
                yield number, f"a@d{number}.test"

        verdicts = verify(leads(), MemoryDns({}))  # type: ignore[arg-type]
        one = await anext(verdicts)
        await verdicts.aclose()  # type: ignore[attr-defined]
        return one.lead

    assert asyncio.run(first()) == 0
    assert taken == AHEAD
