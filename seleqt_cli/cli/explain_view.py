"""An explanation as a person reads it, and as JSON."""

from seleqt_cli.app.explain import Explanation, Next
from seleqt_cli.cli.moments import absolute, relative, rfc3339
from seleqt_cli.cli.output import Screen
from seleqt_cli.core.lead import Lead
from seleqt_cli.ports.stories import Bound, Invited, Past


def show_explanation(screen: Screen, lead: Lead, bounds: list[Bound], journeys: list[Explanation], now: int, zone: str) -> None:
    """Write it, journey by journey, times in each journey's own zone."""
    screen.show(f"{lead.name or lead.key}  {lead.key if lead.name else ''}".rstrip() + f"  (lead {lead.id})")
    for bound in bounds:
        until = f" until {absolute(bound.until, zone)}" if bound.until else ""
        screen.show(f"  {bound.text}{until}" + (f"  ({bound.advice})" if bound.advice else ""))
    for one in journeys:
        screen.show()
        screen.show(f"{one.journey.campaign}: {one.ended or one.journey.state.value}")
        place = one.zone or zone
        for past in one.past:
            screen.show(f"  {absolute(past.at, place)}  {_told(past)}")
        for invitation in one.invitations:
            screen.show(f"  invitation of {absolute(invitation.sent_at, place)}: {_becomes(invitation, now, place)}")
        if one.next is not None:
            _show_next(screen, one.next, now, place)
            if one.zone:
                screen.show(f"  times are those of {one.zone} ({one.zone_rule})")


def _told(past: Past) -> str:
    what = " ".join(part for part in (past.action, past.step) if part)
    line = f"{past.state:8} {what}".rstrip()
    if past.sender:
        line += f", {past.sender}"
    return line + (f": {past.reason}" if past.reason else "")


def _becomes(one: Invited, now: int, zone: str) -> str:
    """What becomes, or became, of an invitation."""
    if one.state != "open":
        return f"{one.state} {absolute(one.until, zone)}" + (f", {one.reason}" if one.reason else "")
    if one.asked:
        return "open; its withdrawal waits in tasks  (seleqt tasks)"
    if not one.until:
        return "open; it is being withdrawn"
    when = f"{absolute(one.until, zone)} ({relative(one.until, now)})" if one.until > now else "now"
    return f"open; withdrawn from {when} on, unless it is accepted" + (f"; put off: {one.reason}" if one.reason else "")


def _show_next(screen: Screen, coming: Next, now: int, zone: str) -> None:
    what = f"{coming.action} {coming.step}".strip()
    by = f" from {coming.sender}" if coming.sender else ""
    if coming.at:
        about = "" if coming.exact or coming.rule in ("wait_for", "deferred", "sender") else "not before "
        when = "now" if coming.at <= now else f"{about}{absolute(coming.at, zone)} ({relative(coming.at, now)})"
    else:
        when = "no moment is known"
    screen.show(f"  next: {what}{by}: {when}")
    if coming.ahead:
        many = f"about {coming.ahead:,}" if coming.more else str(coming.ahead)
        screen.show(f"    behind {many} {'other' if coming.ahead == 1 else 'others'}")
    for reason in sorted(coming.reasons, key=lambda reason: reason.rule != coming.rule):
        if reason.rule == "jitter" != coming.rule:
            continue  # seconds: for programs
        mark = "because" if reason.rule == coming.rule else "and"
        at = f"  [{absolute(reason.at, zone)}]" if reason.at else ""
        screen.show(f"    {mark:7} {reason.text}{at}")
    if coming.advice:
        screen.show(f"    type    {coming.advice}")


def explanation_json(lead: Lead, bounds: list[Bound], journeys: list[Explanation]) -> dict[str, object]:
    """The one document of `explain --json`."""
    return {
        "lead": lead.key or None,
        "lead_id": lead.id,
        "name": lead.name,
        "bounds": [
            {"rule": one.rule, "text": one.text, "until": rfc3339(one.until) if one.until else None, "advice": one.advice or None}
            for one in bounds
        ],
        "journeys": [_journey_json(one) for one in journeys],
    }


def _journey_json(one: Explanation) -> dict[str, object]:
    return {
        "campaign": one.journey.campaign,
        "state": one.journey.state.value,
        "reason": one.journey.reason,
        "zone": one.zone or None,
        "zone_rule": one.zone_rule or None,
        "past": [
            {
                "at": rfc3339(past.at), "account": past.account or None, "sender": past.sender or None, "step": past.step or None,
                "action": past.action or None, "state": past.state, "reason": past.reason, "message_id": past.message_id or None,
                "id": past.id or None,
            }
            for past in one.past
        ],
        "invitations": [
            {
                "sent_at": rfc3339(invitation.sent_at), "account": invitation.account, "state": invitation.state,
                "until": rfc3339(invitation.until) if invitation.until else None, "reason": invitation.reason,
            }
            for invitation in one.invitations
        ],
        "next": None if one.next is None else _next_json(one.next),
    }  # fmt: skip


def _next_json(coming: Next) -> dict[str, object]:
    return {
        "at": rfc3339(coming.at) if coming.at else None,
        "exact": coming.exact,
        "step": coming.step or None,
        "action": coming.action or None,
        "account": coming.account or None,
        "sender": coming.sender or None,
        "ahead": coming.ahead,
        "rule": coming.rule,
        "reasons": [{"rule": one.rule, "text": one.text, "at": rfc3339(one.at) if one.at else None} for one in coming.reasons],
        "advice": coming.advice or None,
    }
