"""The store of a simulation: the same answers as the SQL store, from heaps and sorted lists."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from heapq import heappop, heappush
from typing import Final

from seleqt_cli.core.actions import ActionState, Outcome, Prepared
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.journey import QUEUED, Journey, Person, State
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.settle import Settled
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.store import Refused
from seleqt_cli.storage.memory_invitations import MemoryInvitations
from seleqt_cli.storage.memory_lane import Entry, MemoryLane

NO_LEAD: Final = Lead()
NOTHING_TO_COMMIT: Final = nullcontext()


class MemoryClaim:
    """A claim of the simulation: arming writes the moment into the ledger."""

    __slots__ = ("_store", "armed_at", "pick", "prepared", "sender", "tried_since")

    def __init__(self, store: "MemoryStore", pick: Pick, sender: Sender, prepared: Prepared, at: int) -> None:
        self._store = store
        self.pick = pick
        self.sender = sender
        self.prepared = prepared
        self.tried_since = at
        self.armed_at = 0

    def arm(self) -> str:
        """C2."""
        self.armed_at = self._store.now()
        return ""

    def late(self) -> bool:
        """A simulation is never late."""
        return False


class MemoryStore(MemoryInvitations):
    """Queues and ledger of one simulation. `now` reads the virtual clock; `person` is given for campaigns with conditions."""

    looks_back = False
    """Whether something other than a person's journeys here can stand against a start."""

    def __init__(self, now: Callable[[], int], leads: Callable[[int], Lead] | None = None) -> None:
        super().__init__()
        self.now = now
        self._leads = leads
        self.queues: dict[tuple[str, str], dict[int, MemoryLane]] = {}
        self._calendars: dict[int, tuple[Calendar, str]] = {}
        self.moments: list[Entry] = []
        """Journeys that wait for a moment of their own, a heap; dead entries count (see `next_timer`)."""
        self.waiting: dict[str, int] = {}
        self._books: dict[str, Book] = {}
        self._contacts: dict[int, int] = {}
        self.companies_met: dict[int, dict[str, int]] = {}
        """Day -> company -> first contacts; days that are over are forgotten."""
        self._journeys: dict[int, Journey] = {}
        """Lead -> its first journey; `_further` holds the others of the few that have more."""
        self._further: dict[int, list[Journey]] = {}
        self.replied: dict[int, int] = {}
        self.tags: dict[int, set[str]] = {}
        self.shared: set[int] = set()
        """Leads with more than one journey: only they can overlap."""

    # what the planner asks

    def lanes(self, queue: str, kind: str) -> Iterable[MemoryLane]:
        """The lanes of a queue and kind, in the order in which they came to be."""
        found = self.queues.get((queue, kind))
        return found.values() if found else ()

    def lanes_of(self, queue: str, kind: str) -> dict[int, MemoryLane]:
        """The lanes of a queue and kind by number, those that come later too."""
        return self.queues.setdefault((queue, kind), {})

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """How many follow-ups fall due before a moment."""
        count = 0
        for lane in self.lanes(queue, kind):
            count += lane.due_before(before)
        return count

    def starts(self, campaign: str, most: int) -> int:
        """How many journeys wait for a sender."""
        return min(most, self.waiting.get(campaign, 0))

    def person(self, journey: Journey) -> Person:
        """The lead, when somebody connected, and when another journey last wrote to them."""
        lead = self._leads(journey.lead) if self._leads is not None else NO_LEAD
        if journey.lead in self.tags:
            lead = Lead(**{**{name: getattr(lead, name) for name in Lead.__slots__}, "tags": lead.tags | self.tags[journey.lead]})
        return Person(lead, self.connected.get(journey.lead, 0), self.contacted_at(journey))

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""
        if journey.lead not in self.shared:
            return 0
        return max((other.message_at for other in self.journeys(journey.lead) if other is not journey), default=0)

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """Overlap: a person is in one active campaign at a time unless the campaign allows more."""
        if journey.lead not in self.shared:
            return "", 0
        assert self.planner is not None
        campaigns = self.planner.workspace.campaigns
        for other in self.journeys(journey.lead):
            if other is journey:
                continue
            if other.started and other.state not in (*QUEUED, State.HELD, State.PAUSED):
                continue
            if other.started and not campaigns[journey.campaign].overlap:
                return f"overlap: already in {other.campaign}", 0
        return "", 0

    # the ledger

    def book(self, account: str) -> Book:
        """What one account has done."""
        try:
            return self._books[account]
        except KeyError:
            found = self._books[account] = Book()
            return found

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone."""
        return self._contacts.get(day, 0)

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with one company on a day."""
        companies = self.companies_met.get(day)
        return companies.get(company, 0) if companies is not None else 0

    # what run_due writes

    def transaction(self) -> AbstractContextManager[None]:
        """Memory needs no commit."""
        return NOTHING_TO_COMMIT

    def add(self, journey: Journey, calendar: Calendar, queue: str) -> None:
        """Take in a new journey, waiting or due."""
        self._calendars.setdefault(journey.lane, (calendar, journey.campaign))
        if journey.lead == journey.id:
            journey.lead = journey.id  # one number in memory in place of two that are the same
        if self._journeys.setdefault(journey.lead, journey) is not journey:
            self._further.setdefault(journey.lead, []).append(journey)
            self.shared.add(journey.lead)
        self.enqueue(journey, queue)

    def calendar(self, lane: int) -> Calendar:
        """The calendar of a lane."""
        return self._calendars[lane][0]

    def journeys(self, lead: int) -> list[Journey]:
        """Every journey of one person."""
        return [self._journeys[lead], *self._further.get(lead, ())]

    def timers(self, by: int) -> list[Journey]:
        """The journeys whose own moment has come."""
        found, heap = [], self.moments
        while heap and heap[0][0] <= by:
            entry = heappop(heap)
            if entry[2].entry is entry:
                found.append(entry[2])
        return found

    def next_timer(self) -> int | None:
        """The next such moment."""
        heap = self.moments
        while heap:
            at, _, journey, _ = heap[0]
            if journey.entry is heap[0]:
                return at
            heappop(heap)
        return None

    def active_since(self, campaign: str) -> int:
        """What stands still is not in memory: whoever is here was never paused, or goes on from the beginning."""
        return 0

    def enqueue(self, journey: Journey, queue: str) -> None:
        """Move a journey into a queue; whatever entry it had before is dead."""
        if journey.entry is not None:
            self.withdraw(journey)
        if not queue:
            return
        if queue == "-":
            journey.entry = entry = (journey.due, journey.id, journey, None)
            heappush(self.moments, entry)
            return
        assert self.planner is not None
        kind = self.planner.programs[journey.campaign].nodes[journey.step].kind
        lanes = self.queues.get((queue, kind))
        lane = lanes.get(journey.lane) if lanes is not None else None
        if lane is None:
            lane = self._open(queue, kind, journey.lane)
        lane.add(journey)
        if lane.book is None:
            self.waiting[journey.campaign] = self.waiting.get(journey.campaign, 0) + 1

    def _open(self, queue: str, kind: str, number: int) -> MemoryLane:
        calendar, campaign = self._calendars[number]
        lanes = self.queues.setdefault((queue, kind), {})
        lanes[number] = MemoryLane(calendar, campaign, self.now, None if queue[0] == "+" else self.book(queue))
        lane = lanes[number]
        if len(lanes) > 1:
            in_order = sorted(lanes.items())
            lanes.clear()
            lanes.update(in_order)
        return lane

    def blocked(self, journey: Journey) -> list[Journey]:
        """The person's other journeys that wait for this one to end."""
        if journey.lead not in self.shared:
            return []
        return [
            other
            for other in self.journeys(journey.lead)
            if other is not journey and other.state is State.WAITING and other.due >= NEVER and other.reason.startswith("overlap:")
        ]

    def withdraw(self, journey: Journey) -> None:
        """Take a journey out of whatever queue it is in."""
        entry = journey.entry
        if entry is None:
            return
        journey.entry = None
        lane = entry[3] if isinstance(entry, tuple) else entry
        if lane is not None:
            lane.remove(journey)
            if lane.book is None:
                self.waiting[lane.campaign] -= 1

    def rewrite(self, journey: Journey) -> None:
        """The journey is the record."""

    def skip(self, journey: Journey, step: str, kind: str, reason: str, at: int) -> None:
        """A simulation keeps no record of what was not done."""

    def claim(self, pick: Pick, sender: Sender, prepared: Prepared, at: int, *, by_person: bool = False) -> MemoryClaim | Refused:
        """Reserve: the moment counts from now on."""
        journey = pick.journey
        account, kind = pick.account, pick.kind
        if account.channel == "linkedin":
            refused = self.not_invited(pick, at)
            if refused is not None:
                return refused
        self.withdraw(journey)
        day = account.meters[kind].today(at)[0]
        book = self.book(account.key)
        book.reserve(kind, at, day, pick.slot)
        if kind == "connect" and pick.node.message:
            book.reserve("note", at, day)
        if journey.first and pick.node.message:
            self.contact(journey, at)
        return self.reserved(pick, sender, prepared, at)

    def reserved(self, pick: Pick, sender: Sender, prepared: Prepared, at: int) -> MemoryClaim:
        """What `claim` gives, with nothing written down."""
        return MemoryClaim(self, pick, sender, prepared, at)

    def contact(self, journey: Journey, at: int) -> None:
        """Count a first contact."""
        assert self.planner is not None
        self.contact_on(self.planner.business_day(at), journey)

    def contact_on(self, day: int, journey: Journey) -> None:
        """Count a first contact on a day of the business's zone."""
        self._contacts[day] = self._contacts.get(day, 0) + 1
        companies = self.companies_met.get(day)
        if companies is None:
            self.companies_met.clear()  # the clock only goes forward
            companies = self.companies_met[day] = {}
        if journey.company:
            companies[journey.company] = companies.get(journey.company, 0) + 1

    def outcome(self, claim: MemoryClaim, outcome: Outcome, at: int) -> None:
        """Memory has no disk."""

    def later(self) -> AbstractContextManager[None]:
        """Nothing is put off."""
        return NOTHING_TO_COMMIT

    def flush(self) -> None:
        """Nothing was put off."""

    def settle(self, claim: MemoryClaim, settled: Settled, at: int) -> None:
        """Give the reservation back when nothing was sent."""
        if not settled.used or settled.state is ActionState.PLANNED:
            self.book(claim.pick.account.key).release(claim.pick.kind, claim.tried_since)
            if claim.pick.kind == "connect" and claim.pick.node.message:
                self.book(claim.pick.account.key).release("note", claim.tried_since)
        elif claim.pick.account.channel == "linkedin":
            self.invitation(claim.pick, claim.armed_at)

    def unclaim(self, claim: MemoryClaim) -> bool:
        """A simulated sender is never refused before the dot."""
        return False

    def hold_account(self, account: str, reason: str, at: int, until: int) -> None:
        """A held account plans nothing."""
        assert self.planner is not None
        self.planner.blocked[account] = reason

    def channel_error(self, account: str) -> int:
        """A simulated channel has none."""
        return 0

    def doubts_in_a_row(self, account: str) -> int:
        """A simulated send has an outcome."""
        return 0

    def bounces(self, accounts: Sequence[str], most: int) -> tuple[int, int]:
        """Simulated bounces come as reports, later."""
        return 0, 0

    def guard_domain(self, domain: str, reason: str, at: int, *, hold: bool) -> None:
        """Without bounces at sending there is nothing to guard."""

    def tag(self, journey: Journey, name: str, at: int) -> None:
        """Give the person a tag."""
        self.tags.setdefault(journey.lead, set()).add(name)

    def open_task(self, journey: Journey, kind: str, account: str, text: str, frozen: str, at: int) -> None:
        """In a simulation people do their tasks at once; nothing asks them."""
        raise AssertionError("a simulation performs tasks at the planned moment")

    def expire_task(self, journey: Journey, step: str, reason: str, at: int) -> None:
        """In a simulation nobody lets a task wait."""
