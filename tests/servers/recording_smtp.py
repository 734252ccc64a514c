"""An SMTP server in a thread of its own, with a record that nobody else writes: what was taken, from whom, when.

It outlives the programs that talk to it, so that they can be killed; and it can be told to do something (kill, hold,
tell) when a command has come and before it is answered.
"""

import asyncio
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Taken:
    """One mail that was answered, or was to be answered, with 250 after the dot."""

    sender: str
    recipient: str
    content: bytes
    at: int

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        found = re.search(rb"(?im)^message-id:\s*(<[^>]*>)", self.content)
        assert found is not None
        return found[1].decode()

    @property
    def message(self) -> EmailMessage:
        """Parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


Before = Callable[[str, int], bytes | None]
"""(phase, how many of it so far) -> the answer, None for the usual one, b"" for silence. Called in the server's thread."""


HANG_UP = b"hang up"
"""In place of an answer after the dot: the connection is closed without one; the mail was taken."""


def usual(phase: str, number: int) -> bytes | None:
    """Answer as usual."""
    return None


@dataclass
class RecordingSmtp:
    """`before` may be set at any time. `now` stamps the record. Phases: MAIL RCPT DATA DOT QUIT RSET."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    offered: list[Taken] = field(default_factory=list)
    """Everything that came as far as the dot, whatever it was answered."""
    before: Before = usual
    now: Callable[[], int] = lambda: 0
    counts: dict[str, int] = field(default_factory=dict)
    open: set[asyncio.Transport] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def message_ids(self) -> list[str]:
        """Of everything taken, in order, with repeats."""
        return [mail.message_id for mail in self.taken]

    def recipients(self) -> list[str]:
        """Of everything taken, in order."""
        return [mail.recipient for mail in self.taken]

    def wait_for(self, phase: str, number: int) -> None:
        """Block until a phase has come so often."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.counts.get(phase, 0) >= number, timeout=60), f"no {phase} {number}: {self.counts}"

    def wait_for_any(self, number: int, process: "subprocess.Popen[str]") -> None:
        """Block until so many commands of any kind have come, or the program that sends them has ended."""
        with self._changed:
            while sum(self.counts.values()) < number and process.poll() is None:
                self._changed.wait(timeout=0.2)

    def reached(self, phase: str) -> int:
        """Count a phase; returns the number of it."""
        with self._changed:
            self.counts[phase] = number = self.counts.get(phase, 0) + 1
            self._changed.notify_all()
        return number


@contextmanager
def recording_smtp() -> Iterator[RecordingSmtp]:
    """Serve on a free port until the block ends."""
    served = RecordingSmtp()
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    server: list[asyncio.Server] = []

    async def start() -> None:
        server.append(await loop.create_server(lambda: _Connection(served), "127.0.0.1", 0, backlog=1000))
        served.port = server[0].sockets[0].getsockname()[1]
        ready.set()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=serve, name="recording-smtp")
    thread.start()
    ready.wait()
    try:
        yield served
    finally:

        def stop() -> None:
            server[0].close()
            for transport in list(served.open):
                transport.abort()
            loop.call_soon(loop.stop)

        loop.call_soon_threadsafe(stop)
        thread.join()


class _Connection(asyncio.Protocol):
    def __init__(self, served: RecordingSmtp) -> None:
        self._served = served
        self._buffer = bytearray()
        self._body: list[bytes] | None = None
        self._sender = self._recipient = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._served.open.add(transport)
        transport.write(b"220 record ESMTP\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        self._served.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n")) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 2]
            if self._body is None:
                self._command(line)
            elif line == b".":
                self._dot()
            else:
                self._body.append(line.removeprefix(b"."))

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper().decode("ascii", "replace")
        usual_answer = b"250 2.0.0 fine\r\n"
        if verb == "EHLO":
            self._transport.write(b"250-record\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            return
        if verb == "MAIL":
            self._sender = line.partition(b"<")[2].partition(b">")[0].decode()
        elif verb == "RCPT":
            self._recipient = line.partition(b"<")[2].partition(b">")[0].decode()
        elif verb == "DATA":
            usual_answer = b"354 go on\r\n"
        elif verb == "QUIT":
            usual_answer = b"221 bye\r\n"
        answer = self._answer(verb, usual_answer)
        if verb == "DATA" and answer.startswith(b"354"):
            self._body = []
        if verb == "QUIT":
            self._transport.close()

    def _dot(self) -> None:
        assert self._body is not None
        content = b"\r\n".join(self._body) + b"\r\n"
        self._body = None
        taken = Taken(self._sender, self._recipient, content, self._served.now())
        number = self._served.reached("DOT")
        wanted = self._served.before("DOT", number)
        answer = b"250 2.0.0 taken\r\n" if wanted is None else wanted
        self._served.offered.append(taken)
        if answer[:1] not in (b"4", b"5"):
            self._served.taken.append(taken)
        if answer == HANG_UP:
            self._transport.close()
        else:
            self._transport.write(answer)

    def _answer(self, phase: str, usual_answer: bytes) -> bytes:
        wanted = self._served.before(phase, self._served.reached(phase))
        answer = usual_answer if wanted is None else wanted
        self._transport.write(answer)
        return answer
