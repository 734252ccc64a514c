"""Reading back: who accepted, who wrote, what is still open. Pages are few, and nothing is clicked but a conversation with a known lead.

Rows of the inbox have no address and no id, only a name; opening one marks it as read. So a conversation is opened only when its row
names somebody to whom this account did something and has changed since the last look; whose it is, the profile link in it says.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from seleqt_cli.channels.linkedin.composer import Composer, find_composer, said
from seleqt_cli.channels.linkedin.finder import Found, Missing, Who
from seleqt_cli.channels.linkedin.profile import ROW
from seleqt_cli.channels.linkedin.sent_list import load_more, pending_count, rows_of
from seleqt_cli.channels.linkedin.site import Place, slug_of
from seleqt_cli.core.linkedin.names import owns, same_name, same_slug, words
from seleqt_cli.core.linkedin.orders import Incident, Quotas, Stop
from seleqt_cli.ports.linkedin import Known, Listed, Reply, Seen, Wanted

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from seleqt_cli.channels.linkedin.session import Session

FEW: Final = 15
"""Rows of the inbox below which it is taken to be shown whole: the first page holds about twenty."""
MOST_THREADS: Final = 10
"""Conversations opened in one look; the others come with the next one, and until then the inbox does not count as read."""


class Reader:
    """One look."""

    def __init__(self, session: "Session", wanted: Wanted) -> None:
        self._session = session
        self._wanted = wanted
        self.pages = 0
        """Pages that were opened so far."""
        self._pending: int | None = None

    def look(self) -> Seen:
        """Everything that was asked for; what was seen before an incident is kept."""
        accepted: tuple[int, ...] = ()
        sent: tuple[Listed, ...] = ()
        replies: list[Reply] = []
        rows: tuple[str, ...] = ()
        unsure: list[str] = []
        read, problem = False, None
        if self._wanted.connections:
            accepted, problem = self._connections()
        if problem is None and self._wanted.sent:
            sent, problem = self._sent()
        if problem is None and self._wanted.inbox:
            rows, read, problem = self._inbox(replies, unsure)
        return Seen(accepted, tuple(replies), sent, read, tuple(unsure), self.pages, Quotas(pending=self._pending), problem, rows)

    def _open(self, url: str) -> Incident | None:
        self.pages += 1
        return self._session.go(url).incident

    def _connections(self) -> tuple[tuple[int, ...], Incident | None]:
        """Known people among the newest connections."""
        problem = self._open(self._session.site.connections())
        if problem is not None:
            return (), problem
        links = self._session.finder().find("connection_link")
        if not isinstance(links, Found):
            return (), self._empty("connection_link")
        each = links.all.element_handles()
        slugs = [slug_of(self._session.site.link(link.get_attribute("href") or "")) for link in each]
        found = [(known, at) for known in self._wanted.known for at, slug in enumerate(slugs) if _is(known, slug)]
        return tuple(dict.fromkeys(known.lead for known, at in found if not self._is_suggested(known, links.all.nth(at)))), None

    def _is_suggested(self, known: Known, link: "Locator") -> bool:
        """Whether what stands around a link invites the person: the page suggests people beside those who are connections."""
        shown = " ".join(" ".join(link.all_inner_texts()).split())
        finder = self._session.finder(Who((known.slug, *known.aliases), shown or known.name)).within(top_card=link.locator(ROW))
        return not isinstance(finder.find("invite"), Missing)

    def _sent(self) -> tuple[tuple[Listed, ...], Incident | None]:
        """The Sent list as far as it can be loaded, and how many it says there are."""
        problem = self._open(self._session.site.sent())
        if problem is not None:
            return (), problem
        finder = self._session.finder()
        rows = rows_of(self._session, finder)
        self._pending = pending_count(self._session)
        for _ in range(self._session.patience.lists):
            if not load_more(self._session, finder, len(rows)):
                break
            rows = rows_of(self._session, finder)
        if self._pending is not None or not finder.has("load_more"):
            self._pending = max(self._pending or 0, len(rows))
        return tuple(Listed(row.slug, row.name, row.age[0] if row.age else -1) for row in rows), None

    def _empty(self, key: str) -> Incident | None:
        """An incident when a list that shows nothing has a heading with a number above 0; else it is empty."""
        count = pending_count(self._session)
        return self._session.incident(Stop.UI_CHANGED, f"{key} is not found in a list of {count}") if count else None

    # --- the inbox -----------------------------------------------------------------------------------------------------------

    def _inbox(self, replies: list[Reply], unsure: list[str]) -> tuple[tuple[str, ...], bool, Incident | None]:
        problem = self._open(self._session.site.inbox())
        if problem is not None:
            return (), False, problem
        labels = self._rows()
        digests = tuple(_digest(label, text) for label, text in labels)
        new = [index for index, digest in enumerate(digests) if digest not in self._wanted.rows]
        whole = not self._wanted.rows or len(labels) < FEW or len(new) < len(digests)
        opened: set[str] = set()
        for index in new:
            label, _ = labels[index]
            if label in opened or not any(_names(label, known.name) for known in self._wanted.known if known.name):
                continue
            if len(opened) == MOST_THREADS:
                return _without(digests, new[new.index(index) :]), False, None
            opened.add(label)  # with it all rows of that name
            problem = self._thread(label, replies, unsure)
            if problem is not None:
                return _without(digests, new[new.index(index) :]), False, problem
        return digests, whole, None

    def _rows(self) -> list[tuple[str, str]]:
        """(label, visible words) of each row; the words change with what was said last."""
        found = self._session.finder().find("inbox_row")
        if not isinstance(found, Found):
            return []
        rows = found.all.element_handles()
        return [(row.get_attribute("aria-label") or "", " ".join(row.inner_text().split())) for row in rows]

    def _thread(self, label: str, replies: list[Reply], unsure: list[str]) -> Incident | None:
        """Open a row's conversation and read it, if it is a known person's."""
        from playwright.sync_api import Error

        session = self._session
        self.pages += 1
        if session.site.place(session.page.url) not in (Place.INBOX, Place.THREAD):
            problem = session.go(session.site.inbox()).incident
            if problem is not None:
                return problem
        before = session.page.url
        found = session.finder().find("inbox_row")
        if not isinstance(found, Found):
            return session.incident(Stop.UI_CHANGED, "the rows of the inbox are gone (inbox_row)")
        same = [index for index, row in enumerate(found.all.element_handles()) if (row.get_attribute("aria-label") or "") == label]
        for place in range(len(same)):
            try:
                row = session.finder().find("inbox_row")
                assert isinstance(row, Found)
                row.all.nth(same[place]).click(timeout=session.patience.action * 1_000)
            except (Error, AssertionError):
                return session.incident(Stop.UI_CHANGED, "a conversation does not open (inbox_row)")
            problem = self._opened(before, label, replies, unsure)
            if problem is not None:
                return problem
        return None

    def _opened(self, before: str, label: str, replies: list[Reply], unsure: list[str]) -> Incident | None:
        session = self._session
        candidates = [known for known in self._wanted.known if known.name and _names(label, known.name)]
        for _ in range(session.patience.tries):
            landing = session.here()
            if landing.incident is not None:
                return landing.incident
            if session.page.url != before and landing.place is Place.THREAD:
                for known in candidates:
                    composer = find_composer(session, Who((known.slug, *known.aliases), known.name))
                    if isinstance(composer, Composer):
                        self._take(known, composer, replies)
                        return None
            session.pause()
        unsure.append(label)
        return None

    def _take(self, known: Known, composer: Composer, replies: list[Reply]) -> None:
        """The person's last message, unless the account wrote nothing before it and it is old."""
        shown = self._session.page.locator('main a[href*="/in/"]').filter(has_text=known.name)
        other = " ".join(shown.first.inner_text().split()) if shown.count() else known.name
        items = said(composer, other=other, mine=self._session.known_name)
        # of somebody with the account's own name nothing tells who wrote; seleqt writes nothing there, so it is news in any case
        theirs = [one for one in items if not one.mine or owns(known.name, self._session.known_name)]
        if theirs:
            replies.append(Reply(known.lead, theirs[-1].text, theirs[-1].key))


def _is(known: Known, slug: str) -> bool:
    return any(same_slug(one, slug) for one in (known.slug, *known.aliases))


def _names(label: str, name: str) -> bool:
    """Whether a row's label can mean a person: it holds all words of their name, or is it."""
    return same_name(name, label) or set(words(name)) <= set(words(label))


def _digest(label: str, text: str) -> str:
    """A row's name and words; the small number of what is unread goes away when it is read."""
    text = " ".join(word for word in text.split() if not (word.isdigit() and len(word) < 3))
    return hashlib.sha256(f"{label}\n{text}".encode()).hexdigest()[:16]


def _without(digests: Sequence[str], left: Sequence[int]) -> tuple[str, ...]:
    """What was seen but for the rows that were left for the next look."""
    return tuple(digest for index, digest in enumerate(digests) if index not in left)
