"""What can be said about a step's words before any lead is looked at."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal, NamedTuple

from seleqt_cli.core.campaign import Campaign, Sender, Step, Variant, Workspace
from seleqt_cli.core.lead import KNOWN_FIELDS
from seleqt_cli.messages.fields import NAMESPACES
from seleqt_cli.messages.footers import OPT_OUT, footer_template
from seleqt_cli.messages.problems import TemplateProblem
from seleqt_cli.messages.render import sender_fields
from seleqt_cli.messages.template import Template

_GROUPS = {
    "business": frozenset({"name", "address", "privacy_url", "timezone", "country", "plan"}),
    "campaign": frozenset({"name", "language"}),
    "step": frozenset({"id", "kind"}),
}


class Finding(NamedTuple):
    """One thing about a template. `part`: subject, body, text or signature; `line` counts inside the part, 0 = none.

    error: nobody can get this message. hint: a lead without the field would be held.
    """

    message: str
    level: Literal["error", "hint"]
    part: str
    variant: str = ""
    line: int = 0


def lint(workspace: Workspace, campaign: Campaign, step: Step, known_fields: frozenset[str]) -> list[Finding]:
    """Syntax errors, variables that nothing has, and variables that a lead may lack, of one step.

    `known_fields`: the columns that at least one lead of the campaign fills.
    """
    senders = [workspace.senders[name] for name in campaign.senders if name in workspace.senders]
    if step.content is not None:
        # Only the accounts of the step's channel speak here: a LinkedIn account needs no field that mails use.
        senders = [sender for sender in senders if (sender.channel == "email") == (step.kind == "email")]
    found: list[Finding] = []
    for part, variant, text in _texts(step):
        found += _look(part, variant, text, senders, known_fields)
    if step.kind == "email":
        for sender in senders:
            if sender.signature:
                found += _look("signature", "", sender.signature, [sender], known_fields)
    return found


def lint_footers(workspace: Workspace) -> list[Finding]:
    """The same for the footers that the file brings; `variant` is the language."""
    business = workspace.business
    known = frozenset({"source", OPT_OUT})
    return [
        finding
        for language in business.footer
        for finding in _look("footer", language, footer_template(business, language), list(workspace.senders.values()), known)
        if finding.level == "error"
    ]


def _texts(step: Step) -> Iterator[tuple[str, str, str]]:
    if step.kind == "task":
        yield "text", "", step.text
    for variant in step.content.variants if step.content else ():
        yield from _of_variant(variant)


def _of_variant(variant: Variant) -> Iterator[tuple[str, str, str]]:
    if variant.subject is not None:
        yield "subject", variant.name, variant.subject
    yield "body", variant.name, variant.body


def _look(part: str, variant: str, text: str, senders: list[Sender], known_fields: frozenset[str]) -> Iterator[Finding]:
    try:
        template = Template.compile(text.strip())
    except TemplateProblem as problem:
        leading = text[: len(text) - len(text.lstrip())].count("\n")
        yield Finding(problem.message, "error", part, variant, problem.line + leading if problem.line else 0)
        return
    for name in sorted(template.variables()):
        unguarded = name in template.unguarded
        group, dot, field = name.partition(".")
        if dot and group == "sender":
            lacking = [sender.name for sender in senders if field not in sender_fields(sender)] if unguarded else []
            if lacking:
                yield Finding(f"sender {', '.join(lacking)} has no {field}", "error", part, variant)
        elif dot and group in NAMESPACES:
            if field not in _GROUPS[group]:
                yield Finding(f"there is no {name}{_meant(field, _GROUPS[group])}", "error", part, variant)
        elif unguarded and name not in known_fields:
            yield Finding(f"no lead has {name}{_meant(name, known_fields | set(KNOWN_FIELDS))}", "error", part, variant)
        elif unguarded:
            yield Finding(f"a lead without {name} is held; default() would fill it", "hint", part, variant)


def _meant(name: str, known: frozenset[str]) -> str:
    close = [found for found in get_close_matches(name, sorted(known), 1) if found != name]
    return f"; did you mean {close[0]}?" if close else ""
