"""The two ways to a timeline: the simulation over memory, and the real loop over SQLite under a virtual clock."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from heapq import heappop, heappush

from seleqt_cli.app.run_due import Done, Runner
from seleqt_cli.core.accounts import accounts_of, units_of
from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import Program
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.simulated import Answers, People, SimulatedWorld, Simulation
from seleqt_cli.ports.store import Store
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.memory import MemoryStore
from seleqt_cli.storage.sqlite_store import SqliteStore
from tests.engine.situations import Situation

Line = tuple[int, str, str, str, str, str]
"""(moment, account, kind, lead, campaign, step) of one action."""


def simulated(situation: Situation, *, alone: bool = True) -> list[Line]:
    """What the simulation does. `alone`: decisions for later are kept while nothing changed, as in every simulation."""
    store, clock, planner = in_memory(situation)
    found: list[Line] = []
    simulation = Simulation(
        planner, store, clock, store.calendar, store.journeys, store.connected, rates=situation.rates,
        observe=lambda done: found.append(line_of(done)), companies=_companies(situation, store),
    )  # fmt: skip
    simulation.runner.alone = alone
    simulation.run(situation.start + situation.days * DAY)
    return found


def real(situation: Situation, look: Callable[[SqliteStore], None] = lambda store: None) -> list[Line]:
    """What run_due does over the SQL store when it is called whenever it asked to be. `look` sees the store at the end."""
    store, clock, planner = in_sqlite(situation)
    found: list[Line] = []
    events: list[tuple[int, int, str, int, Journey]] = []
    people, world = People(situation.rates), SimulatedWorld()

    def done(done: Done) -> None:
        pick = done.claim.pick
        found.append(line_of(done))
        for moment, what in people.react(pick.journey, pick.node.id, pick.kind, done.at):
            heappush(events, (moment, pick.journey.id, what, len(found), pick.journey))

    runner = Runner(planner, store, lambda account: world, prepare, lambda lane: situation.lanes[lane][1], clock.now, observe=done)
    companies = {company: _Company(store, company) for company in {lead.company for lead in situation.leads.values()}}
    answers = Answers(runner, people, runner.calendar, lambda lead: _of_lead(store, lead), _Connected(store.connection), companies)
    end = situation.start + situation.days * DAY
    runner.wake_all(clock.now())
    with asyncio.Runner() as loop:
        while True:
            while events and events[0][0] <= clock.now():
                _, _, what, _, journey = heappop(events)
                answers.happen(what, journey, clock.now())
            store.connection.execute("UPDATE account SET inbox_read_at = ?", (clock.now(),))  # everybody looks, all the time
            at = loop.run(runner.run_due(clock.now())).next_at
            if events and (at is None or events[0][0] <= at):
                at = events[0][0]
            if at is None or at >= end:
                look(store)
                store.connection.close()
                return found
            clock.set(max(at, clock.now()))


def in_memory(situation: Situation) -> tuple[MemoryStore, VirtualClock, Planner]:
    """The memory store with everybody enrolled."""
    clock = VirtualClock(situation.start)
    store = MemoryStore(clock.now, situation.leads.__getitem__)
    planner = _planner(situation, store)
    store.planner = planner
    for number, journey in enumerate(_journeys(situation, planner), start=1):
        journey.id = number
        store.add(journey, situation.lanes[journey.lane][1], _queue(journey, planner))
    return store, clock, planner


def in_sqlite(situation: Situation, opened: Callable[[], sqlite3.Connection] = open_memory) -> tuple[SqliteStore, VirtualClock, Planner]:
    """The SQL store with everybody enrolled, in a database that `opened` gives."""
    clock = VirtualClock(situation.start)
    connection = opened()
    store = SqliteStore(connection, lambda lane: situation.lanes[lane][1], now=clock.now, elapsed=clock.elapsed, workspace_id="test")
    planner = _planner(situation, store)
    store.planner = planner
    connection.execute("INSERT INTO lead_import VALUES (1, '', '', '', '[]', 0)")
    for lane, (campaign, calendar) in situation.lanes.items():
        connection.execute("INSERT INTO lane VALUES (?, ?, ?, '')", (lane, campaign, f"{calendar.zone.name} {lane}"))
    for account in planner.accounts.values():
        connection.execute(
            "INSERT INTO account (key, channel, applied_at, inbox_read_at, errors, guard_from) VALUES (?, ?, 0, ?, 0, 0)",
            (account.key, account.channel, 1 << 40),
        )
    for lead in situation.leads.values():
        connection.execute(
            "INSERT INTO lead (id, email, linkedin, company, title, import_id) VALUES (?, ?, ?, ?, ?, 1)",
            (lead.id, lead.email or None, lead.linkedin or None, lead.company, lead.title or None),
        )
        connection.executemany("INSERT INTO lead_tag VALUES (?, ?)", [(lead.id, tag) for tag in lead.tags])
    for journey in _journeys(situation, planner):
        store.add(journey, _queue(journey, planner), situation.start)
    return store, clock, planner


def prepare(pick: Pick, sender: Sender, now: int) -> Prepared:
    """A mail of one byte."""
    return Prepared(pick.node.step.kind, sender.name, pick.account.key, pick.journey.key, payload=b"x")  # type: ignore[arg-type]


def digest(timeline: list[Line]) -> str:
    """A short name of a whole timeline."""
    text = "\n".join("\t".join(map(str, line)) for line in timeline)
    return f"{len(timeline)}:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def line_of(done: Done) -> Line:
    """One action as a line."""
    pick = done.claim.pick
    return done.at, pick.account.key, pick.kind, pick.journey.key, pick.journey.campaign, pick.node.id


def _planner(situation: Situation, store: Store) -> Planner:
    workspace = situation.workspace
    programs = {name: Program(campaign) for name, campaign in workspace.campaigns.items()}
    units = {name: units_of(workspace, campaign, programs[name]) for name, campaign in workspace.campaigns.items()}
    return Planner(workspace, accounts_of(workspace), programs, units, store, store)


def _journeys(situation: Situation, planner: Planner) -> list[Journey]:
    found = []
    for place, (number, campaign, lane) in enumerate(situation.enrolled):
        lead, enter = situation.leads[number], planner.programs[campaign].enter
        found.append(Journey(
            0, number, lead.key, campaign, place, lane, enter.to, situation.start, situation.start, company=lead.company,
            has_email=bool(lead.email), has_linkedin=bool(lead.linkedin),
        ))  # fmt: skip
    return found


def _queue(journey: Journey, planner: Planner) -> str:
    node = planner.programs[journey.campaign].nodes[journey.step]
    if node.plain and node.channel is not None:
        return "+" + journey.campaign
    journey.state = journey.state.WAITING
    return "-"


def _companies(situation: Situation, store: MemoryStore) -> dict[str, list[Journey]]:
    found: dict[str, list[Journey]] = {}
    for lead in situation.leads.values():
        found.setdefault(lead.company, []).extend(store.journeys(lead.id))
    for journeys in found.values():
        journeys.sort(key=lambda journey: journey.id)
    return found


def _of_lead(store: SqliteStore, lead: int) -> list[Journey]:
    store.flush()
    return store.journeys("WHERE j.lead_id = ? ORDER BY j.id", (lead,))


class _Company(list[Journey]):
    """The journeys of one company as they are now."""

    def __init__(self, store: SqliteStore, company: str) -> None:
        super().__init__()
        self._store = store
        self._company = company

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._store.journeys("WHERE j.company = ? ORDER BY j.id", (self._company,)))


class _Connected(dict[int, int]):
    """Who connected, written where the SQL store looks for it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __setitem__(self, lead: int, at: int) -> None:
        super().__setitem__(lead, at)
        self._connection.execute("UPDATE lead SET connected_at = ? WHERE id = ?", (at, lead))
