"""Where things are on LinkedIn: addresses as functions, and what kind of page an address is, by its path alone.

Paths are facts with sources (LINKEDIN.md 1.1). A query decides nothing: `/login?session_redirect=%2Ffeed%2F` was once taken for
the feed by another tool.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

LINKEDIN: Final = "https://www.linkedin.com"

_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}").fullmatch


class NotASite(ValueError):
    """The address is neither LinkedIn nor a test site on this machine."""


class Place(StrEnum):
    """What kind of page a path leads to."""

    FEED = "feed"
    PROFILE = "profile"
    ACTIVITY = "activity"
    POST = "post"
    INVITE = "invite"
    SENT = "sent"
    RECEIVED = "received"
    CONNECTIONS = "connections"
    INBOX = "inbox"
    THREAD = "thread"
    COMPOSE = "compose"
    SALES_LEAD = "sales_lead"
    LOGIN = "login"
    AUTHWALL = "authwall"
    CHECKPOINT = "checkpoint"
    GONE = "gone"
    OTHER = "other"


_SLUG = r"[^/]+"
_PLACES: Final[tuple[tuple[Place, re.Pattern[str]], ...]] = tuple(
    (place, re.compile(pattern))
    for place, pattern in (
        (Place.CHECKPOINT, r"/(checkpoint|challenge)(/.*)?|/uas/consumer-email-challenge(/.*)?|/challenge_global_internal_error(/.*)?"),
        (Place.AUTHWALL, r"/authwall(/.*)?"),
        (Place.LOGIN, r"/?|/login(/.*)?|/uas/(login|logout)(/.*)?|/m/logout(/.*)?|/signup(/.*)?|/home(/.*)?|/logout(/.*)?"),
        (Place.GONE, r"/404/?|/in/unavailable/?"),
        (Place.FEED, r"/feed/?"),
        (Place.POST, rf"/feed/update/{_SLUG}/?|/posts/{_SLUG}/?"),
        (Place.ACTIVITY, rf"/in/{_SLUG}/recent-activity(/.*)?"),
        (Place.PROFILE, rf"/in/{_SLUG}(/[a-z]{{2}})?/?"),
        (Place.INVITE, r"/preload/(search-)?custom-invite/?"),
        (Place.SENT, r"/mynetwork/invitation-manager/sent(/.*)?"),
        (Place.RECEIVED, r"/mynetwork/invitation-manager(/received(/.*)?)?/?"),
        (Place.CONNECTIONS, r"/mynetwork/invite-connect/connections/?"),
        (Place.COMPOSE, r"/messaging/compose/?|/messaging/thread/new/?"),
        (Place.THREAD, rf"/messaging/thread/{_SLUG}/?"),
        (Place.INBOX, r"/messaging/?"),
        (Place.SALES_LEAD, rf"/sales/(lead|people)/{_SLUG}/?"),
    )
)


def place_of(path: str) -> Place:
    """What kind of page a path is."""
    return next((place for place, pattern in _PLACES if pattern.fullmatch(path)), Place.OTHER)


@dataclass(frozen=True, slots=True)
class Site:
    """LinkedIn, or a test site on this machine. Raises NotASite for every other base address."""

    base: str = LINKEDIN

    def __post_init__(self) -> None:
        if self.base != LINKEDIN and not _LOOPBACK(self.base):
            raise NotASite(f"{self.base} is neither {LINKEDIN} nor http on this machine")

    @property
    def near(self) -> bool:
        """Whether it is a test site on this machine."""
        return self.base != LINKEDIN

    def at(self, path: str) -> str:
        """The whole address of a path."""
        return self.base + path

    def login(self) -> str:
        return self.at("/login")

    def feed(self) -> str:
        return self.at("/feed/")

    def me(self) -> str:
        """Leads on to the profile of whoever is signed in."""
        return self.at("/in/me/")

    def profile(self, slug: str) -> str:
        return self.at(f"/in/{segment(slug)}/")

    def invite(self, slug: str) -> str:
        """The profile with the invitation's dialog open."""
        return self.at(f"/preload/custom-invite/?vanityName={segment(slug)}")

    def activity(self, slug: str) -> str:
        return self.at(f"/in/{segment(slug)}/recent-activity/all/")

    def sent(self) -> str:
        return self.at("/mynetwork/invitation-manager/sent/")

    def connections(self) -> str:
        return self.at("/mynetwork/invite-connect/connections/")

    def inbox(self) -> str:
        return self.at("/messaging/")

    def thread(self, key: str) -> str:
        return self.at(f"/messaging/thread/{segment(key)}/")

    def sales_lead(self, key: str) -> str:
        """`key`: id, or `id,type,token` as the site writes it."""
        return self.at(f"/sales/lead/{quote(key, safe=',')}")

    def link(self, href: str) -> str:
        """The whole address of a link in a page; '' when it leads elsewhere."""
        if href.startswith("/") and not href.startswith("//"):
            return self.at(href)
        parts = urlsplit(href)
        if f"{parts.scheme}://{parts.netloc}" not in (self.base, LINKEDIN):
            return ""
        return self.at((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))

    def path(self, url: str) -> str:
        """The path of an address of this site, '' for any other address."""
        parts = urlsplit(url)
        return (parts.path or "/") if f"{parts.scheme}://{parts.netloc}" == self.base else ""

    def place(self, url: str) -> Place:
        """What kind of page an address is; OTHER when it is not of this site."""
        path = self.path(url)
        return place_of(path) if path else Place.OTHER


def segment(text: str) -> str:
    """One part of a path, percent-encoded whole."""
    return quote(text, safe="")


def slug_of(address: str) -> str:
    """The slug in a profile's address or path (or one below it), decoded; '' when there is none, or it is `me`."""
    found = re.match(r"/in/([^/]+)", urlsplit(address).path)
    slug = unquote(found[1]) if found else ""
    return "" if slug.casefold() in ("me", "unavailable") else slug


def thread_of(address: str) -> str:
    """The key of a thread in its address; '' when there is none."""
    found = re.match(r"/messaging/thread/([^/]+)", urlsplit(address).path)
    return "" if found is None or found[1] == "new" else unquote(found[1])


def parameter(address: str, name: str) -> str:
    """One parameter of an address's query, decoded; '' when it is missing or stands there twice with two values."""
    values = set(parse_qs(urlsplit(address).query).get(name, []))
    return values.pop() if len(values) == 1 else ""
