"""What a mail that came in is, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Class(StrEnum):
    """The classes of SPEC section 5 (`inbox classify`)."""

    REPLY = "reply"
    OUT_OF_OFFICE = "out_of_office"
    AUTO_REPLY = "auto_reply"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    SENDER_BLOCK = "sender_block"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    UNKNOWN = "unknown"


BOUNCES: Final = frozenset({Class.HARD_BOUNCE, Class.SOFT_BOUNCE, Class.SENDER_BLOCK})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement. Nothing in it is trusted until it is matched with something that was sent (core.inbound.matching).

    `addresses`: whom it is about: the failing recipients of a bounce, the complainer, else the writer; normalised, without repeats.
    `status`: enhanced status code of the first failing recipient, '' = none. `message_id`: the mail of ours that it quotes or answers, as
    the mail itself says, '' = unknown. `returns`: ISO date of the first day somebody is back, '' = none stated. `token`: the word of an
    unsubscribe mail. `detail`: a finer word, may be '': mailbox full, challenge, delayed, delivered, policy, authentication, spam, moved.
    `reasons`: what decided, in plain words, most weighty first; never empty.
    """

    kind: Class
    reasons: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    status: str = ""
    message_id: str = ""
    returns: str = ""
    token: str = ""
    detail: str = ""
