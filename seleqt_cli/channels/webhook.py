"""Posts an event to a webhook: signed, TLS verified, no redirect followed, and nothing of the answer read but its status."""

import asyncio
import hashlib
import hmac
import os
import ssl
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from seleqt_cli.channels.email.tls import is_loopback
from seleqt_cli.channels.email.web import why_unreachable

SECONDS: Final = 10.0
"""For the whole exchange."""
SIGNATURE: Final = "Seleqt-Signature"


def signature(secret: str, octets: bytes, at: int) -> str:
    """The value of Seleqt-Signature: HMAC-SHA256 over `AT.BODY`, so that an old request cannot be sent again unnoticed."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + octets, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


async def post(url: str, octets: bytes, secret: str, at: int, *, seconds: float = SECONDS) -> str:
    """Post a body; returns what was wrong, '' when the server took it (2xx). Plain HTTP goes to this machine only."""
    import httpx2

    parts = urlsplit(url)
    host = parts.hostname or ""
    local = is_loopback(host)
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        return "plain http goes to this machine only; write https://"
    headers = {"Content-Type": "application/json", "User-Agent": "seleqt", SIGNATURE: signature(secret, octets, at)}
    try:
        async with asyncio.timeout(seconds):
            # reading the certificates of the system takes a while, which no send should wait for
            context = await asyncio.to_thread(_certificates)
            async with (
                httpx2.AsyncClient(verify=context, timeout=seconds, trust_env=not local, follow_redirects=False) as client,
                client.stream("POST", url, content=octets, headers=headers) as response,
            ):
                status = response.status_code
    except TimeoutError:
        return f"{host} did not answer within {seconds:.0f} s"
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as problem:
        return f"{host} cannot be reached: {why_unreachable(problem)}"
    if 200 <= status < 300:
        return ""
    return f"{host} answered {status}" + ("; redirects are not followed" if 300 <= status < 400 else "")


def _certificates() -> ssl.SSLContext:
    return _read_certificates(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


@lru_cache(maxsize=1)
def _read_certificates(_file: str, _folder: str) -> ssl.SSLContext:
    """Once for all events; another setting is another context."""
    return ssl.create_default_context()
