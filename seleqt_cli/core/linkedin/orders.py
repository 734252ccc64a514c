"""What is to be done on LinkedIn, and what came of it (LINKEDIN.md section 10: write protocol and result type)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import Kind

Hands = Literal["fill", "auto"]
"""Who clicks the final button: a person in the window that seleqt filled (fill), or seleqt (auto)."""
NoteQuota = Literal["hold", "without_note"]
"""What an invitation does when the account may send no more personal notes this month."""


@dataclass(frozen=True, slots=True)
class Order:
    """One action on one person, complete and checked: nothing more is decided from here on.

    `slug` as the lead has it, `aliases` other slugs the site is known to lead to; `name` '' when the lead has none (then the
    slug alone proves the person). `text`: the note, message or body, `subject` of an InMail. Lengths were checked in UTF-16
    units. `since`, for a withdrawal and for an invitation in doubt: when our own was sent (an instant); another one is left alone.

    `spoken`: the account wrote to them before, so their conversation cannot be empty. `mark`, of an order in doubt: what the window
    noted when it was armed, '' when nothing was. Of a message it names the last thing that the conversation held, of a like the post.
    """

    kind: Kind
    slug: str
    name: str
    hands: Hands
    aliases: tuple[str, ...] = ()
    text: str = ""
    subject: str = ""
    note_quota: NoteQuota = "hold"
    since: int = 0
    spoken: bool = False
    mark: str = ""


class Status(StrEnum):
    """What came of an order."""

    DONE = "done"
    """The effect was seen in two places."""
    ALREADY = "already"
    """It was so before: nothing was clicked."""
    SKIPPED = "skipped"
    """It cannot be done to this person: nothing was clicked, the journey goes on."""
    HELD = "held"
    """A person must look at this lead: the page shows somebody else, or something that was never seen. Nothing was clicked."""
    DEFERRED = "deferred"
    """Not now: a quota or limit. Nothing was clicked."""
    NEEDS_HUMAN = "needs_human"
    """The person at the window walked away, and it is proved that nothing was sent."""
    NOT_DONE = "not_done"
    """It was armed, and it is proved that nothing was sent."""
    UNKNOWN = "unknown"
    """It was armed, and may or may not have been sent."""
    STOPPED = "stopped"
    """The site wants a person (an incident): nothing was sent, and nothing more goes from this account."""
    NOT_ARMED = "not_armed"
    """The permit was refused: nothing was clicked."""


class Stop(StrEnum):
    """Why an account stops: each is an incident that a person has to clear (LINKEDIN.md sections 3 and 10)."""

    LOGGED_OUT = "logged_out"
    AUTHWALL = "authwall"
    CHECKPOINT = "checkpoint"
    RATE_LIMITED = "rate_limited"
    WEEKLY_LIMIT = "weekly_limit"
    RESTRICTED = "account_restricted"
    INTERSTITIAL = "interstitial"
    UNKNOWN_PAGE = "unknown_page"
    UI_CHANGED = "ui_changed"
    WRONG_ACCOUNT = "wrong_account"
    FAILURES = "failures"
    """Three failures, or two unknown outcomes, in a row."""
    BROWSER = "browser"
    """The browser cannot be used: it is missing, older than at sign-in, or another process has the profile."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What the browser met. `path`: of the URL, without its query. `picture`: a PNG of the window, b'' when none could be taken."""

    stop: Stop
    path: str
    text: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Quotas:
    """What the site itself showed on the way; None: it did not show it.

    `pending`: open invitations of the account. `notes_left` and `credits` (InMail) of this month.
    """

    pending: int | None = None
    notes_left: int | None = None
    credits: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one order.

    `reason`: one of REASONS, '' when done. `detail`: a sentence for people. `text_sent`: what really went, as the page showed
    it ('' when nothing or nobody knows); `note_sent` only once the delivery of a note was seen. `slug`: where the profile led
    to, an alias when it is another one than ordered. `evidence`: what was seen, in order, for the history. `clicked`: whether
    the permit was armed, so that it counts.
    """

    status: Status
    reason: str = ""
    detail: str = ""
    text_sent: str = ""
    note_sent: bool = False
    slug: str = ""
    member_id: str = ""
    evidence: tuple[str, ...] = ()
    clicked: bool = False
    incident: Incident | None = None
    quotas: Quotas = field(default_factory=Quotas)


REASONS: Final[Mapping[str, str]] = {
    "not_connectable": "the profile offers no invitation",
    "follow_only": "the profile can only be followed",
    "email_required": "LinkedIn asks for their email address before an invitation",
    "incoming_request": "they invited you: answer it on LinkedIn",
    "not_first_degree": "they are not a connection",
    "no_posts": "they have no post",
    "no_credits": "no InMail credits are left",
    "self": "it is the account's own profile",
    "gone": "the profile is gone",
    "name_mismatch": "the page shows another name",
    "wrong_person": "the page leads to another person",
    "too_long": "the text is longer than LinkedIn takes",
    "not_equal": "the page did not take the text as it is",
    "note_quota": "no personal notes are left this month",
    "weekly_limit": "LinkedIn's weekly limit of invitations is reached",
    "pending": "an invitation is open",
    "connected": "they are a connection",
    "followed": "they are followed",
    "liked": "the post is liked",
    "withdrawn": "no invitation is open",
    "newer_invitation": "the open invitation is a newer one",
    "walked_away": "nobody clicked",
    "refused": "LinkedIn refused it",
    "unverified": "the effect could not be seen",
    "ambiguous": "the page shows it twice, differently",
    "unread": "the relation to the person could not be read",
    "restricted": "LinkedIn shows no place to write to them",
    "draft": "words of yours stand unsent in the conversation: send them or take them out",
}
"""Every reason that a result may have, in words."""

_VERDICTS: Final[Mapping[Status, Verdict]] = {
    Status.DONE: Verdict.SENT,
    Status.ALREADY: Verdict.ALREADY,
    Status.SKIPPED: Verdict.IMPOSSIBLE,
    Status.HELD: Verdict.REFUSED_CONTENT,
    Status.DEFERRED: Verdict.NOT_NOW,
    Status.NEEDS_HUMAN: Verdict.NOT_NOW,
    Status.NOT_DONE: Verdict.UNDONE,
    Status.UNKNOWN: Verdict.IN_DOUBT,
    Status.STOPPED: Verdict.SENDER_HELD,
    Status.NOT_ARMED: Verdict.NOT_ARMED,
}


def outcome_of(result: Result) -> Outcome:
    """A result as the engine knows outcomes (SPEC 13 rule 16)."""
    told = result.detail or REASONS.get(result.reason, result.reason)
    return Outcome(_VERDICTS[result.status], told, phase=result.reason)
