"""The commands about what came in, put together over a machine."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.app.inbox import Synced
from seleqt_cli.app.inbox_reading import read_sent
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.core.lead import Lead
from seleqt_cli.engine.clocks import pause
from seleqt_cli.engine.inboxes import Inboxes
from seleqt_cli.engine.local import Stop
from seleqt_cli.ports.inbox import Message, MessageFilter
from seleqt_cli.ports.mailbox import MailboxTrouble
from seleqt_cli.storage.inbox import SqliteInbox
from seleqt_cli.storage.sent_mails import SqliteSentMails
from seleqt_cli.wiring.inboxes import RunningDesk, inbox_of, judgement, open_box
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import onlooker

SYNC_WITHIN: Final = 900
"""Seconds that a person's `inbox sync` takes at most; a mailbox that needs more goes on next time."""


@dataclass(slots=True)
class Read:
    """One account that was read, under its first sender's name."""

    sender: str
    messages: list[Message] = field(default_factory=list)
    contacts: int = 0
    trouble: MailboxTrouble | None = None


def sync_now(machine: Machine, senders: frozenset[str]) -> list[Read]:
    """Read the inboxes of some senders (none named: all) and do what follows."""
    desk = RunningDesk(machine, onlooker(machine))

    async def read() -> dict[str, MailboxTrouble]:
        stop = Stop()
        stop.listen()
        return await Inboxes(desk, [account.key for account in accounts], stop, pause).read_all(within=SYNC_WITHIN)

    accounts = [account for account in machine.readable() if not senders or any(one.name in senders for one in account.senders)]
    troubles = asyncio.run(read())
    return [Read(one.senders[0].name, desk.kept.get(one.key, []), trouble=troubles.get(one.key)) for one in accounts]


def contacted_since(machine: Machine, senders: frozenset[str], since: int) -> list[Read]:
    """Who among the leads was written to since an instant, out of the Sent folders: it counts for `quiet`."""
    found = []
    inbox = inbox_of(machine, onlooker(machine).place)
    for account in machine.readable():
        name = account.senders[0].name
        if senders and not any(one.name in senders for one in account.senders):
            continue
        synced = Synced(account.key)
        try:
            box = open_box(machine, account.key)
            try:
                for batch in read_sent(box, inbox.plan(account), since, judgement()):
                    inbox.contacts(batch, synced)
            finally:
                box.close()
        except MailboxTrouble as trouble:
            found.append(Read(name, trouble=trouble))
            continue
        found.append(Read(name, contacts=synced.contacts))
    return found


def messages(machine: Machine, wanted: MessageFilter) -> Iterator[Message]:
    """What came in, the newest first."""
    return _rows(machine).messages(wanted)


def message_with_thread(machine: Machine, number: int) -> tuple[Message, list[tuple[int, str, str, str]]]:
    """A message, and (when, who, subject, text) of what was written to and came from its lead. Raises UsageProblem."""
    rows = _rows(machine)
    message = rows.message(number)
    if message is None:
        raise UsageProblem(f"there is no message {number}", advice="seleqt inbox list")
    return message, rows.thread(message)


def correct(machine: Machine, number: int, kind: Class, lead: Lead | None, by: str) -> tuple[Message, list[int]]:
    """Say what a message is; returns it as it is kept now, and the journeys that go on."""
    _, going = inbox_of(machine, onlooker(machine).place).correct(number, kind, lead, by)
    message, _ = message_with_thread(machine, number)
    return message, going


def _rows(machine: Machine) -> SqliteInbox:
    return SqliteInbox(machine.store, SqliteSentMails(machine.connection, machine.secret))
