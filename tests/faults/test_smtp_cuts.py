"""The SMTP session cut at every byte, in both directions, by FIN and by RST.

Two mails go over one connection, the first connection is cut, later ones are not. The judge of what happened is the
server's own record: what it has taken on must be known as sent or as in doubt, and nothing may be there twice.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import Timeouts
from seleqt_cli.core.actions import Outcome, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
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


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("extensions", [(), PIPELINING], ids=["one command at a time", "pipelined"])
def test_a_cut_at_any_byte_makes_no_duplicate_and_no_wrong_state(extensions: tuple[str, ...], direction: str) -> None:
    whole, cuts = every_cut(extensions, direction)
    seen: Counter[str] = Counter()

    async def one(cut: Cut) -> None:
        outcomes, tickets, server = await two_mails(Script(extensions=extensions, cut=cut))
        taken = Counter(recipient for recipient, _ in server.mails)
        for number, (outcome, ticket) in enumerate(zip(outcomes, tickets, strict=True)):
            there = taken[ticket.prepared.recipient]
            seen[outcome.verdict] += 1
            before_the_dot = cut.after <= whole.dots[number][0 if direction == "in" else 1]
            assert there <= 1, (cut, "twice")
            assert outcome.verdict in (Verdict.SENT, Verdict.DEFERRED, Verdict.IN_DOUBT), (cut, outcome)
            if outcome.verdict is Verdict.SENT:
                assert there == 1, (cut, outcome)
            if outcome.verdict is Verdict.DEFERRED:
                assert there == 0, (cut, outcome)
            if outcome.verdict is Verdict.IN_DOUBT:
                assert outcome.phase == "dot", (cut, outcome)
                assert ticket.armed == 1, (cut, outcome)
                assert not before_the_dot, (cut, outcome)

    async def sweep() -> None:
        async def worker() -> None:
            for cut in cuts:
                await one(cut)

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))

    asyncio.run(sweep())
    # Doubt is rare: the octets of the dot itself, or those of its reply, for each mail and each way of hanging up.
    most = 2 * 2 * (len(b".\r\n") if direction == "in" else len(b"250 2.0.0 taken\r\n"))
    assert seen[Verdict.IN_DOUBT] <= most, seen
    assert seen[Verdict.SENT] > seen[Verdict.DEFERRED] > 0, seen


@pytest.mark.parametrize("extensions", [(), PIPELINING], ids=["one command at a time", "pipelined"])
def test_replies_that_come_byte_by_byte_are_read_whole(extensions: tuple[str, ...]) -> None:
    outcomes, _, server = asyncio.run(two_mails(Script(extensions=extensions, byte_by_byte=True)))
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT, Verdict.SENT]
    assert len(server.mails) == 2
