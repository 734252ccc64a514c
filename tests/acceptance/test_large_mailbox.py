"""A mailbox of 100,000 mails costs what is new in it: judged by the octets that the server itself counted."""

import os
import re
import select
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from seleqt_cli.app.inbox_reading import MARGIN, Plan, read_new
from seleqt_cli.channels.email.imap import open_mailbox
from seleqt_cli.engine.clocks import SystemClock
from seleqt_cli.wiring.inboxes import judgement
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot

MAILS = 100_000
OLD = 1_600_000_000
LARGE, EMPTY = "large@acme.example", "empty@acme.example"
MAIL = b"From: somebody@shop.example\r\nTo: anna@acme.example\r\nSubject: Offers\r\nMessage-ID: <old@shop.example>\r\n\r\nPallets!\r\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 500_000_000:
        monkeypatch.setattr(tempfile, "tempdir", str(memory))
    with dovecot() as running:
        yield running


def fill(server: Dovecot, user: str, count: int) -> None:
    """Put old mails into a Maildir that Dovecot has not seen: links to few files, as file systems bound how many a file has."""
    folder = server.folder / "mail" / user
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    content = folder / "tmp" / "content"
    for number in range(count):
        if number % 20_000 == 0:
            content = folder / "tmp" / f"content{number}"
            content.write_bytes(MAIL)
            os.utime(content, (OLD, OLD))
        os.link(content, folder / "cur" / f"{OLD}.{number:06}.host,S={len(MAIL)},W={len(MAIL)}:2,S")
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir(), *(folder / "tmp").iterdir()):
            shutil.chown(path, "nobody", "nogroup")


def read(server: Dovecot, user: str, cursors: dict[str, tuple[int, int]], since: int) -> list[str]:
    """Read what is new, and remember how far reading came; returns the subjects."""
    box = open_mailbox(server.server("none"), user, "password", PASSWORD, elapsed=SystemClock().elapsed)
    plan = Plan("email:anna@acme.example", since, SystemClock().now(), dict(cursors), (), (), frozenset())
    subjects = []
    for batch in read_new(box, plan, judgement()):
        subjects += [arrived.mail.subject for arrived in batch.mails]
        cursors[batch.folder] = (batch.uidvalidity, batch.next_uid)
    box.close()
    return subjects


def octets(server: Dovecot, user: str, sessions: int) -> tuple[int, int]:
    """What the user's last session brought to the server and took from it, once the server has written down so many."""
    line = re.compile(rf"imap\({re.escape(user)}\).*in=(\d+) out=(\d+)")
    for _ in range(600):
        found = line.findall((server.folder / "dovecot.log").read_text())
        if len(found) >= sessions:
            return int(found[-1][0]), int(found[-1][1])
        select.select([], [], [], 0.05)  # the log is written after the goodbye
    raise AssertionError("no such session")


def test_a_mailbox_of_100_000_mails_costs_what_is_new(server: Dovecot) -> None:
    fill(server, LARGE, MAILS)
    since = SystemClock().now() - MARGIN
    cost: dict[str, list[tuple[int, int]]] = {LARGE: [], EMPTY: []}
    for user, sessions in cost.items():
        cursors: dict[str, tuple[int, int]] = {}
        for number in range(3):
            if number == 1:
                for mail in range(3):
                    server.deliver(user, MAIL.replace(b"<old@", f"<{mail}@".encode()).replace(b"Offers", f"New {mail}".encode()))
            found = read(server, user, cursors, since)
            assert found == (["New 0", "New 1", "New 2"] if number == 1 else []), (user, number)
            sessions.append(octets(server, user, number + 1))
        assert cursors["INBOX"][1] == (MAILS if user == LARGE else 0) + 4
    for large, empty in zip(cost[LARGE], cost[EMPTY], strict=True):
        assert abs(large[0] - empty[0]) < 200, cost
        assert abs(large[1] - empty[1]) < 500, cost
