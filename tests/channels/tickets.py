"""A reservation that does as the test says and counts, and mails to reserve."""

from dataclasses import dataclass, field

from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import SeleqtError


@dataclass
class Ticket:
    """`refuse` is what arm answers; `trouble` is raised by it instead."""

    prepared: Prepared
    refuse: str = ""
    trouble: Exception | None = None
    is_late: bool = False
    armed: int = 0

    def arm(self) -> str:
        """Count, and answer as told."""
        self.armed += 1
        if self.trouble is not None:
            raise self.trouble
        return self.refuse

    def late(self) -> bool:
        """As told."""
        return self.is_late


@dataclass
class Passwords:
    """Secrets in memory; counts how often one was asked for."""

    known: dict[str, str] = field(default_factory=dict)
    trouble: SeleqtError | None = None
    asked: int = 0

    def get(self, sender: str) -> str | None:
        """See ports/secrets."""
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return self.known.get(sender)

    def set(self, sender: str, secret: str) -> None:
        """See ports/secrets."""
        self.known[sender] = secret

    def delete(self, sender: str) -> None:
        """See ports/secrets."""
        self.known.pop(sender, None)


def mail(number: int = 1, *, to: str = "", body: bytes = b"", sender: str = "anna@acme.example") -> Prepared:
    """A small whole mail, with a line that begins with a dot; `body` replaces everything."""
    recipient = to or f"lead{number}@example.test"
    payload = (
        body
        or (
            f"Message-ID: <{number}@acme.example>\r\nFrom: {sender}\r\nTo: {recipient}\r\n"
            "Subject: Pallets\r\n\r\nHi,\r\n.hidden\r\n.\r\nbye\r\n"
        ).encode()
    )
    return Prepared("email", "anna", "email:anna@acme.example", recipient, sender, f"<{number}@acme.example>", "Pallets", payload)


def account(port: int, **changes: object) -> Sender:
    """An account at a server on this machine, in plain text unless `tls` says otherwise."""
    tls, ca, host = changes.pop("tls", "none"), changes.pop("ca", ""), changes.pop("host", "127.0.0.1")
    settings: dict[str, object] = {
        "name": "anna",
        "channel": "email",
        "account": "email:anna@acme.example",
        "person": "anna",
        "address": "anna@acme.example",
        "smtp": Server(str(host), port, tls, str(ca)),  # type: ignore[arg-type]
        **changes,
    }
    return Sender(**settings)  # type: ignore[arg-type]
