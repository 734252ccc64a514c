"""Bringing a restored or copied database up to date with what Sent shows, put together over a machine."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from seleqt_cli.app.reconcile import MARGIN, Reading, Reconciler
from seleqt_cli.app.sent import sent_since
from seleqt_cli.channels.email.sent_traces import HEAD_OCTETS, traces
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import Failed
from seleqt_cli.core.journey import LIVE
from seleqt_cli.ports.mailbox import MailboxTrouble
from seleqt_cli.ports.reconcile import Found, Reconcile
from seleqt_cli.storage.stopped import reconcile
from seleqt_cli.wiring.backing_up import refuse_retired
from seleqt_cli.wiring.foreign_sends import our_domains, reconciler_of
from seleqt_cli.wiring.inboxes import open_box
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import placer


@dataclass(slots=True)
class Read:
    """What became of reading one account's Sent."""

    sender: str
    reading: Reading = field(default_factory=Reading)
    trouble: MailboxTrouble | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An account whose sends nothing shows: `people` are next there, `some` of them by name."""

    sender: str
    why: str
    people: int
    some: tuple[str, ...]


def reconciler(machine: Machine) -> Reconciler:
    """Over a machine's store, with journeys placed as nobody at work would."""
    return reconciler_of(machine, placer(machine))


def why_stopped(machine: Machine) -> Reconcile | None:
    """Why nothing is sent, None when it may be."""
    return reconcile(machine.connection)


def read_again(machine: Machine) -> list[Read]:
    """Read what was sent since, out of every outbox and Sent folder, and write it down. What cannot be read keeps its trouble."""
    stopped, results, desk = why_stopped(machine), [], reconciler(machine)
    assert stopped is not None
    since = max(0, stopped.since - MARGIN)
    for account in _shown(machine):
        read = Read(account.senders[0].name)
        try:
            read.reading = desk.take(account, list(_sent(machine, account, since)), machine.clock.now())
        except MailboxTrouble as trouble:
            read.trouble = trouble
        results.append(read)
    return results


def not_shown(machine: Machine) -> list[Unread]:
    """The accounts of which neither an outbox nor Sent shows what they did; a person has to know."""
    found = []
    shown = {account.key for account in _shown(machine)}
    for account in machine.accounts.values():
        if account.key in shown:
            continue
        sender = account.senders[0]
        why = "nothing shows what was done on LinkedIn" if account.channel == "linkedin" else "no Sent folder can be read (imap: none)"
        queues = [account.key, *(f"+{name}" for name, units in machine.units.items() if any(account.key in u.accounts() for u in units))]
        marks, states = ", ".join("?" * len(queues)), ", ".join(f"'{state}'" for state in LIVE)
        channel = "email" if account.channel == "email" else "linkedin"
        rows = machine.connection.execute(
            f"SELECT l.{channel} FROM journey j JOIN lead l ON l.id = j.lead_id WHERE j.queue IN ({marks}) AND j.state IN ({states}) "
            f"AND l.{channel} IS NOT NULL AND (j.kind = 'email') = {int(channel == 'email')} ORDER BY j.due_at, j.id",
            queues,
        ).fetchall()
        if rows:
            found.append(Unread(sender.name, why, len(rows), tuple(row[0] for row in rows[:5])))
    return found


def unread_sent(machine: Machine) -> list[str]:
    """The senders whose Sent was not read since sending was stopped."""
    stopped = why_stopped(machine)
    assert stopped is not None
    return [account.senders[0].name for account in _shown(machine) if stopped.read.get(account.key, -1) < stopped.at]


def let_send(machine: Machine, by: str) -> None:
    """From now on this database is the one that sends. Raises Failed while a Sent folder was not read, and for a home that was moved."""
    refuse_retired(machine.connection)
    unread = unread_sent(machine)
    if unread:
        raise Failed(f"Sent of {', '.join(unread)} was not read", advice="seleqt resolve --check")
    assert machine.store.epoch is not None
    with machine.store.transaction():
        reconciler(machine).ready(by, machine.clock.now())
        machine.store.epoch.take_over(machine.connection)


def _shown(machine: Machine) -> list[Account]:
    """The accounts of which an outbox or a Sent folder shows what went."""
    return [
        account for account in machine.accounts.values()
        if account.channel == "email" and (account.senders[0].outbox or any(isinstance(one.imap, Server) for one in account.senders))
    ]  # fmt: skip


def _sent(machine: Machine, account: Account, since: int) -> Iterator[Found]:
    """What went out of an account since, as far as it could be ours."""
    now, domains = machine.clock.now(), our_domains(machine)
    for octets, at in _mails(machine, account, since):
        found = traces(octets, at, domains, now)
        if found.codes or found.words:
            yield found


def _mails(machine: Machine, account: Account, since: int) -> Iterator[tuple[bytes, int]]:
    outbox = account.senders[0].outbox
    if outbox:
        for name in ("new", "cur"):
            folder = machine.folder / outbox / name
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.is_file():
                    with path.open("rb") as file:
                        yield file.read(HEAD_OCTETS), 1 << 62  # when it was written is in its Date: a copied folder has other times
        return
    box = open_box(machine, account.key)
    try:
        for _, raw in sent_since(box, since, HEAD_OCTETS):
            yield raw.octets, raw.received_at
    finally:
        box.close()
