"""The silence before the dot: armed in its middle, the dot at its end, and whatever the server does until then is heard.

The loop's clock stands still but for waits, which it jumps over: moments are exact, and no test depends on the machine.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial

import pytest

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import POLL_LEAST, POLL_MOST, Timeouts
from seleqt_cli.core.actions import Outcome, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.scripted_smtp import Script, ScriptedSmtp, scripted_smtp

ARRIVES: float = 0.05
"""Seconds of the real clock within which what was written on this machine can be read on it."""


class StandingClock(asyncio.SelectorEventLoop):
    """Time passes only where everybody waits for it."""

    def __init__(self) -> None:
        self.moment = 1000.0
        super().__init__(Jumping(self))

    def time(self) -> float:
        return self.moment


class Jumping(selectors.DefaultSelector):
    """Waits for the sockets as long as something may arrive, then jumps to the next timer."""

    def __init__(self, loop: StandingClock) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(ARRIVES)
        if not ready:
            self._loop.moment += timeout
        return ready


def at_leisure(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run on a loop whose clock stands."""
    with asyncio.Runner(loop_factory=StandingClock) as runner:
        runner.run(work())


@dataclass
class Witness(Ticket):
    """A ticket that knows when it was armed, and does something then."""

    armed_at: float = 0.0
    then: Callable[[], None] | None = None
    lates: list[bool] = field(default_factory=list)

    def arm(self) -> str:
        self.armed_at = asyncio.get_running_loop().time()
        if self.then is not None:
            asyncio.get_running_loop().call_later(POLL_LEAST / 4, self.then)
        return super().arm()

    def late(self) -> bool:
        return self.lates.pop(0) if self.lates else False


def speak(server: ScriptedSmtp, words: bytes) -> None:
    for transport in server.open:
        transport.write(words)


def hang_up(server: ScriptedSmtp, *, reset: bool) -> None:
    for transport in list(server.open):
        if reset:
            transport.abort()
        else:
            transport.write_eof()


def test_the_intent_is_committed_in_the_middle_of_the_silence_and_the_dot_goes_at_its_end() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        async with scripted_smtp(Script(extensions=())) as server:
            ticket = Witness(mail(1))
            channel = SmtpChannel(account(server.port), secrets=Passwords())
            begun = loop.time()
            assert (await channel.perform(ticket)).verdict is Verdict.SENT
            assert ticket.armed_at - begun == pytest.approx(POLL_LEAST / 2)
            assert loop.time() - begun == pytest.approx(POLL_LEAST)
            await channel.close()

    at_leisure(work)


@pytest.mark.parametrize(
    ("what", "outcome"),
    [
        (partial(speak, words=b"421 4.3.2 going\r\n"), Outcome(Verdict.DEFERRED, "4.3.2 going", 421, "4.3.2", phase="body")),
        (partial(hang_up, reset=False), Outcome(Verdict.DEFERRED, "the server closed the connection", retry_in=300, phase="body")),
    ],
    ids=["speaks", "hangs up"],
)
def test_a_server_that_is_heard_after_the_commit_gets_no_dot(what: Callable[[ScriptedSmtp], None], outcome: Outcome) -> None:
    async def work() -> None:
        async with scripted_smtp(Script()) as server:
            ticket = Witness(mail(1), then=lambda: what(server))
            channel = SmtpChannel(account(server.port), secrets=Passwords())
            assert await channel.perform(ticket) == outcome
            assert (ticket.armed, server.mails) == (1, [])
            await channel.close()

    at_leisure(work)


def test_a_connection_that_breaks_after_the_commit_gets_no_dot() -> None:
    async def work() -> None:
        async with scripted_smtp(Script()) as server:
            ticket = Witness(mail(1), then=lambda: hang_up(server, reset=True))
            channel = SmtpChannel(account(server.port), secrets=Passwords())
            outcome = await channel.perform(ticket)
            assert (outcome.verdict, outcome.phase, ticket.armed, server.mails) == (Verdict.DEFERRED, "body", 1, [])

    at_leisure(work)


def test_a_machine_that_slept_between_the_commit_and_the_dot_sends_none() -> None:
    async def work() -> None:
        async with scripted_smtp(Script()) as server:
            ticket = Witness(mail(1), lates=[False, True])
            channel = SmtpChannel(account(server.port), secrets=Passwords())
            says = "more than 30 seconds passed between the decision and the last step"
            assert await channel.perform(ticket) == Outcome(Verdict.NOT_ARMED, says, phase="body")
            assert (ticket.armed, ticket.lates, server.mails) == (1, [], [])

    at_leisure(work)


async def unhurried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, takes: float) -> None:
    """Answers every command after so many seconds, the dot at once."""
    writer.write(b"220 slow\r\n")
    while line := await reader.readline():
        loop = asyncio.get_running_loop()
        thought = loop.create_future()
        loop.call_later(takes, thought.set_result, None)
        await thought
        if line == b"DATA\r\n":
            writer.write(b"354 go\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 fine\r\n")
    writer.close()


@pytest.mark.parametrize(
    ("takes", "silence"),
    [(0.0, POLL_LEAST), (0.015, 0.030), (0.9, POLL_MOST)],
    ids=["near", "two round trips", "far away"],
)
def test_every_command_has_its_own_time_and_the_silence_follows_the_round_trip(takes: float, silence: float) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        server = await asyncio.start_server(partial(unhurried, takes=takes), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        channel = SmtpChannel(account(port), secrets=Passwords(), timeouts=Timeouts(command=1, data=1, quit=1))
        for first in (True, False):
            ticket = Witness(mail(1))
            begun = loop.time()
            assert (await channel.perform(ticket)).verdict is Verdict.SENT
            asked = takes * (4 if first else 3)  # EHLO is asked once
            assert ticket.armed_at - begun == pytest.approx(asked + silence / 2)
            assert loop.time() - begun == pytest.approx(asked + silence)
        await channel.close()
        server.close()

    at_leisure(work)


def test_a_command_that_is_not_answered_in_its_time_ends_the_session_there() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        async with scripted_smtp(Script(extensions=(), replies={"RCPT": b""})) as server:
            channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=Timeouts(command=7))
            begun = loop.time()
            ticket = Ticket(mail(1))
            assert await channel.perform(ticket) == Outcome(Verdict.DEFERRED, "time-out: no reply", retry_in=300, phase="rcpt")
            assert loop.time() - begun == pytest.approx(7)
            assert ticket.armed == 0

    at_leisure(work)


def test_a_reply_that_cannot_be_read_ends_the_session_before_the_next_command() -> None:
    async def work() -> None:
        async with scripted_smtp(Script(extensions=(), replies={"MAIL": b"250 fine\r\nrubbish\r\n"})) as server:
            channel = SmtpChannel(account(server.port), secrets=Passwords())
            says = "the server's reply cannot be read: rubbish"
            assert await channel.perform(Ticket(mail(1))) == Outcome(Verdict.DEFERRED, says, retry_in=300, phase="rcpt")
            assert [command[:4] for command in server.commands] == ["EHLO", "MAIL"]

    at_leisure(work)
