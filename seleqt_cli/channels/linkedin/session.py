"""One account's browser window: opened on its own profile, moved from page to page, looked at after every step.

Everything here runs in one thread, the one that first opened the window. Nothing raises for what the site or the browser does: a
page to stop at, a browser that is missing and a site that does not answer are values (`Landing`, `Incident`).
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from seleqt_cli.channels.linkedin.browser import Browser, ProfileFolder, Unusable, check_version, choose, headless_for, launch
from seleqt_cli.channels.linkedin.catalogue import Catalogue, Language
from seleqt_cli.channels.linkedin.finder import Finder, Who
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.site import Place, Site, slug_of
from seleqt_cli.channels.linkedin.stops import Landing, classify, picture_of
from seleqt_cli.core.linkedin.names import same_slug, title_name
from seleqt_cli.core.linkedin.orders import Incident, Stop
from seleqt_cli.ports.linkedin import Person

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Response

_SIGNED_IN = (Place.FEED, Place.PROFILE, Place.CONNECTIONS, Place.INBOX, Place.SENT, Place.RECEIVED)


class Session:
    """A window on a profile folder. `pinned`: the browser it was signed in with, None before the first sign-in."""

    def __init__(
        self,
        site: Site,
        folder: Path,
        catalogue: Catalogue,
        *,
        pinned: Browser | None = None,
        patience: Patience | None = None,
        headless: bool | None = None,
    ) -> None:
        """`headless`: None finds out; only a test site may be shown nowhere."""
        if headless and not site.near:
            raise ValueError("a person must see LinkedIn's window")
        self.site = site
        self.catalogue = catalogue
        self.patience = patience or Patience()
        self.browser: Browser | None = None
        """What was started, once `open` has worked."""
        self._folder = ProfileFolder(folder)
        self._pinned = pinned
        self._headless = headless
        self._driver: Playwright | None = None
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._status = 200
        self._known: Person | None = None

    @classmethod
    def on(cls, page: "Page", site: Site, catalogue: Catalogue, *, patience: Patience | None = None) -> "Session":
        """A session in a tab that somebody else opened, and closes. Raises ValueError unless it is a test site's."""
        if not site.near:
            raise ValueError("LinkedIn is opened on a profile of its own")
        session = cls(site, Path(), catalogue, patience=patience)
        session._use(page)
        return session

    # --- the window ----------------------------------------------------------------------------------------------------

    def open(self, *, anew: bool = False) -> Incident | None:
        """Start the browser, unless it is up. An Incident(BROWSER) says why it cannot be used.

        `anew`: a person is about to sign in, so another browser may take the place of one that is not installed any more.
        """
        if self._page is not None and not self._page.is_closed():
            return None
        self.close()
        try:
            self._start(anew=anew)
        except Unusable as problem:
            self.close()
            return Incident(Stop.BROWSER, "", str(problem))
        except Exception as error:  # noqa: BLE001  a driver that dies while it starts, or cannot be started, raises what comes
            self.close()
            return Incident(Stop.BROWSER, "", f"the browser does not start: {first_line(error)}")
        return None

    def close(self) -> None:
        """Close the browser and let the profile go."""
        with suppress(Exception):
            if self._context is not None:
                self._context.close()
        with suppress(Exception):
            if self._driver is not None:
                self._driver.stop()
        self._context = self._driver = self._page = self._known = None
        self._folder.release()

    @property
    def page(self) -> "Page":
        """The one tab that is used; `open` must have worked."""
        assert self._page is not None
        return self._page

    @property
    def closed(self) -> bool:
        """Whether the tab is gone: somebody closed it, or the browser ended."""
        return self._page is None or self._page.is_closed()

    def pause(self) -> None:
        """Wait one step before the page is looked at again; the page goes on meanwhile."""
        self.page.wait_for_timeout(self.patience.step * 1_000)

    # --- pages -----------------------------------------------------------------------------------------------------------

    def go(self, url: str) -> Landing:
        """Open an address of the site and say what it shows. A site that does not answer is an incident (UNKNOWN_PAGE)."""
        from playwright.sync_api import Error

        if not self.site.path(url):
            raise ValueError(f"{url} is not an address of {self.site.base}")
        self._status = 200
        try:
            self.page.goto(url, wait_until="domcontentloaded", timeout=self.patience.page * 1_000)
        except Error as error:
            return self._lost(f"the page does not open: {first_line(error)}")
        return self.here()

    def here(self) -> Landing:
        """Say what the window shows now; asked after every navigation and before every click."""
        from playwright.sync_api import Error

        landing = Landing(Place.OTHER, "", Incident(Stop.UNKNOWN_PAGE, "", "the page does not stand still"))
        for attempt in range(self.patience.tries):
            try:
                landing = classify(self.page, self.site, self.catalogue, status=self._status)
            except Error as error:  # the page went on to another one while it was read
                landing = self._lost(f"the page cannot be read: {first_line(error)}")
            settled = landing.incident is None or landing.incident.stop is not Stop.UNKNOWN_PAGE or self._status >= 400
            if settled or attempt + 1 == self.patience.tries:
                break
            try:
                self.pause()
            except Error as error:
                return self._lost(f"the window is gone: {first_line(error)}")
        return landing

    def language(self) -> Language:
        """The words of the page's language."""
        return self.catalogue.language(self.page.locator("html").get_attribute("lang") or "")

    def finder(self, who: Who | None = None) -> Finder:
        """A finder for the page as it is now."""
        return Finder(self.page, self.site, self.catalogue, self.language(), who or Who())

    def incident(self, stop: Stop, text: str) -> Incident:
        """An incident at the page that is shown, with its picture."""
        return Incident(stop, self.site.path(self.page.url), text, picture_of(self.page))

    # --- who is signed in ------------------------------------------------------------------------------------------------

    def sign_in(self, given_up: Callable[[], bool]) -> Person | Incident:
        """Open the sign-in page and wait until a person has signed in; seleqt sees and types nothing there."""
        from playwright.sync_api import Error

        problem = self.open(anew=True)
        if problem is not None:
            return problem
        with suppress(Error):  # a page that does not open is seen below, by the person too
            self.page.goto(self.site.login(), wait_until="domcontentloaded", timeout=self.patience.page * 1_000)
        while not given_up():
            try:
                if self.site.place(self.page.url) in _SIGNED_IN and self.page.locator("main").count():
                    return self.identity()
                self.pause()
            except Error as error:
                if self.page.is_closed():
                    self.close()
                    return Incident(Stop.LOGGED_OUT, "", f"the window was closed before anybody had signed in: {first_line(error)}")
        return self.incident(Stop.LOGGED_OUT, "nobody signed in")

    def identity(self) -> Person | Incident:
        """Who is signed in, by where the site's own profile link leads (one page)."""
        landing = self.go(self.site.me())
        for _ in range(self.patience.tries):
            if landing.incident is not None:
                return landing.incident
            slug, name = slug_of(landing.path), title_name(self.page.title())
            if slug and name:
                self._known = Person(slug, name)
                return self._known
            self.pause()
            landing = self.here()
        return self.incident(Stop.UI_CHANGED, "the account's own profile cannot be read")

    @property
    def known_name(self) -> str:
        """The name of who is signed in, '' before that was looked up."""
        return self._known.name if self._known is not None else ""

    def prove(self, slug: str) -> Incident | None:
        """Before the first action of a run: is it this account that is signed in? Asked once as long as the window is open."""
        problem = self.open()
        if problem is not None:
            return problem
        who = self._known or self.identity()
        if isinstance(who, Incident):
            return who
        if not same_slug(who.slug, slug):
            return self.incident(Stop.WRONG_ACCOUNT, f"{who.slug} is signed in, and the sender is {slug}")
        return None

    # --- inside ----------------------------------------------------------------------------------------------------------

    def _start(self, *, anew: bool) -> None:
        from playwright.sync_api import sync_playwright

        headless = headless_for(self.site) if self._headless is None else self._headless
        self._folder.take()
        self._driver = sync_playwright().start()
        pinned = self._pinned
        try:
            choice = choose(self._driver.chromium.executable_path, family=pinned.family if pinned else "")
        except Unusable:
            if not anew or pinned is None:
                raise
            choice, pinned = choose(self._driver.chromium.executable_path), None
        self._context = launch(self._driver, choice, self._folder.of(choice.family), self.site, headless=headless)
        owner = self._context.browser
        version = owner.version if owner is not None else ""
        self.browser = Browser(choice.family, int(version.partition(".")[0] or 0) if version[:1].isdigit() else 0)
        check_version(pinned, self.browser)
        self._use(self._context.pages[0] if self._context.pages else self._context.new_page())

    def _use(self, page: "Page") -> None:
        self._page = page
        page.set_default_timeout(self.patience.action * 1_000)
        page.on("response", self._answered)

    def _answered(self, response: "Response") -> None:
        """Remember the status of the page's own answer; those of pictures and scripts say nothing."""
        with suppress(Exception):  # the frame is gone: so is its page
            if response.request.is_navigation_request() and response.frame == self.page.main_frame:
                self._status = response.status

    def _lost(self, text: str) -> Landing:
        path = ""
        with suppress(Exception):
            path = self.site.path(self.page.url)
        return Landing(Place.OTHER, path, Incident(Stop.UNKNOWN_PAGE, path, text, picture_of(self.page)))


def first_line(error: Exception) -> str:
    """What a driver's error says, without its log."""
    return str(error).partition("\n")[0].strip()
