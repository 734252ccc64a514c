"""Access tokens, fresh when they are needed: one renewal at a time for each account, and what was renewed is kept at once."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from seleqt_cli.channels.email.oauth import SERVICES, Service, SignIn, SignInGone, renew
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Failed, SeleqtError
from seleqt_cli.ports.secrets import Secrets

MARGIN: Final = 300
"""Seconds before its end that an access token is renewed: a batch of mails begun with it ends with it."""


class SignIns:
    """The sign-ins of this process. Calls may come from any thread; those for one account wait for one another."""

    def __init__(
        self, secrets: Secrets, *, now: Callable[[], int], elapsed: Callable[[], float], services: Mapping[str, Service] = SERVICES
    ) -> None:
        self._secrets = secrets
        self._now = now
        self._elapsed = elapsed
        self._services = services
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, SignIn] = {}
        self._gone: dict[str, tuple[str, str]] = {}
        self._unkept: set[str] = set()

    def token(self, sender: Sender, refused: str = "") -> str:
        """An access token that lasts; another one than `refused`, which the mail server did not take.

        Raises Unreachable when it may work later, and Failed, with what to type, when a person must sign in again.
        """
        with self._guard:
            lock = self._locks.setdefault(sender.name, threading.Lock())
        with lock:
            known = self._known.get(sender.name) or self._kept(sender)
            if not self._lasts(known, refused):
                # Another process may have renewed it, or a person signed in again, since it was read.
                known = self._kept(sender)
                if not self._lasts(known, refused):
                    known = self._renewed(sender, known)
            self._known[sender.name] = known
            return known.access_token

    async def fresh(self, sender: Sender, refused: str = "") -> str:
        """The same for the loop, which goes on meanwhile; giving up the wait does not wait for the provider."""
        known = self._known.get(sender.name)
        if known is not None and self._lasts(known, refused):
            return known.access_token
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[str] = loop.create_future()

        def done(token: str, problem: BaseException | None) -> None:
            if waiting.done():
                return
            if problem is None:
                waiting.set_result(token)
            else:
                waiting.set_exception(problem)

        def work() -> None:
            token, problem = "", None
            try:
                token = self.token(sender, refused)
            except BaseException as error:  # noqa: BLE001 # it is raised where it is awaited
                problem = error
            try:
                loop.call_soon_threadsafe(done, token, problem)
            except RuntimeError:
                return  # the loop is closed: nobody waits any more

        # No thread of the loop's pool: those are waited for at the end, and a stop must not wait for a provider.
        threading.Thread(target=work, name=f"sign-in of {sender.name}", daemon=True).start()
        return await waiting

    def keep(self, sender: Sender, sign_in: SignIn) -> None:
        """Keep a new sign-in."""
        self._secrets.set(sender.name, sign_in.text())
        self._unkept.discard(sender.name)
        self._known[sender.name] = sign_in
        self._gone.pop(sender.name, None)

    def _lasts(self, known: SignIn, refused: str) -> bool:
        return bool(known.access_token) and known.access_token != refused and self._now() < known.expires_at - MARGIN

    def _kept(self, sender: Sender) -> SignIn:
        """What the store has; a renewal that it refused is newer, and is offered to it again."""
        if sender.name in self._unkept:
            known = self._known[sender.name]
            with suppress(SeleqtError):
                self._keep(sender, known)
            return known
        text = self._secrets.get(sender.name)
        found = SignIn.read(text) if text else None
        if found is None:
            raise Failed(f"{sender.name} is not signed in at {self._services[sender.auth].name}", advice=again(sender))
        return found

    def _renewed(self, sender: Sender, known: SignIn) -> SignIn:
        service = self._services[sender.auth]
        gone = self._gone.get(sender.name)
        if gone is not None and gone[0] == known.refresh_token:
            # Asking again about a refresh token that is dead changes nothing, and providers count it.
            raise Failed(gone[1], advice=again(sender))
        try:
            renewed = renew(service, known, now=self._now(), elapsed=self._elapsed)
        except SignInGone as problem:
            later = self._kept(sender)
            if later.refresh_token != known.refresh_token:
                return later if self._lasts(later, "") else self._renewed(sender, later)
            self._gone[sender.name] = (known.refresh_token, problem.message)
            raise Failed(problem.message, advice=again(sender)) from None
        # First into memory: should the store refuse it, this process at least goes on with what the provider counts from now on.
        self._known[sender.name] = renewed
        try:
            self._keep(sender, renewed)
        except SeleqtError:
            # Only a new refresh token would be lost with this process; the access token alone is worth no hold.
            if renewed.refresh_token != known.refresh_token:
                raise
        return renewed

    def _keep(self, sender: Sender, sign_in: SignIn) -> None:
        self._unkept.add(sender.name)
        self._secrets.set(sender.name, sign_in.text())
        self._unkept.discard(sender.name)


def again(sender: Sender) -> str:
    """What to type when a sign-in is over."""
    return f"seleqt senders login {sender.name}"
