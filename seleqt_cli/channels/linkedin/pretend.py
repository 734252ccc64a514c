"""A LinkedIn that exists in memory only: what a window does and sees there, without a browser.

It keeps the rules that matter to whoever drives a window: nothing is opened or clicked without the permit, at most one effect an
order, a state that is there already is left alone, incidents are values. What it was asked for is written down in `effects` and
`opened`, so that a test can hold the program's own record against it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from seleqt_cli.core.campaign import Kind
from seleqt_cli.core.linkedin.orders import Incident, Order, Quotas, Result, Status, Stop
from seleqt_cli.ports.linkedin import Checkup, Known, Listed, Permit, Person, Reply, Seen, Wanted

Relation = Literal["none", "pending", "connected", "gone"]


@dataclass(slots=True)
class Member:
    """Somebody on the site. `inbox`: what they wrote to the account and nobody has seen yet, (key, text)."""

    slug: str
    name: str
    relation: Relation = "none"
    followed: bool = False
    liked: bool = False
    aliases: tuple[str, ...] = ()
    inbox: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class PretendSite:
    """The site as one account sees it.

    `meets`: incidents, one a call of the window until none is left. `swallow`: so many clicks of which nothing can be seen afterwards,
    though they took effect; `drop`: so many that take none. `human`: what a person sends in place of the text that was filled in,
    None when they walk away. `before`: called when a profile is open, `between`: between arming and the effect.
    `profiles`: how many people's profiles a check of the pages would open.
    """

    me: Person = field(default_factory=lambda: Person("example-anna", "Anna"))
    members: dict[str, Member] = field(default_factory=dict)
    pending: int = 0
    notes_left: int | None = None
    credits: int | None = None
    meets: list[Incident] = field(default_factory=list)
    swallow: int = 0
    drop: int = 0
    human: Callable[[Order], str | None] = lambda order: order.text
    before: Callable[[], None] = lambda: None
    between: Callable[[], None] = lambda: None
    missing: tuple[str, ...] = ()
    profiles: int = 0
    effects: list[tuple[Kind, str, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    looks: list[Wanted] = field(default_factory=list)

    def add(self, *members: Member) -> None:
        """More people."""
        self.members.update({member.slug: member for member in members})

    def find(self, slug: str) -> Member | None:
        """By slug or alias, in whatever letters."""
        wanted = slug.casefold()
        return next((one for one in self.members.values() if wanted in (one.slug.casefold(), *(a.casefold() for a in one.aliases))), None)


class PretendWindow:
    """See ports/linkedin.Window."""

    def __init__(self, site: PretendSite) -> None:
        self._site = site
        self.closed = False

    def sign_in(self, given_up: Callable[[], bool]) -> Person | Incident:
        """Somebody signs in at once."""
        return self._incident() or self._site.me

    def browser(self) -> tuple[str, int]:
        """None."""
        return "pretend", 1

    def perform(self, order: Order, permit: Permit) -> Result:
        """The order of an action's checks is that of the real window."""
        site = self._site
        incident = self._incident()
        if incident is not None:
            return Result(Status.STOPPED, detail=incident.text, incident=incident)
        refused = "" if order.kind == "visit" else permit.open()
        if refused:
            return Result(Status.NOT_ARMED, detail=refused)
        site.opened.append(order.slug)
        member = site.find(order.slug)
        if member is None or member.relation == "gone":
            return Result(Status.SKIPPED, "gone")
        if order.name and order.name != member.name:
            return Result(Status.HELD, "name_mismatch", f"the page shows {member.name}")
        site.before()
        before = self._before(order, member)
        if before is not None:
            return before
        refused = permit.arm(str(len(site.effects)))
        if refused:
            return Result(Status.NOT_ARMED, detail=refused)
        text = order.text
        if order.hands == "fill":
            permit.ready("Send")
            said = None if permit.given_up() else site.human(order)
            if said is None:
                return Result(Status.NEEDS_HUMAN, "walked_away", clicked=True)
            text = said
        site.between()
        if permit.late() and order.hands == "auto":
            return Result(Status.NOT_DONE, "refused", "it took too long", clicked=True)
        if site.drop:
            site.drop -= 1
            return Result(Status.UNKNOWN, "unverified", clicked=True)
        self._effect(order, member, text)
        if site.swallow:
            site.swallow -= 1
            return Result(Status.UNKNOWN, "unverified", clicked=True)
        return self._done(member, text)

    def look(self, wanted: Wanted) -> Seen:
        """Only the people who are asked for."""
        site = self._site
        site.looks.append(wanted)
        incident = self._incident()
        if incident is not None:
            return Seen(incident=incident, pages=1)
        found = [(known, member) for known in wanted.known if (member := self._known(known)) is not None]
        accepted = tuple(known.lead for known, member in found if member.relation == "connected") if wanted.connections else ()
        replies = [Reply(known.lead, text, key) for known, member in found for key, text in member.inbox] if wanted.inbox else []
        sent = tuple(Listed(one.slug, one.name, 0) for one in site.members.values() if one.relation == "pending") if wanted.sent else ()
        pages = wanted.connections + wanted.inbox + wanted.sent + len({reply.lead for reply in replies})
        quotas = self._quotas() if wanted.sent else Quotas()
        return Seen(accepted, tuple(replies), sent, wanted.inbox, pages=pages, quotas=quotas)

    def settle(self, order: Order, permit: Permit) -> Result:
        """The site knows whether it happened since the order was armed."""
        member = self._site.find(order.slug)
        since = self._site.effects[int(order.mark or 0) :]
        if any((kind, slug) == (order.kind, order.slug) for kind, slug, _ in since) and member is not None:
            return self._done(member, order.text)
        return Result(Status.NOT_DONE, "unverified", "nothing of it can be seen")

    def doctor(self, permit: Permit) -> Checkup:
        """All keys hold but those that are `missing`; so many `profiles` are opened as may be."""
        profiles = sum(not permit.open() for _ in range(self._site.profiles))
        return Checkup({"invite": "href"}, self._site.missing, "B", "en", 4 + profiles, self._incident(), profiles)

    def close(self) -> None:
        """Nothing is left open."""
        self.closed = True

    def _before(self, order: Order, member: Member) -> Result | None:
        relation = member.relation
        if order.kind == "connect":
            if relation != "none":
                return Result(Status.ALREADY, relation, slug=member.slug, quotas=self._quotas())
            if order.text and self._site.notes_left == 0 and order.note_quota == "hold":
                return Result(Status.DEFERRED, "note_quota", quotas=self._quotas())
        elif order.kind == "message" and relation != "connected":
            return Result(Status.SKIPPED, "not_first_degree")
        elif order.kind == "withdraw" and relation != "pending":
            return Result(Status.ALREADY, "connected" if relation == "connected" else "withdrawn")
        elif (order.kind == "follow" and member.followed) or (order.kind == "like" and member.liked):
            return Result(Status.ALREADY, "followed" if order.kind == "follow" else "liked")
        elif order.kind == "inmail" and not self._site.credits:
            return Result(Status.SKIPPED, "no_credits")
        return None

    def _effect(self, order: Order, member: Member, text: str) -> None:
        site = self._site
        if order.kind == "connect":
            member.relation, site.pending = "pending", site.pending + 1
            if text and site.notes_left is not None:
                text, site.notes_left = (text, site.notes_left - 1) if site.notes_left else ("", 0)
        elif order.kind == "withdraw":
            member.relation, site.pending = "none", site.pending - 1
        elif order.kind in ("follow", "like"):
            member.followed = member.followed or order.kind == "follow"
            member.liked = member.liked or order.kind == "like"
        elif order.kind == "inmail" and site.credits:
            site.credits -= 1
        site.effects.append((order.kind, member.slug, text))

    def _done(self, member: Member, text: str) -> Result:
        note = bool(text) and member.relation == "pending"
        return Result(
            Status.DONE, text_sent=text, note_sent=note, slug=member.slug, evidence=("it shows",), clicked=True, quotas=self._quotas()
        )  # fmt: skip

    def _quotas(self) -> Quotas:
        return Quotas(self._site.pending, self._site.notes_left, self._site.credits)

    def _known(self, known: Known) -> Member | None:
        return next((member for slug in (known.slug, *known.aliases) if (member := self._site.find(slug)) is not None), None)

    def _incident(self) -> Incident | None:
        return self._site.meets.pop(0) if self._site.meets else None


def signed_out() -> Incident:
    """What a window meets whose session ended."""
    return Incident(Stop.LOGGED_OUT, "/login", "the sign-in page", b"\x89PNG")
