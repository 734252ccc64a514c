"""Whether first messages say what article 14 of the GDPR asks for: where the data are from, and where the rights are read.

The shipped footers say it in every language, and the opt-out line stands under every mail whatever a file brings. What is
looked at here is what a file can leave out: the privacy statement's address, a footer of one's own, and a first message on
LinkedIn, which has no footer.
"""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Business, Campaign, Step, Variant, Workspace
from seleqt_cli.core.errors import Problem
from seleqt_cli.messages.problems import TemplateProblem
from seleqt_cli.messages.template import Template

_BARE = frozenset({"connect", "message", "inmail"})
"""Messages without a footer."""


def notice_problems(workspace: Workspace) -> Iterator[Problem]:
    """A warning for each first message that lacks a part of the notice."""
    business = workspace.business
    if not business.privacy_url and workspace.campaigns:
        message = "first mails carry no link to a privacy statement (GDPR article 14(2)); write privacy_url"
        yield Problem(workspace.path, 0, 0, "business", message, "warning", "notice")
    for language, text in business.footer.items():
        lacking = list(_lacking(text, business))
        if lacking:
            message = f"does not say {' and '.join(lacking)} (GDPR article 14)"
            yield Problem(workspace.path, 0, 0, f"business.footer.{language}", message, "warning", "notice")
    for campaign in workspace.campaigns.values() if business.privacy_url else ():
        yield from _on_linkedin(workspace, campaign)


def _lacking(text: str, business: Business) -> Iterator[str]:
    names = _names(text)
    if "source" not in names:
        yield "where the data are from ({{ source }})"
    if business.privacy_url and "business.privacy_url" not in names and business.privacy_url not in text:
        yield "where to read on ({{ business.privacy_url }})"


def _on_linkedin(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """The first message of a path that no mail comes before; one warning a campaign."""
    step = _first_bare(campaign.steps)
    if step is None or step.content is None:
        return
    without = [one for one in step.content.variants if not _links(one, workspace.business)]
    if without:
        message = (
            "may be the first message and does not say where to read about one's rights; write {{ business.privacy_url }} (GDPR article 14)"
        )
        path = f"campaigns.{campaign.name}.steps.{step.id}"
        yield Problem(workspace.path, step.place.line, step.place.column, path, message, "warning", "notice")


def _first_bare(steps: tuple[Step, ...]) -> Step | None:
    """The first LinkedIn message in the order of the steps, None where a mail comes before it or there is none."""
    for step in steps:
        if step.content is not None and step.kind in _BARE:
            return step
        if step.kind == "email":
            return None
        if step.otherwise and (found := _first_bare(step.otherwise)) is not None:
            return found
    return None


def _links(variant: Variant, business: Business) -> bool:
    return business.privacy_url in variant.body or "business.privacy_url" in _names(variant.body)


def _names(text: str) -> frozenset[str]:
    """The variables of a template, none where it cannot be read: that is a problem of its own."""
    try:
        return frozenset(Template.compile(text.strip()).variables())
    except TemplateProblem:
        return frozenset()
