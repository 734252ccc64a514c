"""What the planner asks, answered by SQL: every question is one walk down an index, whatever the number of leads."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from seleqt_cli.core.facts import PERIODS
from seleqt_cli.core.journey import Journey, Person
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.windows import Calendar
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
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
LIVE_STATES = "('waiting', 'due', 'held', 'paused')"


class SqlLane:
    """One lane of one queue and kind."""

    __slots__ = ("_key", "_queues", "calendar", "campaign")

    def __init__(self, queues: "SqlQueues", queue: str, kind: str, lane: int, calendar: Calendar, campaign: str) -> None:
        self._queues = queues
        self._key = (queue, kind, lane)
        self.calendar = calendar
        self.campaign = campaign

    def follow_up(self) -> Journey | None:
        """The follow-up due first."""
        return self._queues.journey(
            "WHERE j.queue = ? AND j.kind = ? AND j.lane = ? AND j.first = 0 AND j.state = 'waiting' ORDER BY j.due_at, j.id LIMIT 1", self._key
        )

    def newcomer(self, by: int) -> Journey | None:
        """Of those due at `by`, the first by place."""
        ready = self._queues.journey(
            "WHERE j.queue = ? AND j.kind = ? AND j.lane = ? AND j.first = 1 AND j.state = 'due' ORDER BY j.place, j.id LIMIT 1", self._key
        )
        arrived = self._queues.journey(
            "WHERE j.queue = ? AND j.kind = ? AND j.lane = ? AND j.first = 1 AND j.state = 'waiting' AND j.due_at <= ? "
            "ORDER BY j.place, j.id LIMIT 1",
            (*self._key, by),
        )
        if ready is None or arrived is None:
            return ready or arrived
        return min(ready, arrived, key=lambda journey: (journey.place, journey.id))

    def newcomer_due(self) -> int | None:
        """The due moment of the first that is ready, else the least of those that wait."""
        found = self._queues.one(
            "SELECT due_at FROM journey WHERE queue = ? AND kind = ? AND lane = ? AND first = 1 AND state = 'due' ORDER BY place, id LIMIT 1",
            self._key,
        )
        if found is None:
            found = self._queues.one(
                "SELECT due_at FROM journey WHERE queue = ? AND kind = ? AND lane = ? AND first = 1 AND state = 'waiting' ORDER BY due_at LIMIT 1",
                self._key,
            )
        return None if found is None else int(found)


class SqlRecord:
    """The moments that count against one account's limits of one kind."""

    __slots__ = ("_key", "_queues")

    def __init__(self, queues: "SqlQueues", account: str, kind: str) -> None:
        self._queues = queues
        self._key = (account, kind)

    def nth_latest(self, number: int) -> int | None:
        """The n-th latest moment."""
        found = self._queues.one(
            "SELECT at FROM usage WHERE account = ? AND kind = ? ORDER BY at DESC LIMIT 1 OFFSET ?", (*self._key, number - 1)
        )
        return None if found is None else int(found)

    def since(self, instant: int) -> int:
        """How many lie at or after an instant."""
        return int(self._queues.one("SELECT count(*) FROM usage WHERE account = ? AND kind = ? AND at >= ?", (*self._key, instant)))


class SqlQueues:
    """The queues and the ledger of one database, read only."""

    def __init__(self, connection: sqlite3.Connection, calendar: Callable[[int], Calendar]) -> None:
        self.connection = connection
        self.calendar = calendar
        self.planner: Planner | None = None
        self._campaign_of: dict[int, str] = {}
        self._version = 0
        self._records: dict[tuple[str, str], SqlRecord] = {}

    def one(self, statement: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the first row, None without one."""
        row = self.connection.execute(statement, tuple(values)).fetchone()
        return None if row is None else row[0]

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

    def lanes(self, queue: str, kind: str) -> Iterable[SqlLane]:
        """The lanes with entries, by number."""
        rows = self.connection.execute(_LANES_OF, (queue, kind)).fetchall()
        if rows:
            self.arrive(queue, kind)
        return [SqlLane(self, queue, kind, row[0], self.calendar(row[0]), self._lane_campaign(row[0])) for row in rows]

    def arrive(self, queue: str, kind: str) -> None:
        """Newcomers whose moment has come count as due from now on; a store that only reads changes nothing."""

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """Follow-ups due before a moment, at most `most`."""
        total = 0
        for lane in self.connection.execute(_LANES_OF, (queue, kind)).fetchall():
            total += int(
                self.one(
                    "SELECT count(*) FROM (SELECT 1 FROM journey WHERE queue = ? AND kind = ? AND lane = ? AND first = 0 "
                    "AND state = 'waiting' AND due_at < ? LIMIT ?)",
                    (queue, kind, lane[0], before, most),
                )
            )
            if total >= most:
                return most
        return total

    def starts(self, campaign: str, most: int) -> int:
        """Journeys that wait for a sender, at most `most`."""
        total = 0
        for state in ("due", "waiting"):
            total += int(
                self.one(
                    f"SELECT count(*) FROM (SELECT 1 FROM journey WHERE queue = ? AND first = 1 AND state = '{state}' LIMIT ?)",
                    ("+" + campaign, most - total),
                )
            )
        return total

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
        if not campaign.overlap:
            other = self.one(
                f"SELECT campaign FROM journey WHERE lead_id = ? AND id <> ? AND started = 1 AND state IN {LIVE_STATES} LIMIT 1",
                (journey.lead, journey.id),
            )
            if other is not None:
                return f"overlap: already in {other}", 0
        row = self.connection.execute("SELECT replied_at, contacted_at FROM lead WHERE id = ?", (journey.lead,)).fetchone()
        if row and row[0] and not campaign.leads.include_replied:
            return "replied before (include: replied takes such people)", NEVER
        quiet = campaign.leads.quiet
        if quiet is not None and row and row[1]:
            until = self.calendar(journey.lane).add(int(row[1]), quiet)
            if until > at:
                return f"quiet: contacted within {quiet}", until
        return "", 0

    def record(self, account: str, kind: str) -> SqlRecord:
        """The actions of an account and kind."""
        found = self._records.get((account, kind))
        if found is None:
            found = self._records[account, kind] = SqlRecord(self, account, kind)
        return found

    def active_days(self, account: str, before: int) -> int:
        """Days with an action before a day."""
        return int(self.one("SELECT count(*) FROM active_day WHERE account = ? AND day < ?", (account, before)))

    def last_action(self, account: str) -> int:
        """The latest of the account's actions of any kind."""
        assert self.planner is not None
        kinds = self.planner.accounts[account].meters
        latest = 0
        for kind in kinds:
            latest = max(latest, int(self.one("SELECT max(at) FROM usage WHERE account = ? AND kind = ?", (account, kind)) or 0))
        return latest

    def last_slot(self, account: str, kind: str) -> int:
        """The latest slot used."""
        return int(self.one("SELECT max(slot_at) FROM action WHERE account = ? AND kind = ?", (account, kind)) or 0)

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone."""
        return int(self.one("SELECT count(*) FROM first_contact WHERE day = ?", (day,)))

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with one company on a day."""
        return int(self.one("SELECT count(*) FROM first_contact WHERE day = ? AND company = ?", (day, company)))

    def book(self, account: str) -> Book:
        """What one account has done, as far as its limits look back."""
        assert self.planner is not None
        book = Book()
        self._version += 1
        book.version = self._version
        for kind, meter in self.planner.accounts[account].meters.items():
            record = book.record(kind)
            reach = max(meter.limits.values(), default=0) + 2
            rows = self.connection.execute("SELECT at FROM usage WHERE account = ? AND kind = ? ORDER BY at DESC LIMIT ?", (account, kind, reach))
            record.times = [row[0] for row in rows][::-1]
            record.last_slot = self.last_slot(account, kind)
        book.last_action = max((record.times[-1] for record in book.records.values() if record.times), default=0)
        book.days = [row[0] for row in self.connection.execute("SELECT day FROM active_day WHERE account = ? ORDER BY day", (account,))]
        return book

    def limits_of(self, account: str, kind: str) -> dict[str, int]:
        """The limits in force, by period: what goes into the history."""
        assert self.planner is not None
        limits = self.planner.accounts[account].meters[kind].limits
        return {period: limits[period] for period in PERIODS if period in limits}

    def _lane_campaign(self, lane: int) -> str:
        found = self._campaign_of.get(lane)
        if found is None:
            found = self._campaign_of[lane] = str(self.one("SELECT campaign FROM lane WHERE id = ?", (lane,)))
        return found
