"""LinkedIn accounts in a run: windows that act by themselves in mode auto, and the pages that are looked at."""

from collections.abc import Awaitable, Callable

from seleqt_cli.app.run_due import Runner
from seleqt_cli.core.accounts import Account
from seleqt_cli.engine.local import Stop
from seleqt_cli.engine.looks import Looks
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.inbox import Message
from seleqt_cli.ports.linkedin import Seen, Wanted
from seleqt_cli.wiring.linkedin import LinkedInAccounts, clicks_alone
from seleqt_cli.wiring.linkedin_steps import window_channel
from seleqt_cli.wiring.machine import Machine


class RunningLooks:
    """What the engine's looks work with (see engine/looks.LookDesk)."""

    def __init__(self, accounts: LinkedInAccounts, runner: Runner, observe: Callable[[Message], None]) -> None:
        self._accounts = accounts
        self._machine = accounts.machine
        self._runner = runner
        self._observe = observe

    def wanted(self, account: str) -> Wanted | None:
        """Nothing while the account is stopped, or nobody signed in."""
        found: Account = self._machine.accounts[account]
        if account in self._machine.planner.blocked or self._accounts.acting_now(found.senders[0]).mode == "open":
            return None
        if not self._machine.planner.working_hours(account, self._machine.clock.now()):
            return None
        return self._accounts.reading.wanted(found)

    def saw(self, account: str, wanted: Wanted, seen: Seen, begun_at: int) -> bool:
        """The planner knows at once."""
        looked = self._accounts.reading.saw(self._machine.accounts[account], wanted, seen, begun_at)
        for message in looked.kept:
            self._observe(message)
        if looked.changed:
            self._machine.refresh()
            self._runner.wake_all(self._machine.clock.now())
        return looked.changed

    def now(self) -> int:
        """The machine's."""
        return self._machine.clock.now()


def with_windows(
    machine: Machine,
    runner: Runner,
    stop: Stop,
    pause: Callable[[float], Awaitable[None]],
    *,
    changed: Callable[[], None],
    observe: Callable[[Message], None],
) -> Looks:
    """Let accounts in mode auto act, and look at the pages of those that are signed in."""
    accounts = LinkedInAccounts(machine, runner.place)
    machine.alone = clicks_alone(machine)

    def window(account: Account) -> Channel:
        return window_channel(accounts, account)

    machine.windows = window
    keys = [account.key for account in machine.accounts.values() if account.channel == "linkedin" and runner.only(account)]
    return Looks(RunningLooks(accounts, runner, observe), {key: accounts.hand(key) for key in keys}, stop, pause, changed=changed)
