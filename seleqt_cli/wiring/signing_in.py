"""How an account logs in: its password, or an access token that is fresh."""

from collections.abc import Mapping
from typing import Literal, Protocol

from seleqt_cli.channels.email.oauth import SERVICES as KNOWN
from seleqt_cli.channels.email.oauth import Service
from seleqt_cli.channels.email.sign_ins import SignIns, again
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import Failed
from seleqt_cli.ports.clock import Clock
from seleqt_cli.storage.secrets import KeptSecrets, SystemSecrets

SERVICES: Mapping[str, Service] = KNOWN
"""Where Google and Microsoft are; tests put a server of this machine here."""
Login = Literal["none", "password", "xoauth2"]


class Keeping(Protocol):
    """What signing in needs of a call of the program."""

    @property
    def clock(self) -> Clock:
        """The machine's clock."""

    @property
    def kept_secrets(self) -> KeptSecrets:
        """The secrets file and the keyring."""


class Holding(Protocol):
    """What logging in needs of a call of the program."""

    @property
    def secrets(self) -> SystemSecrets:
        """Passwords."""

    @property
    def sign_ins(self) -> SignIns:
        """Access tokens."""


def sign_ins(place: Keeping) -> SignIns:
    """The sign-ins of this process."""
    return SignIns(place.kept_secrets, now=place.clock.now, elapsed=place.clock.elapsed, services=SERVICES)


def credentials(place: Holding, sender: Sender, refused: str = "") -> tuple[Login, str, str]:
    """How to log in at a sender's servers: kind, user name, and password or access token. Blocks; may be called from any thread.

    `refused`: an access token that the server did not take; another one comes. Raises Unreachable when it may work later,
    and another SeleqtError, with what to type, when a person is needed.
    """
    user = sender.login or sender.address
    if sender.auth == "none":
        return "none", user, ""
    if sender.auth in SERVICES:
        return "xoauth2", user, place.sign_ins.token(sender, refused)
    password = place.secrets.get(sender.name)
    if not password:
        raise Failed(f"no password for {sender.name}", advice=again(sender))
    return "password", user, password
