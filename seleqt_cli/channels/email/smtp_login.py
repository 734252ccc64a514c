"""From nothing to a connection that may send: connect, TLS, EHLO, AUTH, each by aiosmtplib and each its own phase.

TLS is never optional: the certificate and the host name are checked, STARTTLS is required where it is configured,
and plain text goes to loopback only. A login is tried once with one mechanism: a second try with a wrong password
would lock the account.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, cast

import aiosmtplib

from seleqt_cli.channels.email.smtp_session import Offers, SmtpSession, Timeouts
from seleqt_cli.channels.email.tls import is_loopback, is_loopback_peer, system_words, tls_refusal
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.replies import Phase, cleaned, judge, lost, without_secret

Login = Literal["none", "password", "xoauth2"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to log in; `find` is awaited only when the server asks for a login.

    It returns the password or the OAuth access token, or an outcome that says why there is none.
    """

    login: Login
    user: str
    find: Callable[[], Awaitable[str | Outcome]]


def held(text: str, phase: Phase) -> Outcome:
    """The account cannot send until a person changes something."""
    return Outcome(Verdict.SENDER_HELD, cleaned(text), phase=phase)


async def open_session(
    server: Server, credentials: Credentials, timeouts: Timeouts, context: ssl.SSLContext | None
) -> SmtpSession | Outcome:
    """A session ready for MAIL, or what stood in the way; nothing is sent in either case. `context` is of tls.tls_context."""
    if server.tls == "none" and not is_loopback(server.host):
        return held(f"{server.host} is not on this machine: mail goes there with TLS only", "connect")
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "implicit",
        start_tls=False,
        tls_context=context,
        # Only until EHLO, which names the address; the library would ask DNS for a name.
        local_hostname="localhost",
        timeout=timeouts.connect,
    )
    opening = _Opening(client, server, credentials, timeouts)
    try:
        refusal = await opening.run()
        if refusal is None:
            return opening.session()
    except BaseException:
        _hang_up(client)
        raise
    _hang_up(client)
    return refusal


def _hang_up(client: aiosmtplib.SMTP) -> None:
    """End the connection at once: a polite goodbye of TLS would wait for a server that may never answer it."""
    transport = client.transport
    if isinstance(transport, asyncio.Transport):
        transport.abort()
    client.close()


class _Opening:
    """The steps of one opening; `phase` says where it is when something is raised."""

    def __init__(self, client: aiosmtplib.SMTP, server: Server, credentials: Credentials, timeouts: Timeouts) -> None:
        self._client = client
        self._server = server
        self._credentials = credentials
        self._timeouts = timeouts
        self._round_trip = 0.0
        self._phase: Phase = "connect"
        self._secret = ""

    async def run(self) -> Outcome | None:
        """Everything up to a finished login; what went wrong as an outcome."""
        try:
            return await self._steps()
        except aiosmtplib.SMTPResponseException as refusal:
            if isinstance(refusal, aiosmtplib.SMTPConnectResponseError):
                self._phase = "banner"
            return judge(self._phase, refusal.code, without_secret(refusal.message, self._credentials.user, self._secret))
        except (OSError, aiosmtplib.SMTPException) as problem:
            return _broken(self._server, self._phase, problem)

    async def _steps(self) -> Outcome | None:
        client, server = self._client, self._server
        await client.connect()
        if server.tls == "none" and not is_loopback_peer(client.get_transport_info("peername")[0]):
            return held(f"{server.host} is not on this machine: mail goes there with TLS only", "connect")
        await self._ehlo()
        if server.tls == "starttls":
            if not client.supports_extension("starttls"):
                return held(f"{server.host} does not offer STARTTLS; nothing is sent in plain text", "starttls")
            self._phase = "starttls"
            await client.starttls(timeout=self._timeouts.connect)
            await self._ehlo()
        return await self._login()

    async def _ehlo(self) -> None:
        self._phase = "ehlo"
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._client.ehlo(hostname=_own_name(self._client), timeout=self._timeouts.command)
        self._round_trip = loop.time() - begun

    async def _login(self) -> Outcome | None:
        client, credentials = self._client, self._credentials
        self._phase = "auth"
        offered = client.server_auth_methods
        if credentials.login == "none" or (not offered and is_loopback(self._server.host)):
            return None
        wanted = ("xoauth2",) if credentials.login == "xoauth2" else ("plain", "login")
        mechanism = next((name for name in wanted if name in offered), "")
        if not mechanism:
            has = ", ".join(name.upper() for name in offered) or "no login at all"
            return held(f"{self._server.host} offers {has}, not {' or '.join(name.upper() for name in wanted)}", "auth")
        secret = await credentials.find()
        if isinstance(secret, Outcome):
            return secret
        self._secret = secret
        attempt = {"xoauth2": client.auth_xoauth2, "plain": client.auth_plain, "login": client.auth_login}[mechanism]
        await attempt(credentials.user, secret, timeout=self._timeouts.command)
        return None

    def session(self) -> SmtpSession:
        """Hand the transport over; aiosmtplib's part ends here."""
        extensions = self._client.esmtp_extensions
        size = extensions.get("size", "")
        assert self._client.protocol is not None
        return SmtpSession(
            cast(asyncio.Transport, self._client.protocol.transport),
            Offers(
                pipelining="pipelining" in extensions,
                eight_bit="8bitmime" in extensions,
                utf8="smtputf8" in extensions,
                takes_size="size" in extensions,
                size=int(size) if size.isascii() and size.isdigit() else 0,
            ),
            self._timeouts,
            self._round_trip,
        )


def _broken(server: Server, phase: Phase, problem: BaseException) -> Outcome:
    """A certificate or a handshake that fails holds the sender; a connection that fails is tried again."""
    refusal = tls_refusal(server.host, problem)
    return held(refusal, phase) if refusal else lost(phase, f"{server.host}:{server.port}: {system_words(problem)}")


def _own_name(client: aiosmtplib.SMTP) -> str:
    """The address literal for EHLO (RFC 5321 section 4.1.4): a laptop has no name that others could look up."""
    address = ipaddress.ip_address(client.get_transport_info("sockname")[0].partition("%")[0])
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
