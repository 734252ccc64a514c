"""What an edited file means for journeys that are on their way: each is known by the id of the step that it stands at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seleqt_cli.core.journey import QUEUED, State
from seleqt_cli.core.program import END, Program

GONE: Final = "not in the file any more"
"""How the reason begins of a journey whose step or sender an edit took away."""


NO_ROW: Final = "not in the lead list any more"
"""The reason of a journey that ended before anything was done in it, because the campaign's leads do not name the person any more."""


NAMED_AGAIN: Final = "in the lead list again"
"""Why it begins when they do."""


class Fate(StrEnum):
    """What an apply does with a journey."""

    CONTINUES = "continue"
    ANEW = "begin anew"
    HELD = "are held"
    FREED = "go on again"
    STAYS = "stay as they are"
    LEFT = "end"


@dataclass(frozen=True, slots=True)
class Standing:
    """Live journeys of a campaign that stand alike, at `step`, which is of a `kind`; `email` and `linkedin` are their accounts.

    `untouched`: nothing was done and nobody is asked for anything. `lost`: an earlier file lacked their step or sender.
    `left`: nothing was done, and the campaign's leads do not name them any more.
    """

    campaign: str
    state: str
    step: str
    kind: str
    email: str
    linkedin: str
    done: Mapping[str, str]
    untouched: bool
    lost: bool
    count: int
    left: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What an apply did with those whom a campaign's leads name no more: `ended` before anything was done, `going_on` all the same.

    `back`: they are named again, and begin.
    """

    ended: int = 0
    going_on: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What an apply did with journeys that were on their way: reason -> how many are held, step that is gone -> how many begin anew."""

    held: Mapping[str, int]
    anew: Mapping[str, int]


def lacking(program: Program, accounts: Collection[str], step: str, email: str, linkedin: str) -> str:
    """Why journeys that stand at a step cannot go on with this file, '' when they can."""
    index = program.index.get(step)
    if index is None:
        return f"{GONE}: step {step}"
    node = program.nodes[index]
    account = "" if node.channel is None else email if node.channel == "email" else linkedin
    return f"{GONE}: {account}" if account and account not in accounts else ""


def fate(program: Program, accounts: Collection[str], journeys: Standing) -> tuple[Fate, str]:
    """What an apply of the program does with journeys of its campaign, and why for those that are held.

    Whoever waits for a step that is gone is held, until a person decides or a later file has the step again; whoever waits
    for the first step of all begins anew, since nothing was done. Whom the leads name no more is done with, if nothing was done.
    """
    if journeys.left:
        return Fate.LEFT, ""
    waits = journeys.state in QUEUED
    if not waits and not (journeys.state == State.HELD and journeys.lost):
        return Fate.STAYS, ""
    reason = lacking(program, accounts, journeys.step, journeys.email, journeys.linkedin)
    if journeys.untouched and journeys.step not in program.index and program.enter.to != END:
        return Fate.ANEW, ""
    if reason:
        return (Fate.HELD if waits else Fate.STAYS), reason
    return (Fate.CONTINUES if waits else Fate.FREED), ""


def to_come(program: Program, start: int, done: Mapping[str, str]) -> dict[str, None]:
    """The ids of the steps that a journey may still do from a node on, in the order of the file; what is done is passed over."""
    seen: set[int] = set()
    ahead = [start]
    while ahead:
        index = ahead.pop()
        if index != END and index not in seen:
            seen.add(index)
            node = program.nodes[index]
            ahead += [node.following.to, node.otherwise.to]
    nodes = (program.nodes[index] for index in sorted(seen))
    return dict.fromkeys(node.id for node in nodes if node.kind != "wait_for" and node.id not in done)
