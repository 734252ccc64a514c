"""A mail to oneself is found wherever it landed, and what the server made of it is told."""

import pytest

from seleqt_cli.app.read_back import ReadBack, read_back
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.ports.mailbox import MailboxTrouble, Role

NOW = 1_798_444_800
MAIL = b"Message-ID: <1@acme.example>\r\nTo: anna@acme.example\r\nSubject: seleqt: a test of anna\r\n\r\nHi.\r\n"


def found(account: MemoryAccount, *, seconds: int = 60) -> ReadBack | None:
    return read_back(
        account.open(), message_id="<1@acme.example>", to="anna@acme.example", subject="seleqt: a test of anna", since=NOW - 60,
        elapsed=lambda: 0.0, seconds=seconds,
    )  # fmt: skip


def signed(*signatures: bytes) -> bytes:
    return b"".join(b"DKIM-Signature: " + one + b"\r\n" for one in signatures) + MAIL


@pytest.mark.parametrize(("folder", "role"), [("INBOX", "inbox"), ("Junk", "junk"), ("All Mail", "all")])
def test_it_is_found_in_the_inbox_the_junk_folder_and_all_mail(folder: str, role: Role) -> None:
    account = MemoryAccount({"Other": "other", "All Mail": "all", "Junk": "junk", "INBOX": "inbox", "Sent": "sent"})
    account.deliver(MAIL, NOW, folder)
    account.deliver(MAIL, NOW, "Sent")
    assert found(account) == ReadBack(folder, role, 0, keeps_id=True, keeps_sent=True)


def test_another_message_id_is_noticed_and_the_mail_found_all_the_same() -> None:
    renamed = MAIL.replace(b"Message-ID:", b"Message-ID: <2@host.test>\r\nX-Microsoft-Original-Message-ID:")
    lost = MAIL.replace(b"<1@acme.example>", b"<2@host.test>")
    for octets in (renamed, lost):
        account = MemoryAccount({"INBOX": "inbox"})
        account.deliver(octets, NOW)
        assert found(account) == ReadBack("INBOX", "inbox", 0, keeps_id=False, keeps_sent=None)


def test_an_earlier_mail_of_the_same_words_is_not_taken_for_it() -> None:
    account = MemoryAccount({"INBOX": "inbox"})
    account.deliver(MAIL.replace(b"<1@acme.example>", b"<0@acme.example>"), NOW - 3600)
    assert found(account, seconds=0) is None


def test_a_mail_that_does_not_come_is_not_waited_for_for_ever() -> None:
    assert found(MemoryAccount({"INBOX": "inbox"}), seconds=0) is None
    assert found(MemoryAccount({"Other": "other"})) is None


def test_the_keys_of_its_signatures_are_named_for_the_checks_of_dns() -> None:
    account = MemoryAccount({"INBOX": "inbox"})
    account.deliver(
        signed(
            b"v=1; a=rsa-sha256; d=Acme.example;\r\n\ts=sel1; h=From:To :\r\n\tSubject; b=d/s=x=; bh=s=y",
            b"s = two ;d=\r\n host.test; s=later", b"v=1; a=x",
            b"d=acme.example; s=sel1; h=to",
        ),
        NOW,
    )  # fmt: skip
    told = found(account)
    assert told is not None
    assert told.dkim == ("sel1._domainkey.acme.example", "two._domainkey.host.test")
    assert told.signed == ("from:to:subject", "")


def test_an_inbox_that_cannot_be_read_is_an_error() -> None:
    account = MemoryAccount()
    account.trouble = MailboxTrouble("connection", "the connection broke")
    with pytest.raises(MailboxTrouble, match="the connection broke"):
        found(account)
