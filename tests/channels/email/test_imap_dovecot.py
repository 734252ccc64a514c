"""Reading the mail of a real Dovecot: logins, TLS, IDLE, folders that change under the reader, and what goes over the wire."""

import re
import select
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import pytest

from seleqt_cli.app.sent import Copy, copies, sent_since
from seleqt_cli.channels.email.imap import ImapMailbox, open_mailbox
from seleqt_cli.channels.email.imap_login import Login
from seleqt_cli.channels.email.imap_wire import Timeouts
from seleqt_cli.core.campaign import Server
from seleqt_cli.engine.clocks import SystemClock
from seleqt_cli.ports.mailbox import MailboxTrouble
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot, token

NOON = 1_790_000_000
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def user() -> str:
    return f"reader{next(_NUMBERS)}@acme.example"


def login(server: Server, user: str, *, how: Login = "password", secret: str = PASSWORD, timeouts: Timeouts | None = None) -> ImapMailbox:
    return open_mailbox(server, user, how, secret, elapsed=SystemClock().elapsed, timeouts=timeouts)


@pytest.fixture
def opened(server: Dovecot, user: str) -> Iterator[ImapMailbox]:
    """Logged in over TLS, INBOX open."""
    mailbox = login(server.server(), user)
    mailbox.look("INBOX")
    yield mailbox
    mailbox.close()


def refusal(server: Server, user: str, *, how: Login = "password", secret: str = PASSWORD) -> MailboxTrouble:
    with pytest.raises(MailboxTrouble) as told:
        login(server, user, how=how, secret=secret)
    return told.value


# -- getting in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tls", ["implicit", "starttls", "none"])
def test_a_mailbox_is_opened_over_tls_starttls_and_on_this_machine_in_plain_text(server: Dovecot, user: str, tls: str) -> None:
    assert tls in ("implicit", "starttls", "none")
    server.deliver(user, b"Subject: hi\n\nhello\n")
    mailbox = login(server.server(tls), user)  # type: ignore[arg-type]
    assert mailbox.look("INBOX").exists == 1
    mailbox.close()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_authority_is_trusted_as_text_and_from_the_environment_and_else_not(
    server: Dovecot, user: str, tls: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = server.server("implicit" if tls == "implicit" else "starttls")
    plain = Server(told.host, told.port, told.tls)
    trouble = refusal(plain, user)
    assert (trouble.kind, trouble.message) == ("tls", "the certificate of localhost is refused: unable to get local issuer certificate")
    login(Server(told.host, told.port, told.tls, ca_pem=server.certificates.ca.read_text()), user).close()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificates.ca))
    login(plain, user).close()


def test_a_wrong_password_is_shown_to_the_server_once(server: Dovecot, user: str) -> None:
    trouble = refusal(server.server(), user, secret="wrong")
    assert (trouble.kind, trouble.message) == (
        "login", f"localhost refuses the login of {user}: [AUTHENTICATIONFAILED] Authentication failed."
    )  # fmt: skip
    assert server.failed_logins(user) == 1


def test_a_good_token_logs_in(server: Dovecot, user: str) -> None:
    mailbox = login(server.server(), user, how="xoauth2", secret=token(user))
    assert mailbox.look("INBOX").exists == 0
    mailbox.close()


def test_an_expired_forged_or_foreign_token_is_refused_once(server: Dovecot, user: str) -> None:
    for secret in (token(user, expires=1_000_000_000), token(user, key=b"another key"), token("somebody@else.example"), "no token"):
        trouble = refusal(server.server("starttls"), user, how="xoauth2", secret=secret)
        assert (trouble.kind, secret in trouble.message) == ("login", False)
        assert trouble.message.endswith('Authentication failed. ({"status":"401","schemes":"bearer","scope":"mail"})')


# -- folders ------------------------------------------------------------------------------------------------------------


def test_a_server_without_attributes_is_read_by_the_names_of_its_folders() -> None:
    with dovecot(special=False) as server:
        user = "jan@acme.example"
        server.create(user, "Verzonden items", "Ongewenste e-mail", "Entw&APw-rfe", "Klanten/Spam", "Caf&AOk- &- &ZeVnLIqe-", "100% *")
        mailbox = login(server.server(), user)
        assert {(folder.name, folder.role) for folder in mailbox.folders()} == {
            ("INBOX", "inbox"), ("Verzonden items", "sent"), ("Ongewenste e-mail", "junk"), ("Entwürfe", "drafts"),
            ("Klanten/Spam", "other"), ("Café & 日本語", "other"), ("100% *", "other"),
        }  # fmt: skip
        for folder in mailbox.folders():
            assert mailbox.look(folder.name).exists == 0
        mailbox.append("Café & 日本語", b"Subject: x\r\n\r\nx\r\n", NOON)
        assert mailbox.look("Café & 日本語").exists == 1
        mailbox.close()


def test_a_folder_that_is_renamed_while_it_is_read_loses_nothing(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    server.create(user, "Clients")
    server.put_all(user, "Clients", [(b"Subject: %d\r\n\r\nx\r\n" % number, NOON) for number in range(300)])
    before = opened.look("Clients")
    reading = opened.fetch(range(1, 301), 1_000)
    read = [next(reading).uid]
    server.rename(user, "Clients", "Customers")
    with suppress(MailboxTrouble):
        read += [mail.uid for mail in reading]
    again = login(server.server(), user)
    assert again.look("Customers") == before
    read += [mail.uid for mail in again.fetch([uid for uid in again.uids(1, 999) if uid not in read], 1_000)]
    assert sorted(read) == list(range(1, 301))
    again.close()


def test_a_folder_that_is_made_anew_while_it_is_open_is_told_by_its_uidvalidity(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    server.create(user, "Clients")
    server.put(user, "Clients", b"Subject: old\r\n\r\nx\r\n")
    before = opened.look("Clients")
    server.recreate(user, "Clients")
    server.put(user, "Clients", b"Subject: new\r\n\r\nx\r\n")
    try:
        after = opened.look("Clients")
    except MailboxTrouble:
        # Dovecot may end a connection whose open folder is deleted.
        opened.close()
        again = login(server.server(), user)
        after = again.look("Clients")
        again.close()
    assert (after.uidnext, after.exists) == (2, 1)
    assert after.uidvalidity != before.uidvalidity


# -- mails --------------------------------------------------------------------------------------------------------------


def sent_octets(server: Dovecot, user: str) -> int:
    """What the last connection of a user cost, as the server counted it when it ended."""
    log = server.folder / "dovecot.log"
    for _ in range(600):
        found = re.findall(rf"imap\({re.escape(user)}\).*Logged out in=\d+ out=(\d+)", log.read_text())
        if found:
            return int(found[-1])
        select.select([], [], [], 0.05)
    raise AssertionError(log.read_text()[-2000:])


def test_of_a_mail_of_20_megabytes_256_kilobytes_come_over_the_wire(server: Dovecot, user: str) -> None:
    server.deliver(user, b"Subject: large\n\n" + (b"x" * 75 + b"\n") * 270_000)
    mailbox = login(server.server(), user)
    mailbox.look("INBOX")
    [mail] = mailbox.fetch([1], 256 * 1024)
    assert len(mail.octets) == 256 * 1024
    assert mail.size > 20_000_000
    mailbox.close()
    assert sent_octets(server, user) < 264 * 1024


def test_only_what_is_new_is_read_of_a_folder_with_many_mails(server: Dovecot, user: str) -> None:
    server.deliver(user, b"Subject: first\n\nx\n")
    first = next((server.folder / "mail" / user / "new").iterdir())
    # A mail server's way of keeping one mail in many places: the folder has 20,001 mails and the disk one.
    for number in range(20_000):
        (first.parent / f"{1_790_000_000 + number}.M{number}.test").hardlink_to(first)
    mailbox = login(server.server(), user)
    state = mailbox.look("INBOX")
    assert (state.exists, state.uidnext) == (20_001, 20_002)
    mailbox.close()
    server.deliver(user, b"Subject: new\n\nx\n")
    mailbox = login(server.server(), user)
    before = sent_octets(server, user)
    new = mailbox.uids(20_002, mailbox.look("INBOX").uidnext - 1)
    assert [mail.octets.count(b"Subject: new") for mail in mailbox.fetch(new, 1_000)] == [1]
    mailbox.close()
    assert before < 3_000
    assert sent_octets(server, user) < 3_000


def test_a_mail_with_every_octet_comes_as_it_is(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    octets = b"Subject: \xff raw\r\nX: )\r\n\r\n" + bytes(range(1, 256)).replace(b"\r", b"").replace(b"\n", b"") + b"\r\n)\r\n{5}\r\n"
    server.put(user, "INBOX", octets)
    opened.look("INBOX")
    assert [mail.octets for mail in opened.fetch([1], 10_000)] == [octets]


# -- Sent ---------------------------------------------------------------------------------------------------------------


def test_our_own_copy_is_found_in_sent(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    copy = b"Message-ID: <ours@acme.example>\r\nTo: lead@example.test\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nx\r\n"
    server.put(user, "Sent", copy.replace(b"ours", b"other"), at=NOON)
    opened.append("Sent", copy, NOON + 60)
    assert copies(opened, "<ours@acme.example>") == [Copy("Sent", 2, "message_id")]
    alike = copies(opened, "<lost@acme.example>", to="lead@example.test", subject="Grüße", since=NOON + 1)
    assert alike == [Copy("Sent", 2, "likeness")]
    assert [(folder, mail.uid, mail.received_at) for folder, mail in sent_since(opened, NOON + 1, 100)] == [("Sent", 2, NOON + 60)]


# -- waiting ------------------------------------------------------------------------------------------------------------


def test_a_delivery_ends_the_wait(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    threading.Timer(0.05, server.deliver, (user, b"Subject: hi\n\nhello\n")).start()
    assert opened.wait(60) is True
    assert opened.uids(1, 9) == [1]


def test_flags_and_notices_do_not_end_the_wait(user: str) -> None:
    with dovecot(idle_notice="1 s") as server:
        server.deliver(user, b"Subject: hi\n\nhello\n")
        mailbox = login(server.server(), user)
        mailbox.look("INBOX")
        with server.person(user) as person:
            person.select("INBOX")
            threading.Timer(0.05, person.uid, ("STORE", "1", "+FLAGS", "(\\Seen)")).start()
            # Longer than the notice takes to come.
            assert mailbox.wait(1.5) is False
        mailbox.close()


def test_a_server_process_that_dies_ends_the_wait_with_trouble_at_once() -> None:
    # A server of its own: all its connections break.
    with dovecot() as server:
        mailbox = login(server.server(), "anna@acme.example")
        mailbox.look("INBOX")
        threading.Timer(0.1, server.kill_imap).start()
        with pytest.raises(MailboxTrouble) as told:
            mailbox.wait(600)
        assert told.value.kind == "connection"
        with pytest.raises(MailboxTrouble):
            mailbox.look("INBOX")
        mailbox.close()


def test_nothing_is_marked_as_read_by_anything(server: Dovecot, user: str, opened: ImapMailbox) -> None:
    server.deliver(user, b"Subject: hi\nMessage-ID: <a@b>\n\nhello\n")
    opened.folders()
    opened.look("INBOX")
    assert len(list(opened.fetch([1], 100))) == 1
    assert opened.find(message_id="<a@b>", since=1) == [1]
    opened.wait(0.05)
    opened.close()
    # Not even \Recent is taken away from the person's own mail program.
    assert server.flags(user, "INBOX") == ["\\Recent"]
