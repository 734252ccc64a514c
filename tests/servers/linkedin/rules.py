"""What the fake site's server decides about a write: whether it takes effect, why not, and what the page shows then."""

from dataclasses import dataclass
from typing import Literal

from tests.servers.linkedin.model import DAY, Item, Person, len16
from tests.servers.linkedin.world import World

Show = Literal["done", "limit", "quota", "email", "upsell", "again", "failed"]
REINVITE_AFTER = 21 * DAY
"""Up to three weeks, says the help of the site (a551012)."""
SUBJECT_LENGTH = 200
BODY_LENGTH = 1_900
MESSAGE_LENGTH = 8_000


@dataclass(frozen=True)
class Write:
    """What a page sends."""

    action: str
    slug: str
    text: str = ""
    subject: str = ""
    email: str = ""
    urn: str = ""
    variant: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Verdict:
    """`accepted`: it took effect. `show`: what the page does then."""

    accepted: bool
    reason: str = ""
    show: Show = "done"


def decide(world: World, write: Write) -> Verdict:
    """Apply a write, or refuse it; the caller holds the world's lock."""
    person = world.person(write.slug)
    if person is None or person.state in ("removed", "self"):
        return Verdict(False, "no_such_person", "failed")
    return _RULES[write.action](world, person, write)


def _invite(world: World, person: Person, write: Write) -> Verdict:
    now = world.clock.now()
    if person.state == "pending":
        return Verdict(False, "duplicate", "failed")
    if person.state in ("connected", "incoming"):
        return Verdict(False, person.state, "failed")
    if person.withdrawn_at is not None and now < person.withdrawn_at + REINVITE_AFTER:
        return Verdict(False, "reinvite_too_soon", "again")
    if len16(write.text) > world.note_length():
        return Verdict(False, "note_too_long", "failed")
    if person.state == "email_required" and "@" not in write.email:
        return Verdict(False, "email_required", "email")
    if now < world.account.restricted_until or world.weekly_used() >= world.scenario.weekly_limit:
        return Verdict(False, "weekly_limit", "limit")
    if write.text and not world.notes_left():
        return Verdict(False, "note_quota", "quota")
    person.state, person.sent_at = "pending", now
    world.sent_views[person.slug] = 0
    return Verdict(True)


def _message(world: World, person: Person, write: Write) -> Verdict:
    if not write.text.strip():
        return Verdict(False, "empty", "failed")
    if person.state != "connected":
        return Verdict(False, "not_first_degree", "upsell")
    if len16(write.text) > MESSAGE_LENGTH:
        return Verdict(False, "too_long", "failed")
    person.thread.append(Item(write.text, world.clock.now(), from_me=True))
    return Verdict(True)


def _inmail(world: World, person: Person, write: Write) -> Verdict:
    if not write.text.strip():
        return Verdict(False, "empty", "failed")
    if len16(write.subject) > SUBJECT_LENGTH or len16(write.text) > BODY_LENGTH:
        return Verdict(False, "too_long", "failed")
    if not person.open_profile and person.state != "connected":
        if world.account.inmail_credits < 1:
            return Verdict(False, "no_credits", "upsell")
        world.account.inmail_credits -= 1
    person.thread.append(Item(write.text, world.clock.now(), from_me=True, subject=write.subject))
    return Verdict(True)


def _follow(world: World, person: Person, write: Write) -> Verdict:
    person.following = not person.following
    return Verdict(True, "followed" if person.following else "unfollowed")


def _react(world: World, person: Person, write: Write) -> Verdict:
    post = next((each for each in person.posts if each.urn == write.urn), None)
    if post is None:
        return Verdict(False, "no_such_post", "failed")
    post.liked = not post.liked
    return Verdict(True, "liked" if post.liked else "unliked")


def _withdraw(world: World, person: Person, write: Write) -> Verdict:
    if person.state != "pending":
        return Verdict(False, "not_pending", "failed")
    person.state, person.sent_at, person.withdrawn_at = "none", None, world.clock.now()
    return Verdict(True)


def _respond(world: World, person: Person, write: Write) -> Verdict:
    if person.state != "incoming":
        return Verdict(False, "not_incoming", "failed")
    if write.answer == "accept":
        person.state, person.connected_at = "connected", world.clock.now()
    else:
        person.state = "none"
    return Verdict(True, write.answer)


_RULES = {
    "invite": _invite,
    "message": _message,
    "inmail": _inmail,
    "follow": _follow,
    "react": _react,
    "withdraw": _withdraw,
    "respond": _respond,
}
ACTIONS = frozenset(_RULES)
