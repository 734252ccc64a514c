"""Every class of reply at every command, in every shape: the outcome is the table's, and what the server took is never called unsent."""

import asyncio

import pytest

from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.channels.email.smtp_session import Timeouts
from seleqt_cli.core.actions import Outcome, Verdict
from tests.channels.tickets import Passwords, Ticket, account, mail
from tests.servers.scripted_smtp import Script, ScriptedSmtp, scripted_smtp

SHORT = Timeouts(connect=5, command=1, data=1, body=1, dot=1, quit=0.3)
COMMANDS = ("banner", "EHLO", "MAIL", "RCPT", "DATA", "DOT")
GOOD = {"banner": 220, "EHLO": 250, "MAIL": 250, "RCPT": 250, "DATA": 354, "DOT": 250}
CODES = (
    200,
    220,
    235,
    250,
    251,
    252,
    299,
    334,
    354,
    399,
    400,
    421,
    450,
    451,
    452,
    454,
    499,
    500,
    501,
    502,
    503,
    521,
    530,
    535,
    550,
    551,
    553,
    554,
    599,
)
SHAPES = {
    "plain": lambda code: b"%d some words\r\n" % code,
    "multiline": lambda code: b"%d-some\r\n%d-more\r\n%d words\r\n" % (code, code, code),
    "bare code": lambda code: b"%d\r\n" % code,
    "NUL": lambda code: b"%d some \0 words\r\n" % code,
}
UNREADABLE = {
    "garbage": b"what?\r\n",
    "code out of range": b"150 some words\r\n",
    "six hundred": b"600 some words\r\n",
    "no separator": b"250some words\r\n",
    "empty line": b"\r\n",
    "two codes": b"250-some\r\n550 words\r\n",
    "100 kB line": b"250 " + b"x" * 100_000 + b"\r\n",
    "100 kB without an end": b"250 " + b"x" * 100_000,
    "endless lines": b"250-x\r\n" * 20_000,
    "NUL only": b"\0\r\n",
    "no CRLF": b"250 some words",
    "nothing": b"",
}


def expected(command: str, code: int) -> Verdict:
    """The reply table of SPEC section 7 for a reply without an enhanced status or telling words."""
    kind = code // 100
    if command == "DOT":
        if kind in (2, 3):
            return Verdict.SENT if kind == 2 else Verdict.IN_DOUBT
    elif (kind == 2 and command in ("MAIL", "RCPT")) or code == GOOD[command]:
        return Verdict.SENT
    if kind in (2, 3, 4):
        return Verdict.DEFERRED
    if command in ("banner", "EHLO", "MAIL") or code in (530, 535):
        return Verdict.SENDER_HELD
    if command in ("RCPT", "DATA") and code in (500, 502, 503):
        return Verdict.SENDER_HELD
    if command == "RCPT" and code in (501, 521, 550, 551, 553):
        return Verdict.NO_SUCH_ADDRESS
    return Verdict.SENDER_HELD if command == "DATA" and code == 501 else Verdict.REFUSED_CONTENT


async def one(command: str, reply: bytes, extensions: tuple[str, ...], hang_up: bool) -> tuple[Outcome, Ticket, ScriptedSmtp]:
    script = Script(extensions=extensions, replies={command: reply}, hang_up=frozenset({command}) if hang_up else frozenset())
    async with scripted_smtp(script) as server:
        ticket = Ticket(mail())
        channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=SHORT)
        outcome = await channel.perform(ticket)
        await channel.close()
        return outcome, ticket, server


def gathered(
    cases: list[tuple[str, bytes]], extensions: tuple[str, ...], *, hang_up: bool = False
) -> list[tuple[Outcome, Ticket, ScriptedSmtp]]:
    async def run() -> list[tuple[Outcome, Ticket, ScriptedSmtp]]:
        results: list[tuple[Outcome, Ticket, ScriptedSmtp]] = []
        for begin in range(0, len(cases), 12):
            batch = cases[begin : begin + 12]
            results += await asyncio.gather(*(one(command, reply, extensions, hang_up) for command, reply in batch))
        return results

    return asyncio.run(run())


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)], ids=["one command at a time", "pipelined"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_code_at_every_command_has_the_outcome_of_the_table(shape: str, extensions: tuple[str, ...]) -> None:
    cases = [(command, code) for command in COMMANDS for code in CODES if not (command == "EHLO" and code == 250)]
    results = gathered([(command, SHAPES[shape](code)) for command, code in cases], extensions)
    wrong = [
        (command, code, outcome)
        for (command, code), (outcome, _, _) in zip(cases, results, strict=True)
        if outcome.verdict is not expected(command, code)
    ]
    assert wrong == []
    for (command, code), (outcome, ticket, server) in zip(cases, results, strict=True):
        taken = len(server.mails)
        assert taken <= 1
        assert taken == 0 or outcome.verdict in (Verdict.SENT, Verdict.IN_DOUBT), (command, code, outcome)
        assert outcome.verdict is not Verdict.SENT or taken == 1, (command, code, outcome)
        assert ticket.armed == (1 if command == "DOT" or outcome.verdict is Verdict.SENT else 0), (command, code, outcome)
        assert outcome.text.isprintable()


@pytest.mark.parametrize("hang_up", [False, True], ids=["and silence", "and hangs up"])
@pytest.mark.parametrize("extensions", [(), ("PIPELINING",)], ids=["one command at a time", "pipelined"])
def test_a_reply_that_cannot_be_read_is_doubt_after_the_dot_and_unsent_before(extensions: tuple[str, ...], hang_up: bool) -> None:
    cases = [(command, name) for command in COMMANDS for name in UNREADABLE]
    results = gathered([(command, UNREADABLE[name]) for command, name in cases], extensions, hang_up=hang_up)
    for (command, name), (outcome, _, server) in zip(cases, results, strict=True):
        if command in ("banner", "EHLO"):
            # aiosmtplib reads these, and a little more kindly; no mail is named yet, and none goes without a dot.
            assert outcome.verdict in (Verdict.SENT, Verdict.DEFERRED, Verdict.SENDER_HELD), (name, outcome)
            assert len(server.mails) == (outcome.verdict is Verdict.SENT)
            continue
        assert outcome.verdict is (Verdict.IN_DOUBT if command == "DOT" else Verdict.DEFERRED), (command, name, outcome)
        assert command == "DOT" or server.mails == []
        assert len(outcome.text) <= 500


@pytest.mark.parametrize("said", [b"421 going down\r\n", b"552 5.3.4 too big\r\n", b"250 fine\r\n", b"what?\r\n", b"250 "])
def test_a_server_that_speaks_before_the_dot_gets_no_dot(said: bytes) -> None:
    async def run() -> tuple[Outcome, Ticket, ScriptedSmtp]:
        async with scripted_smtp(Script(before_dot=said)) as server:
            ticket = Ticket(mail())
            channel = SmtpChannel(account(server.port), secrets=Passwords(), timeouts=SHORT)
            outcome = await channel.perform(ticket)
            await channel.close()
            return outcome, ticket, server

    outcome, ticket, server = asyncio.run(run())
    assert outcome.verdict is (Verdict.REFUSED_CONTENT if said.startswith(b"552") else Verdict.DEFERRED)
    assert (outcome.phase, server.mails) == ("body", [])
    assert ticket.armed <= 1  # the commit lies in the middle of the silence: what is said after it is heard all the same, and unsent


def test_a_refused_recipient_that_still_gets_a_354_sends_no_empty_mail() -> None:
    (outcome, ticket, server) = gathered([("RCPT", b"550 5.1.1 no such user\r\n")], ("PIPELINING",))[0]
    assert (outcome.verdict, outcome.phase, outcome.enhanced) == (Verdict.NO_SUCH_ADDRESS, "rcpt", "5.1.1")
    assert (ticket.armed, server.mails, server.connections) == (0, [], 1)
