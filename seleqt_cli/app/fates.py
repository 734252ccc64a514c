"""What becomes of the journeys that are on their way when an edited file is applied: the same rules as apply's, without applying it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.app.echoes import echoes
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.continuing import Fate, Standing, fate, to_come
from seleqt_cli.core.program import END, Node, Program

_NOTHING: Final[dict[str, None]] = {}


@dataclass(slots=True)
class Reach:
    """How many journeys an edit brings a step to (`gain`), takes it from (`lose`); `passed`: they did it and pass its new place."""

    gain: int = 0
    lose: int = 0
    passed: int = 0


@dataclass(slots=True)
class Journeys:
    """The live journeys of one campaign. `held`: reason -> how many; `paused`: the file lacks the campaign; `steps`: what changes."""

    campaign: str
    fates: Counter[Fate] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    paused: int = 0
    going_on: int = 0
    """Those with something behind them whom the leads name no more."""
    steps: dict[str, Reach] = field(default_factory=dict)
    again: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(step done, step to come with the same words) -> journeys."""
    headless: Counter[str] = field(default_factory=Counter)
    """A mail without a subject -> journeys for which it would be the first of all."""
    to_come: Counter[str] = field(default_factory=Counter)
    """Step -> journeys that still have it before them, with the new file."""
    accounts: Counter[str] = field(default_factory=Counter)


def journeys_of(old: Workspace, new: Workspace, standing: Iterable[Standing]) -> dict[str, Journeys]:
    """Campaign -> what becomes of its journeys, for every campaign that has live ones."""
    accounts = frozenset(new.accounts())
    before = {name: Program(campaign) for name, campaign in old.campaigns.items()}
    after = {name: Program(campaign) for name, campaign in new.campaigns.items()}
    same = {name: echoes(old.campaigns[name], campaign) for name, campaign in new.campaigns.items() if name in old.campaigns}
    found: dict[str, Journeys] = {}
    for one in standing:
        mine = found.setdefault(one.campaign, Journeys(one.campaign))
        mine.accounts.update({account: one.count for account in (one.email, one.linkedin) if account})
        program = after.get(one.campaign)
        if program is None:
            mine.paused += one.count
            continue
        _take(mine, one, before.get(one.campaign), program, accounts, same.get(one.campaign, {}))
    return found


def _take(
    mine: Journeys, one: Standing, before: Program | None, after: Program, accounts: frozenset[str],
    same: Mapping[str, Mapping[str, None]],
) -> None:  # fmt: skip
    what, reason = fate(after, accounts, one)
    mine.fates[what] += one.count
    if what is Fate.LEFT:
        return
    if what is Fate.HELD:
        mine.held[reason] += one.count
    start = after.enter.to if what is Fate.ANEW else after.index.get(one.step, END)
    coming = _NOTHING if what is Fate.HELD else to_come(after, start, one.done)
    stood = END if before is None else before.index.get(one.step, END)
    came = to_come(before, stood, one.done) if before is not None else _NOTHING
    mine.to_come.update(dict.fromkeys(coming, one.count))
    for step in dict.fromkeys((*came, *coming)):
        if (step in came) != (step in coming) and what is not Fate.HELD:
            reach = mine.steps.setdefault(step, Reach())
            reach.gain += one.count if step in coming else 0
            reach.lose += one.count if step in came else 0
    for step, word in one.done.items():
        if step in after.index and before is not None and _ahead(after, start, step) and not _ahead(before, stood, step):
            mine.steps.setdefault(step, Reach()).passed += one.count
        if word == "sent":
            mine.again.update({(step, other): one.count for other in same.get(step, ()) if other in coming})
    first = next((after.nodes[after.index[step]] for step in coming if after.kind(step) == "email"), None)
    mailed = any(word == "sent" and "email" in (after.kind(step), before.kind(step) if before else "") for step, word in one.done.items())
    if first is not None and not mailed and _headless(first):
        mine.headless[first.id] += one.count


def _ahead(program: Program, start: int, step: str) -> bool:
    """Whether a step stands behind a place of the file, done or not."""
    return step in to_come(program, start, {})


def _headless(node: Node) -> bool:
    return node.step.content is not None and any(one.subject is None for one in node.step.content.variants)
