"""Reading inboxes, put together over a machine."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from seleqt_cli.app.consequences import Consequences
from seleqt_cli.app.guarding import Guards
from seleqt_cli.app.inbox import Inbox, Synced
from seleqt_cli.app.inbox_reading import Judgement, Plan, read_new
from seleqt_cli.app.people import People
from seleqt_cli.app.resolve import Resolver
from seleqt_cli.app.run_due import Runner
from seleqt_cli.app.suppression import SuppressionList
from seleqt_cli.core.campaign import Server
from seleqt_cli.core.errors import SeleqtError, Unreachable
from seleqt_cli.core.journey import Journey
from seleqt_cli.engine.inboxes import Inboxes
from seleqt_cli.engine.local import Stop
from seleqt_cli.ports.inbox import Batch, Message
from seleqt_cli.ports.mailbox import Mailbox, MailboxTrouble
from seleqt_cli.ports.resolve import Doubt, Evidence
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.inbox import SqliteInbox
from seleqt_cli.storage.people import SqlitePeople
from seleqt_cli.storage.sent_mails import SqliteSentMails
from seleqt_cli.storage.suppressions import SqliteSuppressions
from seleqt_cli.wiring.copies_owed import copies_to_put
from seleqt_cli.wiring.doubts import released, resolver, search_sent, settle_found, to_search
from seleqt_cli.wiring.epoch import must_reconcile, require_reconciled
from seleqt_cli.wiring.foreign_sends import our_addresses, watcher
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.suppressing import masked_by

UNREADABLE_INBOX: Final = "its inbox cannot be read: "
"""How the reason begins of an account that is held because its mail server does not let us in."""
HELD_BEFORE: Final = "; and before that: "
"""What stands between it and the reason for which the account was held already: a login alone does not free it of that."""


def inbox_of(machine: Machine, place: Callable[[Journey, int], None]) -> Inbox:
    """Handles what came in. `place` puts journeys that moved where they belong: a runner's own while it runs."""
    sent = SqliteSentMails(machine.connection, machine.secret)
    inbox = SqliteInbox(machine.store, sent)
    ours = our_addresses(machine.workspace)
    return Inbox(
        inbox, sent, consequences_of(machine, place, inbox), machine.calendar, machine.clock.now, ours, watcher(machine, place)
    )  # fmt: skip


def consequences_of(machine: Machine, place: Callable[[Journey, int], None], inbox: SqliteInbox) -> Consequences:
    """Carries out what follows from something that came in, on whatever channel."""
    store = machine.store

    def people(by: str) -> People:
        return People(SqlitePeople(store), machine.workspace, machine.programs, place, by, machine.clock.now())

    def hold(account: str, reason: str, at: int) -> None:
        store.hold_account(account, reason, at, 0)

    resolver = Resolver(SqliteDoubts(store), machine.programs, machine.calendar, place, _nothing_known, released(machine))

    def believe(action: int, evidence: str, now: int) -> None:
        resolver.sent(action, "evidence", now, evidence=evidence)

    def whole_company(journey: Journey) -> bool:
        campaign = machine.workspace.campaigns.get(journey.campaign)
        return campaign is not None and campaign.on_reply == "company"

    return Consequences(
        inbox, SqlitePeople(store), people,
        SuppressionList(SqliteSuppressions(machine.connection, store.transaction), masked_by(machine.secret)),
        machine.programs, place, hold, believe, whole_company,
    )  # fmt: skip


def judgement() -> Judgement:
    """How mails are read and judged."""
    from seleqt_cli.channels.email.reading import read_mail
    from seleqt_cli.core.inbound.classify import classify

    return Judgement(read_mail, classify)


def afterwards(machine: Machine, synced: Synced) -> None:
    """What a reading means for the planner at once: senders that are held, and the guards over bounces."""
    machine.planner.blocked.update({account: f"held: {reason}" for account, reason in synced.held.items()})
    if synced.bounced:
        Guards(machine.store, machine.planner).bounced(machine.accounts[synced.account], machine.clock.now())


def _nothing_known(doubt: Doubt) -> Evidence:
    return Evidence(None, f"action {doubt.action}")


class RunningDesk:
    """What the engine's hands work with (see engine/inboxes.Desk), over a machine and its runner."""

    def __init__(
        self,
        machine: Machine,
        runner: Runner,
        observe: Callable[[Message], None] = lambda message: None,
        unread: Callable[[str, MailboxTrouble], None] = lambda account, trouble: None,
    ) -> None:
        """See `inboxes`."""
        self._observe = observe
        require_reconciled(machine)  # an answer to a mail that the database does not know would be passed over for good
        self._machine = machine
        self._runner = runner
        self._inbox = inbox_of(machine, runner.place)
        self._unread = unread
        self._troubles: dict[str, str] = {}
        """Account -> why it could not be read the last time."""
        self.kept: dict[str, list[Message]] = {}
        """Account -> what came in since this was made."""

    def open(self, account: str) -> Mailbox:
        """Log in; an access token that the server does not take is renewed once."""
        return open_box(self._machine, account)

    def read(self, box: Mailbox, plan: Plan) -> Iterator[Batch]:
        """What is new."""
        return read_new(box, plan, judgement())

    def plan(self, account: str) -> Plan:
        """From now on."""
        return self._inbox.plan(self._machine.accounts[account])

    def take(self, batch: Batch, synced: Synced) -> None:
        """In one commit."""
        synced.changed = synced.bounced = False
        before = len(synced.kept)
        self._inbox.take(batch, synced)
        if must_reconcile(self._machine):
            require_reconciled(self._machine)  # nothing more is read: an answer to what is not known would be passed over
        for message in synced.kept[before:]:
            self._observe(message)
        self.kept[synced.account] = synced.kept
        if synced.changed:
            afterwards(self._machine, synced)
            self._runner.wake_all(self._machine.clock.now())

    def finish(self, synced: Synced, started_at: int) -> None:
        """Follow-ups may go."""
        self._inbox.finish(synced, started_at)
        self._troubles.pop(synced.account, None)
        self._machine.planner.unread.discard(synced.account)
        self._runner.wake(synced.account, self._machine.clock.now())

    def errand(self, account: str) -> Callable[[Mailbox], Callable[[], None]] | None:
        """Search Sent for what is in doubt, and put copies there that could not be put before."""
        errands = [self._search(account), copies_to_put(self._machine, self._machine.accounts[account])]
        jobs = [job for job in errands if job is not None]
        if not jobs:
            return None

        def do(box: Mailbox) -> Callable[[], None]:
            ends = [job(box) for job in jobs]

            def settle() -> None:
                for end in ends:
                    end()

            return settle

        return do

    def _search(self, account: str) -> Callable[[Mailbox], Callable[[], None]] | None:
        """What is found counts as sent at once."""
        desk = resolver(self._machine, self._runner)
        wanted = to_search(self._machine, desk, account)
        if not wanted:
            return None

        def search(box: Mailbox) -> Callable[[], None]:
            found = search_sent(box, wanted)

            def settle() -> None:
                settle_found(desk, wanted, found, self._machine.clock.now())
                if found:
                    self._runner.wake_all(self._machine.clock.now())

            return settle

        return search

    def failed(self, account: str, trouble: MailboxTrouble) -> None:
        """Trouble that needs a person holds the account; `senders login` or `senders resume` frees it."""
        machine = self._machine
        self._inbox.failed(account, trouble)
        if self._troubles.get(account) != trouble.message:
            self._troubles[account] = trouble.message
            self._unread(account, trouble)
        if trouble.kind in ("login", "tls") and not self.refused(account):
            before = machine.store.one("SELECT held FROM account WHERE key = ? AND held_until IS NULL", (account,))
            reason = f"{UNREADABLE_INBOX}{trouble.message}" + (f"{HELD_BEFORE}{before}" if before else "")
            with machine.store.transaction():
                machine.store.hold_account(account, reason, machine.clock.now(), 0)
            machine.planner.blocked[account] = f"held: {reason}"

    def refused(self, account: str) -> str:
        """The reason of a hold that is the inbox's."""
        found = self._machine.store.one("SELECT held FROM account WHERE key = ?", (account,)) or ""
        return str(found) if str(found).startswith(UNREADABLE_INBOX) else ""


def open_box(machine: Machine, account: str) -> Mailbox:
    """Connect to an account's mail server and log in. Blocks; touches no database. Raises MailboxTrouble."""
    from seleqt_cli.channels.email.imap import open_mailbox
    from seleqt_cli.wiring.signing_in import credentials

    senders = machine.accounts[account].senders
    sender = next((one for one in senders if isinstance(one.imap, Server)), senders[0])
    if not isinstance(sender.imap, Server):
        advice = f"write imap: HOST:993 under senders.{sender.name} (or imap: none when a person watches it), or: seleqt senders login"
        raise MailboxTrouble("server", f"no IMAP server is known for {sender.name}", advice=advice)
    refused = ""
    while True:
        try:
            login, user, secret = credentials(machine.place, sender, refused)
        except Unreachable as problem:
            raise MailboxTrouble("connection", problem.message, advice=problem.advice) from problem
        except SeleqtError as problem:
            # With what to type: it becomes the reason of a hold, and `status` shows nothing else.
            said = f"{problem.message.rstrip('.')} ({problem.advice})" if problem.advice else problem.message
            raise MailboxTrouble("login", said, advice=problem.advice) from problem
        try:
            return open_mailbox(sender.imap, user, login, secret, elapsed=machine.clock.elapsed)
        except MailboxTrouble as trouble:
            if trouble.kind != "login" or login != "xoauth2" or refused:
                raise
            refused = secret


def inboxes(
    machine: Machine,
    runner: Runner,
    stop: Stop,
    pause: Callable[[float], Awaitable[None]],
    *,
    changed: Callable[[], None],
    observe: Callable[[Message], None],
    unread: Callable[[str, MailboxTrouble], None],
) -> Inboxes:
    """Reads the inboxes of the accounts that a run drives.

    `observe` is told of every message that is kept, `unread` of an inbox that cannot be read, once for each reason.
    """
    accounts = [account.key for account in machine.readable() if runner.only(account)]
    desk = RunningDesk(machine, runner, observe, unread)
    return Inboxes(desk, accounts, stop, pause, changed=changed)
