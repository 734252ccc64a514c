"""When each account is looked at next: a heap of moments, and whom a journey that moved wakes."""

from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import Final

from seleqt_cli.app.walking import Walking
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import Node
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.store import Store

NUMBER_BITS: Final = 20
"""A wake-up is one number, which costs less to compare than a pair: the moment, and the account's number in the last bits."""
NUMBER_MASK: Final = (1 << NUMBER_BITS) - 1


class Waking(Walking):
    """Knows when the accounts that `only` lets act have to be looked at."""

    def __init__(
        self,
        planner: Planner,
        store: Store,
        calendar: Callable[[int], Calendar],
        only: Callable[[Account], bool],
        on_skip: Callable[[Journey, Node, str], None] | None,
        task_text: Callable[[Journey, Node], str] | None,
    ) -> None:
        super().__init__(planner, store, calendar, on_skip, task_text)
        self.only = only
        self._accounts = [account for account in planner.accounts.values() if only(account)]
        self.wakes: list[int] = []
        """A heap of wake-ups (see NUMBER_BITS); alive is the one whose moment is the account's in `wake_at`."""
        self.wake_at: dict[int, int] = {}
        self._picks: dict[str, tuple[Pick, int]] = {}
        """Decisions for a later moment and the version of the book that they were made from."""
        self._by_number = {account.number: account for account in self._accounts}
        self._serving: Mapping[str, list[Account]] = {
            name: [planner.accounts[key] for key in dict.fromkeys(k for unit in units for k in unit.accounts())]
            for name, units in planner.units.items()
        }

    def wake_all(self, at: int) -> None:
        """Look at every account again at a moment: the world outside has changed."""
        self._picks.clear()
        self.wakes.clear()
        self.wake_at.clear()
        for account in self._accounts:
            self._wake(account, at)

    def wake(self, account: str, at: int) -> None:
        """Look at one account again at a moment; one that this runner does not drive stays alone."""
        found = self.planner.accounts.get(account)
        if found is not None and found.number in self._by_number:
            self._picks.pop(account, None)
            self._wake(found, at)

    def next_at(self) -> int | None:
        """When run_due should be called next."""
        timer, at = self.store.next_timer(), self.next_wake()
        return at if at < NEVER and (timer is None or at < timer) else timer

    def next_wake(self) -> int:
        """When the next account is looked at, NEVER when none is."""
        wakes, wake_at = self.wakes, self.wake_at
        while wakes:
            at = wakes[0] >> NUMBER_BITS
            if wake_at.get(wakes[0] & NUMBER_MASK) == at:
                return at
            heappop(wakes)
        return NEVER

    def due_accounts(self, now: int) -> list[Account]:
        """The accounts whose moment has come, the one with the most to give first where they come together."""
        found: list[Account] = []
        wakes, wake_at = self.wakes, self.wake_at
        after = (now + 1) << NUMBER_BITS
        while wakes and wakes[0] < after:
            wake = heappop(wakes)
            number = wake & NUMBER_MASK
            if wake_at.get(number) == wake >> NUMBER_BITS:
                del wake_at[number]
                found.append(self._by_number[number])
        return found

    def _wake(self, account: Account, at: int) -> None:
        self.wake_at[account.number] = at
        heappush(self.wakes, at << NUMBER_BITS | account.number)

    def _touch(self, queue: str, at: int) -> None:
        """An entry came into a queue: the accounts that serve it are looked at again when it is due."""
        mine = self.planner.accounts.get(queue)
        accounts = self._serving.get(queue[1:], []) if queue[0] == "+" else [] if mine is None else [mine]
        for account in accounts:
            if account.number in self._by_number:
                self._picks.pop(account.key, None)
                if at < self.wake_at.get(account.number, NEVER + 1):
                    self._wake(account, at)

    def _wake_denied(self, campaign: str, now: int) -> None:
        denied = self.planner.denied.pop(campaign, None)
        for key in denied or ():
            account = self.planner.accounts[key]
            if account.number in self._by_number and key != self._busy:
                self._picks.pop(key, None)
                self._wake(account, now)
