"""A home whose sender sends over a server with a record of its own and reads a mailbox of a real mail server."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.homes import MAILS, Home
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.recording_smtp import HANG_UP, RecordingSmtp, Taken

MONDAY = 1_764_576_000
"""2025-12-01 08:00 UTC: in the past, because a mail server takes no mail from the future."""


def renamed(content: bytes, *, original: bool) -> bytes:
    """The mail as a server files it that gives each mail a Message-ID of its own, and may keep ours beside it."""
    ours = re.search(rb"(?im)^message-id:\s*(<[^>]*>)\r\n", content)
    assert ours is not None
    beside = b"X-Microsoft-Original-Message-ID: " + ours[1] + b"\r\n" if original else b""
    return content.replace(ours[0], b"Message-ID: <new.name@relay.example>\r\n" + beside)


class World:
    """A home whose sender anna sends over `smtp`, which can hang up after the dot, and reads a mailbox of her own."""

    def __init__(self, home: Home, smtp: RecordingSmtp, imap: Dovecot, user: str) -> None:
        self.home, self.smtp, self.imap, self.user = home, smtp, imap, user

    def hang_up(self, *numbers: int) -> None:
        """Break the connection after the dots with these numbers."""
        self.smtp.before = lambda phase, number: HANG_UP if phase == "DOT" and number in numbers else None

    def file(self, taken: Taken, change: Callable[[bytes], bytes] = lambda content: content) -> None:
        """What a mail server does that keeps copies."""
        self.imap.put(self.user, "Sent", change(taken.content), at=self.home.clock.now())

    def once(self, minutes: int = 0) -> str:
        self.home.clock.set(self.home.clock.now() + minutes * 60)
        code, _, said = self.home.type("run", "--once")
        assert code in (0, 3), said
        return said

    def states(self) -> list[str]:
        return [state for (state,) in self.home.sql("SELECT state FROM action ORDER BY id")]

    def proof(self) -> list[str]:
        found = self.home.sql("SELECT json_extract(data, '$.evidence') FROM history WHERE event = 'resolved' ORDER BY id")
        return [text for (text,) in found]


def mail_world(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    smtp: RecordingSmtp,
    imap: Dovecot,
    name: str,
    *,
    copies: bool = False,
) -> World:
    """One with a mailbox of its own for each test `name`; seleqt puts no copies into its Sent, unless `copies`."""
    user = "".join(letter if letter.isalnum() else "-" for letter in name[-50:]) + "@acme.example"
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    server = imap.server("none")
    text = MAILS.replace(
        "    smtp: outbox:outbox/anna\n",
        f"    login: {user}\n    smtp: {{host: 127.0.0.1, port: {smtp.port}, tls: none}}\n"
        f"    imap: {{host: 127.0.0.1, port: {server.port}, tls: none}}\n    sent_copy: {'auto' if copies else 'none'}\n",
    )
    text = text.replace("pace: {gap: 3 minutes, spread: false}", "pace: {gap: 0}")
    return World(Home(folder, monkeypatch, capsys, text, at=MONDAY), smtp, imap, user)
