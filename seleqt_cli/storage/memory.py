"""The store of a simulation: the same answers as the SQL store, from heaps and sorted lists.

Entries are never removed from a heap when a journey moves; each carries the journey's token, and a dead one is
dropped when it comes to the top.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from heapq import heappop, heappush
from typing import Final

from seleqt_cli.core.actions import ActionState, Outcome, Prepared
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.journey import QUEUED, Journey, Person, State
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.settle import Settled
from seleqt_cli.core.windows import Calendar

Entry = tuple[int, int, int, Journey]
"""(due or place, journey id, token, journey)."""
NO_LEAD: Final = Lead()


class MemoryLane:
    """The entries of one queue and kind under one calendar."""

    __slots__ = ("_follow", "_now", "_ready", "_waiting", "calendar", "campaign")

    def __init__(self, calendar: Calendar, campaign: str, now: Callable[[], int]) -> None:
        self._now = now
        self.calendar = calendar
        self.campaign = campaign
        self._follow: list[Entry] = []
        self._ready: list[Entry] = []
        self._waiting: list[Entry] = []

    def add(self, journey: Journey) -> None:
        """Put a journey in; its `due`, `first` and `token` must not change while it is here."""
        if not journey.first:
            heappush(self._follow, (journey.due, journey.id, journey.token, journey))
        elif journey.state is State.DUE:
            heappush(self._ready, (journey.place, journey.id, journey.token, journey))
        else:
            heappush(self._waiting, (journey.due, journey.id, journey.token, journey))

    def follow_up(self) -> Journey | None:
        """The follow-up due first."""
        heap = self._follow
        while heap:
            entry = heap[0]
            if entry[3].token == entry[2]:
                return entry[3]
            heappop(heap)
        return None

    def newcomer(self, by: int) -> Journey | None:
        """The first of those due at `by`, by place."""
        ready = self._arrived()
        found = ready[0][3] if ready else None
        if by > self._now():
            # a look ahead: those that arrive until then stay where they are, their moment has not come
            for due, number, token, journey in self._waiting:
                if due <= by and journey.token == token and (found is None or (journey.place, number) < (found.place, found.id)):
                    found = journey
        return found

    def newcomer_due(self) -> int | None:
        """The due moment of the first that is ready, else the least of those that wait."""
        ready = self._arrived()
        if ready:
            return ready[0][3].due
        return self._waiting[0][0] if self._waiting else None

    def _arrived(self) -> list[Entry]:
        """The heap of those whose moment has come, with a live entry on top of it and of the waiting ones."""
        waiting, ready, now = self._waiting, self._ready, self._now()
        while waiting and (waiting[0][0] <= now or waiting[0][3].token != waiting[0][2]):
            entry = heappop(waiting)
            if entry[3].token == entry[2]:
                heappush(ready, (entry[3].place, entry[1], entry[2], entry[3]))
        while ready and ready[0][3].token != ready[0][2]:
            heappop(ready)
        return ready


class MemoryRecord:
    """The moments of one account's actions of one kind, in order."""

    __slots__ = ("times",)

    def __init__(self) -> None:
        self.times: list[int] = []

    def nth_latest(self, number: int) -> int | None:
        """The n-th latest moment."""
        times = self.times
        return times[-number] if number <= len(times) else None

    def since(self, instant: int) -> int:
        """How many lie at or after an instant."""
        return len(self.times) - bisect_left(self.times, instant)


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


class MemoryStore:
    """Queues and ledger of one simulation. `now` reads the virtual clock; `person` is given for campaigns with conditions."""

    def __init__(self, now: Callable[[], int], leads: Callable[[int], Lead] | None = None) -> None:
        self.now = now
        self.planner: Planner | None = None
        self._leads = leads
        self._lanes: dict[tuple[str, str], dict[int, MemoryLane]] = {}
        self._calendars: dict[int, tuple[Calendar, str]] = {}
        self._dues: dict[tuple[str, str], list[int]] = {}
        self._listed: dict[int, tuple[list[int], int]] = {}
        self._timers: list[Entry] = []
        self._starts: dict[str, int] = {}
        self._records: dict[tuple[str, str], MemoryRecord] = {}
        self._days: dict[str, list[int]] = {}
        self._last: dict[str, int] = {}
        self._slots: dict[tuple[str, str], int] = {}
        self._contacts: dict[int, int] = {}
        self._companies: dict[tuple[int, str], int] = {}
        self._journeys: dict[int, list[Journey]] = {}
        self.connected: dict[int, int] = {}
        self.replied: dict[int, int] = {}
        self.tags: dict[int, set[str]] = {}
        self.shared: set[int] = set()
        """Leads with more than one journey: only they can overlap."""

    # what the planner asks

    def lanes(self, queue: str, kind: str) -> Iterable[MemoryLane]:
        """The lanes of a queue and kind, in the order in which they came to be."""
        found = self._lanes.get((queue, kind))
        return found.values() if found else ()

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """How many follow-ups fall due before a moment."""
        dues = self._dues.get((queue, kind))
        return bisect_left(dues, before) if dues else 0

    def starts(self, campaign: str, most: int) -> int:
        """How many journeys wait for a sender."""
        return min(most, self._starts.get(campaign, 0))

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
        return max((other.message_at for other in self._journeys[journey.lead] if other is not journey), default=0)

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """Overlap: a person is in one active campaign at a time unless the campaign allows more."""
        if journey.lead not in self.shared:
            return "", 0
        assert self.planner is not None
        campaigns = self.planner.workspace.campaigns
        for other in self._journeys[journey.lead]:
            if other is journey:
                continue
            if other.started and other.state not in (*QUEUED, State.HELD, State.PAUSED):
                continue
            if other.started and not campaigns[journey.campaign].overlap:
                return f"overlap: already in {other.campaign}", 0
        return "", 0

    # the ledger

    def record(self, account: str, kind: str) -> MemoryRecord:
        """The actions of an account and kind."""
        found = self._records.get((account, kind))
        if found is None:
            found = self._records[account, kind] = MemoryRecord()
        return found

    def active_days(self, account: str, before: int) -> int:
        """Days with an action before a day."""
        return bisect_left(self._days.get(account, ()), before)

    def last_action(self, account: str) -> int:
        """When the account did anything last."""
        return self._last.get(account, 0)

    def last_slot(self, account: str, kind: str) -> int:
        """The latest slot used."""
        return self._slots.get((account, kind), 0)

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone."""
        return self._contacts.get(day, 0)

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with one company on a day."""
        return self._companies.get((day, company), 0)

    # what run_due writes

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Memory needs no commit."""
        yield

    def add(self, journey: Journey, calendar: Calendar, queue: str) -> None:
        """Take in a new journey, waiting or due."""
        self._calendars.setdefault(journey.lane, (calendar, journey.campaign))
        others = self._journeys.setdefault(journey.lead, [])
        others.append(journey)
        if len(others) > 1:
            self.shared.add(journey.lead)
        self.enqueue(journey, queue)

    def calendar(self, lane: int) -> Calendar:
        """The calendar of a lane."""
        return self._calendars[lane][0]

    def journeys(self, lead: int) -> list[Journey]:
        """Every journey of one person."""
        return self._journeys[lead]

    def timers(self, by: int) -> list[Journey]:
        """The journeys whose own moment has come."""
        found, heap = [], self._timers
        while heap and heap[0][0] <= by:
            entry = heappop(heap)
            if entry[3].token == entry[2]:
                found.append(entry[3])
        return found

    def next_timer(self) -> int | None:
        """The next such moment."""
        heap = self._timers
        while heap:
            entry = heap[0]
            if entry[3].token == entry[2]:
                return entry[0]
            heappop(heap)
        return None

    def enqueue(self, journey: Journey, queue: str) -> None:
        """Move a journey into a queue; whatever entry it had before is dead."""
        self.withdraw(journey)
        if not queue:
            return
        if queue == "-":
            heappush(self._timers, (journey.due, journey.id, journey.token, journey))
            return
        assert self.planner is not None
        kind = self.planner.programs[journey.campaign].nodes[journey.step].kind
        key = (queue, kind)
        lanes = self._lanes.get(key)
        if lanes is None:
            lanes = self._lanes[key] = {}
        lane = lanes.get(journey.lane)
        if lane is None:
            calendar, campaign = self._calendars[journey.lane]
            lane = lanes[journey.lane] = MemoryLane(calendar, campaign, self.now)
            if len(lanes) > 1:
                self._lanes[key] = dict(sorted(lanes.items()))
        lane.add(journey)
        if queue[0] == "+":
            self._starts[journey.campaign] = self._starts.get(journey.campaign, 0) + 1
            self._listed[journey.id] = ([], 0)
        elif not journey.first:
            dues = self._dues.get(key)
            if dues is None:
                dues = self._dues[key] = []
            insort(dues, journey.due)
            self._listed[journey.id] = (dues, journey.due)

    def blocked(self, journey: Journey) -> list[Journey]:
        """The person's other journeys that wait for this one to end."""
        if journey.lead not in self.shared:
            return []
        return [
            other
            for other in self._journeys[journey.lead]
            if other is not journey and other.state is State.WAITING and other.due >= NEVER and other.reason.startswith("overlap:")
        ]

    def withdraw(self, journey: Journey) -> None:
        """Take a journey out of whatever queue it is in."""
        journey.token += 1
        listed = self._listed.pop(journey.id, None)
        if listed is not None:
            dues, due = listed
            if due:
                del dues[bisect_left(dues, due)]
            else:
                self._starts[journey.campaign] -= 1

    def skip(self, journey: Journey, step: str, kind: str, reason: str, at: int) -> None:
        """A simulation keeps no record of what was not done."""

    def claim(self, pick: Pick, sender: Sender, prepared: Prepared, at: int) -> MemoryClaim:
        """Reserve: the moment counts from now on."""
        journey = pick.journey
        key = pick.account.key
        self.withdraw(journey)
        self.record(key, pick.kind).times.append(at)
        self._last[key] = at
        if pick.slot > self._slots.get((key, pick.kind), 0):
            self._slots[key, pick.kind] = pick.slot
        days = self._days.setdefault(key, [])
        day = pick.account.meters[pick.kind].today(at)[0]
        if not days or days[-1] != day:
            days.append(day)
        assert self.planner is not None
        node = self.planner.programs[journey.campaign].nodes[journey.step]
        if journey.first and node.message:
            business_day = self.planner.business_zone.day(at)
            self._contacts[business_day] = self._contacts.get(business_day, 0) + 1
            if journey.company:
                company = (business_day, journey.company)
                self._companies[company] = self._companies.get(company, 0) + 1
        return MemoryClaim(self, pick, sender, prepared, at)

    def outcome(self, claim: MemoryClaim, outcome: Outcome, at: int) -> None:
        """Memory has no disk."""

    def later(self) -> AbstractContextManager[None]:
        """Nothing is put off."""
        return nullcontext()

    def flush(self) -> None:
        """Nothing was put off."""

    def settle(self, claim: MemoryClaim, settled: Settled, at: int) -> None:
        """Give the reservation back when nothing was sent."""
        if not settled.used or settled.state is ActionState.PLANNED:
            times = self.record(claim.pick.account.key, claim.pick.kind).times
            index = bisect_left(times, claim.tried_since)
            if index < len(times) and times[index] == claim.tried_since:
                del times[index]

    def hold_account(self, account: str, reason: str, at: int, until: int) -> None:
        """A held account plans nothing."""
        assert self.planner is not None
        self.planner.blocked[account] = reason

    def tag(self, journey: Journey, name: str, at: int) -> None:
        """Give the person a tag."""
        self.tags.setdefault(journey.lead, set()).add(name)

    def open_task(self, journey: Journey, kind: str, account: str, text: str, frozen: str, at: int) -> None:
        """In a simulation people do their tasks at once; nothing asks them."""
        raise AssertionError("a simulation performs tasks at the planned moment")
