"""Waiting for mail: IDLE (RFC 2177), renewed long before servers and routers forget the connection, ended from any thread.

A server that dies while it idles says nothing; the library answers that with an empty list at once, again and again.
Here every end of the connection is an error, and a server that ends IDLE by itself is asked with NOOP from then on.
"""

from collections.abc import Callable
from typing import Final

from seleqt_cli.channels.email.imap_login import Connection
from seleqt_cli.channels.email.imap_wire import Timeouts
from seleqt_cli.ports.mailbox import MailboxTrouble

NEWS: Final = 256 * 1024
"""Octets that a server may say during one IDLE."""
BETWEEN: Final = 60.0
"""Seconds between two questions where the server has no IDLE."""


class Idle:
    """Waits on one connection. `broken`: it did not answer when the wait was interrupted, and can be used no more."""

    def __init__(self, connection: Connection, timeouts: Timeouts, elapsed: Callable[[], float]) -> None:
        """Waits on the folder that the connection has open."""
        self._connection = connection
        self._wire = connection.wire
        self._timeouts = timeouts
        self._elapsed = elapsed
        self._useless = False
        self.broken = False

    def wait(self, seconds: float, *, idles: bool) -> bool:
        """True when a mail came into the open folder since it was looked at; False after `seconds` or when woken."""
        connection = self._connection
        until = self._elapsed() + seconds
        while True:
            if connection.came:
                connection.came = False
                return True
            left = until - self._elapsed()
            if self._wire.awake() or left <= 0:
                return False
            try:
                if idles and not self._useless:
                    self._idle(min(left, self._timeouts.renew))
                else:
                    self._quiet(min(left, BETWEEN))
            except MailboxTrouble:
                if not self._wire.is_woken or self._wire.is_aborted:
                    raise
                # Whoever interrupts does not wait for a server that may be dead; the next call will find out.
                self.broken = True
                return False

    def _idle(self, seconds: float) -> None:
        connection, wire = self._connection, self._wire
        begun = self._elapsed()
        wire.begin(NEWS)
        tag = connection.start("IDLE")
        while self._hear() is not None:
            if connection.finished(tag):
                connection.take(tag)
                self._useless = True
                return
        while not connection.came and not connection.finished(tag):
            if not wire.line_ready(begun + seconds - self._elapsed()):
                break
            wire.extend()
            connection.next_response()
            connection.forget()
        if connection.finished(tag):
            # It ended IDLE by itself: once in a while that is a restart, at once it would go on for ever.
            self._useless = self._elapsed() - begun < 1
        else:
            wire.begin(NEWS)
            wire.send(b"DONE\r\n")
            self._finish(tag)
        connection.take(tag)

    def _quiet(self, seconds: float) -> None:
        """Wait without IDLE; what the server says by itself is read, then it is asked."""
        until = self._elapsed() + seconds
        self._wire.begin(NEWS)
        while self._wire.line_ready(until - self._elapsed()):
            self._wire.extend()
            self._connection.next_response()
            self._connection.forget()
        if not self._wire.is_woken:
            self._wire.begin(NEWS)
            tag = self._connection.start("NOOP")
            self._finish(tag)
            self._connection.take(tag)

    def _finish(self, tag: object) -> None:
        while not self._connection.finished(tag):
            self._hear()

    def _hear(self) -> object:
        """One response; a server that is slow to answer is given little time once somebody interrupts."""
        if not self._wire.is_woken and not self._wire.line_ready(self._timeouts.silence) and not self._wire.is_woken:
            raise self._wire.lost("the server does not answer")
        self._wire.extend(self._timeouts.goodbye if self._wire.is_woken else None)
        return self._connection.next_response()
