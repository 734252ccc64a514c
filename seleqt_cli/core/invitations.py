"""What becomes of a LinkedIn invitation that was sent: accepted, answered, or withdrawn after `withdraw_after`.

The withdrawal is an errand of its own: whatever the journey does meanwhile, also when it has ended. To planner and loop it
looks like a follow-up that stands at the withdrawal's node (core/program), in the queue of the account that invited; its
limit, gap and hours are those of every other action. It puts nothing before the person and takes something back, so that a
stop or an opt-out does not hold it up: whoever wants no contact does not want an open invitation either. Once the person
has accepted or answered, nothing is withdrawn.
"""

from typing import Final

from seleqt_cli.core.accounts import days
from seleqt_cli.core.campaign import Campaign
from seleqt_cli.core.facts import REINVITE_SECONDS
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.zones import DAY

OPEN: Final = "open"
ACCEPTED: Final = "accepted"
ANSWERED: Final = "answered"
WITHDRAWN: Final = "withdrawn"
KEPT: Final = "kept"
"""It stays open and seleqt does nothing more about it: a person decided so, or it could not be done."""
HELD: Final = "held"
"""In doubt whether it was withdrawn, or a person has to look."""


def withdraw_at(campaign: Campaign, sent_at: int) -> int:
    """The moment from which an invitation that was sent then may be withdrawn."""
    return sent_at + days(campaign.withdraw_after) * DAY


def errand(
    number: int, journey: int, lead: int, key: str, campaign: str, lane: int, step: int, *, due: int, sent_at: int, account: str,
    reason: str = "", has_linkedin: bool = True,
) -> Journey:  # fmt: skip
    """The withdrawal of invitation `number`, on its way. `step`: the index of its node; `due`: from when it may be done."""
    return Journey(
        id=journey, lead=lead, key=key, campaign=campaign, place=0, lane=lane, step=step, due=due, base=sent_at, state=State.WAITING,
        reason=reason, has_linkedin=has_linkedin, first=False, started=True, linkedin_account=account, invitation=number,
    )  # fmt: skip


def state_of(errand: Journey) -> str:
    """The state of an invitation as its errand stands now."""
    if errand.state in (State.WAITING, State.DUE):
        return OPEN
    if errand.state is State.HELD:
        return HELD
    return WITHDRAWN if "sent" in errand.done.values() else KEPT


def invite_again(withdrawn_at: int, at: int) -> tuple[str, int]:
    """Why the person cannot be invited again yet, and from when it can; ('', 0) when it can."""
    until = withdrawn_at + REINVITE_SECONDS
    if not withdrawn_at or until <= at:
        return "", 0
    return f"an invitation to them was withdrawn: LinkedIn takes no new one for {REINVITE_SECONDS // DAY} days", until
