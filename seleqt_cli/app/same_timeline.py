"""Whether two files come to the same actions at the same moments, because they differ in nothing but words."""

from dataclasses import replace

from seleqt_cli.core.campaign import Campaign, Content, Place, Sender, Step, Variant, Workspace

_NOWHERE = Place()


def same_timeline(one: Workspace, other: Workspace) -> bool:
    """Whether no moment differs as long as every mail can be written for its lead, which the caller makes sure of.

    Words of mails, tasks, signatures and footers decide no moment. Those of notes and messages on LinkedIn do: they have a length.
    """
    return _bare(one) == _bare(other)


def _bare(workspace: Workspace) -> Workspace:
    business = replace(workspace.business, address="", privacy_url="", footer={})
    senders = {name: _bare_sender(sender) for name, sender in workspace.senders.items()}
    schedules = {name: replace(one, place=_NOWHERE) for name, one in workspace.schedules.items()}
    campaigns = {name: _bare_campaign(one) for name, one in workspace.campaigns.items()}
    return replace(workspace, path="", business=business, senders=senders, schedules=schedules, campaigns=campaigns, hooks=())


def _bare_sender(sender: Sender) -> Sender:
    return replace(sender, signature="", place=_NOWHERE)


def _bare_campaign(campaign: Campaign) -> Campaign:
    return replace(
        campaign, leads=replace(campaign.leads, place=_NOWHERE), schedule=replace(campaign.schedule, place=_NOWHERE),
        steps=tuple(map(_bare_step, campaign.steps)), hooks=(), allow=(), place=_NOWHERE,
    )  # fmt: skip


def _bare_step(step: Step) -> Step:
    content = step.content
    if content is not None:
        content = _wordless(content) if step.kind == "email" else replace(content, variants=tuple(map(_placeless, content.variants)))
    return replace(
        step, content=content, otherwise=tuple(map(_bare_step, step.otherwise)), text="" if step.kind == "task" else step.text,
        allow=(), place=_NOWHERE,
    )  # fmt: skip


def _wordless(content: Content) -> Content:
    """What is left of a mail: which wording a lead gets, and whether it begins a thread."""
    variants = tuple(Variant(one.name, "", None if one.subject is None else "", one.weight) for one in content.variants)
    return Content(variants, thread=content.thread)


def _placeless(variant: Variant) -> Variant:
    return replace(variant, body_file="", place=_NOWHERE)
