"""A window on the fake site, and who allows it what: for the tests of actions. A decoy that is hit fails every test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.channels.linkedin.window import PlaywrightWindow
from seleqt_cli.core.campaign import Kind
from seleqt_cli.core.linkedin.orders import Hands, NoteQuota, Order, Result
from seleqt_cli.ports.linkedin import Person as Owner
from tests.servers.linkedin.chromium import sign_in
from tests.servers.linkedin.model import Person, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=30.0, tries=12, step=0.1, action=6.0, watch=0.02)
BRIEF = Patience(page=30.0, tries=3, step=0.1, action=6.0, watch=0.02)
"""For what never comes: nothing that a test expects to be seen may hang on it."""
WAITS = 1000
"""Looks of a window for which a person who has clicked stays: the effect comes long before."""
NOOR = "noor-de-wit"
NAME = "Noor de Wit"


def noor(**more: object) -> Person:
    """The person that the orders are about."""
    return Person(NOOR, NAME, **more)  # type: ignore[arg-type]


@dataclass
class Allowed:
    """A permit that allows everything, unless told otherwise.

    `human`: what a person does once the page is ready, a step at each look of the window; then they wait. Without it they walk away.
    """

    refuse_open: str = ""
    refuse_arm: str = ""
    is_late: bool = False
    human: tuple[Callable[[], None], ...] = ()
    on_ready: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    _looks: int = 0

    def open(self) -> str:
        self.asked.append("open")
        return self.refuse_open

    def arm(self, mark: str = "") -> str:
        self.asked.append("arm")
        self.marks.append(mark)
        return self.refuse_arm

    def late(self) -> bool:
        return self.is_late

    def ready(self, what: str) -> None:
        self.asked.append(f"ready: {what}")
        self.on_ready()

    def given_up(self) -> bool:
        self._looks += 1
        if self._looks <= len(self.human):
            self.human[self._looks - 1]()
        return self._looks > (WAITS if self.human else 5)


class Tried:
    """One scenario with its window."""

    def __init__(self, site: FakeLinkedIn, window: PlaywrightWindow, session: Session) -> None:
        self.site = site
        self.window = window
        self.session = session

    def do(
        self, kind: Kind, text: str = "", *, permit: Allowed | None = None, hands: Hands = "auto", slug: str = NOOR, name: str = NAME,
        subject: str = "", quota: NoteQuota = "hold", since: int = 0, aliases: tuple[str, ...] = (),
    ) -> Result:  # fmt: skip
        """Have one order done."""
        order = Order(kind, slug, name, hands, aliases, text, subject, quota, since)
        return self.window.perform(order, permit or Allowed())

    def click(self, kind: str) -> Callable[[], None]:
        """A person who clicks a control of the page."""
        button = self.session.page.locator(self.site.final_button(kind)).first

        def clicks() -> None:
            button.click()

        return clicks

    def received(self) -> list[tuple[str, str, str]]:
        """What took effect on the site: (action, person, text)."""
        return [(entry.action, entry.target_slug, entry.text) for entry in self.site.accepted()]


_tabs: "WeakKeyDictionary[Browser, Page]" = WeakKeyDictionary()
"""The one tab of each browser. Every scenario has a server of its own, so nothing of the one before can reach it."""


@contextmanager
def tried(
    browser: Browser, scenario: Scenario, *, patience: Patience = QUICK, own_tab: bool = False, proved: bool = True
) -> Iterator[Tried]:
    """A signed-in window on a scenario. At the end nobody who is nobody's lead may have been written to.

    `own_tab`: for who leaves something in it. `proved`: it is known already who is signed in, as from the second order on.
    """
    page = None if own_tab else _tabs.get(browser)
    if page is None or page.is_closed():
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        if not own_tab:
            _tabs[browser] = page
    with FakeLinkedIn(scenario) as site:
        context = page.context
        sign_in(context, site)
        session = Session.on(page, Site(site.url), load(), patience=patience)
        if proved:
            session._known = Owner(scenario.account.slug, scenario.account.name)
        try:
            yield Tried(site, PlaywrightWindow(session, "anna-de-vries", site.clock.now), session)
        finally:
            if own_tab or page.is_closed():
                context.close()
            else:
                page.remove_listener("response", session._answered)
                page.goto("about:blank")
        assert site.decoy_writes() == []
