"""Profiles that are opened for a LinkedIn step: each counts as a visit (SPEC 13 rule 6)."""

from typing import Protocol

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.ledger import Record
from seleqt_cli.core.limits import Free
from seleqt_cli.core.planner import Pick
from seleqt_cli.storage.attempts import limits_in_force


class Counting(Protocol):
    """What counting needs of a store."""

    def record(self, account: str, kind: str) -> Record:
        """What an account did of a kind."""

    def write(self, statement: str, *values: object) -> None:
        """One statement."""

    def event(
        self, at: int, event: str, *, journey: Journey | None = None, action: int | None = None, account: str | None = None,
        data: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """One row of the history."""

    def forget_book(self, account: str) -> None:
        """What is kept in memory of an account is read anew."""


def opens(pick: Pick) -> bool:
    """Whether a profile has to be opened for it beside what it is."""
    return pick.kind != "visit" and "visit" in pick.account.meters


def may_open(store: Counting, account: Account, now: int) -> Free:
    """From when on one more profile may be opened, and the rule that says so."""
    return account.meters["visit"].free_at(now, store.record(account.key, "visit").nth_latest)


def opened(store: Counting, pick: Pick, action: int, at: int, *, armed: int = 1) -> None:
    """A profile is opened for an action. `armed` 2: it stays counted whatever comes of the action, because it was seen."""
    count(store, pick.account, at, armed=armed, action=action, journey=pick.journey)


def count(store: Counting, account: Account, at: int, *, armed: int, action: int = 0, journey: Journey | None = None) -> None:
    """One more profile was opened, for an action or for none (`action` 0: a check of the pages)."""
    told: dict[str, object] = {
        "action": "visit", "limits": limits_in_force(account, "visit", 0), "account_zone": account.zone.name,
        "plan": account.senders[0].plan,
    }  # fmt: skip
    store.event(at, "opened", journey=journey, action=action or None, account=account.key, data=told)
    store.write("INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'visit', ?, ?, ?)", account.key, at, action, armed)
    store.forget_book(account.key)
