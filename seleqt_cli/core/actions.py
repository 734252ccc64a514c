"""What one sender does to the world once, and what can come of it.

The states of an action, in the order in which a send passes through them (SPEC 13 rule 1):

    planned --C1 claim--> claimed --C2 before the dot--> sending --C3--> sent | failed | deferred | in_doubt
                             |                              |
                             +--- lease lost --> planned    +--- killed, or cut at or after the dot --> in_doubt

`claimed` is shown to people as planned. Nothing leads back from `sending` but a person's recorded
decision (`resolve --not-sent`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from seleqt_cli.core.campaign import Kind


class ActionState(StrEnum):
    """Where an action is; the words of SPEC section 5, and `claimed`."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DEFERRED = "deferred"
    IN_DOUBT = "in_doubt"
    SKIPPED = "skipped"


class Verdict(StrEnum):
    """What came of one attempt, as a decision and not yet as a consequence."""

    SENT = "sent"
    """The server took the mail, or the site shows the effect."""
    DEFERRED = "deferred"
    """Provably not sent, and worth another try later (SMTP 4xx, connection lost before the dot)."""
    NO_SUCH_ADDRESS = "no_such_address"
    """Refused for good because of the address (5.1.x): the address is suppressed, the person is not."""
    REFUSED_CONTENT = "refused_content"
    """Refused for good because of what it says: the journey is held for a person."""
    SENDER_HELD = "sender_held"
    """Provably not sent because of the account (login, TLS, policy 5.7.x): the sender is held, the lead is untouched."""
    SENDER_TODAY = "sender_today"
    """Provably not sent: the account's quota at the provider is used up; nothing more today."""
    IN_DOUBT = "in_doubt"
    """It may or may not have been sent: never tried again without evidence or a person."""
    ALREADY = "already"
    """It was so before (LinkedIn: connected, followed, invited by hand): nothing was done and nothing counts."""
    IMPOSSIBLE = "impossible"
    """Provably not done, and it never can be with this person (LinkedIn): the step is skipped with that reason."""
    NOT_NOW = "not_now"
    """Provably not done: a quota of the site, or nobody clicked. The same action comes again later; nothing is given up."""
    UNDONE = "undone"
    """It was armed and provably did not happen (LinkedIn): it counts against the limit, and the same action comes again later."""
    NOT_ARMED = "not_armed"
    """`arm` said no (a stop, pause, limit or deadline came in between): nothing was sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a channel reports for one reservation.

    `code` is the SMTP reply code (0 without one), `enhanced` like "5.1.1", `text` what the other side said, cleaned of
    control characters. `retry_in`: seconds after which another try makes sense, None = the caller's own back-off.
    `phase` names where the session was, for the history (see core/replies: PHASES).
    """

    verdict: Verdict
    text: str = ""
    code: int = 0
    enhanced: str = ""
    retry_in: int | None = None
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One action, frozen: the bytes that go, and to whom. The same on every attempt.

    `payload` is a whole RFC 5322 message with CRLF line ends for an email, the UTF-8 text for LinkedIn kinds, b"" for a visit.
    `thread` is the chain of Message-IDs once this one is sent, `thread_subject` what the next mail continues.
    `recipient` is the envelope address (or profile URL), `envelope_from` the sender's address.
    """

    kind: Kind
    sender: str
    account: str
    recipient: str
    envelope_from: str = ""
    message_id: str = ""
    subject: str = ""
    payload: bytes = b""
    variant: str = ""
    thread_subject: str = ""
    thread: tuple[str, ...] = ()


class Reservation(Protocol):
    """The right to perform one action once. A channel can only be called with one: the type makes a bypass impossible."""

    @property
    def prepared(self) -> Prepared:
        """The frozen action."""

    def arm(self) -> str:
        """Commit `sending` (C2) right before the dot or the click, re-checking stops, pause, window and limit.

        Returns '' when the action may go on, else the reason why it must not; then the channel stops without the
        dot and reports NOT_ARMED. Raises NotDurable when the commit could not be made: treat it the same way.
        """

    def late(self) -> bool:
        """True when more than 30 seconds of real (suspend-counting) time have passed since `arm`: the dot must not be sent."""


@runtime_checkable
class GroupReservation(Reservation, Protocol):
    """A reservation whose commit can carry those of other accounts: one disk write for all that are ready at a moment."""

    def arm_together(self, others: Sequence[Reservation]) -> list[str]:
        """Arm this one and the others in one commit; the answers of `arm`, this one's first. All or none become durable."""
