"""Copies into Sent come after the mail, delay nothing, and are never put twice."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from seleqt_cli.channels.email.memory_mailbox import MemoryAccount, MemoryMailbox
from seleqt_cli.channels.email.sent_copies import MARK, CopyingChannel, put_missing
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.engine.threads import Hand
from seleqt_cli.ports.copies import OwedCopy
from seleqt_cli.ports.mailbox import Mailbox, MailboxTrouble, Trouble
from tests.channels.tickets import Ticket, mail

NOW = 1_798_444_800


class Way:
    """A channel that does as it is told; `also` happens when a mail is taken."""

    def __init__(self, verdict: Verdict = Verdict.SENT, also: Callable[[bytes], Any] = lambda octets: None) -> None:
        self.verdict = verdict
        self.also = also
        self.closed = 0

    async def perform(self, reservation: Reservation) -> Outcome:
        """Take it."""
        self.also(reservation.prepared.payload)
        return Outcome(self.verdict)

    async def close(self) -> None:
        """Count."""
        self.closed += 1


class Book:
    """What is written down, in order."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def owe(self, message_id: str, at: int) -> None:
        """A mail went."""
        self.rows.append(("owe", message_id))

    def put(self, message_id: str) -> None:
        """Its copy lies there."""
        self.rows.append(("put", message_id))

    def failed(self, message_id: str, trouble: str, at: int) -> None:
        """It does not."""
        self.rows.append(("failed", message_id, trouble))

    def due(self, at: int, most: int) -> list[OwedCopy]:
        """Nothing here."""
        return []


def send(
    way: Way, open_box: Callable[[], Mailbox], *numbers: int, known: bool = False, each: bool = False, book: Book | None = None
) -> tuple[list[Verdict], int]:
    """Verdicts, and how often doubles were told; `each`: one mail at a time, with time between."""
    told: list[int] = []

    async def run() -> list[Verdict]:
        channel = CopyingChannel(
            way, open_box, Hand("copies"), book or Book(), now=lambda: NOW, known=known, doubles=lambda: told.append(1)
        )
        verdicts = []
        for number in numbers:
            verdicts.append((await channel.perform(Ticket(mail(number)))).verdict)
            if each and channel._pending:
                await asyncio.wait(channel._pending)
        await channel.close()
        return verdicts

    return asyncio.run(run()), len(told)


def test_every_mail_that_was_taken_is_copied_with_a_mark_and_as_seen() -> None:
    account = MemoryAccount()
    assert send(Way(), account.open, 1, 2, 3) == ([Verdict.SENT] * 3, 0)
    assert [raw.octets for raw in account.all()["Sent"].mails.values()] == [MARK + mail(number).payload for number in (1, 2, 3)]
    assert [(raw.received_at, raw.flags) for raw in account.all()["Sent"].mails.values()] == [(NOW, frozenset({"seen"}))] * 3


def test_what_was_not_taken_or_may_not_have_been_is_not_copied() -> None:
    account = MemoryAccount()
    for verdict in (Verdict.DEFERRED, Verdict.IN_DOUBT, Verdict.NO_SUCH_ADDRESS):
        assert send(Way(verdict), account.open, 1) == ([verdict], 0)
    assert account.all()["Sent"].mails == {}


@pytest.mark.parametrize("each", [True, False], ids=["one at a time", "all in line before the first lies there"])
def test_a_host_that_turns_out_to_keep_copies_gets_no_more(each: bool) -> None:
    account = MemoryAccount()
    way = Way(also=lambda octets: account.deliver(octets, NOW, "Sent"))
    assert send(way, account.open, 1, 2, 3, each=each) == ([Verdict.SENT] * 3, 1)
    assert sum(raw.octets.startswith(MARK) for raw in account.all()["Sent"].mails.values()) == 1


def test_an_account_without_sent_or_without_a_connection_loses_nothing_but_the_copy() -> None:
    bare = MemoryAccount({"INBOX": "inbox"})
    assert send(Way(), bare.open, 1) == ([Verdict.SENT], 0)

    def refuse() -> Mailbox:
        raise MailboxTrouble("connection", "nobody there")

    way, book = Way(), Book()
    assert send(way, refuse, 1, 2, each=True, book=book) == ([Verdict.SENT] * 2, 0)
    assert way.closed == 1
    first, second = (mail(number).message_id for number in (1, 2))
    assert book.rows == [("owe", first), ("failed", first, "nobody there"), ("owe", second), ("failed", second, "nobody there")]


def test_a_mailbox_that_does_not_answer_delays_no_mail() -> None:
    go_on = threading.Event()
    account = MemoryAccount()

    def slow() -> Mailbox:
        go_on.wait(30)
        return account.open()

    async def run() -> list[Verdict]:
        channel = CopyingChannel(Way(), slow, Hand("copies"), Book(), now=lambda: NOW, known=True, doubles=lambda: None)
        verdicts = [(await channel.perform(Ticket(mail(number)))).verdict for number in (1, 2)]
        go_on.set()
        await channel.close()
        return verdicts

    assert asyncio.run(run()) == [Verdict.SENT] * 2
    assert len(account.all()["Sent"].mails) == 2


def owed(number: int) -> OwedCopy:
    return OwedCopy(number, mail(number).message_id, mail(number).payload, NOW - 60)


def test_what_could_not_be_put_is_put_later_unless_it_lies_there() -> None:
    account = MemoryAccount()
    account.deliver(MARK + mail(1).payload, NOW, "Sent")  # the connection was lost after the server had it
    renamed = mail(2).payload.replace(b"Message-ID:", b"Message-ID: <other@host.test>\r\nX-Microsoft-Original-Message-ID:")
    account.deliver(renamed, NOW, "Sent")  # the host puts copies itself, under names of its own
    assert put_missing(account.open(), [owed(1), owed(2), owed(3)]) == [(owed(1), ""), (owed(2), ""), (owed(3), "")]
    assert put_missing(account.open(), [owed(3)]) == [(owed(3), "")]
    assert [raw.octets for raw in account.all()["Sent"].mails.values()] == [MARK + mail(1).payload, renamed, MARK + mail(3).payload]


class Full(MemoryMailbox):
    """A mailbox that takes nothing; `kind` of the trouble."""

    kind: Trouble = "server"
    stores = False

    def append(self, folder: str, octets: bytes, at: int) -> None:
        """Refuse, or store it and lose the connection."""
        if self.stores:
            super().append(folder, octets, at)
        raise MailboxTrouble(self.kind, "quota exceeded")


def test_a_full_mailbox_refuses_each_and_a_lost_connection_ends_the_attempt() -> None:
    account = MemoryAccount()
    box = Full(account)
    assert put_missing(box, [owed(1), owed(2)]) == [(owed(1), "quota exceeded"), (owed(2), "quota exceeded")]
    box.kind, box.stores = "connection", True
    assert put_missing(box, [owed(1), owed(2)]) == [(owed(1), "quota exceeded")]
    assert put_missing(account.open(), [owed(1), owed(2)]) == [(owed(1), ""), (owed(2), "")]
    assert len(account.all()["Sent"].mails) == 2
    account.trouble = MailboxTrouble("connection", "nobody there")
    assert put_missing(box, [owed(1)]) == []


def test_an_account_without_sent_owes_nothing() -> None:
    assert put_missing(MemoryAccount({"INBOX": "inbox"}).open(), [owed(1)]) == [(owed(1), "")]
