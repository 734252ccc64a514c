"""One order on its way through the window: what was seen, whether it was armed, and how it ends.

The way of every order (LINKEDIN.md section 10): open the profile, prove the person, read how they stand, open the dialog or the
composer, fill, read back, look at the page once more, arm, click once, see the effect twice. Before it is armed nothing has happened;
from then on everything that is not proved is unknown, and nothing is clicked a second time.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Missing
from seleqt_cli.channels.linkedin.profile import ProfilePage, reach
from seleqt_cli.channels.linkedin.session import Session, first_line
from seleqt_cli.channels.linkedin.stops import Landing
from seleqt_cli.core.linkedin.names import same_slug
from seleqt_cli.core.linkedin.orders import Incident, Order, Quotas, Result, Status, Stop
from seleqt_cli.ports.linkedin import Permit

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Locator


class End(Exception):
    """How an order ended."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.status.value)
        self.result = result


class Act:
    """What one order has come to so far."""

    def __init__(self, session: Session, order: Order, permit: Permit) -> None:
        self.session = session
        self.order = order
        self.permit = permit
        self.armed = False
        self.quotas = Quotas()
        self._slug = ""
        self._member = ""
        self._evidence: list[str] = []

    @property
    def by_person(self) -> bool:
        """Whether a person clicks the final button."""
        return self.order.hands == "fill"

    @property
    def in_doubt(self) -> bool:
        """Whether something may have been sent by now. A visit is what its page shows: there is nothing else to look for."""
        return self.armed and self.order.kind != "visit"

    # --- what is seen -----------------------------------------------------------------------------------------------------

    def saw(self, what: str) -> None:
        """Write down an observation, in order."""
        self._evidence.append(what)

    def count(self, **shown: int | None) -> None:
        """Remember what the site said about its own limits."""
        self.quotas = replace(self.quotas, **{name: number for name, number in shown.items() if number is not None})

    def profile(self) -> ProfilePage:
        """Open the person's profile, counted, and prove that it is theirs."""
        self._permitted(self.permit.open())
        return self.shown_profile()

    def shown_profile(self) -> ProfilePage:
        """The person's profile without asking again: an opening that was counted already."""
        page = ProfilePage.open(self.session, self.order.slug, self.order.aliases)
        if isinstance(page, Landing):
            if page.incident is None and self.in_doubt:
                raise self.end(Status.UNKNOWN, "gone")
            self.landed(page)
            raise self.end(Status.SKIPPED, "gone")
        problem = page.needed()
        if problem is not None:
            raise self.stop(problem)
        reason = page.proof(self.order.name)
        if reason:
            shown = f"the page shows {page.name or 'no name'} at {page.slug}"
            raise self.end(Status.UNKNOWN if self.in_doubt else Status.HELD, reason, shown)
        if not same_slug(page.slug, self.order.slug):
            self._slug = page.slug
            self.saw(f"led to {page.slug}")
        self._member = page.member_id or self._member
        return page

    @property
    def member_id(self) -> str:
        """The person's id on the site, as far as their profile showed it."""
        return self._member

    def landed(self, landing: Landing) -> Landing:
        """Go on only where nothing stands in the way."""
        if landing.incident is not None:
            raise self.stop(landing.incident)
        if landing.gone:
            raise self.end(Status.UNKNOWN if self.in_doubt else Status.SKIPPED, "gone")
        return landing

    def go(self, url: str) -> Landing:
        """Open an address of the site."""
        return self.landed(self.session.go(url))

    def need(self, finder: Finder, key: str, *, write: bool = False) -> Found:
        """Something without which the order cannot go on; it is waited for a little."""
        found = self.wait_for(finder, key, write=write)
        if isinstance(found, Found):
            return found
        if isinstance(found, Ambiguous):
            raise self.end(Status.UNKNOWN if self.armed else Status.HELD, "ambiguous", f"{key}: {found.why}")
        words = (
            "" if finder.language.verified or not write else f"; nobody has verified the words of {finder.language.code or 'this language'}"
        )
        raise self.stop(self.session.incident(Stop.UI_CHANGED, f"{key} is not found (tried {', '.join(found.tried) or 'nothing'}{words})"))

    def wait_for(self, finder: Finder, key: str, *, write: bool = False) -> Found | Missing | Ambiguous:
        """Look for something until it is there or patience ends."""
        found = finder.find(key, write=write)
        for _ in range(self.session.patience.tries - 1):
            if isinstance(found, Found):
                break
            self.session.pause()
            found = finder.find(key, write=write)
        return found

    # --- what is done -----------------------------------------------------------------------------------------------------

    def arm(self, mark: str = "") -> None:
        """C2. From here on what is not proved is unknown. `mark`: see ports.linkedin.Permit."""
        if not self.armed:
            self._permitted(self.permit.arm(mark))
            self.armed = True
            self.saw("armed")

    def pin(self, target: "Locator", what: str, still: Callable[[], bool] = lambda: True) -> "ElementHandle":
        """Exactly this element from now on, proved to be the right one once it is pinned.

        A locator is looked up anew at every use: a chat that pops up, or a row that comes into a list, would give its place to
        somebody else's between the proof and the click. `still`: whether the locators around it still show what they did.
        """
        from playwright.sync_api import Error

        try:
            pinned = target.element_handle(timeout=self.session.patience.action * 1_000)
            if still():
                return pinned
        except Error as error:
            raise self.end(Status.UNKNOWN if self.armed else Status.DEFERRED, "unread", f"{what}: {first_line(error)}") from error
        raise self.end(Status.UNKNOWN if self.armed else Status.DEFERRED, "ambiguous", f"the page changed around {what}")

    def press(self, target: "Locator", what: str, still: Callable[[], bool] = lambda: True, *, mark: str = "") -> None:
        """The one click that has an effect: reach it, pin it, look at the page once more, arm, click."""
        from playwright.sync_api import Error

        if not reach(self.session, target):
            raise self.end(Status.DEFERRED, "unread", f"something lies over {what}")
        button = self.pin(target, what, still)
        self.landed(self.session.here())
        self.arm(mark)
        if self.permit.late():
            raise self.end(Status.NOT_DONE, "unread", "too much time had passed before the click")
        try:
            button.click(timeout=self.session.patience.action * 1_000)
            self.saw(f"clicked {what}")
        except Error as error:  # what came of it is looked for all the same
            self.saw(f"clicking {what}: {first_line(error)}")

    def click(self, target: "Locator", what: str, still: Callable[[], bool] = lambda: True) -> None:
        """A click without an effect on anybody: it opens something."""
        from playwright.sync_api import Error

        if not reach(self.session, target):
            raise self.end(Status.UNKNOWN if self.armed else Status.DEFERRED, "unread", f"something lies over {what}")
        try:
            self.pin(target, what, still).click(timeout=self.session.patience.action * 1_000)
        except Error as error:
            raise self.end(Status.UNKNOWN if self.armed else Status.DEFERRED, "unread", f"{what}: {first_line(error)}") from error

    # --- how it ends ------------------------------------------------------------------------------------------------------

    def end(
        self, status: Status, reason: str = "", detail: str = "", *, text_sent: str = "", note_sent: bool = False,
        incident: Incident | None = None,
    ) -> "End":  # fmt: skip
        """How the order ends, to be raised."""
        return End(
            Result(
                status, reason, detail, text_sent, note_sent, self._slug, self._member, tuple(self._evidence), self.armed, incident,
                self.quotas,
            )
        )  # fmt: skip

    def stop(self, incident: Incident, *, proved: bool = False) -> "End":
        """The site wants a person, to be raised. `proved`: nothing was sent although it was armed."""
        if self.by_person and not proved and self.session.page.is_closed():
            return self.closed()
        status = Status.UNKNOWN if self.in_doubt and not proved else Status.STOPPED
        reason = {Stop.WEEKLY_LIMIT: "weekly_limit"}.get(incident.stop, "unverified" if status is Status.UNKNOWN else "")
        return self.end(status, reason, incident.text, incident=incident)

    def closed(self) -> "End":
        """The person closed the window, to be raised: that is their no, and no trouble of the account."""
        if self.in_doubt:
            return self.end(Status.UNKNOWN, "unverified", "the window was closed")
        return self.end(Status.DEFERRED, "walked_away", "the window was closed")

    def _permitted(self, refusal: str) -> None:
        if refusal:
            raise self.end(Status.NOT_ARMED, "", refusal)
