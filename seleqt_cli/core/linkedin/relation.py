"""How a person stands to the account, from what their profile shows: signs that need no language first (LINKEDIN.md 1.2).

Two signs that cannot both be true make it UNKNOWN, and on UNKNOWN nothing is clicked. A Message button proves nothing: open profiles
show it to everybody.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Leads = Literal["compose", "invite", "own", "site", "away", ""]
"""Where a link goes: the composer, the invitation, this profile, elsewhere on the site, elsewhere; '' for a button."""


class Relation(StrEnum):
    """What can be done about a connection with this person."""

    SELF = "self"
    CONNECTABLE = "connectable"
    CONNECTABLE_IN_MORE = "connectable_in_more"
    PENDING = "pending"
    INCOMING = "incoming"
    """They invited the account. Accept and Ignore differ only by their order: neither is ever clicked."""
    FIRST = "first"
    FOLLOW_ONLY = "follow_only"
    OPEN_PROFILE = "open_profile"
    """No connection and no way to invite, but a Message button."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Control:
    """One control of the row of actions. `labelled`: it has an aria-label; `expander`: it has aria-expanded."""

    link: bool = False
    labelled: bool = False
    expander: bool = False
    leads: Leads = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a profile shows. `controls`: the row of actions in its order, empty when it was not found.

    `invite`: where an invitation for exactly this person stands. `degree` of the badge, 0 unknown. `menu`: whether More was opened,
    so that what it would show was seen. The rest was read by words of the page's language.
    """

    own: bool = False
    invite: Literal["", "page", "menu"] = ""
    controls: tuple[Control, ...] = ()
    degree: int = 0
    menu: bool = False
    pending: bool = False
    accept: bool = False
    message: bool = False
    follow: bool = False
    remove: bool = False


def relation(seen: Signals) -> Relation:
    """Judge the signals, in the order of their strength."""
    if seen.own:
        return Relation.SELF
    incoming = seen.accept or _is_incoming(seen.controls)
    pending = seen.pending or (not incoming and _is_pending(seen.controls))
    first = seen.degree == 1 or seen.remove
    if sum((bool(seen.invite), incoming, pending, first)) > 1 or (seen.remove and seen.degree > 1):
        return Relation.UNKNOWN
    if seen.invite:
        return Relation.CONNECTABLE if seen.invite == "page" else Relation.CONNECTABLE_IN_MORE
    if incoming:
        return Relation.INCOMING
    if pending:
        return Relation.PENDING
    return _without_invitation(seen, first=first)


def wants_menu(seen: Signals) -> bool:
    """Whether what stands under More can change the judgement."""
    if seen.menu:
        return False
    return relation(seen) in (Relation.FOLLOW_ONLY, Relation.OPEN_PROFILE, Relation.UNKNOWN) and not (
        seen.invite or seen.accept or seen.pending
    )


def _without_invitation(seen: Signals, *, first: bool) -> Relation:
    compose = seen.message or any(control.leads == "compose" for control in seen.controls)
    others = any(control.labelled and not control.link and not control.expander for control in seen.controls)
    if first:
        return Relation.FIRST if compose else Relation.UNKNOWN
    if seen.degree == 0 and not seen.follow and not others:
        return Relation.UNKNOWN  # neither a badge nor a button to follow: it may be a connection whose badge has not come yet
    if seen.follow or (compose and others):
        return Relation.FOLLOW_ONLY
    return Relation.OPEN_PROFILE if compose else Relation.UNKNOWN


def _is_incoming(row: tuple[Control, ...]) -> bool:
    """Two labelled buttons, one unlabelled expander, and nothing else [SD]."""
    return [(control.link, control.labelled, control.expander) for control in row] == [
        (False, True, False),
        (False, True, False),
        (False, False, True),
    ]


def _is_pending(row: tuple[Control, ...]) -> bool:
    """A labelled link that is no way to write or invite and stays on the site [SD]."""
    return any(control.link and control.labelled and control.leads in ("own", "site") for control in row)
