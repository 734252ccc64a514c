"""How an action reaches the world: by SMTP, into a Maildir, through a browser, or in a simulation."""

from typing import Protocol

from seleqt_cli.core.actions import Outcome, Reservation


class Channel(Protocol):
    """One way out, for one account. Calls come one after another, never two at once."""

    async def perform(self, reservation: Reservation) -> Outcome:
        """Do the action of the reservation once and say what came of it.

        Never raises for what the other side does; an exception means a bug and is taken as in doubt if armed.
        """

    async def close(self) -> None:
        """Let go of the connection. Errors of saying goodbye are not errors (the outcome is already known)."""


class ImmediateChannel(Channel, Protocol):
    """A channel that never has to wait: of a simulation."""

    def perform_at_once(self, reservation: Reservation) -> Outcome:
        """`perform`, done when it returns."""
