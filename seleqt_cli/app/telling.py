"""Telling hooks what happened: the event as JSON, and when to try again.

An event is told at least once and perhaps more often (`event_id` is the same then); which of two comes first is not promised.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from seleqt_cli.core.campaign import Sender, Workspace
from seleqt_cli.messages.hook_items import render_items
from seleqt_cli.ports.hooks import AppliedHook, Delivery, Happening, Told

VERSION: Final = 1
"""Grows when a field changes its meaning or goes; new fields may come at any time."""
RETRY: Final = (60, 300, 900, 3600, 3 * 3600, 6 * 3600)
"""Seconds to the next attempt after the first, second ... failure; the last one repeats."""
GIVE_UP: Final = 3 * 86_400
"""Seconds after an event at which a failure is the last one."""


def document(what: Happening) -> dict[str, Any]:
    """The event as it is told. Of the person only what names them: key, name, company."""
    lead = what.lead
    return {
        "version": VERSION,
        "event_id": what.event_id,
        "event": what.event,
        "at": datetime.fromtimestamp(what.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "class": what.kind or None,
        "reason": what.reason or None,
        "campaign": what.campaign or None,
        "step": what.step or None,
        "account": what.account or None,
        "sender": what.sender or None,
        "lead": {"key": lead.key, "first_name": lead.first_name, "last_name": lead.last_name, "company": lead.company} if lead else None,
        "lead_id": what.lead_id or None,
        "task": what.task or None,
    }


def octets(told: Mapping[str, Any]) -> bytes:
    """The event as one line of JSON."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def arguments(hook: AppliedHook, what: Happening, told: Mapping[str, Any], workspace: Workspace) -> tuple[str, ...]:
    """The command of a hook for an event. Raises Unrenderable and TemplateProblem."""
    event = {name: str(value) for name, value in told.items() if isinstance(value, str | int) and value}
    event["lead"] = what.lead.key if what.lead is not None else ""
    sender = workspace.senders.get(what.sender)
    return render_items(hook.command, event, lead=what.lead, sender=sender, business=workspace.business)


def sender_name(what: Happening, workspace: Workspace) -> str:
    """The sender an event is about: the one that acted, else the first of its account."""
    if what.sender or not what.account:
        return what.sender
    found: tuple[Sender, ...] = workspace.accounts().get(what.account, ())
    return found[0].name if found else ""


def outcome(hook: AppliedHook, delivery: Delivery, problem: str, now: int) -> Told:
    """What follows from an attempt: told, tried again later, or given up once the event is three days old."""
    if not problem:
        return Told(hook, delivery)
    again = now + RETRY[min(delivery.attempts, len(RETRY)) - 1]
    return Told(hook, delivery, problem, again if again <= delivery.happening.at + GIVE_UP else 0)


def nobody_needs(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Tasks of a later day that were done before it came."""
    return [one for one in deliveries if not one.happening.open]
