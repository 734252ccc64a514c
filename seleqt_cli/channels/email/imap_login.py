"""From nothing to a mailbox that may be read: connect, TLS, one login with one mechanism.

TLS is never optional (see tls). A greeting that claims we are logged in already (PREAUTH) is refused: behind it there
would be no STARTTLS and no proof of who we are. A login is tried once: a second try with a wrong password would lock
the account.
"""

import imaplib
import re
import socket
from collections.abc import Callable
from logging import WARNING, getLogger
from typing import Any, Final, Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from seleqt_cli.channels.email.imap_search import quoted
from seleqt_cli.channels.email.imap_wire import Timeouts, Wire
from seleqt_cli.channels.email.tls import is_loopback, is_loopback_peer, system_words, tls_context, tls_refusal
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.replies import cleaned, without_secret
from seleqt_cli.ports.mailbox import MailboxTrouble

Login = Literal["password", "xoauth2", "none"]
ANSWER: Final = 2 * 1024 * 1024
"""Octets that the answer to an ordinary command may have; a list of 20,000 folders fits."""
_PLAIN_TEXT = "{host} is not on this machine: mail is read with TLS only"
_TEMPORARY: Final = re.compile(
    r"\[(?:UNAVAILABLE|SERVERBUG|LIMIT|INUSE|OVERQUOTA)\b|\btoo many\b|\btemporar|\btry again\b|\bunavailable\b|\bnot connected\b"
    r"|\bthrottl",
    re.IGNORECASE,
)
"""Refusals of a login that have nothing to do with the password (RFC 5530 section 3), and how providers word them."""
PARSING: Final = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the library raises on an answer that is no IMAP."""

# Its debug lines hold commands as they are sent, a LOGIN with its password among them.
getLogger("imapclient").setLevel(WARNING)


class Connection(imaplib.IMAP4):
    """imaplib over a Wire, that knows how many mails the open folder has and whether one came."""

    def __init__(self, wire: Wire, host: str) -> None:
        """Read the greeting and the capabilities. Raises MailboxTrouble and imaplib's errors."""
        self.wire = wire
        self.exists = 0
        self.came = False
        """A mail came into the open folder since it was opened, or since this was set back."""
        wire.begin(ANSWER)
        super().__init__(host)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Nothing to do: the wire is connected."""
        self.host = host

    def read(self, size: int) -> bytes:
        """Exactly so many octets."""
        return self.wire.read(size)

    def readline(self) -> bytes:
        """One line."""
        return self.wire.readline()

    def send(self, data: Any) -> None:
        """Hand over everything."""
        self.wire.send(bytes(data))

    def shutdown(self) -> None:
        """Hang up."""
        self.wire.close()

    @property
    def is_preauth(self) -> bool:
        """Whether the greeting said that nobody needs to log in."""
        return "PREAUTH" in self.untagged_responses

    def encrypt(self, context: Any) -> None:
        """STARTTLS; whatever was said before it is forgotten (RFC 3501 section 6.2.1)."""
        typ, _ = self._simple_command("STARTTLS")
        if typ != "OK":
            raise self.error("STARTTLS refused")
        self.wire.start_tls(context)
        self.untagged_responses = {}
        self.tagged_commands.clear()
        self._get_capabilities()

    def next_response(self) -> bytes | None:
        """Read one response and keep what it says; None for a continuation request."""
        response: bytes | None = self._get_response()
        if "BYE" in self.untagged_responses:
            raise self.abort("BYE " + _text(self.untagged_responses["BYE"]))
        return response

    def start(self, name: str) -> Any:
        """Send a command and return its tag."""
        return self._command(name)

    def finished(self, tag: Any) -> bool:
        """Whether the answer to a command has come."""
        return bool(self.tagged_commands.get(tag))

    def take(self, tag: Any) -> None:
        """Let go of a finished command."""
        self.tagged_commands.pop(tag, None)

    def forget(self) -> None:
        """Drop what was kept of earlier responses, so that nothing of them is taken for an answer."""
        self.untagged_responses = {}

    def _append_untagged(self, typ: str, dat: Any) -> None:
        """Count the mails of the open folder as the server tells them."""
        if typ == "EXISTS" and isinstance(dat, bytes) and dat.isdigit():
            exists = int(dat)
            self.came = self.came or exists > self.exists
            self.exists = exists
        elif typ == "EXPUNGE":
            self.exists = max(self.exists - 1, 0)
        super()._append_untagged(typ, dat)  # type: ignore[misc]


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient on a Connection of ours."""

    def __init__(self, connection: Connection, host: str) -> None:
        """Take over a connection."""
        self._ready_made = connection
        super().__init__(host, ssl=False)
        # The library turns imaplib's tracing on, which formats every line that comes, mails included.
        connection.debug = 0

    def _create_IMAP4(self) -> Connection:  # noqa: N802 (IMAPClient's name)
        return self._ready_made

    def _set_read_timeout(self) -> None:
        """The wire has its own."""

    def _normalise_folder(self, folder_name: Any) -> Any:
        """Names are octets here, as the server wrote them."""
        return quoted(folder_name) if isinstance(folder_name, bytes) else super()._normalise_folder(folder_name)

    def ask(self, command: bytes, *words: bytes, uid: bool = False, response: str = "") -> list[Any]:
        """Send a command; words with 8-bit octets go as literals. Returns its untagged responses, as imaplib keeps them."""
        try:
            typ, data = self._raw_command(command, list(words), uid=uid)
        except imaplib.IMAP4.abort:
            # A server may refuse as soon as it sees that a literal will come. The library gives the connection up then.
            refused = next((answer for answer in self._imap.tagged_commands.values() if answer), None)
            if refused is None:
                raise
            self._imap.tagged_commands.clear()
            typ, data = refused
        self._checkok(command.decode(), typ, data)
        found: list[Any] = self._imap.untagged_responses.pop(response, [])
        return found

    def try_fetch(self, items: bytes, sequence: bytes) -> tuple[bool, list[Any]]:
        """UID FETCH: whether it ended with OK, and what it brought in any case; NO comes after what still could be read."""
        typ, _ = self._raw_command(b"FETCH", [sequence, items])
        found: list[Any] = self._imap.untagged_responses.pop("FETCH", [])
        return typ == "OK", found

    def encrypted(self) -> None:
        """What was known before STARTTLS counts no more."""
        self._cached_capabilities = None

    def log_in(self, user: str, secret: str) -> None:
        """PLAIN where offered, else LOGIN."""
        if self.has_capability("AUTH=PLAIN"):
            self.plain_login(user, secret)
            return
        if self.has_capability("LOGINDISABLED"):
            raise MailboxTrouble("login", f"{self.host} takes no passwords")
        self.ask(b"LOGIN", quoted(user.encode()), quoted(secret.encode()))
        self._imap.state = "AUTH"


def open_connection(
    server: Server, user: str, login: Login, secret: str, *, elapsed: Callable[[], float], timeouts: Timeouts
) -> tuple[Client, Connection]:
    """Connect and log in. Raises MailboxTrouble; nothing is left open then."""
    if server.tls == "none" and not is_loopback(server.host):
        raise MailboxTrouble("tls", _PLAIN_TEXT.format(host=server.host))
    if login == "none" and not is_loopback(server.host):
        raise MailboxTrouble("login", "`auth: none` is for a server on this machine only")
    if login != "none" and any(sign in user + secret for sign in "\0\r\n"):
        raise MailboxTrouble("login", "a user name or password has no line ends")
    wire = _connect(server, elapsed, timeouts)
    try:
        return _opened(wire, server, user, login, secret)
    except MailboxTrouble:
        wire.close()
        raise
    except (imaplib.IMAP4.error, *PARSING) as problem:
        wire.close()
        raise MailboxTrouble("server", f"{server.host}: {_said(problem, user, secret)}") from problem
    except BaseException:
        wire.close()
        raise


def _connect(server: Server, elapsed: Callable[[], float], timeouts: Timeouts) -> Wire:
    """The wire, encrypted already where TLS comes first."""
    try:
        context = tls_context(server) if server.tls == "implicit" else None
    except OSError as problem:
        raise MailboxTrouble("tls", f"the certificates in {server.ca} cannot be read: {problem}") from problem
    connected = None
    try:
        connected = socket.create_connection((server.host.strip("[]"), server.port), timeouts.connect)
        if server.tls == "none" and not is_loopback_peer(connected.getpeername()[0]):
            connected.close()
            raise MailboxTrouble("tls", _PLAIN_TEXT.format(host=server.host))
        if context is not None:
            connected = context.wrap_socket(connected, server_hostname=server.host.strip("[]"))
        return Wire(connected, server, timeouts, elapsed)
    except OSError as problem:
        if connected is not None:
            connected.close()
        refusal = tls_refusal(server.host, problem)
        if refusal:
            raise MailboxTrouble("tls", refusal) from problem
        raise MailboxTrouble("connection", f"{server.host}:{server.port}: {system_words(problem)}") from problem


def _opened(wire: Wire, server: Server, user: str, login: Login, secret: str) -> tuple[Client, Connection]:
    connection = Connection(wire, server.host)
    if connection.is_preauth and (login != "none" or server.tls == "starttls"):
        raise MailboxTrouble("tls", f"{server.host} says that we are logged in before we said who we are (PREAUTH)")
    client = Client(connection, server.host)
    if server.tls == "starttls":
        if "STARTTLS" not in connection.capabilities:
            raise MailboxTrouble("tls", f"{server.host} does not offer STARTTLS; nothing is read in plain text")
        try:
            context = tls_context(server)
        except OSError as problem:
            raise MailboxTrouble("tls", f"the certificates in {server.ca} cannot be read: {problem}") from problem
        try:
            connection.encrypt(context)
        except imaplib.IMAP4.error as problem:
            raise MailboxTrouble("tls", f"{server.host} refuses STARTTLS; nothing is read in plain text") from problem
        client.encrypted()
    wire.begin(ANSWER)
    if login == "none":
        if not connection.is_preauth:
            raise MailboxTrouble("login", f"{server.host} wants a login, and `auth` is none")
        return client, connection
    challenge: list[str] = []
    try:
        if login == "password":
            client.log_in(user, secret)
        else:
            client.sasl_login("XOAUTH2", _xoauth2(user, secret, challenge))
    except IMAPClientError as problem:
        if isinstance(problem, imaplib.IMAP4.abort) or isinstance(problem.__context__, imaplib.IMAP4.abort):
            # The library calls everything a refused login that happens during one, a broken connection, too.
            raise imaplib.IMAP4.abort(str(problem)) from problem
        text = _said(problem, user, secret)
        detail = f" ({cleaned(challenge[0])})" if challenge else ""
        if _TEMPORARY.search(text):
            raise MailboxTrouble("server", f"{server.host} takes no login now: {text}") from problem
        raise MailboxTrouble("login", f"{server.host} refuses the login of {user}: {text}{detail}") from problem
    return client, connection


def _xoauth2(user: str, token: str, challenge: list[str]) -> Callable[[bytes], str]:
    """First the token; the server's second question is an error in JSON, which wants an empty answer before it says NO."""
    said: list[bytes] = []

    def answer(question: bytes) -> str:
        said.append(question)
        if len(said) == 1:
            return f"user={user}\1auth=Bearer {token}\1\1"
        challenge.append(question.decode("utf-8", "replace"))
        return ""

    return answer


def _said(problem: BaseException, user: str, secret: str) -> str:
    """A server's words, safe to show."""
    return cleaned(without_secret(str(problem), user, secret))


def _text(lines: list[Any]) -> str:
    return b" ".join(line for line in lines if isinstance(line, bytes)).decode("utf-8", "replace")
