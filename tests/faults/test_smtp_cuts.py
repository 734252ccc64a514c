"""The SMTP session cut at every byte, in both directions, by FIN and by RST.

Two mails go over one connection, the first connection is cut, later ones are not. The judge of what happened is the
server's own record: what it has taken on must be known as sent or as in doubt, and nothing may be there twice.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from seleqt_cli.channels.email import smtp_session
from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import SmtpSession, Timeouts
from seleqt_cli.core import replies
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.replies import Phase
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.certificates import make_certificates
from tests.servers.cutting_proxy import cutting_proxy
from tests.servers.scripted_smtp import Cut, Script, ScriptedSmtp, scripted_smtp

QUICK = Timeouts(connect=5, command=5, data=5, body=5, dot=5, quit=1)
PIPELINING = ("PIPELINING",)
AT_ONCE = 12
"""Sessions at once: enough to be quick, few enough that the loop answers within the 10 ms of silence."""


async def two_mails(script: Script) -> tuple[list[Outcome], list[Ticket], ScriptedSmtp]:
    async with scripted_smtp(script) as server:
        tickets = [Ticket(mail(1)), Ticket(mail(2))]
        channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=QUICK)
        outcomes = [await channel.perform(ticket) for ticket in tickets]
        await channel.close()
        return outcomes, tickets, server


def every_cut(extensions: tuple[str, ...], direction: str) -> tuple[ScriptedSmtp, Iterator[Cut]]:
    """An uncut session to measure, and the cuts after each of its bytes."""
    outcomes, _, whole = asyncio.run(two_mails(Script(extensions=extensions)))
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT, Verdict.SENT]
    bytes_in = len(whole.wire)
    bytes_out = whole.dots[-1][1] + len(b"250 2.0.0 taken\r\n221 bye\r\n")
    length = bytes_in if direction == "in" else bytes_out
    return whole, (Cut(direction, after, reset) for after in range(1, length + 1) for reset in (False, True))


def swept(extensions: tuple[str, ...], direction: str) -> tuple[Counter[Verdict], list[str]]:
    """Cut after each byte: how often each verdict came, and what was wrong by the server's record."""
    whole, cuts = every_cut(extensions, direction)
    seen: Counter[Verdict] = Counter()
    wrong: list[str] = []

    async def worker() -> None:
        for cut in cuts:
            outcomes, tickets, server = await two_mails(Script(extensions=extensions, cut=cut))
            for number, (outcome, ticket) in enumerate(zip(outcomes, tickets, strict=True)):
                seen[outcome.verdict] += 1
                problem = judged(outcome, ticket, server)
                if outcome.verdict is Verdict.IN_DOUBT and cut.after <= whole.dots[number][0 if direction == "in" else 1]:
                    problem = "doubt before the dot"
                if problem:
                    wrong.append(f"{problem}: {cut} {outcome}")

    async def sweep() -> None:
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))

    asyncio.run(sweep())
    return seen, wrong


def judged(outcome: Outcome, ticket: Ticket, server: ScriptedSmtp) -> str:
    """What is wrong whatever was cut, '' when nothing is."""
    there = [recipient for recipient, _ in server.mails].count(ticket.prepared.recipient)
    if there > 1:
        return "twice"
    match outcome.verdict:
        case Verdict.SENT:
            return "" if there == 1 else "lost"
        case Verdict.DEFERRED:
            return "" if there == 0 else "there and called unsent"
        case Verdict.IN_DOUBT:
            return "" if (outcome.phase, ticket.armed) == ("dot", 1) else "doubt before the dot"
    return "a wrong state"


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("extensions", [(), PIPELINING], ids=["one command at a time", "pipelined"])
def test_a_cut_at_any_byte_makes_no_duplicate_and_no_wrong_state(extensions: tuple[str, ...], direction: str) -> None:
    seen, wrong = swept(extensions, direction)
    assert wrong == []
    # Doubt is rare: the octets of the dot itself, or those of its reply, for each mail and each way of hanging up.
    most = 2 * 2 * (len(b".\r\n") if direction == "in" else len(b"250 2.0.0 taken\r\n"))
    assert 0 < seen[Verdict.IN_DOUBT] <= most, seen
    assert seen[Verdict.SENT] > seen[Verdict.DEFERRED] > 0, seen


def test_the_sweep_catches_a_client_that_calls_every_break_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(phase: Phase, what: str) -> Outcome:
        return replace(replies.lost(phase, what), verdict=Verdict.DEFERRED)

    monkeypatch.setattr(smtp_session, "lost", careless)
    _, wrong = swept(PIPELINING, "out")
    assert {problem.partition(":")[0] for problem in wrong} == {"there and called unsent"}


def test_the_sweep_catches_a_client_that_does_not_look_before_the_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    # Blind as well as hasty: a client that only does not wait may still happen to hear the server hang up.
    monkeypatch.setattr(smtp_session, "POLL_LEAST", 0.0)
    monkeypatch.setattr(smtp_session, "POLL_MOST", 0.0)
    monkeypatch.setattr(SmtpSession, "_interruption", lambda _: None)
    monkeypatch.setattr(SmtpSession, "_something_came", lambda _: False)
    _, wrong = swept(PIPELINING, "in")
    assert {problem.partition(":")[0] for problem in wrong} == {"doubt before the dot"}


def tls_cuts(stream: bytes | bytearray) -> list[tuple[int, bool]]:
    """Where a TLS stream is cut: (after so many bytes, whether by RST).

    A record that did not come whole cannot be decrypted, so that all cuts inside one are the same to whoever waits for it:
    what matters is which records came. Each is cut at both edges, behind its header and in its middle, by FIN and by RST;
    those that carry a command, a reply or a piece of a mail also after each of their bytes, by FIN and RST in turn. Longer
    ones (certificates, session tickets) and hellos belong to the handshake, before which nothing can have been sent.
    """
    found: list[tuple[int, bool]] = []
    at = 0
    while at + 5 <= len(stream):
        kind, length = stream[at], 5 + int.from_bytes(stream[at + 3 : at + 5], "big")
        edges = (1, 5, length // 2, length - 1, length)
        found += [(at + edge, reset) for edge in edges for reset in (False, True)]
        if kind == 23 and length <= 200:
            found += [(at + byte, bool(byte % 2)) for byte in range(1, length) if byte not in edges]
        at += length
    assert at == len(stream), "the stream is no sequence of whole TLS records"
    return found


def test_a_cut_of_the_tls_stream_makes_no_duplicate_and_no_wrong_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = make_certificates(tmp_path)
    # Reading the system's certificates takes 20 ms, twice a cut.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.good.certificate, certificates.good.key)

    async def one(cut: Cut | None) -> tuple[list[Outcome], list[Ticket], ScriptedSmtp, dict[str, bytearray]]:
        async with scripted_smtp(Script(implicit=context)) as server, cutting_proxy(server.port, cut) as proxy:
            tickets = [Ticket(mail(1)), Ticket(mail(2))]
            sender = account(proxy.port, tls="implicit", host="localhost")
            channel = SmtpChannel(sender, secrets=Passwords(), timeouts=QUICK)
            outcomes = [await channel.perform(ticket) for ticket in tickets]
            await channel.close()
            return outcomes, tickets, server, proxy.passed

    async def sweep() -> tuple[Counter[Verdict], list[str]]:
        seen: Counter[Verdict] = Counter()
        wrong: list[str] = []
        _, _, _, passed = await one(None)
        cuts = (Cut(direction, after, reset) for direction in ("in", "out") for after, reset in tls_cuts(passed[direction]))

        async def worker() -> None:
            for cut in cuts:
                outcomes, tickets, server, _ = await one(cut)
                for outcome, ticket in zip(outcomes, tickets, strict=True):
                    seen[outcome.verdict] += 1
                    if problem := judged(outcome, ticket, server):
                        wrong.append(f"{problem}: {cut} {outcome}")

        await asyncio.gather(*(worker() for _ in range(6)))
        return seen, wrong

    seen, wrong = asyncio.run(sweep())
    assert wrong == []
    assert seen[Verdict.SENT] > seen[Verdict.DEFERRED] > seen[Verdict.IN_DOUBT] > 0, seen


@pytest.mark.parametrize("extensions", [(), PIPELINING], ids=["one command at a time", "pipelined"])
def test_replies_that_come_byte_by_byte_are_read_whole(extensions: tuple[str, ...]) -> None:
    outcomes, _, server = asyncio.run(two_mails(Script(extensions=extensions, byte_by_byte=True)))
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT, Verdict.SENT]
    assert len(server.mails) == 2
