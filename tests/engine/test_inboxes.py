"""The hands that read inboxes: at once when mail comes, again after a failure, never in the way of a stop."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import pytest

from seleqt_cli.app.inbox import Synced
from seleqt_cli.app.inbox_reading import Plan
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.engine.inboxes import LOOK_FOR_RELEASE, ONCE_WITHIN, RETRY, Inboxes
from seleqt_cli.engine.local import Stop, either
from seleqt_cli.engine.threads import Hand
from seleqt_cli.ports.inbox import Batch
from seleqt_cli.ports.mailbox import Mailbox, MailboxTrouble

ANNA, BOB = "email:anna@acme.example", "email:bob@acme.example"


class FakeDesk:
    """Reads INBOX only; `log`: what happened, in order."""

    def __init__(self, *accounts: str) -> None:
        self.servers = {key: MemoryAccount() for key in accounts}
        self.log: list[str] = []
        self.held: dict[str, str] = {}
        self.opening: Callable[[str], None] = lambda account: None
        self.on_finish: Callable[[str], None] = lambda account: None
        self.on_failure: Callable[[str], None] = lambda account: None
        self._next = dict.fromkeys(accounts, 1)

    def open(self, account: str) -> Mailbox:
        self.opening(account)
        return self.servers[account].open()

    def read(self, box: Mailbox, plan: Plan) -> Iterator[Batch]:
        state = box.look("INBOX")
        yield Batch("INBOX", "inbox", state.uidvalidity, state.uidnext)

    def plan(self, account: str) -> Plan:
        return Plan(account, 0, 1_800_000_000, {}, (), (), frozenset())

    def take(self, batch: Batch, synced: Synced) -> None:
        new = batch.next_uid - self._next[synced.account]
        self._next[synced.account] = batch.next_uid
        if new:
            self.log.append(f"{synced.account}: {new} new")

    def finish(self, synced: Synced, started_at: int) -> None:
        self.log.append(f"{synced.account}: read")
        self.on_finish(synced.account)

    def errand(self, account: str) -> Callable[[Mailbox], Callable[[], None]] | None:
        del account
        return None

    def failed(self, account: str, trouble: MailboxTrouble) -> None:
        self.log.append(f"{account}: {trouble.message}")
        self.on_failure(account)

    def refused(self, account: str) -> str:
        return self.held.get(account, "")


class Pauses:
    """Time that passes at once; `asked`: for how long."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)


async def never(seconds: float) -> None:
    """Time that does not pass."""
    await asyncio.Event().wait()


def deliver(desk: FakeDesk, account: str = ANNA) -> None:
    desk.servers[account].deliver(b"Subject: hello\r\n\r\nhi", 1_800_000_000)


def run(body: Callable[[Stop], Awaitable[None]]) -> None:
    async def main() -> None:
        await body(Stop())

    asyncio.run(main())


def test_a_mail_that_comes_is_read_at_once() -> None:
    desk = FakeDesk(ANNA)

    async def body(stop: Stop) -> None:
        read = asyncio.Event()
        desk.on_finish = lambda account: read.set()
        hands = Inboxes(desk, [ANNA], stop, never)
        hands.start()
        await read.wait()
        read.clear()
        deliver(desk)
        await read.wait()
        stop.ask()
        await hands.end()

    run(body)
    assert desk.log == [f"{ANNA}: read", f"{ANNA}: 1 new", f"{ANNA}: read"]


def test_a_failure_is_told_and_tried_again_after_longer_and_longer_pauses() -> None:
    desk, pauses = FakeDesk(ANNA), Pauses()
    desk.servers[ANNA].trouble = MailboxTrouble("connection", "it hung up")

    async def body(stop: Stop) -> None:
        def failed(account: str) -> None:
            if len(desk.log) == 7:
                desk.servers[ANNA].trouble = None

        desk.on_failure = failed
        desk.on_finish = lambda account: stop.ask()
        hands = Inboxes(desk, [ANNA], stop, pauses)
        hands.start()
        await stop.wait()
        await hands.end()

    run(body)
    assert desk.log == [f"{ANNA}: it hung up"] * 7 + [f"{ANNA}: read"]
    assert pauses.asked == [*RETRY, RETRY[-1], RETRY[-1]]


def test_a_refused_login_is_not_tried_again_before_a_person_frees_the_account() -> None:
    desk = FakeDesk(ANNA)
    opened: list[str] = []

    def opening(account: str) -> None:
        opened.append(account)
        if len(opened) == 1:
            raise MailboxTrouble("login", "wrong password")

    desk.opening = opening
    looks: list[float] = []

    async def body(stop: Stop) -> None:
        async def pause(seconds: float) -> None:
            looks.append(seconds)
            if len(looks) == 3:
                desk.held.clear()

        desk.on_failure = lambda account: desk.held.update({account: "wrong password"})
        desk.on_finish = lambda account: stop.ask()
        hands = Inboxes(desk, [ANNA], stop, pause)
        hands.start()
        await stop.wait()
        await hands.end()

    run(body)
    assert (len(opened), looks) == (2, [LOOK_FOR_RELEASE] * 3)
    assert desk.log == [f"{ANNA}: wrong password", f"{ANNA}: read"]


def test_an_account_that_was_refused_before_is_not_tried_by_cron() -> None:
    desk = FakeDesk(ANNA)
    desk.held[ANNA] = "wrong password"
    found: dict[str, MailboxTrouble] = {}

    async def body(stop: Stop) -> None:
        found.update(await Inboxes(desk, [ANNA], stop, never).read_all())

    run(body)
    assert [str(one) for one in found.values()] == ["wrong password"]


def test_a_server_that_never_answers_holds_up_neither_the_others_nor_the_stop() -> None:
    desk = FakeDesk(ANNA, BOB)
    hanging = threading.Event()
    desk.opening = lambda account: None if account == BOB else _ignore(hanging.wait())

    async def body(stop: Stop) -> None:
        desk.on_finish = lambda account: stop.ask()
        hands = Inboxes(desk, [ANNA, BOB], stop, never)
        hands.start()
        await stop.wait()
        await hands.end()

    run(body)
    hanging.set()
    assert desk.log == [f"{BOB}: read"]


def test_an_idle_account_is_read_when_its_follow_ups_wait_for_it() -> None:
    desk = FakeDesk(ANNA)

    async def body(stop: Stop) -> None:
        hands = Inboxes(desk, [ANNA], stop, never)
        hands.start()
        while not hands.idle:
            await _turn()
        hands.freshen([ANNA, "email:somebody@else.example"])
        while desk.log.count(f"{ANNA}: read") < 2:
            await _turn()
        stop.ask()
        await hands.end()

    run(body)
    assert desk.log == [f"{ANNA}: read", f"{ANNA}: read"]


def test_once_reads_all_together_and_says_who_could_not_be_read() -> None:
    desk = FakeDesk(ANNA, BOB)
    desk.servers[ANNA].trouble = MailboxTrouble("tls", "its certificate is not valid")
    deliver(desk, BOB)
    found: dict[str, MailboxTrouble] = {}

    async def body(stop: Stop) -> None:
        found.update(await Inboxes(desk, [ANNA, BOB], stop, never).read_all())

    run(body)
    assert {key: trouble.kind for key, trouble in found.items()} == {ANNA: "tls"}
    assert desk.log == [f"{BOB}: 1 new", f"{BOB}: read", f"{ANNA}: its certificate is not valid"]


def test_once_does_not_wait_for_a_server_that_never_answers() -> None:
    desk = FakeDesk(ANNA, BOB)
    hanging = threading.Event()
    desk.opening = lambda account: None if account == BOB else _ignore(hanging.wait())
    found: dict[str, MailboxTrouble] = {}

    async def body(stop: Stop) -> None:
        bob = asyncio.Event()
        desk.on_finish = lambda account: bob.set()

        async def pause(seconds: float) -> None:
            assert seconds == ONCE_WITHIN
            await bob.wait()

        found.update(await Inboxes(desk, [ANNA, BOB], stop, pause).read_all())

    run(body)
    hanging.set()
    assert {key: str(trouble) for key, trouble in found.items()} == {ANNA: "reading was not over within 60 seconds; it goes on next time"}


def test_nothing_to_read_needs_no_thread() -> None:
    async def body(stop: Stop) -> None:
        hands = Inboxes(FakeDesk(), [], stop, never)
        assert await hands.read_all() == {}
        hands.start()
        await hands.end()

    run(body)


def test_a_bug_in_a_hand_ends_the_run() -> None:
    desk = FakeDesk(ANNA)

    def bug(account: str) -> None:
        raise ZeroDivisionError

    async def body(stop: Stop) -> None:
        desk.on_finish = bug
        hands = Inboxes(desk, [ANNA], stop, never)
        hands.start()
        await stop.wait()
        with pytest.raises(ZeroDivisionError):
            await hands.end()

    run(body)


def test_a_hand_does_one_thing_after_the_other_and_raises_what_a_job_raises() -> None:
    async def main() -> list[object]:
        hand = Hand("test")
        done: list[object] = [await hand.do(partial(divmod, 7, 2))]
        try:
            await hand.do(partial(divmod, 1, 0))
        except ZeroDivisionError:
            done.append("raised")
        done.append(await hand.do(lambda: threading.current_thread().daemon))
        hand.end()
        return done

    assert asyncio.run(main()) == [(3, 1), "raised", True]


def _ignore(value: object) -> None:
    del value


async def _turn() -> None:
    """Let the loop and the threads go on a little."""
    await either(asyncio.get_running_loop().run_in_executor(None, lambda: None))
