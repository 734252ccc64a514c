"""What the planner asks, answered by SQL: every question is one walk down an index, whatever the number of leads."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Final

from seleqt_cli.core.facts import CLAIM_BATCH
from seleqt_cli.core.journey import Journey, Person
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, WITHDRAW
from seleqt_cli.core.windows import Calendar
from seleqt_cli.storage.invitations import InvitationLane, lanes_of
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
from seleqt_cli.storage.ledger_sql import SqlLedger
from seleqt_cli.storage.rows import SELECT, journey_of

_LANES = """
WITH RECURSIVE found (lane) AS (
    SELECT min(lane) FROM journey WHERE queue = ?1 AND kind = ?2 AND {rest}
    UNION ALL
    SELECT (SELECT min(lane) FROM journey WHERE queue = ?1 AND kind = ?2 AND {rest} AND lane > found.lane) FROM found WHERE lane IS NOT NULL
) SELECT lane FROM found WHERE lane IS NOT NULL
"""
_STATES = ("first = 0 AND state = 'waiting'", "first = 1 AND state = 'due'", "first = 1 AND state = 'waiting'")
_LANES_OF = " UNION ".join(f"SELECT lane FROM ({_LANES.format(rest=rest).strip()})" for rest in _STATES) + " ORDER BY lane"
_IN_LANE = "j.queue = ? AND j.kind = ? AND j.lane = ?"
LIVE_STATES = "('waiting', 'due', 'held', 'paused')"
_BEFORE_A_START = f"""
SELECT replied_at, contacted_at,
       (SELECT campaign FROM journey WHERE lead_id = ?1 AND id <> ?2 AND started = 1 AND state IN {LIVE_STATES} LIMIT 1)
FROM lead WHERE id = ?1
"""
_UNREAD: Final[Any] = object()
AHEAD: Final = 1000
"""How many more waiting journeys are counted than were asked for, so that the next starts need no new count."""


class SqlLane:
    """One lane of one queue and kind. Its heads are read once and kept until something comes in or goes out."""

    __slots__ = ("_first", "_follow", "_key", "_queues", "calendar", "campaign")

    def __init__(self, queues: "SqlQueues", queue: str, kind: str, lane: int, calendar: Calendar, campaign: str) -> None:
        self._queues = queues
        self._key = (queue, kind, lane)
        self.calendar = calendar
        self.campaign = campaign
        self._follow: Journey | None = _UNREAD
        self._first: list[Journey] | None = None

    def left(self, journey: int) -> None:
        """A journey went out."""
        self._follow = _UNREAD
        if self._first:
            self._first = [other for other in self._first if other.id != journey] or None

    def follow_up(self) -> Journey | None:
        """The follow-up due first."""
        if self._follow is _UNREAD:
            self._follow = _of_this_version(
                self._queues.journey(f"WHERE {_IN_LANE} AND j.first = 0 AND j.state = 'waiting' ORDER BY j.due_at, j.id LIMIT 1", self._key)
            )
        return self._follow

    def follow_ups(self, before: int, most: int) -> int:
        """How many follow-ups fall due before a moment; counting stops at `most`."""
        return int(
            self._queues.one(
                f"SELECT count(*) FROM (SELECT 1 FROM journey j WHERE {_IN_LANE} "
                "AND first = 0 AND state = 'waiting' AND due_at < ? LIMIT ?)",
                (*self._key, before, most),
            )
        )

    def newcomer(self, by: int) -> Journey | None:
        """Of those due at `by`, the first by place."""
        ready = self._ready()
        soonest = self._queues.soonest(self._key[0], self._key[1])
        if soonest is None or soonest > by:
            return ready
        arrived = _of_this_version(
            self._queues.journey(
                f"WHERE {_IN_LANE} AND j.first = 1 AND j.state = 'waiting' AND j.due_at <= ? ORDER BY j.place, j.id LIMIT 1",
                (*self._key, by),
            )
        )
        if ready is None or arrived is None:
            return ready or arrived
        return min(ready, arrived, key=lambda journey: (journey.place, journey.id))

    def newcomer_due(self) -> int | None:
        """The due moment of the first that is ready, else the least of those that wait."""
        ready = self._ready()
        if ready is not None:
            return ready.due
        if self._queues.soonest(self._key[0], self._key[1]) is None:
            return None
        found = self._queues.one(
            f"SELECT due_at FROM journey j WHERE {_IN_LANE} AND first = 1 AND state = 'waiting' ORDER BY due_at LIMIT 1", self._key
        )
        return None if found is None else int(found)

    def _ready(self) -> Journey | None:
        if self._first is None:
            # a batch of claims takes one after the other
            found = self._queues.journeys(
                f"WHERE {_IN_LANE} AND j.first = 1 AND j.state = 'due' ORDER BY j.place, j.id LIMIT ?", (*self._key, CLAIM_BATCH)
            )
            self._first = [journey for journey in found if journey.step != END]
        return self._first[0] if self._first else None


def _of_this_version(journey: Journey | None) -> Journey | None:
    """A journey whose step this process knows: a newer version may have come, and whoever runs the older one leaves its journeys."""
    return None if journey is None or journey.step == END else journey


class _Queue:
    """What is known of one queue: its lanes by kind, when the next newcomer arrives, how many wait."""

    __slots__ = ("counts", "lanes", "soonest", "waiting")

    def __init__(self) -> None:
        self.lanes: dict[str, list[SqlLane] | list[InvitationLane]] = {}
        self.soonest: dict[str, int | None] = {}
        self.counts: dict[tuple[str, int], tuple[int, int]] = {}
        """(kind, before) -> how many follow-ups fall due, and up to how many they were counted."""
        self.waiting = (0, 0)
        """How many wait for a sender, and up to how many they were counted."""

    def left(self, kind: str, journey: int) -> None:
        """One entry of a kind went out."""
        if self.soonest.get(kind) is not None:
            del self.soonest[kind]
        self.counts.clear()
        for lane in self.lanes.get(kind, ()):
            lane.left(journey)
        self.waiting = (self.waiting[0] - 1, self.waiting[1] - 1)


class SqlQueues(SqlLedger):
    """The queues of one database, read only."""

    def __init__(self, connection: sqlite3.Connection, calendar: Callable[[int], Calendar]) -> None:
        super().__init__(connection)
        self.calendar = calendar
        self._campaign_of: dict[int, str] = {}
        self._queues: dict[str, _Queue] = {}

    def forget(self) -> None:
        """Read everything anew when it is asked for next."""
        super().forget()
        self._queues.clear()

    def moved(self, journey: Journey, queue: str) -> None:
        """A journey goes from the queue that it was in to another one: what is known of both is out of date."""
        before = journey.entry
        if before is not None and before[0] in self._queues:
            self._queues[before[0]].left(before[1], journey.id)
        self._queues.pop(queue, None)
        for account in (queue, before[0] if before is not None else ""):
            book = self._books.get(account)
            if book is not None:
                book.version += 1

    def journey(self, where: str, values: Iterable[Any]) -> Journey | None:
        """One journey."""
        assert self.planner is not None
        row = self.connection.execute(SELECT + where, tuple(values)).fetchone()
        return None if row is None else journey_of(row, self.planner.programs)

    def journeys(self, where: str, values: Iterable[Any]) -> list[Journey]:
        """Several journeys."""
        assert self.planner is not None
        programs = self.planner.programs
        return [journey_of(row, programs) for row in self.connection.execute(SELECT + where, tuple(values))]

    def lanes(self, queue: str, kind: str) -> Iterable[SqlLane] | Iterable[InvitationLane]:
        """The lanes of campaigns in the file that have entries, by number."""
        known = self._known(queue)
        if kind == WITHDRAW:
            if kind not in known.lanes:
                assert self.planner is not None
                known.lanes[kind] = lanes_of(self.connection, self.planner.programs, queue, self.calendar)
            return known.lanes[kind]
        soonest = self.soonest(queue, kind)
        if soonest is not None and self.arrive(queue, kind, soonest):
            known.soonest.pop(kind, None)
            known.lanes.pop(kind, None)
        found = known.lanes.get(kind)
        if found is None:
            assert self.planner is not None
            rows = self.connection.execute(_LANES_OF, (queue, kind)).fetchall()
            lanes = [(row[0], self._lane_campaign(row[0])) for row in rows]
            # a campaign that is not in the file stands still: its journeys stay where they are until it is there again
            found = [
                SqlLane(self, queue, kind, lane, self.calendar(lane), campaign)
                for lane, campaign in lanes
                if campaign in self.planner.programs
            ]
            known.lanes[kind] = found
        return found

    def soonest(self, queue: str, kind: str) -> int | None:
        """When the next of the newcomers arrives whose moment has not come, None when there are none."""
        known = self._known(queue)
        if kind not in known.soonest:
            found = self.one(
                "SELECT due_at FROM journey WHERE queue = ? AND kind = ? AND first = 1 AND state = 'waiting' ORDER BY due_at LIMIT 1",
                (queue, kind),
            )
            known.soonest[kind] = None if found is None else int(found)
        return known.soonest[kind]

    def arrive(self, queue: str, kind: str, soonest: int) -> bool:
        """Newcomers whose moment has come count as due from now on; a store that only reads changes nothing."""
        return False

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """Follow-ups due before a moment, at most `most`."""
        known = self._known(queue)
        total, counted = known.counts.get((kind, before), (0, 0))
        if counted < most:
            total, counted = 0, most + AHEAD
            for lane in self.lanes(queue, kind):
                total += lane.follow_ups(before, counted - total)
            known.counts[kind, before] = (total, counted)
        return min(total, most)

    def starts(self, campaign: str, most: int) -> int:
        """Journeys that wait for a sender, at most `most`."""
        known = self._known("+" + campaign)
        total, counted = known.waiting
        if counted < most:
            total, counted = 0, most + AHEAD
            for state in ("due", "waiting"):
                total += int(
                    self.one(
                        f"SELECT count(*) FROM (SELECT 1 FROM journey WHERE queue = ? AND first = 1 AND state = '{state}' LIMIT ?)",
                        ("+" + campaign, counted - total),
                    )
                )
            known.waiting = (total, counted)
        return min(total, most)

    def _known(self, queue: str) -> _Queue:
        if not self._depth:
            return _Queue()  # outside a transaction nothing is kept: writes may be waiting for the next commit
        found = self._queues.get(queue)
        if found is None:
            found = self._queues[queue] = _Queue()
        return found

    def person(self, journey: Journey) -> Person:
        """The lead as it is now, when somebody connected, and when another journey last wrote."""
        lead, connected = self.lead(journey.lead)
        return Person(lead, connected, self.contacted_at(journey))

    def lead(self, number: int) -> tuple[Lead, int]:
        """A lead with its source, basis and tags, and when it connected (0 = not)."""
        row = self.connection.execute(LEAD_SELECT + " WHERE l.id = ?", (number,)).fetchone()
        return (Lead(id=number), 0) if row is None else lead_of(row)

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""
        return int(self.one("SELECT max(message_at) FROM journey WHERE lead_id = ? AND id <> ?", (journey.lead, journey.id)) or 0)

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """Overlap, an earlier reply, quiet."""
        assert self.planner is not None
        campaign = self.planner.workspace.campaigns[journey.campaign]
        row = self.connection.execute(_BEFORE_A_START, (journey.lead, journey.id)).fetchone()
        if row and row[2] is not None and not campaign.overlap:
            return f"overlap: already in {row[2]}", 0
        if row and row[0] and not campaign.leads.include_replied:
            return "replied before (include: replied takes such people)", NEVER
        quiet = campaign.leads.quiet
        if quiet is not None and row and row[1]:
            until = self.calendar(journey.lane).add(int(row[1]), quiet)
            if until > at:
                return f"quiet: contacted within {quiet}", until
        return "", 0

    def _lane_campaign(self, lane: int) -> str:
        found = self._campaign_of.get(lane)
        if found is None:
            found = self._campaign_of[lane] = str(self.one("SELECT campaign FROM lane WHERE id = ?", (lane,)))
        return found
