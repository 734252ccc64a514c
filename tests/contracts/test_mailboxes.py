"""Every mailbox keeps the mailbox contract."""

from collections.abc import Iterable, Iterator
from itertools import count

import pytest

from seleqt_cli.channels.email.imap import open_mailbox
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.engine.clocks import SystemClock
from tests.contracts.mailbox_contract import NOON, MailboxContract, World
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


class ImapWorld(World):
    def __init__(self, server: Dovecot) -> None:
        self._server = server
        self._user = f"user{next(_NUMBERS)}@acme.example"
        self.mailbox = open_mailbox(server.server("none"), self._user, "password", PASSWORD, elapsed=SystemClock().elapsed)

    def put(self, octets: bytes, *, folder: str = "INBOX", at: int = NOON, flags: Iterable[str] = ()) -> None:
        self._server.put(self._user, folder, octets, at=at, flags=" ".join("\\" + flag.capitalize() for flag in flags))

    def put_all(self, folder: str, mails: Iterable[tuple[bytes, int]]) -> None:
        self._server.put_all(self._user, folder, mails)

    def create(self, folder: str) -> None:
        self._server.create(self._user, folder)

    def rename(self, folder: str, new: str) -> None:
        self._server.rename(self._user, folder, new)

    def recreate(self, folder: str) -> None:
        self._server.recreate(self._user, folder)

    def expunge(self, folder: str, uids: Iterable[int]) -> None:
        self._server.expunge(self._user, folder, ",".join(map(str, uids)))

    def set_uidvalidity(self, folder: str, value: int) -> None:
        self._server.set_uidvalidity(self._user, folder, value)

    def seen(self, folder: str) -> list[bool]:
        return ["\\Seen" in flags for flags in self._server.flags(self._user, folder)]


class TestImap(MailboxContract):
    @pytest.fixture
    def world(self, server: Dovecot) -> Iterator[World]:
        world = ImapWorld(server)
        yield world
        world.mailbox.close()


class MemoryWorld(World):
    def __init__(self) -> None:
        self._account = MemoryAccount()
        self.mailbox = self._account.open()

    def put(self, octets: bytes, *, folder: str = "INBOX", at: int = NOON, flags: Iterable[str] = ()) -> None:
        self._account.deliver(octets, at, folder, flags)

    def create(self, folder: str) -> None:
        self._account.create(folder)

    def rename(self, folder: str, new: str) -> None:
        self._account.rename(folder, new)

    def recreate(self, folder: str) -> None:
        self._account.recreate(folder)

    def expunge(self, folder: str, uids: Iterable[int]) -> None:
        self._account.expunge(folder, uids)

    def set_uidvalidity(self, folder: str, value: int) -> None:
        self._account.set_uidvalidity(folder, value)

    def seen(self, folder: str) -> list[bool]:
        return ["seen" in flags for flags in self._account.flags(folder)]


class TestMemory(MailboxContract):
    @pytest.fixture
    def world(self) -> World:
        return MemoryWorld()
