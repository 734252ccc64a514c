"""What bringing a database up to date with the Sent folders needs of the store."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.program import Node


@dataclass(frozen=True, slots=True)
class Reconcile:
    """Why nothing is sent. `since`: the instant from which sends may be missing; `read`: account -> when its Sent was read."""

    why: str
    at: int
    since: int
    read: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A mail that went out, as a copy of it shows. `codes`: what stands before the @ in its names that look like ours.

    `words`: what could be the unsubscribe word of its List-Unsubscribe field. `recipients`: normalised. `at`: the copy's arrival.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    words: frozenset[str]
    recipients: tuple[str, ...]
    subject: str
    at: int


class ReconcileStore(Protocol):
    """Small reads and writes inside the caller's transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """One unit of writing."""

    def journeys_to(self, addresses: tuple[str, ...]) -> list[Journey]:
        """The journeys of the leads with one of these normalised addresses."""

    def journey_keys(self) -> Iterator[tuple[int, str, str]]:
        """(number, lead's key, campaign) of every journey."""

    def journey(self, number: int) -> Journey | None:
        """One journey."""

    def known(self, send_key: str, message_ids: tuple[str, ...]) -> bool:
        """Whether it is known that this was sent, or may have been."""

    def known_names(self, message_ids: tuple[str, ...]) -> bool:
        """Whether one of these is the name of a mail that was sent from here."""

    def sent(self, send_key: str, message_id: str, journey: Journey, node: Node, account: Account, sender: str, found: Found) -> int:
        """Write an action down as sent at the moment of its copy; returns its number."""

    def sent_elsewhere(self, found: Found, account: Account) -> bool:
        """Keep what went to somebody whom the database does not know; False when that is known already."""

    def contacted_at(self, journey: Journey) -> int:
        """The latest message of the person's other journeys."""

    def event(self, at: int, event: str, data: dict[str, Any], *, journey: Journey | None = None, action: int | None = None) -> None:
        """One row of the history."""

    def read(self, account: str, at: int) -> None:
        """Sent of an account was read to its end."""

    def ready(self) -> None:
        """It may send again."""
