"""First contacts that come in waves: follow-ups take all the room on some days and leave it all on others.

An even number of new leads a day gives every day the same work; it is the room of the accounts divided by what one lead
needs (SPEC section 6, last rule).
"""

from collections.abc import Mapping, Sequence, Set
from typing import Final

from seleqt_cli.core.accounts import Account, Unit
from seleqt_cli.core.campaign import Campaign
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.program import END, Program

FEWEST_DAYS: Final = 8
"""Working days below which a rhythm cannot be told from a start and an end."""
HIGH: Final = 1.5
LOW: Final = 0.5


def wave(planner: Planner, campaign: str, firsts: Mapping[int, int], active: Set[int]) -> str:
    """A warning when first contacts of a campaign come in waves, '' when they do not.

    `firsts`: day -> first contacts, `active`: the days on which the campaign sent anything. The last day with first
    contacts counts for nothing, since it takes what is left over.
    """
    if not firsts:
        return ""
    last = max(firsts)
    days = sorted(day for day in active if min(firsts) <= day < last)
    if len(days) < FEWEST_DAYS:
        return ""
    counts = [firsts.get(day, 0) for day in days]
    mean = sum(counts) / len(counts)
    crests = sum(count >= mean * HIGH + 1 for count in counts)
    troughs = sum(count <= mean * LOW for count in counts)
    if not crests or troughs < 2:
        return ""
    even = even_number(planner.accounts, planner.units[campaign], planner.programs[campaign])
    return (
        f"{campaign}: first contacts come in waves, from {min(counts)} to {max(counts)} a day, because follow-ups take the limits; "
        f"`max_new_leads: {even}` gives every day the same work"
    )


def expected_waves(campaign: Campaign, accounts: Mapping[str, Account], units: Sequence[Unit], program: Program, leads: int) -> str:
    """The same warning from the file alone: more leads than the accounts can follow up day after day; '' without one."""
    even = even_number(accounts, units, program)
    several = any(count > 1 for count in _needed(program).values())
    most = campaign.max_new_leads
    if not several or leads <= FEWEST_DAYS * even or (most is not None and most <= even):
        return ""
    now = "max_new_leads is not set" if most is None else f"max_new_leads is {most}"
    return (
        f"first contacts will come in waves, because follow-ups take the limits ({now}); "
        f"`max_new_leads: {even}` gives every day the same work"
    )


def even_number(accounts: Mapping[str, Account], units: Sequence[Unit], program: Program) -> int:
    """New leads a day that the accounts can follow up for ever: the least over the kinds of room a day / actions a lead."""
    needed = _needed(program)
    keys = dict.fromkeys(key for unit in units for key in unit.accounts())
    least = float("inf")
    for kind, times in needed.items():
        room = 0.0
        for key in keys:
            meter = accounts[key].meters.get(kind)
            if meter is not None:
                limits = meter.limits
                room += min(limits.get("day", 10_000), limits.get("week", 50_000) / 5, limits.get("month", 210_000) / 21)
        least = min(least, room / times)
    return max(1, int(least)) if needed else 1


def _needed(program: Program) -> dict[str, int]:
    """Actions of each kind on the longest way of a lead."""
    most: dict[str, int] = {}

    def walk(index: int, so_far: dict[str, int], depth: int) -> None:
        if index == END or depth > 200:
            for kind, count in so_far.items():
                most[kind] = max(most.get(kind, 0), count)
            return
        node = program.nodes[index]
        taken = so_far if node.channel is None else {**so_far, node.kind: so_far.get(node.kind, 0) + 1}
        walk(node.following.to, taken, depth + 1)
        if node.kind == "wait_for" and node.otherwise.to != node.following.to:
            walk(node.otherwise.to, so_far, depth + 1)

    walk(program.enter.to, {}, 0)
    return most
