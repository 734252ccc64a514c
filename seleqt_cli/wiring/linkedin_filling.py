"""Doing a task at an account's window: mode fill, put together over a machine that only looks."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from seleqt_cli.app.filling import Filling
from seleqt_cli.app.tasks import Tasks
from seleqt_cli.core.actions import Outcome
from seleqt_cli.core.errors import NothingPossible
from seleqt_cli.core.facts import LINKEDIN_MESSAGE_FRESH
from seleqt_cli.core.guards import is_fresh
from seleqt_cli.core.linkedin.orders import Result, Status
from seleqt_cli.core.linkedin.standing import Acting
from seleqt_cli.core.message_ids import send_key
from seleqt_cli.engine.windows import LoopPermit, WindowHand
from seleqt_cli.ports.linkedin import Wanted
from seleqt_cli.ports.resolve import Doubt
from seleqt_cli.ports.tasks import Task
from seleqt_cli.storage.tasks import SqliteTasks
from seleqt_cli.wiring.linkedin import LinkedInAccounts, can_show
from seleqt_cli.wiring.linkedin_doubts import decide, linkedin_doubts
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import placer, tasks_of


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a task at the window, and what becomes of it in words. `text`: what really went, '' = nothing or not seen."""

    outcome: Outcome
    result: Result
    then: str


class FillDesk:
    """Tasks of one machine at their windows, in the name of `by`."""

    def __init__(self, machine: Machine, by: str) -> None:
        self._machine = machine
        self._by = by
        self._place = placer(machine)
        self._accounts = LinkedInAccounts(machine, self._place)

    def acting(self, task: Task) -> Acting:
        """Who clicks for a task's account now, and why nobody but the person in their own browser."""
        account = self._machine.accounts.get(task.account)
        if account is None or account.channel != "linkedin":
            return Acting("open")
        sender = account.senders[0]
        if sender.mode == "fill" and self._accounts.store.profile(account.key) is None:
            return Acting("open")  # as ever: nobody asked for a window yet
        found = self._accounts.acting_now(sender)
        if found.mode != "open" and not can_show(self._machine.place.environment):
            return Acting("open", "no window can be shown at this terminal")
        return found

    def doubts(self) -> list[Doubt]:
        """The LinkedIn steps of which nobody knows whether they went."""
        return linkedin_doubts(self._machine)

    def decide(self, action: int, *, sent: bool) -> str:
        """What a person says of one; returns whom it was about."""
        return decide(self._machine, action, self._by, sent=sent).to

    def fill(self, number: int, show: Callable[[str], None], leaving: Callable[[Callable[[], None]], Callable[[], None]]) -> Filled:
        """Do a task at the window. `leaving(leave)`: listens for the person who does not click; returns what ends that.

        Raises SeleqtError when the step cannot be done now.
        """
        return asyncio.run(self._fill(number, show, leaving))

    async def _fill(self, number: int, show: Callable[[str], None], leaving: Callable[[Callable[[], None]], Callable[[], None]]) -> Filled:
        machine, accounts = self._machine, self._accounts
        rows = SqliteTasks(machine.store)
        tasks: Tasks = tasks_of(machine, self._by, rows)
        filling = Filling(
            tasks, rows, accounts.store, accounts.acting, self._place, lambda lead: machine.store.lead(lead)[0], number, self._by,
            machine.clock.now, show,
        )  # fmt: skip
        pick = filling.pick
        prepared = machine.store.frozen(send_key(machine.workspace_id, pick.journey.key, pick.journey.campaign, pick.node.id))
        if prepared is None:
            raise NothingPossible("its text was never frozen", advice="skip it, or wait for the next run")
        hand = accounts.hand(pick.account.key)
        try:
            await self._read_first(filling, hand)
            sender = pick.account.sender_for(machine.workspace.campaigns[pick.journey.campaign])
            noted = machine.planner.noted(
                pick.account, pick.kind, machine.store.book(pick.account.key), machine.clock.now(), message=pick.node.message
            )
            order = filling.order(prepared, sender, note=noted or pick.kind != "connect")
            permit = LoopPermit(filling)
            loop = asyncio.get_running_loop()
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, filling.leave)
            ended = leaving(filling.leave)
            try:
                result = await hand.do(lambda window: window.perform(order, permit))
            finally:
                ended()
                for name in (signal.SIGINT, signal.SIGTERM):
                    with suppress(ValueError):
                        loop.remove_signal_handler(name)
            outcome, then = filling.finish(result)
            return Filled(outcome, result, then)
        finally:
            await hand.close()

    async def _read_first(self, filling: Filling, hand: WindowHand) -> None:
        """Before a message that is no first contact somebody looks for replies; who answered hears nothing more."""
        account, now = filling.pick.account, self._machine.clock.now()
        if not filling.message or is_fresh(self._machine.store.inbox_read(account.key), now, LINKEDIN_MESSAGE_FRESH):
            return
        wanted = self._accounts.reading.wanted(account, before_message=True) or Wanted()
        seen = await hand.do(lambda window: window.look(wanted))
        looked = self._accounts.reading.saw(account, wanted, seen, now)
        if not looked.read:
            why = looked.held or "it was not seen to its end"
            raise NothingPossible(f"the inbox on LinkedIn could not be read: {why}", advice="read it yourself: seleqt tasks replies")


def sent(filled: Filled) -> bool:
    """Whether it was done, or was so before."""
    return filled.result.status in (Status.DONE, Status.ALREADY)
