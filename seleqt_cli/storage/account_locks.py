"""One account is never in two hands: an operating system lock for each account, beside the database.

The lock dies with its process, so no clock is involved: whoever gets the lock knows that the former holder is gone,
and may settle what it left behind.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seleqt_cli.core.errors import Busy


class AccountLocks:
    """The locks of one process."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + ".locks")
        self._held: dict[str, int] = {}

    def take(self, account: str) -> bool:
        """Take an account; False when another process has it. Taking it again is no error."""
        if account in self._held:
            return True
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = hashlib.sha256(account.encode()).hexdigest()[:24]
        descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._held[account] = descriptor
        return True

    def is_free(self, name: str) -> bool:
        """Whether nobody else has it at this moment; it is not kept."""
        if name in self._held:
            return True
        free = self.take(name)
        if free:
            os.close(self._held.pop(name))
        return free

    def release(self) -> None:
        """Let all go."""
        for descriptor in self._held.values():
            os.close(descriptor)
        self._held.clear()


@contextmanager
def held_accounts(database: Path, accounts: list[str]) -> Iterator[None]:
    """Hold every account of the home, so that no run begins; raises Busy while one is under way."""
    locks = AccountLocks(database)
    try:
        for account in dict.fromkeys(accounts):
            if not locks.take(account):
                raise Busy(f"a run is under way for {account.partition(':')[2]}", advice="Stop it first; nothing was changed.")
        yield
    finally:
        locks.release()


def window_lock(account: str) -> str:
    """The name under which an account's LinkedIn window is locked."""
    return f"window {account}"
