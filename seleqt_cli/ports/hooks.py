"""What `on:` asks for, what happened, and what telling it needs of the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from seleqt_cli.core.lead import Lead


@dataclass(frozen=True, slots=True)
class AppliedHook:
    """One command or one webhook, as it was last applied; `campaign` '' = for all."""

    id: int
    event: str
    campaign: str
    command: tuple[str, ...]
    webhook: str

    @property
    def shown(self) -> str:
        """What a person knows it by: the program, or the webhook's host, since the rest of an address may be a secret."""
        return self.command[0] if self.command else "webhook to " + self.webhook.partition("://")[2].partition("/")[0].rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `event_id` is the same for every hook and every attempt. `kind` is the class of a mail or the kind of a task.

    `lead` is None where the event is about an account, and after an erasure. `open`: False for a task of a later day that was done
    before that day came.
    """

    id: int
    event_id: str
    event: str
    at: int
    account: str
    sender: str
    campaign: str
    step: str
    kind: str
    reason: str
    task: int = 0
    open: bool = True
    lead_id: int = 0
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event to be told to one hook; `attempts` counts this one too."""

    happening: Happening
    attempts: int


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a delivery. `problem` '' = it was told; `next_at` 0 with a problem = given up. `dropped`: nobody needs it any more."""

    hook: AppliedHook
    delivery: Delivery
    problem: str = ""
    next_at: int = 0
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class HookState:
    """How a hook stands: events that wait, those of them that failed so far, those given up, and what was wrong last."""

    hook: AppliedHook
    waiting: int
    failing: int
    given_up: int
    problem: str
    next_at: int


class HookStore(Protocol):
    """Small reads and writes; the caller holds the transaction of what writes (storage.hooks)."""

    def due(self, now: int, resting: Sequence[int] = ()) -> list[AppliedHook]:
        """The hooks that have something to tell now, but for those that rest."""

    def next_at(self, resting: Sequence[int] = ()) -> int | None:
        """When the next delivery is due, None = nothing waits."""

    def claim(self, hook: AppliedHook, now: int, most: int, until: int) -> list[Delivery]:
        """Take the oldest deliveries of a hook that are due; nobody else gets them before `until`."""

    def settle(self, told: Sequence[Told], now: int) -> None:
        """Write down what came of deliveries, with rows in the history."""

    def release(self, hook: AppliedHook, deliveries: Sequence[Delivery], now: int) -> None:
        """Give claimed deliveries back: they were not tried, or it is not known what came of them."""

    def states(self) -> list[HookState]:
        """How every hook stands."""

    def retry(self, now: int) -> int:
        """Tell what failed or was given up once more, from now on; returns how many deliveries that are."""

    def forget(self) -> int:
        """Leave what was given up untold for good; returns how many deliveries that were."""
