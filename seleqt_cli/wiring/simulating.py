"""A simulation put together: the file as if applied now, over a copy of the present state; nothing is written, nobody is called."""

import gc
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.app.apply import Enrolled, Enroller, LeadReader
from seleqt_cli.app.named_leads import NOT_SHOWN
from seleqt_cli.app.run_due import Done, Held
from seleqt_cli.app.simulate import LONGEST, ProblemList, Recorder, SimulationResult, made_up
from seleqt_cli.core.accounts import accounts_of, units_of
from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import Campaign, LeadSource, Schedule, Sender, Workspace
from seleqt_cli.core.enrol import LaneKey
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.journey import QUEUED, Journey, State
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import Program
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY, zone
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.simulated import Rates, Simulation
from seleqt_cli.engine.track import NOTHING
from seleqt_cli.files.lead_files import open_leads, outside
from seleqt_cli.messages.needs import needed_fields
from seleqt_cli.messages.render import Renderer
from seleqt_cli.messages.rendered import Rendered
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.enrolment import SqliteEnrolment
from seleqt_cli.storage.holds import read_holds
from seleqt_cli.storage.leads import SqliteLeads
from seleqt_cli.storage.present import PresentStore, leads_lacking, open_copy
from seleqt_cli.storage.versions import latest_version
from seleqt_cli.wiring.seats import disconnect

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


class Rehearsal:
    """The parts of one simulation. `notes` are for the person who asked."""

    def __init__(
        self,
        services: "Services",
        workspace: Workspace,
        *,
        start: int,
        made: int,
        rates: Rates,
        campaigns: frozenset[str],
        senders: frozenset[str],
        render: bool,
        tell: Callable[["Rehearsal", Done], None] | None = None,
    ) -> None:
        self.workspace = workspace
        self.start = start
        self.notes: list[str] = []
        self.problems = ProblemList()
        self._folder = services.file.absolute().parent
        self._render_all = render
        self._only = campaigns
        self._texts: dict[int, Rendered] = {}
        self.connection = self._present(services)
        self._programs = {name: Program(campaign) for name, campaign in workspace.campaigns.items()}
        self._calendars: dict[int, Calendar] = {}
        self.enrolled = self._enrol(made)
        self.clock = VirtualClock(start)
        self.store = PresentStore(self.clock.now, self.connection)
        units = {name: units_of(workspace, campaign, self._programs[name]) for name, campaign in workspace.campaigns.items()}
        known = {**dict.fromkeys(self._lost(), Program(_EMPTY)), **self._programs}
        self.planner = Planner(workspace, accounts_of(workspace), known, units, self.store, self.store)
        self.store.planner = self.planner
        self.planner.inactive = self._inactive(campaigns)
        shown = {key for key, account in self.planner.accounts.items() if not senders or any(s.name in senders for s in account.senders)}
        self.recorder = Recorder(self.planner, shown=shown.__contains__, tell=None if tell is None else lambda done: tell(self, done))
        self.simulation = Simulation(
            self.planner, self.store, self.clock, self.store.calendar, self.store.journeys, self.store.connected, rates=rates,
            observe=self.recorder, prepare=self._prepare, companies=self.store.companies,
            answered=self.recorder.answered,
        )  # fmt: skip
        self.store.load_people()
        self.store.load_usage(start)
        self.store.load_journeys(known, self.calendar, self.simulation.runner.queue_of, start)
        self.recorder.met(self.store.everyone)
        for key, account in self.planner.accounts.items():
            for kind in (*account.meters, "note"):
                if kind != "note" or account.note_meter is not None:
                    self.recorder.witness.before(key, kind, list(self.store.book(key).record(kind).times))
            self.recorder.witness.active(key, self.store.book(key).days)
        for journey in self.store.everyone:
            if journey.lead in self.store.stopped:
                self.recorder.witness.no("a stop", journey.key, journey.campaign, scope="person")
        self._renderer = Renderer(workspace)
        self._doubtful = self._find_doubtful()
        files = {name: campaign.leads.file for name, campaign in workspace.campaigns.items() if campaign.leads.file}
        self._outside = {name for name, file in files.items() if outside(workspace.path, file)}

    def run(self, days: int) -> SimulationResult:
        """Let the days pass; 0 = until nothing more is planned."""
        everyone = [journey for journey in self.store.everyone if not self._only or journey.campaign in self._only]
        if not any(journey.state in QUEUED for journey in everyone):
            text = "no journey is under way and nobody is new" if everyone else "there are no leads to simulate with"
            self.problems.add("no-leads", "", text)
        for name in self._lost():
            count = sum(journey.campaign == name and journey.state is State.PAUSED for journey in everyone)
            if count:
                self.problems.add("standing-still", "", f"{name}: {_leads(count)} on the way, but the campaign is not in the file")
        for journey in everyone:
            if journey.state is State.HELD:
                self.problems.add("held", self._shown(journey), f"{journey.campaign}: {journey.reason}")
        end = self.start + (days * DAY if days else LONGEST)
        stopped = self.run_until(end)
        complete = self.simulation.runner.next_at() is None
        if not days and not complete:
            text = f"after {LONGEST // (365 * DAY)} years journeys still go on: the limits allow too little for so many leads"
            self.problems.add("never-ends", "", text)
        return self.recorder.result(
            everyone, self.store.ended, self.problems, start=self.start, end=end if days else stopped, complete=complete
        )

    def text_of(self, done: Done) -> Rendered | None:
        """The words of an action that was just done, once; None for one without, or when texts were not asked for."""
        return self._texts.pop(done.claim.pick.journey.id, None)

    def run_until(self, end: int) -> int:
        """Let time pass up to a moment, freeing on the way what was held until then; returns when nothing was left to do."""
        gc.freeze()  # the journeys stay to the end: the collector need not look at them again and again
        try:
            while True:
                holds = read_holds(self.connection, list(self.planner.accounts), self.clock.now())
                self.planner.blocked = holds.accounts
                pause = min(end, holds.changes_at, disconnect(self.connection, self.planner, self.clock.now()))
                stopped = self.simulation.run(pause)
                if pause == end:
                    return stopped
                self.clock.set(pause)
        finally:
            gc.unfreeze()

    def calendar(self, lane: int) -> Calendar:
        """The calendar of a lane."""
        found = self._calendars.get(lane)
        if found is None:
            from seleqt_cli.wiring.lanes import calendar_of

            key = LaneKey(*self.connection.execute("SELECT campaign, zone, holidays FROM lane WHERE id = ?", (lane,)).fetchone())
            found = calendar_of(self.workspace, key) if key.campaign in self.workspace.campaigns else Calendar(_EMPTY.schedule, zone("UTC"))
            self._calendars[lane] = found
        return found

    def _present(self, services: "Services") -> sqlite3.Connection:
        """A copy of the home's database when it belongs to this file, else an empty one."""
        path = services.present_database()
        if path is None:
            return open_memory()
        copy = open_copy(path, services.database_keys)
        version = latest_version(copy)
        if version is None:
            return copy
        if Path(version.path).absolute() == services.file.absolute():
            if copy.execute("DELETE FROM meta WHERE key = 'paused'").rowcount:  # of the copy: shown is what a resume would bring
                self.notes.append("seleqt is paused; this is what would happen once it is resumed (seleqt resume)")
            return copy
        copy.close()
        self.notes.append(f"the home belongs to {version.path}: this starts from the leads of {services.file} alone")
        return open_memory()

    def _enrol(self, made: int) -> list[Enrolled]:
        """Take the file as if it was applied now."""
        enrolment = SqliteEnrolment(self.connection, self._programs)
        lanes: dict[LaneKey, Calendar] = {}

        def calendar(key: LaneKey) -> Calendar:
            from seleqt_cli.wiring.lanes import calendar_of

            found = lanes.get(key)
            if found is None:
                found = lanes[key] = calendar_of(self.workspace, key)
            return found

        enroller = Enroller(self.workspace, self._programs, enrolment, calendar, lambda: None)
        today = datetime.fromtimestamp(self.start, UTC).date()
        book = SqliteLeads(self.connection)
        reader = LeadReader(self.workspace, book, enrolment, lambda name: open_leads(self._folder / name), now=self.start, today=today)
        found = []
        for campaign in self.workspace.campaigns.values():
            source = self._source(campaign, enrolment, made) if not self._only or campaign.name in self._only else None
            if source is None:
                continue
            numbers, everybody, imported = reader.read(source, lambda done, total: None)
            self.connection.execute("BEGIN")
            if source is campaign:
                enroller.follow(campaign, everybody, self.start)
            enrolled = enroller.enrol(campaign, numbers, self.start)
            self.connection.execute("COMMIT")
            enrolled.imported = imported
            for reason, count in sorted(enrolled.refused.items()):
                self.problems.add("not-contacted", "", f"{campaign.name}: {_leads(count)} not contacted: {reason}")
            if imported is not None and imported.refused:
                self.problems.add("not-contacted", "", f"{campaign.name}: {imported.refused} rows of {imported.file} refused")
            found.append(enrolled)
        self.connection.execute("BEGIN")
        enroller.accounts_and_campaigns(self.start)
        enroller.reconcile(self.start)
        self.connection.execute("COMMIT")
        return found

    def _source(self, campaign: Campaign, enrolment: SqliteEnrolment, made: int) -> Campaign | None:
        """The campaign with its leads, or with made-up ones where its own are not there; None when there are none."""
        source = campaign.leads
        if source.file:
            there = (self._folder / source.file).is_file()
        else:
            there = bool(source.rows) if source.rows is not None else bool(enrolment.tagged(source.tags_wanted))
        if there:
            return campaign
        if made:
            rows = tuple(made_up(self.workspace, campaign.name, made))
            self.notes.append(f"{campaign.name}: {made} leads are made up, because its own are not here")
            return replace(campaign, leads=replace(source, file="", rows=rows, tags_wanted=(), mapping={}))
        what = f"the lead file {source.file} is not there" if source.file else "it has no leads"
        self.problems.add("missing-file" if source.file else "no-leads-here", "", f"{campaign.name}: {what} (--leads N makes some up)")
        return None

    def _shown(self, journey: Journey) -> str:
        """Who is meant by a problem: in the log of a stranger's pull request nothing of a file outside its folder may stand."""
        return NOT_SHOWN if journey.campaign in self._outside else journey.key

    def _lost(self) -> list[str]:
        rows = self.connection.execute("SELECT DISTINCT campaign FROM lane").fetchall()
        return [row[0] for row in rows if row[0] not in self.workspace.campaigns]

    def _inactive(self, only: frozenset[str]) -> dict[str, str]:
        holds = read_holds(self.connection, [], self.start)
        left_out = [name for name in self.workspace.campaigns if only and name not in only]
        return {**holds.campaigns, **dict.fromkeys(left_out, "not asked for (--campaign)")}

    def lacks_nothing(self, workspace: Workspace) -> bool:
        """Whether every lead has whatever the mails of a file need, so that none of them can fail to be written."""
        senders = list(workspace.senders.values())
        for campaign in workspace.campaigns.values():
            fields = needed_fields(campaign, senders)
            if fields is None or "tags" in fields or leads_lacking(self.connection, fields, source=not campaign.leads.source):
                return False
        return True

    def _find_doubtful(self) -> dict[str, set[int] | None]:
        """For each campaign the leads whose mails have to be looked at, because they may lack something; None: all."""
        senders = list(self.workspace.senders.values())
        found: dict[str, set[int] | None] = {}
        for name, campaign in self.workspace.campaigns.items():
            fields = needed_fields(campaign, senders)
            looked = fields is None or "tags" in fields
            found[name] = None if looked else leads_lacking(self.connection, fields or (), source=not campaign.leads.source)
        return found

    def _prepare(self, pick: Pick, sender: Sender, now: int) -> Prepared | Held:
        journey, step = pick.journey, pick.node.step
        if step.content is None:
            return NOTHING
        doubtful = self._doubtful[journey.campaign]
        if self._render_all or step.kind != "email" or doubtful is None or journey.lead in doubtful:
            campaign = self.workspace.campaigns[journey.campaign]
            lead: Lead = self.store.lead(journey.lead)
            try:
                text = self._renderer.render(
                    campaign, step, lead, sender, first=not journey.thread, thread_subject=journey.thread_subject or None
                )
            except SeleqtError as error:
                self.problems.add("held", self._shown(journey), f"{campaign.name}: step {step.id}: {error.message}")
                return Held(error.message)
            if self._render_all:
                self._texts[journey.id] = text
            if step.kind == "email" and not text.continues:
                journey.thread_subject = text.subject
        if step.kind == "email" and not journey.thread:
            journey.thread = ("simulated",)
        return NOTHING


_EMPTY = Campaign("", LeadSource(), (), Schedule("none"), ())


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"
