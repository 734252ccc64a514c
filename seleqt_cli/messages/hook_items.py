"""The items of a hook's command: templates over the event, filled in for whoever it is about.

Nobody's data may be missing there: an event about a sender has no lead, and what is not known is an empty text.
"""

from collections.abc import Mapping
from typing import Any, Final

from seleqt_cli.core.campaign import Business, Sender
from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.fields import NAMESPACES, Fields
from seleqt_cli.messages.problems import MissingVariables, TemplateProblem, Unrenderable
from seleqt_cli.messages.render import sender_fields
from seleqt_cli.messages.template import Template

EVENT_FIELDS: Final = ("event_id", "event", "at", "class", "reason", "campaign", "step", "account", "sender", "lead", "task")
"""What `{{ event.X }}` knows."""
LONGEST: Final = 8192
"""Characters of one item; longer ones are cut, since a system takes only so much on a command line."""


def render_items(
    items: tuple[str, ...], event: Mapping[str, str], *, lead: Lead | None, sender: Sender | None, business: Business
) -> tuple[str, ...]:
    """A command's items for an event. Raises Unrenderable and TemplateProblem."""
    values = lead.values() if lead is not None else {}
    context: dict[str, Any] = dict(values)
    context["lead"] = Fields("lead", values)
    context["sender"] = sender_fields(sender) if sender is not None else Fields("sender", {})
    context["business"] = Fields("business", {"name": business.name, "timezone": business.timezone, "country": business.country})
    context["campaign"] = Fields("campaign", {"name": event.get("campaign", "")})
    context["step"] = Fields("step", {"id": event.get("step", "")})
    context["event"] = Fields("event", {name: event.get(name, "") for name in EVENT_FIELDS})
    return tuple(_item(text, context) for text in items)


def fault_in_items(items: tuple[str, ...], business: Business) -> str:
    """What is wrong with the templates of a command whatever the event, '' when nothing is."""
    try:
        render_items(items, {}, lead=None, sender=None, business=business)
    except (TemplateProblem, Unrenderable, MissingVariables) as problem:
        return problem.message
    return ""


def _item(text: str, context: Mapping[str, Any]) -> str:
    template = Template.compile(text)
    filled: dict[str, Any] = dict(context)
    for name in template.unguarded:
        group, dot, field = name.partition(".")
        if dot and group in NAMESPACES and field not in filled[group]:
            filled[group] = Fields(group, {**filled[group], field: ""})
        elif not dot and name not in filled:
            filled[name] = ""
            filled["lead"] = Fields("lead", {**filled["lead"], name: ""})
    try:
        return template.render(filled).replace("\0", "")[:LONGEST]
    except TypeError:  # shown whole; in messages `event` is a field of the lead like any other, so the parser lets it pass
        raise Unrenderable("event is a group of fields: write event.NAME") from None
