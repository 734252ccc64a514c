"""The window itself: a real browser on its own profile folder, against the fake site."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from seleqt_cli.channels.linkedin.browser import Browser
from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.patience import NEAR
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.core.linkedin.orders import Incident, Stop
from seleqt_cli.ports.linkedin import Person
from tests.servers.linkedin.model import Account, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

ANNA = Person("anna-de-vries", "Anna de Vries")


@contextmanager
def window(site: FakeLinkedIn, folder: Path, pinned: Browser | None = None) -> Iterator[Session]:
    """A window on a profile folder, closed at the end."""
    session = Session(Site(site.url), folder, load(), pinned=pinned, patience=NEAR, headless=True)
    try:
        yield session
    finally:
        session.close()


@contextmanager
def fake_site(*, signed_in: bool = True) -> Iterator[FakeLinkedIn]:
    """The site, with Anna's account."""
    with FakeLinkedIn(Scenario(account=Account(signed_in=signed_in))) as site:
        yield site


class Human:
    """Signs in by the form when the window asks for the second time whether to give up."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        if self.asked == 2:
            self.session.page.fill("#username", "anna@example.com")
            self.session.page.fill("#password", "secret")
            self.session.page.click("button[type=submit]")
        return self.asked > 100


def test_a_person_signs_in_once_and_the_profile_stays_signed_in(tmp_path: Path) -> None:
    with fake_site() as site:
        with window(site, tmp_path / "anna") as session:
            assert session.sign_in(Human(session)) == ANNA
            signed_in_with = session.browser
        assert signed_in_with is not None
        assert signed_in_with.major > 100
        with window(site, tmp_path / "anna", signed_in_with) as session:
            assert session.open() is None
            assert session.open() is None
            assert session.identity() == ANNA
            assert session.prove("Anna-de-Vries") is None
            wrong = session.prove("grace-hopper")
        assert isinstance(wrong, Incident)
        assert (wrong.stop, wrong.path, wrong.text) == (
            Stop.WRONG_ACCOUNT,
            "/in/anna-de-vries/",
            "anna-de-vries is signed in, and the sender is grace-hopper",
        )
        assert wrong.picture.startswith(b"\x89PNG")
        assert site.writes() == []
    assert (tmp_path / "anna").stat().st_mode & 0o777 == 0o700


def test_who_walks_away_from_the_sign_in_page_is_not_signed_in(tmp_path: Path) -> None:
    with fake_site(signed_in=False) as site, window(site, tmp_path / "anna") as session:
        answers = iter((False, False, True))
        result = session.sign_in(lambda: next(answers))
    assert isinstance(result, Incident)
    assert (result.stop, result.path, result.text) == (Stop.LOGGED_OUT, "/login", "nobody signed in")


def test_a_window_that_is_closed_ends_the_waiting_for_a_sign_in(tmp_path: Path) -> None:
    with fake_site(signed_in=False) as site, window(site, tmp_path / "anna") as session:

        def close_it() -> bool:
            session.page.close()
            return False

        result = session.sign_in(close_it)
        assert isinstance(result, Incident)
        assert result.stop is Stop.LOGGED_OUT
        assert result.text.startswith("the window was closed before anybody had signed in")
        assert session.open() is None, "it opens anew"


def test_a_profile_in_use_is_an_incident_and_no_second_browser(tmp_path: Path) -> None:
    with fake_site() as site, window(site, tmp_path / "anna") as first, window(site, tmp_path / "anna") as second:
        assert first.open() is None
        assert second.open() == Incident(Stop.BROWSER, "", "another process has this profile: wait until it is done")


def test_an_older_browser_than_at_sign_in_is_an_incident_and_asks_the_site_nothing(tmp_path: Path) -> None:
    with fake_site() as site, window(site, tmp_path / "anna", Browser("chromium", 9_999)) as session:
        incident = session.open()
        assert isinstance(incident, Incident)
        assert incident.stop is Stop.BROWSER
        assert incident.text.startswith("the account was signed in with Chromium 9999; this is the older ")
        assert site.requests() == []


def test_who_signs_in_anew_may_do_so_with_another_browser(tmp_path: Path) -> None:
    with fake_site() as site, window(site, tmp_path / "anna", Browser("firefox", 150)) as session:
        incident = session.open()
        assert incident is not None
        assert incident.text == ("the account was signed in with firefox, which is not installed any more; install it, or sign in anew")
        assert session.sign_in(Human(session)) == ANNA
        assert session.browser is not None
        assert session.browser.family != "firefox"
        assert (tmp_path / "anna" / session.browser.family).stat().st_mode & 0o777 == 0o700


def test_the_browser_is_disguised_as_nothing_and_reaches_nothing_else(tmp_path: Path) -> None:
    with fake_site() as site, window(site, tmp_path / "anna") as session:
        assert session.open() is None
        assert session.page.evaluate("navigator.webdriver") is True
        assert "Chrome" in session.page.evaluate("navigator.userAgent")
        with pytest.raises(ValueError, match="is not an address of"):
            session.go("http://example.com/feed/")
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            session.page.goto("http://example.com/")


def test_linkedin_itself_is_never_opened_where_nobody_sees_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a person must see LinkedIn's window"):
        Session(Site(), tmp_path, load(), headless=True)


def test_a_site_that_is_down_is_an_incident(tmp_path: Path) -> None:
    with fake_site() as site:
        address = site.url
    session = Session(Site(address), tmp_path / "anna", load(), patience=NEAR, headless=True)
    try:
        incident = session.prove("anna-de-vries")
    finally:
        session.close()
    assert isinstance(incident, Incident)
    assert incident.stop is Stop.UNKNOWN_PAGE
    assert incident.text.startswith("the page does not open: ")


def test_a_keyboard_interrupt_leaves_the_window_to_seleqt(tmp_path: Path) -> None:
    """Ctrl-C goes to every process of the terminal, also to the one that drives the browser."""
    with fake_site() as site, window(site, tmp_path / "anna") as session:
        assert session.open() is None
        drivers = [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and f"\nPPid:\t{os.getpid()}\n" in _read(entry / "status") and "run-driver" in _read(entry / "cmdline")
        ]
        for driver in drivers:
            os.kill(driver, signal.SIGINT)
        problem = session.prove("anna-de-vries")
        assert (len(drivers), problem.stop if problem else None) == (1, Stop.LOGGED_OUT), "the site was asked, so the window lives"


def _read(path: Path) -> str:
    with suppress(OSError):  # a process that ended meanwhile
        return path.read_text(errors="replace")
    return ""
