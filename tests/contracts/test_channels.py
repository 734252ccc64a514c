"""Every channel keeps the channel contract."""

import mailbox
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.outbox import OutboxChannel
from seleqt_cli.channels.simulated import SENT, SimulatedChannel
from seleqt_cli.core.actions import Outcome, Prepared, Reservation
from tests.channels.tickets import Passwords, account
from tests.contracts.channel_contract import ChannelContract, MailChannelContract, World
from tests.servers.scripted_smtp import Script, ScriptedSmtp, scripted_smtp


class SmtpWorld(World):
    def __init__(self, server: ScriptedSmtp) -> None:
        self._server = server
        self.channel = SmtpChannel(account(server.port), secrets=Passwords())

    def arrived(self) -> list[str]:
        return [recipient for recipient, _ in self._server.mails]


@asynccontextmanager
async def smtp_world(*extensions: str) -> AsyncIterator[World]:
    async with scripted_smtp(Script(extensions=extensions)) as server:
        yield SmtpWorld(server)


class TestSmtp(MailChannelContract):
    def world(self) -> AbstractAsyncContextManager[World]:
        return smtp_world("PIPELINING", "SIZE 100000")


class TestSmtpWithoutPipelining(MailChannelContract):
    def world(self) -> AbstractAsyncContextManager[World]:
        return smtp_world()


class OutboxWorld(World):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.channel = OutboxChannel(folder)

    def arrived(self) -> list[str]:
        if not self._folder.exists():
            return []
        return [message["To"] for message in mailbox.Maildir(str(self._folder), create=False)]


@asynccontextmanager
async def outbox_world() -> AsyncIterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        yield OutboxWorld(Path(folder) / "outbox")


class TestOutbox(MailChannelContract):
    def world(self) -> AbstractAsyncContextManager[World]:
        return outbox_world()


class SimulatedWorld(World):
    """What is decided to arrive and was armed; the channel itself keeps nothing."""

    def __init__(self) -> None:
        self._decided: list[str] = []
        self.channel = _Recorded(SimulatedChannel(self._decide), self._decided)

    def _decide(self, prepared: Prepared) -> Outcome:
        return SENT

    def arrived(self) -> list[str]:
        return self._decided


class _Recorded:
    """Notes what the simulated channel says was sent."""

    def __init__(self, channel: SimulatedChannel, sent: list[str]) -> None:
        self._channel = channel
        self._sent = sent
        self.close = channel.close

    async def perform(self, reservation: Reservation) -> Outcome:
        outcome = await self._channel.perform(reservation)
        if outcome == SENT:
            self._sent.append(reservation.prepared.recipient)
        return outcome


@asynccontextmanager
async def simulated_world() -> AsyncIterator[World]:
    yield SimulatedWorld()


class TestSimulated(ChannelContract):
    def world(self) -> AbstractAsyncContextManager[World]:
        return simulated_world()
