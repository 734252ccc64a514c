"""Every active candidate of the catalogue matches in each layout it names, and what it matches is never somebody else's."""

import pytest
from playwright.sync_api import Browser

from seleqt_cli.channels.linkedin.catalogue import load
from seleqt_cli.channels.linkedin.finder import Finder, Found, Who
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Site
from tests.servers.linkedin.chromium import signed_in
from tests.servers.linkedin.model import Account, Fault, FaultKind, Item, Layout, Person, Post, Scenario
from tests.servers.linkedin.server import FakeLinkedIn

QUICK = Patience(page=10.0, tries=4, step=0.1, action=1.0)
LAYOUTS: tuple[Layout, ...] = ("A", "B", "C")
ADA = "Ada Lovelace"
PEOPLE = [
    Person("none", ADA),
    Person("in-more", ADA, follow_primary=True),
    Person("following", ADA, following=True),
    Person("followed", ADA, "follow_only", following=True),
    Person("pending", ADA, "pending"),
    Person("pending-too", "Grace Hopper", "pending"),
    Person("incoming", ADA, "incoming"),
    Person("connected", ADA, "connected", thread=[Item("Hello", 1_793_600_000)], posts=[Post("1"), Post("2", liked=True)], unread=True),
    Person("connected-too", "Grace Hopper", "connected"),
    Person("email-required", ADA, "email_required"),
]


class Walk:
    """Goes over the site in one layout and asks every candidate at every station."""

    def __init__(self, browser: Browser, layout: Layout) -> None:
        self.browser = browser
        self.layout = layout
        self.matched: set[str] = set()
        self.strangers: set[str] = set()

    def whole(self) -> None:
        """All stations."""
        with FakeLinkedIn(Scenario(layout=self.layout, people=PEOPLE, page_size=1)) as site, signed_in(self.browser, site) as page:
            session = Session.on(page, Site(site.url), load(), patience=QUICK)
            for slug in ("none", "in-more", "following", "followed", "pending", "incoming", "connected", "anna-de-vries"):
                self.profile(session, slug)
            self.invitation(session, "none", clicks=("add_note",))
            self.invitation(session, "email-required", clicks=())
            self.lists(session)
            self.withdrawing(session)
            self.posts(session)
            self.letter(session, site, "connected")
            assert site.writes() == []
        self.refused("quota_on_click", clicks=("add_note",))
        self.refused("weekly_limit", clicks=("send_plain",))
        account = Account(plan="premium", inmail_credits=3)
        with FakeLinkedIn(Scenario(layout=self.layout, people=PEOPLE, account=account)) as site, signed_in(self.browser, site) as page:
            self.letter(Session.on(page, Site(site.url), load(), patience=QUICK), site, "none")

    def look(self, finder: Finder) -> None:
        """Ask every candidate whose part of the page is here; one that is looked for on whole pages is asked on each of them."""
        for key in finder.catalogue.keys.values():
            for candidate in key.candidates:
                asked = candidate.scope in ("document", "main") or candidate.id not in self.matched
                hits = finder._hits(candidate) if asked and finder._area(candidate.scope) is not None else None
                if hits is None:
                    continue
                self.matched.add(candidate.id)
                for index in range(hits.count if key.cardinality != "many" else 0):
                    final = hits.all.nth(index).get_attribute("data-fk-final") or ""
                    if final.startswith("decoy"):
                        self.strangers.add(candidate.id)

    def profile(self, session: Session, slug: str) -> None:
        """A profile, and its menu."""
        page = ProfilePage.open(session, slug)
        assert isinstance(page, ProfilePage)
        self.look(page.finder)
        if (opened := page.open_menu()) is not None:
            self.look(opened)
            page.close_menu()

    def invitation(self, session: Session, slug: str, clicks: tuple[str, ...]) -> None:
        """The dialog of an invitation, and what clicks turn it into."""
        session.go(session.site.invite(slug))
        for click in (*clicks, ""):
            finder = self.dialog(session, Who((slug,), ADA))
            self.look(finder)
            if click:
                found = finder.find(click, write=True)
                assert isinstance(found, Found)
                found.locator.click()
                found.locator.wait_for(state="detached")

    def dialog(self, session: Session, who: Who) -> Finder:
        """A finder that knows the open dialog."""
        finder = session.finder(who)
        found = finder.find("dialog")
        while not isinstance(found, Found):
            session.pause()
            found = finder.find("dialog")
        return finder.within(dialog=found.locator)

    def lists(self, session: Session) -> None:
        """Sent invitations, connections, the inbox."""
        for url in (session.site.sent(), session.site.connections(), session.site.inbox()):
            session.go(url)
            self.look(session.finder())

    def withdrawing(self, session: Session) -> None:
        """A row of the Sent list, and the dialog that asks once more."""
        session.go(session.site.sent())
        who = Who(("pending",), ADA)
        row = session.page.locator("main li, main [role=listitem]").filter(has=session.page.locator('a[href*="/in/pending/"]'))
        finder = session.finder(who).within(row=row)
        self.look(finder)
        withdraw = finder.find("withdraw", write=True)
        assert isinstance(withdraw, Found)
        withdraw.locator.click()
        self.look(self.dialog(session, who))

    def posts(self, session: Session) -> None:
        """A person's posts, one of them liked."""
        session.go(session.site.activity("connected"))
        own = session.page.locator("article").filter(has=session.page.locator('a[href*="/in/connected/"]'))
        assert own.count() == 2
        for index in range(2):
            self.look(session.finder(Who(("connected",), ADA)).within(post=own.nth(index)))

    def letter(self, session: Session, site: FakeLinkedIn, slug: str) -> None:
        """The composer's own page."""
        member = site.world.people[slug].member_id
        session.go(session.site.at(f"/messaging/compose/?profileUrn=urn:li:fsd_profile:{member}&recipient={member}"))
        form = session.page.locator("main form")
        self.look(session.finder(Who((slug,), ADA)).within(composer=form, thread=form))

    def refused(self, kind: FaultKind, clicks: tuple[str, ...]) -> None:
        """A dialog that says why there is no invitation."""
        scenario = Scenario(layout=self.layout, people=PEOPLE, faults=[Fault(kind)])
        with FakeLinkedIn(scenario) as site, signed_in(self.browser, site) as page:
            self.invitation(Session.on(page, Site(site.url), load(), patience=QUICK), "none", clicks)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_active_candidate_matches_in_its_layouts_and_nobody_elses_things(browser: Browser, layout: Layout) -> None:
    walk = Walk(browser, layout)
    walk.whole()
    named = {
        candidate.id
        for key in load().keys.values()
        for candidate in key.candidates
        if candidate.status == "active" and layout in candidate.layouts
    }
    assert (sorted(named - walk.matched), sorted(walk.strangers)) == ([], [])


def test_what_an_action_needs_is_found_in_each_layout_by_a_candidate_that_says_so() -> None:
    bare = [
        (key.name, layout)
        for key in load().keys.values()
        for layout in LAYOUTS
        if key.needed_for and not any(layout in candidate.layouts and candidate.status != "retired" for candidate in key.candidates)
    ]
    # Ember has buttons where the others have addresses: message_button stands beside compose
    assert bare == [("compose", "A")]
