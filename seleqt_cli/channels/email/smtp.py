"""Sends the mails of one account over SMTP, one connection for many of them.

The way of one mail is in smtp_session, the way to a login in smtp_login; here it is decided when a connection is
opened, used again and given up, and what is refused before anything is sent.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Final

from seleqt_cli.channels.email.smtp_login import Credentials, Login, held, open_session
from seleqt_cli.channels.email.smtp_session import SmtpSession, Timeouts
from seleqt_cli.channels.email.tls import is_loopback, tls_context
from seleqt_cli.channels.wire import EnvelopeAddress, Unsendable, WireMessage, envelope_address, wire_message
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import SeleqtError, Unreachable
from seleqt_cli.core.replies import lost
from seleqt_cli.ports.secrets import Secrets

MOST_A_CONNECTION: Final = 100
"""Mails after which a connection is renewed; servers count them too."""
DEFAULT_TIMEOUTS: Final = Timeouts()

Token = Callable[[Sender, str], Awaitable[str]]
"""Gives an OAuth access token for a sender, another one than the second argument (a token that was refused, or '').

Raises Unreachable when it may work later, another SeleqtError when a person must sign in again.
"""


class SmtpChannel:
    """The Channel of an email account (see ports/channel)."""

    def __init__(self, sender: Sender, *, secrets: Secrets, timeouts: Timeouts = DEFAULT_TIMEOUTS, token: Token | None = None) -> None:
        """`sender.smtp` must be known. `token` is needed for `auth: google` and `auth: microsoft`."""
        if sender.smtp is None:
            raise ValueError(f"{sender.name} has no SMTP server")
        self._sender = sender
        self._server = sender.smtp
        self._secrets = secrets
        self._timeouts = timeouts
        self._token = token
        self._session: SmtpSession | None = None
        self._context: ssl.SSLContext | None = None
        self._secret: str | None = None
        self._refused_secret: str | None = None
        self._refusal: Outcome | None = None

    async def perform(self, reservation: Reservation) -> Outcome:
        """Send the reserved mail once (see ports/channel)."""
        prepared = reservation.prepared
        try:
            recipient = envelope_address(prepared.recipient)
        except Unsendable as problem:
            return Outcome(Verdict.NO_SUCH_ADDRESS, str(problem), phase="rcpt")
        try:
            sender = envelope_address(prepared.envelope_from)
        except Unsendable as problem:
            return Outcome(Verdict.SENDER_HELD, str(problem), phase="mail")
        try:
            message = wire_message(prepared.payload)
        except Unsendable as problem:
            return Outcome(Verdict.REFUSED_CONTENT, str(problem), phase="data")
        session = self._session
        if session is not None and not session.ended and session.sent < MOST_A_CONNECTION:
            outcome = await self._send(session, sender, recipient, message, reservation)
            if not _connection_was_gone(outcome):
                return outcome
        await self.close()
        opened = await self._open()
        if isinstance(opened, Outcome):
            return opened
        self._session = opened
        return await self._send(opened, sender, recipient, message, reservation)

    async def close(self) -> None:
        """Say goodbye and let go of the connection; errors of it are no errors."""
        session, self._session = self._session, None
        if session is not None:
            await session.quit()

    async def check(self) -> Outcome | None:
        """Connect and log in without sending anything; None when the account can send (for `senders test`)."""
        await self.close()
        opened = await self._open()
        if isinstance(opened, Outcome):
            return opened
        await opened.quit()
        return None

    async def _send(
        self, session: SmtpSession, sender: EnvelopeAddress, recipient: EnvelopeAddress, message: WireMessage, reservation: Reservation
    ) -> Outcome:
        offers = session.offers
        if offers.size and message.size > offers.size:
            return _unfit(f"the mail has {message.size} octets, {self._server.host} takes {offers.size}")
        if (sender.utf8 or recipient.utf8 or message.utf8_header) and not offers.utf8:
            return _unfit(f"{self._server.host} does not take addresses in other scripts (SMTPUTF8): {reservation.prepared.recipient}")
        if message.eight_bit and not offers.eight_bit:
            return _unfit(f"{self._server.host} does not take 8-bit text (8BITMIME)")
        return await session.send(sender, recipient, message, reservation)

    async def _open(self) -> SmtpSession | Outcome:
        sender = self._sender
        if sender.auth == "none" and not is_loopback(self._server.host):
            return held("`auth: none` is for a server on this machine only", "auth")
        login: Login = "none" if sender.auth == "none" else "password" if sender.auth == "password" else "xoauth2"
        credentials = Credentials(login, sender.login or sender.address, self._find_secret)
        if self._context is None:
            # Reading the system's certificates takes 20 ms: done once, and again after anything went wrong.
            try:
                self._context = tls_context(self._server)
            except OSError as problem:
                return held(f"the certificates in {self._server.ca} cannot be read: {problem}", "connect")
        opened = await open_session(self._server, credentials, self._timeouts, self._context)
        if isinstance(opened, Outcome):
            self._context = None
        if isinstance(opened, Outcome) and opened.verdict is Verdict.SENDER_HELD and opened.phase == "auth" and self._secret is not None:
            # The same password is never shown to the server a second time: providers lock accounts for that.
            again = login == "xoauth2" and not self._refused_secret
            self._refused_secret, self._refusal, self._secret = self._secret, opened, None
            if again:
                # An access token can end before its time (a changed password, a new policy); one fresh token tells.
                return await self._open()
        if not isinstance(opened, Outcome):
            self._refused_secret, self._refusal = None, None
        return opened

    async def _find_secret(self) -> str | Outcome:
        """The password or access token; kept in memory until the server refuses it."""
        sender = self._sender
        try:
            if sender.auth == "password":
                if self._secret is None:
                    # In a thread: a keyring takes 25 ms, or asks a person, while other accounts go on.
                    self._secret = await asyncio.to_thread(self._secrets.get, sender.name)
            elif self._token is not None:
                self._secret = await self._token(sender, self._refused_secret or "")
        except Unreachable as problem:
            return lost("connect", problem.message)
        except SeleqtError as problem:
            return held(f"{problem.message.rstrip('.')}. {problem.advice}".rstrip(". ") + ".", "auth")
        if not self._secret:
            what = "password" if sender.auth == "password" else "sign-in"
            return held(f"no {what} for {sender.name}: type `seleqt senders login {sender.name}`", "auth")
        if self._refusal is not None and self._secret == self._refused_secret:
            self._secret = None
            return self._refusal
        return self._secret


def _connection_was_gone(outcome: Outcome) -> bool:
    """The server hung up on an idle connection before MAIL was answered: nothing of this mail was taken."""
    return outcome.verdict is Verdict.DEFERRED and outcome.phase == "mail" and outcome.code in (0, 421)


def _unfit(text: str) -> Outcome:
    return Outcome(Verdict.REFUSED_CONTENT, text, phase="mail")
