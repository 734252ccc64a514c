"""An SMTP server that says what the test wants, hangs up after the byte the test wants, and keeps its own record.

It answers inside the event loop of the client, byte by byte as they come, so that thousands of sessions take seconds.
"""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cut:
    """Hang up the first connection after `after` bytes in one direction ("in": from the client); by FIN or by RST."""

    direction: str
    after: int
    reset: bool


@dataclass
class Script:
    """How to answer: `replies` by "banner", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "DOT", "RSET", "QUIT".

    A reply of b"" is silence. `hang_up` names what to answer by closing the connection, after the reply.
    `drop_idle` hangs up after each mail; `byte_by_byte` sends replies so. `before_dot`: bytes said as soon as the body begins.
    """

    extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SMTPUTF8")
    replies: dict[str, bytes] = field(default_factory=dict)
    cut: Cut | None = None
    hang_up: frozenset[str] = frozenset()
    drop_idle: bool = False
    before_dot: bytes = b""
    byte_by_byte: bool = False
    starttls: ssl.SSLContext | None = None
    implicit: ssl.SSLContext | None = None


class ScriptedSmtp:
    """A running server; `mails` are the (recipient, body) that it took on, in order."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.port = 0
        self.mails: list[tuple[str, bytes]] = []
        self.commands: list[str] = []
        self.wire = b""
        """Everything that came in over the first connection."""
        self.connections = 0
        self.dots: list[tuple[int, int]] = []
        """For each dot of the first connection: bytes in before it, bytes out before its reply."""
        self.open: set[asyncio.Transport] = set()

    def logins(self) -> int:
        """How often a client tried to log in."""
        return sum(command.startswith("AUTH") for command in self.commands)


@asynccontextmanager
async def scripted_smtp(script: Script) -> AsyncIterator[ScriptedSmtp]:
    """Serve on a free port until the block ends."""
    served = ScriptedSmtp(script)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(served), "127.0.0.1", 0, ssl=script.implicit)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for transport in list(served.open):
            transport.abort()
        await server.wait_closed()


class _Connection(asyncio.Protocol):
    def __init__(self, served: ScriptedSmtp) -> None:
        self._served = served
        self._script = served.script
        self._input = bytearray()
        self._body: bytearray | None = None
        self._recipient = ""
        self._in = self._out = 0
        self._deaf = False
        self._cut: Cut | None = None
        self._first = False
        self._trickle = bytearray()
        self._early: bytearray | None = None
        """What came over TLS before the handshake was known here to be over."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._served.open.add(transport)
        if self._in:
            return  # the same connection, after STARTTLS
        self._served.connections += 1
        self._first = self._served.connections == 1
        if self._first:
            self._cut = self._script.cut
        self._answer("banner", b"220 test ESMTP\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        self._served.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if self._early is not None:
            self._early += data
            return
        if self._deaf:
            return
        cut = self._cut
        if cut and cut.direction == "in" and self._in + len(data) >= cut.after:
            data = data[: cut.after - self._in]
            self._take(data)
            self._hang_up(reset=cut.reset)
            return
        self._take(data)

    def _take(self, data: bytes) -> None:
        if self._first:
            self._served.wire += data
        for byte in data:
            self._in += 1
            self._input.append(byte)
            if byte == 10 and not self._deaf:
                line = bytes(self._input)
                self._input.clear()
                if self._body is not None:
                    self._body_line(line)
                else:
                    self._command(line.decode().strip())

    def _body_line(self, line: bytes) -> None:
        assert self._body is not None
        if line != b".\r\n":
            if not self._body and self._script.before_dot:
                self._write(self._script.before_dot)
            self._body += line.removeprefix(b".")
            return
        if self._first:
            self._served.dots.append((self._in - 3, self._out))
        reply = self._script.replies.get("DOT", b"250 2.0.0 taken\r\n")
        if reply[:1] not in (b"4", b"5"):
            self._served.mails.append((self._recipient, bytes(self._body)))
        self._body = None
        self._answer("DOT", b"250 2.0.0 taken\r\n")
        if self._script.drop_idle:
            self._hang_up(reset=False)

    def _command(self, line: str) -> None:
        self._served.commands.append(line)
        verb = line[:4].upper()
        if verb == "EHLO":
            offered = [*self._script.extensions, *(["STARTTLS"] if self._script.starttls and not self._secure() else [])]
            self._answer("EHLO", "".join(f"250-{name}\r\n" for name in ["test", *offered]).encode() + b"250 HELP\r\n")
        elif verb == "STAR":
            self._answer("STARTTLS", b"220 go on\r\n")
            if self._script.starttls and not self._deaf and self._script.replies.get("STARTTLS", b"220")[:3] == b"220":
                self._early = bytearray()
                self._upgrade = asyncio.ensure_future(self._start_tls(self._script.starttls))
        elif verb == "DATA":
            if self._script.replies.get("DATA", b"354").startswith(b"354"):
                self._body = bytearray()
            self._answer("DATA", b"354 go on\r\n")
        elif verb == "AUTH":
            self._answer("AUTH", b"235 2.7.0 welcome\r\n")
        elif verb == "QUIT":
            self._answer("QUIT", b"221 bye\r\n")
            self._hang_up(reset=False)
        else:
            if verb == "RCPT":
                self._recipient = line[9:].partition(">")[0]
            self._answer(verb, b"250 2.1.0 fine\r\n")

    def _secure(self) -> bool:
        return self._transport.get_extra_info("ssl_object") is not None

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        try:
            made = await asyncio.get_running_loop().start_tls(self._transport, self, context, server_side=True)
        except OSError:
            return  # the client refused the certificate
        assert made is not None
        self.connection_made(made)
        early, self._early = bytes(self._early or b""), None
        if early:
            self.data_received(early)

    def _answer(self, what: str, usual: bytes) -> None:
        self._write(self._script.replies.get(what, usual))
        if what in self._script.hang_up:
            self._hang_up(reset=False)

    def _write(self, data: bytes) -> None:
        if self._deaf or not data:
            return
        cut = self._cut
        if cut and cut.direction == "out" and self._out + len(data) >= cut.after:
            data = data[: cut.after - self._out]
            self._out += len(data)
            if data:
                self._transport.write(data)
            self._hang_up(reset=cut.reset)
            return
        self._out += len(data)
        if self._script.byte_by_byte:
            self._trickle += data
            self._drip()
            return
        self._transport.write(data)

    def _drip(self) -> None:
        """One byte a pass of the loop, as the slowest network would."""
        if self._trickle and not self._transport.is_closing():
            self._transport.write(self._trickle[:1])
            del self._trickle[:1]
            asyncio.get_running_loop().call_soon(self._drip)

    def _hang_up(self, *, reset: bool) -> None:
        if self._deaf:
            return
        self._deaf = True
        if reset:
            connection: socket.socket = self._transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        elif self._secure():
            self._transport.close()
        else:
            self._transport.write_eof()
