"""What became of an order whose outcome is unknown: looked up on the site, without any click that has an effect.

That something is there proves it. That it is missing proves nothing by itself, because lists follow late: only two places that agree,
one of them the person's own profile, prove that it did not happen.
"""

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.composer import holds, open_composer, plain, said
from seleqt_cli.channels.linkedin.deeds import state_of_follow, state_of_like
from seleqt_cli.channels.linkedin.finder import Who
from seleqt_cli.channels.linkedin.sent_list import search
from seleqt_cli.core.linkedin.orders import Status
from seleqt_cli.core.linkedin.relation import Relation


def look_up(act: Act) -> None:
    """End with DONE, NOT_DONE or UNKNOWN."""
    {
        "connect": _invited,
        "withdraw": _withdrawn,
        "message": _written,
        "inmail": _written,
        "follow": _followed,
        "like": _liked,
        "visit": _opened,
    }[act.order.kind](act)


def _listed(act: Act) -> tuple[bool, bool]:
    """Whether the Sent list holds the person, and whether it was seen whole."""
    act.go(act.session.site.sent())
    row, whole = search(act.session, Who((act.order.slug, *act.order.aliases), act.order.name))
    act.saw(f"the Sent list {'holds' if row is not None else 'does not hold'} them{'' if whole else ', as far as it was seen'}")
    return row is not None, whole


def _invited(act: Act) -> None:
    there, whole = _listed(act)
    if there:
        raise act.end(Status.DONE, text_sent=act.order.text, note_sent=bool(act.order.text))
    stands = act.profile().relation()
    act.saw(f"the profile says {stands.value}")
    if stands in (Relation.PENDING, Relation.FIRST):
        raise act.end(Status.DONE, text_sent=act.order.text, note_sent=bool(act.order.text))
    if whole and stands in (Relation.CONNECTABLE, Relation.CONNECTABLE_IN_MORE):
        raise act.end(Status.NOT_DONE, "unverified", "neither the Sent list nor the profile shows an invitation")
    raise act.end(Status.UNKNOWN, "unverified")


def _withdrawn(act: Act) -> None:
    there, whole = _listed(act)
    if there:
        raise act.end(Status.NOT_DONE, "pending")
    raise act.end(Status.DONE) if whole else act.end(Status.UNKNOWN, "unverified")


def _written(act: Act) -> None:
    page = act.profile()
    if act.order.kind == "message" and page.relation() is not Relation.FIRST:
        raise act.end(Status.UNKNOWN, "not_first_degree")
    items = said(open_composer(act, page), other=page.name, mine=act.session.known_name)
    if any(one.mine and holds(one, plain(act.order.text)) for one in items):
        raise act.end(Status.DONE, text_sent=act.order.text)
    if any(one.mine for one in items[-3:]) and act.by_person:
        raise act.end(Status.UNKNOWN, "unverified", "the last messages are other words: the person may have changed the text")
    raise act.end(Status.NOT_DONE, "unverified", "the conversation does not hold it")


def _followed(act: Act) -> None:
    follows = state_of_follow(act)
    raise act.end(Status.DONE) if follows else act.end(Status.NOT_DONE, "unverified", "the profile offers to follow")


def _liked(act: Act) -> None:
    liked = state_of_like(act)
    raise act.end(Status.DONE) if liked else act.end(Status.NOT_DONE, "unverified", "the newest post is not liked")


def _opened(act: Act) -> None:
    raise act.end(Status.UNKNOWN, "unverified", "the site does not show whether a profile was opened")
