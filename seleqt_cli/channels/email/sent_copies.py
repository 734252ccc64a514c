"""Puts a copy of what went out into Sent, where the mail host does not do it itself (SPEC section 7).

It happens after the server took the mail, in a thread of its own, and delays nothing: a copy that cannot be put is tried
again when the inbox is read, some times, and looked for in Sent before that. A copy carries X-Seleqt-Copy, so that it is never
taken as evidence of what a server did.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol, TypeVar

from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.copies import CopyBook, OwedCopy
from seleqt_cli.ports.mailbox import Mailbox, MailboxTrouble

MARK: Final = b"X-Seleqt-Copy: yes\r\n"
LAST_COPIES: Final = 2.0
"""Seconds that closing waits for copies under way; a stop must be quick."""
T = TypeVar("T")


class Worker(Protocol):
    """A thread that does one blocking thing after the other."""

    def do(self, job: Callable[[], T]) -> Awaitable[T]:
        """Have a job done; raises what it raises."""

    def end(self) -> None:
        """No job comes any more."""


class CopyingChannel:
    """The channel of an account whose mail host keeps no copies (see ports/channel).

    `open_box` connects and logs in, in the worker's thread. `known`: a test mail showed that the host keeps none. While that is not
    known it is looked after each copy whether two lie there; then `doubles` is told at the end, and no more copies are put.
    """

    def __init__(
        self,
        inner: Channel,
        open_box: Callable[[], Mailbox],
        worker: Worker,
        book: CopyBook,
        *,
        now: Callable[[], int],
        known: bool,
        doubles: Callable[[], None],
    ) -> None:
        self._inner = inner
        self._open_box = open_box
        self._worker = worker
        self._book = book
        self._now = now
        self._known = known
        self._doubles = doubles
        self._twice = False
        self._box: Mailbox | None = None
        self._pending: set[asyncio.Task[None]] = set()

    async def perform(self, reservation: Reservation) -> Outcome:
        """Send it; the copy follows by itself."""
        outcome = await self._inner.perform(reservation)
        if outcome.verdict is Verdict.SENT and not self._twice:
            prepared, at = reservation.prepared, self._now()
            self._book.owe(prepared.message_id, at)
            copying = asyncio.create_task(self._copied(MARK + prepared.payload, prepared.message_id, at))
            self._pending.add(copying)
            copying.add_done_callback(self._pending.discard)
        return outcome

    async def close(self) -> None:
        """Say goodbye to the server that takes mail, and give the last copies a moment."""
        await self._inner.close()
        if self._pending or self._box is not None:
            last = {*self._pending, asyncio.ensure_future(self._worker.do(self._let_go))}
            _, late = await asyncio.wait(last, timeout=LAST_COPIES)
            for one in late:
                one.cancel()
        self._worker.end()
        if self._twice:
            self._doubles()

    async def _copied(self, octets: bytes, message_id: str, at: int) -> None:
        try:
            await self._worker.do(lambda: self._put(octets, message_id, at))
        except MailboxTrouble as trouble:
            self._book.failed(message_id, trouble.message, self._now())
        else:
            self._book.put(message_id)

    def _let_go(self) -> None:
        """In the worker's thread, after the last copy."""
        box, self._box = self._box, None
        if box is not None:
            box.close()

    def _put(self, octets: bytes, message_id: str, at: int) -> None:
        """In the worker's thread: put one copy, and see whether the host has put one too."""
        if self._twice:
            return
        box = self._box or self._open_box()
        self._box = None
        try:
            sent = next((folder.name for folder in box.folders() if folder.role == "sent"), "")
            if not sent:
                return
            box.append(sent, octets, at)
            box.look(sent)
            # Set here and not by the one who waits: the next copy may stand in line already, and must know.
            self._twice = not self._known and len(box.find(message_id=message_id)) > 1
            if len(self._pending) > 1:
                # More follow at once: they come over the same connection.
                self._box = box
        finally:
            if self._box is None:
                box.close()


def put_missing(box: Mailbox, owed: Sequence[OwedCopy]) -> list[tuple[OwedCopy, str]]:
    """Put copies that could not be put before; for each that was tried, why it failed ('' = it lies there). Blocks.

    A copy of which nobody knows whether it was put, or that the host has put meanwhile, is found first. Never raises MailboxTrouble:
    what is behind a connection that was lost is tried another time.
    """
    done: list[tuple[OwedCopy, str]] = []
    try:
        sent = next((folder.name for folder in box.folders() if folder.role == "sent"), "")
        if not sent:
            return [(copy, "") for copy in owed]  # there is no place for them
    except MailboxTrouble:
        return done
    for copy in owed:
        try:
            box.look(sent)  # what came since the last look would not be found
            if not (box.find(message_id=copy.message_id) or box.find(original_id=copy.message_id)):
                box.append(sent, MARK + copy.content, copy.at)
            done.append((copy, ""))
        except MailboxTrouble as trouble:
            done.append((copy, trouble.message))
            if trouble.kind != "server":
                break
    return done
