"""Profiles of the fake site: every state in every layout and language, redirects, late and replaced buttons. Reading writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.finder import Found, Missing
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Place, Site
from seleqt_cli.channels.linkedin.stops import Landing
from seleqt_cli.core.linkedin.orders import Stop
from tests.servers.linkedin.chromium import signed_in
from tests.servers.linkedin.model import Person, Scenario, Timing
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=10.0, tries=2, step=0.05, action=1.0)
ADA = "Ada Lovelace"
PEOPLE = [
    Person("none", ADA),
    Person("in-more", ADA, follow_primary=True),
    Person("pending", ADA, "pending"),
    Person("incoming", ADA, "incoming"),
    Person("connected", ADA, "connected"),
    Person("follow-only", ADA, "follow_only"),
    Person("email-required", ADA, "email_required"),
    Person("removed", ADA, "removed"),
]
EXPECTED = {
    "none": "connectable",
    "in-more": "connectable_in_more",
    "pending": "pending",
    "incoming": "incoming",
    "connected": "first",
    "follow-only": "follow_only",
    "email-required": "connectable",
    "removed": "gone",
    "anna-de-vries": "self",
}
UNREAD = dict.fromkeys(EXPECTED, "unknown")
TABLE = {
    **{("A", language): EXPECTED for language in ("en", "de", "fr", "nl")},
    **{("B", language): EXPECTED for language in ("de", "nl")},
    **{("C", language): EXPECTED for language in ("en", "fr")},
    # Ember has no addresses to go by: without the words nothing but its own profile and a page that is gone is told
    ("A", "xx"): {**UNREAD, "removed": "gone", "anna-de-vries": "self"},
    # a page that says in unknown words that it is gone is an unknown page
    ("B", "xx"): {**EXPECTED, "removed": "unknown"},
    ("C", "xx"): {**EXPECTED, "removed": "unknown"},
    # LinkedIn hides Connect from some accounts: what cannot be seen is not pressed
    ("D", "en"): {**EXPECTED, "none": "follow_only", "in-more": "follow_only", "email-required": "follow_only"},
    ("Z", "en"): UNREAD,
}


@contextmanager
def session_on(browser: Browser, scenario: Scenario, patience: Patience = QUICK) -> Iterator[Session]:
    """A signed-in window; at the end nothing was written."""
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        yield Session.on(page, Site(site.url), load(), patience=patience)
        assert site.writes() == []


def judged(session: Session, slug: str) -> str:
    """What a profile is read as."""
    page = ProfilePage.open(session, slug)
    if isinstance(page, Landing):
        assert page.incident is None
        return "gone"
    found = page.relation()
    broken = page.needed()
    assert broken is None or broken.stop is Stop.UI_CHANGED
    assert (found == "unknown") or broken is None
    return found.value


@pytest.mark.parametrize(("layout", "language"), TABLE)
def test_every_state_is_read_in_every_layout_and_language(browser: Browser, layout: str, language: str) -> None:
    scenario = Scenario(layout=layout, language=language, people=PEOPLE)  # type: ignore[arg-type]
    with session_on(browser, scenario) as session:
        assert {slug: judged(session, slug) for slug in EXPECTED} == TABLE[layout, language]


def test_an_open_profile_is_no_connection(browser: Browser) -> None:
    people = [Person("ada", ADA, open_profile=True), Person("grace", "Grace Hopper", premium_layout=True)]
    for layout in ("A", "B", "C"):
        with session_on(browser, Scenario(layout=layout, people=people)) as session:
            assert [judged(session, "ada"), judged(session, "grace")] == ["connectable", "follow_only"]


def test_an_old_slug_leads_to_the_person_and_is_proved_by_the_name(browser: Browser) -> None:
    with session_on(browser, Scenario(people=[Person("ada-new", ADA, aliases=("ada-old",))])) as session:
        page = ProfilePage.open(session, "ada-old")
        assert isinstance(page, ProfilePage)
        assert (page.slug, page.name, page.proof(ADA), page.proof(""), page.proof("Grace Hopper")) == (
            "ada-new",
            ADA,
            "",
            "wrong_person",
            "name_mismatch",
        )
        assert page.relation() == "connectable"


def test_buttons_that_come_late_are_waited_for(browser: Browser) -> None:
    scenario = Scenario(layout="C", people=PEOPLE, timing=Timing(hydrate=400))
    with session_on(browser, scenario, Patience(page=10.0, tries=30, step=0.1, action=1.0)) as session:
        assert [judged(session, slug) for slug in ("none", "connected", "pending")] == ["connectable", "first", "pending"]


def test_a_row_of_buttons_that_is_replaced_is_read_all_the_same(browser: Browser) -> None:
    with session_on(browser, Scenario(layout="B", people=PEOPLE, timing=Timing(replaced=60))) as session:
        assert [judged(session, slug) for slug in ("none", "in-more", "connected")] == ["connectable", "connectable_in_more", "first"]


def test_something_that_lies_over_more_is_closed_or_the_relation_stays_as_it_is(browser: Browser) -> None:
    with session_on(browser, Scenario(layout="C", people=PEOPLE, quirks=frozenset({"covered_once"}))) as session:
        assert judged(session, "in-more") == "connectable_in_more"
    with session_on(browser, Scenario(layout="C", people=PEOPLE, quirks=frozenset({"covered"}))) as session:
        assert judged(session, "in-more") == "follow_only"


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_the_buttons_of_people_beside_the_profile_are_not_the_persons(browser: Browser, layout: str) -> None:
    with session_on(browser, Scenario(layout=layout, people=PEOPLE)) as session:  # type: ignore[arg-type]
        page = ProfilePage.open(session, "pending")
        assert isinstance(page, ProfilePage)
        for key in ("invite", "compose", "message_button"):
            assert isinstance(page.finder.find(key), Missing)
        opened = page.open_menu()
        assert opened is not None
        follow = opened.find("follow", write=True)
        assert isinstance(follow, Found)
        assert follow.locator.get_attribute("data-fk-final") == "follow"


def test_the_persons_id_stands_in_their_own_compose_link(browser: Browser) -> None:
    with session_on(browser, Scenario(layout="C", people=PEOPLE)) as session:
        page = ProfilePage.open(session, "connected")
        assert isinstance(page, ProfilePage)
        assert page.member_id == "ACoAAConnected"


def test_a_profile_that_leads_elsewhere_is_a_page_to_stop_at(browser: Browser) -> None:
    with session_on(browser, Scenario(people=PEOPLE)) as session:
        page = ProfilePage.open(session, "nobody")
        assert isinstance(page, Landing)
        assert (page.place, page.gone, page.incident) == (Place.GONE, True, None)


UNMARKED = """() => {
  for (const each of document.querySelectorAll('[componentkey]')) each.removeAttribute('componentkey')
  for (const each of document.querySelectorAll('[class]')) each.removeAttribute('class')
}"""


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_the_owners_card_is_found_around_the_name_when_its_own_marks_are_gone(browser: Browser, layout: str) -> None:
    with session_on(browser, Scenario(layout=layout, people=PEOPLE)) as session:  # type: ignore[arg-type]
        page = ProfilePage.open(session, "connected")
        assert isinstance(page, ProfilePage)
        session.page.evaluate(UNMARKED)
        page.read()
        assert page.card is not None
        assert page.relation() == "first"
        assert page.needed() is None


MIXED = """() => {
  const card = document.querySelector('[componentkey]')
  card.removeAttribute('componentkey')
  card.append(document.querySelector('aside'))
}"""


def test_a_part_of_the_page_that_leads_to_other_people_is_not_the_owners_card(browser: Browser) -> None:
    with session_on(browser, Scenario(layout="B", people=PEOPLE)) as session:
        page = ProfilePage.open(session, "email-required")
        assert isinstance(page, ProfilePage)
        session.page.evaluate(MIXED)
        session.page.evaluate("document.querySelector('main .row').remove()")
        page.read()
        broken = page.needed()
        assert (page.card, page.relation()) == (None, "unknown")
        assert broken is not None
        assert (broken.stop, broken.text) == (Stop.UI_CHANGED, "the owner's part of the profile is not found (top_card)")
