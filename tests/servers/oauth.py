"""An authorization server: code with PKCE, device codes, refreshing with rotation, revoking; and it can be slow or broken.

It checks what it is sent as strictly as the RFCs allow and keeps a record. Access tokens are HS256 JWTs (RFC 7519) that
a mail server which knows the key can verify by itself.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from seleqt_cli.channels.email.oauth import Service
from tests.servers.dovecot import FAR, TOKEN_KEY


def jwt(user: str, expires_at: int, *, key: bytes = TOKEN_KEY, nonce: str = "") -> str:
    """An access token for a mailbox, with the claims that Dovecot wants; each `nonce` gives another one."""
    parts = [_packed({"alg": "HS256", "typ": "JWT"}), _packed({"sub": user, "email": user, "iat": 0, "exp": expires_at, "jti": nonce})]
    signed = ".".join(parts)
    return f"{signed}.{_text(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


def user_of(token: str, now: int, *, key: bytes = TOKEN_KEY) -> str:
    """Whose valid access token it is, '' for any other."""
    try:
        head, claims, signature = token.split(".")
        right = _text(hmac.new(key, f"{head}.{claims}".encode(), hashlib.sha256).digest())
        found = json.loads(base64.urlsafe_b64decode(claims + "=="))
        return str(found["email"]) if hmac.compare_digest(signature, right) and int(found["exp"]) > now else ""
    except (ValueError, KeyError):
        return ""


@dataclass
class OAuthServer:
    """`trouble` decides the answer of the token endpoint instead (status, octets); `hold` is waited for before each answer of it."""

    port: int = 0
    client: str = "client-of-acme"
    secret: str = "secret-of-acme"
    user: str = "anna@acme.example"
    lasts: int = 3600
    """What it says about an access token, in seconds."""
    ends_at: int = FAR
    """What stands in the access token itself: mail servers look at the real clock."""
    agrees: bool = True
    rotates: bool = True
    trouble: tuple[int, bytes] | None = None
    hold: threading.Event | None = None
    requests: list[dict[str, str]] = field(default_factory=list)
    """Every form that came to the token endpoint."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    """Refresh tokens that count."""
    devices: dict[str, bool] = field(default_factory=dict)
    device_waits: int = 0
    """How often a device code is still pending, although it is confirmed."""
    given: list[str] = field(default_factory=list)
    """Every token and code that was given out, for canary tests."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def service(self, *, redirect_host: str = "127.0.0.1") -> Service:
        """How seleqt finds it."""
        at = f"http://127.0.0.1:{self.port}"
        return Service("Acme", f"{at}/authorize", f"{at}/token", f"{at}/device", ("mail",), redirect_host)

    def revoke(self) -> None:
        """Nobody is signed in any more."""
        with self._lock:
            self.live.clear()

    def grants(self) -> list[str]:
        """The grant types that were asked for, in order."""
        return [form["grant_type"] for form in self.requests]

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes once the person has answered."""
        assert query["client_id"] == self.client
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert query["redirect_uri"].startswith(("http://127.0.0.1:", "http://localhost:"))
        if not self.agrees:
            return f"{query['redirect_uri']}/?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = self._new("code")
        self.codes[code] = query
        return f"{query['redirect_uri']}/?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, bytes]:
        """The token endpoint."""
        with self._lock:
            self.requests.append(form)
            if self.trouble is not None:
                return self.trouble
            if (form.get("client_id"), form.get("client_secret", "")) != (self.client, self.secret):
                return _error("invalid_client")
            grant = form.get("grant_type", "")
            if grant == "authorization_code":
                return self._redeemed(form)
            if grant == "refresh_token":
                return self._refreshed(form)
            return self._confirmed(form)

    def device(self, form: dict[str, str]) -> tuple[int, bytes]:
        """The device endpoint."""
        code = self._new("device")
        self.devices[code] = False
        found = {
            "device_code": code, "user_code": "WDJB-MJHT", "verification_uri": f"http://127.0.0.1:{self.port}/activate",
            "expires_in": 900, "interval": 1,
        }  # fmt: skip
        return 200, json.dumps(found).encode()

    def _redeemed(self, form: dict[str, str]) -> tuple[int, bytes]:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = _text(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return _error("invalid_grant")
        return self._tokens()

    def _refreshed(self, form: dict[str, str]) -> tuple[int, bytes]:
        if form.get("refresh_token") not in self.live:
            return _error("invalid_grant", "Token has been expired or revoked.")
        if self.rotates:
            self.live.discard(form["refresh_token"])
        return self._tokens(again=self.rotates)

    def _confirmed(self, form: dict[str, str]) -> tuple[int, bytes]:
        confirmed = self.devices.get(form.get("device_code", ""))
        if confirmed is None:
            return _error("expired_token")
        if self.device_waits > 0 or not confirmed:
            self.device_waits -= 1
            return _error("slow_down" if self.device_waits == 0 else "authorization_pending")
        return self._tokens()

    def _tokens(self, *, again: bool = True) -> tuple[int, bytes]:
        access = jwt(self.user, self.ends_at, nonce=secrets.token_hex(8))
        self.given.append(access)
        found: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts}
        if again:
            found["refresh_token"] = self._new("refresh")
            self.live.add(found["refresh_token"])
        return 200, json.dumps(found).encode()

    def _new(self, kind: str) -> str:
        made = f"{kind}-{secrets.token_urlsafe(24)}"
        self.given.append(made)
        return made


@contextmanager
def oauth_server(**settings: Any) -> Iterator[OAuthServer]:
    """Serve on a free port until the block ends."""
    served = OAuthServer(**settings)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", served.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                for code in served.devices:
                    served.devices[code] = True
                self._say(200, b"confirmed")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
            if served.hold is not None:
                served.hold.wait(30)
            status, octets = served.device(form) if self.path == "/device" else served.token(form)
            self._say(status, octets)

        def _say(self, status: int, octets: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="oauth-server")
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _error(word: str, description: str = "") -> tuple[int, bytes]:
    return 400, json.dumps({"error": word} | ({"error_description": description} if description else {})).encode()


def _packed(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
