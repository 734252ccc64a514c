"""What the planner asks of a store: the queues of journeys, and what an account has done so far.

Two implementations: one on SQL (real runs), one in memory (simulation). Both must give the same answers in the same
order; a contract suite and the equality of the two timelines prove it.
"""

from collections.abc import Iterable
from typing import Protocol

from seleqt_cli.core.journey import Journey, Person
from seleqt_cli.core.ledger import Book
from seleqt_cli.core.windows import Calendar


class Lane(Protocol):
    """The entries of one queue and kind that keep to one calendar (schedule, zone, holidays)."""

    calendar: Calendar
    campaign: str

    def follow_up(self) -> Journey | None:
        """The follow-up that fell (or will fall) due first; ties by journey id."""

    def newcomer(self, by: int) -> Journey | None:
        """Of the journeys without a first contact that are due at `by`, the first by priority, place and id."""

    def newcomer_due(self) -> int | None:
        """The least due moment among the newcomers as far as it decides a slot, None when there are none."""


class Queues(Protocol):
    """The queues: one for each account and kind, and one for each campaign's journeys that have no sender yet."""

    def lanes(self, queue: str, kind: str) -> Iterable[Lane]:
        """The lanes with entries in a queue, in a fixed order."""

    def follow_ups(self, queue: str, kind: str, before: int, most: int) -> int:
        """How many follow-ups of an account fall due before a moment; counting may stop at `most`."""

    def starts(self, campaign: str, most: int) -> int:
        """How many journeys of a campaign wait for a sender and could start; counting may stop at `most`."""

    def person(self, journey: Journey) -> Person:
        """What is known of the journey's person."""

    def contacted_at(self, journey: Journey) -> int:
        """When another journey last put words before this journey's person, 0 = never."""

    def start_block(self, journey: Journey, at: int) -> tuple[str, int]:
        """Why this journey may not start now and until when (overlap, quiet, an earlier reply); ('', 0) when it may."""


class Ledger(Protocol):
    """What has been done so far, over all accounts."""

    def book(self, account: str) -> Book:
        """What one account has done."""

    def first_contacts(self, day: int) -> int:
        """First contacts on a day of the business's zone, over all campaigns."""

    def company_contacts(self, day: int, company: str) -> int:
        """First contacts with a company on a day of the business's zone, over all campaigns."""
