"""The record of everything done, as `history` reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which rows: from an instant on, of a campaign, a lead (its number), a sender name; `after`: behind the row of this number.

    `newest`: of all these only so many of the last ones, 0 = all.
    `accounts`: the accounts of `sender`, for what happened to an account and not to an action.
    """

    since: int = 0
    campaign: str = ""
    lead: int = 0
    sender: str = ""
    accounts: tuple[str, ...] = ()
    after: int = 0
    newest: int = 0


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action in its latest state; `lead` is None once the person was erased."""

    id: int
    at: int
    account: str
    sender: str
    campaign: str
    lead: str | None
    lead_id: int
    step: str
    action: str
    state: str
    reason: str
    message_id: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One change as it was written down."""

    id: int
    at: int
    event: str
    account: str | None
    sender: str | None
    campaign: str | None
    lead: str | None
    lead_id: int | None
    step: str | None
    action_id: int | None
    data: Mapping[str, Any]


class Record(Protocol):
    """The rows of the record, oldest first (storage.record)."""

    def actions(self, wanted: RecordFilter) -> Iterator[ActionRow]:
        """One row an action in its latest state."""

    def events(self, wanted: RecordFilter) -> Iterator[EventRow]:
        """Every change."""
