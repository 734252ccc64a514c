"""The machine's DNS against a real name server, and the one in memory beside it: both answer alike."""

import asyncio
from collections.abc import Iterator

import pytest

from seleqt_cli.channels.dns.memory import MemoryDns
from seleqt_cli.channels.dns.organisation import organisational_domain
from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.core.names.answers import Answer, Question
from seleqt_cli.ports.dns import Dns
from tests.servers.names import name_server
from tests.servers.unbound import unbound

ZONE = [
    "good.test. 300 IN MX 10 mx.good.test.",
    "good.test. 300 IN MX 5 mx2.good.test.",
    'good.test. 300 IN TXT "v=spf1 ip4:192.0.2.1 " "include:_spf.good.test -all"',
    "mx.good.test. 300 IN A 192.0.2.1",
    "mx.good.test. 300 IN AAAA 2001:db8::1",
    "null.test. 300 IN MX 0 .",
    'long.test. 300 IN TXT "' + "x" * 255 + '" "' + "y" * 255 + '"',
]
TABLE = {
    ("good.test", "MX"): ["10 mx.good.test.", "5 mx2.good.test."],
    ("good.test", "TXT"): ["v=spf1 ip4:192.0.2.1 include:_spf.good.test -all"],
    ("mx.good.test", "A"): ["192.0.2.1"],
    ("mx.good.test", "AAAA"): ["2001:db8::1"],
    ("null.test", "MX"): ["0 ."],
    ("long.test", "TXT"): ["x" * 255 + "y" * 255],
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with unbound(ZONE) as served:
        yield served


@pytest.fixture(params=["real", "memory"])
def dns(request: pytest.FixtureRequest, port: int) -> Dns:
    return SystemDns(["127.0.0.1"], port) if request.param == "real" else MemoryDns(TABLE)


def ask(dns: Dns, name: str, kind: str) -> Answer:
    return asyncio.run(dns.ask(Question(name, kind)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("good.test", "TXT", Answer("found", ("v=spf1 ip4:192.0.2.1 include:_spf.good.test -all",))),
        ("GOOD.test.", "TXT", Answer("found", ("v=spf1 ip4:192.0.2.1 include:_spf.good.test -all",))),
        ("mx.good.test", "A", Answer("found", ("192.0.2.1",))),
        ("mx.good.test", "AAAA", Answer("found", ("2001:db8::1",))),
        ("null.test", "MX", Answer("found", ("0 .",))),
        ("long.test", "TXT", Answer("found", ("x" * 255 + "y" * 255,))),
        ("good.test", "A", Answer("no record")),
        ("gone.test", "MX", Answer("no name")),
    ],
)
def test_a_question_gets_its_answer(dns: Dns, name: str, kind: str, answer: Answer) -> None:
    assert ask(dns, name, kind) == answer


def test_all_mx_records_come_with_their_preference(dns: Dns) -> None:
    assert set(ask(dns, "good.test", "MX").records) == {"10 mx.good.test.", "5 mx2.good.test."}


@pytest.mark.parametrize("name", ["x" * 64 + ".test", "a..test", ".".join(["x" * 60] * 5)])
def test_a_name_that_cannot_be_does_not_exist(port: int, name: str) -> None:
    assert ask(SystemDns(["127.0.0.1"], port), name, "MX") == Answer("no name")


def test_a_server_that_refuses_fails_or_is_silent_gives_no_answer(port: int) -> None:
    real = SystemDns(["127.0.0.1"], port, seconds=0.5)
    assert ask(real, "refused.test", "MX") == Answer("unknown", why="the name servers fail")
    assert ask(real, "silent.test", "MX") == Answer("unknown", why="no answer in time")
    with name_server({}, failing=frozenset({"broken.test"})) as failing:
        broken = SystemDns([str(failing.nameservers[0])], failing.port)
        assert ask(broken, "broken.test", "MX") == Answer("unknown", why="the name servers fail")


def test_an_answer_that_is_too_long_for_a_packet_is_asked_for_again_over_tcp() -> None:
    texts = [f"{number} " + "x" * 240 for number in range(40)]
    with unbound([f'huge.test. 300 IN TXT "{text}"' for text in texts]) as served:
        assert sorted(ask(SystemDns(["127.0.0.1"], served), "huge.test", "TXT").records) == sorted(texts)


def test_memory_tells_the_same_troubles() -> None:
    memory = MemoryDns(TABLE, silent={"slow.test"}, failing={"broken.test"})
    assert ask(memory, "slow.test", "MX").why == "no answer in time"
    assert ask(memory, "broken.test", "MX").why == "the name servers fail"
    assert memory.asked == [Question("slow.test", "MX"), Question("broken.test", "MX")]


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [
        ("mail.acme.co.uk", "acme.co.uk"),
        ("Acme.Example.", "acme.example"),
        ("a.b.acme.nl", "acme.nl"),
        ("co.uk", "co.uk"),
        ("192.0.2.1", "192.0.2.1"),
        ("mail.xn--strae-oqa.de", "xn--strae-oqa.de"),
    ],
)
def test_the_domain_that_somebody_registered(domain: str, organisation: str) -> None:
    assert organisational_domain(domain) == organisation
