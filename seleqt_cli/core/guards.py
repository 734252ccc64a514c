"""When a sender or a domain stops by itself, because going on would do harm (SPEC section 6, guards)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.facts import CLOCK_STEP
from seleqt_cli.core.replies import SESSION_PHASES

ERRORS_IN_A_ROW: Final = 3
"""Channel errors in a row that hold a sender."""
ERRORS_HOLD: Final = 3600
"""Seconds after which a sender held for channel errors tries again by itself: most outages end without anybody's doing.

One more error then holds it again; the first success starts the count anew.
"""
DOUBTS_IN_A_ROW: Final = 2
"""Mails in doubt in a row that hold a sender until they are settled: some servers hang up when they dislike a text."""
LAST_SENDS: Final = 100
BOUNCES_LEAST: Final = 3
BOUNCE_PERCENT: Final = 5
WARNING_PERCENT: Final = 3
SERVICE_CLOSING: Final = 421
"""SMTP's `service not available, closing channel` (RFC 5321 section 4.2.1)."""


def is_fresh(read_at: int | None, now: int, within: int) -> bool:
    """Whether an inbox was read within so many seconds. A reading of the future, from before a clock was set back, tells nothing."""
    return now - within <= (read_at or 0) <= now + CLOCK_STEP


_LOGIN: Final = re.compile(r"\b(?:log ?in|password|credentials|sign(?:ed)?[- ]in)\b|\b535\b|\b5\.7\.8\b", re.IGNORECASE)
"""What the reasons say of holds that only another login ends (RFC 4954 section 6 for the codes)."""


_DOUBTS: Final = re.compile(r"(?:^|: held: |^held: )\d+ mails in a row ended in doubt")
"""How the reason of `doubts_guard` begins, also where it is told of a sender."""


class Level(StrEnum):
    """How far a guard goes."""

    NONE = "none"
    WARNING = "warning"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard says, and why."""

    level: Level
    reason: str = ""


def channel_error(outcome: Outcome) -> bool:
    """Whether the channel failed, and not this one mail: no connection, no session, a connection that broke or was closed."""
    return outcome.verdict in (Verdict.DEFERRED, Verdict.IN_DOUBT) and (
        outcome.code in (0, SERVICE_CLOSING) or outcome.phase in SESSION_PHASES
    )


def errors_guard(errors: int, last: str) -> Guard:
    """`errors`: channel errors in a row, the last one included, which said `last`."""
    if errors < ERRORS_IN_A_ROW:
        return Guard(Level.NONE)
    return Guard(Level.HOLD, f"{errors} channel errors in a row, the last: {last or 'the connection ended'}")


def doubts_guard(doubts: int) -> Guard:
    """`doubts`: mails in a row that ended in doubt, the last one included (RELIABILITY section 2.2)."""
    if doubts < DOUBTS_IN_A_ROW:
        return Guard(Level.NONE)
    return Guard(Level.HOLD, f"{doubts} mails in a row ended in doubt: its server hangs up after it got them (seleqt resolve --check)")


def bounce_guard(domain: str, sends: int, bounces: int) -> Guard:
    """`sends` of a sending domain, at most the last hundred, of which `bounces` bounced."""
    if bounces < BOUNCES_LEAST:
        return Guard(Level.NONE)
    said = f"{bounces} of the last {sends} mails of {domain} bounced"
    if bounces * 100 > BOUNCE_PERCENT * sends:
        return Guard(Level.HOLD, said)
    if bounces * 100 >= WARNING_PERCENT * sends:
        return Guard(Level.WARNING, said)
    return Guard(Level.NONE)


def domain_of(account: Account) -> str:
    """The domain whose good name an account uses up: its first sender's; '' for LinkedIn."""
    return account.senders[0].address.rpartition("@")[2].lower() if account.channel == "email" else ""


def about_doubts(reason: str) -> bool:
    """Whether a hold has no other reason than mails in doubt: it ends by itself once the last of them is settled."""
    return _DOUBTS.search(reason) is not None


def freed_by(reason: str, sender: str) -> str:
    """What a person types to free a sender held for a reason.

    Another login where the old one was refused, a look for proof where mails are in doubt, else that it goes on.
    """
    from seleqt_cli.core.linkedin.standing import freed_incident  # a run of mails alone does not wait for it

    linkedin = freed_incident(reason, sender)
    if linkedin:
        return linkedin
    if about_doubts(reason):
        return "seleqt resolve --check"
    return f"seleqt senders {'login' if about_login(reason) else 'resume'} {sender}"


LINKEDIN_UNSEEN: Final = "nobody looked for a LinkedIn reply in the last 24 hours"
"""Why a mail waits to somebody with a LinkedIn step behind them."""


def with_way_out(reason: str, command: str) -> str:
    """A reason, and in brackets the command that ends it; many a reason names it already."""
    return reason if not command or f"({command})" in reason else f"{reason} ({command})"


def about_login(reason: str) -> bool:
    """Whether a hold is over once somebody logged in anew."""
    return _LOGIN.search(reason) is not None
