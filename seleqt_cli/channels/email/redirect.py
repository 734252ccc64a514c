"""The door through which the browser brings the answer of a sign-in: one port of this machine, open for one answer (RFC 8252).

Any page that the browser shows can send requests here, and any program of this machine too. So only the answer that
carries the state of this sign-in counts, at the one path, addressed to this very host; everything else is turned away and
changes nothing. The door closes with the first answer that counts.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import parse_qs, urlsplit

from seleqt_cli.core.errors import Failed
from seleqt_cli.core.replies import cleaned

MOST_OCTETS: Final = 8_192
"""Of one request with its headers; codes are a few hundred octets."""
REQUEST_SECONDS: Final = 10.0
"""For one request to come in whole."""
MOST_GUESTS: Final = 200
"""Requests without the right state after which the door closes: somebody is trying."""

_PAGE: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>seleqt</title></head>
<body><p>{text}</p></body></html>
"""


class Redirect:
    """A door that is open. `port` is where; `answer` waits for the code."""

    def __init__(self, host: str) -> None:
        self.port = 0
        self._host = host
        self._state = ""
        self._guests = 0
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._server: asyncio.Server | None = None

    async def answer(self, state: str, seconds: float) -> str:
        """The code that comes with `state`. Raises Failed when the person refused, or when nothing came in time."""
        self._state = state
        try:
            async with asyncio.timeout(seconds):
                return await self._answer
        except TimeoutError:
            raise Failed(f"nobody finished the sign-in within {seconds / 60:.0f} minutes", advice="type the same again") from None

    async def open(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MOST_OCTETS)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        if self._answer.done() and not self._answer.cancelled():
            self._answer.exception()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                status, text = self._judged(head)
                writer.write(_response(status, text))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            self._count()
        finally:
            writer.close()

    def _judged(self, head: bytes) -> tuple[str, str]:
        """Whether a request is the answer; its status line and what the person reads."""
        lines = head.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        target, _, version = rest.rpartition(" ")
        hosts = [value.strip() for name, _, value in (line.partition(":") for line in lines[1:]) if name.lower() == "host"]
        if hosts != [f"{self._host}:{self.port}"]:
            # A name that an attacker's DNS points here is not ours (DNS rebinding).
            return self._turned_away("421 Misdirected Request")
        if not version.startswith("HTTP/1."):
            return self._turned_away("400 Bad Request")
        if method != "GET":
            return self._turned_away("405 Method Not Allowed")
        parts = urlsplit(target)
        if parts.path != "/" or parts.scheme or parts.netloc:
            return self._turned_away("404 Not Found")
        query = parse_qs(parts.query, keep_blank_values=True, max_num_fields=32)
        state, code, error = (query.get(key, []) for key in ("state", "code", "error"))
        if not self._state or len(state) != 1 or not hmac.compare_digest(state[0].encode(), self._state.encode()):
            return self._turned_away("400 Bad Request")
        if self._answer.done():
            return "410 Gone", "This sign-in is over."
        if len(error) == 1 and not code:
            said = cleaned(f"{error[0]} {' '.join(query.get('error_description', []))}")
            self._answer.set_exception(Failed(f"the sign-in was refused: {said}", advice="nothing was kept; type the same again"))
            self._shut()
            return "200 OK", "The sign-in was refused. You can close this page."
        if len(code) != 1 or not code[0] or error:
            return self._turned_away("400 Bad Request")
        self._answer.set_result(code[0])
        self._shut()
        return "200 OK", "seleqt got the answer. You can close this page and go back to the terminal."

    def _turned_away(self, status: str) -> tuple[str, str]:
        self._count()
        return status, status

    def _count(self) -> None:
        self._guests += 1
        if self._guests >= MOST_GUESTS and not self._answer.done():
            self._answer.set_exception(Failed("something keeps sending wrong answers to the sign-in", advice="type the same again"))
            self._shut()

    def _shut(self) -> None:
        if self._server is not None:
            self._server.close()


@asynccontextmanager
async def redirect(host: str) -> AsyncIterator[Redirect]:
    """A door for one sign-in; `host` is how the redirect names this machine: 127.0.0.1, or localhost."""
    door = Redirect(host)
    await door.open()
    try:
        yield door
    finally:
        await door.close()


def pasted(text: str, state: str) -> str:
    """The code of an answer that a person copied from the browser's address line. Raises Failed for another sign-in's."""
    query = parse_qs(urlsplit(text.strip()).query, max_num_fields=32)
    states, codes = query.get("state", []), query.get("code", [])
    if len(states) != 1 or not hmac.compare_digest(states[0].encode(), state.encode()):
        raise Failed("that address does not belong to this sign-in", advice="copy the whole address line after you agreed, and paste it")
    if len(codes) != 1 or not codes[0]:
        said = cleaned(" ".join([*query.get("error", []), *query.get("error_description", [])])) or "it carries no code"
        raise Failed(f"the sign-in was refused: {said}", advice="nothing was kept; type the same again")
    return codes[0]


def _response(status: str, text: str) -> bytes:
    body = _PAGE.format(text=text).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'\r\n\r\n"
    )
    return head.encode("ascii") + body
