"""Mails of ours that another copy of the database sent: who we are on the wire, and who notices."""

from collections.abc import Callable

from seleqt_cli.app.reconcile import Names, Reconciler
from seleqt_cli.channels.email.sent_traces import traces_of
from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.journey import Journey
from seleqt_cli.ports.inbox import Arrived
from seleqt_cli.storage.reconciling import SqliteReconciling
from seleqt_cli.storage.stopped import STOPPED, stop_sending
from seleqt_cli.wiring.machine import Machine


def reconciler_of(machine: Machine, place: Callable[[Journey, int], None]) -> Reconciler:
    """Over a machine's store; `place` puts journeys that moved where they belong."""
    names = Names(machine.workspace_id, machine.secret)
    store = SqliteReconciling(machine.store)
    return Reconciler(store, machine.planner, machine.calendar, place, names, our_addresses(machine.workspace))


def watcher(machine: Machine, place: Callable[[Journey, int], None]) -> Callable[[Arrived, str], bool]:
    """Notices, while Sent is read, that a mail of ours went from another copy of the database: from then on nothing is sent."""
    desk, domains = reconciler_of(machine, place), our_domains(machine)

    def elsewhere(arrived: Arrived, account: str) -> bool:
        now = machine.clock.now()
        found = traces_of(arrived.mail, arrived.received_at, domains, now)
        if not found.codes or not desk.unknown(found):
            return False
        sender = machine.accounts[account].senders[0].name
        why = f"Sent of {sender} holds mails of ours that it does not know: it is in use on another machine too"
        stop_sending(machine.connection, why, now, everything=True)
        machine.planner.blocked = dict.fromkeys(machine.accounts, f"{STOPPED}: {why}")
        return True

    return elsewhere


def our_domains(machine: Machine) -> frozenset[str]:
    """The domains of the senders' addresses, as they are written in DNS and as people write them."""
    domains = {one.address.rpartition("@")[2].lower() for one in machine.workspace.senders.values() if one.address}
    return frozenset(domains | {domain.encode("idna").decode() for domain in domains if not domain.isascii()})


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
