"""A whole mail host on this machine: mail is submitted with a login, delivered into mailboxes, and read with the same login."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.ports import free_port


@dataclass
class MailHost:
    """`box` has the ports of Dovecot: `submission` for sending, `imaps` for reading.

    `spam`: mail lands in Junk. `copies`: the host puts what was sent into Sent. `renames`: it gives a mail another Message-ID.
    `loses`: nothing arrives. `taken` is every mail that was handed in.
    """

    box: Dovecot
    spam: bool = False
    copies: bool = False
    renames: bool = False
    loses: bool = False
    taken: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Deliver at once."""
        octets: bytes = envelope.content
        self.taken.append(octets)
        given = octets
        if self.renames:
            head, _, body = octets.partition(b"\r\n\r\n")
            head = head.replace(b"Message-ID:", b"X-Microsoft-Original-Message-ID:")
            octets = b"Message-ID: <renamed@host.test>\r\n" + head + b"\r\n\r\n" + body
        signature = b"DKIM-Signature: v=1; a=rsa-sha256; d=acme.example;\r\n\ts=sel1; h=from;\r\n\tbh=x=; b=s=fake; d=none\r\n"
        for user in () if self.loses else envelope.rcpt_tos:
            if self.spam:
                self.box.put(user, "Junk", signature + octets)
            else:
                self.box.deliver(user, signature + octets)
        if self.copies:
            self.box.put(envelope.mail_from, "Sent", given)
        return "250 2.0.0 taken"


@contextmanager
def mail_host() -> Iterator[MailHost]:
    """Serve until the block ends."""
    port = free_port()
    with dovecot(relay=port) as box:
        host = MailHost(box)
        controller = Controller(host, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield host
        finally:
            controller.stop()
