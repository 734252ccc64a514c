"""Reading inboxes, put together over a machine."""

from collections.abc import Callable

from seleqt_cli.app.consequences import Consequences
from seleqt_cli.app.guarding import Guards
from seleqt_cli.app.inbox import Inbox, Synced
from seleqt_cli.app.people import People
from seleqt_cli.app.resolve import Resolver
from seleqt_cli.app.suppression import SuppressionList
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.journey import Journey
from seleqt_cli.ports.resolve import Doubt, Evidence
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.inbox import SqliteInbox
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.sent_mails import SqliteSentMails
from seleqt_cli.storage.suppressions import SqliteSuppressions
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.suppressing import masked_by


def inbox_of(machine: Machine, place: Callable[[Journey, int], None]) -> Inbox:
    """Handles what came in. `place` puts journeys that moved where they belong: a runner's own while it runs."""
    store = machine.store
    sent = SqliteSentMails(machine.connection, machine.secret)
    inbox = SqliteInbox(store, sent)

    def people(by: str) -> People:
        return People(SqlitePeople(store), machine.workspace, machine.programs, place, by, machine.clock.now())

    def hold(account: str, reason: str, at: int) -> None:
        store.hold_account(account, reason, at, 0)

    resolver = Resolver(SqliteDoubts(store), machine.programs, machine.calendar, place, _nothing_known)

    def believe(action: int, evidence: str, now: int) -> None:
        resolver.sent(action, "evidence", now, evidence=evidence)

    consequences = Consequences(
        inbox, SqlitePeople(store), people,
        SuppressionList(SqliteSuppressions(machine.connection, store.transaction), masked_by(machine.secret)),
        machine.programs, place, hold, believe,
    )  # fmt: skip
    return Inbox(inbox, sent, consequences, machine.calendar, machine.clock.now, our_addresses(machine.workspace))


def our_addresses(workspace: Workspace) -> frozenset[str]:
    """The normalised addresses and logins of all senders: mail from them is our own."""
    found = set()
    for sender in workspace.senders.values():
        for address in (sender.address, sender.login):
            try:
                found.add(normalise_email(address))
            except BadAddress:
                continue  # a login need not be an address
    return frozenset(found)


def readable(machine: Machine) -> list[Account]:
    """The accounts whose inbox seleqt reads: no person vouches for them."""
    return [account for account in machine.accounts.values() if account.channel == "email" and not account.vouched]


def afterwards(machine: Machine, synced: Synced) -> None:
    """What a reading means for the planner at once: senders that are held, and the guards over bounces."""
    machine.planner.blocked.update({account: f"held: {reason}" for account, reason in synced.held.items()})
    if synced.bounced:
        Guards(machine.store, machine.planner).bounced(machine.accounts[synced.account], machine.clock.now())


def _nothing_known(doubt: Doubt) -> Evidence:
    return Evidence(None, f"action {doubt.action}")
