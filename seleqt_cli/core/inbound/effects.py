"""What follows from a mail that came in, once it is known what it is and which mail of ours it is about (SPEC section 6).

| class | what follows |
|---|---|
| reply | stop as the campaign's `on_reply` says |
| unsubscribe | suppressed everywhere and for ever; said by somebody else of the thread it stops, and a person is asked |
| out_of_office | every channel waits until the return date + 2 working days, or 7 days |
| auto_reply | nothing; a challenge, or news that the person left, becomes a task |
| hard_bounce | the address is suppressed, not the person; nothing where it is an address that the lead's is forwarded to |
| soft_bounce | nothing is sent again, the next step comes as planned; three mails in a row count as hard |
| sender_block | the sender is held, the lead is left alone |
| complaint | the person is suppressed and the sender is held |
| unknown | nothing: it is shown |

A mail that is matched with nothing has no effect at all. One that may be forged stops what runs, and a person is asked
whether the rest follows.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.campaign import Duration
from seleqt_cli.core.inbound.matching import Match
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY, day_number, day_text

SOFT_IN_A_ROW: Final = 3
"""Mails in a row that came back for the moment only: from then on the address counts as dead (SPEC section 6)."""
AWAY_DAYS: Final = 7
"""Days that an absence lasts when no date is stated."""
AWAY_MOST_DAYS: Final = 60
"""A return date further ahead counts as none (SPEC 13 rule 22)."""
AFTER_RETURN: Final = Duration(2, "working days")
NOT_FAILED: Final = frozenset({"delayed", "delivered", "relayed", "expanded"})
"""Details of a notice after which nothing is lost: the server goes on trying, or has delivered."""
ASKS: Final = {
    "challenge": "its server asks the sender to confirm that a person writes",
    "left": "the answer says that nobody reads this address any more; stop the lead, or name another address",
}
"""Details of an automatic answer that a person has to do something about, and what."""

FORWARDED: Final = "what failed is an address that the lead's mail is handed on to, not the lead's own"
MAY_BE_FORGED: Final = "a mail in their name may be forged, so that everything of them is stopped for now"
BY_ANOTHER: Final = "somebody else of their thread wants no more mail, so that everything of them is stopped"
DECIDE: Final = "say what it is: seleqt inbox mark {message} unsubscribe, reply or unknown"
"""What a person types; `{message}` stands for the number of the mail."""

_WRITTEN_BY_THEM: Final = frozenset({Class.REPLY, Class.OUT_OF_OFFICE, Class.AUTO_REPLY, Class.UNSUBSCRIBE})
"""What the person of a mail in doubt sends after it proves the mail, also when it quotes nothing (RELIABILITY section 2.2)."""


class Follows(StrEnum):
    """One thing that follows."""

    SENT = "sent"
    """What was in doubt was sent: somebody has it."""
    REPLIED = "replied"
    REFUSED = "refused"
    """Somebody else of the thread wants no more mail: the person is stopped in every campaign."""
    DOUBTED = "doubted"
    """Whoever wrote it may not be the person: what runs is stopped and nothing goes until somebody decides; nothing lasting follows."""
    UNSUBSCRIBED = "unsubscribed"
    AWAY = "away"
    BOUNCED = "bounced"
    BOUNCED_SOFT = "bounced_soft"
    COMPLAINED = "complained"
    SENDER_HELD = "sender_held"
    ASKED = "asked"
    """A person has to do something about it."""
    NOTED = "noted"
    """It stands in the person's history, and nothing changes."""


@dataclass(frozen=True, slots=True)
class Effect:
    """`until`: of an absence, `day` is its date; `reason`: for people, without anybody's address.

    `ask`: what a person has to decide beside, '' = nothing.
    """

    follows: Follows
    reason: str = ""
    until: int = 0
    day: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What an effect depends on beside the mail. `soft_before`: mails in a row before this one that came back softly.

    `counted`: this very mail of ours came back before. `freed_at`: since when a person wants the sender to send whatever was before.
    """

    now: int
    received_at: int
    calendar: Calendar
    soft_before: int = 0
    counted: bool = False
    freed_at: int = 0


def effects(verdict: Verdict, match: Match, around: Around) -> tuple[Effect, ...]:
    """What follows, in the order in which it is to be done; () for a mail that is matched with nothing."""
    written = match.written
    if written is None:
        return ()
    sent: tuple[Effect, ...] = ()
    if written.state == ActionState.IN_DOUBT:
        if match.sure:
            sent = (Effect(Follows.SENT, f"a mail came in that only its recipient can have written ({verdict.kind})"),)
        elif (
            verdict.kind in _WRITTEN_BY_THEM
            and written.kind == "email"
            and not (match.other or match.forged)
            and around.received_at >= written.at
        ):
            sent = (Effect(Follows.SENT, f"a mail came in from the person after it ({verdict.kind})"),)
    return sent + _of_class(verdict, match, around)


def away_until(returns: str, received_at: int, calendar: Calendar) -> int:
    """When an absence is over: two working days after the stated first day back, else 7 days after the mail."""
    today = calendar.zone.day(received_at)
    try:
        day = day_number(returns) if returns else -1
    except ValueError:
        day = -1
    if not today <= day <= today + AWAY_MOST_DAYS:
        return received_at + AWAY_DAYS * DAY
    return calendar.add(calendar.zone.instant(day, 0), AFTER_RETURN)


def _of_class(verdict: Verdict, match: Match, around: Around) -> tuple[Effect, ...]:
    kind = verdict.kind
    if kind in (Class.REPLY, Class.UNSUBSCRIBE):
        return _said(kind, match)
    if kind is Class.OUT_OF_OFFICE:
        return _away(verdict, around)
    if kind is Class.AUTO_REPLY:
        if verdict.detail in ASKS:
            return (Effect(Follows.ASKED, ASKS[verdict.detail]),)
        return (Effect(Follows.NOTED, _told(verdict)),)
    if match.elsewhere and (kind in (Class.HARD_BOUNCE, Class.SOFT_BOUNCE) or verdict.detail == "authentication"):
        return (Effect(Follows.NOTED, FORWARDED),)
    if kind is Class.HARD_BOUNCE:
        return (Effect(Follows.BOUNCED, _told(verdict)),)
    if kind is Class.SOFT_BOUNCE:
        return _soft(verdict, around)
    if kind is Class.SENDER_BLOCK:
        return _blocked(verdict, around)
    if kind is Class.COMPLAINT:
        held = () if around.received_at <= around.freed_at else (Effect(Follows.SENDER_HELD, "somebody complained about a mail of it"),)
        return (Effect(Follows.COMPLAINED, "complaint"), *held)
    return ()


def _said(kind: Class, match: Match) -> tuple[Effect, ...]:
    """A person's answer. An opt-out binds for ever where the lead said it, or whoever holds the word of their unsubscribe link."""
    if match.forged:
        return (Effect(Follows.DOUBTED, f"a mail in their name may be forged: {match.forged}", ask=f"{MAY_BE_FORGED}; {DECIDE}"),)
    if kind is Class.REPLY:
        return (Effect(Follows.REPLIED, _known(match)),)
    if match.other:
        return (Effect(Follows.REFUSED, _known(match), ask=f"{BY_ANOTHER}; {DECIDE}"),)
    return (Effect(Follows.UNSUBSCRIBED, _known(match)),)


def _away(verdict: Verdict, around: Around) -> tuple[Effect, ...]:
    until = away_until(verdict.returns, around.received_at, around.calendar)
    if until <= around.now:
        return (Effect(Follows.NOTED, "was out of office, and is back"),)
    back = f"out of office, back on {verdict.returns}" if verdict.returns else "out of office, no date stated"
    return (Effect(Follows.AWAY, back, until, day_text(around.calendar.zone.day(until))),)


def _soft(verdict: Verdict, around: Around) -> tuple[Effect, ...]:
    if verdict.detail in NOT_FAILED or around.counted:
        return (Effect(Follows.NOTED, _told(verdict)),)
    if around.soft_before + 1 >= SOFT_IN_A_ROW:
        return (Effect(Follows.BOUNCED, f"{around.soft_before + 1} mails in a row came back, the last: {_told(verdict)}"),)
    return (Effect(Follows.BOUNCED_SOFT, _told(verdict)),)


def _blocked(verdict: Verdict, around: Around) -> tuple[Effect, ...]:
    if around.received_at <= around.freed_at:
        return (Effect(Follows.NOTED, _told(verdict)),)
    return (Effect(Follows.SENDER_HELD, f"a server took its mail for unwanted: {_told(verdict)}"),)


def _known(match: Match) -> str:
    return match.by if match.other else f"known by {match.by}"


def _told(verdict: Verdict) -> str:
    """A few words without anybody's address: the words of a server may hold one."""
    return " ".join(part for part in (verdict.kind.replace("_", " "), verdict.detail, verdict.status) if part)
