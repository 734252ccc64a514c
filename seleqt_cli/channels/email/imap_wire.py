"""The bytes of one IMAP connection, bounded in size and in time, with a wait that another thread can end.

A hostile or broken server can announce a literal of 4 GiB, send a line without an end, or a byte a minute. So what
one command may bring is decided before it is sent (`begin`), nothing is read beyond it, and every wait has an end.
"""

import select
import socket
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from seleqt_cli.channels.email.tls import system_words, tls_refusal
from seleqt_cli.core.campaign import Server
from seleqt_cli.ports.mailbox import MailboxTrouble

READ: Final = 64 * 1024
"""Octets taken from the socket at once."""
LINE: Final = 1024 * 1024
"""Octets of a line, besides what a search asked for; imaplib's own bound is 1,000,000."""
_IN: Final = 1
_OUT: Final = 2


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect and for TLS; without a byte while an answer is awaited; for a whole command; for the goodbye.

    `renew`: how long one IDLE lasts. RFC 2177 says less than 29 minutes; providers and home routers cut much earlier.
    """

    connect: float = 30
    silence: float = 60
    command: float = 600
    goodbye: float = 1
    renew: float = 9 * 60


class Wire:
    """A connected socket. All calls come from one thread, but `wake` and `abort`, which any thread may call."""

    def __init__(self, connected: socket.socket, server: Server, timeouts: Timeouts, elapsed: Callable[[], float]) -> None:
        """Take over a connected socket. `elapsed` is Clock.elapsed."""
        self._socket = connected
        self._server = server
        self._timeouts = timeouts
        self._elapsed = elapsed
        self._input = bytearray()
        self._searched = 0
        """There is no line end in the input before here ..."""
        self._end = 0
        """... and the first line ends here, where a whole one is there."""
        self._wanted = _IN
        self._allowed = 0
        self._line = LINE
        self._until = 0.0
        self._woken = False
        self._aborted = False
        self._ear, self._bell = socket.socketpair()
        for end in (self._ear, self._bell, connected):
            end.setblocking(False)
        tune(connected)

    @property
    def peer(self) -> str:
        """The address at the other end."""
        return str(self._socket.getpeername()[0])

    def begin(self, allowed: int, *, line: int = LINE, seconds: float | None = None) -> None:
        """What follows is a new command, whose answer may have so many octets, and so many in one line."""
        self._allowed = allowed
        self._line = line
        self._until = self._elapsed() + (self._timeouts.command if seconds is None else seconds)

    def extend(self, seconds: float | None = None) -> None:
        """Give the answer under way its time anew, or another; how much it may bring stays."""
        self._until = self._elapsed() + (self._timeouts.command if seconds is None else seconds)

    # -- reading ------------------------------------------------------------------------------------------------------

    def readline(self) -> bytes:
        """The next line with its end."""
        while not self._has_line():
            self._fill()
        return self._take(self._end)

    def read(self, size: int) -> bytes:
        """Exactly so many octets, refused before they are read when they are more than the command may bring."""
        if size > self._allowed:
            raise self.lied(f"announces {size} octets where at most {self._allowed} were asked for")
        while len(self._input) < size:
            self._fill()
        return self._take(size)

    def line_ready(self, seconds: float) -> bool:
        """Wait for a whole line: True when there is one, False after `seconds` or when woken."""
        until = self._elapsed() + seconds
        while not self._has_line():
            if self._woken:
                return False
            data = self._receive()
            if data is None and not self._poll(self._wanted, until):
                return False
        return True

    def _has_line(self) -> bool:
        if not self._end:
            self._end = self._input.find(b"\n", self._searched) + 1
            self._searched = self._end or len(self._input)
            if self._searched > self._line:
                raise self.lied("sends a line without an end")
        return self._end > 0

    def _take(self, size: int) -> bytes:
        if size > self._allowed:
            raise self.lied("sends more than was asked for")
        self._allowed -= size
        taken = bytes(self._input[:size])
        del self._input[:size]
        self._searched = self._end = 0
        return taken

    def _fill(self) -> None:
        """Take at least one octet, or say why not."""
        quiet = self._elapsed() + self._timeouts.silence
        while self._receive() is None:
            if not self._poll(self._wanted, min(quiet, self._until)) and quiet < self._until and self._elapsed() >= quiet:
                raise self.lost("the server does not answer")
            self._check_time()
        # It may send, but so slowly that the thread would belong to it.
        self._check_time()

    def _check_time(self) -> None:
        if self._elapsed() > self._until:
            raise self.lost("the server takes too long to answer")

    def _receive(self) -> bytes | None:
        """Put what is there into the input; None when nothing is there yet."""
        self._check()
        self._wanted = _IN
        try:
            data = self._socket.recv(READ)
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        except ssl.SSLWantWriteError:
            self._wanted = _OUT
            return None
        except OSError as problem:
            raise self.broken(problem) from problem
        if not data:
            raise self.lost("the server hung up")
        self._input += data
        return data

    # -- writing ------------------------------------------------------------------------------------------------------

    def send(self, octets: bytes) -> None:
        """Hand over everything."""
        rest = memoryview(octets)
        quiet = self._elapsed() + self._timeouts.silence
        while rest:
            self._check()
            wanted = _OUT
            try:
                gone = self._socket.send(rest[:READ])
                rest = rest[gone:]
                quiet = self._elapsed() + self._timeouts.silence
                continue
            except (BlockingIOError, ssl.SSLWantWriteError):
                pass
            except ssl.SSLWantReadError:
                wanted = _IN
            except OSError as problem:
                raise self.broken(problem) from problem
            if not self._poll(wanted, min(quiet, self._until)) and self._elapsed() >= min(quiet, self._until):
                raise self.lost("the server takes nothing more")

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Go on encrypted. What came in plain text behind the server's OK would be an attacker's: it ends the connection."""
        if self._input:
            raise MailboxTrouble("tls", f"{self._server.host} spoke in plain text after STARTTLS; somebody may be in between")
        self._socket.settimeout(self._timeouts.connect)
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=self._server.host.strip("[]"))
        except OSError as problem:
            raise self.broken(problem) from problem
        self._socket.setblocking(False)

    # -- other threads ------------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """End a `line_ready` that waits, or the next one."""
        with suppress(OSError):  # closed, or so many calls that it surely wakes
            self._bell.send(b"!")

    def abort(self) -> None:
        """Let whatever is under way end at once with MailboxTrouble."""
        self._aborted = True
        self.wake()

    @property
    def is_woken(self) -> bool:
        """Whether somebody woke it and `awake` has not said so yet."""
        return self._woken

    @property
    def is_aborted(self) -> bool:
        """Whether somebody ended it."""
        return self._aborted

    def awake(self) -> bool:
        """Whether somebody woke it since this was last asked."""
        woken, self._woken = self._woken, False
        return woken

    # -- the end ------------------------------------------------------------------------------------------------------

    def hang_up(self) -> None:
        """End the connection without a goodbye; another thread may still call `wake`."""
        self._socket.close()

    def close(self) -> None:
        """Hang up and let go of everything."""
        for end in (self._socket, self._ear, self._bell):
            end.close()

    def lied(self, text: str) -> MailboxTrouble:
        """What the server sent is not what it may send."""
        return MailboxTrouble("server", f"{self._server.host} {text}")

    def lost(self, text: str) -> MailboxTrouble:
        """The connection cannot be used any more."""
        return MailboxTrouble("connection", f"{self._server.host}:{self._server.port}: {text}")

    def broken(self, problem: OSError) -> MailboxTrouble:
        """The trouble that an error of the system means."""
        refusal = tls_refusal(self._server.host, problem)
        return MailboxTrouble("tls", refusal) if refusal else self.lost(system_words(problem))

    def _check(self) -> None:
        if self._aborted:
            raise self.lost("the connection was closed")

    def _poll(self, wanted: int, until: float) -> bool:
        """Wait until the socket is ready (True), `until` is over or somebody woke us (False)."""
        seconds = max(until - self._elapsed(), 0)
        ready, woken = _ready(self._socket, wanted, self._ear, seconds)
        if woken:
            self._woken = True
            with suppress(OSError):  # emptied
                while self._ear.recv(READ):
                    continue
        return ready


def _ready(connection: socket.socket, wanted: int, ear: socket.socket, seconds: float) -> tuple[bool, bool]:
    """Wait for the connection or the ear: which of them is ready."""
    if not hasattr(select, "poll"):  # Windows
        reads, writes, _ = select.select([ear, connection] if wanted == _IN else [ear], [connection] if wanted == _OUT else [], [], seconds)
        return connection in reads or connection in writes, ear in reads
    poll = select.poll()
    poll.register(connection, select.POLLIN if wanted == _IN else select.POLLOUT)
    poll.register(ear, select.POLLIN)
    # A millisecond too long rather than too short: too short would mean another round.
    found = {number for number, _ in poll.poll(int(seconds * 1000) + 1)}
    return connection.fileno() in found, ear.fileno() in found


def tune(connection: socket.socket) -> None:
    """Send at once, and let the system ask now and then whether the other end still lives: in IDLE nobody else does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    # The library sends the end of a line by itself: it must not wait until the beginning is acknowledged.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if sys.platform == "linux":
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 120)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)
