"""The counts that a report shows of a whole, a campaign, a step, a sender, a variant or a day."""

from dataclasses import dataclass, fields
from typing import Final


@dataclass(slots=True)
class Figures:
    """Counts. Of people: contacted, delivered, bounced, accepted, replied, opted_out, complaints and the marks; of messages: the others.

    In the rows of a step or variant each person got one message, so that all of them count messages. `delivered` people got at
    least one message that did not come back; of `bounced` people at least one came back for good, or was refused.
    """

    contacted: int = 0
    delivered: int = 0
    bounced: int = 0
    replied: int = 0
    opted_out: int = 0
    complaints: int = 0
    invited: int = 0
    accepted: int = 0
    sent: int = 0
    soft_bounced: int = 0
    meeting: int = 0
    won: int = 0
    lost: int = 0
    not_interested: int = 0
    wrong_person: int = 0
    later: int = 0


NAMES: Final = tuple(one.name for one in fields(Figures))
OF_A_DAY: Final = tuple(name for name in NAMES if name not in ("contacted", "delivered"))
"""What can be said of a day: things that happened on it."""
