"""The content rules over a workspace, each finding at the place where its words are written."""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Campaign, Step, Workspace
from seleqt_cli.core.errors import Level, Problem
from seleqt_cli.messages.content_rules import ContentFinding, content_findings, sensitive_columns
from seleqt_cli.messages.needs import steps_of
from seleqt_cli.messages.problems import TemplateProblem
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
