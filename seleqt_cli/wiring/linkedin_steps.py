"""What a LinkedIn account in mode auto asks about the action in its hands (see engine/window_channel.Steps)."""

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import Outcome, Reservation
from seleqt_cli.core.facts import LINKEDIN_MESSAGE_FRESH
from seleqt_cli.core.guards import is_fresh
from seleqt_cli.core.linkedin.orders import Order, Result
from seleqt_cli.engine.window_channel import WindowChannel
from seleqt_cli.ports.linkedin import Seen, Wanted
from seleqt_cli.storage.sending import SqlClaim
from seleqt_cli.storage.visits import may_open, opened, opens
from seleqt_cli.wiring.linkedin import LinkedInAccounts


class ClaimedSteps:
    """Over the LinkedIn accounts of a machine that runs."""

    def __init__(self, accounts: LinkedInAccounts) -> None:
        self._accounts = accounts
        self._machine = accounts.machine
        self._begun_at = 0

    def before(self, reservation: Reservation) -> Wanted | None:
        """The inbox, before a message that is no first contact."""
        claim = _claim(reservation)
        if claim.pick.kind not in ("message", "inmail") or claim.pick.journey.first:
            return None
        self._begun_at = self.now()
        if is_fresh(self._machine.store.inbox_read(claim.pick.account.key), self._begun_at, LINKEDIN_MESSAGE_FRESH):
            return None
        return self._accounts.reading.wanted(claim.pick.account, before_message=True) or Wanted()

    def saw(self, reservation: Reservation, wanted: Wanted, seen: Seen) -> str:
        """Who answered hears nothing more: C2 sees to that."""
        account: Account = _claim(reservation).pick.account
        looked = self._accounts.reading.saw(account, wanted, seen, self._begun_at)
        if looked.held:
            self._machine.refresh()
            return f"the inbox could not be read: {looked.held}"
        return "" if looked.read else "the inbox could not be read to its end"

    def order(self, reservation: Reservation) -> Order:
        """As it was claimed."""
        claim = _claim(reservation)
        lead = self._machine.store.lead(claim.pick.journey.lead)[0]
        return self._accounts.acting.order(claim.pick, claim.prepared, lead, claim.sender, "auto", note=claim.noted)

    def open(self, reservation: Reservation) -> tuple[str, int]:
        """In a commit of its own, before the page is asked for."""
        claim, store = _claim(reservation), self._machine.store
        if not opens(claim.pick):
            return "", 0
        with store.transaction():
            now = self.now()
            free = may_open(store, claim.pick.account, now)
            if free.at > now:
                return f"limit reached: opened profiles, {free.rule}", free.at
            opened(store, claim.pick, claim.action_id, now, armed=2)
        return "", 0

    def keep_mark(self, reservation: Reservation, mark: str) -> None:
        """In a commit of its own, before C2."""
        with self._machine.store.transaction():
            self._accounts.store.keep_mark(_claim(reservation).action_id, mark)

    def took(self, reservation: Reservation, result: Result) -> Outcome:
        """The runner settles the journey right after this."""
        claim = _claim(reservation)
        lead = self._machine.store.lead(claim.pick.journey.lead)[0]
        with self._machine.store.transaction():
            outcome = self._accounts.acting.took(claim.pick, claim.action_id, lead, result, self.now())
        if result.incident is not None:
            self._machine.refresh()
        return outcome

    def now(self) -> int:
        """The machine's."""
        return self._machine.clock.now()


def window_channel(accounts: LinkedInAccounts, account: Account) -> WindowChannel:
    """The way out of an account in mode auto."""
    return WindowChannel(accounts.hand(account.key), ClaimedSteps(accounts))


def _claim(reservation: Reservation) -> SqlClaim:
    assert isinstance(reservation, SqlClaim)
    return reservation
