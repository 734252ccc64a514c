"""What a person can do on the fake LinkedIn with a real browser, in each layout, and what the site's record says afterwards."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.linkedin.chromium import chromium, signed_in
from tests.servers.linkedin.model import DAY, START, Account, Item, Layout, Person, Post, Scenario, State
from tests.servers.linkedin.server import FakeLinkedIn

NOTE = "Hé Jan 🎉\n\nline ’two"
LAYOUTS: tuple[Layout, ...] = ("A", "B", "C")
DIALOG = "dialog[open], [role=dialog]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


def opened(page: Page, path: str) -> None:
    page.goto(path, wait_until="domcontentloaded")


def click(page: Page, site: FakeLinkedIn, *kinds: str) -> None:
    for kind in kinds:
        page.locator(site.final_button(kind)).first.click()


def written(site: FakeLinkedIn) -> list[tuple[str, str, str, str, bool]]:
    """Action, target, text, variant, accepted of each write."""
    return [(entry.action, entry.target_slug, entry.text, entry.variant, entry.accepted) for entry in site.writes()]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_invitation_with_a_note_arrives_as_written_and_shows_as_pending_and_in_the_sent_list(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=[Person("jan-jansen", "Jan Jansen")])) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan-jansen/")
        click(page, site, "connect")
        page.locator(site.final_button("add_note")).wait_for()
        names = page.locator(DIALOG).get_by_role("button").evaluate_all("all => all.map(el => el.getAttribute('aria-label'))")
        assert names == (["Dismiss"] if layout == "A" else []) + ["Add a note", "Send without a note"]
        assert page.locator("textarea").count() == 0
        click(page, site, "add_note")
        box = page.locator("textarea#custom-message")
        assert (box.get_attribute("name"), box.get_attribute("maxlength")) == ("message", "200")
        box.fill(NOTE)
        click(page, site, "invite")
        page.locator(site.final_button("pending")).wait_for()
        assert page.locator(DIALOG).count() == 0
        assert written(site) == [("invite", "jan-jansen", NOTE, "V3", True)]
        assert page.locator('a[href$="vanityName=jan-jansen"]').count() == 0
        opened(page, "/mynetwork/invitation-manager/sent/")
        expect(page.get_by_role("listitem").filter(has=page.locator('a[href="/in/jan-jansen/"]'))).to_contain_text("Sent today")
        expect(page.get_by_text("People (1)")).to_be_visible()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_deep_link_opens_the_dialog_and_sends_without_a_note(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=[Person("jan-jansen")])) as site, signed_in(browser, site) as page:
        opened(page, "/preload/custom-invite/?vanityName=jan-jansen")
        dialog = page.locator("dialog[open]" if layout == "B" else "[role=dialog]")
        expect(dialog).to_be_visible()
        inside = page.locator("#interop-outlet [role=dialog]").count()
        assert inside == (1 if layout == "C" else 0)
        assert page.evaluate("document.querySelector('[role=dialog]') === null") is (layout != "A")
        click(page, site, "invite_without_note")
        page.locator(site.final_button("pending")).wait_for()
        assert written(site) == [("invite", "jan-jansen", "", "V1" if layout == "A" else "V2", True)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_dialog_says_what_stands_in_the_way(browser: Browser, layout: Layout) -> None:
    people = [Person("jan"), Person("mail", state="email_required"), Person("again", withdrawn_at=START - DAY)]
    account = Account(notes_used=5, weekly_used=100)
    with FakeLinkedIn(Scenario(layout, people=people, account=account)) as site, signed_in(browser, site) as page:
        opened(page, "/preload/custom-invite/?vanityName=jan")
        click(page, site, "add_note")
        expect(page.locator(DIALOG).locator('a[href^="/premium/"]')).to_be_visible()
        opened(page, "/preload/custom-invite/?vanityName=jan")
        click(page, site, "invite_without_note")
        limit = page.locator(DIALOG).get_by_text("weekly invitation limit")
        expect(limit).to_be_visible()
        assert page.locator('[class*="ip-fuse-limit-alert"]').count() == (1 if layout == "A" else 0)
        opened(page, "/preload/custom-invite/?vanityName=mail")
        send = page.locator(site.final_button("invite_without_note"))
        assert not send.is_enabled()
        expect(page.locator(DIALOG).locator("input[type=email]")).to_be_visible()
        opened(page, "/preload/custom-invite/?vanityName=again")
        click(page, site, "invite_without_note")
        expect(page.locator(DIALOG).get_by_text("can’t resend")).to_be_visible()
        assert [(entry.target_slug, entry.reason) for entry in site.writes()] == [("jan", "weekly_limit"), ("again", "reinvite_too_soon")]


def test_the_quota_of_notes_can_also_come_when_sending(browser: Browser) -> None:
    scenario = Scenario(people=[Person("jan")], account=Account(notes_used=5), quota_at="submit")
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        click(page, site, "connect", "add_note")
        page.locator(site.note_box()).fill("Hello")
        click(page, site, "invite")
        expect(page.locator(DIALOG).locator('a[href^="/premium/"]')).to_be_visible()
        assert [(entry.accepted, entry.reason) for entry in site.writes()] == [(False, "note_quota")]


def test_an_address_unlocks_the_invitation_that_wants_one(browser: Browser) -> None:
    with FakeLinkedIn(Scenario(people=[Person("mail", state="email_required")])) as site, signed_in(browser, site) as page:
        opened(page, "/preload/custom-invite/?vanityName=mail")
        page.locator("input[type=email]").fill("mail@acme.example")
        click(page, site, "invite_without_note")
        page.locator(site.final_button("pending")).wait_for()
        assert written(site) == [("invite", "mail", "", "V4", True)]


def test_without_a_dialog_connect_invites_at_once(browser: Browser) -> None:
    with FakeLinkedIn(Scenario(people=[Person("jan")], quirks=frozenset({"no_dialog"}))) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        click(page, site, "connect")
        page.locator(site.final_button("pending")).wait_for()
        assert written(site) == [("invite", "jan", "", "V7", True)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_message_arrives_with_its_blank_lines_and_empties_the_composer(browser: Browser, layout: Layout) -> None:
    people = [Person("kim-kay", "Kim Kay", "connected", thread=[Item("Hi", START - DAY)])]
    with FakeLinkedIn(Scenario(layout, people=people)) as site, signed_in(browser, site) as page:
        opened(page, "/in/kim-kay/")
        click(page, site, "open_message")
        form = page.locator("form").filter(has=page.locator(site.final_button("message")))
        send = form.locator("button[type=submit]")
        expect(send).to_be_disabled()
        form.locator('div[role="textbox"][contenteditable="true"]').fill(NOTE)
        send.click()
        expect(form.locator("[data-event-urn]")).to_have_count(2)
        assert form.get_by_role("textbox").inner_text().strip() == ""
        assert written(site) == [("message", "kim-kay", NOTE, "page" if layout == "B" else "bubble", True)]
        assert form.locator('a[href="/in/kim-kay/"]').count() == 1


@pytest.mark.parametrize(("sends", "texts"), [(True, ["line one"]), (False, [])])
def test_enter_sends_only_where_the_account_says_so(browser: Browser, sends: bool, texts: list[str]) -> None:
    scenario = Scenario(people=[Person("kim", state="connected")], account=Account(enter_sends=sends))
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        opened(page, "/messaging/compose/?recipient=ACoAAKim&body=Pre%20filled")
        box = page.get_by_role("main").get_by_role("textbox")
        assert box.inner_text() == "Pre filled"
        box.fill("")
        box.press_sequentially("line one\n")
        expect(page.locator("main [data-event-urn]")).to_have_count(len(texts))
        box.press_sequentially("line two")
        assert box.inner_text() == ("line two" if sends else "line one\nline two")
        assert [entry.text for entry in site.writes()] == texts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_somebody_who_is_no_connection_gets_an_upsell_or_an_inmail(browser: Browser, layout: Layout) -> None:
    people = [Person("jan", follow_primary=True), Person("kim", follow_primary=True)]
    with FakeLinkedIn(Scenario(layout, people=people)) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        click(page, site, "open_message")
        expect(page.locator(DIALOG).locator('a[href^="/premium/"]')).to_be_visible()
        assert page.locator("main").get_by_role("textbox").count() == 0
        site.world.account.plan, site.world.account.inmail_credits = "premium", 45
        opened(page, "/in/kim/")
        click(page, site, "open_message")
        page.locator("input[name=subject]").fill("About us")
        form = page.locator("form").filter(has=page.locator(site.final_button("inmail")))
        expect(form.get_by_text("Use 1 of 45 InMail credits")).to_be_visible()
        form.locator("[role=textbox]").fill("Hello")
        click(page, site, "inmail")
        expect(form.locator("[data-event-urn]")).to_have_count(1)
        assert [(entry.action, entry.subject, entry.text) for entry in site.writes()] == [("inmail", "About us", "Hello")]
        assert site.world.account.inmail_credits == 44


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reading_back_an_acceptance_and_a_reply(browser: Browser, layout: Layout) -> None:
    people = [Person("jan", "Jan Jansen", "pending"), Person("old", state="connected", thread=[Item("Hello", START - DAY, from_me=True)])]
    with FakeLinkedIn(Scenario(layout, people=people)) as site, signed_in(browser, site) as page:
        site.world.accept("jan")
        opened(page, "/mynetwork/invite-connect/connections/")
        rows = page.get_by_role("listitem").locator('a[href^="/in/"]').evaluate_all("all => all.map(el => el.getAttribute('href'))")
        assert rows == ["/in/jan/", "/in/old/", "/in/somebody-in-the-chat/"]
        expect(page.get_by_role("listitem").first).to_contain_text("Connected on 2026-11-02")
        site.world.reply("jan", "Yes, please")
        opened(page, "/messaging/")
        labels = page.locator("main li label[aria-label]")
        assert labels.evaluate_all("all => all.map(el => [el.id, el.getAttribute('href'), el.getAttribute('aria-label')])") == [
            ["", None, "Select conversation with Jan Jansen"], ["", None, "Select conversation with Old"],
        ]  # fmt: skip
        assert page.title().startswith("(1) ")
        labels.first.click()
        page.wait_for_url("**/messaging/thread/*/")
        assert page.locator('main form a[href="/in/jan/"]').count() == 1
        expect(page.locator("main [data-event-urn]")).to_contain_text("Yes, please")
        assert not site.world.people["jan"].unread


@pytest.mark.parametrize("layout", LAYOUTS)
def test_withdrawing_takes_the_row_away_after_asking_once_more(browser: Browser, layout: Layout) -> None:
    people = [Person(f"jan-{number:02}", "Jan Same", "pending", sent_at=START - number * 7 * DAY) for number in range(4)]
    with FakeLinkedIn(Scenario(layout, people=people, page_size=3)) as site, signed_in(browser, site) as page:
        opened(page, "/mynetwork/invitation-manager/sent/")
        rows = page.get_by_role("listitem")
        expect(rows).to_have_count(3)
        page.get_by_role("button", name="Load more").click()
        expect(rows).to_have_count(4)
        expect(rows.last).to_contain_text("Sent 3 weeks ago")
        rows.last.locator('[aria-label="Withdraw invitation sent to Jan Same"]').click()
        sure = page.locator("dialog[open] button").first
        names = {"A": None, "B": "Withdraw invitation sent to Jan Same", "C": "Withdrawn invitation sent to Jan Same"}
        assert sure.get_attribute("aria-label") == names[layout]
        expect(sure).to_have_text("Withdraw")
        sure.click()
        expect(rows).to_have_count(3)
        assert written(site) == [("withdraw", "jan-03", "", "confirm", True)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_second_click_takes_a_reaction_away_and_the_state_can_be_read(browser: Browser, layout: Layout) -> None:
    with FakeLinkedIn(Scenario(layout, people=[Person("jan", posts=[Post("7"), Post("6")])])) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/recent-activity/all/")
        assert page.locator('a[href^="/feed/update/urn:li:activity:"]').count() == 3
        opened(page, "/feed/update/urn:li:activity:7/")
        shown = page.locator(site.final_button("react"))
        states = []
        for reason in ("liked", "unliked"):
            states.append(shown.get_attribute("aria-label") or shown.inner_text())
            shown.click()
            expect(shown).not_to_have_text(states[-1]) if layout == "C" else expect(shown).not_to_have_attribute("aria-label", states[-1])
            assert site.writes()[-1].reason == reason
        one = {"A": ["React Like", "Unreact Like"]}.get(layout, ["Reaction button state: no reaction", "Reaction button state: Like"])
        assert states == one
        assert site.decoy_writes() == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_following_shows_at_once(browser: Browser, layout: Layout) -> None:
    people = [Person("jan", "Jan Jansen", follow_primary=True), Person("kim", "Kim Kay")]
    with FakeLinkedIn(Scenario(layout, people=people)) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        click(page, site, "follow")
        expect(page.locator(site.final_button("follow"))).to_have_attribute("aria-label", "Unfollow Jan Jansen")
        opened(page, "/in/kim/")
        click(page, site, "more", "follow")
        expect(page.locator(site.final_button("follow"))).to_have_count(0)
        assert [(entry.target_slug, entry.reason, entry.variant) for entry in site.writes()] == [
            ("jan", "followed", "row"), ("kim", "followed", "menu"),
        ]  # fmt: skip


def test_an_incoming_request_can_be_answered(browser: Browser) -> None:
    with FakeLinkedIn(Scenario(people=[Person("jan", state="incoming")])) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        click(page, site, "accept")
        page.locator(site.final_button("open_message")).wait_for()
        assert [(entry.action, entry.reason) for entry in site.writes()] == [("respond", "accept")]


def test_sales_navigator_has_a_page_of_its_own(browser: Browser) -> None:
    scenario = Scenario(people=[Person("jan")], plan="salesnav", account=Account(inmail_credits=3))
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        opened(page, "/sales/lead/ACwAAJan,NAME_SEARCH,abcd")
        page.locator("input[name=subject]").fill("Subject")
        page.get_by_role("main").locator("[role=textbox]").fill("Body")
        click(page, site, "inmail")
        expect(page.get_by_role("status")).to_have_text("You sent a Sales Navigator message")
        assert [(entry.action, entry.variant, entry.accepted) for entry in site.writes()] == [("inmail", "sales", True)]


def test_a_person_signs_in_by_the_form_and_stays_signed_in(browser: Browser) -> None:
    scenario = Scenario(people=[Person("jan")], account=Account(signed_in=False))
    with FakeLinkedIn(scenario) as site, signed_in(browser, site, session=False) as page:
        opened(page, "/in/me/")
        assert page.url.startswith(f"{site.url}/login?")
        page.locator("#username").fill("anna@acme.example")
        page.locator("#password").fill("secret of the test")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/in/anna-de-vries/")
        cookie = page.context.cookies()[0]
        assert (cookie["name"], cookie["httpOnly"], cookie["expires"] > 0) == ("li_at", True, True)
        assert page.locator('a[href$="/edit/intro/"]').count() == 1


def test_another_process_asks_and_tells_by_the_control_port() -> None:
    def control(path: str, given: Any = None) -> Any:
        data = None if given is None else json.dumps(given).encode()
        with urllib.request.urlopen(f"{site.control_url}/__fake/{path}", data, timeout=30) as answer:
            return json.load(answer)

    with FakeLinkedIn() as site:
        people: list[dict[str, str]] = [{"slug": "jan", "state": "pending"}]
        told = control("scenario", {"layout": "C", "language": "de", "people": people, "timing": {"sent_delay": 3}})
        assert told["people"]["jan"]["state"] == "pending"
        assert control("clock", {"add": 60}) == {"now": START + 60}
        assert control("clock", {"set": START + 5}) == {"now": START + 5}
        accepted = control("do", {"call": "accept", "args": ["jan"]})
        state: State = accepted["people"]["jan"]["state"]
        assert state == "connected"
        control("do", {"call": "hand_message", "args": ["jan", "Hello"]})
        assert [(entry["session"], entry["action"], entry["virtual_time"]) for entry in control("ledger")] == [
            ("hand", "message", START + 5)
        ]
        assert control("assert", {"per_day": {"invite": 0}}) == []
        assert control("reset", {})["people"]["jan"]["state"] == "pending"
        assert control("requests") == []
        site.clock.follow(lambda: 7)
        assert control("state")["now"] == 7
        with urllib.request.urlopen(f"{site.url}/login", timeout=30) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError):
            control("nonsense")
