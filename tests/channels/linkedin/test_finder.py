"""What the finder takes for one thing, on small pages of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from seleqt_cli.channels.linkedin.catalogue import Catalogue, load, over
from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Missing, Who, hrefs_in
from seleqt_cli.channels.linkedin.site import Site

BASE = "http://127.0.0.1:9"
ADA = Who(("ada",), "Ada Lovelace")
INVITE = "/preload/custom-invite/?vanityName="


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def look(page: Page, html: str, language: str = "en", who: Who = ADA, catalogue: Catalogue | None = None) -> Finder:
    """A finder on a page with this body; its element with the id card is the owner's."""
    page.set_content(f'<html lang="{language}"><body>{html}</body></html>')
    used = catalogue or load()
    finder = Finder(page, Site(BASE), used, used.language(language), who)
    areas = {
        name: page.locator(f"#{name}") for name in ("top_card", "dialog", "menu", "composer", "row") if page.locator(f"#{name}").count()
    }
    return finder.within(**areas)


def named(result: Found | Missing | Ambiguous) -> str:
    """A result in short."""
    return result.candidate if isinstance(result, Found) else type(result).__name__


def test_a_link_is_the_persons_only_with_the_whole_slug(page: Page) -> None:
    finder = look(page, f'<a href="{INVITE}ada-b">Connect</a><a href="{INVITE}ad">Connect</a><a href="/x{INVITE}ada">Connect</a>')
    assert named(finder.find("invite")) == "Missing"


@pytest.mark.parametrize("href", [f"{INVITE}ada", f"{INVITE}Ada&trk=x", f"https://www.linkedin.com{INVITE}ada", f"{BASE}{INVITE}%61da"])
def test_a_link_is_the_persons_however_its_address_is_written(page: Page, href: str) -> None:
    found = look(page, f'<a href="{href}">Connect</a>').find("invite", write=True)
    assert isinstance(found, Found)
    assert (found.href, found.tier, found.locator.count()) == (href, 1, 1)


@pytest.mark.parametrize("href", [f"https://evil.example{INVITE}ada", f"//evil.example{INVITE}ada", f"{INVITE}ada&vanityName=bob"])
def test_a_link_that_leads_elsewhere_is_not_the_persons(page: Page, href: str) -> None:
    assert named(look(page, f'<a href="{href}">Connect</a>').find("invite")) == "Missing"


def test_two_links_to_the_same_person_are_one_thing_and_to_two_people_none(page: Page) -> None:
    same = look(
        page,
        '<main><a href="/messaging/compose/?profileUrn=urn:1&x=1">M</a><a href="/messaging/compose/?profileUrn=urn:1&x=2">M</a></main>',
    )
    assert named(same.find("compose", write=True)) == "compose-unlabelled-href"
    two = look(
        page, '<main><a href="/messaging/compose/?profileUrn=urn:1">M</a><a href="/messaging/compose/?profileUrn=urn:2">M</a></main>'
    )
    assert named(two.find("compose")) == "Ambiguous"


def test_a_hidden_copy_counts_for_nothing(page: Page) -> None:
    finder = look(page, f'<a hidden href="{INVITE}ada">Connect</a><a style="visibility:hidden" href="{INVITE}ada">Connect</a>')
    assert named(finder.find("invite")) == "Missing"


def test_a_label_must_hold_the_whole_name_and_nothing_else(page: Page) -> None:
    def labelled(label: str, language: str = "en") -> str:
        return named(look(page, f'<div id="top_card"><button aria-label="{label}">Connect</button></div>', language).find("invite"))

    assert labelled("Invite Ada Lovelace to connect") == "invite-name"
    assert labelled("Invite Dr. Ada Lovelace to connect") == "invite-name"
    assert labelled("Ada Lovelace als Kontakt einladen", "de-DE") == "invite-name"
    assert labelled("Inviter Ada Lovelace à rejoindre votre réseau", "fr") == "invite-name"
    for other in ("Invite Ada to connect", "Invite Ada Lovelace Smith to connect", "Invite Ada Byron to connect", "Connect"):
        assert labelled(other) == "Missing"


def test_a_label_outside_the_owners_card_is_nobodys(page: Page) -> None:
    finder = look(page, '<div id="top_card"></div><button aria-label="Invite Ada Lovelace to connect">Connect</button>')
    assert named(finder.find("invite")) == "Missing"


def test_two_candidates_that_point_at_different_things_are_ambiguous(page: Page) -> None:
    finder = look(
        page,
        f'<a href="{INVITE}ada">Elsewhere</a><div id="top_card"><button aria-label="Invite Ada Lovelace to connect">Connect</button></div>',
    )
    result = finder.find("invite", write=True)
    assert result == Ambiguous("invite", ("invite-href", "invite-name"), "two candidates point at different things")


def test_two_candidates_that_point_at_one_thing_agree(page: Page) -> None:
    finder = look(page, f'<div id="top_card"><a href="{INVITE}ada" aria-label="Invite Ada Lovelace to connect">Connect</a></div>')
    assert named(finder.find("invite", write=True)) == "invite-href"


def test_what_the_page_takes_away_while_it_is_read_is_not_waited_for(page: Page) -> None:
    look(page, '<a id="there" href="/in/ada/">Ada</a><a id="bare">Ada</a>')
    page.set_default_timeout(60_000)
    assert [hrefs_in(page.locator("body"), each) for each in ("#there", "#bare", "#gone")] == [["/in/ada/"], [""], []]
    assert hrefs_in(page.locator("#gone"), "a") == []


def test_one_is_not_two(page: Page) -> None:
    assert named(look(page, '<div role="dialog">a</div>').find("dialog")) == "dialog-role"
    assert look(page, '<div role="dialog">a</div><dialog open>b</dialog>').find("dialog") == Ambiguous(
        "dialog", ("dialog-role",), "2 elements match dialog-role"
    )


def test_many_may_be_many(page: Page) -> None:
    found = look(page, '<main><a href="/in/a/">A</a><a href="/in/b/">B</a><a href="/in/b/x/">no</a></main>').find("connection_link")
    assert isinstance(found, Found)
    assert found.all.count() == 2


def test_words_that_nobody_verified_are_read_and_not_clicked(page: Page) -> None:
    html = '<div id="dialog"><button>Notitie toevoegen</button></div>'
    finder = look(page, html, "nl")
    assert named(finder.find("add_note")) == "add-note-name"
    assert named(finder.find("add_note", write=True)) == "Missing"
    mine = over(load(), '[languages.nl]\nverified = "2026-11-02"\n', "mine.toml")
    assert named(look(page, html, "nl", catalogue=mine).find("add_note", write=True)) == "add-note-name"


def test_addresses_are_clicked_in_any_language(page: Page) -> None:
    assert named(look(page, f'<a href="{INVITE}ada">Zxq</a>', "nl").find("invite", write=True)) == "invite-href"
    assert named(look(page, f'<a href="{INVITE}ada">Zxq</a>', "xx").find("invite", write=True)) == "invite-href"


def test_visible_words_are_taken_whole_and_never_for_a_click_outside_a_dialog(page: Page) -> None:
    finder = look(page, '<div id="top_card"><button><span>Follow</span></button></div>')
    assert named(finder.find("follow")) == "follow-text"
    assert named(finder.find("follow", write=True)) == "Missing"
    assert named(look(page, '<div id="top_card"><button>Follow up</button></div>').find("follow")) == "Missing"
    assert (
        named(look(page, '<div id="dialog"><button><b>Send without</b> a note</button></div>').find("send_plain", write=True))
        == "send-plain-name"
    )


SHADOW = """
<div id="interop-outlet"><template><div role="dialog"><textarea name="message"></textarea></div></template></div>
<script>
const template = document.querySelector('template')
template.parentNode.attachShadow({mode: 'open'}).append(template.content)
</script>
"""


def test_an_open_shadow_root_is_seen_through(page: Page) -> None:
    finder = look(page, SHADOW)
    dialog = finder.find("dialog")
    assert isinstance(dialog, Found)
    assert named(finder.within(dialog=dialog.locator).find("note_box", write=True)) == "note-box-name"


def test_a_fallback_is_asked_only_when_nothing_better_matched(page: Page) -> None:
    both = '<div id="dialog"><textarea name="message"></textarea><textarea></textarea></div>'
    assert named(look(page, both).find("note_box", write=True)) == "note-box-name"
    assert named(look(page, '<div id="dialog"><textarea></textarea></div>').find("note_box", write=True)) == "note-box-any"
    assert look(page, '<div id="dialog"></div>').find("note_box") == Missing("note_box", ("note-box-name", "note-box-any"))


def test_a_label_with_quotes_and_signs_is_found_again(page: Page) -> None:
    who = Who(("ada",), 'Ada "The (First)" O’Hara + Co.')
    html = '<div id="top_card"><button aria-label="Follow Ada &quot;The (First)&quot; O’Hara + Co.">Follow</button></div>'
    found = look(page, html, who=who).find("follow", write=True)
    assert isinstance(found, Found)
    assert found.locator.count() == 1
