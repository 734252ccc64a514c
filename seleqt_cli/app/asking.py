"""Drives a judge of core/names: asks what it asks, until it has its verdict."""

from contextlib import suppress
from ipaddress import ip_address

from seleqt_cli.core.names.answers import Answer, Judging, Question, Verdict
from seleqt_cli.ports.dns import Dns


async def answered(judging: Judging[Verdict], dns: Dns) -> Verdict:
    """The verdict of a judge."""
    try:
        question = next(judging)
        while True:
            question = judging.send(await dns.ask(question))
    except StopIteration as end:
        verdict: Verdict = end.value
        return verdict


async def addresses(host: str, dns: Dns) -> tuple[str, ...]:
    """The IP addresses of a host (of which it may be one itself), () when there are none or nobody answers."""
    found: list[str] = []
    with suppress(ValueError):
        return (str(ip_address(host.strip("[]"))),)
    for question in (Question(host, "A"), Question(host, "AAAA")):
        answer: Answer = await dns.ask(question)
        found += answer.records
    return tuple(found)
