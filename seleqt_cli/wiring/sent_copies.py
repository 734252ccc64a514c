"""Which accounts get copies in Sent from seleqt, and the channel that puts them there."""

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.providers import keeps_sent
from seleqt_cli.ports.channel import Channel
from seleqt_cli.storage.copies_owed import SqliteCopies
from seleqt_cli.storage.mail_settings import Seen, keep_seen, seen
from seleqt_cli.wiring.machine import Machine


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
