"""What keeping people, addresses and domains out needs of the store."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["email", "linkedin", "domain"]


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a suppression is about: a normalised address, a profile URL, or a mail domain."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Known:
    """A lead that a target is about."""

    lead: int
    email: str
    linkedin: str


class Suppressions(Protocol):
    """The list, and what stops with it."""

    def transaction(self) -> AbstractContextManager[None]:
        """One unit of writing."""

    def people(self, target: Target) -> list[Known]:
        """The leads with that address, profile or mail domain."""

    def reason(self, target: Target) -> str | None:
        """Why a target is on the list, None when it is not."""

    def source(self, target: Target) -> str | None:
        """Where it came from, None when it is not on the list."""

    def add(self, target: Target, reason: str, source: str, at: int) -> bool:
        """Put it on the list; False when it was there.

        A hard bounce, which binds an address alone, gives way to it; what a mail put there becomes a person's where one says it too.
        """

    def remove(self, target: Target) -> None:
        """Take it off the list."""

    def end_journeys(self, lead: int, state: str, event: str, reason: str, by: str, at: int) -> int:
        """End every live journey of a lead with an event each, close its open tasks; returns how many ended."""

    def event(self, at: int, event: str, lead: int | None, data: dict[str, Any]) -> None:
        """One row of the history."""
