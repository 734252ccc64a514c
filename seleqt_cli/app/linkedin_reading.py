"""Reading back from LinkedIn: who accepted, who answered. What follows is what follows from a mail, across all channels."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from seleqt_cli.app.consequences import BY, Consequences
from seleqt_cli.app.linkedin_acting import LinkedInActing
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.inbound.effects import Around, effects
from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.matching import Match, Written
from seleqt_cli.core.inbound.optout import by_words
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.linkedin.looking import Due, due_look
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY
from seleqt_cli.ports.inbox import InboxStore, Message
from seleqt_cli.ports.linkedin import Known, Reply, Seen, Wanted
from seleqt_cli.ports.linkedin_store import LinkedInStore

FOLDER: Final = "messaging"
"""What stands in place of a mail folder."""
COUNTED_DAYS: Final = 8
"""Days back that an invitation sent by hand still binds a limit: seven, and the one that the page rounds away."""
MATCHED: Final = "the profile in the conversation"


class KnownPeople(Protocol):
    """Who has a step of an account behind them (storage.linkedin_known)."""

    def people(self, account: str) -> tuple[Known, ...]:
        """Those whose answer or acceptance still matters."""

    def invited(self, account: str) -> bool:
        """Whether an invitation of the account is open."""

    def last_to(self, account: str, lead: int) -> Written | None:
        """The last thing that the account did to a lead."""

    def read_at(self, account: str) -> int:
        """When its inbox was read last, 0 = never."""


@dataclass(slots=True)
class Looked:
    """What a look brought. `kept`: new messages; `accepted`: lead keys; `held`: why the account stopped, '' = it did not."""

    kept: list[Message] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    held: str = ""
    read: bool = False

    @property
    def changed(self) -> bool:
        """Whether journeys, people or the account are not what they were."""
        return bool(self.kept or self.accepted or self.held)


class LinkedInReading:
    """Over one workspace. `connected` records that a person accepted; False when that was known."""

    def __init__(
        self,
        store: LinkedInStore,
        inbox: InboxStore,
        known: KnownPeople,
        consequences: Consequences,
        acting: LinkedInActing,
        connected: Callable[[Lead], bool],
        calendar: Callable[[int], Calendar],
        now: Callable[[], int],
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._known = known
        self._consequences = consequences
        self._acting = acting
        self._connected = connected
        self._calendar = calendar
        self._now = now

    def wanted(self, account: Account, *, before_message: bool = False) -> Wanted | None:
        """What to look at now, None for nothing."""
        now, key = self._now(), account.key
        sights = self._store.sights(key)
        people = self._known.people(key)
        today = sights.pages if sights.pages_day == account.zone.day(now) else 0
        due: Due = due_look(
            now, connections_at=sights.connections_at, inbox_at=self._known.read_at(key), pages_today=today,
            invitations=self._known.invited(key), people=bool(people), before_message=before_message,
            sent_at=sights.sent_at,
        )  # fmt: skip
        return Wanted(people, connections=due.connections, inbox=due.inbox, sent=due.sent, rows=sights.rows) if due else None

    def saw(self, account: Account, wanted: Wanted, seen: Seen, begun_at: int) -> Looked:
        """Do what follows from a look that began at a moment, in one commit."""
        now, key, looked = self._now(), account.key, Looked()
        with self._store.transaction():
            self._store.saw(key, seen.quotas, now)
            for lead in self._accepted(wanted, seen):
                if self._connected(lead):
                    looked.accepted.append(lead.key)
            for reply in seen.replies:
                message = self._heard(account, reply, now)
                if message is not None:
                    looked.kept.append(message)
            whole = seen.incident is None
            by_hand = sum(self._store.by_hand(key, one.slug, now - one.age * DAY) for one in seen.sent if 0 <= one.age <= COUNTED_DAYS)
            if by_hand:
                self._store.event(now, "by_hand", key, {"action": "connect", "count": by_hand})
            self._store.looked(
                key,
                account.zone.day(now),
                seen.pages,
                connections=wanted.connections and whole,
                inbox=seen.read,
                at=begun_at,
                sent=wanted.sent and whole,
            )
            if wanted.inbox and seen.rows:
                self._store.keep_rows(key, seen.rows)
            looked.read = seen.read and wanted.inbox
            if looked.read:
                self._inbox.read(key, begun_at)
                self._store.event(now, "inbox_read", key, {"by": "seleqt", "at": begun_at, "unsure": len(seen.unsure)})
            if seen.incident is not None:
                self._acting.stop(key, seen.incident, now)
                looked.held = seen.incident.text or seen.incident.stop.value
            if looked.changed or by_hand:
                self._inbox.reread()
        return looked

    def _accepted(self, wanted: Wanted, seen: Seen) -> list[Lead]:
        asked = {one.lead for one in wanted.known}
        return [self._inbox.lead(number) for number in dict.fromkeys(seen.accepted) if number in asked]

    def _heard(self, account: Account, reply: Reply, now: int) -> Message | None:
        """A message of a person, handled once."""
        digest = hashlib.sha256(f"{account.key}\n{reply.key}".encode()).hexdigest()
        written = self._known.last_to(account.key, reply.lead)
        if written is None or self._inbox.handled(digest):
            return None
        lead = self._inbox.lead(reply.lead)
        at = min(reply.at, now) if reply.at else now
        verdict = by_words(Inbound(text=reply.text), reply.text) or Verdict(Class.REPLY, ("a message came in on LinkedIn",))
        message = Message(
            digest=digest, account=account.key, folder=FOLDER, uid=0, message_id="", received_at=at, read_at=now, sender=lead.linkedin,
            sender_name=lead.name, subject="", text=reply.text, verdict=verdict, matched=MATCHED, state="new", lead_id=lead.id,
            journey_id=written.journey, action_id=written.action, lead=lead.key, campaign=written.campaign,
        )  # fmt: skip
        number = self._inbox.keep(message)
        journey = self._inbox.journey(written.journey)
        if journey is not None:
            around = Around(now, at, self._calendar(journey.lane))
            about = {"message": number, "class": verdict.kind.value, "at": at, "action_id": written.action}
            done = self._consequences.follow(effects(verdict, Match(written, MATCHED), around), written, about, now, by=BY)
            message = replace(message, state="handled", followed="; ".join(done.words), undo=done.undo)
            self._inbox.correct(number, message)
        return replace(message, id=number)
