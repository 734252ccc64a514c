"""Commands about senders, put together over a machine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seleqt_cli.app.plan import limits_of
from seleqt_cli.channels.email.oauth import SignIn
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import Failed, NothingPossible, UsageProblem, no_such
from seleqt_cli.core.guards import domain_of, freed_by
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.linkedin.standing import frees, hold_reason
from seleqt_cli.storage.accounts import SqliteAccounts
from seleqt_cli.storage.linkedin import SqliteLinkedIn
from seleqt_cli.wiring.linkedin_standing import mode_words
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.signing_in import SERVICES, credentials

if TYPE_CHECKING:
    from seleqt_cli.app.read_back import ReadBack
    from seleqt_cli.wiring.own_mail import Sent


@dataclass(frozen=True, slots=True)
class SenderLine:
    """One sender as `senders list` shows it. `limits`: kind, period, most, where that number is written."""

    sender: Sender
    server: str
    state: str
    reason: str
    until: int
    frees: str
    secret: str
    mode: str
    limits: tuple[tuple[str, str, int, str], ...]


def sender_named(machine: Machine, name: str) -> Sender:
    """The sender of that name in the version in force. Raises UsageProblem."""
    found = machine.workspace.senders.get(name)
    if found is None:
        raise no_such("sender", name, machine.workspace.senders)
    return found


def sender_lines(machine: Machine, now: int) -> list[SenderLine]:
    """Every sender, in the order of the file."""
    from seleqt_cli.storage.everyday import accounts, meta

    rows, guards = accounts(machine.connection), meta(machine.connection, "guard:")
    lines = []
    for sender in machine.workspace.senders.values():
        row = rows.get(sender.account)
        account = machine.accounts[sender.account]
        frees = f"seleqt senders resume {sender.name}"
        state, reason, until = "active", "", 0
        guard = guards.get(domain_of(account), "")
        if row is not None and row.held and (row.held_until is None or row.held_until > now):
            state, reason, until = "held", row.held, row.held_until or 0
            frees = freed_by(row.held, sender.name)
        elif row is not None and row.paused_until is not None and row.paused_until > now:
            state, until = "paused", row.paused_until if row.paused_until < NEVER else 0
        elif guard:
            state, reason = "first contacts held", guard
        else:
            frees = ""
        if state != "held" and sender.account in machine.planner.disconnected:
            state, reason = "disconnected", machine.planner.disconnected[sender.account].removeprefix("disconnected: ")
            until, frees = 0, "seleqt plan"
        lines.append(
            SenderLine(
                sender,
                _server(sender),
                state,
                reason,
                until,
                frees,
                _secret(machine, account.senders[0]),
                mode_words(machine.store, sender, now) if sender.channel == "linkedin" else "",
                tuple((one.kind, one.period, one.most, one.source) for one in limits_of(account)),
            )
        )
    return lines


def pause_sender(machine: Machine, sender: Sender, until: int, by: str, now: int) -> None:
    """The account of a sender does nothing until a moment, 0 = until somebody lets it go on."""
    rows = SqliteAccounts(machine.connection)
    with machine.store.transaction():
        rows.ensure(sender.account, sender.channel, now)
        rows.pause(sender.account, until or NEVER)
        rows.event(now, "sender_paused", sender.account, {"sender": sender.name, "until": until or None, "by": by})


def resume_sender(machine: Machine, sender: Sender, by: str, now: int) -> None:
    """The account of a sender goes on, held or paused as it may be; guards count anew.

    Raises NothingPossible where LinkedIn stopped it: that is cleared by another command, or has to rest.
    """
    rows = SqliteAccounts(machine.connection)
    if sender.channel == "linkedin":
        _not_stopped(machine, sender, now)
    domain = domain_of(machine.accounts[sender.account])
    same = [account.key for account in machine.accounts.values() if domain and domain_of(account) == domain]
    with machine.store.transaction():
        rows.ensure(sender.account, sender.channel, now)
        rows.resume(sender.account, domain, same, now)
        rows.event(now, "sender_resumed", sender.account, {"sender": sender.name, "by": by})


def _not_stopped(machine: Machine, sender: Sender, now: int) -> None:
    linkedin = SqliteLinkedIn(machine.store)
    incident = linkedin.incident(sender.account)
    if incident is not None:
        raise NothingPossible(f"{sender.name}: {hold_reason(incident.stop, incident.text)}", advice=frees(incident.stop, sender.name))
    if linkedin.rests_until(sender.account) > now:
        raise NothingPossible(f"{sender.name} rests after what LinkedIn showed", advice="seleqt senders list says until when")


def reassign(machine: Machine, lead: Lead, before: Sender, after: Sender, by: str, now: int) -> int:
    """Another sender walks a lead's live journeys from now on; returns how many. Raises Failed when none can be given away."""
    if before.channel != after.channel or before.account == after.account:
        raise UsageProblem(f"{before.name} and {after.name} must be two accounts of the same channel")
    rows = SqliteAccounts(machine.connection)
    column = f"{before.channel}_account"
    with machine.store.transaction():
        journeys = rows.journeys_of(lead.id, column, before.account)
        if not journeys:
            raise Failed(f"{before.name} walks no journey of {lead.key}", advice=f"seleqt explain {lead.id}")
        for journey, campaign, _, in_hand, _ in journeys:
            if after.name not in machine.workspace.campaigns[campaign].senders:
                raise UsageProblem(f"{after.name} is no sender of {campaign}", advice=f"add it to senders of {campaign}, then seleqt apply")
            if in_hand:
                raise Failed(
                    f"a step of {campaign} was begun with {before.name} and is not over", advice="seleqt resolve, or try again later"
                )
            rows.reassign(journey, column, before.account, after.account, after.person)
            data = {"from": before.account, "to": after.account, "by": by}
            rows.event(now, "reassigned", after.account, data, journey=journey, lead=lead.id, campaign=campaign)
    return len(journeys)


def read_test_mail(machine: Machine, sender: Sender, sent: "Sent", seconds: int) -> "ReadBack | None":
    """Find a mail that a sender sent to itself, and keep what it shows; None when it did not come in time.

    Raises UsageProblem when no inbox is known, and SeleqtError (MailboxTrouble) when it cannot be read.
    """
    from seleqt_cli.app.read_back import read_back
    from seleqt_cli.channels.email.imap import open_mailbox
    from seleqt_cli.storage.mail_settings import Seen, keep_seen

    assert isinstance(sender.imap, Server)
    login, user, secret = credentials(machine.place, sender)
    mailbox = open_mailbox(sender.imap, user, login, secret, elapsed=machine.clock.elapsed)
    try:
        found = read_back(
            mailbox, message_id=sent.message_id, to=sender.address, subject=sent.subject, since=sent.at - 60,
            elapsed=machine.clock.elapsed, seconds=seconds,
        )  # fmt: skip
    finally:
        mailbox.close()
    if found is not None:
        with machine.store.transaction():
            what = Seen(found.keeps_sent, found.keeps_id, found.dkim, found.signed)
            keep_seen(machine.connection, sender.account, what, machine.clock.now())
    return found


def _server(sender: Sender) -> str:
    if sender.channel == "linkedin":
        return sender.profile
    if sender.outbox:
        return f"outbox:{sender.outbox}"
    return f"{sender.smtp.host}:{sender.smtp.port}" if sender.smtp is not None else "not known"


def _secret(machine: Machine, sender: Sender) -> str:
    """Whether the password or the sign-in is there: yes, no, or `not needed`; what is wrong with the keyring otherwise."""
    if sender.channel == "linkedin" and sender.mode != "open":
        return "signed in" if SqliteLinkedIn(machine.store).profile(sender.account) is not None else "no window"
    if sender.channel != "email" or sender.outbox or sender.auth == "none":
        return "not needed"
    try:
        if sender.auth in SERVICES:
            return "signed in" if SignIn.read(machine.place.kept_secrets.get(sender.name) or "") else "no"
        return "yes" if machine.place.secrets.get(sender.name) else "no"
    except Failed as problem:
        return f"no: {problem.message}"
