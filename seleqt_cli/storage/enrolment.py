"""Putting leads into campaigns: lanes, accounts, and journeys in bulk."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.continuing import GONE, Reconciled, Standing, lacking
from seleqt_cli.core.enrol import LaneKey, queue_at_start
from seleqt_cli.core.journey import Journey, move
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END, Program
from seleqt_cli.core.windows import Calendar
from seleqt_cli.storage.lead_list import departed, end, returned
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
from seleqt_cli.storage.people import skip_tasks, unplan
from seleqt_cli.storage.rows import INSERT, MOVED, SELECT, journey_of, values_of, walker_of
from seleqt_cli.storage.stops import HARD_BOUNCE

BATCH: Final = 2000
_AT_FIRST: Final = (
    "UPDATE journey SET state = 'waiting', done = '{}', started = 0, first = 1, entered_at = 0, attempts = 0, "
    "person = '', email_account = '', linkedin_account = ''"
)
"""A journey in which nothing was done, though somebody may have been chosen for it."""
_NAMES: Final[tuple[tuple[str, Callable[[Lead], str]], ...]] = (
    ("email", lambda lead: lead.email),
    ("linkedin", lambda lead: lead.linkedin),
    ("domain", lambda lead: lead.email.rpartition("@")[2]),
)
"""What a suppression of each kind names of a lead."""
_ASKED: Final = "'waits in tasks%'"
UNTOUCHED: Final = f"(j.started = 0 AND j.done = '{{}}' AND j.reason NOT LIKE {_ASKED})"
"""Nothing was done in a journey, and nobody is asked for anything."""


def standings(connection: sqlite3.Connection, leaving: Iterable[int] = ()) -> list[Standing]:
    """Every live journey, as groups that stand alike: in the order of their campaigns and steps by name.

    `leaving`: those whom the leads of their campaign name no more.
    """
    rows = connection.execute(
        f"SELECT j.campaign, j.state, j.step, j.kind, j.email_account, j.linkedin_account, j.done, {UNTOUCHED} AS untouched, "
        "j.reason LIKE ? AS lost, count(*), j.id IN (SELECT value FROM json_each(?)) AS leaving "
        "FROM journey j WHERE j.state IN ('waiting', 'due', 'held', 'paused') "
        "GROUP BY 1, 2, 3, 4, 5, 6, 7, untouched, lost, leaving ORDER BY 1, 3, 2",
        (f"{GONE}:%", json.dumps(list(leaving))),
    )
    return [
        Standing(
            campaign,
            state,
            step,
            kind,
            email,
            linkedin,
            json.loads(done),
            untouched=bool(untouched),
            lost=bool(lost),
            count=count,
            left=bool(left),
        )
        for campaign, state, step, kind, email, linkedin, done, untouched, lost, count, left in rows
    ]


def people_who_got(connection: sqlite3.Connection, campaign: str, step: str, besides: str, *, replied: bool) -> set[int]:
    """The leads that got a step of a campaign, are not in the campaign `besides`, and may be contacted; `replied`: also who answered."""
    rows = connection.execute(
        "SELECT j.lead_id FROM journey j JOIN lead l ON l.id = j.lead_id JOIN json_each(j.done) d ON d.key = ?2 AND d.value = 'sent' "
        "WHERE j.campaign = ?1 AND coalesce(l.stopped, '') = '' AND (?4 OR l.replied_at IS NULL OR l.replied_at = 0) "
        "AND NOT EXISTS (SELECT 1 FROM journey o WHERE o.lead_id = j.lead_id AND o.campaign = ?3)",
        (campaign, step, besides, replied),
    )
    return {row[0] for row in rows}


class SqliteEnrolment:
    """Writes what an apply decides. The caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection, programs: Mapping[str, Program]) -> None:
        self._connection = connection
        self._programs = programs
        self._lanes: dict[LaneKey, int] = {}

    def lane(self, key: LaneKey) -> int:
        """The number of a lane, made at its first use."""
        found = self._lanes.get(key)
        if found is None:
            values = (key.campaign, key.zone, key.holidays)
            self._connection.execute("INSERT OR IGNORE INTO lane (campaign, zone, holidays) VALUES (?, ?, ?)", values)
            row = self._connection.execute("SELECT id FROM lane WHERE campaign = ? AND zone = ? AND holidays = ?", values).fetchone()
            found = self._lanes[key] = int(row[0])
        return found

    def account(self, key: str, channel: str, at: int) -> None:
        """An account is known from its first apply on."""
        self._connection.execute(
            "INSERT OR IGNORE INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, ?, ?, 0, 0)", (key, channel, at)
        )

    def campaign(self, name: str, at: int) -> None:
        """A campaign is active from its first apply on; one that was paused by an earlier file goes on."""
        self._connection.execute(
            "INSERT INTO campaign_state VALUES (?, 'active', ?, '') "
            "ON CONFLICT (name) DO UPDATE SET state = 'active', since = excluded.since, reason = '' WHERE reason = 'not in the file'",
            (name, at),
        )

    def pause_missing(self, names: Sequence[str], at: int) -> list[str]:
        """Pause active campaigns that the file no longer has; returns them."""
        known = self._connection.execute("SELECT name FROM campaign_state WHERE state = 'active'").fetchall()
        missing = [row[0] for row in known if row[0] not in names]
        for name in missing:
            self._connection.execute(
                "UPDATE campaign_state SET state = 'paused', since = ?, reason = 'not in the file' WHERE name = ?", (at, name)
            )
        return missing

    def next_place(self, campaign: str) -> int:
        """The place of the next lead of a campaign."""
        return int(
            self._connection.execute("SELECT coalesce(max(place), -1) + 1 FROM journey WHERE campaign = ?", (campaign,)).fetchone()[0]
        )

    def newcomers(self, campaign: str, numbers: Iterable[int]) -> Iterator[list[Lead]]:
        """The leads of these numbers that are not in the campaign yet, in their order, in batches."""
        batch: list[int] = []
        for number in numbers:
            batch.append(number)
            if len(batch) == BATCH:
                yield self._fresh(campaign, batch)
                batch = []
        if batch:
            yield self._fresh(campaign, batch)

    def kept_out(self, leads: Sequence[Lead]) -> tuple[dict[int, str], set[int]]:
        """Stopped by a person, or on the list by address, profile or domain; an address that bounced is only dead."""
        marks = ", ".join("?" * len(leads))
        numbers = [lead.id for lead in leads]
        stopped = self._connection.execute(f"SELECT id, stopped FROM lead WHERE id IN ({marks}) AND stopped <> ''", numbers)
        never = {number: f"stopped {why}" for number, why in stopped}
        dead: set[int] = set()
        for kind, name_of in _NAMES:
            named: dict[str, list[int]] = {}
            for lead in leads:
                named.setdefault(name_of(lead), []).append(lead.id)
            listed = self._connection.execute(
                f"SELECT value, reason FROM suppression WHERE kind = ? AND value IN ({', '.join('?' * len(named))})", (kind, *named)
            )
            for value, reason in listed:
                if reason == HARD_BOUNCE and kind == "email":
                    dead.update(named[value])
                else:
                    never.update((number, f"suppressed ({reason})") for number in named[value] if number not in never)
        return never, dead

    def add(self, journeys: Sequence[tuple[Journey, str]], at: int) -> None:
        """Write journeys with their queues."""
        rows: list[tuple[Any, ...]] = [
            (*values_of(journey, queue, self._programs), *walker_of(journey), *_own(journey), at) for journey, queue in journeys
        ]
        self._connection.executemany(INSERT, rows)

    def numbers_of(self, keys: Sequence[tuple[str | None, str | None]]) -> list[int | None]:
        """The lead numbers of (normalised address, profile URL), None where nobody is known."""
        found: list[int | None] = []
        for email, linkedin in keys:
            row = None
            if email:
                row = self._connection.execute("SELECT id FROM lead WHERE email = ?", (email,)).fetchone()
            if row is None and linkedin:
                row = self._connection.execute("SELECT id FROM lead WHERE linkedin = ?", (linkedin,)).fetchone()
            found.append(None if row is None else int(row[0]))
        return found

    def reconcile(self, workspace: Workspace, accounts: Collection[str], at: int, calendar: Callable[[LaneKey], Calendar]) -> Reconciled:
        """Bring running journeys in line with an edited file, by step id.

        The rule is core/continuing.fate. What is held goes on by itself when a later file has its step and sender again. A
        step that became another kind waits in the queue of that kind.
        """
        held: dict[str, int] = {}
        anew: dict[str, int] = {}
        live = "state IN ('waiting', 'due', 'held', 'paused')"
        for name in workspace.campaigns:
            program = self._programs[name]
            rows = self._connection.execute(
                f"SELECT DISTINCT step, kind, email_account, linkedin_account FROM journey WHERE campaign = ? AND {live}", (name,)
            ).fetchall()
            for step in dict.fromkeys(row[0] for row in rows if row[0] not in program.index):
                anew[f"{name}: {step}"] = self._begin_anew(name, step, at, calendar)
            looked: set[str] = set()
            for step, kind, email, linkedin in rows:
                if step in looked:
                    continue
                place: tuple[str, ...] = (name, step, email, linkedin)
                where = "campaign = ? AND step = ? AND email_account = ? AND linkedin_account = ?"
                if step not in program.index:  # whoever walks it: once for all accounts, since it reads every journey
                    looked.add(step)
                    place, where = (name, step), "campaign = ? AND step = ?"
                reason = lacking(program, accounts, step, email, linkedin)
                if reason:
                    self._connection.execute(
                        "INSERT INTO history (at, event, journey_id, lead_id, campaign, data) SELECT ?, 'held', id, lead_id, campaign, "
                        f"json_object('step', step, 'reason', ?) FROM journey WHERE {where} AND state IN ('waiting', 'due')",
                        (at, reason, *place),
                    )
                    changed = self._connection.execute(
                        f"UPDATE journey SET state = 'held', reason = ?, queue = '' WHERE {where} AND state IN ('waiting', 'due')",
                        (reason, *place),
                    )
                    held[reason] = held.get(reason, 0) + changed.rowcount
                    continue
                node = program.nodes[program.index[step]]
                queue = "-"
                if node.channel is not None and node.plain:
                    queue = (email if node.channel == "email" else linkedin) or f"+{name}"
                self._connection.execute(
                    "UPDATE journey SET state = 'waiting', reason = '', queue = ?, kind = ?, "
                    "due_at = CASE WHEN due_at >= ? THEN ? ELSE due_at END "  # what it waited for came while it was held
                    f"WHERE {where} AND state = 'held' AND reason LIKE ?",
                    (queue, node.kind, NEVER, at, *place, f"{GONE}:%"),
                )
                if node.kind != kind:
                    # what was asked or planned as the old kind is not done; nothing went out, so that the new kind may
                    mine, whose = f"journey_id IN (SELECT id FROM journey WHERE {where}) AND step = ?", (*place, step)
                    skip_tasks(self._connection, mine, whose, "seleqt", at)
                    unplan(self._connection, mine, whose, f"the step is of another kind now: {node.kind}", at)
                    self._connection.execute(
                        f"UPDATE journey SET kind = ?, queue = ?, entered_at = 0, due_at = CASE WHEN reason LIKE {_ASKED} "
                        f"THEN ? ELSE due_at END, "
                        f"reason = CASE WHEN reason LIKE {_ASKED} THEN '' ELSE reason END WHERE {where} AND queue <> ''",
                        (node.kind, queue, at, *place),
                    )
        return Reconciled(*({what: count for what, count in counts.items() if count} for counts in (held, anew)))

    def _begin_anew(self, campaign: str, step: str, at: int, calendar: Callable[[LaneKey], Calendar]) -> int:
        """Journeys that wait for a first step that is gone, and have nothing behind them, go to the one that is first now."""
        program = self._programs[campaign]
        if program.enter.to == END:
            return 0
        found = self._connection.execute(
            f"{SELECT} WHERE j.campaign = ? AND j.step = ? AND {UNTOUCHED} "
            "AND (j.state IN ('waiting', 'due') OR (j.state = 'held' AND j.reason LIKE ?)) ORDER BY j.id",
            (campaign, step, f"{GONE}:%"),
        ).fetchall()
        data = json.dumps({"step": step, "reason": f"{GONE}: step {step}"}, ensure_ascii=False)
        return self._to_the_first(found, program, data, at, calendar)

    def begin(self, campaign: str, journeys: Sequence[int], why: str, at: int, calendar: Callable[[LaneKey], Calendar]) -> None:
        """Journeys in which nothing was done, and which ended, stand at the first step."""
        program = self._programs[campaign]
        if program.enter.to == END:
            return
        rows = []
        for number in journeys:
            self._connection.execute(f"{_AT_FIRST} WHERE id = ?", (number,))
            rows += self._connection.execute(f"{SELECT} WHERE j.id = ?", (number,)).fetchall()
        self._to_the_first(rows, program, json.dumps({"reason": why}), at, calendar)

    def _to_the_first(
        self, rows: Sequence[tuple[Any, ...]], program: Program, data: str, at: int, calendar: Callable[[LaneKey], Calendar]
    ) -> int:
        calendars: dict[int, Calendar] = {}
        changed = []
        for row in rows:
            journey = journey_of(row, self._programs)
            if journey.lane not in calendars:
                key = self._connection.execute("SELECT campaign, zone, holidays FROM lane WHERE id = ?", (journey.lane,)).fetchone()
                calendars[journey.lane] = calendar(LaneKey(*key))
            move(journey, program.enter, at, program, calendars[journey.lane])
            changed.append((*values_of(journey, queue_at_start(journey, program, at), self._programs), journey.id))
        self._connection.executemany(MOVED, changed)
        self._connection.executemany(
            "INSERT INTO history (at, event, journey_id, lead_id, campaign, data) SELECT ?, 'begun anew', id, lead_id, campaign, ? "
            "FROM journey WHERE id = ?",
            [(at, data, one[-1]) for one in changed],
        )
        return len(changed)

    def departed(self, campaign: str, numbers: Iterable[int]) -> tuple[list[int], int]:
        """Journeys of leads that are none of these: those in which nothing was done, and how many others live."""
        return departed(self._connection, campaign, numbers)

    def end(self, journeys: Sequence[int], at: int) -> None:
        """End journeys in which nothing was done; what is asked and planned of them goes."""
        end(self._connection, journeys, at)

    def returned(self, campaign: str, numbers: Iterable[int]) -> dict[int, int]:
        """Lead -> journey, of those that ended so and are among these now."""
        return returned(self._connection, campaign, numbers)

    def leads(self, numbers: Sequence[int]) -> list[Lead]:
        """Leads by number, in this order."""
        rows = (self._connection.execute(f"{LEAD_SELECT} WHERE l.id = ?", (number,)).fetchone() for number in numbers)
        return [lead_of(row)[0] for row in rows if row is not None]

    def tagged(self, tags: Sequence[str]) -> list[int]:
        """The leads that have one of the tags, by number."""
        marks = ", ".join("?" * len(tags))
        like = " OR ".join("EXISTS (SELECT 1 FROM json_each(i.tags) t WHERE t.value = ?)" for _ in tags)
        rows = self._connection.execute(
            f"SELECT lead_id FROM lead_tag WHERE tag IN ({marks}) UNION "
            f"SELECT l.id FROM lead_import i JOIN lead l ON l.import_id = i.id WHERE {like} ORDER BY 1",
            (*tags, *tags),
        )
        return [int(row[0]) for row in rows]

    def _fresh(self, campaign: str, numbers: list[int]) -> list[Lead]:
        marks = ", ".join("?" * len(numbers))
        known = self._connection.execute(f"SELECT lead_id FROM journey WHERE campaign = ? AND lead_id IN ({marks})", (campaign, *numbers))
        there = {row[0] for row in known}
        wanted = list(dict.fromkeys(number for number in numbers if number not in there))
        leads: dict[int, Lead] = {}
        if wanted:
            marks = ", ".join("?" * len(wanted))
            for row in self._connection.execute(LEAD_SELECT + f" WHERE l.id IN ({marks})", wanted):
                lead = lead_of(row)[0]
                leads[lead.id] = lead
        return [leads[number] for number in wanted if number in leads]


def _own(journey: Journey) -> tuple[int, str, int, int, str]:
    """What a journey has from its beginning and keeps."""
    return journey.lead, journey.campaign, journey.place, journey.lane, journey.company
