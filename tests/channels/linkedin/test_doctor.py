"""What doctor says of the pages: which candidates hold, in six pages, without a write and without a person's data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.doctor import examine
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.core.linkedin.orders import Stop
from seleqt_cli.ports.linkedin import Checkup
from tests.channels.linkedin.windows import Allowed
from tests.servers.linkedin.chromium import signed_in
from tests.servers.linkedin.model import Fault, Item, Person, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=10.0, tries=2, step=0.05, action=1.0)
PEOPLE = [
    Person("ada-lovelace", "Ada Lovelace", "connected", thread=[Item("Hello", 1_793_600_000)]),
    Person("grace-hopper", "Grace Hopper", "pending"),
    Person("mary-shelley", "Mary Shelley"),
]
IN_EMBER = {
    "edit_intro": "edit-intro-href",
    "top_card": "top-card-class",
    "sent_row": "sent-row-card",
    "withdraw": "withdraw-name",
    "invite_any": "",
    "connection_link": "connection-href",
    "inbox_row": "inbox-row-label",
    "more": "more-name",
    "compose": "",
    "message_button": "message-name",
    "menu": "menu-dropdown-class",
    "remove_connection": "remove-connection-text",
    "pending": "pending-name",
}
IN_SDUI = {
    **IN_EMBER,
    "top_card": "top-card-componentkey",
    "sent_row": "sent-row-listitem",
    "withdraw": "withdraw-view-name",
    "invite_any": "invite-any-href",
    "more": "more-expander",
    "compose": "compose-card-href",
    "message_button": "",
    "menu": "menu-role",
}
WORDLESS = {**IN_SDUI, "remove_connection": "", "pending": ""}


@contextmanager
def examined(browser: Browser, scenario: Scenario) -> Iterator[tuple[Checkup, FakeLinkedIn]]:
    """What doctor finds; it wrote nothing, and opened at most six pages beside the one of the sign-in."""
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        before = len(site.visits())
        checkup = examine(Session.on(page, Site(site.url), load(), patience=QUICK), Allowed())
        assert site.writes() == []
        asked = [entry for entry in site.visits()[before:] if entry.reason not in ("redirect", "checkpoint")]
        assert len(asked) == checkup.pages <= 6
        yield checkup, site


@pytest.mark.parametrize(
    ("layout", "language", "found"), [("A", "en", IN_EMBER), ("B", "de", IN_SDUI), ("C", "fr", IN_SDUI), ("B", "xx", WORDLESS)]
)
def test_what_holds_is_named_by_its_candidate(browser: Browser, layout: str, language: str, found: dict[str, str]) -> None:
    scenario = Scenario(layout=layout, language=language, people=PEOPLE)  # type: ignore[arg-type]
    with examined(browser, scenario) as (checkup, site):
        assert checkup == Checkup(found, (), layout, language, 6, None, 2)
        assert sorted({entry.target_slug for entry in site.visits()} - {""}) == ["ada-lovelace", "anna-de-vries", "grace-hopper"]


def test_a_site_where_everything_was_renamed_is_told_with_the_keys_that_failed(browser: Browser) -> None:
    with examined(browser, Scenario(layout="Z", people=PEOPLE)) as (checkup, _):
        assert checkup == Checkup({"edit_intro": "", "top_card": "", "invite_any": ""}, ("edit_intro", "top_card"), "", "en", 4, None, 0)


def test_an_empty_list_is_no_failure(browser: Browser) -> None:
    # nobody is invited; the one connection is whose chat is open on every page
    with examined(browser, Scenario(layout="B")) as (checkup, _):
        assert (checkup.missing, checkup.pages, checkup.profiles) == ((), 5, 1)


def test_a_profile_for_which_there_is_no_room_is_not_opened(browser: Browser) -> None:
    with FakeLinkedIn(Scenario(people=PEOPLE)) as site, signed_in(browser, site) as page:
        permit = Allowed(refuse_open="limit reached")
        checkup = examine(Session.on(page, Site(site.url), load(), patience=QUICK), permit)
        assert (checkup.profiles, checkup.pages, checkup.missing, permit.asked) == (0, 4, (), ["open", "open"])
        assert {entry.target_slug for entry in site.visits()} - {""} == {"anna-de-vries"}


def test_a_page_to_stop_at_ends_it_at_once(browser: Browser) -> None:
    scenario = Scenario(people=PEOPLE, faults=[Fault("checkpoint", on="/mynetwork")])
    with examined(browser, scenario) as (checkup, site):
        assert checkup.incident is not None
        assert (checkup.incident.stop, checkup.pages) == (Stop.CHECKPOINT, 2)
        assert [path for _, path in site.requests()][-1].startswith("/checkpoint/")


def test_nothing_about_anybody_stands_in_it(browser: Browser) -> None:
    with examined(browser, Scenario(people=PEOPLE)) as (checkup, _):
        said = repr(asdict(checkup)).casefold()
        assert [
            word
            for person in PEOPLE
            for word in (*person.name.casefold().split(), person.slug, person.member_id.casefold())
            if word in said
        ] == []
