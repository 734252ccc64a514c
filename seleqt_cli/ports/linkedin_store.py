"""What is kept about LinkedIn accounts: sign-ins, incidents, other names of profiles, and what the pages showed last."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from seleqt_cli.core.linkedin.orders import Quotas, Stop


@dataclass(frozen=True, slots=True)
class Profile:
    """Who signed in, where and when. `agreed`: the digest of the words for mode auto that a person agreed to, '' = none."""

    slug: str
    name: str
    browser: str
    major: int
    signed_in_at: int
    agreed: str = ""
    agreed_at: int = 0
    agreed_by: str = ""


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident that nobody cleared yet. `picture`: the name of its file, '' = none."""

    id: int
    account: str
    stop: Stop
    path: str
    text: str
    picture: str
    at: int


@dataclass(frozen=True, slots=True)
class Sights:
    """What an account's pages showed last; None or 0: never. `pages` were looked at on the day `pages_day` of the account's zone.

    `rows`: the inbox's conversations as the last look named them.
    """

    pending: int | None = None
    pending_at: int = 0
    notes_left: int | None = None
    notes_at: int = 0
    credits: int | None = None
    credits_at: int = 0
    connections_at: int = 0
    inbox_at: int = 0
    pages_day: int = 0
    pages: int = 0
    checked_at: int = 0
    missing: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sent_at: int = 0


class LinkedInStore(Protocol):
    """Small reads and writes; those that write need the caller's transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """One commit."""

    def profile(self, account: str) -> Profile | None:
        """Who signed in at an account's window, None when nobody did."""

    def keep_profile(self, account: str, profile: Profile, by: str, at: int) -> None:
        """Somebody signed in; what was agreed to for mode auto stays."""

    def agree(self, account: str, digest: str, by: str, at: int) -> None:
        """A person agreed to mode auto, or took it back (digest '')."""

    def incident(self, account: str) -> OpenIncident | None:
        """The open incident of an account."""

    def open_incident(self, account: str, stop: Stop, path: str, text: str, picture: str, at: int) -> bool:
        """Write an incident down; False when one is open already. The hold is the caller's."""

    def clear_incident(self, incident: OpenIncident, by: str, reason: str, at: int, resumes_at: int) -> None:
        """It is over; the account goes on at `resumes_at`."""

    def sights(self, account: str) -> Sights:
        """What its pages showed last."""

    def saw(self, account: str, quotas: Quotas, at: int) -> None:
        """Keep the numbers that were shown."""

    def looked(self, account: str, day: int, pages: int, *, connections: bool, inbox: bool, at: int, sent: bool = False) -> None:
        """Pages were looked at on a day of the account's zone; the lists that were read to their end."""

    def by_hand(self, account: str, slug: str, at: int) -> bool:
        """An invitation that seleqt did not send counts from a moment; False when it was counted before, or is ours."""

    def keep_rows(self, account: str, rows: tuple[str, ...]) -> None:
        """The inbox's conversations as they are named now."""

    def checked(self, account: str, missing: tuple[str, ...], at: int) -> None:
        """A live check of the locators was made."""

    def aliases(self, lead: int) -> tuple[str, ...]:
        """Other slugs of a lead's profile."""

    def keep_alias(self, lead: int, slug: str, member_id: str, at: int) -> None:
        """A profile is known by another slug too."""

    def really_sent(self, action: int, text: str, evidence: tuple[str, ...]) -> None:
        """What an action put before a person, as it was seen."""

    def keep_mark(self, action: int, mark: str) -> None:
        """What tells the effect of an action from an earlier one's; '' takes away what an earlier attempt left."""

    def mark(self, action: int) -> str:
        """The mark of an action's last attempt, '' = none."""

    def wrote_to(self, account: str, lead: int) -> bool:
        """Whether a message or InMail of an account went to a lead before."""

    def count_for_ever(self, action: int) -> None:
        """What was armed counts against the limits whatever becomes of the action; a note that did not go does not."""

    def doubtful_before(self, account: str, action: int) -> bool:
        """Whether the last action of an account before this one, since a person last freed it, is in doubt."""

    def count_failure(self, account: str) -> int:
        """One more failure; how many in a row now."""

    def hold(self, account: str, reason: str, at: int) -> None:
        """Stop an account until a person frees it."""

    def event(self, at: int, event: str, account: str, data: Mapping[str, object]) -> None:
        """One row of the history."""
