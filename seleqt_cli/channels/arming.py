"""The last question before the dot or the click, asked in the same way by every channel."""

from seleqt_cli.core.actions import Reservation
from seleqt_cli.core.errors import NotDurable


def why_not(reservation: Reservation) -> str:
    """Arm the reservation (C2); '' when the action may go on at once, else the reason to stop without it."""
    try:
        reason = reservation.arm()
    except NotDurable as problem:
        return problem.message or "the intent could not be written down"
    if not reason and reservation.late():
        return "more than 30 seconds passed between the decision and the last step"
    return reason
