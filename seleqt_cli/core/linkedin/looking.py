"""When an account's own pages are looked at: rarely, because every page view counts on LinkedIn's side too (LINKEDIN.md section 10)."""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.zones import DAY

CONNECTIONS_EVERY: Final = DAY
INBOX_EVERY: Final = 12 * 3600
"""Twice a day: an email to somebody with a LinkedIn step behind them needs a look of the last 24 hours."""
INBOX_FOR_MESSAGE: Final = 3600
"""A LinkedIn message needs a look of the last hour; it is made right before it (SPEC section 8)."""
PAGES_A_DAY: Final = 60
"""Lists and threads together; past it nothing more is looked at on that day."""


@dataclass(frozen=True, slots=True)
class Due:
    """Which lists to look at now."""

    connections: bool = False
    inbox: bool = False
    sent: bool = False

    def __bool__(self) -> bool:
        return self.connections or self.inbox or self.sent


def due_look(
    now: int,
    *,
    connections_at: int,
    inbox_at: int,
    pages_today: int,
    invitations: bool,
    people: bool,
    before_message: bool = False,
    sent_at: int = 0,
) -> Due:
    """What is due at a moment. `invitations`: some are open; `people`: somebody has a step of the account behind them.

    `sent_at`: when the list of sent invitations was looked at last: it shows how many are open, and which were sent by hand.

    `inbox_at`: when the inbox was read last, by seleqt or by a person. A moment of the future, from before a clock was set back, counts
    as never.
    """
    if pages_today >= PAGES_A_DAY:
        return Due()
    connections = 0 if connections_at > now else connections_at
    inbox = 0 if inbox_at > now else inbox_at
    every = INBOX_FOR_MESSAGE if before_message else INBOX_EVERY
    return Due(
        invitations and not before_message and now - connections >= CONNECTIONS_EVERY,
        (people or before_message) and now - inbox >= every - (600 if before_message else 0),
        invitations and not before_message and not now - DAY < sent_at <= now,
    )
