"""A real Postfix: STARTTLS, a login by SASL, and its own log as the record."""

import asyncio
import hashlib
from collections.abc import Iterator

import pytest

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.core.actions import Outcome, Prepared, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.postfix import Postfix, postfix


def verdicts(outcomes: list[Outcome]) -> list[Verdict]:
    return [outcome.verdict for outcome in outcomes]


def big_mail(number: int) -> Prepared:
    """About 3 MB of lines that differ, some of which begin with a dot."""
    lines = (b"." * (count % 3) + hashlib.sha256(b"%d" % count).hexdigest().encode() for count in range(45_000))
    return mail(number, body=b"Message-ID: <%d@acme.example>\r\nSubject: big\r\n\r\n" % number + b"\r\n".join(lines) + b"\r\n")


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix() as running:
        yield running


def send(server: Postfix, password: str, *mails: Prepared, port: int = 0) -> list[Outcome]:
    async def run() -> list[Outcome]:
        sender = account(port or server.submission, tls="starttls", ca=server.certificates.ca, host="localhost")
        channel = SmtpChannel(sender, secrets=Passwords({"anna": password}))
        outcomes = [await channel.perform(Ticket(one)) for one in mails]
        await channel.close()
        return outcomes

    return asyncio.run(run())


def test_it_takes_mails_of_all_sizes_over_one_connection(server: Postfix) -> None:
    before = len(server.accepted())
    mails = [mail(1), big_mail(2), mail(3), mail(4, to="用户@example.test")]
    outcomes = send(server, "secret-anna", *mails)
    assert verdicts(outcomes) == [Verdict.SENT] * 4
    assert all(outcome.text.startswith("2.0.0 Ok: queued as ") for outcome in outcomes)
    assert server.accepted()[before:] == [f"<{number}@acme.example>" for number in (1, 2, 3, 4)]


def test_it_refuses_an_unknown_user_and_takes_the_next_mail(server: Postfix) -> None:
    outcomes = send(server, "secret-anna", mail(11, to="nobody-here@example.test"), mail(12))
    assert verdicts(outcomes) == [Verdict.NO_SUCH_ADDRESS, Verdict.SENT]
    assert (outcomes[0].code, outcomes[0].enhanced, outcomes[0].phase) == (550, "5.1.1", "rcpt")


def test_it_sees_a_wrong_password_once(server: Postfix) -> None:
    before = server.refused_logins()
    outcomes = send(server, "wrong", mail(21), mail(22), mail(23))
    assert verdicts(outcomes) == [Verdict.SENDER_HELD] * 3
    assert (outcomes[0].code, outcomes[0].phase) == (535, "auth")
    assert server.refused_logins() == before + 1
