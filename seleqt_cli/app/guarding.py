"""After an outcome: should the sender, or its domain, stop by itself?"""

from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import ActionState, Outcome, Verdict
from seleqt_cli.core.guards import ERRORS_HOLD, LAST_SENDS, Level, bounce_guard, channel_error, domain_of, doubts_guard, errors_guard
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.replies import TRANSPORT_RETRY
from seleqt_cli.core.settle import Settled
from seleqt_cli.ports.store import Store

STOPPED: Final = Outcome(Verdict.NOT_ARMED, "stopped before it was sent")
UNARMED_REST: Final = 60
"""Seconds that an account waits after two sends in a row that were not let go: a full disk is asked again, not without end."""


class Guards:
    """The guards over one store; what they hold, the planner knows at once."""

    def __init__(self, store: Store, planner: Planner) -> None:
        self._store = store
        self._planner = planner
        self._unarmed: set[str] = set()
        """Accounts whose last action was stopped right before it: C2 could not be committed, or must not be."""

    def after(self, account: Account, outcome: Outcome, settled: Settled, now: int) -> int:
        """Look at an outcome that is settled already; returns until when the account rests, 0 = it goes on. Outside of any transaction."""
        if outcome.verdict is Verdict.NOT_ARMED:
            return 0 if outcome is STOPPED else self._not_armed(account, now)
        if self._unarmed:
            self._unarmed.discard(account.key)
        if outcome.verdict is Verdict.SENT or settled.hold_sender or account.channel == "linkedin":
            return 0  # a LinkedIn account has incidents of its own (app/linkedin_acting)
        if settled.state is ActionState.IN_DOUBT and self._count_doubt(account, now):
            return 0
        if channel_error(outcome):
            self._count_error(account, settled.reason, now)
            return now + TRANSPORT_RETRY
        if settled.suppress:
            self._count_bounce(domain_of(account), now)
        return 0

    def bounced(self, account: Account, now: int) -> None:
        """A mail of an account was reported as bounced. Outside of any transaction."""
        self._count_bounce(domain_of(account), now)

    def _not_armed(self, account: Account, now: int) -> int:
        """One person's answer may come in between once; twice in a row it is the disk, or else what the next lead meets too."""
        again = account.key in self._unarmed
        self._unarmed.add(account.key)
        return now + UNARMED_REST if again else 0

    def _count_error(self, account: Account, said: str, now: int) -> None:
        self._store.flush()
        with self._store.transaction():
            guard = errors_guard(self._store.channel_error(account.key), said)
            if guard.level is Level.HOLD:
                self._store.hold_account(account.key, guard.reason, now, now + ERRORS_HOLD)
        if guard.level is Level.HOLD:
            self._planner.blocked[account.key] = f"held: {guard.reason}"

    def _count_doubt(self, account: Account, now: int) -> bool:
        """Hold an account whose mails end in doubt; False when it goes on."""
        self._store.flush()
        with self._store.transaction():
            guard = doubts_guard(self._store.doubts_in_a_row(account.key))
            if guard.level is Level.HOLD:
                self._store.hold_account(account.key, guard.reason, now, 0)
        if guard.level is Level.HOLD:
            self._planner.blocked[account.key] = f"held: {guard.reason}"
        return guard.level is Level.HOLD

    def _count_bounce(self, domain: str, now: int) -> None:
        keys = [account.key for account in self._planner.accounts.values() if domain_of(account) == domain]
        self._store.flush()
        with self._store.transaction():
            guard = bounce_guard(domain, *self._store.bounces(keys, LAST_SENDS))
            if guard.level is not Level.NONE:
                self._store.guard_domain(domain, guard.reason, now, hold=guard.level is Level.HOLD)
        if guard.level is Level.HOLD:
            self._planner.first_held.update(dict.fromkeys(keys, guard.reason))
