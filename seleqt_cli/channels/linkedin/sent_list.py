"""The list of invitations that the account has sent: who stands in it, since when, and taking one back."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.finder import Finder, Found, Missing, Who, hrefs_in
from seleqt_cli.channels.linkedin.site import slug_of
from seleqt_cli.core.linkedin.ages import age_of
from seleqt_cli.core.linkedin.names import prove, same_slug
from seleqt_cli.core.linkedin.orders import Incident, Status, Stop
from seleqt_cli.core.zones import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from seleqt_cli.channels.linkedin.session import Session

_COUNT: Final = re.compile(r"\(\s*(\d{1,3}(?:[.,\u00a0\u202f ]?\d{3})*)\s*\)")
"""The number in a list's heading, `People (1,234)`, in any language."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row. `age`: whole days, least and most, None when it does not say."""

    slug: str
    name: str
    age: tuple[int, int] | None
    locator: "Locator"


def rows_of(session: "Session", finder: Finder) -> list[SentRow]:
    """The rows that the page shows now; a row without exactly one profile, or with a way to invite them, is left out."""
    found = finder.find("sent_row")
    if not isinstance(found, Found):
        return []
    rows = []
    for index, row in enumerate(found.all.element_handles()):
        slugs: dict[str, str] = {}
        for link in row.query_selector_all('a[href*="/in/"]'):
            slug = slug_of(session.site.link(link.get_attribute("href") or ""))
            slugs[slug] = slugs.get(slug) or " ".join(link.inner_text().split())
        slugs.pop("", None)
        if len(slugs) != 1 or row.query_selector('a[href*="/custom-invite"]') is not None:
            continue
        ((slug, name),) = slugs.items()
        ages = [age for line in row.inner_text().splitlines() if (age := age_of(line)) is not None]
        rows.append(SentRow(slug, name, ages[-1] if ages else None, found.all.nth(index)))
    return rows


def pending_count(session: "Session") -> int | None:
    """How many invitations are open, from the list's heading, else from its tab; None when it does not say."""
    for heads in ("h1, h2, h3, [role=heading]", "button, a"):
        counted = session.page.locator("main").locator(heads).filter(has_text=_COUNT).filter(visible=True)
        for text in counted.all_inner_texts()[:5]:
            if found := _COUNT.search(text):
                return int(re.sub(r"\D", "", found[1]))
    return None


def load_more(session: "Session", finder: Finder, shown: int) -> bool:
    """Have the list show more rows; False when these are all, or it shows no more."""
    from playwright.sync_api import Error

    more = finder.find("load_more")
    if not isinstance(more, Found):
        return False
    try:
        more.locator.click(timeout=session.patience.action * 1_000)
    except Error:
        return False
    for _ in range(session.patience.tries):
        found = finder.find("sent_row")
        if isinstance(found, Found) and found.all.count() > shown:
            return True
        session.pause()
    return False


def find_sent(act: Act, who: Who, *, again: bool = True) -> SentRow | None:
    """Look for a person in the list, several times when asked: a new invitation may show late."""
    session = act.session
    for attempt in range(session.patience.tries if again else 1):
        if attempt:
            session.pause()
        act.go(session.site.sent())
        row, _ = search(session, who)
        act.count(pending=pending_count(session))
        if row is not None:
            return row
    return None


def search(session: "Session", who: Who) -> tuple[SentRow | None, bool]:
    """A person's row in the list that is open, and whether the whole list was seen: as many rows as it says, and none to be loaded."""
    finder = session.finder()
    for _ in range(session.patience.lists):
        rows = rows_of(session, finder)
        for row in rows:
            if any(same_slug(slug, row.slug) for slug in who.slugs) and _is_invitation(session, row):
                return row, True
        if not load_more(session, finder, len(rows)):
            return None, pending_count(session) == len(rows)
    return None, False


def _is_invitation(session: "Session", row: SentRow) -> bool:
    """Whether a row offers to take the invitation back: a page may suggest the same people in rows of the same form."""
    return session.finder(Who((row.slug,), row.name)).within(row=row.locator).has("withdraw")


# --- taking one back -----------------------------------------------------------------------------------------------------------


def withdraw(act: Act, now: int) -> None:
    """Take back the order's invitation: the person's own row, and only if it is as old as ours."""
    who = Who((act.order.slug, *act.order.aliases), act.order.name)
    act.go(act.session.site.sent())
    row, whole = search(act.session, who)
    if row is None:
        act.count(pending=pending_count(act.session))
        if not whole:
            raise act.stop(
                act.session.incident(Stop.UI_CHANGED, "the list of sent invitations cannot be read to its end (sent_row, load_more)")
            )
        raise act.end(Status.ALREADY, "withdrawn")
    reason = prove((act.order.slug, *act.order.aliases), act.order.name, row.slug, row.name)
    if reason:
        raise act.end(Status.HELD, reason, f"the list shows {row.name}")
    _as_old_as_ours(act, row, now)
    who = Who((row.slug, *who.slugs), row.name)
    finder = act.session.finder(who).within(row=row.locator)
    button = act.need(finder, "withdraw", write=True).locator
    if act.by_person:
        act.arm()
        act.click(button, "Withdraw", lambda: _is_of(act, row))
        _confirm(act, who)
        _watch(act, who)
    else:
        _can_confirm(act, finder)
        # a dialog that asks once more was seen (LINKEDIN.md 1.5), and nothing proves that there always is one: C2 comes before it
        act.press(button, "Withdraw", lambda: _is_of(act, row))
        if isinstance(act.wait_for(act.session.finder(who), "dialog"), Missing):
            act.saw("no dialog asked once more")
        else:
            act.press(_confirm(act, who), "Withdraw in the dialog")
    _verify(act, who)


def _can_confirm(act: Act, finder: Finder) -> None:
    """Where nobody has verified the words of the dialog that comes, nothing is begun that could not be ended."""
    by_words = all(one.tier > 1 for one in finder.catalogue.keys["withdraw_confirm"].candidates)
    if by_words and not finder.language.verified:
        words = f"nobody has verified the words of {finder.language.code or 'this language'} (withdraw_confirm)"
        raise act.stop(act.session.incident(Stop.UI_CHANGED, words))


def _as_old_as_ours(act: Act, row: SentRow, now: int) -> None:
    """A newer invitation is somebody's own; an age that cannot be read proves nothing."""
    if row.age is None:
        raise act.end(Status.HELD, "unread", "the list does not say how old the invitation is")
    ours = (now - act.order.since) // DAY
    if row.age[1] < ours - 1:
        raise act.end(Status.HELD, "newer_invitation", f"the list says {row.age[0]} to {row.age[1]} days, ours is {ours} days old")
    act.saw(f"it is {row.age[0]} to {row.age[1]} days old")


def _is_of(act: Act, row: SentRow) -> bool:
    """Whether the place in the list where the row was found still is that person's."""
    slugs = {slug_of(act.session.site.link(href)) for href in hrefs_in(row.locator, 'a[href*="/in/"]')} - {""}
    return slugs == {row.slug}


def _confirm(act: Act, who: Who) -> "Locator":
    finder = act.session.finder(who)
    asked = act.need(finder, "dialog")
    return act.need(finder.within(dialog=asked.locator), "withdraw_confirm", write=True).locator


def _watch(act: Act, who: Who) -> None:
    """Wait for the person: the dialog closes, and the verification tells how."""
    from playwright.sync_api import Error

    act.permit.ready("Withdraw")
    while not act.permit.given_up():
        try:
            if act.session.page.is_closed():
                raise act.closed()
            if not act.session.finder(who).has("dialog"):
                return
        except Error:
            act.landed(act.session.here())
        act.session.page.wait_for_timeout(act.session.patience.watch * 1_000)


def _verify(act: Act, who: Who) -> None:
    """It must be gone from the list, opened anew and read to its end."""
    for _ in range(act.session.patience.tries):
        act.session.pause()
        act.go(act.session.site.sent())
        row, whole = search(act.session, who)
        act.count(pending=pending_count(act.session))
        if row is None:
            if whole:
                act.saw("the Sent list does not show it any more")
                raise act.end(Status.DONE)
            break
        if act.by_person:
            raise act.end(Status.NEEDS_HUMAN, "walked_away", "the invitation is still open")
    raise act.end(Status.UNKNOWN, "unverified", "the Sent list still shows it" if row is not None else "the list cannot be read to its end")


def incident_or_list(session: "Session") -> Incident | None:
    """Open the list; an incident when something stands in the way."""
    return session.go(session.site.sent()).incident
