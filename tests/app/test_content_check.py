"""Few false alarms: what `init` writes, the example and the documentation break no content rule."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from seleqt_cli.app.content_check import content_problems, footer_content
from seleqt_cli.core.campaign import Campaign, Content, LeadSource, Schedule, Step, Variant, Workspace
from seleqt_cli.core.starter import TEMPLATES
from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.starter import starter_text
from seleqt_cli.files.workspace_files import reader
from seleqt_cli.messages.content_rules import content_findings
from seleqt_cli.messages.languages import WORDINGS
from tests.files.test_starter import ANNA, workspace_of

TOP = Path(__file__).parents[2]
LINKEDIN = "https://www.linkedin.com/in/example-anna/"


def said(workspace: Workspace) -> list[str]:
    """Every problem of the content rules."""
    found = [problem for campaign in workspace.campaigns.values() for problem in content_problems(workspace, campaign)]
    return [str(problem) for problem in [*found, *footer_content(workspace)]]


@pytest.mark.parametrize("language", sorted(WORDINGS))
@pytest.mark.parametrize("template", [name for name, _ in TEMPLATES])
def test_the_first_campaigns_break_no_rule(template: str, language: str) -> None:
    starter = replace(
        ANNA, template=template, language=language, linkedin=LINKEDIN if template == "linkedin" else "", offer="robots", event="Fair"
    )
    assert said(workspace_of(starter)) == []
    assert starter_text(starter)


def test_the_example_breaks_no_rule() -> None:
    loaded = load((TOP / "campaigns.example.yaml").read_bytes(), path="campaigns.example.yaml", read=reader(TOP))
    assert loaded.workspace is not None
    assert said(loaded.workspace) == []


def test_the_examples_of_the_documentation_break_no_rule() -> None:
    pages = [TOP / "README.md", TOP / "docs" / "templates.md", TOP / "docs" / "tutorial.md"]
    blocks = [block for page in pages for block in re.findall(r"```\w*\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)]
    assert len(blocks) > 10
    campaign = Campaign("hello", LeadSource(), ("anna",), Schedule(""), (), allow=("too-long", "html-mismatch"))
    for block in blocks:
        assert list(content_findings(campaign, Step("email", "intro", content=Content((Variant("", block),))))) == []
