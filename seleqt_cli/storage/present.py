"""The present state of a database, in memory: what a simulation and a preview start from. Nothing here writes to a file."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from seleqt_cli.core.errors import Failed, ForeignDatabase, Locked
from seleqt_cli.core.journey import ENDS, QUEUED, Journey, State
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, Program
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY
from seleqt_cli.storage.database import APPLICATION_ID, migrations
from seleqt_cli.storage.invitations import INVITATIONS, errand_of
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
from seleqt_cli.storage.memory import MemoryStore
from seleqt_cli.storage.opening import Keys, connect, connect_memory, no_keys
from seleqt_cli.storage.rows import COLUMNS, FROM, journey_of

LEADS_KEPT: Final = 4096
"""Leads that a simulation keeps in memory: a few megabytes."""
LEADS_AHEAD: Final = 32
"""How many leads are read at once where they are asked for in their order."""
PAST: Final = 35 * DAY
"""How far back actions matter: the longest period is a calendar month."""

_COLUMNS_OF_LEADS: Final = frozenset("email linkedin first_name last_name company title phone timezone country language birth_date".split())
_STOPS: Final = (
    "SELECT l.id, coalesce(l.stopped, (SELECT s.reason FROM suppression s WHERE (s.kind = 'email' AND s.value = l.email "
    "AND s.reason <> 'hard bounce') OR (s.kind = 'linkedin' AND s.value = l.linkedin) "
    "OR (s.kind = 'domain' AND s.value = substr(l.email, instr(l.email, '@') + 1)) LIMIT 1)) AS why FROM lead l WHERE why IS NOT NULL"
)


def open_copy(path: Path, keys: Keys = no_keys) -> sqlite3.Connection:
    """A copy of a database in memory, at the newest schema; the file is only read. Raises Failed and ForeignDatabase."""
    try:
        source = connect(path, keys, read_only=True)
        try:
            source.execute("SELECT count(*) FROM sqlite_master")  # a backup waits for others without end
            copy = connect_memory(source)
            source.backup(copy)
        finally:
            source.close()
        version = int(copy.execute("PRAGMA user_version").fetchone()[0])
        if int(copy.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
            raise ForeignDatabase(f"{path} is not a seleqt database", advice="name another file with --db")
        scripts = migrations()
        if version > len(scripts):
            raise ForeignDatabase(f"{path} was written by a newer seleqt", advice="install the newer seleqt")
        for number, script in enumerate(scripts[version:], start=version + 1):
            copy.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")
    except sqlite3.DatabaseError as error:
        raise Failed(f"the database {path} cannot be read: {error}") from error
    return copy


def open_reading(path: Path, keys: Keys = no_keys) -> sqlite3.Connection:
    """A database to read from while others write: the file itself, or a copy in memory when its schema is an older one."""
    connection = connect(path, keys, read_only=True)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        identity = int(connection.execute("PRAGMA application_id").fetchone()[0])
    except Locked:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Failed(f"the database {path} cannot be read: {error}") from error
    if version == len(migrations()) and identity == APPLICATION_ID:
        return connection
    connection.close()
    return open_copy(path, keys)


def leads_lacking(connection: sqlite3.Connection, names: Iterable[str], *, source: bool) -> set[int]:
    """The leads without a value for one of these fields (or without a source), or with a field of several lines."""
    conditions = ["instr(coalesce(l.fields, ''), ?) > 0"]
    values = ["\\n"]
    if source:
        conditions.append("i.source = ''")
    for name in sorted(names):
        if name in _COLUMNS_OF_LEADS:
            conditions.append(f"l.{name} IS NULL")
        elif name in ("source", "basis"):
            conditions.append(f"i.{name} = ''")
        else:
            conditions.append("json_extract(l.fields, ?) IS NULL")
            values.append(f'$."{name}"')
    statement = f"SELECT l.id FROM lead l JOIN lead_import i ON i.id = l.import_id WHERE {' OR '.join(conditions)}"
    return {row[0] for row in connection.execute(statement, values)}


class StoredLeads:
    """The leads of a database for reading: see app/named_leads.KnownLeads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def like(self, lead: Lead) -> Lead | None:
        """The lead with that address or profile."""
        for column, value in (("email", lead.email), ("linkedin", lead.linkedin)):
            if value:
                row = self._connection.execute(f"{LEAD_SELECT} WHERE l.{column} = ?", (value,)).fetchone()
                if row is not None:
                    return lead_of(row)[0]
        return None

    def tagged(self, tags: tuple[str, ...]) -> Iterator[Lead]:
        """The leads that have one of the tags, by number."""
        wanted = frozenset(tags)
        for row in self._connection.execute(LEAD_SELECT + " ORDER BY l.id"):
            lead = lead_of(row)[0]
            if wanted & lead.tags:
                yield lead


class PresentStore(MemoryStore):
    """A memory store that begins where a database stands, and keeps count of the journeys that live."""

    looks_back = True

    def __init__(self, now: Callable[[], int], connection: sqlite3.Connection) -> None:
        super().__init__(now, self.lead)
        self._connection = connection
        self._contacted: dict[int, int] = {}
        self._replied: set[int] = set()
        self._first: dict[int, int] = {}
        self._first_of: dict[tuple[int, str], int] = {}
        self.everyone: list[Journey] = []
        self.companies: dict[str, list[Journey]] = {}
        self.ended: dict[str, int] = {}
        """Campaign -> when a journey of it ended last."""
        self.stopped: dict[int, str] = {}
        """Lead -> why nothing goes to it any more."""
        self._since: dict[str, int] = {}
        self._leads_read: dict[int, Lead] = {}
        """The leads that were read last: most get their next mail before many others."""
        self._last_read = 0

    def lead(self, number: int) -> Lead:
        """One lead of the database."""
        found = self._leads_read.get(number)
        if found is None:
            in_order = 0 < number - self._last_read <= LEADS_AHEAD  # first contacts come nearly in the order of the leads
            self._last_read = last = number + (LEADS_AHEAD if in_order else 1) - 1
            for row in self._connection.execute(LEAD_SELECT + " WHERE l.id BETWEEN ? AND ?", (number, last)):
                lead, _ = lead_of(row)
                self._leads_read[lead.id] = lead
            found = self._leads_read.setdefault(number, Lead(id=number))
            while len(self._leads_read) > LEADS_KEPT:
                del self._leads_read[next(iter(self._leads_read))]
        return found

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """Overlap, an earlier reply, quiet: as the SQL store decides it."""
        reason, until = super().start_block(journey, at)
        if reason:
            return reason, until
        assert self.planner is not None
        source = self.planner.workspace.campaigns[journey.campaign].leads
        if journey.lead in self._replied and not source.include_replied:
            return "replied before (include: replied takes such people)", NEVER
        if source.quiet is not None:
            last = max(self._contacted.get(journey.lead, 0), self.contacted_at(journey))
            until = self.calendar(journey.lane).add(last, source.quiet) if last else 0
            if until > at:
                return f"quiet: contacted within {source.quiet}", until
        return "", 0

    def first_contacts(self, day: int) -> int:
        """First contacts on a day, before and in the simulation."""
        return super().first_contacts(day) + self._first.get(day, 0)

    def company_contacts(self, day: int, company: str) -> int:
        """The same with one company."""
        return super().company_contacts(day, company) + self._first_of.get((day, company), 0)

    def active_since(self, campaign: str) -> int:
        """As the database says."""
        return self._since.get(campaign, 0)

    def enqueue(self, journey: Journey, queue: str) -> None:
        """Move a journey; an end is noted."""
        super().enqueue(journey, queue)
        if not queue and journey.state in ENDS and not journey.invitation:
            self.ended[journey.campaign] = self.now()

    def load_people(self) -> None:
        """Who connected, replied, was contacted."""
        rows = self._connection.execute(
            "SELECT id, connected_at, replied_at, contacted_at FROM lead "
            "WHERE connected_at IS NOT NULL OR replied_at IS NOT NULL OR contacted_at IS NOT NULL"
        )
        for lead, connected, replied, contacted in rows:
            if connected:
                self.connected[lead] = connected
            if replied:
                self._replied.add(lead)
            if contacted:
                self._contacted[lead] = contacted

    def load_usage(self, now: int) -> None:
        """What the accounts did lately: it counts against their limits."""
        assert self.planner is not None
        since = now - PAST
        for key, account in self.planner.accounts.items():
            book = self.book(key)
            rows = self._connection.execute("SELECT kind, at FROM usage WHERE account = ? AND at >= ? ORDER BY at, id", (key, since))
            for kind, at in rows:
                meter = account.meters.get(kind)
                day = meter.today(at)[0] if meter is not None else next(iter(account.meters.values())).today(at)[0]
                book.reserve(kind, at, day)
            slots = self._connection.execute("SELECT kind, max(slot_at) FROM action WHERE account = ? GROUP BY kind", (key,))
            for kind, slot in slots:
                book.record(kind).last_slot = slot or 0
            days = self._connection.execute("SELECT day FROM active_day WHERE account = ? ORDER BY day", (key,))
            book.days[:] = [row[0] for row in days]
        for day, company, count in self._connection.execute("SELECT day, company, count(*) FROM first_contact GROUP BY day, company"):
            self._first[day] = self._first.get(day, 0) + count
            self._first_of[day, company] = count

    def load_journeys(
        self, programs: Mapping[str, Program], calendar: Callable[[int], Calendar], queue_of: Callable[[Journey], str], now: int
    ) -> None:
        """Every journey, where it stands; open tasks count as done at once, people who are stopped go nowhere.

        What the file means for them was applied to the copy before (SqliteEnrolment.reconcile).
        """
        assert self.planner is not None
        self._since = dict(self._connection.execute("SELECT name, since FROM campaign_state").fetchall())
        self.stopped = stopped = dict(self._connection.execute(_STOPS).fetchall())
        paused = dict(self._connection.execute("SELECT id, paused_until FROM lead WHERE paused_until > ?", (now,)).fetchall())
        accounts = self.planner.accounts
        # the queue of a newcomer who cannot start yet is known to the database; all others follow from where they stand
        for *row, in_queue in self._connection.execute(f"SELECT {COLUMNS}, j.queue FROM {FROM} ORDER BY j.id"):
            journey = journey_of(tuple(row), programs)
            journey.entry = None  # it is in no queue of this store yet
            self.everyone.append(journey)
            if journey.company:
                self.companies.setdefault(journey.company, []).append(journey)
            queue = ""
            if journey.state in QUEUED:
                if journey.lead in stopped:
                    journey.state, journey.reason = State.STOPPED, f"never to be contacted: {stopped[journey.lead]}"
                elif journey.campaign not in self.planner.workspace.campaigns:
                    journey.state, journey.reason = State.PAUSED, "its campaign is not in the file"
                else:
                    if journey.reason.startswith("waits in tasks:"):
                        journey.due, journey.reason, journey.state = now, "", State.WAITING
                    if journey.lead in paused:
                        journey.due, journey.state = max(journey.due, paused[journey.lead]), State.WAITING
                    queue = in_queue if in_queue.startswith("+") and not journey.started else queue_of(journey)
            self.add(journey, calendar(journey.lane), queue)
        self.ended.clear()
        self._load_invitations(programs, accounts, paused, now)

    def _load_invitations(self, programs: Mapping[str, Program], accounts: Collection[str], paused: Mapping[int, int], now: int) -> None:
        """The open invitations, and who must not be invited again yet; a withdrawal that waits in tasks is done at once."""
        assert self.planner is not None
        rows = self._connection.execute("SELECT lead_id, max(settled_at) FROM invitation WHERE state = 'withdrawn' GROUP BY lead_id")
        for lead, at in rows:
            self.withdrawn(lead, at)
        for row in self._connection.execute(f"{INVITATIONS} WHERE i.state = 'open' ORDER BY i.id"):
            found = errand_of(row, programs)
            if found.step == END or found.linkedin_account not in accounts or found.campaign not in self.planner.workspace.campaigns:
                continue
            due = max(found.due if found.due < NEVER else now, paused.get(found.lead, 0))
            self.open_invitation(found, found.linkedin_account, found.step, due=due, sent_at=found.base)
