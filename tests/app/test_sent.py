"""Our own copies in Sent, and everything that was sent from an instant on."""

import pytest

from seleqt_cli.app.sent import Copy, copies, sent_folders, sent_since
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.ports.mailbox import MailboxTrouble

NOON = 1_790_000_000


def mail(message_id: str = "<a@acme.example>", *, to: str = "lead@example.test", subject: str = "Pallets", extra: str = "") -> bytes:
    return f"Message-ID: {message_id}\r\nTo: {to}\r\nSubject: {subject}\r\n{extra}\r\nHello\r\n".encode()


def test_sent_mails_lie_where_the_server_says_and_in_all_mail_only_without_such_a_folder() -> None:
    assert sent_folders(MemoryAccount().open()) == ["Sent"]
    assert sent_folders(MemoryAccount({"INBOX": "inbox", "A": "sent", "B": "sent", "All": "all"}).open()) == ["A", "B"]
    assert sent_folders(MemoryAccount({"INBOX": "inbox", "All": "all"}).open()) == ["All"]
    assert sent_folders(MemoryAccount({"INBOX": "inbox"}).open()) == []


def test_a_copy_with_our_id_is_the_evidence_and_likeness_is_not_asked_for_then() -> None:
    account = MemoryAccount()
    account.deliver(mail("<other@acme.example>"), NOON, "Sent")
    account.deliver(mail(), NOON, "Sent")
    found = copies(account.open(), "<a@acme.example>", to="lead@example.test", subject="Pallets", since=NOON)
    assert found == [Copy("Sent", 2, "message_id")]


def test_a_server_that_gives_mails_its_own_id_keeps_ours_in_another_field() -> None:
    account = MemoryAccount()
    account.deliver(mail("<server@outlook.test>", extra="X-Microsoft-Original-Message-ID: <a@acme.example>\r\n"), NOON, "Sent")
    assert copies(account.open(), "<a@acme.example>") == [Copy("Sent", 1, "original_id")]


def test_a_mail_with_the_same_recipient_and_subject_is_told_as_no_more_than_that() -> None:
    account = MemoryAccount()
    account.deliver(mail("<server@outlook.test>"), NOON - 1, "Sent")
    account.deliver(mail("<server2@outlook.test>"), NOON + 1, "Sent")
    mailbox = account.open()
    assert copies(mailbox, "<a@acme.example>", to="lead@example.test", subject="Pallets", since=NOON) == [Copy("Sent", 2, "likeness")]
    assert copies(mailbox, "<a@acme.example>", to="lead@example.test", subject="Pallets") == []
    assert copies(mailbox, "<a@acme.example>") == []


def test_a_mail_in_another_folder_is_no_evidence() -> None:
    account = MemoryAccount()
    account.deliver(mail(), NOON, "INBOX")
    account.deliver(mail(), NOON, "Drafts")
    assert copies(account.open(), "<a@acme.example>") == []


def test_a_mailbox_that_cannot_be_read_is_no_answer() -> None:
    account = MemoryAccount()
    mailbox = account.open()
    account.trouble = MailboxTrouble("connection", "acme.example:993: the server hung up")
    with pytest.raises(MailboxTrouble):
        copies(mailbox, "<a@acme.example>")


def test_everything_that_was_sent_from_an_instant_on_is_read() -> None:
    account = MemoryAccount({"INBOX": "inbox", "Sent": "sent", "Sent Items": "sent"})
    for number, at in enumerate((NOON - 1, NOON, NOON + 1)):
        account.deliver(mail(f"<{number}@acme.example>"), at, "Sent")
    account.deliver(mail("<9@acme.example>"), NOON + 2, "Sent Items")
    read = [(folder, one.uid, len(one.octets)) for folder, one in sent_since(account.open(), NOON, 20)]
    assert read == [("Sent", 2, 20), ("Sent", 3, 20), ("Sent Items", 1, 20)]
