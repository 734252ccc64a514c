"""The state of the fake site: who stands how to the account; and what people do by themselves, from any thread."""

import copy
import datetime
import hashlib
import threading

from tests.servers.linkedin.clock import VirtualClock
from tests.servers.linkedin.ledger import HAND, Ledger
from tests.servers.linkedin.model import DAY, WEEK, Account, Entry, Item, Person, Post, Scenario

CHAT_SLUG = "somebody-in-the-chat"
"""The decoy whose chat is open on every page."""
_SINCE_EVER = 1_400_000_000


class World:
    """People by slug, the account, the sessions, and the wall that stands in the way after a stop ('' for none)."""

    def __init__(self, scenario: Scenario, clock: VirtualClock, ledger: Ledger) -> None:
        scenario = copy.deepcopy(scenario)
        self.scenario = scenario
        self.clock = clock
        self.ledger = ledger
        self.lock = threading.RLock()
        self.account: Account = scenario.account
        self.account.plan = self.account.plan or scenario.plan
        self.people: dict[str, Person] = {}
        self.sessions: set[str] = set()
        self.wall = ""
        self.faults = list(scenario.faults)
        self.sent_views: dict[str, int] = {}
        own = Person(self.account.slug, self.account.name, "self", degree=1)
        for person in [*scenario.people, own]:
            self.add(person)
        self.add(Person(CHAT_SLUG, "Robin Overlay", "connected", connected_at=_SINCE_EVER, decoy=True))

    # -- people -----------------------------------------------------------------------------------------------------------------

    def add(self, person: Person) -> None:
        """Put somebody on the site, with the two decoys that stand beside the profile."""
        with self.lock:
            self.people[person.slug.casefold()] = person
            if person.state == "pending" and person.sent_at is None:
                person.sent_at = self.clock.now() - DAY
            if person.state == "connected" and person.connected_at is None and not person.decoy:
                person.connected_at = _SINCE_EVER
            if not person.decoy:
                for decoy in _decoys(person):
                    self.people.setdefault(decoy.slug.casefold(), decoy)

    def person(self, slug: str) -> Person | None:
        """Somebody by slug or older slug, whatever the letters' case."""
        wanted = slug.casefold()
        with self.lock:
            found = self.people.get(wanted)
            if found is not None:
                return found
            return next((each for each in self.people.values() if wanted in (alias.casefold() for alias in each.aliases)), None)

    def member(self, member_id: str) -> Person | None:
        """Somebody by member id, which is case-sensitive."""
        with self.lock:
            return next((each for each in self.people.values() if each.member_id == member_id), None)

    def decoys_beside(self, person: Person) -> list[Person]:
        """Who stands in the sidebar of a profile."""
        return [self.people[decoy.slug.casefold()] for decoy in _decoys(person) if decoy.slug.casefold() in self.people]

    def pending(self, *, shown: bool = False) -> list[Person]:
        """Whose invitations are open, newest first; `shown`: only those that the Sent list shows by now."""
        with self.lock:
            late, views = self.scenario.timing.sent_delay, self.scenario.timing.sent_views
            found = [each for each in self.people.values() if each.state == "pending" and each.sent_at is not None]
            if shown:
                now = self.clock.now()
                # Only what was sent here and now is late: sent_views knows it.
                found = [
                    each
                    for each in found
                    if each.slug not in self.sent_views or (self.sent_views[each.slug] > views and (each.sent_at or 0) + late <= now)
                ]
            return sorted(found, key=lambda each: -(each.sent_at or 0))

    def connections(self) -> list[Person]:
        """Own connections, newest first."""
        with self.lock:
            found = [each for each in self.people.values() if each.state == "connected" and each.connected_at is not None]
            return sorted(found, key=lambda each: -(each.connected_at or 0))

    def conversations(self) -> list[Person]:
        """Whose threads the inbox shows, the newest message first."""
        with self.lock:
            return sorted((each for each in self.people.values() if each.thread), key=lambda each: -each.thread[-1].at)

    # -- what was used ----------------------------------------------------------------------------------------------------------

    def weekly_used(self) -> int:
        """Invitations of the last seven days, those before the scenario among them."""
        now = self.clock.now()
        before = self.account.weekly_used if now < self.scenario.start + WEEK else 0
        return before + sum(1 for entry in self._accepted("invite") if now - WEEK < entry.virtual_time <= now)

    def notes_used(self) -> int:
        """Personal notes of this calendar month."""
        month = self._month(self.clock.now())
        before = self.account.notes_used if month == self._month(self.scenario.start) else 0
        return before + sum(1 for entry in self._accepted("invite") if entry.text and entry.day[:7] == month)

    def note_length(self) -> int:
        """How many UTF-16 units a note may have."""
        return self.scenario.note_length or (200 if self.account.plan == "free" else 300)

    def notes_left(self) -> bool:
        """Whether a note may be added at all."""
        return self.account.plan != "free" or self.notes_used() < self.scenario.notes_limit

    def _accepted(self, action: str) -> list[Entry]:
        return [entry for entry in self.ledger.entries() if entry.action == action and entry.accepted]

    def _month(self, at: int) -> str:
        return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m")

    # -- what people do by themselves -------------------------------------------------------------------------------------------

    def accept(self, slug: str) -> None:
        """The person accepts: newest of the connections, gone from the Sent list."""
        with self.lock:
            person = self._known(slug)
            person.state, person.sent_at, person.connected_at = "connected", None, self.clock.now()

    def decline(self, slug: str) -> None:
        """The person ignores the invitation: gone from the Sent list, connectable again."""
        with self.lock:
            person = self._known(slug)
            person.state, person.sent_at = "none", None

    def invites_me(self, slug: str) -> None:
        """The person asks to connect."""
        self._known(slug).state = "incoming"

    def reply(self, slug: str, text: str) -> None:
        """The person writes: an unread row on top of the inbox."""
        with self.lock:
            person = self._known(slug)
            person.thread.append(Item(text, self.clock.now()))
            person.unread = True

    def hand_invite(self, slug: str, note: str = "") -> None:
        """The account's owner invites somebody on the site, without us: it is in the Sent list and counts for the week."""
        with self.lock:
            person = self._known(slug)
            person.state, person.sent_at = "pending", self.clock.now()
            self.ledger.add(HAND, "invite", person.slug, text=note)

    def hand_message(self, slug: str, text: str) -> None:
        """The account's owner writes to somebody on the site, without us."""
        with self.lock:
            person = self._known(slug)
            person.thread.append(Item(text, self.clock.now(), from_me=True))
            self.ledger.add(HAND, "message", person.slug, text=text)

    def hand_withdraw(self, slug: str) -> None:
        """The account's owner withdraws an invitation on the site, without us."""
        with self.lock:
            person = self._known(slug)
            person.state, person.sent_at, person.withdrawn_at = "none", None, self.clock.now()
            self.ledger.add(HAND, "withdraw", person.slug)

    def remove(self, slug: str) -> None:
        """The profile is gone."""
        self._known(slug).state = "removed"

    def rename(self, slug: str, new: str) -> None:
        """The person chooses another slug; the old one redirects."""
        with self.lock:
            person = self.people.pop(self._known(slug).slug.casefold())
            person.aliases = (*person.aliases, person.slug)
            person.slug = new
            self.people[new.casefold()] = person

    # -- sessions and stops -----------------------------------------------------------------------------------------------------

    def sign_in(self) -> str:
        """A new session."""
        with self.lock:
            session = f"s{len(self.sessions) + 1}"
            self.sessions.add(session)
            return session

    def expire_sessions(self) -> None:
        """Nobody is signed in any more."""
        with self.lock:
            self.sessions.clear()

    def lift(self) -> None:
        """Take away the wall and what raised it: the owner has sorted it out."""
        with self.lock:
            self.wall = ""
            self.faults = [each for each in self.faults if each.kind not in ("checkpoint", "session_expires", "authwall", "login_redirect")]

    def _known(self, slug: str) -> Person:
        person = self.person(slug)
        if person is None:
            raise KeyError(slug)
        return person


def _decoys(person: Person) -> list[Person]:
    """Same first name, a slug that begins alike; one can be invited, one can be written to."""
    first = person.name.split()[0] if person.name.split() else "Someone"
    return [
        Person(f"{person.slug}-4b2", f"{first} Decoy", "none", decoy=True, posts=[Post(_number(person.slug), "Suggested for you")]),
        Person(f"{person.slug}-9c1", f"{first} Lookalike", "connected", decoy=True),
    ]


def _number(slug: str) -> str:
    """A number for a decoy's post, from the slug."""
    return "9" + str(int(hashlib.sha256(slug.encode()).hexdigest()[:12], 16))
