"""run reads the inbox of a real mail server before it sends, and stops whoever answered; what cannot be read sends no follow-ups."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from seleqt_cli.app.inbox import Synced
from seleqt_cli.ports.inbox import Batch
from seleqt_cli.storage.database import open_database
from seleqt_cli.wiring.account_login import free_after_login
from seleqt_cli.wiring.inboxes import inbox_of
from seleqt_cli.wiring.people import placer
from seleqt_cli.wiring.services import Services
from tests.cli.arrivals import ANNA
from tests.cli.homes import MAILS, Home
from tests.servers.dovecot import PASSWORD, Dovecot

DAY = 86_400
MONDAY = 1_764_576_000
"""2025-12-01 08:00 UTC: in the past, because a mail server takes no mail from the future."""
NOOR, SAM, TOM = "noor@windmill.example", "sam@canal.example", "tom@quay.example"


class Smtp:
    """A mail server that takes everything; `taken`: recipient -> the mails, in order."""

    def __init__(self) -> None:
        self.taken: dict[str, list[Any]] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.setdefault(envelope.rcpt_tos[0], []).append(message_from_bytes(envelope.content))
        return "250 taken"


@pytest.fixture
def smtp(free_port: Callable[[], int]) -> Iterator[tuple[Smtp, int]]:
    handler, port = Smtp(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


class World:
    """A home whose sender anna sends over `smtp` and reads a mailbox of its own."""

    def __init__(self, home: Home, server: Smtp, imap: Dovecot, user: str) -> None:
        self.home, self.server, self.imap, self.user = home, server, imap, user

    def answer(self, lead: str, text: str = "Yes, tell me more.", *, folder: str = "INBOX", **headers: str) -> None:
        """The lead answers the last mail that it got."""
        last = self.server.taken[lead][-1]
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = lead, "anna@acme.example", f"Re: {last['Subject']}"
        mail["In-Reply-To"] = mail["References"] = last["Message-ID"]
        mail["Message-ID"] = f"<{len(self.server.taken)}.{self.home.clock.now()}.{lead}>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.put(mail.as_bytes(), folder)

    def put(self, octets: bytes, folder: str = "INBOX") -> None:
        self.imap.put(self.user, folder, octets, at=self.home.clock.now())

    def once(self, days: int = 0, code: int | None = None) -> str:
        """`run --once` some days later; returns what it said."""
        self.home.clock.set(self.home.clock.now() + days * DAY)
        found, _, said = self.home.type("run", "--once")
        assert found == code if code is not None else found in (0, 3), said
        return said

    def states(self) -> dict[str, str]:
        return dict(self.home.sql("SELECT l.email, j.state FROM journey j JOIN lead l ON l.id = j.lead_id ORDER BY j.id LIMIT 3"))


@pytest.fixture
def world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], smtp: tuple[Smtp, int], imap: Dovecot, request: Any
) -> World:
    user = f"{request.node.name[:40]}@acme.example"
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    server = imap.server("none")
    text = MAILS.replace(
        "    smtp: outbox:outbox/anna\n",
        f"    login: {user}\n    smtp: {{host: 127.0.0.1, port: {smtp[1]}, tls: none}}\n"
        f"    imap: {{host: 127.0.0.1, port: {server.port}, tls: none}}\n",
    )
    home = Home(tmp_path, monkeypatch, capsys, text.replace("pace: {gap: 3 minutes, spread: false}", "pace: {gap: 0}"), at=MONDAY)
    return World(home, smtp[0], imap, user)


def test_whoever_answered_gets_nothing_more_and_the_others_go_on(world: World) -> None:
    assert world.once().endswith("\n3 sent\n")
    world.home.clock.set(MONDAY + 3600)
    world.answer(NOOR)
    world.answer(SAM, "Ik ben afwezig tot 11 december 2025.", Auto_Submitted="auto-replied", X_Autoreply="yes")
    assert world.once(1).endswith("\n2 sent\n")
    assert world.states() == {NOOR: "replied", SAM: "waiting", TOM: "waiting"}
    for _ in range(5):
        world.once(1)
    assert {lead: len(mails) for lead, mails in world.server.taken.items()}[TOM] == 2
    assert [len(world.server.taken[lead]) for lead in (NOOR, SAM)] == [1, 1]
    assert world.home.type("audit")[0] == 0
    flags = world.imap.flags(world.user, "INBOX")
    assert not any("Seen" in flag for flag in flags)


def test_without_a_read_inbox_first_contacts_go_and_follow_ups_do_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.once()
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    said = world.once(2, code=3)
    assert "anna: its inbox is not read: " in said
    assert world.home.sql("SELECT held LIKE 'its inbox cannot be read: %', inbox_trouble IS NOT NULL FROM account") == [(1, 1)]
    failures = world.imap.failed_logins(world.user)
    world.once(code=3)
    assert world.imap.failed_logins(world.user) == failures  # not tried again
    assert all(len(mails) == 1 for mails in world.server.taken.values())
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    world.home.type("senders", "resume", "anna")
    assert "sent" in world.once(0, code=0)
    assert world.home.sql("SELECT inbox_trouble FROM account") == [(None,)]


def test_a_server_that_is_down_stops_follow_ups_and_holds_nobody(world: World) -> None:
    world.once()
    world.home.sql("UPDATE account SET inbox_read_at = inbox_read_at")
    text = (world.home.folder / "campaigns.yaml").read_text()
    port = world.imap.server("none").port
    (world.home.folder / "campaigns.yaml").write_text(text.replace(f"port: {port}, tls", "port: 9, tls"))
    world.home.type("apply", "--yes")
    said = world.once(2)
    assert "anna: its inbox is not read: " in said
    assert world.home.sql("SELECT held FROM account WHERE channel = 'email'") == [(None,)]
    assert [len(mails) for mails in world.server.taken.values()] == [1, 1, 1]


def test_a_reading_from_before_the_clock_was_set_back_lets_no_follow_up_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.once()
    world.home.sql("UPDATE account SET inbox_read_at = inbox_read_at + 366 * 86400")
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    world.once(2)
    assert [len(mails) for mails in world.server.taken.values()] == [1, 1, 1]
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    world.home.type("senders", "resume", "anna")
    assert "sent" in world.once()
    assert world.home.sql("SELECT inbox_read_at FROM account") == [(world.home.clock.now(),)]
    assert world.home.type("audit")[0] == 0


def test_a_login_frees_a_sender_of_what_was_wrong_with_its_login_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.once()
    world.home.sql("UPDATE account SET held = 'somebody complained about a mail of it', held_at = 5 WHERE channel = 'email'")
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    assert world.home.type("inbox", "sync")[0] == 3
    (reason,) = world.home.sql("SELECT held FROM account WHERE channel = 'email'")[0]
    assert reason.startswith("its inbox cannot be read: ")
    assert reason.endswith("; and before that: somebody complained about a mail of it")
    connection = open_database(world.home.folder / "home" / "seleqt.db")
    try:
        machine = Services(home=str(world.home.folder / "home"), file="campaigns.yaml").machine(connection, clock=world.home.clock)
        assert not free_after_login(machine, machine.workspace.senders["anna"], "anna")
    finally:
        connection.close()
    assert world.home.sql("SELECT held FROM account WHERE channel = 'email'") == [("somebody complained about a mail of it",)]


def test_a_bounce_and_an_opt_out_out_of_a_real_mailbox(world: World) -> None:
    world.once()
    last = world.server.taken[NOOR][-1]
    bounce = (
        "From: MAILER-DAEMON@relay.example\r\nTo: anna@acme.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <1@relay.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        "--x\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n"
        f"Final-Recipient: rfc822; {NOOR}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {last['Message-ID']}\r\nTo: {NOOR}\r\n\r\n--x--\r\n"
    )
    world.put(bounce.encode(), "Junk")
    token = str(world.server.taken[SAM][-1]["List-Unsubscribe"]).partition("subject=")[2].rstrip(">").replace("%20", " ")
    world.put(f"From: sam@private.example\r\nTo: anna@acme.example\r\nSubject: {token}\r\nMessage-ID: <2@x.example>\r\n\r\n".encode())
    world.once(1)
    assert world.states() == {NOOR: "bounced", SAM: "unsubscribed", TOM: "waiting"}
    assert world.home.sql("SELECT value, reason FROM suppression ORDER BY value") == [(NOOR, "hard bounce"), (SAM, "unsubscribed")]


def test_a_mail_written_by_hand_is_found_in_sent(world: World) -> None:
    world.once()
    own = b"From: anna@acme.example\r\nTo: noor@windmill.example\r\nSubject: Lunch?\r\nMessage-ID: <mine@acme.example>\r\n\r\nHi"
    world.home.clock.set(MONDAY + 7200)
    world.put(own, "Sent")
    world.put(world.server.taken[SAM][0].as_bytes(), "Sent")
    world.once(1)
    assert world.states() == {NOOR: "held", SAM: "waiting", TOM: "waiting"}


def test_inbox_sync_reads_now_and_tells_what_came(world: World) -> None:
    world.once()
    world.home.clock.set(MONDAY + 3600)
    world.answer(NOOR)
    code, out, said = world.home.type("inbox", "sync")
    assert (code, said) == (0, "anna: read, 1 new\n")
    assert out == "1  Mon 2025-12-01 10:00  reply          noor@windmill.example: Re: Robots for Windmill  (stopped 1 journey)\n"
    assert world.home.lines("inbox", "sync") == []
    assert world.states()[NOOR] == "replied"


def test_inbox_sync_ends_with_3_when_a_person_is_needed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    code, _, said = world.home.type("inbox", "sync")
    assert (code, said.startswith("anna: not read: ")) == (3, True)


def test_sent_tells_who_was_written_to_by_other_means(world: World) -> None:
    for name, days in (("noor@windmill.example", 10), ("sam@canal.example", 50)):
        octets = f"From: anna@acme.example\r\nTo: {name}\r\nSubject: Hello\r\nMessage-ID: <{days}@acme.example>\r\n\r\nHi".encode()
        world.imap.put(world.user, "Sent", octets, at=MONDAY - days * DAY)
    code, _, said = world.home.type("inbox", "sync", "--sent-since", "30 days")
    assert (code, said) == (0, "anna: 1 lead was written to since then\n")
    assert world.home.sql("SELECT contacted_at FROM lead WHERE id = 1") == [(MONDAY - 10 * DAY,)]
    assert world.states() == {NOOR: "due", SAM: "due", TOM: "due"}


def test_answers_in_a_mailbox_that_was_put_back_from_a_backup_are_read_and_none_is_handled_twice(world: World) -> None:
    world.once()
    world.put(b"From: shop@elsewhere.test\r\nSubject: Offer\r\nMessage-ID: <offer@elsewhere.test>\r\n\r\nCheap!")
    world.imap.backup(world.user)
    for lead in (NOOR, SAM):
        world.answer(lead)
    assert world.once(1).endswith("\n2 sent\n")
    world.imap.restore(world.user)
    world.answer(TOM)
    world.once()
    assert world.states() == {NOOR: "replied", SAM: "replied", TOM: "replied"}
    assert world.home.sql("SELECT next_uid FROM inbox_folder WHERE folder = 'INBOX'") == [(3,)]
    world.answer(NOOR)
    world.once()
    assert [sender for (sender,) in world.home.sql("SELECT sender FROM inbox_message ORDER BY id")] == [NOOR, SAM, TOM, NOOR]


def test_a_folder_without_news_costs_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    connection = open_database(home.folder / "home" / "seleqt.db")
    machine = Services(home=str(home.folder / "home"), file="campaigns.yaml").machine(connection, clock=home.clock)
    inbox, written = inbox_of(machine, placer(machine)), []
    for uidvalidity, next_uid in ((7, 1), (7, 1), (7, 4), (7, 4), (8, 4)):
        before = connection.total_changes
        inbox.take(Batch("INBOX", "inbox", uidvalidity, next_uid), Synced(ANNA))
        written.append(connection.total_changes - before)
    assert written == [1, 0, 1, 0, 1]
    connection.close()
