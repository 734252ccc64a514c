"""The channel of an account that cannot send yet: it says why, and the account is held with that reason."""

from seleqt_cli.core.actions import Outcome, Reservation, Verdict


class UnreadyChannel:
    """Refuses everything for one reason; nothing is armed."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def perform(self, reservation: Reservation) -> Outcome:
        """Nothing is sent; the leads stay untouched."""
        return Outcome(Verdict.SENDER_HELD, self._reason, phase="connect")

    async def close(self) -> None:
        """Nothing is open."""
