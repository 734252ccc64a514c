"""Handling what came in: each mail is matched with what was sent, and what follows from it is done, in the commit that moves the cursor on.

Mail that has nothing to do with what seleqt sent leaves no trace. What is kept: every matched mail, and of the others
those that a person should see: bounces, complaints and unsubscribe mails that fit nothing, answers that could be several
people's, and what could not be read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from seleqt_cli.app.consequences import BY, Consequences, Done
from seleqt_cli.app.inbox_reading import UNREADABLE, Plan
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.core.inbound.effects import FORWARDED, Around, effects
from seleqt_cli.core.inbound.matching import SKEW, Match, SentMails, Written, bare_subject, match
from seleqt_cli.core.inbound.own_address import names_of
from seleqt_cli.core.inbound.verdict import BOUNCES, Class, Verdict
from seleqt_cli.core.inbound.visible import visible_text
from seleqt_cli.core.journey import LIVE
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.inbox import Arrived, Batch, InboxStore, Message
from seleqt_cli.ports.mailbox import MailboxTrouble

SHOWN_ANYWAY: Final = BOUNCES | {Class.COMPLAINT}
"""Classes that a person should see although they fit nothing."""
KEPT_TEXT: Final = 64 * 1024
"""Characters of a mail's visible text that are kept."""
SAME_MAIL: Final = 3600
"""Seconds after a send within which a mail in Sent with its recipient and subject is that mail."""
NAMED: Final = "it is about a mail that was never sent from here; ignored"
FORGED: Final = "it may be forged: "
SEVERAL: Final = "it could come from several people; nothing was done"


@dataclass(slots=True)
class Synced:
    """What one reading of an account brought. `kept`: new messages; `bounced`: the guards have to look; `held`: account -> why."""

    account: str
    kept: list[Message] = field(default_factory=list)
    by_hand: int = 0
    contacts: int = 0
    bounced: bool = False
    held: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    """Journeys, people or senders are not what they were."""


class Inbox:
    """The inboxes of one workspace. `now` gives the instant; `ours`: the normalised addresses of all senders.

    `elsewhere` says whether a mail in Sent of an account is ours and went from another copy of the database, and sees to it.
    """

    def __init__(
        self,
        store: InboxStore,
        sent: SentMails,
        consequences: Consequences,
        calendar: Callable[[int], Calendar],
        now: Callable[[], int],
        ours: frozenset[str],
        elsewhere: Callable[[Arrived, str], bool] = lambda arrived, account: False,
    ) -> None:
        self._store = store
        self._sent = sent
        self._consequences = consequences
        self._calendar = calendar
        self._now = now
        self._ours = ours
        self._elsewhere = elsewhere

    # reading

    def plan(self, account: Account) -> Plan:
        """What is new for an account, from now on."""
        senders = account.senders
        folders = tuple(dict.fromkeys(name for sender in senders for name in sender.inbox_folders))
        ignore = tuple(dict.fromkeys(pattern for sender in senders for pattern in sender.inbox_ignore))
        key = account.key
        return Plan(key, self._store.known_since(key), self._now(), self._store.cursors(key), folders, ignore, self._ours)

    def take(self, batch: Batch, synced: Synced) -> None:
        """Handle some mails of a folder and move its cursor on, in one commit; a folder without news costs none."""
        reached = (batch.uidvalidity, batch.next_uid)
        if not batch.mails and (not batch.next_uid or self._store.cursors(synced.account).get(batch.folder) == reached):
            return
        with self._store.transaction():
            for arrived in batch.mails:
                if arrived.verdict is None:
                    self._own(arrived, synced)
                elif not self._store.handled(arrived.digest):
                    self._handle(arrived, arrived.verdict, batch.folder, synced)
            if batch.next_uid:
                self._store.keep_cursor(synced.account, batch.folder, batch.uidvalidity, batch.next_uid)
            if synced.changed:
                self._store.reread()

    def finish(self, synced: Synced, started_at: int) -> None:
        """Every folder was read to its end as it was at a moment: follow-ups may go."""
        with self._store.transaction():
            self._store.read(synced.account, started_at)

    def failed(self, account: str, trouble: MailboxTrouble) -> None:
        """Reading failed: `status` shows why."""
        with self._store.transaction():
            self._store.trouble(account, trouble.message)

    def contacts(self, batch: Batch, synced: Synced) -> None:
        """History of other tools: who was written to, out of Sent; nothing else follows."""
        with self._store.transaction():
            for arrived in batch.mails:
                for lead in self._recipients(arrived) if not self._is_ours(arrived) else ():
                    synced.contacts += self._store.contacted(lead, arrived.received_at)

    # a person's word

    def correct(self, number: int, kind: Class, lead: Lead | None, by: str) -> tuple[Message, list[int]]:
        """A person says what a message is: what the wrong verdict did is taken back, what the right one means is done.

        Returns the message as it is kept now, and the journeys that go on. Raises UsageProblem and Failed.
        """
        with self._store.transaction():
            message = self._store.message(number)
            if message is None:
                raise UsageProblem(f"there is no message {number}", advice="seleqt inbox list")
            written = self._store.action_of(message)
            if lead is not None and lead.id != message.lead_id:
                written = self._last_to(message, lead)
            if written is None:
                raise Failed(
                    f"message {number} belongs to no lead that was written to", advice=f"seleqt inbox mark {number} {kind} --lead LEAD"
                )
            if message.verdict.kind is kind and message.lead_id == written.lead and message.undo and not message.undo.get("unproven"):
                return message, []  # it is taken for that already, and what it means was done
            now = self._now()
            before = self._store.lead(message.lead_id) if message.lead_id is not None else None
            other_no = self._store.other_no(message)
            held = self._store.other_hold(message)
            taken = message.undo and self._consequences.take_back(message.undo, before, now, by=by, other_no=other_no, other_hold=held)
            going = taken or []
            going += self._take_back_writer(message, now, by)
            verdict = replace(message.verdict, kind=kind, reasons=(f"{by} says so", *message.verdict.reasons))
            if message.verdict.kind is not kind:
                verdict = replace(verdict, detail="")
            match = Match(written, f"by {by}" if lead is not None else message.matched)
            done = self._follow(verdict, match, message.received_at, message.account, number, by)
            self._follow_writer(replace(message, verdict=verdict), written, done, by)
            message = replace(
                message, verdict=verdict, matched=match.by, state="corrected", lead_id=written.lead, journey_id=written.journey,
                action_id=written.action, followed="; ".join(done.words), undo=done.undo,
            )  # fmt: skip
            self._store.correct(number, message)
            self._store.reread()
            return message, [one for one in going if (journey := self._store.journey(one)) is not None and journey.state in LIVE]

    # one mail

    def _handle(self, arrived: Arrived, verdict: Verdict, folder: str, synced: Synced) -> None:
        mail = arrived.mail
        found = match(mail, verdict, synced.account, arrived.received_at, self._sent)
        if mail.sender.address in self._ours and not self._answers_us(arrived, found):
            return  # our own copy, a mail to ourselves, or what a person writes from one of the senders
        if found.written is not None and not self._store.lead(found.written.lead).key:
            return  # of somebody who was erased: nothing of theirs is taken in again
        unreadable = verdict.reasons[0].startswith(UNREADABLE)
        if found.written is None and not (verdict.kind in SHOWN_ANYWAY or verdict.token or found.several or unreadable):
            return
        verdict = replace(verdict, reasons=(*verdict.reasons, *_notes(found)))
        message = Message(
            digest=arrived.digest, account=synced.account, folder=folder, uid=arrived.uid, message_id=mail.message_id,
            received_at=arrived.received_at, read_at=self._now(), sender=mail.sender.address, sender_name=mail.sender.name,
            subject=mail.subject, text=arrived.text or visible_text(mail.text)[:KEPT_TEXT], verdict=verdict, matched=found.by, state="new",
        )  # fmt: skip
        written = found.written
        if written is not None:
            message = replace(
                message, lead_id=written.lead, journey_id=written.journey, action_id=written.action,
                lead=self._store.lead(written.lead).key, campaign=written.campaign,
            )  # fmt: skip
        number = self._store.keep(message)
        if written is not None:
            for name in found.aliases:
                self._store.alias(name, written.action)
            done = self._follow(verdict, found, arrived.received_at, synced.account, number, BY)
            if not found.forged:
                self._follow_writer(replace(message, id=number), written, done, BY)
            if done.words or done.undo:
                message = replace(message, state="handled", followed="; ".join(done.words), undo=done.undo)
                self._store.correct(number, message)
            synced.bounced = synced.bounced or done.bounced
            synced.held.update(done.held)
            synced.changed = synced.changed or bool(done.undo or done.words)
        synced.kept.append(replace(message, id=number))

    def _answers_us(self, arrived: Arrived, found: Match) -> bool:
        """Whether one of our own addresses is a lead that answers, as when somebody tries a campaign out on a colleague."""
        written = found.written
        return written is not None and found.sure and written.recipient == arrived.mail.sender.address and not self._is_ours(arrived)

    def _follow(self, verdict: Verdict, found: Match, received_at: int, account: str, number: int, by: str) -> Done:
        written = found.written
        journey = self._store.journey(written.journey) if written is not None else None
        if written is None or journey is None:
            return Done()
        around = Around(
            self._now(), received_at, self._calendar(journey.lane), soft_before=self._store.soft_before(written.lead, written.action),
            counted=self._store.came_back(written.action), freed_at=self._store.freed_at(account),
        )  # fmt: skip
        about = {"message": number, "class": verdict.kind.value, "at": received_at, "action_id": written.action}
        return self._consequences.follow(effects(verdict, found, around), written, about, self._now(), by=by)

    def _follow_writer(self, message: Message, written: Written, done: Done, by: str) -> None:
        """Whoever writes in somebody else's thread may be a lead too: their no is theirs, whatever it means for the other."""
        kind = message.verdict.kind
        if kind not in (Class.REPLY, Class.UNSUBSCRIBE) or not message.sender:
            return
        for lead in self._store.leads_like(names_of(message.sender)):
            if lead != written.lead:
                about = {"message": message.id, "class": kind.value, "at": message.received_at}
                theirs = self._consequences.follow_writer(kind, self._store.lead(lead), about, self._now(), by=by)
                done.words += theirs.words
                done.undo.setdefault("writers", []).append(theirs.undo)

    def _take_back_writer(self, message: Message, now: int, by: str) -> list[int]:
        """What a message did to whoever wrote it, in somebody else's thread; returns the journeys that go on."""
        going: list[int] = []
        for undo in message.undo.get("writers", ()):
            other_no = self._store.other_no(replace(message, lead_id=undo["lead_id"]))
            lead = self._store.lead(undo["lead_id"])
            going += self._consequences.take_back(undo, lead, now, by=by, other_no=other_no, other_hold=False)
        return going

    def _last_to(self, message: Message, lead: Lead) -> Written | None:
        """The last thing that went to a lead that a person names, from the account that the message came to, else on LinkedIn."""
        found = self._sent.last_with(message.account, lead.email, 0, self._now()) if lead.email else None
        if found is None:
            raise Failed(f"nothing went to {lead.key} from that account", advice=f"seleqt mark {lead.key} replied")
        return found

    # our own mails

    def _own(self, arrived: Arrived, synced: Synced) -> None:
        """What lies in Sent: our copy, a copy under another name, or a mail that a person wrote."""
        ours = self._sent.by_id(arrived.mail.message_id) if arrived.mail.message_id else None
        if ours is not None:
            self._copy(arrived, ours, synced)
            return
        original = self._sent.by_id(arrived.mail.original_id) if arrived.mail.original_id else None
        if original is not None:
            if arrived.mail.message_id:
                self._store.alias(arrived.mail.message_id, original.action)
            self._copy(arrived, original, synced)
            return
        if self._elsewhere(arrived, synced.account):
            return
        if self._renamed(arrived, synced.account):
            return
        for lead in self._recipients(arrived):
            self._store.contacted(lead, arrived.received_at)
            who = self._store.lead(lead)
            text = f"You wrote to {who.name or who.key} yourself: {arrived.mail.subject or 'no subject'}. done: go on; skip: stop"
            held = self._store.wrote_by_hand(lead, arrived.received_at, synced.account, text, self._now())
            if held:
                self._consequences.wrote_by_hand(lead, held, arrived.received_at, self._now())
                synced.by_hand += 1
                synced.changed = True

    def _copy(self, arrived: Arrived, written: Written, synced: Synced) -> None:
        """Our own copy: that the server filed one proves what was in doubt."""
        if written.message_id not in (arrived.mail.message_id, arrived.mail.original_id):
            return
        self._store.copy_seen(written.action, self._now(), put=arrived.put)
        if written.state == ActionState.IN_DOUBT and not arrived.put:
            self._consequences.was_sent(written, "a copy of it lies in Sent", self._now())
            synced.changed = True

    def _renamed(self, arrived: Arrived, account: str) -> bool:
        """Whether it is our mail under a name that its server gave it, without saying ours: recipient, subject and time tell."""
        mail, at = arrived.mail, arrived.received_at
        for party in mail.to:
            found = self._sent.last_to(account, party.address, at - SAME_MAIL, at + SKEW) if party.address else None
            if found is not None and bare_subject(found.subject) == bare_subject(mail.subject):
                if mail.message_id:
                    self._store.alias(mail.message_id, found.action)
                if found.state == ActionState.SENT:  # for what is in doubt, recipient and subject are no proof
                    self._store.copy_seen(found.action, self._now(), put=arrived.put)
                return True
        return False

    def _is_ours(self, arrived: Arrived) -> bool:
        return bool(arrived.mail.message_id) and self._sent.by_id(arrived.mail.message_id) is not None

    def _recipients(self, arrived: Arrived) -> list[int]:
        """The leads a mail from us went to."""
        addresses = tuple(dict.fromkeys(party.address for party in (*arrived.mail.to, *arrived.mail.cc)))[:100]
        wanted = tuple(address for address in addresses if address and address not in self._ours)
        return self._store.leads_like(wanted) if wanted else []


def _notes(found: Match) -> tuple[str, ...]:
    """What a person should know about how a mail was matched, beside what it is."""
    if found.forged:
        return (FORGED + found.forged + ("" if found.written else "; ignored"),)
    return (NAMED,) if found.named else (SEVERAL,) if found.several else (FORWARDED,) if found.elsewhere else ()
