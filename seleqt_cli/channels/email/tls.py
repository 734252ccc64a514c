"""TLS of mail connections: never optional, the certificate and the host name checked, plain text to this machine only."""

import ipaddress
import os
import socket
import ssl
from typing import Final

from seleqt_cli.core.campaign import Server

_LOCALHOST: Final = frozenset({"localhost", "localhost.", "ip6-localhost"})


def is_loopback(host: str) -> bool:
    """Whether a configured host can only be this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in _LOCALHOST


def is_loopback_peer(address: str) -> bool:
    """Whether the address at the other end of a connection is this machine; `address` may carry a zone (`fe80::1%eth0`)."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def tls_context(server: Server) -> ssl.SSLContext | None:
    """None for plain text. Certificate and host name checked, TLS 1.2 or newer; `ca` is trusted besides the system's (or SSL_CERT_FILE's).

    Raises OSError when the `ca` file cannot be read as certificates.
    """
    if server.tls == "none":
        return None
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca or server.ca_pem:
        context.load_verify_locations(cafile=server.ca or None, cadata=server.ca_pem or None)
    return context


def tls_refusal(host: str, problem: BaseException) -> str:
    """What is wrong with a certificate or a handshake, in words; '' when the problem is another: the connection broke."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} is refused: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)):
            return f"TLS with {host} failed: {cause.reason or cause}"
        cause = cause.__cause__
    return ""


def system_words(problem: BaseException) -> str:
    """What the system says about a broken connection, without the words that libraries put around it."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno and cause.errno > 0:
            return os.strerror(cause.errno)
        if isinstance(cause, socket.gaierror):
            return "there is no such server, or no network"
        cause = cause.__cause__
    return str(problem)
