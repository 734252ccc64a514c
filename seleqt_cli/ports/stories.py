"""One lead's story: what happened on its journeys, what binds the person, who stands before it."""

from dataclasses import dataclass
from typing import Protocol

from seleqt_cli.core.journey import Journey
from seleqt_cli.core.lead import Lead


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened: an action in its latest state, a step that was not done, a mark, a stop."""

    at: int
    step: str
    action: str
    state: str
    sender: str = ""
    account: str = ""
    reason: str = ""
    message_id: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """What binds a person over all campaigns: `rule` for programs, words, until when (0 = until somebody frees it), what to type."""

    rule: str
    text: str
    until: int = 0
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """A LinkedIn invitation. `until`: from when it is withdrawn while open (0 = no moment is known), else what became of it then.

    `step` sent it; `asked`: the withdrawal waits in tasks.
    """

    step: str
    sent_at: int
    account: str
    state: str
    until: int
    reason: str = ""
    asked: bool = False


class Stories(Protocol):
    """What explain reads beside the planner's own questions (storage.stories)."""

    def journeys_of(self, lead: int) -> list[Journey]:
        """The lead's journeys, oldest first."""

    def past(self, journey: int) -> list[Past]:
        """What happened on a journey, oldest first."""

    def invitations(self, journey: int) -> list[Invited]:
        """The invitations that a journey sent, oldest first."""

    def bounds_of(self, lead: Lead, now: int) -> list[Bound]:
        """What binds the person: stopped, paused, suppressed."""

    def ahead(self, journey: Journey, queue: str, kind: str, now: int, most: int) -> int:
        """How many journeys go before this one in its queue, counted up to `most` and estimated from there."""

    def under_way(self, journey: int) -> str:
        """The state of an action of the journey that is not settled, '' without one."""

    def hold_ends(self, account: str) -> int:
        """When the hold of an account ends by itself, 0 = when a person frees it."""
