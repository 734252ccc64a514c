"""An account's mailboxes, read without leaving a trace (IMAP)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from seleqt_cli.core.errors import SeleqtError

Role = Literal["inbox", "junk", "all", "sent", "drafts", "trash", "archive", "other"]
"""What a folder is for, from RFC 6154 attributes, else its well-known names; `all` is Gmail's All Mail."""
Trouble = Literal["login", "tls", "connection", "server"]


class MailboxTrouble(SeleqtError):
    """The mailbox could not be read. `kind` login and tls need a person and hold the account; the others are tried again."""

    def __init__(self, kind: Trouble, text: str, *, advice: str = "") -> None:
        super().__init__(text, advice=advice)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Folder:
    """`name` as people read it (decoded from modified UTF-7)."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class FolderState:
    """`uidnext`: the UID the next mail gets (RFC 3501 section 2.3.1.1); UIDs mean nothing under another `uidvalidity`."""

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True)
class Raw:
    """One mail as it lies there. `octets` are its first ones, at most as many as were asked for; `size` is of the whole.

    `received_at`: INTERNALDATE, an instant. `flags` lower case without backslash: seen, draft, deleted ...
    """

    uid: int
    received_at: int
    size: int
    flags: frozenset[str]
    octets: bytes


class Mailbox(Protocol):
    """One logged-in connection. Calls block and come from one thread at a time. Every call may raise MailboxTrouble.

    Folders are opened with EXAMINE and mails fetched with BODY.PEEK: nothing is marked as read, nothing is moved or deleted.
    """

    def folders(self) -> list[Folder]:
        """Every folder that can be opened."""

    def look(self, folder: str) -> FolderState:
        """Open a folder (read only); later calls are about it. Raises MailboxTrouble("server") when it is gone."""

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs from `first` to `last` inclusive that exist, ascending; a range without mails is empty."""

    def fetch(self, uids: Sequence[int], most_octets: int) -> Iterator[Raw]:
        """The mails of those UIDs that still exist, ascending; never more than `most_octets` of each comes over the wire.

        A mail that is there and that the server cannot read comes without octets. 0 octets: only what is told about the mails.
        """

    def find(self, *, message_id: str = "", original_id: str = "", to: str = "", subject: str = "", since: int = 0) -> list[int]:
        """UIDs of the opened folder's mails of which all holds that is given; `original_id` is X-Microsoft-Original-Message-ID.

        Ids are compared whole; `to` and `subject` may be a part, upper and lower case alike; `since` is an instant of `received_at`.
        """

    def append(self, folder: str, octets: bytes, at: int) -> None:
        """Put a copy into a folder, marked as seen."""

    def wait(self, seconds: float) -> bool:
        """IDLE (RFC 2177) in the opened folder: True as soon as a mail came since `look`, False after `seconds` or when interrupted.

        Where the server has no IDLE it waits all the same and asks once a minute. Says True once for the same mail.
        """

    def interrupt(self) -> None:
        """Make a `wait` in another thread return within a second, or the next one at once; may be called from any thread."""

    def close(self) -> None:
        """Say goodbye, within two seconds; errors of that are none. From another thread it ends the call under way."""
