"""Settling what is in doubt, put together over a machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seleqt_cli.app.evidence import Look, absence, due, search
from seleqt_cli.app.resolve import Resolver
from seleqt_cli.app.run_due import Runner
from seleqt_cli.channels.outbox import OutboxChannel
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.guards import about_doubts
from seleqt_cli.ports.mailbox import Mailbox
from seleqt_cli.ports.resolve import Doubt, Evidence
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.guard_rows import in_doubt
from seleqt_cli.wiring.machine import Machine


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mail in doubt to search for, with its bytes."""

    doubt: Doubt
    frozen: bytes


def resolver(machine: Machine, runner: Runner) -> Resolver:
    """Settles the doubts of a machine's home. `runner` came from the machine, so what killed processes left is in doubt by now."""
    store = SqliteDoubts(machine.store)

    def evidence(doubt: Doubt) -> Evidence:
        return _evidence(machine, store, doubt)

    return Resolver(store, machine.programs, machine.calendar, runner.place, evidence, released(machine))


def released(machine: Machine) -> Callable[[str], None]:
    """What the planner is told when an account goes on: whatever else keeps it back is read anew before its next action."""

    def tell(account: str) -> None:
        machine.planner.blocked.pop(account, None)

    return tell


def held_for_doubts(machine: Machine) -> list[str]:
    """The first senders of the accounts that are held for nothing but mails in doubt."""
    rows = machine.connection.execute("SELECT key, held FROM account WHERE held <> '' ORDER BY key").fetchall()
    return [machine.accounts[key].senders[0].name for key, reason in rows if about_doubts(reason) and key in machine.accounts]


def to_search(machine: Machine, desk: Resolver, account: str, *, now_too: bool = False) -> list[Wanted]:
    """What is in doubt of an account and to be searched for in its Sent; `now_too`: also what was searched for a moment ago."""
    if not in_doubt(machine.connection, account):
        return []
    store = SqliteDoubts(machine.store)
    mine = [doubt for doubt, _ in desk.doubts() if doubt.account == account and doubt.kind == "email"]
    wanted = mine if now_too else due(((doubt, store.searched(doubt.action)) for doubt in mine), machine.clock.now())
    return [Wanted(doubt, store.frozen(doubt.action)) for doubt in wanted]


def search_sent(box: Mailbox, wanted: Sequence[Wanted]) -> dict[int, str]:
    """Action -> what was found of it in Sent. Blocks; touches no database. Raises MailboxTrouble."""
    from seleqt_cli.channels.email.sent_traces import put_by_us, text_of, words

    look = Look(words, put_by_us, text_of)
    found = {one.doubt.action: search(box, one.doubt, one.frozen, look) for one in wanted}
    return {action: text for action, text in found.items() if text}


def settle_found(desk: Resolver, wanted: Sequence[Wanted], found: dict[int, str], now: int) -> None:
    """What was found counts as sent; of the rest it is written down that it was searched for."""
    for one in wanted:
        action = one.doubt.action
        if action in found:
            desk.proven(action, found[action], now)
        else:
            desk.searched(action, now)


def _evidence(machine: Machine, store: SqliteDoubts, doubt: Doubt) -> Evidence:
    """What is known now, without reading anything over the network."""
    account = machine.accounts.get(doubt.account)
    if account is None:
        return Evidence(None, f"{doubt.sender} is not in the campaigns file any more; look where it sent from")
    outbox = account.senders[0].outbox
    if outbox and doubt.message_id:
        found = OutboxChannel(machine.folder / outbox).holds(doubt.message_id)
        if found is not None:
            return Evidence(True, f"the mail lies in {found}")
        return Evidence(None, f"no such mail in {machine.folder / outbox}: not written, or moved away since")
    if account.channel == "email":
        if store.copy_seen(doubt.action):
            return Evidence(True, f"a copy of it lies in Sent of {doubt.sender}")
        if any(isinstance(sender.imap, Server) for sender in account.senders):
            return Evidence(None, absence(doubt, store.searched(doubt.action), *store.copies_kept(doubt.account)))
        return Evidence(None, f"look for {doubt.message_id} in the Sent folder of {doubt.sender}: seleqt reads none (imap: none)")
    return Evidence(None, f"look at {doubt.recipient or doubt.lead} in the browser of {doubt.sender}")
