"""What every channel owes its caller, as tests that each implementation's suite inherits."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.errors import NotDurable
from seleqt_cli.ports.channel import Channel
from tests.channels.tickets import Ticket, mail


class World(ABC):
    """A channel and what reached the other side of it."""

    channel: Channel

    @abstractmethod
    def arrived(self) -> list[str]:
        """The recipients of what arrived, in order."""


class ChannelContract(ABC):
    """Inherit, and give a world."""

    @abstractmethod
    def world(self) -> AbstractAsyncContextManager[World]:
        """A fresh world, as an async context manager."""

    def _perform(self, *tickets: Ticket) -> tuple[list[Outcome], list[str]]:
        async def run() -> tuple[list[Outcome], list[str]]:
            async with self.world() as world:
                outcomes = [await world.channel.perform(ticket) for ticket in tickets]
                await world.channel.close()
                return outcomes, world.arrived()

        return asyncio.run(run())

    def test_a_mail_arrives_once_and_is_sent(self) -> None:
        ticket = Ticket(mail())
        outcomes, arrived = self._perform(ticket)
        assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT]
        assert outcomes[0].phase == "dot"
        assert (arrived, ticket.armed) == (["lead1@example.test"], 1)

    def test_several_mails_arrive_one_after_another(self) -> None:
        tickets = [Ticket(mail(number)) for number in range(1, 6)]
        outcomes, arrived = self._perform(*tickets)
        assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT] * 5
        assert sorted(arrived) == [f"lead{number}@example.test" for number in range(1, 6)]

    def test_a_refused_arming_sends_nothing_and_says_why(self) -> None:
        outcomes, arrived = self._perform(Ticket(mail(), refuse="paused"), Ticket(mail(2)))
        assert outcomes[0] == Outcome(Verdict.NOT_ARMED, "paused", phase="body")
        assert outcomes[1].verdict is Verdict.SENT
        assert arrived == ["lead2@example.test"]

    def test_an_intent_that_cannot_be_written_down_sends_nothing(self) -> None:
        outcomes, arrived = self._perform(Ticket(mail(), trouble=NotDurable("the disk is full")), Ticket(mail(2)))
        assert outcomes[0] == Outcome(Verdict.NOT_ARMED, "the disk is full", phase="body")
        assert arrived == ["lead2@example.test"]

    def test_a_late_reservation_sends_nothing(self) -> None:
        outcomes, arrived = self._perform(Ticket(mail(), is_late=True))
        assert [outcome.verdict for outcome in outcomes] == [Verdict.NOT_ARMED]
        assert arrived == []

    def test_closing_twice_and_without_a_mail_is_no_error(self) -> None:
        async def run() -> None:
            async with self.world() as world:
                await world.channel.close()
                await world.channel.close()

        asyncio.run(run())


class MailChannelContract(ChannelContract):
    """What channels owe that put a mail somewhere."""

    def test_what_must_not_be_sent_is_refused_before_it_is_armed(self) -> None:
        tickets = [
            Ticket(mail(body=b"Subject: x\r\n\r\nbare\nnewline\r\n")),
            Ticket(mail(body=b"Subject: x\r\n\r\nbare\rreturn\r\n")),
            Ticket(mail(body=b"Subject: x\r\n\r\n" + b"x" * 999 + b"\r\n")),
            Ticket(mail(body=b"Subject: x\r\n\r\nnull\0\r\n")),
            Ticket(mail(to="b@x.org,c@x.org")),
            Ticket(mail(to='"b\r\nRSET\r\n"@x.org')),
            Ticket(mail(to="b@x.org> SIZE=1")),
        ]
        outcomes, arrived = self._perform(*tickets)
        assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED_CONTENT] * 4 + [Verdict.NO_SUCH_ADDRESS] * 3
        assert arrived == []
        assert [ticket.armed for ticket in tickets] == [0] * 7
