"""Servers and homes that several of these tests stand on: the mail world, and the machine whose DNS is a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seleqt_cli.channels.dns.resolver import SystemDns
from seleqt_cli.engine import clocks
from seleqt_cli.wiring import checking
from tests.cli.mail_worlds import World, mail_world
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.mail_host import MailHost, mail_host
from tests.servers.recording_smtp import RecordingSmtp, recording_smtp
from tests.servers.unbound import unbound

REAL = clocks.SystemClock()


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    """A mail server that mailboxes are read from."""
    with dovecot() as running:
        yield running


@pytest.fixture
def smtp() -> Iterator[RecordingSmtp]:
    """A mail server that takes mails and keeps a record of them."""
    with recording_smtp() as running:
        yield running


@pytest.fixture
def world(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    smtp: RecordingSmtp,
    imap: Dovecot,
    request: pytest.FixtureRequest,
) -> World:
    """A home between the two."""
    return mail_world(tmp_path, monkeypatch, capsys, smtp, imap, request.node.name)


@pytest.fixture(scope="module")
def host() -> Iterator[MailHost]:
    """A whole mail host."""
    with mail_host() as served:
        yield served


@pytest.fixture(scope="module")
def names(request: pytest.FixtureRequest) -> Iterator[int]:
    """A name server that knows the module's ZONE; its port."""
    with unbound(request.module.ZONE) as port:
        yield port


@pytest.fixture
def own_dns(monkeypatch: pytest.MonkeyPatch, names: int) -> None:
    """A machine that asks that name server. Who waits for a real server waits in real time, whatever day the test is on."""
    monkeypatch.setattr(checking, "name_service", lambda: SystemDns(["127.0.0.1"], names))
    monkeypatch.setattr(clocks.VirtualClock, "elapsed", lambda clock: REAL.elapsed())
