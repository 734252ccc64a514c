"""One LinkedIn step in a window: the order that goes to it, and what its result means beside the journey.

The journey is moved by core.settle, as after a mail. What is written here is what LinkedIn alone has: the numbers that its pages
show, other slugs of a profile, the words that really went, a connection that was there already, and the incident that stops the account.
"""

import re
from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import unquote

from seleqt_cli.core.actions import Outcome, Prepared, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.guards import ERRORS_IN_A_ROW
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.linkedin.orders import REASONS, Hands, Incident, Order, Result, Status, Stop, outcome_of
from seleqt_cli.core.linkedin.standing import hold_reason
from seleqt_cli.core.planner import Pick
from seleqt_cli.ports.linkedin_store import LinkedInStore

UNPROVED: Final = frozenset({"unread", "ambiguous", "not_equal", "unverified", "refused"})
"""Reasons that say that the pages, and not this person, are the trouble: three such results in a row stop the account."""

_ARMED_IN_VAIN: Final = frozenset({Status.SKIPPED, Status.HELD, Status.DEFERRED, Status.STOPPED})
"""What the site refused after the click, or a profile that turned out to be nobody's: limits count what reached the site."""


_OF_SOMEBODY: Final = re.compile(r"(/(?:in|thread|lead|company|update)/)[^/?#]+")
"""What in a path says whose page it was: an incident is about the account, and names nobody else."""


class Pictures(Protocol):
    """Where the pictures of incidents are kept."""

    def keep(self, account: str, picture: bytes, at: int) -> str:
        """Keep a picture for the owner alone; returns the name of its file, '' when there is none to keep."""


class LinkedInActing:
    """Over the tables of LinkedIn accounts. `connected`: records that a person is a connection; False when that was known."""

    def __init__(self, store: LinkedInStore, pictures: Pictures, connected: Callable[[Lead], bool]) -> None:
        self._store = store
        self._pictures = pictures
        self._connected = connected

    def order(self, pick: Pick, prepared: Prepared, lead: Lead, sender: Sender, hands: Hands, *, note: bool = True) -> Order:
        """What the window is to do. `note`: whether an invitation still goes with its note."""
        words = prepared.payload.decode()
        subject = ""
        if pick.kind == "inmail":
            subject, _, words = words.partition("\n\n")
        return Order(
            prepared.kind, slug_of(lead.linkedin), lead.name, hands, self._store.aliases(lead.id),
            words if note or pick.kind != "connect" else "", subject, sender.note_quota,
            pick.journey.base if pick.journey.invitation else 0, self._store.wrote_to(pick.account.key, lead.id),
        )  # fmt: skip

    def took(self, pick: Pick, action: int, lead: Lead, result: Result, now: int, *, step_follows: bool = True) -> Outcome:
        """Write down what the window told; returns the outcome for core.settle. The caller holds the transaction.

        `action`: 0 where nothing was claimed. `step_follows`: whether the caller settles the outcome, and so holds the account itself
        where its verdict says so.
        """
        store, account = self._store, pick.account.key
        store.saw(account, result.quotas, now)
        if result.slug and result.slug.casefold() != slug_of(lead.linkedin).casefold():
            store.keep_alias(lead.id, result.slug, result.member_id, now)
        if action and (result.text_sent or result.evidence):
            store.really_sent(action, result.text_sent, result.evidence)
        if action and result.clicked and result.status in _ARMED_IN_VAIN:
            store.count_for_ever(action)
        if result.status is Status.ALREADY and result.reason == "connected":
            self._connected(lead)
        incident = result.incident or self._in_a_row(account, action, result)
        outcome = outcome_of(result)
        if incident is None:
            return outcome
        reason = hold_reason(incident.stop, incident.text)
        self.stop(account, incident, now, hold=not step_follows or outcome.verdict is not Verdict.SENDER_HELD)
        return Outcome(outcome.verdict, reason, phase=outcome.phase) if outcome.verdict is Verdict.SENDER_HELD else outcome

    def stop(self, account: str, incident: Incident, now: int, *, hold: bool = True) -> None:
        """Open an incident. `hold`: the account is held here, and not by whoever settles the outcome. In the caller's transaction."""
        picture = self._pictures.keep(account, incident.picture, now)
        path = _OF_SOMEBODY.sub(r"\1…", incident.path)
        self._store.open_incident(account, incident.stop, path, incident.text, picture, now)
        if hold:
            self._store.hold(account, hold_reason(incident.stop, incident.text), now)

    def _in_a_row(self, account: str, action: int, result: Result) -> Incident | None:
        """Failures and unknown outcomes that come one after the other are the window's trouble, not the people's."""
        failed = result.status in (Status.NOT_DONE, Status.UNKNOWN) or (
            result.status in (Status.HELD, Status.DEFERRED) and result.reason in UNPROVED
        )
        if not failed:
            return None
        failures = self._store.count_failure(account)
        if result.status is Status.UNKNOWN and self._store.doubtful_before(account, action):
            return Incident(Stop.FAILURES, "", "two outcomes in a row are unknown: seleqt resolve --check")
        if failures >= ERRORS_IN_A_ROW:
            return Incident(Stop.FAILURES, "", f"{failures} failures in a row, the last: {REASONS.get(result.reason, result.reason)}")
        return None


def slug_of(profile: str) -> str:
    """The slug of a profile's address, decoded."""
    return unquote(profile.rstrip("/").rpartition("/")[2])
