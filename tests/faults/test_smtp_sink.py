"""Postfix's own fault server against the SMTP channel."""

import asyncio

import pytest

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import Timeouts
from seleqt_cli.core.actions import Outcome, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.smtp_sink import smtp_sink


def send(port: int, count: int) -> tuple[list[Outcome], list[int]]:
    async def run() -> tuple[list[Outcome], list[int]]:
        channel = SmtpChannel(account(port), secrets=Passwords(), timeouts=Timeouts(5, 5, 5, 5, 5, 1))
        tickets = [Ticket(mail(number)) for number in range(count)]
        outcomes = [await channel.perform(ticket) for ticket in tickets]
        await channel.close()
        return outcomes, [ticket.armed for ticket in tickets]

    return asyncio.run(run())


@pytest.mark.parametrize("options", [(), ("-p",)], ids=["pipelined", "one command at a time"])
def test_it_takes_mail_after_mail(options: tuple[str, ...]) -> None:
    with smtp_sink(*options) as port:
        outcomes, armed = send(port, 20)
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT] * 20
    assert armed == [1] * 20


@pytest.mark.parametrize(
    ("options", "verdict", "phase"),
    [
        (("-q", "."), Verdict.IN_DOUBT, "dot"),
        (("-Q", "."), Verdict.DEFERRED, "dot"),
        (("-r", "."), Verdict.DEFERRED, "dot"),
        (("-f", "."), Verdict.REFUSED_CONTENT, "dot"),
        (("-q", "DATA"), Verdict.DEFERRED, "data"),
        (("-Q", "DATA"), Verdict.DEFERRED, "data"),
        (("-r", "DATA"), Verdict.DEFERRED, "data"),
        (("-q", "RCPT"), Verdict.DEFERRED, "rcpt"),
        (("-Q", "RCPT"), Verdict.DEFERRED, "rcpt"),
        (("-r", "RCPT"), Verdict.DEFERRED, "rcpt"),
        (("-q", "MAIL"), Verdict.DEFERRED, "mail"),
        (("-f", "MAIL"), Verdict.SENDER_HELD, "mail"),
        (("-q", "EHLO"), Verdict.DEFERRED, "ehlo"),
    ],
)
def test_it_fails_at_a_command(options: tuple[str, ...], verdict: Verdict, phase: str) -> None:
    with smtp_sink(*options) as port:
        outcomes, armed = send(port, 3)
    assert [(outcome.verdict, outcome.phase) for outcome in outcomes] == [(verdict, phase)] * 3
    assert armed == [1 if phase == "dot" else 0] * 3
