"""What the history says of an attempt (C2): everything that `audit` needs to hold it against the promises.

Audit reads nothing else but the shipped plan table (SPEC 13 rule 6), so that whatever limits, spaces or allows an attempt
stands here as it was in force at that moment.
"""

from typing import Any, Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import Node
from seleqt_cli.core.settle import Settled


def attempt(
    planner: Planner,
    pick: Pick,
    node: Node,
    *,
    sender: str,
    number: int,
    active: int,
    window: tuple[int, int],
    inbox: int | None,
    linkedin_inbox: int | None,
    behind: bool,
    message_id: str,
    noted: bool = True,
    variant: str = "",
) -> dict[str, Any]:
    """The data of a `sending` event.

    `number`: which attempt of the action it is; `active`: days before today on which the account did anything, as far as a
    ramp-up asks; `inbox`: when the account's inbox was read last; `linkedin_inbox`: when that of the journey's LinkedIn
    account was, for a mail to somebody with a LinkedIn step `behind` them. `noted`: an invitation went with its note. `variant`: the
    wording that goes, where the step has several.
    """
    account, journey = pick.account, pick.journey
    campaign = planner.workspace.campaigns[journey.campaign]
    message = node.message and (noted or pick.kind != "connect")
    first = journey.first and message
    ramp = account.meters[pick.kind].ramp_up
    found: dict[str, Any] = {
        "step": node.id, "action": pick.kind, "sender": sender, "attempt": number, "first": journey.first, "message": message,
        "planned": pick.planned, "slot": pick.slot, "gap": account.pace.gap, "limits": limits_in_force(account, pick.kind, active),
        "plan": account.senders[0].plan if account.channel == "linkedin" else "",
        "note_limits": _note_limits(account) if pick.kind == "connect" and message else {},
        "account_zone": account.zone.name, "window": list(window), "window_zone": pick.lane.calendar.zone.name,
        "inbox": "vouched" if account.vouched else inbox,
        "message_id": message_id, "company": journey.company if first else "",
        "business_zone": planner.business_zone.name, "company_cap": campaign.company_cap,
    }  # fmt: skip
    if first and campaign.max_new_leads is not None:
        found["max_new_leads"] = campaign.max_new_leads
    if ramp is not None:
        found["ramp_up"] = [ramp.start, ramp.add]
    if behind:
        found["linkedin_inbox"] = linkedin_inbox
    if variant:
        found["variant"] = variant
    return found


KEPT: Final = (
    "SELECT 1 FROM usage u JOIN action a ON a.id = u.action_id WHERE a.id = ? AND u.kind = a.kind AND u.armed = 2 AND u.at >= a.sending_at"
)
"""Whether the last attempt of an action counts whatever came of it."""


def ended(settled: Settled, *, kept: bool) -> dict[str, Any]:
    """What the history says of an outcome. `unsent`: it is proved that nothing went; `counted`: limits count it all the same."""
    found: dict[str, Any] = {"reason": settled.reason} if settled.reason else {}
    if not settled.used or settled.renewed:
        found["unsent"] = True
        if settled.used or kept:
            found["counted"] = True
    return found


def limits_in_force(account: Account, kind: str, active: int) -> dict[str, int]:
    """The limits of a kind by period, the day's as the ramp-up has it after so many active days."""
    meter = account.meters[kind]
    limits: dict[str, int] = {str(period): limit for period, limit in meter.limits.items()}
    ramped = meter.day_limit(active)
    return limits if ramped is None else {**limits, "day": ramped}


def _note_limits(account: Account) -> dict[str, int]:
    """The limits in force on invitations with a note, by period."""
    return {} if account.note_meter is None else {str(period): most for period, most in account.note_meter.limits.items()}
