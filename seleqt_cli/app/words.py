"""What is wrong with a file beyond its shape, at its places: templates that cannot be read, lead files that cannot be opened."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from seleqt_cli.app.content_check import content_problems
from seleqt_cli.app.hook_check import broken_templates
from seleqt_cli.core.campaign import Campaign, Step, Workspace
from seleqt_cli.core.errors import Problem, SeleqtError
from seleqt_cli.core.lead import KNOWN_FIELDS, Lead
from seleqt_cli.files.lead_batches import LeadRows
from seleqt_cli.files.lead_columns import map_columns
from seleqt_cli.files.lead_files import outside
from seleqt_cli.messages.lint import Finding, lint, lint_footers
from seleqt_cli.messages.needs import asked_fields, steps_of

NOBODY: Final = "no lead has "
"""How lint's finding begins for a variable that nobody could fill."""


def apply_problems(
    workspace: Workspace, open_rows: Callable[[str], LeadRows], leads_of: Callable[[Campaign], Iterable[Lead]]
) -> Iterator[Problem]:
    """Everything for which a file is refused before anything is written.

    A variable that no lead has is among it (SPEC 13 rule 16); one that single leads lack is not: those are held.
    """
    yield from footer_problems(workspace)
    yield from broken_templates(workspace)
    for campaign in workspace.campaigns.values():
        known = _known(workspace, campaign, leads_of)
        for step in steps_of(campaign.steps):
            for finding in lint(workspace, campaign, step, known):
                if finding.level == "error":
                    if campaign.leads.file and outside(workspace.path, campaign.leads.file):
                        finding = finding._replace(message=without_columns(finding.message))
                    yield template_problem(workspace, campaign, step, finding)
        yield from (problem for problem in content_problems(workspace, campaign) if problem.level == "error")
        if campaign.leads.file:
            yield from _lead_file(workspace, campaign, open_rows)


def _known(workspace: Workspace, campaign: Campaign, leads_of: Callable[[Campaign], Iterable[Lead]]) -> frozenset[str]:
    """The fields that some lead fills; leads are looked at until each variable that needs one has it, mostly the very first."""
    findings = [finding for step in steps_of(campaign.steps) for finding in lint(workspace, campaign, step, frozenset())]
    wanted = {finding.message.removeprefix(NOBODY).partition(";")[0] for finding in findings if finding.message.startswith(NOBODY)}
    filled: set[str] = set()
    somebody = False
    try:
        for lead in leads_of(campaign) if wanted else ():
            somebody = True
            filled.update(lead.values())
            if wanted <= filled:
                break
    except SeleqtError:
        return asked_fields(campaign)  # a file that cannot be read is a problem of its own
    return frozenset(filled) if somebody else asked_fields(campaign)


def footer_problems(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong with the footers that the file brings."""
    for finding in lint_footers(workspace):
        yield Problem(workspace.path, 0, 0, f"business.footer.{finding.variant}", finding.message, "error", "template")


def template_problem(workspace: Workspace, campaign: Campaign, step: Step, finding: Finding) -> Problem:
    """A finding about the words of a step, at the place where they are written."""
    variant = next((one for one in step.content.variants if one.name == finding.variant), None) if step.content else None
    code = "unfilled" if finding.message.startswith(NOBODY) else "template"
    path = f"campaigns.{campaign.name}.steps.{step.id}.{finding.part}"
    if variant is not None and variant.body_file and finding.part == "body":
        return Problem(variant.body_file, finding.line or 1, 1, path, finding.message, "error", code)
    place = variant.place if variant is not None and variant.place.line else step.place
    message = f"{finding.message} (line {finding.line} of the {finding.part})" if finding.line else finding.message
    return Problem(workspace.path, place.line, place.column, path, message, "error", code)


def without_columns(message: str) -> str:
    """A finding that suggests no column of a file that must not be shown."""
    said, _, meant = message.partition("; did you mean ")
    return message if meant.removesuffix("?") in KNOWN_FIELDS or not said.startswith(NOBODY) else said


def _lead_file(workspace: Workspace, campaign: Campaign, open_rows: Callable[[str], LeadRows]) -> Iterator[Problem]:
    try:
        rows = open_rows(campaign.leads.file)
        try:
            map_columns(rows.header, campaign.leads.mapping, told=not outside(workspace.path, campaign.leads.file))
        finally:
            rows.close()
    except SeleqtError as error:
        yield lead_file_problem(workspace, campaign, error)


def lead_file_problem(workspace: Workspace, campaign: Campaign, error: SeleqtError) -> Problem:
    """A lead file that cannot be read, at the place that names it."""
    place = campaign.leads.place
    advice = error.advice if error.advice != "--map email=COLUMN" else "write map: {email: COLUMN} beside the file"
    message = f"{error.message}; {advice}" if advice else error.message
    return Problem(workspace.path, place.line, place.column, f"campaigns.{campaign.name}.leads", message, "error", "lead-file")
