"""A store whose queues lie open: what the short way of a simulation works on, with nothing in between."""

from collections import deque
from typing import Any, Protocol

from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.planner import Pick
from seleqt_cli.core.queues import Lane
from seleqt_cli.ports.store import Claim, Store


class OpenLane(Lane, Protocol):
    """A lane in memory: `followers` are its follow-ups in order, the first `gone` of them no more.

    `line`, `back` and `coming` are its newcomers.
    """

    followers: list[Journey]
    gone: int
    line: deque[Journey]
    back: list[Any]
    coming: list[Any]

    def take(self) -> None:
        """Take the first follow-up out; the book is not told."""

    def follow(self, journey: Journey) -> None:
        """Put a follow-up in where its due says."""

    def first(self) -> Journey | None:
        """The newcomer at the front of those whose moment has come."""

    def due_before(self, before: int) -> int:
        """How many follow-ups fall due before a moment."""


class OpenStore(Store, Protocol):
    """A store in memory. `waiting`: campaign -> journeys without a sender; `shared`: leads with more than one journey.

    `moments`: a heap of the journeys that wait for a moment of their own, dead entries included (see Store.next_timer).
    `companies_met`: day of the business's zone -> company -> first contacts.
    `looks_back`: something other than a person's journeys here can stand against a start.
    """

    waiting: dict[str, int]
    moments: list[Any]
    companies_met: dict[int, dict[str, int]]
    shared: set[int]
    looks_back: bool

    def lanes_of(self, queue: str, kind: str) -> dict[int, Any]:
        """The lanes of a queue and kind by number, those that come later too."""

    def withdraw(self, journey: Journey) -> None:
        """Take a journey out of whatever queue it is in."""

    def contact_on(self, day: int, journey: Journey) -> None:
        """Count a first contact on a day of the business's zone."""

    def reserved(self, pick: Pick, sender: Sender, prepared: Prepared, at: int) -> Claim:
        """What `claim` gives, with nothing written down."""
