"""aiosmtpd with STARTTLS and AUTH, as a second opinion on what goes over the wire."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.servers.certificates import make_certificates
from tests.servers.ports import free_port
from tests.servers.recording_smtp import Taken


@dataclass
class Aiosmtpd:
    """Trust `ca`. `taken` is its record, stamped by `now`; `logins` who logged in, in order."""

    port: int
    ca: Path
    users: Mapping[str, str]
    taken: list[Taken] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    now: Callable[[], int] = lambda: 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take it."""
        self.taken += [Taken(envelope.mail_from, recipient, envelope.content, self.now()) for recipient in envelope.rcpt_tos]
        return "250 2.0.0 taken"

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Check a login."""
        assert isinstance(data, LoginPassword)
        known = self.users.get(data.login.decode()) == data.password.decode()
        if known:
            self.logins.append(data.login.decode())
        return AuthResult(success=known, handled=False)


@contextmanager
def aiosmtpd_server(folder: Path, users: Mapping[str, str]) -> Iterator[Aiosmtpd]:
    """Serve until the block ends; nothing is taken without TLS and a login of `users`."""
    certificates = make_certificates(folder)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.good.certificate, certificates.good.key)
    served = Aiosmtpd(free_port(), certificates.ca, users)
    controller = Controller(
        served, hostname="127.0.0.1", port=served.port, tls_context=context, require_starttls=True, authenticator=served,
        auth_required=True, auth_require_tls=True,
    )  # fmt: skip
    controller.start()
    try:
        yield served
    finally:
        controller.stop()
