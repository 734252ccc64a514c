"""What page the window shows, and whether it is one on which seleqt has to stop (LINKEDIN.md section 3).

The path decides first and its query never. Signs in the page are used only to stop, never to go on; the words of a whole profile are
never searched, because people write "try again later" and "weekly limit" in them.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.catalogue import Catalogue, Language
from seleqt_cli.channels.linkedin.site import Place, Site, place_of
from seleqt_cli.core.linkedin.orders import Incident, Stop

if TYPE_CHECKING:
    from playwright.sync_api import Page

_BY_PATH: Final = {
    Place.CHECKPOINT: (Stop.CHECKPOINT, "LinkedIn asks for a check that only a person can pass"),
    Place.AUTHWALL: (Stop.AUTHWALL, "LinkedIn shows its wall for people who are not signed in"),
    Place.LOGIN: (Stop.LOGGED_OUT, "LinkedIn asks to sign in"),
}
_CHALLENGE: Final = 'form[action*="checkpoint"], form[action*="/challenge"], iframe[title*="captcha" i], iframe[src*="captcha" i]'
_REMEMBERED: Final = "#rememberme-div"
_SHORT: Final = 2_000
"""A body below this many characters, without a main part, is no page of LinkedIn's own [SD]."""
_TOO_MANY: Final = (429, 999)
"""999 is what LinkedIn answers to clients it does not want."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the window is. `incident` is None when seleqt may go on; `gone` when the page says that there is no such page."""

    place: Place
    path: str
    incident: Incident | None = None
    gone: bool = False


def classify(page: "Page", site: Site, catalogue: Catalogue, *, status: int = 200) -> Landing:
    """Say what the window shows now. `status`: the HTTP status of the page's own answer, as far as it is known.

    Raises the browser driver's errors when the page goes away meanwhile.
    """
    path = site.path(page.url)
    place = place_of(path) if path else Place.OTHER
    if not path:
        return _stop(page, Place.OTHER, "", Stop.UNKNOWN_PAGE, "the window shows another site")
    if place in _BY_PATH:
        return _stop(page, place, path, *_BY_PATH[place])
    if status in _TOO_MANY:
        return _stop(page, place, path, Stop.RATE_LIMITED, f"LinkedIn answered {status}: too many requests")
    if place is Place.GONE or status in (404, 410):
        return Landing(Place.GONE, path, gone=True)
    if status >= 400:
        return _stop(page, place, path, Stop.UNKNOWN_PAGE, f"LinkedIn answered {status}")
    return _by_signs(page, catalogue, place, path)


def _by_signs(page: "Page", catalogue: Catalogue, place: Place, path: str) -> Landing:
    language = catalogue.language(page.locator("html").get_attribute("lang") or "")
    if _asks(page, catalogue):
        return _stop(page, place, path, Stop.INTERSTITIAL, "LinkedIn asks for an agreement before it goes on")
    if page.locator(_CHALLENGE).count():
        return _stop(page, place, path, *_BY_PATH[Place.CHECKPOINT])
    if page.locator(_REMEMBERED).count() or _any_says(catalogue, "sign_in", page.title()):
        return _stop(page, place, path, *_BY_PATH[Place.LOGIN])
    if not page.locator("main").count():
        body = " ".join(page.locator("body").inner_text().split())
        if len(body) < _SHORT and _holds(catalogue, "too_many", body):
            return _stop(page, place, path, Stop.RATE_LIMITED, "LinkedIn says that there were too many requests")
        if len(body) < _SHORT and _is_headed(page, language, catalogue, "gone"):
            return Landing(Place.GONE, path, gone=True)
        return _stop(page, place, path, Stop.UNKNOWN_PAGE, "the page has no main part")
    if _is_headed(page, language, catalogue, "gone"):
        return Landing(Place.GONE, path, gone=True)
    if place is Place.OTHER:
        return _stop(page, place, path, Stop.UNKNOWN_PAGE, "seleqt does not know this page")
    return Landing(place, path)


def picture_of(page: "Page") -> bytes:
    """A PNG of what the window shows, b'' when none can be taken."""
    with suppress(Exception):
        return page.screenshot(timeout=5_000)
    return b""


def _stop(page: "Page", place: Place, path: str, stop: Stop, text: str) -> Landing:
    return Landing(place, path, Incident(stop, path, text, picture_of(page)))


def _is_headed(page: "Page", language: Language, catalogue: Catalogue, phrase: str) -> bool:
    """Whether the page's first heading or its title is a phrase: of its own language, else of any."""
    heading = page.locator("h1, h2, [role=heading]").filter(visible=True)
    texts = [page.title().partition(" | ")[0]]
    texts += [one.inner_text() for one in heading.element_handles()[:1]]
    packs = (language,) if language.phrases else tuple(catalogue.languages.values())
    return any(pack.says(phrase, text) for pack in packs for text in texts)


def _asks(page: "Page", catalogue: Catalogue) -> bool:
    """Whether a page asks for an agreement: by the whole words of a button, in any language."""
    patterns = (pattern for pack in catalogue.languages.values() for pattern in pack.patterns("interstitial"))
    return page.get_by_role("button", name=re.compile("|".join(patterns))).count() > 0


def _any_says(catalogue: Catalogue, phrase: str, text: str) -> bool:
    return any(pack.says(phrase, text) for pack in catalogue.languages.values())


def _holds(catalogue: Catalogue, phrase: str, text: str) -> bool:
    """Whether a short text holds a phrase's words anywhere."""
    low = text.casefold().replace("’", "'")
    wordings = (wording for pack in catalogue.languages.values() for wording in pack.phrases.get(phrase, ()))
    return any(wording.casefold().replace("’", "'") in low for wording in wordings)
