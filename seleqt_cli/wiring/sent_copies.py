"""Which accounts get copies in Sent from seleqt, the channel that puts them there, and what is put later."""

from collections.abc import Callable
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.providers import keeps_sent
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.mailbox import Mailbox
from seleqt_cli.storage.copies_owed import SqliteCopies
from seleqt_cli.storage.mail_settings import Seen, keep_seen, seen
from seleqt_cli.wiring.machine import Machine

AT_ONCE: Final = 20
"""Copies that are put while an inbox is open: reading is not kept waiting for long."""


def with_copies(machine: Machine, account: Account, channel: Channel) -> Channel:
    """The channel of an account, with copies into Sent where its host is not known to keep them (`sent_copy: auto`)."""
    sender = account.senders[0]
    learned = seen(machine.connection, account.key).keeps_sent
    if sender.sent_copy == "none" or sender.outbox or not isinstance(sender.imap, Server) or keeps_sent(sender, learned):
        return channel
    from seleqt_cli.channels.email.sent_copies import CopyingChannel
    from seleqt_cli.engine.threads import Hand
    from seleqt_cli.wiring.inboxes import open_box  # with all that reads mail: not everybody needs it

    def doubles() -> None:
        machine.store.flush()
        with machine.store.transaction():
            keep_seen(machine.connection, account.key, Seen(keeps_sent=True), machine.clock.now())

    return CopyingChannel(
        channel, lambda: open_box(machine, account.key), Hand(f"copies of {sender.name}"), SqliteCopies(machine.store, account.key),
        now=machine.clock.now, known=learned is False, doubles=doubles,
    )  # fmt: skip


def copies_to_put(machine: Machine, account: Account) -> Callable[[Mailbox], Callable[[], None]] | None:
    """What to do for copies that could not be put before, while the account's mailbox is open; None when there are none.

    What it returns blocks, touches no database, and gives what writes down what became of them.
    """
    book = SqliteCopies(machine.store, account.key)
    owed = book.due(machine.clock.now(), AT_ONCE)
    if owed and account.senders[0].sent_copy == "none":
        book.forget()
        return None
    if not owed:
        return None

    def put(box: Mailbox) -> Callable[[], None]:
        from seleqt_cli.channels.email.sent_copies import put_missing

        tried = put_missing(box, owed)

        def settle() -> None:
            for copy, trouble in tried:
                if trouble:
                    book.failed(copy.message_id, trouble, machine.clock.now())
                else:
                    book.put(copy.message_id)
            machine.store.flush()

        return settle

    return put
