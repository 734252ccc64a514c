"""What people's decisions about leads, campaigns and the whole home read and write."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from seleqt_cli.core.availability import PlannedPause
from seleqt_cli.core.journey import Journey


class PeopleStore(Protocol):
    """Small writes, all inside the caller's transaction (storage.people)."""

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def journeys_of(self, lead: int) -> list[Journey]:
        """Every journey of a lead, oldest first."""

    def colleagues(self, company: str, besides: int) -> list[Journey]:
        """The live journeys of other leads of a company."""

    def end(self, journey: Journey, state: str, reason: str, by: str, at: int) -> None:
        """End a journey, its open tasks and what was reserved for it."""

    def free(self, journey: Journey) -> bool:
        """Whether nobody is at work on a journey this moment and nothing of it is in doubt."""

    def set_lead(self, lead: int, **columns: Any) -> None:
        """Set what binds the person: stopped, paused_until, connected_at, replied_at."""

    def stopped(self, lead: int) -> str:
        """Why nothing goes to a lead any more, '' when nothing says so."""

    def before_restriction(self, lead: int) -> str:
        """What `stopped` was before the last restriction of a lead."""

    def before_pause(self, lead: int) -> dict[str, tuple[int, str]]:
        """What the last pause of a lead wrote down: journey -> (due, reason) before it."""

    def close_invitations(self, lead: int, state: str, at: int) -> None:
        """A person accepted or answered: no open invitation to them is withdrawn any more."""

    def open_later(self, lead: int, journey: Journey | None, text: str, until: int, at: int, *, about: str = "") -> int:
        """A task that comes up at a moment; returns its number. One `about` the same takes the place of an open one."""

    def close_later(self, task: int, by: str, at: int) -> None:
        """Such a task is not to be done any more; one that was done or skipped stays so."""

    def campaigns(self) -> dict[str, tuple[str, str, int]]:
        """Campaign -> (state, reason, since)."""

    def set_campaign(self, name: str, state: str, reason: str, at: int) -> None:
        """Set a campaign's state."""

    def end_campaign(self, name: str, reason: str, by: str, at: int) -> int:
        """End every live journey of a campaign; returns how many."""

    def paused(self) -> str | None:
        """Why the home is paused, None when it is not."""

    def set_paused(self, reason: str | None) -> None:
        """Pause the home, or let it go on."""

    def announce(self, pause: PlannedPause, by: str) -> None:
        """Write down that the home will pause."""

    def end_planned(self, at: int) -> int:
        """End the announced pauses that last; returns how many."""

    def call_off(self, at: int) -> int:
        """Take back the announced pauses that are still to come; returns how many."""

    def record(
        self, at: int, event: str, data: dict[str, Any], *, lead: int | None = None, journey: Journey | None = None, campaign: str = ""
    ) -> None:
        """One row of the history."""
