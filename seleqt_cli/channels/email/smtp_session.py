"""One open SMTP connection and the one mail that is on it, with the phase always known.

Mail libraries raise the same error before and after the final dot, and that is the difference between
"try again" and "it may have been delivered". Here the phases are driven one by one (RFC 5321 section 3.3):

    MAIL, RCPT, DATA -> body -> silence for a moment -> arm (C2) -> dot -> reply

Up to the dot everything that goes wrong is provably unsent; from the dot on only a readable reply decides.
The connection itself (TLS, EHLO, AUTH) was made by aiosmtplib, whose transport this protocol takes over.
"""

import asyncio
import re
import select
from collections import deque
from dataclasses import dataclass
from typing import Final, NamedTuple

from seleqt_cli.channels.email.commits import commits
from seleqt_cli.channels.wire import EnvelopeAddress, WireMessage
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.replies import Phase, judge, lost

POLL_LEAST: Final = 0.010
"""Seconds of silence before the dot (SPEC 13 rule 2): max(10 ms, 2 round trips), at most 200 ms."""
POLL_MOST: Final = 0.200
REPLY_LINE: Final = 8_192
"""Longest line of a reply that is read; RFC 5321 section 4.5.3.1.5 allows servers 512."""
REPLY_LINES: Final = 200
_REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ \-])(.*))?", re.DOTALL)
_DOT: Final = b".\r\n"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait in each phase; the defaults are those of RFC 5321 section 4.5.3.2 and of Postfix."""

    connect: float = 30
    command: float = 300
    data: float = 120
    body: float = 180
    dot: float = 600
    quit: float = 2


@dataclass(frozen=True, slots=True)
class Offers:
    """What the server's EHLO offers. `size`: most octets of a message, 0 when it names no limit or has no SIZE."""

    pipelining: bool = False
    eight_bit: bool = False
    utf8: bool = False
    takes_size: bool = False
    size: int = 0


class Reply(NamedTuple):
    """One whole reply; lines of a longer one are joined by LF."""

    code: int
    text: str


class SmtpSession(asyncio.Protocol):
    """Sends mails one after another over one transport. `ended` says why it cannot be used any more, '' while it can."""

    def __init__(self, transport: asyncio.Transport, offers: Offers, timeouts: Timeouts, round_trip: float) -> None:
        """Take over `transport` after login. `round_trip`: shortest seen so far, in seconds."""
        self.ended = ""
        self.sent = 0
        self.spoiled = False
        """An envelope was begun and not finished: RSET before the next MAIL."""
        self._transport = transport
        self.offers = offers
        self._timeouts = timeouts
        self._round_trip = round_trip
        self._loop = asyncio.get_running_loop()
        self._commits = commits()
        self._waiter: asyncio.Future[None] | None = None
        self._gone: asyncio.Future[None] = self._loop.create_future()
        self._wanted = 1
        self._for_room = False
        self._input = bytearray()
        self._lines: list[bytes] = []
        self._replies: deque[Reply] = deque()
        self._blocked = False
        self._socket = select.poll() if hasattr(select, "poll") else None
        if self._socket is not None:
            self._socket.register(transport.get_extra_info("socket").fileno(), select.POLLIN)
        if transport.get_extra_info("sslcontext") is None:
            # Resume only when every octet has left. TLS transports of Python 3.11 forget to resume at that limit; theirs stays.
            transport.set_write_buffer_limits(high=0)
        transport.set_protocol(self)

    # -- one mail -----------------------------------------------------------------------------------------------------

    async def send(self, sender: EnvelopeAddress, recipient: EnvelopeAddress, message: WireMessage, reservation: Reservation) -> Outcome:
        """Carry one mail to its outcome. Leaves the session ended, or ready for the next."""
        try:
            refusal = await self._envelope(sender, recipient, message) or await self._body(message)
            if refusal is not None:
                return refusal
            return await self._dot(reservation)
        except BaseException:
            # Cancelled or a bug: whatever was written, the next mail must not share this connection.
            self.abort("the send was broken off")
            raise

    async def _envelope(self, sender: EnvelopeAddress, recipient: EnvelopeAddress, message: WireMessage) -> Outcome | None:
        """MAIL, RCPT and DATA, in one packet where the server allows it (RFC 2920)."""
        if self.ended or self._replies or self._input:
            # It spoke or hung up while nobody asked: an idle time-out, mostly.
            return self._ended("mail", self.ended or "the server spoke out of turn")
        mail = b"MAIL FROM:<" + sender.octets + b">" + self._parameters(sender, recipient, message)
        commands: list[tuple[Phase, bytes, float]] = [
            ("mail", mail, self._timeouts.command),
            ("rcpt", b"RCPT TO:<" + recipient.octets + b">", self._timeouts.command),
            ("data", b"DATA", self._timeouts.data),
        ]
        if self.spoiled:
            commands.insert(0, ("mail", b"RSET", self._timeouts.command))
        self.spoiled = True
        begun = self._loop.time()
        if self.offers.pipelining:
            self._transport.write(b"".join(command + b"\r\n" for _, command, _ in commands))
            await self._wait(len(commands), self._timeouts.command)
            refusals = [self._refusal(phase, command) for phase, command, _ in commands]
            if self._replies:
                return self._ended("data", "the server sent more replies than it was asked for")
            refusal = next((refusal for refusal in refusals if refusal is not None), None)
            if refusal is not None and refusals[-1] is None:
                # It refused the envelope and still waits for a body: only hanging up sends nothing for certain.
                self.abort("the server took DATA without a recipient")
        else:
            refusal = None
            for phase, command, seconds in commands:
                begun = self._loop.time()
                self._transport.write(command + b"\r\n")
                await self._wait(1, seconds)
                refusal = self._refusal(phase, command)
                if refusal is not None:
                    break
        self._round_trip = min(self._round_trip, self._loop.time() - begun)
        return refusal

    def _parameters(self, sender: EnvelopeAddress, recipient: EnvelopeAddress, message: WireMessage) -> bytes:
        offers = self.offers
        parameters = b""
        if offers.takes_size:
            parameters += b" SIZE=%d" % message.size
        if message.eight_bit and offers.eight_bit:
            parameters += b" BODY=8BITMIME"
        if sender.utf8 or recipient.utf8 or message.utf8_header:
            parameters += b" SMTPUTF8"
        return parameters

    def _refusal(self, phase: Phase, command: bytes) -> Outcome | None:
        """What stands in the way after one command; None when its reply is the wanted one."""
        if not self._replies:
            return self._ended(phase, self.ended)
        reply = self._replies.popleft()
        wanted = reply.code == 354 if command == b"DATA" else 200 <= reply.code < 300
        if wanted:
            return None
        outcome = judge(phase, reply.code, reply.text)
        if outcome.code < 400 or outcome.code == 421:
            self.abort(outcome.text)
        return outcome

    async def _body(self, message: WireMessage) -> Outcome | None:
        """The body without its dot, then a moment of silence in which a server that hangs up or objects is heard."""
        self._transport.write(message.octets)
        if self._blocked and self._transport.get_write_buffer_size():
            await self._wait(1, self._timeouts.body, for_room=True)
        if not self.ended and not self._replies:
            await self._silence(min(max(POLL_LEAST, 2 * self._round_trip), POLL_MOST))
        return self._interruption()

    async def _silence(self, seconds: float) -> None:
        self._commits.coming(self, self._loop.time() + seconds)
        try:
            await self._wait(1, seconds, silence=True)
        finally:
            self._commits.gone(self)

    def _interruption(self) -> Outcome | None:
        """What the server did before the dot; all of it is provably unsent, and the connection is given up."""
        if self._replies:
            reply = self._replies.popleft()
            self.abort("the server replied before the end of the message")
            return judge("body", reply.code, reply.text)
        if self.ended:
            return self._ended("body", self.ended)
        if self._input or self._lines:
            return self._ended("body", "the server spoke before the end of the message")
        return None

    async def _dot(self, reservation: Reservation) -> Outcome:
        """Arm, then the dot; what the server did while the commit was made is looked at in between."""
        reason = await self._commits.why_not(reservation)
        if reason:
            self.abort("not armed")
            return Outcome(Verdict.NOT_ARMED, reason, phase="body")
        if (objection := self._interruption()) is not None:
            return objection
        if self._something_came():
            return self._ended("body", "the server spoke or hung up right before the end of the message")
        self._transport.write(_DOT)
        self.sent += 1
        await self._wait(1, self._timeouts.dot)
        if not self._replies:
            return self._ended("dot", self.ended)
        self.spoiled = False
        reply = self._replies.popleft()
        outcome = judge("dot", reply.code, reply.text)
        if outcome.verdict is Verdict.IN_DOUBT or outcome.code == 421:
            self.abort(outcome.text)
        return outcome

    def _something_came(self) -> bool:
        """Whether the socket holds anything unread: the commit of C2 takes time, in which the server may hang up."""
        return bool(self._socket is not None and self._socket.poll(0))

    def _ended(self, phase: Phase, what: str) -> Outcome:
        self.abort(what or "the connection was lost")
        return lost(phase, self.ended)

    # -- the end ------------------------------------------------------------------------------------------------------

    async def quit(self) -> None:
        """Say goodbye. Whatever goes wrong with it is no error: every outcome is known by now."""
        if not self.ended:
            self._replies.clear()
            self._transport.write(b"QUIT\r\n")
            await self._wait(1, self._timeouts.quit)
        self.abort("closed")
        await self._gone

    def abort(self, why: str) -> None:
        """Hang up at once; what is still buffered is not sent."""
        if not self.ended:
            self.ended = why or "closed"
        if not self._transport.is_closing():
            self._transport.abort()

    # -- bytes --------------------------------------------------------------------------------------------------------

    async def _wait(self, wanted: int, seconds: float, *, for_room: bool = False, silence: bool = False) -> None:
        """Until `wanted` replies are there, the connection ended, or the time is over.

        `for_room`: also until the bytes written have left. `silence`: running out of time is what is hoped for.
        """
        if self.ended or len(self._replies) >= wanted:
            return
        self._wanted = wanted
        self._for_room = for_room
        waiter = self._waiter = self._loop.create_future()
        timer = self._loop.call_later(seconds, _wake, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            self._waiter = None
        if len(self._replies) < wanted and not silence and (self._blocked or not for_room):
            self.abort("time-out: the body could not be sent" if for_room else "time-out: no reply")

    def data_received(self, data: bytes) -> None:
        """Cut what came into replies; a reply that cannot be read ends the session."""
        buffer = self._input
        buffer += data
        begin = 0
        while not self.ended:
            end = buffer.find(b"\n", begin)
            if end < 0:
                break
            self._line(bytes(buffer[begin:end]).removesuffix(b"\r"))
            begin = end + 1
        del buffer[:begin]
        if not self.ended and len(buffer) > REPLY_LINE:
            self.abort("the server's reply has a line without end")
        if self._waiter is not None and (self.ended or len(self._replies) >= self._wanted):
            _wake(self._waiter)

    def _line(self, line: bytes) -> None:
        found = _REPLY_LINE.fullmatch(line)
        if found is None or len(line) > REPLY_LINE or (self._lines and self._lines[0][:3] != found[1]):
            self.abort(f"the server's reply cannot be read: {line[:80].decode('utf-8', 'replace')}")
            return
        self._lines.append(line)
        if found[2] == b"-":
            if len(self._lines) > REPLY_LINES:
                self.abort("the server's reply has no end")
            return
        text = b"\n".join(part[4:] for part in self._lines).decode("utf-8", "replace")
        self._lines.clear()
        self._replies.append(Reply(int(found[1]), text))

    def eof_received(self) -> None:
        """The server will say no more."""
        self._hung_up("the server closed the connection")

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._hung_up(f"the connection broke: {exc}" if exc else "the connection was closed")
        _wake(self._gone)

    def _hung_up(self, why: str) -> None:
        if not self.ended:
            self.ended = why
        if self._waiter is not None:
            _wake(self._waiter)

    def pause_writing(self) -> None:
        """Bytes wait in the buffer of the transport."""
        self._blocked = True

    def resume_writing(self) -> None:
        """All bytes written have gone to the operating system."""
        self._blocked = False
        if self._waiter is not None and self._for_room:
            _wake(self._waiter)


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)
