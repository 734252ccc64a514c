"""`check`: the file, its words, and every message of every step for every lead; nothing is written, run or called."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seleqt_cli.app.content_check import ValueSearch, column_problem, content_problems, footer_content
from seleqt_cli.app.hook_check import hook_problems
from seleqt_cli.app.message_walk import MessageWalk
from seleqt_cli.app.named_leads import NOT_SHOWN, NamedLeads, Reading
from seleqt_cli.app.notice_check import notice_problems
from seleqt_cli.app.words import footer_problems, lead_file_problem, template_problem, without_columns
from seleqt_cli.core.accounts import accounts_of, units_of
from seleqt_cli.core.campaign import Campaign, ChannelName, Sender, Workspace
from seleqt_cli.core.enrol import NO_STEP, Admission
from seleqt_cli.core.errors import Level, Problem, SeleqtError
from seleqt_cli.core.facts import NOTE_LENGTH
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.program import WITHDRAW, Program
from seleqt_cli.core.waves import expected_waves
from seleqt_cli.files.lead_files import NoLeadFile
from seleqt_cli.files.workspace_files import programs_elsewhere, programs_in
from seleqt_cli.messages.lint import lint
from seleqt_cli.messages.needs import asked_fields, steps_of
from seleqt_cli.messages.pretence import MISLEADING
from seleqt_cli.messages.problems import MissingVariables, Pretence, TemplateProblem
from seleqt_cli.messages.render import Renderer

SHOWN: Final = 20
"""Leads of one kind of problem that are named; further ones are counted."""


@dataclass(slots=True)
class CheckResult:
    """What was found, file problems first, then campaign by campaign."""

    problems: list[Problem] = field(default_factory=list)
    campaigns: int = 0
    leads: int = 0
    messages: int = 0

    @property
    def errors(self) -> int:
        """How many must be mended."""
        return sum(problem.level == "error" for problem in self.problems)


@dataclass(slots=True)
class _Kind:
    """Problems of leads that are alike: the first are kept."""

    level: Level
    path: str
    code: str
    what: str
    names: tuple[str, ...] = ()
    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)


class Checker:
    """Checks one workspace. `progress` gets the leads looked at so far."""

    def __init__(self, workspace: Workspace, leads: NamedLeads, *, progress: Callable[[int], None] = lambda done: None) -> None:
        self._workspace = workspace
        self._leads = leads
        self._progress = progress
        self._renderer = Renderer(workspace)

    def check(self, known: Sequence[Problem]) -> CheckResult:
        """Look at everything; `known` are the problems of reading the file."""
        result = CheckResult(bounded(known))
        result.problems += footer_problems(self._workspace)
        result.problems += notice_problems(self._workspace)
        result.problems += footer_content(self._workspace)
        folder = Path(self._workspace.path).absolute().parent
        result.problems += hook_problems(self._workspace, programs_in(folder), programs_elsewhere(folder))
        for campaign in self._workspace.campaigns.values():
            result.campaigns += 1
            _CampaignCheck(self._workspace, campaign, self._renderer, result, self._progress).run(self._leads)
        return result


class _CampaignCheck:
    def __init__(
        self, workspace: Workspace, campaign: Campaign, renderer: Renderer, result: CheckResult, progress: Callable[[int], None]
    ) -> None:
        self._workspace = workspace
        self._campaign = campaign
        self._result = result
        self._progress = progress
        self._program = Program(campaign)
        self._admission = Admission(workspace, campaign, self._program)
        self._walk = MessageWalk(renderer, campaign, self._strictest)
        self._file = campaign.leads.file or workspace.path
        self._path = f"campaigns.{campaign.name}"
        self._kinds: dict[tuple[object, ...], _Kind] = {}
        self._refusals: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self._no_zone = 0
        self._filled: set[str] = set()
        self._taken = 0
        self._reading = Reading()
        self._values = ValueSearch(campaign)
        self._content = list(content_problems(workspace, campaign))
        self._pretends = {one.path.split(".")[-2] for one in self._content if one.code == MISLEADING}

    def run(self, leads: NamedLeads) -> None:
        reading = self._reading
        there = True
        count = 0
        try:
            for line, lead in leads.of(self._campaign, reading, SHOWN):
                count += 1
                self._lead(line, lead)
                if count % 1000 == 0:
                    self._progress(self._result.leads + count)
        except NoLeadFile as error:
            there = False
            place = self._campaign.leads.place
            message = f"{error.message}; its leads were not checked"
            self._add(Problem(self._workspace.path, place.line, place.column, f"{self._path}.leads", message, "warning", "missing-file"))
        except SeleqtError as error:
            there = False
            self._add(lead_file_problem(self._workspace, self._campaign, error))
        self._result.leads += count
        known = frozenset(self._filled) if there and count else frozenset(self._filled) | asked_fields(self._campaign)
        nobody = self._lint(known)
        self._result.problems += self._content
        self._result.problems += column_problem(self._workspace, self._campaign, frozenset(self._filled), told=not self._reading.outside)
        self._result.problems += self._values.problem(self._workspace, told=not self._reading.outside)
        if there and not count:
            place = self._campaign.leads.place
            self._add(
                Problem(self._workspace.path, place.line, place.column, f"{self._path}.leads", "there is no lead", "warning", "no-leads")
            )
        self._rows(reading)
        self._counts(nobody)

    def _strictest(self, channel: ChannelName) -> Sender | None:
        """Who sends on a channel; of several the one with the shortest notes, since each may get the lead."""
        senders = [self._workspace.senders[name] for name in self._campaign.senders]
        mine = [sender for sender in senders if sender.channel == channel]
        return min(mine, key=lambda sender: NOTE_LENGTH.get(sender.plan, 0)) if mine else None

    def _lead(self, line: int, lead: Lead) -> None:
        self._filled.update(lead.values())
        self._values.look(line, lead)
        refusal = self._admission.refusal(lead)
        if refusal == NO_STEP:
            self._note(
                "error", "no-step", "", line, lead, "could do no step: it has no address that this campaign uses", shown="could do no step"
            )
            return
        if refusal:
            self._refusals[refusal] += 1
            return
        self._taken += 1
        if self._campaign.schedule.timezone == "lead" and self._admission.zone_of(lead)[1].startswith("the business's"):
            self._no_zone += 1
        lacks = set()
        names: dict[str, None] = {}
        step = ""
        for walked in self._walk.of(lead):
            if walked.skipped.startswith("no "):
                lacks.add(walked.skipped)
            elif isinstance(walked.error, MissingVariables):
                step = step or walked.step.id
                names.update(dict.fromkeys(name for name in walked.error.names if not name.startswith("sender.")))
            elif isinstance(walked.error, Pretence) and walked.step.id in self._pretends:
                pass  # whoever gets it: that is said once, of the step
            elif walked.error is not None and not isinstance(walked.error, TemplateProblem):
                what = f"would be held at step {walked.step.id}: {walked.error.message}"
                self._note("warning", "held", "", line, lead, what, shown="would be held for what their message says")
            elif walked.rendered is not None or walked.text:
                self._result.messages += 1
        if names:
            self._note("warning", "held", "", line, lead, f"would be held at step {step}: it has no ", tuple(names))
        self._lacking.update(lacks)

    def _note(
        self, level: Level, code: str, path: str, line: int, lead: Lead, what: str, names: tuple[str, ...] = (), shown: str = ""
    ) -> None:
        key = (code, path, names) if names else (code, path, shown or what)
        kind = self._kinds.get(key)
        if kind is None:
            kind = self._kinds[key] = _Kind(level, f"{self._path}.{path}" if path else self._path, code, shown or what, names)
        kind.count += 1
        if len(kind.first) < SHOWN:
            kind.first.append((line, f"{NOT_SHOWN if self._reading.outside else lead.key} {what}"))

    def _lint(self, known: frozenset[str]) -> frozenset[str]:
        """Add what is wrong with the words themselves; returns the fields that no lead has."""
        nobody: set[str] = set()
        for step in steps_of(self._campaign.steps):
            for finding in lint(self._workspace, self._campaign, step, known):
                if finding.level == "error":
                    if self._reading.outside:
                        finding = finding._replace(message=without_columns(finding.message))
                    self._add(template_problem(self._workspace, self._campaign, step, finding))
                    if finding.message.startswith("no lead has "):
                        nobody.add(finding.message.removeprefix("no lead has ").partition(";")[0])
        return frozenset(nobody)

    def _rows(self, reading: Reading) -> None:
        for one in reading.refused:
            message = f"{one.value}: {one.reason}; the row is refused" if one.value else f"the row is refused: it {one.reason}"
            self._add(Problem(self._file, one.line, 1, self._path, message, "warning", "refused-row"))
        if reading.refused_count > len(reading.refused):
            self._more("refused-row", self._path, f"{reading.refused_count} rows are refused, the first {len(reading.refused)} stand here")

    def _counts(self, nobody: frozenset[str]) -> None:
        for kind in self._merged(nobody):
            for line, message in kind.first:
                self._add(Problem(self._file, line, 1 if line else 0, kind.path, message, kind.level, kind.code))
            if kind.count > len(kind.first):
                self._more(kind.code, kind.path, f"{kind.count:,} leads {kind.what}; the first {len(kind.first)} stand here", kind.level)
        for reason, count in sorted(self._refusals.items()):
            self._more("not-contacted", self._path, f"{_leads(count)} will not be contacted: {reason}")
        for reason, count in sorted(self._lacking.items()):
            channel = "email" if "email" in reason else "linkedin"
            steps = [node.id for node in self._program.nodes if node.channel == channel and node.kind != WITHDRAW]
            self._more(
                "skipped-steps",
                self._path,
                f"{_leads(count)} with {reason}: {', '.join(steps)} {'is' if len(steps) == 1 else 'are'} skipped",
            )
        if self._no_zone:
            zone = self._workspace.business.timezone
            self._more("timezone", self._path, f"{_leads(self._no_zone)} with neither a timezone nor a country of one zone: {zone} counts")
        accounts = accounts_of(self._workspace)
        units = units_of(self._workspace, self._campaign, self._program)
        waves = expected_waves(self._campaign, accounts, units, self._program, self._taken)
        if waves:
            self._more("waves", self._path, waves)

    def _merged(self, nobody: frozenset[str]) -> list[_Kind]:
        """The kinds without the names that no lead has, which were said once, as an error of the template."""
        found: dict[tuple[object, ...], _Kind] = {}
        for key, kind in self._kinds.items():
            names = tuple(sorted(set(kind.names) - nobody))
            if not kind.names:
                found[key] = kind
            elif names:
                listed = ", ".join(names)
                one = found.setdefault(names, _Kind(kind.level, kind.path, kind.code, f"would be held, they have no {listed}", names))
                one.count += kind.count
                one.first += [(line, message + listed) for line, message in kind.first]
        for kind in found.values():
            kind.first = sorted(kind.first)[:SHOWN]
        return list(found.values())

    def _more(self, code: str, path: str, message: str, level: Level = "warning") -> None:
        place = self._campaign.place
        self._add(Problem(self._workspace.path, place.line, place.column, path, message, level, code))

    def _add(self, problem: Problem) -> None:
        self._result.problems.append(problem)


def bounded(problems: Sequence[Problem]) -> list[Problem]:
    """All errors, and the first warnings of each code with a count of the others."""
    found: list[Problem] = []
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.code] += problem.level == "warning"
        if problem.level == "error" or counts[problem.code] <= SHOWN:
            found.append(problem)
    for code, count in counts.items():
        if count > SHOWN:
            found.append(Problem(problems[0].file, 0, 0, "", f"{count - SHOWN} more such warnings", "warning", code))
    return found


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"
