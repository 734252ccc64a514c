"""One open SMTP connection and the one mail that is on it, with the phase always known.

Mail libraries raise the same error before and after the final dot, and that is the difference between
"try again" and "it may have been delivered". Here the phases are driven one by one (RFC 5321 section 3.3):

    MAIL, RCPT, DATA -> body -> silence, in its middle arm (C2) -> dot -> reply

Up to the dot everything that goes wrong is provably unsent; from the dot on only a readable reply decides.
The connection itself (TLS, EHLO, AUTH) was made by aiosmtplib, whose transport this protocol takes over.
"""

import asyncio
import select
from collections import deque
from dataclasses import dataclass
from typing import Final, NamedTuple

from seleqt_cli.channels.arming import too_late
from seleqt_cli.channels.email.commits import commits
from seleqt_cli.channels.email.smtp_replies import Replies, Reply
from seleqt_cli.channels.wire import EnvelopeAddress, WireMessage
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.replies import Phase, judge, lost

POLL_LEAST: Final = 0.010
"""Seconds of silence before the dot (SPEC 13 rule 2): max(10 ms, 2 round trips), at most 200 ms."""
POLL_MOST: Final = 0.200
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


class _Command(NamedTuple):
    """One command, its phase, and how many seconds its reply may take."""

    phase: Phase
    octets: bytes
    seconds: float

    def taken(self, reply: Reply) -> bool:
        """Whether that reply is the wanted one."""
        return reply.code == 354 if self.octets == b"DATA" else 200 <= reply.code < 300


_NOTHING: Final = _Command("mail", b"", 0)


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
        self._reader = Replies()
        self._replies: deque[Reply] = deque()
        self._blocked = False
        self._unsaid: deque[_Command] = deque()
        self._said = _NOTHING
        self._said_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
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
        if self.ended or self._replies or self._reader.begun:
            # It spoke or hung up while nobody asked: an idle time-out, mostly.
            return self._ended("mail", self.ended or "the server spoke out of turn")
        mail = b"MAIL FROM:<" + sender.octets + b">" + self._parameters(sender, recipient, message)
        commands: list[_Command] = [
            _Command("mail", mail, self._timeouts.command),
            _Command("rcpt", b"RCPT TO:<" + recipient.octets + b">", self._timeouts.command),
            _Command("data", b"DATA", self._timeouts.data),
        ]
        if self.spoiled:
            commands.insert(0, _Command("mail", b"RSET", self._timeouts.command))
        self.spoiled = True
        if not self.offers.pipelining:
            return await self._one_by_one(commands)
        self._said_at = self._loop.time()
        self._transport.write(b"".join(command.octets + b"\r\n" for command in commands))
        await self._wait(len(commands), self._timeouts.command)
        self._round_trip = min(self._round_trip, self._loop.time() - self._said_at)
        refusals = [self._refusal(command) for command in commands]
        if self._replies:
            return self._ended("data", "the server sent more replies than it was asked for")
        refusal = next((refusal for refusal in refusals if refusal is not None), None)
        if refusal is not None and refusals[-1] is None:
            # It refused the envelope and still waits for a body: only hanging up sends nothing for certain.
            self.abort("the server took DATA without a recipient")
        return refusal

    async def _one_by_one(self, commands: list["_Command"]) -> Outcome | None:
        """Each command as soon as the one before was taken; `data_received` goes from one to the next, which wakes nobody."""
        self._unsaid.extend(commands)
        self._say()
        await self._wait(1, self._said.seconds)
        self._round_trip = min(self._round_trip, self._loop.time() - self._said_at)
        unsaid = list(self._unsaid)
        self._unsaid.clear()
        refusal = self._refusal(self._said)
        if refusal is None and unsaid:
            return self._ended(unsaid[0].phase, self.ended)
        return refusal

    def _say(self) -> None:
        """Write the next command; the time for its reply begins now."""
        said = self._said = self._unsaid.popleft()
        self._said_at = self._loop.time()
        self._transport.write(said.octets + b"\r\n")
        if self._waiter is not None and self._timer is not None:
            self._timer.cancel()
            self._timer = self._loop.call_later(said.seconds, _wake, self._waiter)

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

    def _refusal(self, command: "_Command") -> Outcome | None:
        """What stands in the way after one command; None when its reply is the wanted one."""
        if not self._replies:
            return self._ended(command.phase, self.ended)
        reply = self._replies.popleft()
        if command.taken(reply):
            return None
        outcome = judge(command.phase, reply.code, reply.text)
        if outcome.code < 400 or outcome.code == 421:
            self.abort(outcome.text)
        return outcome

    async def _body(self, message: WireMessage) -> Outcome | None:
        """The body without its dot, until all of it has left."""
        self._transport.write(message.octets)
        if self._blocked and self._transport.get_write_buffer_size():
            await self._wait(1, self._timeouts.body, for_room=True)
        return self._interruption()

    async def _silence(self, reservation: Reservation) -> Outcome | None:
        """Nothing is said for a moment, and in its middle the intent is committed: the commit is a part of the silence, not added to it.

        Whom the server interrupts before the middle is not armed.
        """
        seconds = min(max(POLL_LEAST, 2 * self._round_trip), POLL_MOST)
        armed = self._commits.ask(reservation, self._loop.time() + seconds / 2)
        try:
            await self._wait(1, seconds, silence=True)
            if not armed.done() and (objection := self._interruption()) is not None:
                return objection
            reason = await armed or too_late(reservation)  # a machine may fall asleep while it listens
        finally:
            armed.cancel()
        if reason:
            self.abort("not armed")
            return Outcome(Verdict.NOT_ARMED, reason, phase="body")
        return self._interruption()

    def _interruption(self) -> Outcome | None:
        """What the server did before the dot; all of it is provably unsent, and the connection is given up."""
        if self._replies:
            reply = self._replies.popleft()
            self.abort("the server replied before the end of the message")
            return judge("body", reply.code, reply.text)
        if self.ended:
            return self._ended("body", self.ended)
        if self._reader.begun:
            return self._ended("body", "the server spoke before the end of the message")
        return None

    async def _dot(self, reservation: Reservation) -> Outcome:
        """Silence, then the dot; what the server did until the very end is looked at in between."""
        if (objection := await self._silence(reservation)) is not None:
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
        self._timer = self._loop.call_later(seconds, _wake, waiter)
        try:
            await waiter
        finally:
            self._timer.cancel()
            self._waiter = None
        if len(self._replies) < wanted and not silence and (self._blocked or not for_room):
            self.abort("time-out: the body could not be sent" if for_room else "time-out: no reply")

    def data_received(self, data: bytes) -> None:
        """Take what came; a reply that cannot be read ends the session."""
        if not self.ended:
            self._replies += self._reader.feed(data)
        if self._reader.fault:
            self.abort(self._reader.fault)
        while self._unsaid and self._replies and not self.ended and self._said.taken(self._replies[0]):
            self._replies.popleft()
            self._say()
        if self._waiter is not None and (self.ended or len(self._replies) >= self._wanted):
            _wake(self._waiter)

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
