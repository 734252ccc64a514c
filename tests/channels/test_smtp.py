"""One connection for many mails, what is asked of the server, and what is refused before it is asked."""

import asyncio

import pytest

from seleqt_cli.channels.email.smtp import MOST_A_CONNECTION, SmtpChannel
from seleqt_cli.channels.email.smtp_session import Timeouts
from seleqt_cli.core.actions import Outcome, Prepared, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.scripted_smtp import Script, ScriptedSmtp, scripted_smtp

SHORT = Timeouts(connect=5, command=5, data=5, body=5, dot=5, quit=0.3)


def perform(script: Script, *mails: Prepared, timeouts: Timeouts = SHORT) -> tuple[list[Outcome], ScriptedSmtp]:
    async def run() -> tuple[list[Outcome], ScriptedSmtp]:
        async with scripted_smtp(script) as server:
            channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=timeouts)
            outcomes = [await channel.perform(Ticket(one)) for one in mails]
            await channel.close()
            return outcomes, server

    return asyncio.run(run())


def verdicts(outcomes: list[Outcome]) -> list[Verdict]:
    return [outcome.verdict for outcome in outcomes]


def test_the_session_says_what_the_protocol_asks_and_no_more() -> None:
    _, server = perform(Script(extensions=("SIZE 1000",)), mail(1))
    body = mail(1).payload.replace(b"\r\n.", b"\r\n..")
    assert server.wire == (
        b"EHLO [127.0.0.1]\r\nMAIL FROM:<anna@acme.example> SIZE=%d\r\nRCPT TO:<lead1@example.test>\r\nDATA\r\n%b.\r\nQUIT\r\n"
        % (len(mail(1).payload), body)
    )
    assert server.mails == [("lead1@example.test", mail(1).payload)]


def test_a_connection_is_used_again_and_renewed_after_a_hundred_mails() -> None:
    outcomes, server = perform(Script(), *(mail(number) for number in range(MOST_A_CONNECTION + 1)))
    assert set(verdicts(outcomes)) == {Verdict.SENT}
    assert (server.connections, len(server.mails)) == (2, MOST_A_CONNECTION + 1)


def test_a_server_that_closes_idle_connections_is_connected_again_before_mail() -> None:
    outcomes, server = perform(Script(drop_idle=True), mail(1), mail(2), mail(3))
    assert verdicts(outcomes) == [Verdict.SENT] * 3
    assert (server.connections, len(server.mails)) == (3, 3)


def test_a_server_that_says_421_to_an_idle_connection_is_connected_again() -> None:
    idle = b"250 2.0.0 taken\r\n421 4.4.2 idle too long\r\n"
    outcomes, server = perform(Script(replies={"DOT": idle}, drop_idle=True), mail(1), mail(2))
    assert verdicts(outcomes) == [Verdict.SENT] * 2
    assert (server.connections, len(server.mails)) == (2, 2)


def test_after_a_refused_recipient_the_envelope_is_reset_and_the_next_mail_goes() -> None:
    script = Script(replies={"RCPT": b"550 5.1.1 no such user\r\n", "DATA": b"503 5.5.1 no recipients\r\n"})

    async def run() -> tuple[list[Outcome], ScriptedSmtp]:
        async with scripted_smtp(script) as server:
            channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=SHORT)
            first = await channel.perform(Ticket(mail(1)))
            script.replies.clear()
            second = await channel.perform(Ticket(mail(2)))
            await channel.close()
            return [first, second], server

    outcomes, server = asyncio.run(run())
    assert outcomes[0] == Outcome(Verdict.NO_SUCH_ADDRESS, "5.1.1 no such user", 550, "5.1.1", phase="rcpt")
    assert outcomes[1].verdict is Verdict.SENT
    assert [command.partition(":")[0] for command in server.commands] == [
        "EHLO [127.0.0.1]", "MAIL FROM", "RCPT TO", "DATA", "RSET", "MAIL FROM", "RCPT TO", "DATA", "QUIT",
    ]  # fmt: skip
    assert server.connections == 1


def test_a_goodbye_that_fails_changes_no_outcome() -> None:
    for reply in (b"421 4.3.0 failure\r\n", b"", b"what?\r\n"):
        outcomes, server = perform(Script(replies={"QUIT": reply}), mail(1))
        assert (verdicts(outcomes), len(server.mails)) == ([Verdict.SENT], 1)


def test_silence_after_the_dot_is_doubt_and_the_next_mail_takes_a_new_connection() -> None:
    outcomes, server = perform(Script(replies={"DOT": b""}), mail(1), mail(2), timeouts=Timeouts(dot=0.1))
    assert outcomes == [Outcome(Verdict.IN_DOUBT, "time-out: no reply", phase="dot")] * 2
    assert server.connections == 2


def test_a_mail_above_the_size_that_the_server_takes_is_not_offered() -> None:
    outcomes, server = perform(Script(extensions=("SIZE 100",)), mail(1))
    assert outcomes == [Outcome(Verdict.REFUSED_CONTENT, f"the mail has {len(mail(1).payload)} octets, 127.0.0.1 takes 100", phase="mail")]
    assert server.commands == ["EHLO [127.0.0.1]", "QUIT"]


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    ascii_text = b"Subject: x\r\n\r\nhi\r\n"
    mails = mail(to="用户@例子.example"), mail(to="jan@münchen.example", body=ascii_text)
    outcomes, server = perform(Script(extensions=("8BITMIME", "SMTPUTF8")), *mails)
    assert verdicts(outcomes) == [Verdict.SENT] * 2
    assert [recipient for recipient, _ in server.mails] == ["用户@xn--fsqu00a.example", "jan@xn--mnchen-3ya.example"]
    assert [command for command in server.commands if command.startswith("MAIL")] == [
        "MAIL FROM:<anna@acme.example> BODY=8BITMIME SMTPUTF8",
        "MAIL FROM:<anna@acme.example>",
    ]
    outcomes, server = perform(Script(extensions=()), mail(to="用户@例子.example"))
    says = "127.0.0.1 does not take addresses in other scripts (SMTPUTF8): 用户@例子.example"
    assert outcomes == [Outcome(Verdict.REFUSED_CONTENT, says, phase="mail")]
    assert server.mails == []


def test_8_bit_text_needs_a_server_that_takes_it() -> None:
    eight = mail(body="Subject: x\r\n\r\nGrüße\r\n".encode())
    outcomes, server = perform(Script(extensions=("8BITMIME",)), eight)
    assert (verdicts(outcomes), server.mails) == ([Verdict.SENT], [("lead1@example.test", eight.payload)])
    assert "MAIL FROM:<anna@acme.example> BODY=8BITMIME" in server.commands
    outcomes, _ = perform(Script(extensions=()), eight)
    assert outcomes == [Outcome(Verdict.REFUSED_CONTENT, "127.0.0.1 does not take 8-bit text (8BITMIME)", phase="mail")]


def test_a_wrong_sender_address_holds_the_sender() -> None:
    outcomes, server = perform(Script(), mail(sender="anna@acme.example, bob@acme.example"))
    assert (verdicts(outcomes), server.connections) == ([Verdict.SENDER_HELD], 0)


def test_a_cancelled_send_leaves_no_connection_behind_that_could_mix_two_mails() -> None:
    async def run() -> tuple[Outcome, ScriptedSmtp]:
        async with scripted_smtp(Script(replies={"DATA": b""})) as server:
            channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=SHORT)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(channel.perform(Ticket(mail(1))), 0.1)
            del server.script.replies["DATA"]
            outcome = await channel.perform(Ticket(mail(2)))
            await channel.close()
            return outcome, server

    outcome, server = asyncio.run(run())
    assert (outcome.verdict, server.connections) == (Verdict.SENT, 2)
    assert [recipient for recipient, _ in server.mails] == ["lead2@example.test"]


def test_many_accounts_send_at_once() -> None:
    async def run() -> tuple[list[Outcome], ScriptedSmtp]:
        async with scripted_smtp(Script()) as server:

            async def one(account_number: int) -> list[Outcome]:
                channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=SHORT)
                outcomes = [await channel.perform(Ticket(mail(account_number * 10 + number))) for number in range(10)]
                await channel.close()
                return outcomes

            found = await asyncio.gather(*(one(number) for number in range(20)))
            return [outcome for outcomes in found for outcome in outcomes], server

    outcomes, server = asyncio.run(run())
    assert set(verdicts(outcomes)) == {Verdict.SENT}
    assert sorted(recipient for recipient, _ in server.mails) == sorted(f"lead{number}@example.test" for number in range(200))
