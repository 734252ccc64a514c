"""The LinkedIn invitations of a simulation: which are open, and when one is withdrawn (core/invitations)."""

from abc import ABC, abstractmethod

from seleqt_cli.core.invitations import errand, invite_again, withdraw_at
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import WITHDRAW, withdrawal_of
from seleqt_cli.ports.store import Refused


class MemoryInvitations(ABC):
    """The part of the memory store that keeps invitations. `connected`: lead -> since when."""

    def __init__(self) -> None:
        self.planner: Planner | None = None
        self.connected: dict[int, int] = {}
        self._invitations: dict[int, dict[str, Journey]] = {}
        self._withdrawn: dict[int, int] = {}
        self._invited = 0

    @abstractmethod
    def enqueue(self, journey: Journey, queue: str) -> None:
        """See ports/store."""

    def not_invited(self, pick: Pick, at: int) -> Refused | None:
        """Why an account does not invite somebody now, or does not take the invitation back."""
        journey = pick.journey
        if journey.invitation and journey.lead in self.connected:
            return Refused("person", "connected")
        if pick.kind == "connect" and journey.lead in self._withdrawn:
            reason, until = invite_again(self._withdrawn[journey.lead], at)
            if reason:
                return Refused("lead", reason, until)
        return None

    def invitation(self, pick: Pick, at: int) -> None:
        """A LinkedIn action was done: an invitation is open from now on, or one was withdrawn."""
        journey = pick.journey
        if pick.kind == "connect":
            assert self.planner is not None
            step = self.planner.programs[journey.campaign].index[withdrawal_of(pick.node.id)]
            due = withdraw_at(self.planner.workspace.campaigns[journey.campaign], at)
            self.open_invitation(journey, pick.account.key, step, due=due, sent_at=at)
        elif pick.kind == WITHDRAW:
            self.withdrawn(journey.lead, at)
            self._invitations.get(journey.lead, {}).pop(pick.account.key, None)

    def open_invitation(self, journey: Journey, account: str, step: int, *, due: int, sent_at: int) -> None:
        """Take in an invitation; an account has one open with a person. `step`: the node that withdraws it, from `due` on."""
        mine = self._invitations.setdefault(journey.lead, {})
        if account in mine:
            self.enqueue(mine[account], "")
        self._invited += 1
        mine[account] = found = errand(
            self._invited, journey.id, journey.lead, journey.key, journey.campaign, journey.lane, step, due=due, sent_at=sent_at,
            account=account,
        )  # fmt: skip
        self.enqueue(found, account)

    def withdrawn(self, lead: int, at: int) -> None:
        """The last invitation to somebody that was withdrawn."""
        self._withdrawn[lead] = at

    def close_invitations(self, lead: int, state: str, at: int) -> bool:
        """See ports/store; of a simulation nobody asks later what became of an invitation."""
        mine = self._invitations.pop(lead, {})
        for found in mine.values():
            found.state = State.STOPPED
            self.enqueue(found, "")
        return bool(mine)
