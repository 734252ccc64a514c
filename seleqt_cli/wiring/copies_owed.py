"""Copies into Sent that could not be put when the mail went, put while the account's mailbox is open."""

from collections.abc import Callable
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.ports.mailbox import Mailbox
from seleqt_cli.storage.copies_owed import SqliteCopies
from seleqt_cli.wiring.machine import Machine

AT_ONCE: Final = 20
"""Copies that are put while an inbox is open: reading is not kept waiting for long."""


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
