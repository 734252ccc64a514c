"""One small request over HTTPS, for signing in and for a provider's settings; bounded in time and size.

Plain HTTP goes to this machine only, where tests serve it.
"""

import errno
import os
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from seleqt_cli.channels.email.tls import is_loopback
from seleqt_cli.core.errors import Unreachable

if TYPE_CHECKING:
    import httpx2

MOST_OCTETS: Final = 65_536
CONNECT_SECONDS: Final = 5.0
SECONDS: Final = 15.0
"""For the whole request; a server that drips is cut off."""
REDIRECTS: Final = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `octets` are at most MOST_OCTETS."""

    status: int
    octets: bytes


def request(
    url: str, *, elapsed: Callable[[], float], form: Mapping[str, str] | None = None, seconds: float = SECONDS, redirects: int = 0
) -> Answer:
    """GET a URL, or POST a form to it. Only a GET follows redirects, and only to HTTPS.

    Raises Unreachable when there is no whole answer, or one that is too long. Nothing of the form stands in its message.
    """
    import httpx2

    host = _allowed(url)
    local = is_loopback(host)
    try:
        with httpx2.Client(
            verify=ssl.create_default_context(),
            timeout=httpx2.Timeout(min(seconds, SECONDS), connect=min(seconds, CONNECT_SECONDS)),
            trust_env=not local,
            follow_redirects=False,
        ) as client:
            answer, onward = _exchange(client, url, form, elapsed, seconds, host)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as problem:
        raise Unreachable(f"{host} cannot be reached: {why_unreachable(problem)}") from None
    if onward and form is None and redirects > 0:
        return request(urljoin(url, onward), elapsed=elapsed, seconds=seconds, redirects=redirects - 1)
    return answer


def _exchange(
    client: "httpx2.Client", url: str, form: Mapping[str, str] | None, elapsed: Callable[[], float], seconds: float, host: str
) -> tuple[Answer, str]:
    begun, read, size = elapsed(), [], 0
    data = dict(form) if form is not None else None
    with client.stream("GET" if data is None else "POST", url, data=data, headers={"Accept": "*/*", "User-Agent": "seleqt"}) as response:
        for chunk in response.iter_bytes(4096):
            read.append(chunk)
            size += len(chunk)
            if size > MOST_OCTETS:
                raise Unreachable(f"{host} answers with more than {MOST_OCTETS // 1024} KiB")
            if elapsed() - begun > seconds:
                raise Unreachable(f"{host} did not finish its answer within {seconds:.0f} s")
        onward = response.headers.get("location", "") if response.is_redirect else ""
        return Answer(response.status_code, b"".join(read)), onward


def _allowed(url: str) -> str:
    """The host of a URL that may be asked. Raises Unreachable for plain HTTP to another machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise Unreachable(f"{host or 'the address'} would be asked without TLS, which is refused")
    return host


def why_unreachable(problem: BaseException) -> str:
    """What went wrong in the words of the system, without the words that libraries put around it."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is refused: {cause.verify_message}"
        if isinstance(cause, OSError) and cause.strerror:
            # asyncio puts words of its own there; what getaddrinfo says has numbers of its own
            return os.strerror(cause.errno) if cause.errno is not None and cause.errno in errno.errorcode else cause.strerror
        cause = cause.__cause__ or cause.__context__
    name = type(problem).__name__
    return "no answer in time" if "Timeout" in name else f"{name}"
