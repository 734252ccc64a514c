"""OAuth 2 with Google and Microsoft: authorization code with PKCE, device code, and refreshing (RFC 6749, 7636, 8252, 8628).

Three requests, written by hand: the providers' own libraries bring an HTTP client and 200 ms of start-up each.
Whoever sends brings their own client id (docs/how-to); seleqt ships none, and asks for the least that reads and sends mail.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from seleqt_cli.channels.email.web import request
from seleqt_cli.core.errors import Failed, Unreachable
from seleqt_cli.core.replies import cleaned

Elapsed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Service:
    """Where a provider signs people in. `{tenant}` in a URL is the directory of a Microsoft 365 organisation.

    `redirect_host` is how the browser names this machine in the redirect: Google takes 127.0.0.1, Microsoft matches the
    registered http://localhost with any port. `device` is '' where device codes give no access to mail.
    """

    name: str
    authorize: str
    token: str
    device: str
    scopes: tuple[str, ...]
    redirect_host: str
    more: tuple[tuple[str, str], ...] = ()


SERVICES: Final[Mapping[str, Service]] = {
    "google": Service(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "",  # its device codes are for TV sets and give no mail scope
        ("https://mail.google.com/",),
        "127.0.0.1",
        # Without both of these Google gives no refresh token at a second sign-in.
        (("access_type", "offline"), ("prompt", "consent")),
    ),
    "microsoft": Service(
        "Microsoft",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access"),
        "localhost",
    ),
}
"""By the word of `auth:` in campaigns.yaml."""


class SignInGone(Failed):
    """The provider does not renew this sign-in: revoked, expired, or the client id was taken away. A person must sign in again."""


class Pending(Failed):
    """A device code that nobody has confirmed yet; `slower`: the provider asks for longer waits."""

    def __init__(self, *, slower: bool) -> None:
        super().__init__("nobody has confirmed the code yet")
        self.slower = slower


@dataclass(frozen=True, slots=True)
class Client:
    """The program as the provider knows it: an id that the user made, with the secret that Google gives to desktop programs."""

    id: str
    secret: str = field(default="", repr=False)
    tenant: str = "common"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a sign-in leaves: kept as JSON in the keyring, never shown. `expires_at` is an instant."""

    client: Client
    refresh_token: str = field(repr=False)
    access_token: str = field(default="", repr=False)
    expires_at: int = 0

    def text(self) -> str:
        """For the keyring."""
        return json.dumps({"oauth": 1, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "SignIn | None":
        """From the keyring; None for what is no sign-in (a password from an earlier `auth: password`)."""
        try:
            found = json.loads(text)
            if found.pop("oauth") != 1:
                return None
            return cls(Client(**found.pop("client")), **found)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class Device:
    """A code to type in at `url`; asked about every `interval` seconds for at most `seconds`."""

    code: str = field(repr=False)
    user_code: str
    url: str
    interval: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way: what the browser is sent to, and what proves that its answer belongs to it."""

    url: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def attempt(service: Service, client: Client, login: str, port: int) -> Attempt:
    """Begin a sign-in whose answer comes to a port of this machine; state and PKCE verifier are new each time."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    redirect = f"http://{service.redirect_host}:{port}"
    query = {
        "client_id": client.id,
        "response_type": "code",
        "redirect_uri": redirect,
        "scope": " ".join(service.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": login,
        **dict(service.more),
    }
    return Attempt(f"{_at(service.authorize, client)}?{urlencode(query)}", redirect, state, verifier)


def redeem(service: Service, client: Client, begun: Attempt, code: str, *, now: int, elapsed: Elapsed) -> SignIn:
    """The sign-in for a code. Raises Failed when the provider refuses it."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": begun.redirect, "code_verifier": begun.verifier}
    return _sign_in(service, SignIn(client, ""), form, now, elapsed)


def renew(service: Service, known: SignIn, *, now: int, elapsed: Elapsed) -> SignIn:
    """A fresh access token, and the refresh token that counts from now on. Raises SignInGone, or Unreachable when it may work later."""
    return _sign_in(service, known, {"grant_type": "refresh_token", "refresh_token": known.refresh_token}, now, elapsed)


def device(service: Service, client: Client, *, elapsed: Elapsed) -> Device:
    """Ask for a code that a person types in on another machine."""
    found = _ask(service, _at(service.device, client), client, {"scope": " ".join(service.scopes)}, elapsed)
    try:
        url = str(found.get("verification_uri") or found["verification_url"])
        code, user_code, seconds = str(found["device_code"]), str(found["user_code"]), int(found["expires_in"])
        return Device(code, cleaned(user_code), cleaned(url), min(max(1, int(found.get("interval", 5))), 60), min(seconds, 1800))
    except (KeyError, TypeError, ValueError):
        raise Unreachable(f"{service.name} gave no device code") from None


def poll(service: Service, client: Client, asked: Device, *, now: int, elapsed: Elapsed) -> SignIn:
    """The sign-in once the code was confirmed. Raises Pending until then, Failed when it was refused or ran out."""
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": asked.code}
    return _sign_in(service, SignIn(client, ""), form, now, elapsed)


def _sign_in(service: Service, known: SignIn, form: dict[str, str], now: int, elapsed: Elapsed) -> SignIn:
    found = _ask(service, _at(service.token, known.client), known.client, form, elapsed)
    access, refresh = found.get("access_token"), found.get("refresh_token") or known.refresh_token
    try:
        lasts = int(found.get("expires_in", 3600))
    except (TypeError, ValueError):
        lasts = 3600
    if not isinstance(access, str) or not _fit(access) or (refresh and not _fit(str(refresh))):
        raise Unreachable(f"{service.name} gave no access token")
    if not refresh:
        raise Failed(
            f"{service.name} gave no refresh token: the sign-in would end within the hour", advice="see docs/how-to for the client id"
        )
    return replace(known, access_token=access, refresh_token=str(refresh), expires_at=now + max(0, lasts))


def _ask(service: Service, url: str, client: Client, form: dict[str, str], elapsed: Elapsed) -> dict[str, Any]:
    """The JSON of an answer. A refusal that only a person can mend is SignInGone; what may work later is Unreachable."""
    fields = {**form, "client_id": client.id} | ({"client_secret": client.secret} if client.secret else {})
    answer = request(url, form=fields, elapsed=elapsed)
    try:
        found = json.loads(answer.octets)
    except ValueError:
        found = None
    if answer.status >= 500 or answer.status == 429 or not isinstance(found, dict):
        raise Unreachable(f"{service.name} cannot sign in now (HTTP {answer.status})")
    error = found.get("error")
    if not error and answer.status == 200:
        return found
    if error in ("authorization_pending", "slow_down"):
        raise Pending(slower=error == "slow_down")
    if error in ("temporarily_unavailable", "server_error"):
        raise Unreachable(f"{service.name} cannot sign in now ({error})")
    said = cleaned(f"{error or answer.status} {found.get('error_description') or ''}")
    raise SignInGone(f"{service.name} refuses the sign-in: {said}")


def _at(url: str, client: Client) -> str:
    return url.replace("{tenant}", client.tenant)


def _fit(token: str) -> bool:
    """Whether a token can stand in a SASL message and an HTTP form: visible ASCII (RFC 6750 section 2.1)."""
    return 0 < len(token) <= 16_384 and all("!" <= sign <= "~" for sign in token)
