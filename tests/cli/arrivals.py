"""Mails that come in, made by hand: judged already, so that a test is about what follows."""

from dataclasses import replace
from typing import Any

from seleqt_cli.app.inbox import Synced
from seleqt_cli.app.inbox_reading import digest, read_new
from seleqt_cli.channels.email.memory_mailbox import MemoryAccount
from seleqt_cli.core.inbound.mail import Inbound, Party, Returned
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.ports.inbox import Arrived, Batch
from seleqt_cli.ports.mailbox import Role
from seleqt_cli.storage.database import open_database
from seleqt_cli.wiring.inboxes import afterwards, inbox_of, judgement
from seleqt_cli.wiring.people import placer
from seleqt_cli.wiring.services import Services
from tests.cli.homes import Home

ANNA = "email:anna@acme.example"
DAEMON = "mailer-daemon@relay.example"


def message_id(home: Home, lead: str, step: str = "intro") -> str:
    """The Message-ID of a mail that was sent."""
    found: str = home.sql("SELECT message_id FROM action WHERE lead = ? AND step = ?", lead, step)[0][0]
    return found


def arrived(home: Home, kind: Class, sender: str, *, uid: int = 1, ago: int = 0, mail: Inbound | None = None, **verdict: Any) -> Arrived:
    """A mail of a class from an address, just come in."""
    text = f"{kind} from {sender}"
    made = replace(mail or Inbound(), sender=Party(sender), text=text, date=home.clock.now())
    judged = Verdict(kind, ("the test says so",), **verdict)
    return Arrived(uid, home.clock.now() - ago, made, judged, text, digest(made))


def answer(home: Home, kind: Class, lead: str, *, sender: str = "", uid: int = 1, step: str = "intro", **verdict: Any) -> Arrived:
    """A mail of a class in the thread of what went to a lead."""
    mail = Inbound(message_id=f"<{uid}@windmill.example>", in_reply_to=(message_id(home, lead, step),), subject="Re: Robots")
    return arrived(home, kind, sender or lead, uid=uid, mail=mail, **verdict)


def bounce(home: Home, kind: Class, lead: str, *, uid: int = 1, step: str = "intro", **verdict: Any) -> Arrived:
    """A mail of ours that came back."""
    mail = Inbound(message_id=f"<{uid}@relay.example>", returned=Returned(message_id(home, lead, step)))
    return arrived(home, kind, DAEMON, uid=uid, mail=mail, addresses=(lead,), **verdict)


def own(home: Home, to: str, *, subject: str = "Lunch?", uid: int = 1, message_id: str = "<mine@acme.example>", **mail: Any) -> Arrived:
    """A mail of Anna's that lies in Sent."""
    made = Inbound(message_id=message_id, sender=Party("anna@acme.example"), to=(Party(to),), subject=subject, **mail)
    return Arrived(uid, home.clock.now(), made, None, "", digest(made))


def deliver(home: Home, *mails: bytes, account: MemoryAccount | None = None) -> MemoryAccount:
    """Mails come into a mailbox, whole as a server gives them out, and are read, judged and handled as a run does it."""
    box = account or MemoryAccount()
    for octets in mails:
        box.deliver(octets, home.clock.now())
    connection = open_database(home.folder / "home" / "seleqt.db")
    try:
        machine = Services(home=str(home.folder / "home"), file="campaigns.yaml").machine(connection, clock=home.clock)
        inbox, synced = inbox_of(machine, placer(machine)), Synced(ANNA)
        for batch in read_new(box.open(), inbox.plan(machine.accounts[ANNA]), judgement()):
            inbox.take(batch, synced)
        inbox.finish(synced, home.clock.now())
        afterwards(machine, synced)
    finally:
        connection.close()
    return box


def take(home: Home, *mails: Arrived, role: Role = "inbox", account: str = ANNA) -> Synced:
    """Handle mails as a run does that reads them."""
    connection = open_database(home.folder / "home" / "seleqt.db")
    try:
        services = Services(home=str(home.folder / "home"), file="campaigns.yaml")
        machine = services.machine(connection, clock=home.clock)
        inbox = inbox_of(machine, placer(machine))
        synced = Synced(account)
        highest = max((one.uid for one in mails), default=0)
        inbox.take(Batch("INBOX" if role == "inbox" else role, role, 1, highest + 1, mails), synced)
        inbox.finish(synced, home.clock.now())
        afterwards(machine, synced)
        return synced
    finally:
        connection.close()
