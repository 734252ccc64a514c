"""An account's mailboxes over IMAP: the Mailbox port on IMAPClient.

Folders are opened with EXAMINE and mails fetched with BODY.PEEK and a range of octets, so nothing is marked as read
and a mail of 100 MB costs what was asked for. Every answer is bounded before it is asked for (see imap_wire).
"""

import imaplib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final

from imapclient.exceptions import ProtocolError

from seleqt_cli.channels.email.folders import can_be_asked_for, roles, wire_name
from seleqt_cli.channels.email.imap_answers import MOST_UID, fetch_items, has_body, listed_folder, mail_of, number, responses
from seleqt_cli.channels.email.imap_idle import Idle
from seleqt_cli.channels.email.imap_login import ANSWER, PARSING, Client, Connection, Login, open_connection
from seleqt_cli.channels.email.imap_search import FIELDS, MOST_HEADER, Wanted
from seleqt_cli.channels.email.imap_wire import LINE, Timeouts
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.replies import cleaned
from seleqt_cli.ports.mailbox import Folder, FolderState, MailboxTrouble, Raw

MOST_AT_ONCE: Final = 4 * 1024 * 1024
"""Octets of mails that one FETCH may bring."""
MAILS_AT_ONCE: Final = 100
SPAN: Final = 50_000
"""UIDs that one SEARCH asks about in a folder with more mails than that."""
BESIDES: Final = 256 * 1024
"""Octets besides the mails or numbers that were asked for: news of flags, notices."""
WIDEST: Final = 64_000_000
"""UIDs that it asks about where hardly any exist: a folder that lived long, or whose server counts in leaps."""
AROUND: Final = 16 * 1024
"""Octets around one mail in an answer: flags can be many."""
_NUMBERS: Final = re.compile(rb"\b[0-9]{1,10}\b")
_MODSEQ: Final = re.compile(rb"\(MODSEQ [0-9]+\)", re.IGNORECASE)


def open_mailbox(
    server: Server, user: str, login: Login, secret: str, *, elapsed: Callable[[], float], timeouts: Timeouts | None = None
) -> "ImapMailbox":
    """Connect and log in, once. `secret`: password or OAuth access token. `elapsed`: Clock.elapsed. Raises MailboxTrouble."""
    timeouts = timeouts or Timeouts()
    client, connection = open_connection(server, user, login, secret, elapsed=elapsed, timeouts=timeouts)
    return ImapMailbox(client, connection, server, timeouts, elapsed)


class ImapMailbox:
    """The Mailbox of one account (see ports/mailbox). Lives in one thread; `interrupt` and `close` may come from any."""

    def __init__(self, client: Client, connection: Connection, server: Server, timeouts: Timeouts, elapsed: Callable[[], float]) -> None:
        """Take over a logged-in connection; use open_mailbox."""
        self._client = client
        self._connection = connection
        self._wire = connection.wire
        self._host = server.host
        self._timeouts = timeouts
        self._idle = Idle(connection, timeouts, elapsed)
        self._names: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._ended = ""

    # -- folders ------------------------------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        """Every folder that can be opened."""
        with self._call():
            listed = [found for answer in responses(self._list()) if (found := listed_folder(answer)) is not None]
        for folder in listed:
            self._names.setdefault(folder.name, folder.octets)
        return roles(listed)

    def look(self, folder: str) -> FolderState:
        """Open a folder, read only."""
        name = self._name(folder)
        with self._call():
            self._connection.exists = 0
            told = self._client.select_folder(name, readonly=True)
            uidvalidity, uidnext = number(told.get(b"UIDVALIDITY")), number(told.get(b"UIDNEXT"))
            if not uidvalidity:
                raise MailboxTrouble("server", f"{self._host} gives the mails of {folder} no lasting numbers (UIDVALIDITY)")
            exists = self._connection.exists
            self._connection.came = False
        if not uidnext:
            # Some old servers say it only of folders that are not open: the last mail's UID tells it, too.
            last = [uid for uid, _ in self._metadata(b"*", MAILS_AT_ONCE)] if exists else []
            uidnext = max(last, default=0) + 1
        return FolderState(uidvalidity, uidnext, exists)

    # -- mails --------------------------------------------------------------------------------------------------------

    def uids(self, first: int, last: int) -> list[int]:
        """The UIDs of a range that exist; in a large folder asked for piece by piece, as wide as they are sparse."""
        first, last = max(first, 1), min(last, MOST_UID)
        found: list[int] = []
        span = SPAN if self._connection.exists > SPAN else MOST_UID
        while first <= last:
            end = min(first + span - 1, last)
            some = [
                uid
                for uid in self._search([b"UID", b"%d:%d" % (first, end)], min(end - first + 1, self._connection.exists))
                if first <= uid <= end
            ]
            found += some
            if len(some) < SPAN // 10:
                span = max(span, min(span * 4, WIDEST))
            elif len(some) > SPAN // 2:
                span = max(SPAN, span // 4)
            first = end + 1
        return found

    def fetch(self, uids: Sequence[int], most_octets: int) -> Iterator[Raw]:
        """The mails of those UIDs that still exist, some at a time."""
        wanted = sorted({uid for uid in uids if 0 < uid <= MOST_UID})
        step = min(max(MOST_AT_ONCE // (most_octets + AROUND), 1), MAILS_AT_ONCE)
        body = b" BODY.PEEK[]<0.%d>" % most_octets if most_octets else b""
        for begin in range(0, len(wanted), step):
            some = wanted[begin : begin + step]
            found, whole = self._fetched(some, body, most_octets)
            if not whole:
                for uid in some:
                    if uid not in found:
                        found |= self._one(uid, body, most_octets)
            yield from (found[uid] for uid in some if uid in found)

    def find(self, *, message_id: str = "", original_id: str = "", to: str = "", subject: str = "", since: int = 0) -> list[int]:
        """The mails of the open folder of which all of it holds."""
        wanted = Wanted(message_id, original_id, to, subject, since)
        if not wanted.is_possible:
            return []
        try:
            found = self._search(wanted.words(foreign=True), self._connection.exists)
        except _Refused:
            # It knows no UTF-8: what is ASCII narrows it down, the rest is compared here.
            found = self._search(wanted.words(foreign=False), self._connection.exists)
        if since:
            found = self._received_since(found, since)
        return [uid for uid, header in self._headers(found) if wanted.holds(header)] if wanted.in_header else found

    def append(self, folder: str, octets: bytes, at: int) -> None:
        """Put a copy into a folder, marked as seen."""
        name = self._name(folder)
        with self._call():
            self._client.append(name, octets, (b"\\Seen",), datetime.fromtimestamp(at, UTC))

    # -- waiting and the end ------------------------------------------------------------------------------------------

    def wait(self, seconds: float) -> bool:
        """IDLE until a mail came (True), `seconds` passed or somebody interrupted; without IDLE it asks once a minute."""
        with self._call():
            idles = bool(self._client.has_capability("IDLE"))
            came = self._idle.wait(seconds, idles=idles)
            if self._idle.broken:
                self._end("the server did not answer when the wait was interrupted")
            return came

    def interrupt(self) -> None:
        """Make a `wait` in another thread return within a second, or the next one at once."""
        self._wire.wake()

    def close(self) -> None:
        """Say goodbye, within two seconds; a call under way in another thread ends with MailboxTrouble."""
        mine = self._lock.acquire(blocking=False)
        if not mine:
            self._wire.abort()
            mine = self._lock.acquire(timeout=self._timeouts.goodbye)
        try:
            if not self._ended:
                self._ended = "the connection was closed"
                self._wire.begin(ANSWER, seconds=self._timeouts.goodbye)
                with suppress(MailboxTrouble, imaplib.IMAP4.error, *PARSING):
                    self._client.logout()
        finally:
            self._wire.close()
            if mine:
                self._lock.release()

    # -- asking -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _call(self, allowed: int = ANSWER, line: int = LINE) -> Iterator[None]:
        """One exchange with the server, whose errors become MailboxTrouble; after a broken one the connection is given up."""
        with self._lock:
            if self._ended:
                raise MailboxTrouble("connection", f"{self._host}: {self._ended}")
            try:
                self._connection.forget()
                self._wire.begin(allowed, line=line)
                yield
            except MailboxTrouble as trouble:
                self._end(trouble.message)
                raise
            except (imaplib.IMAP4.abort, ProtocolError, *PARSING) as problem:
                self._end("the connection broke")
                raise MailboxTrouble("server", f"{self._host}: {cleaned(str(problem)) or 'an answer that is no IMAP'}") from problem
            except imaplib.IMAP4.error as problem:
                raise _Refused("server", f"{self._host}: {cleaned(str(problem))}") from problem
            except BaseException:
                self._end("a call was broken off")
                raise

    def _end(self, why: str) -> None:
        self._ended = why
        self._wire.hang_up()

    def _list(self) -> list[Any]:
        """Every folder, with its attributes also from servers that tell them only when asked (RFC 6154 section 5.1)."""
        every = (b"LIST", b'""', b'"*"')
        if self._client.has_capability("LIST-EXTENDED") and self._client.has_capability("SPECIAL-USE"):
            try:
                return self._client.ask(*every, b"RETURN", b"(SPECIAL-USE)", response="LIST")
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                # It promised more than it knows; the names are left.
                self._connection.forget()
        return self._client.ask(*every, response="LIST")

    def _name(self, folder: str) -> bytes:
        name = self._names.get(folder) or wire_name(folder)
        # In the name as it is read, too: a server may repeat it in its refusal, line end and all.
        if not can_be_asked_for(name) or not can_be_asked_for(folder.encode("utf-8", "replace")):
            raise MailboxTrouble("server", f"no folder can have the name {folder!r}")
        return name

    def _search(self, words: list[bytes], most: int) -> list[int]:
        """Ascending UIDs; `most` is how many there can be."""
        room = min(most, 1_000_000) * 11 + BESIDES
        with self._call(room, line=room):
            lines = self._client.ask(b"SEARCH", *words, uid=True, response="SEARCH")
            found = {int(number) for line in lines if isinstance(line, bytes) for number in _NUMBERS.findall(_MODSEQ.sub(b"", line))}
        return sorted(uid for uid in found if 0 < uid <= MOST_UID)

    def _fetched(self, uids: Sequence[int], body: bytes, most_octets: int) -> tuple[dict[int, Raw], bool]:
        """The mails that one FETCH brings, and whether what is missing is surely gone."""
        with self._call(len(uids) * (most_octets + AROUND) + BESIDES):
            whole, data = self._client.try_fetch(b"(UID INTERNALDATE RFC822.SIZE FLAGS" + body + b")", _sequence(uids))
            asked = set(uids)
            found: dict[int, Raw] = {}
            for items in fetch_items(data):
                one = mail_of(items, most_octets)
                if one is None or one.uid not in asked:
                    continue
                if most_octets == 0 or has_body(items):
                    found.setdefault(one.uid, one)
                else:
                    whole = False
        return found, whole

    def _one(self, uid: int, body: bytes, most_octets: int) -> dict[int, Raw]:
        """A mail that a FETCH of many left out: gone, or so broken that the server can say only that it is there."""
        found, _ = self._fetched([uid], body, most_octets)
        return found or self._fetched([uid], b"", 0)[0]

    def _metadata(self, sequence: bytes, most: int) -> Iterator[tuple[int, int]]:
        with self._call(most * AROUND + BESIDES):
            _, data = self._client.try_fetch(b"(UID INTERNALDATE)", sequence)
            found = [one for items in fetch_items(data) if (one := mail_of(items, 0)) is not None]
        yield from ((one.uid, one.received_at) for one in found)

    def _received_since(self, uids: list[int], since: int) -> list[int]:
        found: list[int] = []
        for some in _pieces(uids, 500):
            asked = set(some)
            found += [uid for uid, at in self._metadata(_sequence(some), len(some)) if at >= since and uid in asked]
        return sorted(set(found))

    def _headers(self, uids: list[int]) -> Iterator[tuple[int, bytes]]:
        for some in _pieces(uids, MAILS_AT_ONCE):
            with self._call(len(some) * (MOST_HEADER + AROUND) + BESIDES):
                _, data = self._client.try_fetch(b"(UID BODY.PEEK[HEADER.FIELDS (%s)]<0.%d>)" % (FIELDS, MOST_HEADER), _sequence(some))
                asked = set(some)
                found = {one.uid: one.octets for items in fetch_items(data) if (one := mail_of(items, MOST_HEADER)) and one.uid in asked}
            yield from sorted(found.items())


class _Refused(MailboxTrouble):
    """The server said NO or BAD; the connection is as good as before."""


def _sequence(uids: Sequence[int]) -> bytes:
    return b",".join(b"%d" % uid for uid in uids)


def _pieces(uids: list[int], size: int) -> Iterator[list[int]]:
    return (uids[begin : begin + size] for begin in range(0, len(uids), size))
