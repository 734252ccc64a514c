"""A person's profile: opened, waited for, and read. It clicks nothing but More, which has no effect."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal

from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Missing, Who, hrefs_in
from seleqt_cli.channels.linkedin.session import Session
from seleqt_cli.channels.linkedin.site import Place, parameter, place_of, slug_of
from seleqt_cli.channels.linkedin.stops import Landing
from seleqt_cli.core.linkedin.names import owns, prove, same_slug, title_name
from seleqt_cli.core.linkedin.orders import Incident, Stop
from seleqt_cli.core.linkedin.relation import Control, Leads, Relation, Signals, relation, wants_menu

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Locator

_BADGE: Final = re.compile(
    r"^\s*(?:[·•]\s*([123])(?![kKmMbB]\b|[kKmM]\+)[^\s\d]{1,5}|(1st|1er|1[èe]re|2nd|3rd\+?|[123]e\+?|[123]\.\+?))\s*$"
)
"""`· 1st`, `2e`, `3.+`: behind a dot the digit leads in every language, and something follows it; without one only what was seen on
profiles counts (LINKEDIN.md 1.2). `1K` counts followers."""
_CONTROLS: Final = "a[href], button"
ROW: Final = "xpath=ancestor::*[count(.//a[@href] | .//button) >= 2][1]"
"""The smallest part of the page around an element that has another control."""
_MEMBER: Final = re.compile(r"urn:li:fsd_profile:([\w-]+)$")


class ProfilePage:
    """A profile that the window shows. `slug`: where it led; `name`: what it shows; `signals`: what its controls say."""

    def __init__(self, session: Session, slugs: tuple[str, ...]) -> None:
        self.session = session
        self.slugs = slugs
        self.slug = ""
        self.name = ""
        self.finder: Finder = session.finder()
        self.card: Locator | None = None
        self.signals = Signals()

    @classmethod
    def open(cls, session: Session, slug: str, aliases: tuple[str, ...] = ()) -> "ProfilePage | Landing":
        """Open a profile and wait until its controls have come. A Landing instead when it is gone or the account has to stop."""
        landing = session.go(session.site.profile(slug))
        if landing.incident is not None or landing.gone:
            return landing
        if landing.place is not Place.PROFILE:
            text = "the profile led to another page"
            return Landing(landing.place, landing.path, session.incident(Stop.UNKNOWN_PAGE, text))
        return cls(session, (slug, *aliases)).wait()

    def wait(self) -> "ProfilePage | Landing":
        """Look again until the relation is known or patience ends; then it is what it is. Reads signals without opening More."""
        from playwright.sync_api import Error

        for attempt in range(self.session.patience.tries):
            with suppress(Error):  # a part of the page was replaced while it was read: look again
                self.read()
                if relation(self.signals) is not Relation.UNKNOWN:
                    return self
            if attempt + 1 < self.session.patience.tries:
                self.session.pause()
        landing = self.session.here()
        return landing if landing.incident is not None or landing.gone else self

    def read(self) -> Signals:
        """Read the page as it is now. The menu of More counts only while it is open."""
        page = self.session.page
        path = self.session.site.path(page.url)
        self.slug = slug_of(path) if place_of(path) in (Place.PROFILE, Place.ACTIVITY) else self.slug
        self.name = title_name(page.title())
        who = Who(tuple(dict.fromkeys((self.slug, *self.slugs))) if self.slug else self.slugs, self.name)
        self.finder = self.session.finder(who)
        self.card = self._card()
        if self.card is not None:
            self.finder = self.finder.within(top_card=self.card)
        self.signals = self._signals()
        return self.signals

    def proof(self, name: str) -> Literal["", "wrong_person", "name_mismatch"]:
        """'' when this is the person with that name ('' when the lead has none), else the reason."""
        return prove(self.slugs, name, self.slug, self.name)

    def relation(self) -> Relation:
        """How the person stands to the account; opens More when that can tell more, and closes it again."""
        if self.card is not None and wants_menu(self.signals) and self.open_menu() is not None:
            self.signals = self._signals(menu=True)
            self.close_menu()
        return relation(self.signals)

    def is_still_shown(self) -> bool:
        """Whether the window still shows the profile that was read last: a page may go on to another one without being opened anew."""
        page = self.session.page
        return same_slug(slug_of(self.session.site.path(page.url)), self.slug) and title_name(page.title()) == self.name

    def needed(self) -> Incident | None:
        """An incident (UI_CHANGED) when the card of the profile's owner cannot be told from the rest of the page."""
        if self.card is not None or self.signals.own:
            return None
        return self.session.incident(Stop.UI_CHANGED, "the owner's part of the profile is not found (top_card)")

    @property
    def member_id(self) -> str:
        """The id that the profile's own link to the composer names, '' when it shows none."""
        found = self.finder.find("compose")
        member = _MEMBER.search(parameter(found.href, "profileUrn")) if isinstance(found, Found) else None
        return member[1] if member else ""

    # --- More ------------------------------------------------------------------------------------------------------------

    def open_menu(self) -> Finder | None:
        """Open More and return a finder that knows its menu; None when there is none, or it cannot be reached."""
        from playwright.sync_api import Error

        more = self.finder.find("more")
        if not isinstance(more, Found):
            return None
        shown = self.finder.find("menu")
        if not isinstance(shown, Missing):
            return None  # a menu that somebody else opened
        if not reach(self.session, more.locator):
            return None
        with suppress(Error):
            more.locator.click(timeout=self.session.patience.action * 1_000)
        for _ in range(self.session.patience.tries):
            shown = self.finder.find("menu")
            if isinstance(shown, Found):
                self.finder = self.finder.within(menu=shown.locator)
                return self.finder
            self.session.pause()
        return None

    def close_menu(self) -> None:
        """Close More, so that nothing lies over the page."""
        from playwright.sync_api import Error

        with suppress(Error):
            self.session.page.keyboard.press("Escape")
        areas = {name: area for name, area in self.finder.areas.items() if name != "menu"}
        self.finder = Finder(self.finder.page, self.finder.site, self.finder.catalogue, self.finder.language, self.finder.who, areas)

    # --- reading -----------------------------------------------------------------------------------------------------------

    def _card(self) -> "Locator | None":
        """The owner's card: by its own marks, else around a link or the name that is only the owner's; it must show the title's name."""
        if not self.name:
            return None
        marked = self.finder.find("top_card")
        if isinstance(marked, Found) and self._is_owners(marked.locator):
            return marked.locator
        if isinstance(marked, Ambiguous):
            return None
        link = self.finder.find("owner_link")
        starts = [link.locator] if isinstance(link, Found) else []
        named = self.session.page.locator("main").get_by_text(self.name, exact=True).filter(visible=True)
        starts += [named.first] if named.count() else []
        for start in starts:
            around = start.locator(ROW)
            if around.count() and self._is_owners(around):
                return around
        return None

    def _is_owners(self, card: "Locator") -> bool:
        """Whether a part of the page shows the title's name, is not the whole page, and leads to no other profile."""
        lines = [line for each in card.element_handles() for line in each.inner_text().splitlines() if line.strip()]
        if not any(owns(line, self.name) for line in lines) or card.locator("xpath=self::main | self::body").count():
            return False
        slugs = (slug_of(href) for href in hrefs_in(card, 'a[href*="/in/"]'))
        return all(not slug or any(same_slug(slug, own) for own in self.finder.who.slugs) for slug in slugs)

    def _signals(self, *, menu: bool = False) -> Signals:
        find = self.finder.find
        own = isinstance(find("edit_intro"), Found)
        if own or self.card is None:
            return Signals(own=own)
        invite = find("invite")
        return Signals(
            invite="" if isinstance(invite, Missing) else "menu" if menu else "page",
            controls=self._controls(),
            degree=self._degree(),
            menu=menu,
            pending=self.finder.has("pending"),
            accept=self.finder.has("accept"),
            message=self.finder.has("message_button") or self.finder.has("compose"),
            follow=self.finder.has("follow") or self.finder.has("following"),
            remove=menu and self.finder.has("remove_connection"),
        )

    def _controls(self) -> tuple[Control, ...]:
        """The row of actions: what stands together with More."""
        more = self.finder.find("more")
        if not isinstance(more, Found):
            return ()
        row = more.locator.locator(ROW).locator(_CONTROLS).filter(visible=True)
        return tuple(self._control(one) for one in row.element_handles())

    def _control(self, one: "ElementHandle") -> Control:
        href = one.get_attribute("href")
        return Control(
            link=href is not None,
            labelled=bool(one.get_attribute("aria-label")),
            expander=one.get_attribute("aria-expanded") is not None,
            leads="" if href is None else self._leads(href),
        )

    def _leads(self, href: str) -> Leads:
        whole = self.session.site.link(href) if not href.startswith("#") else self.session.page.url
        if not whole:
            return "away"
        path = self.session.site.path(whole)
        place = place_of(path)
        if place is Place.COMPOSE:
            return "compose"
        if place is Place.INVITE:
            return "invite"
        if any(same_slug(slug_of(path), slug) for slug in self.finder.who.slugs):
            return "own"
        return "away" if path.startswith(("/redir", "/safety/go", "/sales", "/company", "/premium", "/school")) else "site"

    def _degree(self) -> int:
        """The digit of the badge; 0 when there is none, or two that differ."""
        assert self.card is not None
        texts = self.card.locator("span, p, div").filter(has_text=_BADGE).filter(visible=True).all_inner_texts()
        digits = {(found[1] or found[2])[0] for text in texts if (found := _BADGE.match(text))}
        return int(digits.pop()) if len(digits) == 1 else 0


def reach(session: Session, target: "Locator") -> bool:
    """Bring an element under the pointer without pressing it; something that lies over it is closed once, by Escape.

    False when it cannot be reached: then its own address is opened instead, or nothing is done. It is never forced.
    """
    from playwright.sync_api import Error

    for attempt in range(2):
        try:
            target.scroll_into_view_if_needed(timeout=session.patience.action * 1_000)
            target.click(trial=True, timeout=session.patience.action * 1_000)
        except Error:
            if attempt == 0:
                with suppress(Error):
                    session.page.keyboard.press("Escape")
            continue
        return True
    return False
