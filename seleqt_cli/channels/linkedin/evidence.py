"""What became of an order whose outcome is unknown: looked up on the site, without any click that has an effect.

That something is there proves it, if it is newer than the order: the same words may have gone to the same person before. That it is
missing proves nothing by itself, because lists follow late: only two places that agree, one of them the person's own profile, prove
that it did not happen.
"""

from typing import Final

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.composer import after, holds, open_composer, plain, settled
from seleqt_cli.channels.linkedin.deeds import newest_post, state_of_follow
from seleqt_cli.channels.linkedin.finder import Who
from seleqt_cli.channels.linkedin.sent_list import SentRow, search
from seleqt_cli.core.linkedin.orders import Status
from seleqt_cli.core.linkedin.relation import Relation
from seleqt_cli.core.zones import DAY

_INVITABLE: Final = (Relation.CONNECTABLE, Relation.CONNECTABLE_IN_MORE)


def look_up(act: Act, now: int) -> None:
    """End with DONE, NOT_DONE or UNKNOWN."""
    {
        "connect": lambda act: _invited(act, now),
        "withdraw": _withdrawn,
        "message": _written,
        "inmail": _written,
        "follow": _followed,
        "like": _liked,
        "visit": _opened,
    }[act.order.kind](act)


def _listed(act: Act) -> tuple[SentRow | None, bool]:
    """The person's row in the Sent list, and whether the list was seen whole."""
    act.go(act.session.site.sent())
    row, whole = search(act.session, Who((act.order.slug, *act.order.aliases), act.order.name))
    act.saw(f"the Sent list {'holds' if row is not None else 'does not hold'} them{'' if whole else ', as far as it was seen'}")
    return row, whole


def _invited(act: Act, now: int) -> None:
    """Before the click nobody had invited them: what is open, or accepted, since then is newer. Which note it had shows nowhere."""
    row, whole = _listed(act)
    if row is not None and row.age is not None and act.order.since and row.age[0] > (now - act.order.since) // DAY + 1:
        raise act.end(Status.UNKNOWN, "unverified", f"the invitation that is open is older: {row.age[0]} days")
    if row is not None:
        raise act.end(Status.DONE)
    stands = act.profile().relation()
    act.saw(f"the profile says {stands.value}")
    if stands in (Relation.PENDING, Relation.FIRST):
        raise act.end(Status.DONE)
    if whole and stands in _INVITABLE:
        raise act.end(Status.NOT_DONE, "unverified", "neither the Sent list nor the profile shows an invitation")
    raise act.end(Status.UNKNOWN, "unverified")


def _withdrawn(act: Act) -> None:
    """One that is gone from the list may have been accepted: the profile tells."""
    row, whole = _listed(act)
    if row is not None:
        raise act.end(Status.NOT_DONE, "pending")
    if not whole:
        raise act.end(Status.UNKNOWN, "unverified")
    stands = act.profile().relation()
    act.saw(f"the profile says {stands.value}")
    if stands is Relation.FIRST:
        raise act.end(Status.NOT_DONE, "connected")
    raise act.end(Status.UNKNOWN, "unverified") if stands in (Relation.PENDING, Relation.UNKNOWN) else act.end(Status.DONE)


def _written(act: Act) -> None:
    page = act.profile()
    if act.order.kind == "message" and page.relation() is not Relation.FIRST:
        raise act.end(Status.UNKNOWN, "not_first_degree")
    items = settled(act, open_composer(act, page), page.name)
    new = after(items, act.order.mark) if act.order.mark else None
    there = any(one.mine and holds(one, plain(act.order.text)) for one in (items if new is None else new))
    if there and new is None:
        raise act.end(Status.UNKNOWN, "unverified", "these words stand there, and nothing tells whether they are older")
    if there:
        act.saw("the conversation holds it, after what stood last in it before the click")
        raise act.end(Status.DONE, text_sent=act.order.text)
    if new is None and act.order.mark:
        raise act.end(Status.UNKNOWN, "unverified", "the conversation is not shown back to where it stood")
    if any(one.mine for one in new or ()):
        raise act.end(Status.UNKNOWN, "unverified", "other words of the account stand there since")
    raise act.end(Status.NOT_DONE, "unverified", "the conversation does not hold it")


def _followed(act: Act) -> None:
    follows = state_of_follow(act)
    raise act.end(Status.DONE) if follows else act.end(Status.NOT_DONE, "unverified", "the profile offers to follow")


def _liked(act: Act) -> None:
    """Another post than the one that was ordered proves nothing, liked or not."""
    liked, number = newest_post(act)
    if number != act.order.mark:
        raise act.end(Status.UNKNOWN, "unverified", "another post is the newest by now")
    raise act.end(Status.DONE) if liked else act.end(Status.NOT_DONE, "unverified", "the post is not liked")


def _opened(act: Act) -> None:
    raise act.end(Status.UNKNOWN, "unverified", "the site does not show whether a profile was opened")
