"""What a scenario of the fake site is made of: people, the account, faults, timing; and the entries of its record.

Instants are seconds since the epoch, UTC. Lengths of texts are UTF-16 units, as browsers count `maxlength`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Layout = Literal["A", "B", "C", "D", "Z"]
"""A Ember · B SDUI of 2026-06 · C SDUI of 2026-09 · D premium, Connect hidden · Z everything renamed."""
Language = Literal["en", "nl", "de", "fr", "xx"]
"""nl is unverified everywhere; xx has invented words."""
State = Literal["none", "pending", "incoming", "connected", "self", "follow_only", "email_required", "removed"]
FaultKind = Literal[
    # while a page is opened
    "too_many_requests", "authwall", "login_redirect", "checkpoint", "session_expires", "interstitial", "remember_me",
    "page_error", "page_cut",
    # while something is written
    "error_before", "error_after", "cut_before", "cut_after", "silent_drop", "false_pending", "weekly_limit",
    "quota_on_click", "quota_on_submit", "message_restricted",
]  # fmt: skip
Quirk = Literal[
    "no_dialog", "toast_only", "picker", "say_hello", "covered", "covered_once", "bare_composer", "no_maxlength",
    "late_thread", "subject_asked", "group", "suggested", "withdraws_at_once", "offer_after", "offer_inside", "survey", "photo_link",
]  # fmt: skip
"""no_dialog: Connect invites at once · toast_only: what was written shows only after a reload · picker: "New message" asks for a
name · say_hello: a widget instead of the composer, unless the full compose address is used · covered: something that swallows
clicks lies over the actions and does not go away · covered_once: it goes away on Escape or by its button · bare_composer: the
address's `body` is ignored · no_maxlength: the box of a note has no limit of its own · late_thread: what was said comes in half a second
after the composer · subject_asked: a connection's composer is an InMail's · group: somebody else is in the conversation too ·
suggested: lists also suggest those who can be invited, in rows of the same form, and name the number of another list first ·
withdraws_at_once: no dialog asks once more · offer_after: an offer of Premium comes over the page once an invitation was sent ·
offer_inside: one stands in the invitation's own dialog · survey: a question with a box of its own stands in place of the invitation's
dialog · photo_link: Connect is hidden, and a labelled link to the own photo stands beside More."""

START = 1_793_610_000
"""Mon 2026-11-02 09:00 UTC."""
DAY = 86_400
WEEK = 7 * DAY


def len16(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Post:
    """Something a person wrote: `urn` is the number in its address."""

    urn: str
    text: str = "A post"
    liked: bool = False


@dataclass
class Item:
    """One message of a thread."""

    text: str
    at: int
    from_me: bool = False
    subject: str = ""


@dataclass
class Person:
    """Somebody with a profile; `decoy` people are nobody's lead: a write that hits one is the bug we look for."""

    slug: str
    name: str = ""
    state: State = "none"
    aliases: tuple[str, ...] = ()
    """Older slugs, which the site redirects."""
    member_id: str = ""
    sales_id: str = ""
    headline: str = "Works at a company"
    about: str = "People say: try again later, weekly limit, Pending. That is only text."
    degree: int = 2
    """2 or 3; who is connected has 1."""
    open_profile: bool = False
    follow_primary: bool = False
    """Follow first, Connect in the menu."""
    premium_layout: bool = False
    """Connect is hidden for this person whatever the layout."""
    following: bool = False
    posts: list[Post] = field(default_factory=list)
    thread: list[Item] = field(default_factory=list)
    unread: bool = False
    draft: str = ""
    """Words of the account's owner that stand unsent in the composer."""
    sent_at: int | None = None
    """When the pending invitation was sent; in this account's name."""
    connected_at: int | None = None
    withdrawn_at: int | None = None
    decoy: bool = False

    def __post_init__(self) -> None:
        self.name = self.name or " ".join(word.capitalize() for word in self.slug.split("-"))
        self.member_id = self.member_id or "ACoAA" + "".join(word.capitalize() for word in self.slug.split("-"))
        self.sales_id = self.sales_id or "ACwAA" + self.member_id[5:]
        if self.state not in get_args(State):
            raise ValueError(f"no such state: {self.state}")


@dataclass
class Account:
    """Whose session it is. `weekly_used` and `notes_used` were used before the scenario begins."""

    slug: str = "anna-de-vries"
    name: str = "Anna de Vries"
    plan: str = ""
    """free, premium or salesnav; empty: the scenario's."""
    weekly_used: int = 0
    notes_used: int = 0
    inmail_credits: int = 0
    enter_sends: bool = False
    signed_in: bool = True
    """/__fake_sign_in works, and the session is valid; False: only the form of /login signs in."""
    restricted_until: int = 0


@dataclass(frozen=True)
class Fault:
    """What goes wrong.

    `on`: the action (invite, message, ...) or the beginning of a page's path; empty: any. `after`: how many of those pass first.
    `times`: how often it strikes, 0 for ever. A checkpoint, an expired session and a sign-in wall last until `world.lift()`.
    """

    kind: FaultKind
    on: str = ""
    after: int = 0
    times: int = 1

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"no such fault: {self.kind}")


@dataclass(frozen=True)
class Timing:
    """How slow the site is, in milliseconds; `sent_delay` in seconds of the site's clock, `sent_views` in views of the list."""

    first_byte: int = 0
    hydrate: int = 0
    """The top card is a skeleton that long."""
    replaced: int = 0
    """That long after it has appeared, the row of actions is replaced by an equal one: handles are detached."""
    dialog: int = 0
    """A dialog opens that late."""
    answer: int = 0
    """The answer to a write comes that late."""
    sent_delay: int = 0
    """A new invitation shows in the Sent list that late."""
    sent_views: int = 0
    """So many views of the Sent list do not show a new invitation yet."""


@dataclass
class Scenario:
    """Everything a run of the fake site starts from."""

    layout: Layout = "B"
    language: Language = "en"
    plan: str = "free"
    people: list[Person] = field(default_factory=list)
    account: Account = field(default_factory=Account)
    faults: list[Fault] = field(default_factory=list)
    timing: Timing = field(default_factory=Timing)
    quirks: frozenset[Quirk] = frozenset()
    wording: int = 0
    """Which variant of a label, where several were seen (0 the first)."""
    start: int = START
    weekly_limit: int = 100
    notes_limit: int = 5
    note_length: int = 0
    """0: 200 for a free plan, 300 for others."""
    quota_at: Literal["click", "submit"] = "click"
    """Where the site says that no personal notes are left."""
    page_size: int = 20
    """Rows of a list before its button for more."""
    absolute: str = ""
    """Written before every address in a page, such as `https://www.linkedin.com`."""

    def __post_init__(self) -> None:
        if self.layout not in get_args(Layout) or self.language not in get_args(Language):
            raise ValueError(f"no such layout or language: {self.layout} {self.language}")
        self.quirks = frozenset(self.quirks)
        unknown = self.quirks - set(get_args(Quirk))
        if unknown:
            raise ValueError(f"no such quirks: {sorted(unknown)}")


def scenario_of(data: dict[str, Any]) -> Scenario:
    """A scenario from the JSON of the control port: the fields' names, nested."""
    given = dict(data)
    given["people"] = [person_of(each) for each in given.get("people", [])]
    given["account"] = Account(**given.get("account", {}))
    given["faults"] = [Fault(**each) for each in given.get("faults", [])]
    given["timing"] = Timing(**given.get("timing", {}))
    given["quirks"] = frozenset(given.get("quirks", ()))
    return Scenario(**given)


def person_of(data: dict[str, Any]) -> Person:
    """A person from JSON."""
    given = dict(data)
    given["aliases"] = tuple(given.get("aliases", ()))
    given["posts"] = [Post(**each) for each in given.get("posts", [])]
    given["thread"] = [Item(**each) for each in given.get("thread", [])]
    return Person(**given)


@dataclass(frozen=True)
class Entry:
    """One line of the site's record: a page that was opened, or something that was written.

    `action`: visit, or invite, message, inmail, follow, react, withdraw, respond, sign_in. `session`: whose cookie; `hand` for what
    a person did elsewhere. `variant`: which dialog or composer it came from. `accepted`: it took effect. `reason`: why not, or what
    became of it. `lost`: it took effect, but the answer did not reach the browser.
    """

    seq: int
    virtual_time: int
    day: str
    week: str
    session: str
    action: str
    target_slug: str
    text: str
    len16: int
    variant: str
    accepted: bool
    reason: str
    path: str = ""
    lost: bool = False
    subject: str = ""
