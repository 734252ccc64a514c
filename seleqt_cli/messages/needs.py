"""Which fields of a lead a campaign asks for, before any lead is looked at."""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Campaign, Sender, Step
from seleqt_cli.messages.problems import TemplateProblem
from seleqt_cli.messages.template import Template


def steps_of(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step, those of `else` included, in the order of the file."""
    for step in steps:
        yield step
        yield from steps_of(step.otherwise)


def asked_fields(campaign: Campaign) -> frozenset[str]:
    """Every field of a lead that the campaign's words and conditions can use."""
    found: set[str] = set()
    for step in steps_of(campaign.steps):
        found |= {condition.subject for condition in step.when if condition.test in ("has", "is")}
        for text in _texts(step):
            found |= {name for name in _template(text)[0] if "." not in name}
    return frozenset(found)


def needed_fields(campaign: Campaign, senders: list[Sender]) -> frozenset[str] | None:
    """The fields without which a message of the campaign could be refused; None when every message has to be looked at.

    A lead that has them all gets every mail; notes, messages and InMails have lengths, which only their text tells.
    """
    found: set[str] = set()
    texts = [text for step in steps_of(campaign.steps) for text in _texts(step)]
    for text in [*texts, *(sender.signature for sender in senders if sender.signature)]:
        known = _template(text)
        if known[1] is None:
            return None
        found |= {name for name in known[1] if "." not in name}
    return frozenset(found)


def _texts(step: Step) -> Iterator[str]:
    if step.kind == "task":
        yield step.text
    for variant in step.content.variants if step.content else ():
        if variant.subject is not None:
            yield variant.subject
        yield variant.body


def _template(text: str) -> tuple[frozenset[str], frozenset[str] | None]:
    try:
        template = Template.compile(text.strip())
    except TemplateProblem:
        return frozenset(), None
    return template.variables(), template.unguarded if template.fills_only else None
