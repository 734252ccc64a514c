"""What a browser sees when the fake LinkedIn is slow, lies, breaks, or closes its doors; and what the record says then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, TimeoutError, expect

from tests.servers.certificates import make_certificates
from tests.servers.linkedin.chromium import EXECUTABLE, arguments, chromium, signed_in
from tests.servers.linkedin.model import Fault, FaultKind, Layout, Person, Quirk, Scenario, Timing
from tests.servers.linkedin.server import FakeLinkedIn

SENT = "/mynetwork/invitation-manager/sent/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


def opened(page: Page, path: str) -> None:
    page.goto(path, wait_until="domcontentloaded")


def invited(page: Page, site: FakeLinkedIn, slug: str = "jan") -> None:
    """Invite without a note by the deep link, as far as the click."""
    opened(page, f"/preload/custom-invite/?vanityName={slug}")
    page.locator(site.final_button("invite_without_note")).click()


def toast(page: Page) -> str:
    """What the page says once it has an answer."""
    at = page.get_by_role("status")
    expect(at).not_to_be_empty()
    return at.inner_text()


def broken(kind: FaultKind, on: str = "invite", layout: Layout = "B", quirks: frozenset[Quirk] = frozenset()) -> FakeLinkedIn:
    people = [Person("jan", "Jan Jansen"), Person("kim", "Kim Kay", "connected")]
    return FakeLinkedIn(Scenario(layout, people=people, faults=[Fault(kind, on)], quirks=quirks))


@pytest.mark.parametrize(
    ("kind", "pending"), [("cut_before", False), ("error_before", False), ("cut_after", True), ("error_after", True)]
)  # fmt: skip
def test_an_answer_that_does_not_come_leaves_the_dialog_open_and_the_browser_asks_once(
    browser: Browser, kind: FaultKind, pending: bool
) -> None:
    with broken(kind) as site, signed_in(browser, site) as page:
        invited(page, site)
        assert toast(page) == "Something went wrong"
        expect(page.locator("dialog[open]")).to_be_visible()
        assert [entry.accepted for entry in site.writes()] == [pending]
        assert [path for method, path in site.requests() if method == "POST"] == ["/__ui/invite"]
        opened(page, SENT)
        assert page.locator('a[href="/in/jan/"]').count() == int(pending)


@pytest.mark.parametrize("layout", ["A", "B", "C"])
def test_a_false_success_shows_pending_until_the_page_is_opened_again(browser: Browser, layout: Layout) -> None:
    with broken("false_pending", layout=layout) as site, signed_in(browser, site) as page:
        invited(page, site)
        page.locator(site.final_button("pending")).wait_for()
        assert site.accepted() == []
        opened(page, "/in/jan/")
        page.locator(site.final_button("connect")).wait_for()


def test_a_silent_drop_closes_the_dialog_and_changes_nothing(browser: Browser) -> None:
    with broken("silent_drop") as site, signed_in(browser, site) as page:
        invited(page, site)
        expect(page.locator("dialog[open]")).to_have_count(0)
        page.locator(site.final_button("connect")).wait_for()
        assert [(entry.accepted, entry.reason) for entry in site.writes()] == [(False, "silent_drop")]


def test_a_message_that_is_dropped_empties_the_composer_without_showing_a_message(browser: Browser) -> None:
    with broken("silent_drop", "message") as site, signed_in(browser, site) as page:
        opened(page, "/messaging/compose/?recipient=ACoAAKim")
        box = page.get_by_role("main").get_by_role("textbox")
        box.fill("Hello")
        page.locator(site.final_button("message")).click()
        expect(box).to_be_empty()
        assert page.locator("main [data-event-urn]").count() == 0
        assert site.accepted() == []


def test_a_restricted_account_gets_an_upsell_where_it_wanted_to_send(browser: Browser) -> None:
    with broken("message_restricted", "message") as site, signed_in(browser, site) as page:
        opened(page, "/messaging/compose/?recipient=ACoAAKim")
        page.get_by_role("main").get_by_role("textbox").fill("Hello")
        page.locator(site.final_button("message")).click()
        expect(page.locator('dialog[open] a[href^="/premium/"]')).to_be_visible()


@pytest.mark.parametrize(("kind", "click"), [("quota_on_click", "add_note"), ("weekly_limit", "invite_without_note")])
def test_a_limit_shows_in_place_of_the_dialog(browser: Browser, kind: FaultKind, click: str) -> None:
    with broken(kind, "") as site, signed_in(browser, site) as page:
        opened(page, "/preload/custom-invite/?vanityName=jan")
        page.locator(site.final_button(click)).click()
        expect(page.locator("dialog[open] h2")).to_contain_text("invitation")
        expect(page.locator(site.final_button(click))).to_have_count(0)
        assert site.accepted() == []


@pytest.mark.parametrize(
    ("fault", "path", "address"),
    [
        (Fault("authwall"), "/in/jan/", "/authwall?session_redirect=%2Fin%2Fjan%2F"),
        (Fault("login_redirect"), "/in/jan/", "/login?session_redirect=%2Ffeed%2F"),
        (Fault("session_expires"), SENT, "/login?session_redirect=%2Fmynetwork%2Finvitation-manager%2Fsent%2F"),
        (Fault("checkpoint"), "/in/jan/", "/checkpoint/challenge/AgFake"),
    ],
)
def test_a_wall_takes_the_pages_place(browser: Browser, fault: Fault, path: str, address: str) -> None:
    with FakeLinkedIn(Scenario(people=[Person("jan")], faults=[fault])) as site, signed_in(browser, site) as page:
        opened(page, path)
        assert page.url == f"{site.url}{address}"
        signs = page.locator("form[action*=checkpoint], form[action='/login'], a[href='/login']")
        assert signs.count() == 1


def test_a_checkpoint_in_the_middle_moves_the_page_that_wanted_to_write(browser: Browser) -> None:
    faults = [Fault("checkpoint", after=1)]
    with FakeLinkedIn(Scenario(people=[Person("jan"), Person("kim")], faults=faults)) as site, signed_in(browser, site) as page:
        opened(page, "/preload/custom-invite/?vanityName=kim")
        site.site.ledger.add("s9", "invite", "jan")
        page.locator(site.final_button("invite_without_note")).click()
        page.wait_for_url("**/checkpoint/challenge/*")
        assert page.locator("iframe[title*=captcha i]").count() == 1
        assert [(entry.target_slug, entry.reason) for entry in site.writes()][1:] == [("kim", "checkpoint")]
        page.get_by_role("button").click()
        page.wait_for_url("**/feed/")


@pytest.mark.parametrize(("kind", "status"), [("too_many_requests", 429), ("page_error", 500), ("interstitial", 200), ("remember_me", 200)])
def test_a_page_that_is_refused_has_no_profile_on_it(browser: Browser, kind: FaultKind, status: int) -> None:
    with broken(kind, "/in/") as site, signed_in(browser, site) as page:
        answer = page.goto("/in/jan/", wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == status
        assert page.locator('[href*="vanityName"]').count() == 0
        assert page.locator("main").count() == (1 if status == 200 else 0)


def test_a_page_whose_connection_is_cut_is_an_error_of_the_browser(browser: Browser) -> None:
    with broken("page_cut", "/in/") as site, signed_in(browser, site) as page:
        with pytest.raises(Error, match="ERR_INVALID_HTTP_RESPONSE"):
            opened(page, "/in/jan/")
        assert [(entry.path, entry.reason) for entry in site.visits()][-1] == ("/in/jan/", "page_cut")


def test_a_late_card_and_a_row_that_is_replaced(browser: Browser) -> None:
    timing = Timing(first_byte=20, hydrate=300_000, replaced=50_000, dialog=50, answer=50)
    with FakeLinkedIn(Scenario(people=[Person("jan", "Jan Jansen")], timing=timing)) as site, signed_in(browser, site) as page:
        page.clock.install()
        opened(page, "/in/jan/")
        assert page.title() == "Jan Jansen | LinkedIn"
        assert page.locator(site.final_button("connect")).count() == 0
        page.clock.run_for(300_000)
        handle = page.locator(site.final_button("connect")).element_handle()
        page.clock.run_for(50_000)
        assert handle is not None
        assert handle.evaluate("el => el.isConnected") is False
        page.locator(site.final_button("connect")).click()
        page.locator(site.final_button("invite_without_note")).click()
        page.locator(site.final_button("pending")).wait_for()
        assert len(site.accepted()) == 1


@pytest.mark.parametrize("layout", ["B", "C"])
def test_something_swallows_clicks_until_it_is_sent_away(browser: Browser, layout: Layout) -> None:
    scenario = Scenario(layout, people=[Person("jan")], quirks=frozenset({"covered_once"}))
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        with pytest.raises(TimeoutError):
            page.locator(site.final_button("connect")).click(trial=True, timeout=300)
        page.keyboard.press("Escape")
        page.locator(site.final_button("connect")).click()
        page.locator(site.final_button("invite_without_note")).wait_for()


def test_a_cover_that_stays_leaves_the_address(browser: Browser) -> None:
    scenario = Scenario("C", people=[Person("jan")], quirks=frozenset({"covered"}))
    with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
        opened(page, "/in/jan/")
        page.keyboard.press("Escape")
        with pytest.raises(TimeoutError):
            page.locator(site.final_button("connect")).click(trial=True, timeout=300)
        invited(page, site)
        page.locator(site.final_button("pending")).wait_for()


@pytest.mark.parametrize(("quirk", "there"), [("toast_only", 0), ("no_maxlength", 1)])
def test_what_was_written_can_be_told_by_a_toast_alone(browser: Browser, quirk: Quirk, there: int) -> None:
    with FakeLinkedIn(Scenario(people=[Person("jan")], quirks=frozenset({quirk}))) as site, signed_in(browser, site) as page:
        invited(page, site)
        assert toast(page) == "Sent"
        assert page.locator(site.final_button("pending")).count() == there
        opened(page, "/in/jan/")
        page.locator(site.final_button("pending")).wait_for()


def test_composers_that_are_none(browser: Browser) -> None:
    people = [Person("kim", state="connected")]
    for quirk, path in (("picker", "/messaging/compose/?recipient=ACoAAKim"), ("say_hello", "/in/kim/")):
        scenario = Scenario("A", people=people, quirks=frozenset({quirk}))  # type: ignore[arg-type]
        with FakeLinkedIn(scenario) as site, signed_in(browser, site) as page:
            opened(page, path)
            if quirk == "say_hello":
                page.locator(site.final_button("open_message")).click()
                page.get_by_role("button", name="Say hello").wait_for()
            assert page.locator(".bubble [role=textbox], main [role=textbox]").count() == 0
            assert page.locator('input[placeholder*="Type a name"]').count() == (quirk == "picker")


def test_the_box_of_a_note_cuts_silently_unless_it_has_no_limit(browser: Browser) -> None:
    for quirks, kept in ((frozenset[Quirk](), 200), (frozenset[Quirk]({"no_maxlength"}), 240)):
        with FakeLinkedIn(Scenario(people=[Person("jan")], quirks=quirks)) as site, signed_in(browser, site) as page:
            opened(page, "/preload/custom-invite/?vanityName=jan")
            page.locator(site.final_button("add_note")).click()
            page.locator("textarea").fill("🎉" * 120)
            assert page.locator("textarea").evaluate("el => el.value.length") == kept


def test_the_true_host_name_can_lead_here_by_tls(browser: Browser, tmp_path: Path) -> None:
    certificate = make_certificates(tmp_path).good
    scenario = Scenario(people=[Person("jan")], absolute="https://www.linkedin.com")
    with FakeLinkedIn(scenario, certificate=certificate) as site:
        rules = f"--host-resolver-rules=MAP www.linkedin.com 127.0.0.1:{site.port} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        other = browser.browser_type.launch(executable_path=EXECUTABLE, args=[*arguments()[1:], rules])
        page = other.new_context(ignore_https_errors=True).new_page()
        page.goto("https://www.linkedin.com/__fake_sign_in", wait_until="domcontentloaded")
        page.goto("https://www.linkedin.com/in/me/", wait_until="domcontentloaded")
        assert page.url == "https://www.linkedin.com/in/anna-de-vries/"
        page.goto("https://www.linkedin.com/in/jan/", wait_until="domcontentloaded")
        address = page.locator(site.final_button("connect")).get_attribute("href")
        assert address == "https://www.linkedin.com/preload/custom-invite/?vanityName=jan"
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto("https://acme.example/")
        other.close()
