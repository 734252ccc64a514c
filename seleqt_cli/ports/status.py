"""What `status` reads beside the planner's own questions; each answer costs the same whatever the number of leads."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What is kept about an account: instants, 0 = never or none. `held_until` 0 with `held` = until a person frees it."""

    key: str
    held: str
    held_until: int
    paused_until: int
    inbox_read_at: int
    inbox_trouble: str = ""


class StatusRows(Protocol):
    """The tables as far as status shows them (storage.status_rows)."""

    def paused(self, now: int) -> str | None:
        """Why the whole home is paused at a moment ('' = nobody said), None when it is not."""

    def stopped(self) -> str:
        """Why nothing is sent before Sent was read, '' when that is not so."""

    def campaigns(self) -> dict[str, tuple[str, str]]:
        """Campaign -> (state, reason)."""

    def journeys(self) -> dict[str, dict[str, int]]:
        """Campaign -> state -> how many journeys."""

    def due_follow_ups(self, queue: str, kind: str, now: int, most: int) -> dict[str, int]:
        """Campaign -> follow-ups of a queue that are due, counted up to `most` a lane."""

    def accounts(self) -> list[AccountRow]:
        """Every account."""

    def used(self, account: str, kind: str, since: int) -> int:
        """How many actions count at or after an instant."""

    def in_doubt(self) -> int:
        """Actions of which nobody knows whether they were done."""

    def open_tasks(self) -> int:
        """What waits for a person, counted up to a thousand."""

    def lanes(self) -> list[tuple[int, str]]:
        """Every lane: (number, campaign)."""

    def last_run_at(self) -> int:
        """When a run last looked at what is due, 0 = never."""
