"""The content rules over a workspace, each finding at the place where its words are written."""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Campaign, Step, Workspace
from seleqt_cli.core.errors import Level, Problem
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.content_rules import ContentFinding, content_findings, sensitive_columns
from seleqt_cli.messages.needs import steps_of
from seleqt_cli.messages.problems import TemplateProblem
from seleqt_cli.messages.sensitive_values import masked, sensitive_values
from seleqt_cli.messages.template import Template


def content_problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """What the rules say of a campaign's messages and attachments, and of the footers under its first mails."""
    for step in steps_of(campaign.steps):
        for finding in content_findings(campaign, step):
            yield _problem(workspace, campaign, step, finding)


def footer_content(workspace: Workspace) -> Iterator[Problem]:
    """Footers of the file without the postal address, unless every campaign with mails allows it."""
    mails = [one for one in workspace.campaigns.values() if any(step.kind == "email" for step in steps_of(one.steps))]
    if all("missing-address" in one.allow for one in mails):
        return
    for language, text in workspace.business.footer.items():
        try:
            names = Template.compile(text).variables()
        except TemplateProblem:
            continue  # said by footer_problems
        address = workspace.business.address
        if "business.address" not in names and not (address and " ".join(address.split()) in " ".join(text.split())):
            message = "lacks the postal address, which stands in every first mail: write {{ business.address }}"
            path = f"business.footer.{language}"
            yield Problem(workspace.path, 0, 0, path, f"{message} (or `allow: missing-address`)", "warning", "missing-address")


def column_problem(workspace: Workspace, campaign: Campaign, columns: frozenset[str], *, told: bool) -> Iterator[Problem]:
    """Columns of the leads that hold sensitive data by their names; with `told` False they are counted and not named."""
    found = sensitive_columns(columns) if "sensitive-column" not in campaign.allow else []
    if found:
        named = ", ".join(found) if told else f"{len(found)} {'column' if len(found) == 1 else 'columns'}"
        message = f"the leads carry {named}: data about health, money or belief do not belong in outreach (forbidden by the terms)"
        advice = "leave the column out with `map: {NAME: ''}`, or write `allow: sensitive-column`"
        place, path = campaign.leads.place, f"campaigns.{campaign.name}.leads"
        yield Problem(workspace.path, place.line, place.column, path, f"{message}; {advice}", "warning", "sensitive-column")


class ValueSearch:
    """Leads whose own columns or tags say what should not be kept of anybody: counted by column, the first few named by line."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._wanted = "sensitive-value" not in campaign.allow
        self._leads = 0
        self._columns: dict[str, tuple[int, str]] = {}
        self._lines: list[int] = []

    def look(self, line: int, lead: Lead) -> None:
        """Look at one lead, from a line of the file (0: none)."""
        if not self._wanted or not (lead.fields or lead.tags):
            return
        found = dict(sensitive_values(lead))
        if found:
            self._leads += 1
            self._lines += [line] if line and len(self._lines) < 3 else []
            for column, value in found.items():
                count, first = self._columns.get(column, (0, value))
                self._columns[column] = (count + 1, first)

    def problem(self, workspace: Workspace, *, told: bool) -> Iterator[Problem]:
        """What was found; with `told` False neither columns nor lines are named."""
        if not self._leads:
            return
        leads = f"{self._leads:,} {'lead carries' if self._leads == 1 else 'leads carry'}"
        named = ", ".join(f"{name} ({count:,}, `{masked(first)}`)" for name, (count, first) in sorted(self._columns.items()))
        lines = f", first in {'line' if len(self._lines) == 1 else 'lines'} {', '.join(map(str, self._lines))}" if self._lines else ""
        where = f" in {named}{lines}" if told else ""
        message = f"{leads} what is said of health, money or belief{where}: that does not belong in outreach (forbidden by the terms)"
        advice = "take it out of the file, leave the column out with `map: {NAME: ''}`, or write `allow: sensitive-value`"
        place, path = self._campaign.leads.place, f"campaigns.{self._campaign.name}.leads"
        yield Problem(workspace.path, place.line, place.column, path, f"{message}; {advice}", "warning", "sensitive-value")


def _problem(workspace: Workspace, campaign: Campaign, step: Step, finding: ContentFinding) -> Problem:
    content = step.content
    variant = next((one for one in content.variants if one.name == finding.variant), None) if content is not None else None
    path = f"campaigns.{campaign.name}.steps.{step.id}.{finding.part}"
    level: Level = "error" if finding.forbidden else "warning"
    message = f"{finding.message} (or `allow: {finding.code}`)"
    if variant is not None and variant.body_file and finding.part == "body":
        return Problem(variant.body_file, finding.line or 1, 1, path, message, level, finding.code)
    place = variant.place if variant is not None and variant.place.line and finding.part != "attach" else step.place
    if finding.line > 1:
        message = f"{message} (line {finding.line} of the {finding.part})"
    return Problem(workspace.path, place.line, place.column, path, message, level, finding.code)
