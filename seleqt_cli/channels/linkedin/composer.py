"""The place in which a message to one person is written: found by that person's own link, never by the word Message.

A chat with somebody else may stand open on every page. So a composer counts only where a link to the person's profile stands in the
same part of the page, and the text is put in whole: a typed line end sends half of it for some users (LINKEDIN.md 1.4).
"""

import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Who, hrefs_in
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.site import Place, slug_of
from seleqt_cli.core.linkedin.names import owns, same_slug
from seleqt_cli.core.linkedin.orders import Status, Stop

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Locator

    from seleqt_cli.channels.linkedin.session import Session

TEXTBOX: Final = '[role="textbox"][contenteditable="true"]'
_FORM: Final = f"form:has({TEXTBOX})"
_PROFILE_LINK: Final = 'a[href*="/in/"]'
NOTHING: Final = "-"
"""The mark of a conversation in which nothing had been said."""
_EMPTY: Final = 2
"""Looks that a conversation gets that shows nothing, before it counts as empty."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation. `mine`: the account wrote it. `key`: the site's own name of it, or its place and text."""

    text: str
    mine: bool
    key: str


@dataclass(frozen=True, slots=True)
class Composer:
    """A composer for exactly one person. `finder` knows it as the areas composer and thread."""

    form: "Locator"
    finder: Finder


def is_persons(session: "Session", part: "Locator", who: Who, member: str = "") -> bool:
    """Whether every profile that a part of the page leads to is the person's, and there is one."""
    slugs = {slug_of(session.site.link(href)) for href in hrefs_in(part, _PROFILE_LINK)} - {""}
    ours = (*who.slugs, *((member,) if member else ()))
    return bool(slugs) and all(any(same_slug(slug, one) for one in ours) for slug in slugs)


def find_composer(session: "Session", who: Who, member: str = "") -> Composer | str:
    """The composer of a person on the page as it is now; why there is none otherwise ('' when none is shown at all)."""
    forms = session.page.locator(_FORM).filter(visible=True)
    mine = [forms.nth(index) for index in range(forms.count()) if is_persons(session, forms.nth(index), who, member)]
    if len(mine) > 1:
        return "there are two of the person"
    if mine:
        return Composer(mine[0], session.finder(who).within(composer=mine[0], thread=mine[0]))
    inside = session.page.locator("main").locator(_FORM).filter(visible=True)
    if inside.count() != 1 or inside.locator(_PROFILE_LINK).count():
        return "the one that is open is somebody else's" if forms.count() else ""
    # the link stands above the form: in the smallest part around it that has one, and that is no list of other people
    around = inside.locator("xpath=ancestor::*[.//a[contains(@href, '/in/')]][1]")
    if around.count() != 1 or not is_persons(session, around, who, member):
        return "nothing shows whose it is"
    return Composer(inside.first, session.finder(who).within(composer=inside.first, thread=around))


def open_composer(act: Act, page: ProfilePage) -> Composer:
    """Open the composer from the profile's own link, by its address; by its button where it is none."""
    link = page.finder.find("compose")
    if isinstance(link, Ambiguous):
        raise act.end(_held(act), "ambiguous", f"compose: {link.why}")
    if isinstance(link, Found):
        address = act.session.site.link(link.href)
        if act.session.site.place(address) is not Place.COMPOSE:
            raise act.end(_held(act), "wrong_person", "Message leads to another page")
        act.go(address)
    else:
        act.click(act.need(page.finder, "message_button", write=True).locator, "Message")
    return wait_for_composer(act, page.finder.who)


def wait_for_composer(act: Act, who: Who) -> Composer:
    """Wait until the person's composer has come; an offer to buy instead means that the account may not write to them."""
    found: Composer | str = ""
    for _ in range(act.session.patience.tries):
        found = find_composer(act.session, who, act.member_id)
        if isinstance(found, Composer):
            return found
        act.landed(act.session.here())
        offer = act.session.finder().find("dialog")
        if isinstance(offer, Found) and act.session.finder().within(dialog=offer.locator).has("premium"):
            raise act.end(Status.UNKNOWN if act.armed else Status.SKIPPED, "restricted")
        act.session.pause()
    if found:
        raise act.end(_held(act), "wrong_person", f"no composer of this person: {found}")
    raise act.stop(act.session.incident(Stop.UI_CHANGED, "the composer is not found (composer_box)"))


def fill(act: Act, composer: Composer, who: Who, text: str) -> None:
    """Put a text in whole and read it back; what does not stand there as it was meant is taken out again."""
    found = act.need(composer.finder, "composer_box", write=True).locator
    box = act.pin(found, "the composer", lambda: still_persons(act, composer, who))
    box.fill(text)
    if read(box) != plain(text):
        box.fill("")
        raise act.end(_held(act), "not_equal")
    act.saw("the text stands in the composer")


def has_draft(act: Act, composer: Composer, text: str) -> bool:
    """Whether somebody's own words, other ones than the order's, stand unsent in the composer: they are not written over."""
    return read(act.need(composer.finder, "composer_box", write=True).locator) not in ("", plain(text))


def still_persons(act: Act, composer: Composer, who: Who, text: str | None = None) -> bool:
    """Whether the composer that was found is the person's as the page is now, and holds a text."""
    if not is_persons(act.session, composer.finder.areas["thread"], who, act.member_id):
        return False
    return text is None or read(composer.form.locator(TEXTBOX).first) == text


def read(box: "Locator | ElementHandle") -> str:
    """What stands in a composer, line by line: a browser's own text of it doubles empty lines."""
    lines = _Lines()
    lines.feed(box.inner_html())
    return plain(lines.text)


class _Lines(HTMLParser):
    """The text of an editor that keeps each line in a block; the break that holds an empty block open is no line of its own."""

    _BLOCKS: Final = frozenset(("div", "p", "li"))

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._begun = False
        self._broken = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A block begins a line, unless it is the first thing; a break ends one once something follows it in its block."""
        if tag in self._BLOCKS:
            self.text += "\n" if self._begun else ""
            self._begun, self._broken = True, False
        elif tag == "br":
            self.text += "\n" if self._broken else ""
            self._begun = self._broken = True

    def handle_endtag(self, tag: str) -> None:
        """The last break of a block held it open."""
        if tag in self._BLOCKS:
            self._broken = False

    def handle_data(self, data: str) -> None:
        """Words."""
        self.text += ("\n" if self._broken else "") + data
        self._begun, self._broken = True, False


def plain(text: str) -> str:
    """A text as two places of a page can be compared: one kind of line end and space, no empty lines at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n").strip()


def said(composer: Composer, *, other: str, mine: str) -> list[Said]:
    """The conversation, oldest first. Who wrote stands above the first of several; without a name it goes on as before."""
    items = composer.finder.find("thread_item")
    if not isinstance(items, Found):
        return []
    found: list[Said] = []
    author = False
    for index, item in enumerate(items.all.element_handles()):
        lines = item.inner_text().strip().split("\n")
        names = [place for place, line in enumerate(lines[:3]) if line.strip() and (owns(line, other) or owns(line, mine))]
        if names:
            author = owns(lines[names[0]], mine)
            lines = lines[names[0] + 1 :]
        text = plain("\n".join(lines))
        key = item.get_attribute("data-event-urn") or f"{index}:{text}"
        found.append(Said(text, author, key))
    return found


def settled(act: Act, composer: Composer, other: str) -> list[Said]:
    """The conversation once it stands still: what was said before may come late, and would be taken for news then.

    Two looks in a row must show the same; one that shows nothing is looked at longer, and to the end of all patience where something
    was said before.
    """
    shown, least = said(composer, other=other, mine=act.session.known_name), act.session.patience.tries if act.order.spoken else _EMPTY
    for attempt in range(1, act.session.patience.tries):
        act.session.pause()
        now = said(composer, other=other, mine=act.session.known_name)
        if now == shown and (now or attempt >= least):
            break
        shown = now
    return shown


def mark_of(items: list[Said]) -> str:
    """What names the last message of a conversation, a hash; of an empty one NOTHING."""
    return _digest(items, len(items) - 1) if items else NOTHING


def after(items: list[Said], mark: str) -> list[Said] | None:
    """What was said after the message with a mark; None when that message is not shown: then nobody knows what is new."""
    if mark == NOTHING:
        return items
    return next((items[at + 1 :] for at in reversed(range(len(items))) if _digest(items, at) == mark), None)


def _digest(items: list[Said], at: int) -> str:
    """Of the site's own name of a message; of everything up to it where it has none."""
    named = items[at].key.startswith("urn:")
    words = items[at].key if named else "\n".join(f"{one.mine} {one.text}" for one in items[: at + 1])
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def holds(one: Said, text: str) -> bool:
    """Whether a message is a text; the subject of an InMail stands above it."""
    return plain(one.text) == text or plain(one.text).endswith("\n" + text)


def _held(act: Act) -> Status:
    """Nothing was sent: before arming the lead is held; after it nobody knows what the person did meanwhile."""
    return Status.NOT_DONE if act.armed and not act.by_person else Status.UNKNOWN if act.armed else Status.HELD
