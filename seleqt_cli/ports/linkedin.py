"""A LinkedIn account's window: what can be done and seen in it, and who allows each click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from seleqt_cli.core.linkedin.orders import Incident, Order, Quotas, Result


class Permit(Protocol):
    """What allows one order its steps. Every call comes from the window's thread and is answered from the loop's (engine.threads)."""

    def open(self) -> str:
        """A profile is about to be opened: its visit is counted and committed. '' or why it may not be. Not asked for a visit."""

    def arm(self, mark: str = "") -> str:
        """C2, right before the click (auto) or before a person could click (fill). '' or why it must not happen.

        `mark`: what tells the effect of this click from an earlier one's (Order.mark); it is committed before or with C2.
        """

    def late(self) -> bool:
        """True when more than 30 seconds have passed since `arm` and nothing was clicked: it must not be clicked any more (auto)."""

    def ready(self, what: str) -> None:
        """Everything is filled in; a person now clicks `what` (fill)."""

    def given_up(self) -> bool:
        """Whether the person walked away, or the program stops (fill). The window then proves whether something was sent."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person with a step of this account behind them: how the site may name them."""

    lead: int
    slug: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. Each list costs one page; threads of people not in `known` are never opened (opening marks as read).

    `rows`: what the last look at the inbox returned, so that only conversations that changed since are opened.
    """

    known: tuple[Known, ...] = ()
    connections: bool = False
    inbox: bool = False
    sent: bool = False
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """Somebody wrote to the account. `at`: an instant, 0 when the page does not say; `key` names the message, for handling it once."""

    lead: int
    text: str
    key: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the Sent list. `age`: whole days since it was sent as the page says (weeks and months rounded down), -1 unknown."""

    slug: str
    name: str
    age: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look showed. `read`: the inbox was seen whole down to what was known before (promise 4 builds on it).

    `accepted`: lead numbers that stand in the connections list. `unsure`: names in the inbox of which it stayed open whose they are.
    `rows`: names of the inbox's rows as they were seen, for the next look; keep them also when `read` is False.
    """

    accepted: tuple[int, ...] = ()
    replies: tuple[Reply, ...] = ()
    sent: tuple[Listed, ...] = ()
    read: bool = False
    unsure: tuple[str, ...] = ()
    pages: int = 0
    quotas: Quotas = field(default_factory=Quotas)
    incident: Incident | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, by the redirect of the site's own profile link."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """Which locators still hold: key of the catalogue -> id of the candidate that matched, '' when none did.

    `missing`: keys that had to be there. `profiles`: how many of the pages were other people's profiles, which count as visits.
    """

    found: Mapping[str, str]
    missing: tuple[str, ...]
    layout: str
    language: str
    pages: int
    incident: Incident | None = None
    profiles: int = 0


class Window(Protocol):
    """One account's browser. Calls block and come from one thread. Nothing raises for what the site does: incidents are values."""

    def sign_in(self, given_up: Callable[[], bool]) -> Person | Incident:
        """Open the sign-in page and wait until a person has signed in."""

    def browser(self) -> tuple[str, int]:
        """Family and major version of the browser that was started: another one later signs the account out. ('', 0) before."""

    def perform(self, order: Order, permit: Permit) -> Result:
        """Do one order, at most one click that has an effect."""

    def look(self, wanted: Wanted) -> Seen:
        """Read what came in; writes nothing."""

    def settle(self, order: Order, permit: Permit) -> Result:
        """Look for evidence of an order whose outcome is unknown: DONE, NOT_DONE, or UNKNOWN as before. Clicks nothing.

        The permit is asked before a profile is opened; it is never armed.
        """

    def doctor(self, permit: Permit) -> Checkup:
        """Which locators still hold, on at most 6 pages; clicks nothing that writes.

        The permit is asked before each profile of somebody else: one that may not be opened is left out. It is never armed.
        """

    def close(self) -> None:
        """Close the browser, so that its profile is whole."""
