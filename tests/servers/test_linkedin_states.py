"""What a profile of the fake LinkedIn shows in every state, layout and language: by roles, labels and addresses alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.linkedin.chromium import chromium, signed_in
from tests.servers.linkedin.labels import DEGREES, label
from tests.servers.linkedin.model import Language, Layout, Person, Post, Scenario, State
from tests.servers.linkedin.server import FakeLinkedIn

STATES: tuple[State, ...] = ("none", "pending", "incoming", "connected", "follow_only", "email_required", "removed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


def everybody() -> list[Person]:
    people = [Person(f"jan-{state.replace('_', '-')}", f"Jan {state.title().replace('_', '')}", state) for state in STATES]
    return [*people, Person("jan-first", "Jan First", follow_primary=True), Person("jan-open", "Jan Open", open_profile=True, degree=3)]


def opened(page: Page, path: str) -> None:
    page.goto(path, wait_until="domcontentloaded")


def row(page: Page) -> list[tuple[str, str | None, str | None]]:
    """Tag, label and address of each control in the top card's row, in order."""
    controls = page.locator("main [data-fk-key^='row:'] > :is(a, button)")
    read = "all => all.map(el => [el.tagName, el.getAttribute('aria-label'), el.getAttribute('href')])"
    return [(tag, words, address) for tag, words, address in controls.evaluate_all(read)]


@pytest.mark.parametrize("language", ["en", "fr", "xx"])
def test_ember_shows_each_state_with_buttons(browser: Browser, language: Language) -> None:
    def says(key: str, name: str = "") -> str:
        return label(language, key, name=name)

    more = ("BUTTON", says("more_aria"), None)
    rows = {
        "jan-none": [("BUTTON", says("invite_aria", "Jan None"), None), more],
        "jan-email-required": [("BUTTON", says("invite_aria", "Jan EmailRequired"), None), more],
        "jan-pending": [("BUTTON", says("pending_aria", "Jan Pending"), None), more],
        "jan-connected": [("BUTTON", says("message_aria", "Jan Connected"), None), more],
        "jan-incoming": [
            ("BUTTON", says("ignore_aria", "Jan Incoming"), None),
            ("BUTTON", says("accept_aria", "Jan Incoming"), None),
            more,
        ],
        "jan-follow-only": [
            ("BUTTON", says("follow_aria", "Jan FollowOnly"), None),
            ("BUTTON", says("message_aria", "Jan FollowOnly"), None),
            more,
        ],
        "jan-first": [("BUTTON", says("follow_aria", "Jan First"), None), ("BUTTON", says("message_aria", "Jan First"), None), more],
        "jan-open": [("BUTTON", says("invite_aria", "Jan Open"), None), ("BUTTON", says("message_aria", "Jan Open"), None), more],
        "me": [("A", None, "/in/anna-de-vries/edit/intro/")],
    }
    with FakeLinkedIn(Scenario("A", language, people=everybody())) as site, signed_in(browser, site) as page:
        found = {}
        for slug in rows:
            opened(page, f"/in/{slug}/")
            found[slug] = row(page)
            assert page.locator("h1.text-heading-xlarge").count() == 1
            assert page.locator("html").get_attribute("lang") == language
        assert found == rows
        opened(page, "/in/jan-first/")
        page.locator(site.final_button("more")).click()
        expect(page.locator("div[role=button]", has_text=says("connect"))).to_be_visible()
        opened(page, "/in/jan-removed/")
        assert page.url == f"{site.url}/404/"
        assert site.writes() == []


@pytest.mark.parametrize(
    ("layout", "language"), [("B", "en"), ("B", "nl"), ("B", "de"), ("B", "fr"), ("B", "xx"), ("C", "en"), ("C", "xx")]
)  # fmt: skip
def test_sdui_shows_each_state_with_anchors(browser: Browser, language: Language, layout: Layout) -> None:
    def says(key: str, name: str = "") -> str:
        return label(language, key, name=name)

    with FakeLinkedIn(Scenario(layout, language, people=everybody())) as site, signed_in(browser, site) as page:

        def compose(slug: str) -> str:
            person = site.world.person(slug)
            assert person is not None
            return site.site.view.compose(person)

        more = ("BUTTON", None, None)
        deep = "/preload/custom-invite/?vanityName="
        rows = {
            "jan-none": [("A", says("invite_aria", "Jan None"), f"{deep}jan-none"), more],
            "jan-email-required": [("A", says("invite_aria", "Jan EmailRequired"), f"{deep}jan-email-required"), more],
            "jan-pending": [("A", says("pending_aria", "Jan Pending"), "/in/jan-pending/"), more],
            "jan-connected": [("A", None, compose("jan-connected")), more],
            "jan-incoming": [
                ("BUTTON", says("ignore_aria", "Jan Incoming"), None),
                ("BUTTON", says("accept_aria", "Jan Incoming"), None),
                more,
            ],
            "jan-follow-only": [("BUTTON", says("follow_aria", "Jan FollowOnly"), None), ("A", None, compose("jan-follow-only")), more],
            "jan-first": [("BUTTON", says("follow_aria", "Jan First"), None), ("A", None, compose("jan-first")), more],
            "jan-open": [("A", says("invite_aria", "Jan Open"), f"{deep}jan-open"), ("A", None, compose("jan-open")), more],
            "me": [("A", None, "/in/anna-de-vries/edit/intro/")],
        }
        found = {}
        for slug in rows:
            opened(page, f"/in/{slug}/")
            found[slug] = row(page)
            assert page.locator("h1").count() == 0
            assert page.locator("[componentkey$=Topcard]").count() == 1
            assert page.locator("main > section [data-fk-key^='row:']").count() == (0 if layout == "C" else 1)
        assert found == rows
        opened(page, "/in/jan-removed/")
        expect(page.get_by_text(says("gone"))).to_be_visible()
        assert page.url == f"{site.url}/in/jan-removed/"
        assert site.writes() == []


@pytest.mark.parametrize("layout", ["B", "C"])
def test_a_connection_has_two_compose_anchors_to_the_same_person_and_others_have_labels(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=everybody())) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan-connected/")
        own = page.locator('main a[href*="/messaging/compose"]:not([aria-label])').all()
        assert len({each.get_attribute("href") for each in own}) == 1
        assert len(own) == 2
        others = page.locator('main a[href*="/messaging/compose"][aria-label]')
        assert [each.get_attribute("aria-label") for each in others.all()] == ["Message Jan Lookalike"]
        expect(page.get_by_text(f"· {DEGREES['en'][0]}", exact=True)).to_be_visible()
        page.locator(site.final_button("more")).click()
        menu = page.locator("body > [data-fk-host=menu] > [role=menu], [data-fk-host=menu] > [role=menu]")
        expect(menu.get_by_text("Remove connection")).to_be_visible()
        assert page.locator("main [role=menu]").count() == 0


@pytest.mark.parametrize("layout", ["B", "C"])
def test_connect_of_somebody_to_follow_stands_only_in_the_menu(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=everybody())) as site, signed_in(browser, site) as page:
        for slug, there in (("jan-first", 1), ("jan-follow-only", 0)):
            opened(page, f"/in/{slug}/")
            anchor = page.locator(f'a[href="/preload/custom-invite/?vanityName={slug}"]')
            assert anchor.count() == 0
            page.locator(site.final_button("more")).click()
            page.locator("[role=menu]").wait_for()
            assert page.locator(site.final_button("more")).get_attribute("aria-expanded") == "true"
            assert anchor.count() == there


def test_the_premium_layout_hides_connect_but_its_deep_link_works(browser: Browser) -> None:
    with FakeLinkedIn(Scenario("D", people=everybody())) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan-none/")
        assert [(tag, words) for tag, words, _ in row(page)] == [
            ("A", None), ("BUTTON", "Save in Sales Navigator"), ("A", None), ("BUTTON", None),
        ]  # fmt: skip
        assert page.locator('a[href$="vanityName=jan-none"]').count() == 0
        opened(page, "/preload/custom-invite/?vanityName=jan-none")
        expect(page.locator("dialog[open]")).to_be_visible()


def test_nothing_of_the_renamed_layout_has_a_name_that_anybody_knows(browser: Browser) -> None:
    people = [*everybody(), Person("kim", posts=[Post("1")])]
    with FakeLinkedIn(Scenario("Z", people=people)) as site, signed_in(browser, site) as page:
        for path in ("/in/jan-none/", "/in/jan-connected/", "/in/jan-pending/", "/mynetwork/invitation-manager/sent/", "/messaging/",
                     "/mynetwork/invite-connect/connections/", "/in/kim/recent-activity/all/", "/feed/"):  # fmt: skip
            opened(page, path)
            known = "a, button, textarea, [role], [aria-label], [aria-expanded], [data-view-name], [componentkey], li, label, dialog, form"
            assert page.locator(known).count() == 0, path
            assert page.get_by_text("Connect", exact=True).count() == 0
        assert site.writes() == []


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_the_sidebars_people_can_be_invited_by_mistake_and_the_record_says_so(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=[Person("jan-jansen", "Jan Jansen")])) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan-jansen/")
        page.locator(site.final_button("decoy-connect")).click()
        page.locator(site.final_button("decoy-invite_without_note")).click()
        page.locator(site.final_button("decoy-pending")).wait_for()
        box = page.locator(".chat [role=textbox]")
        box.fill("Hello")
        page.locator(site.final_button("decoy-send")).click()
        expect(page.locator(".chat [data-event-urn]")).to_have_count(1)
        assert [(entry.action, entry.target_slug) for entry in site.decoy_writes()] == [
            ("invite", "jan-jansen-4b2"), ("message", "somebody-in-the-chat"),
        ]  # fmt: skip
