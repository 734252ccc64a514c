"""Looks at the certificate of a mail server: connects as sending and reading do, says goodbye, and logs in nowhere."""

import re
import socket
import ssl
from dataclasses import dataclass
from typing import Final, Literal

from seleqt_cli.channels.email.tls import system_words, tls_context, tls_refusal
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import Failed, Unreachable

SECONDS: Final = 10.0
_LINES: Final = 100
_OCTETS: Final = 16_384
_SMTP_LAST: Final = re.compile(rb"([0-9]{3})(?: [^\r\n]*)?")


@dataclass(frozen=True, slots=True)
class Look:
    """`expires`: the instant at which the certificate ends, 0 without TLS. `protocol` as in TLSv1.3. `banner`: its first line."""

    expires: int
    protocol: str
    banner: str


def look_at(server: Server, kind: Literal["smtp", "imap"], *, seconds: float = SECONDS) -> Look:
    """Connect with TLS as the settings say. Raises Failed when TLS or the certificate is refused, Unreachable when nobody answers."""
    where = f"{server.host}:{server.port}"
    try:
        context = tls_context(server)
        with socket.create_connection((server.host, server.port), timeout=seconds) as plain:
            if context is None:
                return Look(0, "", _read(plain, b"", kind)[0])
            if server.tls == "implicit":
                with context.wrap_socket(plain, server_hostname=server.host) as secured:
                    banner, _ = _read(secured, b"", kind)
                    return _seen(secured, kind, banner)
            banner = _ask_for_tls(plain, kind)
            with context.wrap_socket(plain, server_hostname=server.host) as secured:
                return _seen(secured, kind, banner)
    except (OSError, ssl.SSLError) as problem:
        refusal = tls_refusal(server.host, problem)
        if refusal:
            raise Failed(refusal) from None
        words = "no answer in time" if isinstance(problem, TimeoutError) else system_words(problem)
        raise Unreachable(f"{where}: {words}") from None


def _ask_for_tls(plain: socket.socket, kind: str) -> str:
    """Speak the few plain words before STARTTLS; returns the banner."""
    banner, rest = _read(plain, b"", kind)
    if kind == "smtp":
        plain.sendall(b"EHLO localhost\r\n")
        _, rest = _read(plain, rest, kind)
        plain.sendall(b"STARTTLS\r\n")
    else:
        plain.sendall(b"a STARTTLS\r\n")
    answer, rest = _read(plain, rest, kind, tag=b"a ")
    if not answer.startswith("220" if kind == "smtp" else "a OK") or rest:
        # What came in plain text behind the answer could be anybody's (RFC 3207 section 4.2).
        raise Failed(f"{answer[:60]!r} is its answer to STARTTLS: no mail goes without TLS")
    return banner


def _seen(secured: ssl.SSLSocket, kind: str, banner: str) -> Look:
    certificate = secured.getpeercert() or {}
    expires = ssl.cert_time_to_seconds(str(certificate["notAfter"])) if "notAfter" in certificate else 0
    secured.sendall(b"QUIT\r\n" if kind == "smtp" else b"b LOGOUT\r\n")
    return Look(expires, secured.version() or "", banner)


def _read(connection: socket.socket, rest: bytes, kind: str, *, tag: bytes = b"") -> tuple[str, bytes]:
    """One whole answer's last line, and what came behind it. Raises Unreachable when it is none."""
    octets, lines = rest, 0
    while lines < _LINES and len(octets) < _OCTETS:
        line, end, octets = octets.partition(b"\r\n")
        if not end:
            octets = line
            more = connection.recv(4096)
            if not more:
                raise Unreachable("the server hung up")
            octets += more
            continue
        lines += 1
        if kind == "imap" and (not tag or line.startswith(tag)):
            return line.decode("latin-1"), octets
        if kind == "smtp" and _SMTP_LAST.fullmatch(line):
            return line.decode("latin-1"), octets
    raise Unreachable("it does not speak like a mail server")
