"""Looks whether the catalogue still fits the site: at most six pages, nothing typed, nothing pressed but More.

What it returns holds no person's data: keys, ids of candidates, a layout, a language.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Who
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.session import Session, first_line
from seleqt_cli.channels.linkedin.site import slug_of
from seleqt_cli.channels.linkedin.stops import Landing
from seleqt_cli.core.linkedin.names import same_slug
from seleqt_cli.core.linkedin.orders import Incident, Stop
from seleqt_cli.core.linkedin.relation import Relation
from seleqt_cli.ports.linkedin import Checkup, Permit

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_LAYOUTS: Final = (("C", "#interop-outlet"), ("A", ".pv-top-card, .artdeco-card"), ("B", "[componentkey]"))
_ANY_PROFILE: Final = 'a[href*="/in/"]'


def examine(session: Session, permit: Permit) -> Checkup:
    """Open own profile, Sent list, connections, inbox, then a connection's and an invited person's profile, and say what fits.

    A profile that the permit refuses is left out.
    """
    from playwright.sync_api import Error

    examination = _Examination(session, permit)
    try:
        examination.run()
    except Error as error:
        examination.incident = Incident(Stop.BROWSER, "", f"the window is gone: {first_line(error)}")
    return Checkup(
        examination.found,
        tuple(dict.fromkeys(examination.missing)),
        examination.layout,
        examination.language,
        examination.pages,
        examination.incident,
        examination.profiles,
    )


@dataclass
class _Examination:
    session: Session
    permit: Permit
    found: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    layout: str = ""
    language: str = ""
    pages: int = 0
    profiles: int = 0
    incident: Incident | None = None
    own: str = ""

    def run(self) -> None:
        self.incident = self.session.open()
        if self.incident is not None or not self._own_profile():
            return
        site = self.session.site
        invited = self._list(site.sent(), "sent_row", "withdraw")
        connected = self._list(site.connections(), "connection_link")
        self._list(site.inbox(), "inbox_row")
        if connected:
            self._profile(connected, Relation.FIRST, ("top_card", "more"), ("compose", "message_button"))
        if invited:
            self._profile(invited, Relation.PENDING, ("top_card",), ())

    def _own_profile(self) -> bool:
        self.pages += 1
        who = self.session.identity()
        if isinstance(who, Incident):
            self.incident = who
            return False
        self.own = who.slug
        page = ProfilePage(self.session, (who.slug,))
        page.read()
        self.language = page.finder.language.code
        self._need(page.finder, "edit_intro")
        self._need(page.finder, "top_card", alone=page.card is not None)
        self._note_layout()
        return True

    def _list(self, url: str, rows: str, inside: str = "") -> str:
        """Look at a list; the first profile in it, '' when it is empty. Rows are missed only where there is something to list."""
        if self.incident is not None:
            return ""
        self.pages += 1
        landing = self.session.go(url)
        if landing.incident is not None:
            self.incident = landing.incident
            return ""
        finder = self.session.finder()
        shown: Locator | None = None
        for _ in range(self.session.patience.tries):
            found = finder.find(rows)
            if isinstance(found, Found):
                shown = found.all
                break
            self.session.pause()
        main = self.session.page.locator("main")
        slug = self._first_profile(main)
        if slug or shown is not None or main.locator("li, [role=listitem]").count():
            self._need(finder, rows)
        if inside and shown is not None:
            row = shown.first
            link = row.locator(_ANY_PROFILE).first
            person = Who((slug_of(link.get_attribute("href") or ""),), " ".join(link.inner_text().split()))
            self._need(finder.about(person).within(row=row), inside)
        self._see(finder, "invite_any")
        return slug

    def _profile(self, slug: str, expected: Relation, needed: tuple[str, ...], one_of: tuple[str, ...]) -> None:
        """Look at a person's profile: are its parts there, and does it say what the list said?"""
        if self.incident is not None or self.permit.open():
            return
        self.pages += 1
        self.profiles += 1
        page = ProfilePage.open(self.session, slug)
        if isinstance(page, Landing):
            self.incident = page.incident
            return
        for key in needed:
            self._need(page.finder, key, alone=page.card is not None)
        if one_of and not any([self._see(page.finder, key) for key in one_of]):  # noqa: C419  each of them is to be noted
            self.missing.append(one_of[0])
        self._see(page.finder, "invite_any")
        self._see(page.finder, "pending")
        self._note_layout()
        if page.relation() is not expected:
            self.missing.append(f"relation_{expected.value}")
        if expected is Relation.FIRST and (opened := page.open_menu()) is not None:
            self._see(opened, "menu")
            self._see(opened, "remove_connection")
            page.close_menu()

    def _first_profile(self, main: "Locator") -> str:
        links = main.locator(_ANY_PROFILE).filter(visible=True)
        for index in range(min(links.count(), 20)):
            slug = slug_of(links.nth(index).get_attribute("href") or "")
            if slug and not same_slug(slug, self.own):
                return slug
        return ""

    def _see(self, finder: Finder, key: str) -> bool:
        """Note which candidate of a key matches; ambiguous is as good as none."""
        result = finder.find(key)
        if isinstance(result, Found):
            self.found[key] = result.candidate
            return True
        if isinstance(result, Ambiguous) or not self.found.get(key):
            self.found[key] = ""
        return False

    def _need(self, finder: Finder, key: str, *, alone: bool = False) -> None:
        """The same for a key that must be there. `alone`: it was found without the catalogue, so nothing is missing."""
        if not self._see(finder, key) and not alone:
            self.missing.append(key)

    def _note_layout(self) -> None:
        if not self.layout:
            self.layout = next((name for name, mark in _LAYOUTS if self.session.page.locator(mark).count()), "")
