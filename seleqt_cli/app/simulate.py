"""What a simulation found out: the timeline counted, when campaigns end, and everything that would go wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.app.run_due import Done
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.journey import LIVE, Journey, State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.waves import wave
from seleqt_cli.core.witness import Witness
from seleqt_cli.core.zones import DAY

LISTED: Final = 1000
"""Problems of one code that are written out; further ones are counted."""
LONGEST: Final = 10 * 365 * DAY
"""How far a simulation goes when nobody says how far; what still goes on then is taken as endless."""


@dataclass(frozen=True, slots=True)
class SimulationProblem:
    """One thing to know. `code`: held, never-ends, promise, no-leads (these fail), waves, not-contacted, missing-file, standing-still."""

    code: str
    lead: str
    text: str


FAILING: Final = ("never-ends", "promise", "no-leads")


@dataclass(slots=True)
class SimulationResult:
    """The whole timeline, counted. Days are day numbers of the business's zone; `binding`: (account, kind, rule) -> days."""

    start: int
    end: int
    complete: bool
    actions: dict[str, dict[str, int]]
    by_day: dict[int, dict[tuple[str, str], int]]
    journeys: dict[str, int]
    ends: dict[str, int | None]
    binding: dict[tuple[str, str, str], int]
    problems: list[SimulationProblem]
    held: int

    def failed(self, allow_held: int) -> bool:
        """Whether the file should not go out like this (exit 1)."""
        return self.held > allow_held or any(problem.code in FAILING for problem in self.problems)


@dataclass(slots=True)
class ProblemList:
    """Problems, bounded for each code."""

    found: list[SimulationProblem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, lead: str, text: str) -> None:
        """Note one."""
        self.counts[code] += 1
        if self.counts[code] <= LISTED:
            self.found.append(SimulationProblem(code, lead, text))

    def all(self) -> list[SimulationProblem]:
        """All, with a line for those that were only counted."""
        more = [SimulationProblem(code, "", f"and {count - LISTED} more") for code, count in self.counts.items() if count > LISTED]
        return [*self.found, *more]


class Recorder:
    """Sees each action of a simulation. `shown` filters what is counted and passed on to `tell`."""

    def __init__(self, planner: Planner, *, shown: Callable[[str], bool], tell: Callable[[Done], None] | None = None) -> None:
        self._planner = planner
        self._shown = shown
        self._tell = tell
        self.witness = Witness(planner.accounts)
        self.total = 0
        self._counts: dict[int, Counter[tuple[str, str]]] = {}
        self._firsts: dict[str, Counter[int]] = {name: Counter() for name in planner.workspace.campaigns}
        self._active: dict[str, set[int]] = {name: set() for name in planner.workspace.campaigns}
        self._binding: dict[tuple[str, str, str], set[int]] = {}
        self._met: set[int] = set()
        self._day, self._from, self._to = 0, 0, 0
        self._today: Counter[tuple[str, str]] = Counter()

    def __call__(self, done: Done) -> None:
        """One action was done."""
        pick, at = done.claim.pick, done.at
        journey, node, key, kind = pick.journey, pick.node, pick.account.key, pick.kind
        if not self._from <= at < self._to:
            zone = self._planner.business_zone
            self._day = zone.day(at)
            self._from, self._to = zone.instant(self._day, 0), zone.instant(self._day + 1, 0)
            self._today = self._counts.setdefault(self._day, Counter())
        self.witness.take(key, kind, at, journey.key, journey.campaign, node.id, pick.lane.calendar.window_at(at), journey.company)
        if kind == "connect" and node.message:
            self.witness.note(key, at, journey.key)
        if node.message:
            self._active[journey.campaign].add(self._day)
            if journey.id not in self._met:
                self._met.add(journey.id)
                self._firsts[journey.campaign][self._day] += 1
        if pick.free > pick.slot:
            self._binding.setdefault((key, kind, pick.rule), set()).add(self._day)
        if self._shown(key):
            self.total += 1
            self._today[key, kind] += 1
            if self._tell is not None:
                self._tell(done)

    def answered(self, what: str, journey: Journey) -> None:
        """A person replied, or a mail came back: the witness watches that it is heeded."""
        campaign = self._planner.workspace.campaigns[journey.campaign]
        if what == "reply":
            self.witness.no("a reply", journey.key, campaign.name, scope=campaign.on_reply, company=journey.company)
        elif what == "bounce":
            self.witness.no("a bounce", journey.key, campaign.name, scope="address")

    def met(self, everyone: Iterable[Journey]) -> None:
        """Who was contacted before the simulation begins."""
        self._met.update(journey.id for journey in everyone if not journey.first)

    def result(
        self, everyone: Iterable[Journey], ended: Mapping[str, int], problems: ProblemList, *, start: int, end: int, complete: bool
    ) -> SimulationResult:
        """Count and judge; `complete`: nothing more is planned after `end`."""
        workspace = self._planner.workspace
        states: Counter[str] = Counter()
        live: Counter[str] = Counter()
        held = 0
        for journey in everyone:
            states[journey.state.value] += 1
            if journey.state is State.HELD and journey.reason:
                held += 1
            if journey.state in LIVE:
                live[journey.campaign] += 1
                if complete and journey.state in (State.WAITING, State.DUE):
                    self._stuck(journey, problems)
        for lead, text in self.witness.violations:
            problems.add("promise", lead, text)
        for name in workspace.campaigns:
            text = wave(self._planner, name, self._firsts[name], self._active[name])
            if text:
                problems.add("waves", "", text)
        actions: dict[str, dict[str, int]] = {}
        for key, account in self._planner.accounts.items():
            for kind in account.meters:
                count = sum(day[key, kind] for day in self._counts.values())
                if count:
                    actions.setdefault(key, {})[kind] = count
        return SimulationResult(
            start, end, complete, actions, {day: dict(counts) for day, counts in sorted(self._counts.items()) if counts},
            {state.value: states[state.value] for state in State if states[state.value]},
            {name: None if live[name] else ended.get(name) for name in workspace.campaigns},
            {key: len(days) for key, days in self._binding.items() if self._shown(key[0])}, problems.all(), held,
        )  # fmt: skip

    def _stuck(self, journey: Journey, problems: ProblemList) -> None:
        """A journey that lives although nothing more is planned: why."""
        planner = self._planner
        if journey.reason.startswith("replied before"):
            problems.add("not-contacted", journey.key, f"{journey.campaign}: {journey.reason}")
            return
        if journey.campaign in planner.inactive:
            problems.add("standing-still", journey.key, f"{journey.campaign}: {planner.inactive[journey.campaign]}")
            return
        why = self._why(journey)
        problems.add("never-ends", journey.key, f"{journey.campaign}: step {self._step(journey)} is never done: {why}")

    def _step(self, journey: Journey) -> str:
        program = self._planner.programs[journey.campaign]
        return program.nodes[journey.step].id if journey.step >= 0 else "?"

    def _why(self, journey: Journey) -> str:
        planner, campaign = self._planner, journey.campaign
        node = planner.programs[campaign].nodes[journey.step]
        _, closes = planner.bounds(campaign)
        if node.channel is not None:
            mine = journey.email_account if node.channel == "email" else journey.linkedin_account
            keys = [mine] if mine else [key for unit in planner.units[campaign] for key in unit.accounts()]
            channel = [key for key in dict.fromkeys(keys) if planner.accounts[key].channel == node.channel]
            if channel and all(key in planner.blocked for key in channel):
                return f"{channel[0]}: {planner.blocked[channel[0]]}"
            if channel and all(_closed(planner, key, node.kind) for key in channel):
                return f"the limit of {node.kind} is 0 (plan {planner.accounts[channel[0]].senders[0].plan})"
        if closes < NEVER:
            return f"the campaign ends on {planner.workspace.campaigns[campaign].end}"
        if node.kind == "wait_for":
            return "nobody waits for it any more"
        return journey.reason or "its schedule does not open"


def _closed(planner: Planner, key: str, kind: str) -> bool:
    meter = planner.accounts[key].meters.get(kind)
    return meter is not None and 0 in meter.limits.values()


def made_up(workspace: Workspace, name: str, count: int) -> list[dict[str, str]]:
    """Rows about people who do not exist, with every field that the campaign's words and conditions ask for."""
    from seleqt_cli.messages.needs import asked_fields

    campaign = workspace.campaigns[name]
    wanted = sorted(asked_fields(campaign) - _MADE)
    rows = []
    for number in range(1, count + 1):
        company = (number + 1) // 2
        person = f"lead{number:0{len(str(count))}d}"
        row = {
            "email": f"{person}@company{company}.example", "linkedin": f"https://www.linkedin.com/in/example-{_slug(name)}-{person}/",
            "first_name": "Robin", "last_name": f"Example {number}", "company": f"Company {company}",
        }  # fmt: skip
        row.update({field: f"{field.replace('_', ' ')} {number}" for field in wanted})
        if not campaign.leads.basis:
            row["basis"] = "consent"
        if not campaign.leads.source:
            row["source"] = "made up"
        rows.append(row)
    return rows


_MADE: Final = frozenset(
    {"email", "linkedin", "first_name", "last_name", "company", "country", "language", "timezone", "birth_date", "tags", "source", "basis"}
)


def _slug(name: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.lower()).strip("-") or "campaign"
