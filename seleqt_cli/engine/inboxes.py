"""Reads the inboxes of the accounts that send: each in a thread of its own, what it finds is handled on the loop.

While `run` is up an account waits in IDLE and is read at once when mail comes, and every few minutes in any case, so that
its follow-ups may go (promise 4: no follow-up without a successful read in the last 15 minutes). `run --once` reads every
inbox once, all together, before anything is sent.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import Final, Protocol

from seleqt_cli.app.inbox import Synced
from seleqt_cli.app.inbox_reading import Plan
from seleqt_cli.engine.local import Stop, either
from seleqt_cli.engine.threads import Hand
from seleqt_cli.ports.inbox import Batch
from seleqt_cli.ports.mailbox import Mailbox, MailboxTrouble

READ_EVERY: Final = 240
"""Seconds after which an inbox is read again although no mail was announced: a batch of follow-ups finds it fresh."""
ONCE_WITHIN: Final = 60
"""Seconds that `run --once` gives all inboxes together; who is not ready sends no follow-up this time and goes on there next time."""
RETRY: Final = (15, 30, 60, 120, 240)
"""Seconds to the next try after the first, second ... failure in a row."""
GOODBYE: Final = 1.5
"""Seconds that the hands get to end once a stop was asked for; a server that does not answer is left."""
LOOK_FOR_RELEASE: Final = 60
"""Seconds between two looks whether a person freed an account whose login was refused."""
INBOX: Final = "INBOX"
_NEEDS_PERSON: Final = ("login", "tls")


class Desk(Protocol):
    """What the hands work with. `open` and `read` block and touch no database; all else is quick and on the loop's thread."""

    def open(self, account: str) -> Mailbox:
        """Connect and log in. Raises MailboxTrouble."""

    def read(self, box: Mailbox, plan: Plan) -> Iterator[Batch]:
        """What is new. Raises MailboxTrouble."""

    def plan(self, account: str) -> Plan:
        """What is new for an account from now on."""

    def take(self, batch: Batch, synced: Synced) -> None:
        """Handle some mails; the planner knows at once."""

    def finish(self, synced: Synced, started_at: int) -> None:
        """Every folder was read to its end."""

    def errand(self, account: str) -> Callable[[Mailbox], Callable[[], None]] | None:
        """Something more to look for while the account is open, None for nothing: it blocks, what it returns is quick."""

    def failed(self, account: str, trouble: MailboxTrouble) -> None:
        """It could not be read; trouble that needs a person holds the account."""

    def refused(self, account: str) -> str:
        """Why the account is held, when that is its inbox; '' when it may be tried."""


class Inboxes:
    """The inboxes of some accounts. `changed` is called after everything that the planner may want to look at."""

    def __init__(
        self,
        desk: Desk,
        accounts: Iterable[str],
        stop: Stop,
        pause: Callable[[float], Awaitable[None]],
        *,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._accounts = tuple(accounts)
        self._stop = stop
        self._pause = pause
        self._changed = changed
        self._boxes: dict[str, Mailbox] = {}
        self.idle: set[str] = set()
        """Accounts that wait for mail."""
        self._read: set[str] = set()
        """Accounts that were read to the end at least once."""
        self._tasks: list[asyncio.Task[None]] = []

    # until stopped

    def start(self) -> None:
        """Read from now on, until a stop is asked for."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._keep_reading(key)) for key in self._accounts]
        for task in self._tasks:
            task.add_done_callback(self._ended)

    def freshen(self, accounts: Iterable[str]) -> None:
        """Read some accounts now: their follow-ups wait for it."""
        for key in self.idle.intersection(accounts):
            self.idle.discard(key)
            self._interrupt(key)

    async def end(self) -> None:
        """Wait a moment for goodbyes; raises what a hand raised."""
        for key, task in zip(self._accounts, self._tasks, strict=False):
            if key in self._boxes:
                self._interrupt(key)
            else:
                task.cancel()  # it connects, or rests: there is nobody to say goodbye to
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GOODBYE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for task in self._tasks:
            if not task.cancelled() and (failure := task.exception()) is not None:
                raise failure

    # once

    async def read_all(self, *, within: float = ONCE_WITHIN) -> dict[str, MailboxTrouble]:
        """Read every inbox once, all together, in so many seconds; returns account -> why it could not be read."""
        tasks = {key: asyncio.ensure_future(self._read_once(key)) for key in self._accounts}
        if not tasks:
            return {}
        await either(asyncio.wait(tasks.values()), self._stop.wait(), self._pause(within))
        troubles: dict[str, MailboxTrouble] = {}
        for key, task in tasks.items():
            if not task.done():
                task.cancel()
                self._interrupt(key)
                if not self._stop() and key not in self._read:  # else only the goodbye is not over
                    troubles[key] = MailboxTrouble("server", f"reading was not over within {within} seconds; it goes on next time")
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        for key, task in tasks.items():
            failure = None if task.cancelled() else task.exception()
            if isinstance(failure, MailboxTrouble):
                troubles[key] = failure
            elif failure is not None:
                raise failure
        for key, trouble in troubles.items():
            self._desk.failed(key, trouble)
        return troubles

    async def _read_once(self, key: str) -> None:
        refused = self._desk.refused(key)
        if refused:
            raise MailboxTrouble("login", refused)  # once is enough: providers lock accounts that try again and again
        hand = Hand(key)
        try:
            box = self._boxes[key] = await hand.do(partial(self._desk.open, key))
            await self._sync(key, box, hand)
        finally:
            await self._drop(key, hand)
            hand.end()

    # one account

    async def _keep_reading(self, key: str) -> None:
        hand, failures = Hand(key), 0
        try:
            while not self._stop():
                await self._until_freed(key)
                try:
                    await self._one_round(key, hand)
                    failures = 0
                except MailboxTrouble as trouble:
                    await self._drop(key, hand)
                    if self._stop():
                        return
                    self._desk.failed(key, trouble)
                    self._changed()
                    failures += 1
                    if trouble.kind not in _NEEDS_PERSON:
                        await self._rest(RETRY[min(failures, len(RETRY)) - 1])
        finally:
            await self._drop(key, hand)
            hand.end()

    async def _one_round(self, key: str, hand: Hand) -> None:
        """Read what is new, then wait for more."""
        box = self._boxes.get(key)
        if box is None:
            box = self._boxes[key] = await hand.do(partial(self._desk.open, key))
        seen = await self._sync(key, box, hand)
        self._changed()
        state = await hand.do(partial(box.look, INBOX))
        if state.uidnext > seen or self._stop():
            return  # it came between reading and waiting
        self.idle.add(key)
        waiting = asyncio.ensure_future(hand.do(partial(box.wait, READ_EVERY)))
        try:
            await either(asyncio.wait([waiting]), self._stop.wait())
            if not waiting.done():
                box.interrupt()
            await waiting
        finally:
            self.idle.discard(key)
            waiting.cancel()

    async def _sync(self, key: str, box: Mailbox, hand: Hand) -> int:
        """Read an account to its end; returns the UID that the next mail of its INBOX gets."""
        plan = self._desk.plan(key)
        synced, seen = Synced(key), 0
        batches = self._desk.read(box, plan)
        while not self._stop():
            batch = await hand.do(partial(next, batches, None))
            if batch is None:
                self._desk.finish(synced, plan.now)
                self._read.add(key)
                errand = self._desk.errand(key)
                if errand is not None:
                    (await hand.do(partial(errand, box)))()
                return seen
            self._desk.take(batch, synced)
            seen = batch.next_uid if batch.role == "inbox" else seen
            if synced.changed:
                self._changed()
        return 1 << 62

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A hand that fell ends the run: an inbox that nobody reads any more would go unnoticed."""
        if not task.cancelled() and task.exception() is not None:
            self._stop.ask()

    async def _until_freed(self, key: str) -> None:
        """A refused login is tried again once a person freed the account."""
        while not self._stop() and self._desk.refused(key):
            await self._rest(LOOK_FOR_RELEASE)

    async def _rest(self, seconds: float) -> None:
        await either(self._stop.wait(), self._pause(seconds))

    async def _drop(self, key: str, hand: Hand) -> None:
        """Let a connection go, without waiting long for a server that does not answer."""
        box = self._boxes.pop(key, None)
        if box is not None:
            goodbye = asyncio.ensure_future(hand.do(box.close))
            await asyncio.wait([goodbye], timeout=GOODBYE)
            goodbye.cancel()

    def _interrupt(self, key: str) -> None:
        box = self._boxes.get(key)
        if box is not None:
            box.interrupt()
