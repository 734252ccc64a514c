"""The last question before the dot or the click, asked in the same way by every channel."""

from collections.abc import Sequence

from seleqt_cli.core.actions import GroupReservation, Reservation
from seleqt_cli.core.errors import NotDurable


def why_not(reservation: Reservation) -> str:
    """Arm the reservation (C2); '' when the action may go on at once, else the reason to stop without it."""
    return why_not_together([reservation])[0]


def why_not_together(reservations: Sequence[Reservation]) -> list[str]:
    """The same for several accounts that are ready at one moment: they share a commit where their store can do that."""
    first, *others = reservations
    try:
        if others and isinstance(first, GroupReservation):
            reasons = first.arm_together(others)
        else:
            reasons = [reservation.arm() for reservation in reservations]
    except NotDurable as problem:
        return [problem.message or "the intent could not be written down"] * len(reservations)
    return [reason or too_late(reservation) for reason, reservation in zip(reasons, reservations, strict=True)]


def too_late(reservation: Reservation) -> str:
    """'' while a reservation that was armed may be acted on, else why no more."""
    return "more than 30 seconds passed between the decision and the last step" if reservation.late() else ""
