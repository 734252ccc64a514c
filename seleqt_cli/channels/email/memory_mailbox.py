"""A mail account that exists in memory only, under the same contract as one over IMAP: for tests and for trying things out."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.channels.email.imap_search import Wanted
from seleqt_cli.ports.mailbox import Folder, FolderState, MailboxTrouble, Raw, Role

USUAL: Final[Mapping[str, Role]] = {"INBOX": "inbox", "Sent": "sent", "Junk": "junk", "Drafts": "drafts", "Trash": "trash"}


@dataclass
class _Folder:
    """One life of a folder: a new one of the same name has another `uidvalidity`."""

    role: Role
    uidvalidity: int
    uidnext: int = 1
    mails: dict[int, Raw] = field(default_factory=dict)

    def add(self, octets: bytes, at: int, flags: Iterable[str]) -> int:
        uid = self.uidnext
        self.mails[uid] = Raw(uid, at, len(octets), frozenset(flags), octets)
        self.uidnext += 1
        return uid


class MemoryAccount:
    """The server's side: what lies where. Any thread may change it; every open mailbox sees it at once.

    `trouble`: what every call of a mailbox raises from now on, None for none. `fetched`: octets that went out, added up.
    """

    def __init__(self, folders: Mapping[str, Role] = USUAL) -> None:
        """Folders by name, with their roles."""
        self.trouble: MailboxTrouble | None = None
        self.fetched = 0
        self.changed = threading.Condition()
        self._lives = 0
        self._folders: dict[str, _Folder] = {}
        for name, role in folders.items():
            self.create(name, role)

    def open(self) -> "MemoryMailbox":
        """A logged-in connection."""
        return MemoryMailbox(self)

    def deliver(self, octets: bytes, at: int, folder: str = "INBOX", flags: Iterable[str] = ()) -> int:
        """A mail arrives at an instant; returns its UID. Flags as in Raw."""
        with self.changed:
            uid = self._folders[folder].add(octets, at, flags)
            self.changed.notify_all()
            return uid

    def create(self, folder: str, role: Role = "other") -> None:
        """Make an empty folder."""
        with self.changed:
            self._lives += 1
            self._folders[folder] = _Folder(role, self._lives)

    def rename(self, folder: str, new: str) -> None:
        """Rename a folder; its mails keep their UIDs."""
        with self.changed:
            self._folders[new] = self._folders.pop(folder)

    def delete(self, folder: str) -> None:
        """Delete a folder with its mails."""
        with self.changed:
            del self._folders[folder]

    def recreate(self, folder: str) -> None:
        """Delete a folder and make an empty one of that name."""
        self.create(folder, self._folders[folder].role)

    def expunge(self, folder: str, uids: Iterable[int]) -> None:
        """Remove mails for good."""
        with self.changed:
            for uid in uids:
                self._folders[folder].mails.pop(uid, None)

    def restore(self, folder: str, uidnext: int) -> None:
        """Put a folder back as it was before the mail that got this UID came: what came since is gone, and its UIDs are given again."""
        with self.changed:
            found = self._folders[folder]
            found.mails = {uid: mail for uid, mail in found.mails.items() if uid < uidnext}
            found.uidnext = min(found.uidnext, uidnext)

    def set_uidvalidity(self, folder: str, value: int) -> None:
        """Give a folder another UIDVALIDITY; its mails stay."""
        with self.changed:
            self._folders[folder].uidvalidity = value

    def flags(self, folder: str) -> list[frozenset[str]]:
        """The flags of each mail, in order."""
        return [mail.flags for _, mail in sorted(self._folders[folder].mails.items())]

    def all(self) -> Mapping[str, _Folder]:
        """Every folder by name, as it is now."""
        return self._folders


class MemoryMailbox:
    """The Mailbox of a MemoryAccount (see ports/mailbox)."""

    def __init__(self, account: MemoryAccount) -> None:
        """Use MemoryAccount.open."""
        self._account = account
        self._open: _Folder | None = None
        self._told = 0
        self._woken = False
        self._closed = False

    def folders(self) -> list[Folder]:
        """Every folder."""
        self._check()
        return [Folder(name, folder.role) for name, folder in self._account.all().items()]

    def look(self, folder: str) -> FolderState:
        """Open a folder."""
        self._check()
        self._open = None
        found = self._account.all().get(folder)
        if found is None:
            raise MailboxTrouble("server", f"there is no folder {folder}")
        self._open = found
        self._told = found.uidnext
        return FolderState(found.uidvalidity, found.uidnext, len(found.mails))

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs of a range that exist."""
        return sorted(uid for uid in self._opened().mails if first <= uid <= last)

    def fetch(self, uids: Sequence[int], most_octets: int) -> Iterator[Raw]:
        """The mails of those UIDs that still exist."""
        for uid in sorted(set(uids)):
            mail = self._opened().mails.get(uid)
            if mail is not None:
                octets = mail.octets[:most_octets]
                self._account.fetched += len(octets)
                yield Raw(mail.uid, mail.received_at, mail.size, mail.flags, octets)

    def find(self, *, message_id: str = "", original_id: str = "", to: str = "", subject: str = "", since: int = 0) -> list[int]:
        """The mails of the open folder of which all of it holds."""
        wanted = Wanted(message_id, original_id, to, subject, since)
        mails = sorted(self._opened().mails.items())
        if not wanted.is_possible:
            return []
        return [uid for uid, mail in mails if mail.received_at >= since and (not wanted.in_header or wanted.holds(mail.octets))]

    def append(self, folder: str, octets: bytes, at: int) -> None:
        """Put a copy into a folder, marked as seen."""
        self._check()
        if folder not in self._account.all():
            raise MailboxTrouble("server", f"there is no folder {folder}")
        self._account.deliver(octets, at, folder, ["seen"])

    def wait(self, seconds: float) -> bool:
        """Until a mail came into the open folder (True), `seconds` passed or somebody interrupted."""
        opened = self._opened()
        with self._account.changed:
            self._account.changed.wait_for(lambda: self._woken or self._closed or opened.uidnext > self._told, seconds)
            self._check()
            came = opened.uidnext > self._told
            self._woken = self._woken and came
            self._told = opened.uidnext
            return came

    def interrupt(self) -> None:
        """Make a `wait` in another thread return, or the next one."""
        with self._account.changed:
            self._woken = True
            self._account.changed.notify_all()

    def close(self) -> None:
        """Let go of it."""
        with self._account.changed:
            self._closed = True
            self._account.changed.notify_all()

    def _check(self) -> None:
        if self._closed:
            raise MailboxTrouble("connection", "the connection was closed")
        if self._account.trouble is not None:
            raise self._account.trouble

    def _opened(self) -> _Folder:
        self._check()
        if self._open is None:
            raise MailboxTrouble("server", "no folder is open")
        return self._open
