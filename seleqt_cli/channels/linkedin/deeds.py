"""What leaves no words: opening a profile, following, liking the newest post. The state is read first, because a second click undoes."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Missing, Who, hrefs_in
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.site import Place, parameter, slug_of
from seleqt_cli.core.linkedin.names import prove, same_slug, title_name
from seleqt_cli.core.linkedin.orders import Status, Stop
from seleqt_cli.core.linkedin.relation import Relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

_URN: Final = re.compile(r"urn:li:(?:activity|ugcPost|share):(\d+)")
_AROUND: Final = "xpath=ancestor::*[.//a[contains(@href, '/in/')]][1]"
"""The smallest part of the page around a post's own link that names somebody: its author."""


def visit(act: Act) -> None:
    """Open the profile; the person sees that. It is counted before it is opened."""
    act.arm()
    page = act.shown_profile()
    act.saw(f"{page.name} is shown")
    raise act.end(Status.DONE)


# --- follow --------------------------------------------------------------------------------------------------------------------


def follow(act: Act) -> None:
    """Follow the person, unless the account does."""
    page = act.profile()
    if page.relation() is Relation.SELF:
        raise act.end(Status.SKIPPED, "self")
    if act.by_person:
        act.arm()
    button, following = _follow_control(act, page)
    if following:
        raise act.end(Status.ALREADY, "followed")
    if button is None:
        raise act.end(Status.SKIPPED if not act.armed else Status.NOT_DONE, "not_connectable", "the profile offers no way to follow")
    in_menu = "menu" in page.finder.areas
    if act.by_person:
        _watch(act, "Follow", lambda: _is_closed(page) if in_menu else _follows(page))
    else:
        act.press(button, "Follow", page.is_still_shown)
    shown = _follows_in_menu(act, page) if in_menu else _until(act, lambda: _follows(page))
    act.saw("the profile shows it" if shown else "the profile does not show it")
    if act.permit.open():
        raise act.end(Status.UNKNOWN, "unverified", "the profile could not be opened once more")
    anew = act.shown_profile()
    _, follows = _follow_control(act, anew)
    if follows:
        act.saw("the profile, opened anew, shows it")
        raise act.end(Status.DONE)
    if act.by_person and not shown:
        raise act.end(Status.NEEDS_HUMAN, "walked_away")
    raise act.end(Status.UNKNOWN, "unverified", "the profile, opened anew, does not show it")


def _follow_control(act: Act, page: ProfilePage) -> "tuple[Locator | None, bool]":
    """The control that follows, in the row or under More (which stays open then), and whether the account follows already."""
    for opened in (False, True):
        finder: Finder | None = page.open_menu() if opened else page.finder
        if finder is None:
            continue
        if finder.has("following"):
            page.close_menu()
            return None, True
        found = finder.find("follow", write=True)
        if isinstance(found, Ambiguous):
            raise act.end(Status.UNKNOWN if act.armed else Status.HELD, "ambiguous", f"follow: {found.why}")
        if isinstance(found, Found):
            return found.locator, False
    page.close_menu()
    return None, False


def _is_closed(page: ProfilePage) -> bool:
    """Whether the menu is gone, as it is once something in it was clicked."""
    return isinstance(page.finder.find("menu"), Missing)


def _follows_in_menu(act: Act, page: ProfilePage) -> bool:
    """The same in the menu, which a click has closed: it is opened once more."""
    from playwright.sync_api import Error

    act.session.pause()
    page.close_menu()
    with suppress(Error):
        page.read()
        follows = _follow_control(act, page)[1]
        page.close_menu()
        return follows
    return False


def _follows(page: ProfilePage) -> bool:
    page.read()
    return page.finder.has("following")


def state_of_follow(act: Act) -> bool:
    """Whether the account follows the person, read from the profile."""
    page = act.profile()
    button, follows = _follow_control(act, page)
    if not follows and button is None:
        raise act.end(Status.UNKNOWN, "unverified", "the profile shows neither")
    return follows


# --- like ----------------------------------------------------------------------------------------------------------------------


def like(act: Act) -> None:
    """Like the person's newest post, unless it is liked already."""
    refused = act.permit.open()
    if refused:
        raise act.end(Status.NOT_ARMED, "", refused)
    post, finder, urn = _newest(act)
    if finder.has("reacted"):
        raise act.end(Status.ALREADY, "liked")
    if act.by_person:
        act.arm(urn)
        act.need(finder, "reaction")
        _watch(act, "Like", lambda: finder.has("reacted"))
    else:
        act.press(act.need(finder, "reaction", write=True).locator, "Like", lambda: _is_still(act, post, urn), mark=urn)
    shown = _until(act, lambda: finder.has("reacted"))
    act.saw("the post shows it" if shown else "the post does not show it")
    _, finder, anew = _newest(act)
    if anew == urn and finder.has("reacted"):
        act.saw("the post, opened anew, shows it")
        raise act.end(Status.DONE)
    if act.by_person and not shown:
        raise act.end(Status.NEEDS_HUMAN, "walked_away")
    raise act.end(Status.UNKNOWN, "unverified", "the post, opened anew, does not show it")


def newest_post(act: Act) -> tuple[bool, str]:
    """Whether the account likes the person's newest post, and its number."""
    refused = act.permit.open()
    if refused:
        raise act.end(Status.NOT_ARMED, "", refused)
    _, finder, urn = _newest(act)
    return finder.has("reacted"), urn


def _newest(act: Act) -> "tuple[Locator, Finder, str]":
    """The newest post of exactly this person, a finder for it, and its number."""
    from playwright.sync_api import Error

    slugs = (act.order.slug, *act.order.aliases)
    landing = act.go(act.session.site.activity(act.order.slug))
    slug = slug_of(landing.path)
    for _ in range(act.session.patience.tries):
        name = title_name(act.session.page.title())
        reason = prove(slugs, act.order.name, slug, name)
        if landing.place is Place.ACTIVITY and not reason:
            with suppress(Error):
                for post, urn in _posts(act, (slug, *slugs)):
                    finder = act.session.finder(Who((slug, *slugs), name)).within(post=post)
                    if finder.has("reacted") or finder.has("reaction"):
                        return post, finder, urn
        act.session.pause()
        landing = act.landed(act.session.here())
    if landing.place is not Place.ACTIVITY:
        raise act.stop(act.session.incident(Stop.UNKNOWN_PAGE, "the person's posts led to another page"))
    if reason:
        raise act.end(Status.UNKNOWN if act.armed else Status.HELD, reason, f"the page shows {name or 'no name'} at {slug}")
    if _posts(act, (slug, *slugs)):
        raise act.stop(act.session.incident(Stop.UI_CHANGED, "a post is shown without its button (reaction)"))
    raise act.end(Status.UNKNOWN if act.armed else Status.SKIPPED, "no_posts")


def _is_still(act: Act, post: "Locator", urn: str) -> bool:
    """Whether the place where a post was found still is that post's: a newer one may have come in above it."""
    hrefs = hrefs_in(post, 'a[href*="urn:li:"], a[href*="urn%3Ali%3A"]')
    return any(_number(act.session.site.link(href)) == urn for href in hrefs)


def _number(href: str) -> str:
    """The number of the post that a link names, '' when it names none."""
    urn = _URN.search(href.replace("%3A", ":")) or _URN.search(parameter(href, "updateEntityUrn"))
    return urn[1] if urn else ""


def _posts(act: Act, slugs: tuple[str, ...]) -> "list[tuple[Locator, str]]":
    """The posts that this person wrote, in the page's order, with their numbers."""
    links = act.session.page.locator("main").locator('a[href*="urn:li:"], a[href*="urn%3Ali%3A"]').filter(visible=True)
    found: dict[str, Locator] = {}
    for index in range(links.count()):
        link = links.nth(index)
        href = act.session.site.link(link.get_attribute("href") or "")
        urn = _number(href)
        if act.session.site.place(href) is not Place.POST or not urn or urn in found:
            continue
        around = link.locator(_AROUND)
        if around.count() != 1 or around.locator("xpath=self::main | self::body").count():
            continue
        author = slug_of(act.session.site.link(around.locator('a[href*="/in/"]').first.get_attribute("href") or ""))
        if any(same_slug(author, slug) for slug in slugs):
            found[urn] = around
    return [(post, urn) for urn, post in found.items()]


# --- waiting -------------------------------------------------------------------------------------------------------------------


def _until(act: Act, seen: "Callable[[], bool]") -> bool:
    """Look for an effect until patience ends."""
    from playwright.sync_api import Error

    for _ in range(act.session.patience.tries):
        with suppress(Error):
            if seen():
                return True
        act.session.pause()
    act.landed(act.session.here())
    return False


def _watch(act: Act, what: str, seen: "Callable[[], bool]") -> None:
    """Wait for the person's click, or until they walk away."""
    from playwright.sync_api import Error

    act.permit.ready(what)
    while not act.permit.given_up():
        if act.session.page.is_closed():
            raise act.closed()
        with suppress(Error):
            if seen():
                return
        act.landed(act.session.here())
        act.session.page.wait_for_timeout(act.session.patience.watch * 1_000)
