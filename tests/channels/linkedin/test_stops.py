"""Pages on which an account stops, told by their path first; and pages that only look like it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Place, Site
from seleqt_cli.channels.linkedin.stops import Landing
from seleqt_cli.core.linkedin.orders import Stop
from tests.servers.linkedin.chromium import signed_in
from tests.servers.linkedin.model import Fault, Person, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=10.0, tries=2, step=0.05, action=1.0)


@contextmanager
def session_on(browser: Browser, scenario: Scenario, *, session: bool = True) -> Iterator[Session]:
    """A window on the fake site; at the end nothing was written."""
    with FakeLinkedIn(scenario) as site, signed_in(browser, site, session=session) as page:
        yield Session.on(page, Site(site.url), load(), patience=QUICK)
        assert site.writes() == []


def told(landing: Landing) -> tuple[str, str, bool]:
    """The stop ('' for none), the path, and whether the page is gone."""
    stop = landing.incident.stop.value if landing.incident else ""
    assert landing.incident is None or landing.incident.picture.startswith(b"\x89PNG")
    return stop, landing.path, landing.gone


ADA = Person("ada-lovelace", "Ada Lovelace")


@pytest.mark.parametrize(
    ("fault", "stop", "path"),
    [
        ("too_many_requests", "rate_limited", "/in/ada-lovelace/"),
        ("authwall", "authwall", "/authwall"),
        ("login_redirect", "logged_out", "/login"),
        ("session_expires", "logged_out", "/login"),
        ("checkpoint", "checkpoint", "/checkpoint/challenge/AgFake"),
        ("interstitial", "interstitial", "/in/ada-lovelace/"),
        ("page_error", "unknown_page", "/in/ada-lovelace/"),
    ],
)
def test_a_page_to_stop_at_is_told(browser: Browser, fault: str, stop: str, path: str) -> None:
    with session_on(browser, Scenario(people=[ADA], faults=[Fault(fault, on="/in/ada-lovelace")])) as session:  # type: ignore[arg-type]
        assert told(session.go(session.site.feed())) == ("", "/feed/", False)
        assert told(session.go(session.site.profile(ADA.slug))) == (stop, path, False)


def test_a_connection_that_is_cut_is_an_unknown_page(browser: Browser) -> None:
    with session_on(browser, Scenario(people=[ADA], faults=[Fault("page_cut", on="/in/ada-lovelace")])) as session:
        landing = session.go(session.site.profile(ADA.slug))
        assert landing.incident is not None
        assert landing.incident.stop is Stop.UNKNOWN_PAGE
        assert landing.incident.text.startswith("the page does not open: ")


@pytest.mark.parametrize("language", ["en", "de", "fr", "nl"])
def test_an_agreement_is_told_in_each_language(browser: Browser, language: str) -> None:
    scenario = Scenario(language=language, people=[ADA], faults=[Fault("interstitial", on="/messaging")])  # type: ignore[arg-type]
    with session_on(browser, scenario) as session:
        assert told(session.go(session.site.inbox())) == ("interstitial", "/messaging/", False)


def test_an_agreement_in_unknown_words_stops_all_the_same(browser: Browser) -> None:
    with session_on(browser, Scenario(language="xx", faults=[Fault("interstitial", on="/messaging")])) as session:
        assert told(session.go(session.site.inbox())) == ("checkpoint", "/messaging/", False)


def test_without_a_session_every_page_stops(browser: Browser) -> None:
    with session_on(browser, Scenario(people=[ADA]), session=False) as session:
        assert told(session.go(session.site.feed())) == ("logged_out", "/login", False)
        assert told(session.go(session.site.profile(ADA.slug))) == ("authwall", "/authwall", False)


@pytest.mark.parametrize(("layout", "place"), [("A", Place.GONE), ("B", Place.GONE), ("C", Place.GONE)])
def test_a_profile_that_is_gone_is_no_reason_to_stop(browser: Browser, layout: str, place: Place) -> None:
    people = [Person("ada-lovelace", "Ada Lovelace", "removed")]
    with session_on(browser, Scenario(layout=layout, people=people)) as session:  # type: ignore[arg-type]
        landing = session.go(session.site.profile("ada-lovelace"))
        assert (landing.place, landing.gone, landing.incident) == (place, True, None)


FRAME = "<html lang='en'><head><title>{title}</title></head><body>{body}</body></html>"
WORDS = "<p>Too many requests! Try again later. weekly limit, Pending, captcha, Agree to comply, Sign in, This page doesn’t exist</p>"
PAGES = [
    ("Ada | LinkedIn", f"<main><h2>About</h2>{WORDS}</main>", ""),
    ("Ada | LinkedIn", f"<main><h2>About</h2>{WORDS}<button>Agree to comply with a friend</button></main>", ""),
    ("Ada | LinkedIn", "<main>Hello<form action='/search'></form></main>", ""),
    ("Ada | LinkedIn", f"<div>{WORDS}</div>", "rate_limited"),
    ("Ada | LinkedIn", "<p>Bitte versuchen Sie es später: Zu viele Anfragen</p>", "rate_limited"),
    ("Ada | LinkedIn", f"<div>{WORDS * 30}</div>", "unknown_page"),
    ("Ada | LinkedIn", "<p>Hello</p>", "unknown_page"),
    ("", "", "unknown_page"),
    ("LinkedIn Login", "<main></main>", "logged_out"),
    ("Sign In | LinkedIn", "<main></main>", "logged_out"),
    ("Ada | LinkedIn", "<main><div id='rememberme-div'>Anna</div></main>", "logged_out"),
    ("Ada | LinkedIn", "<main><form action='/checkpoint/challenge/verify'></form></main>", "checkpoint"),
    ("Ada | LinkedIn", "<main><iframe title='reCAPTCHA challenge'></iframe></main>", "checkpoint"),
    ("Ada | LinkedIn", "<main><button> Agree  to comply </button></main>", "interstitial"),
]


@pytest.mark.parametrize(("title", "body", "stop"), PAGES)
def test_signs_in_a_page_stop_and_what_people_write_does_not(browser: Browser, title: str, body: str, stop: str) -> None:
    with session_on(browser, Scenario()) as session:
        session.go(session.site.feed())
        session.page.set_content(FRAME.format(title=title, body=body))
        assert told(session.here()) == (stop, "/feed/", False)


def test_a_page_that_seleqt_does_not_know_is_a_page_to_stop_at(browser: Browser) -> None:
    with session_on(browser, Scenario()) as session:
        session.go(session.site.feed())
        session.page.evaluate("history.pushState({}, '', '/legal/new-terms/')")
        assert told(session.here()) == ("unknown_page", "/legal/new-terms/", False)


def test_another_site_in_the_window_is_a_page_to_stop_at(browser: Browser) -> None:
    with session_on(browser, Scenario()) as session:
        session.page.goto("about:blank")
        assert told(session.here()) == ("unknown_page", "", False)


def test_a_status_is_that_of_the_page_and_of_no_picture_in_it(browser: Browser) -> None:
    with session_on(browser, Scenario()) as session:
        session.go(session.site.feed())
        with session.page.expect_response("**/404/picture.png"):
            session.page.evaluate("document.querySelector('main').innerHTML = '<h2>Feed</h2><img src=\"/404/picture.png\">'")
        assert told(session.here()) == ("", "/feed/", False)
