"""`seleqt run` in this process on a virtual clock, that sends over a post office and reads what comes in.

The clock stands still while anybody is at work: accounts that send or read, the servers, and the people who answer.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from seleqt_cli.app.run_due import Done
from seleqt_cli.core.actions import ActionState
from seleqt_cli.engine.clocks import VirtualClock, pause
from seleqt_cli.engine.inboxes import Inboxes
from seleqt_cli.engine.local import LocalEngine, Stop, either
from seleqt_cli.ports.mailbox import Mailbox
from seleqt_cli.wiring.inboxes import RunningDesk
from seleqt_cli.wiring.sent_copies import with_copies
from tests.acceptance.correspondents import Correspondents
from tests.acceptance.homes import Home, InProcess


class Announced:
    """A mailbox that is told when to read: not before what came bears the clock's time. Everything else is the real one's."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box
        self._told = threading.Event()
        self.folders, self.look, self.uids, self.fetch, self.find = box.folders, box.look, box.uids, box.fetch, box.find
        self.append, self.close = box.append, box.close

    def wait(self, seconds: float) -> bool:
        """Until it is told: no real time passes."""
        del seconds
        self._told.wait()
        self._told.clear()
        return True

    def interrupt(self) -> None:
        """Tell it."""
        self._told.set()


class Desk(RunningDesk):
    """Reads the real mail server."""

    def open(self, account: str) -> Mailbox:
        """Log in."""
        return Announced(super().open(account))


class StandingAlarm:
    """Moves the clock to the next moment, of seleqt or of the people, once nobody is at work and every mail is where it goes."""

    def __init__(
        self, clock: VirtualClock, people: Correspondents, hands: Inboxes, accounts: Sequence[str], sent: Callable[[], int]
    ) -> None:
        self._clock, self._people, self._hands, self._accounts, self._sent = clock, people, hands, frozenset(accounts), sent
        self._task: asyncio.Task[None] | None = None
        self.news = False
        """Something was read that the engine did not look at yet."""

    def arm(self, at: int, ring: Callable[[], None], *, idle: bool) -> None:
        """See engine.alarms.Alarm."""
        self.close()
        self.news = False
        if idle:
            self._task = asyncio.get_running_loop().create_task(self._go_on(at, ring))

    def close(self) -> None:
        """See engine.alarms.Alarm."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _go_on(self, at: int, ring: Callable[[], None]) -> None:
        office = self._people.office
        while True:
            while self.news or self._hands.idle != self._accounts:
                await either(asyncio.get_running_loop().run_in_executor(None, lambda: None))  # let the hands go on
            came = office.settle(self._sent())
            for passed in came:
                self._people.see(passed)
            self._hands.freshen(f"email:{passed.recipient}" for passed in came if passed.recipient in PROMPT)
            if self._hands.idle != self._accounts:
                continue
            self._clock.set(max(min(at, self._people.next_at), self._clock.now()))
            if at <= self._clock.now():
                break
            self._people.write()
        ring()


PROMPT = frozenset({"s1@acme.example", "s2@acme.example"})
"""The accounts whose server announces a mail at once; the others are read when their follow-ups want it."""


@dataclass
class Listening:
    """`run` of a home. `done`: what the engine says that it did."""

    home: Home
    clock: VirtualClock
    people: Correspondents
    done: list[Done] = field(default_factory=list)

    def apply(self) -> "Listening":
        """Accept the file at this moment."""
        InProcess(self.home, self.clock).apply()
        return self

    def until(self, end: int) -> None:
        """Run until an instant."""
        asyncio.run(self._run(end))

    async def _run(self, end: int) -> None:
        services = self.home.services(self.clock)
        connection = services.connect()
        machine = services.machine(connection)
        machine.around = partial(with_copies, machine)
        stop = Stop()
        runner = machine.runner(observe=self.done.append, stopping=stop)
        look = machine.refresh_and_wake(runner, stop)

        def refresh() -> None:
            look()
            hands.freshen(machine.planner.unread)

        def beat(next_at: int | None) -> None:
            if self.clock.now() >= end and not engine.at_work:
                stop.ask()

        def changed() -> None:
            alarm.news = True
            engine.look_again()

        accounts = [account.key for account in machine.readable()]
        hands = Inboxes(Desk(machine, runner), accounts, stop, pause, changed=changed)
        alarm = StandingAlarm(self.clock, self.people, hands, accounts, self._sent)
        engine = LocalEngine(runner, self.clock, stop, refresh=refresh, beat=beat, alarm=alarm)
        try:
            hands.start()
            await engine.run()
        finally:
            await hands.end()
            await machine.close()
            connection.close()

    def _sent(self) -> int:
        return sum(one.settled.state is ActionState.SENT for one in self.done)
