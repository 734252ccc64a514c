"""An IMAP server that says what a test tells it to say, also what no server may say, in threads of its own.

Without further orders it is a small account: INBOX with three mails, everything allowed. Runs on loopback, TLS from the
start where a certificate is given.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from seleqt_cli.core.campaign import Server
from tests.servers.certificates import Certificate

Answer = bytes | Callable[[list[str]], Iterable[bytes]]
"""What is said to a command, `TAG` standing for its tag; or a function of the command's words that gives it piece by piece."""
HANG_UP = b"\0hang up"
"""Ends the connection where it stands in an answer."""
NOTHING_MORE = b"\0nothing more"
"""Says nothing more from here on, but goes on listening."""

MAIL = b"Message-ID: <m1@elsewhere.test>\r\nSubject: one\r\nTo: anna@acme.example\r\n\r\nHello\r\n"
USUAL: dict[str, Answer] = {
    "GREETING": b"* OK ready\r\n",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE STARTTLS AUTH=PLAIN AUTH=XOAUTH2\r\nTAG OK done\r\n",
    "AUTHENTICATE": b"+ \r\n",
    "CREDENTIALS": b"TAG OK logged in\r\n",
    "LOGIN": b"TAG OK logged in\r\n",
    "LIST": b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\Sent) "/" "Sent"\r\nTAG OK done\r\n',
    "EXAMINE": b"* 3 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 4] next\r\nTAG OK [READ-ONLY] done\r\n",
    "UID SEARCH": b"* SEARCH 1 2 3\r\nTAG OK done\r\n",
    "UID FETCH": b'* 1 FETCH (UID 1 FLAGS () RFC822.SIZE %d INTERNALDATE " 1-Oct-2026 10:00:00 +0200" ' % len(MAIL)
    + b"BODY[]<0> {%d}\r\n%s)\r\nTAG OK done\r\n" % (len(MAIL), MAIL),
    "APPEND": b"+ go on\r\n",
    "APPENDED": b"TAG OK appended\r\n",
    "IDLE": b"+ idling\r\n* 4 EXISTS\r\n",
    "DONE": b"TAG OK done\r\n",
    "NOOP": b"TAG OK done\r\n",
    "STARTTLS": b"TAG OK begin\r\n",
    "LOGOUT": b"* BYE\r\nTAG OK done\r\n" + HANG_UP,
}  # fmt: skip


@dataclass
class ScriptedImap:
    """`commands` is the record of what came, without tags; `said` how many octets went out, over all connections."""

    port: int
    answers: dict[str, Answer]
    commands: list[str] = field(default_factory=list)
    said: int = 0
    cut_after: int | None = None
    """Hang up after so many octets of one connection."""
    certificate: Certificate | None = None
    open: list[socket.socket] = field(default_factory=list)

    def server(self, *, host: str = "127.0.0.1", ca: str = "") -> Server:
        """The settings of an account that reads here."""
        return Server(host, self.port, "implicit" if self.certificate else "none", ca=ca)


@contextmanager
def scripted_imap(orders: Mapping[str, Answer] | None = None, *, certificate: Certificate | None = None) -> Iterator[ScriptedImap]:
    """Serve until the block ends. `orders`: answers by command in upper case; the others stay as usual."""
    listener = socket.create_server(("127.0.0.1", 0))
    imap = ScriptedImap(listener.getsockname()[1], {**USUAL, **(orders or {})}, certificate=certificate)
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            imap.open.append(connection)
            threads.append(threading.Thread(target=_serve, args=(imap, connection)))
            threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield imap
    finally:
        # Closing alone does not wake a thread that is in accept or recv.
        for connection in (listener, *imap.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        accepting.join()
        listener.close()
        for thread in threads:
            thread.join()
        for connection in imap.open:
            connection.close()


class _Over(Exception):
    pass


def _serve(imap: ScriptedImap, connection: socket.socket) -> None:
    with suppress(OSError, _Over):
        if imap.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(imap.certificate.certificate, imap.certificate.key)
            connection = context.wrap_socket(connection, server_side=True)
            imap.open.append(connection)
        _Session(imap, connection).run()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Session:
    """One connection."""

    def __init__(self, imap: ScriptedImap, connection: socket.socket) -> None:
        self._imap = imap
        self._connection = connection
        self._lines = connection.makefile("rb")
        self._said = 0
        self._mute = False

    def run(self) -> None:
        self._say("GREETING", "*", [])
        waiting = ""
        for line in self._lines:
            text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
            if waiting:
                tag, command = waiting.split(" ", 1)
                self._imap.commands.append(text)
                if not self._say("CREDENTIALS" if command == "AUTHENTICATE" else "DONE", tag, [text]):
                    waiting = ""
                continue
            tag, _, rest = text.partition(" ")
            self._imap.commands.append(rest)
            words = rest.split(" ")
            command = " ".join(words[:2]) if words[0] == "UID" else words[0]
            asks = self._say(command, tag, words)
            if asks and command in ("AUTHENTICATE", "IDLE"):
                waiting = f"{tag} {command}"
            elif text.endswith("}") and command == "APPEND":
                self._lines.read(int(text.rpartition("{")[2].rstrip("+}")) + 2)
                self._say("APPENDED", tag, words)

    def _say(self, name: str, tag: str, words: list[str]) -> bool:
        """Whether the answer asked for more."""
        asks = False
        answer = self._imap.answers.get(name, b"TAG BAD unknown\r\n")
        for piece in [answer] if isinstance(answer, bytes) else answer(words):
            octets, end = piece.replace(b"TAG", tag.encode()), b""
            asks = (asks or b"\n+ " in b"\n" + octets) and tag.encode() not in octets
            for mark in (HANG_UP, NOTHING_MORE):
                if mark in octets:
                    octets, end = octets.partition(mark)[0], mark
            self._send(octets)
            if end == HANG_UP:
                raise _Over
            self._mute = self._mute or end == NOTHING_MORE
        return asks

    def _send(self, octets: bytes) -> None:
        if self._mute:
            return
        cut = self._imap.cut_after
        if cut is not None and self._said + len(octets) >= cut:
            self._connection.sendall(octets[: cut - self._said])
            raise _Over
        self._said += len(octets)
        self._imap.said += len(octets)
        self._connection.sendall(octets)
