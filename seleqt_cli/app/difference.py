"""`diff`: what an edit of the file changes for journeys, capacity and messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import unified_diff
from typing import Any, Final

from seleqt_cli.app.echoes import twins
from seleqt_cli.app.fates import Journeys
from seleqt_cli.core.accounts import accounts_of, units_of
from seleqt_cli.core.campaign import Campaign, Content, Step, Variant, Workspace
from seleqt_cli.core.program import Program
from seleqt_cli.core.waves import even_number

_SETTINGS: Final = (
    "senders", "language", "start", "end", "review", "on_reply", "max_new_leads", "priority", "company_cap", "withdraw_after", "overlap",
)  # fmt: skip
_OF_LEADS: Final = ("file", "tags_wanted", "rows", "mapping", "source", "basis", "tags", "without_tags", "quiet", "include_replied")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what`: added, removed, changed or moved; `journeys`: how many live ones it concerns, None when nobody knows.

    `lines`: the words before and after, marked - and +.
    """

    path: str
    what: str
    text: str
    journeys: int | None = None
    lines: tuple[str, ...] = ()


Live = Mapping[str, Journeys] | None
"""Campaign -> what becomes of its journeys (app/fates), None when nobody knows."""


def difference(old: Workspace, new: Workspace, live: Live = None) -> list[Change]:
    """Every change from one file to the other, in the order of the new one."""
    return [*_business(old, new), *_senders(old, new, live), *_campaigns(old, new, live)]


def _business(old: Workspace, new: Workspace) -> Iterator[Change]:
    for field in fields(old.business):
        before, after = getattr(old.business, field.name), getattr(new.business, field.name)
        if before != after:
            if field.name == "footer":
                for language in dict.fromkeys((*before, *after)):
                    if before.get(language) != after.get(language):
                        lines = _lines(before.get(language, ""), after.get(language, ""))
                        yield Change(f"business.footer.{language}", "changed", "stands under first mails", lines=lines)
                continue
            yield Change(f"business.{field.name}", "changed", f"{_shown(before)} -> {_shown(after)}")


def _senders(old: Workspace, new: Workspace, live: Live) -> Iterator[Change]:
    accounts = new.accounts()
    for name, sender in old.senders.items():
        if name not in new.senders:
            if sender.account in accounts:
                other = accounts[sender.account][0].name
                yield Change(f"senders.{name}", "changed", f"is called {other} now; its journeys, limits and age stay")
            else:
                text = "its journeys are held until `seleqt senders reassign`"
                held = None if live is None else sum(one.accounts[sender.account] for one in live.values())
                yield Change(f"senders.{name}", "removed", text, held)
    for name, sender in new.senders.items():
        before = old.senders.get(name)
        if before is None:
            if sender.account not in old.accounts():
                yield Change(f"senders.{name}", "added", sender.address or sender.profile)
            continue
        for field in fields(sender):
            first, second = getattr(before, field.name), getattr(sender, field.name)
            if first != second and field.name not in ("number", "place"):
                lines = _lines(first, second) if field.name == "signature" else ()
                yield Change(
                    f"senders.{name}.{field.name}", "changed", "" if lines else f"{_shown(first)} -> {_shown(second)}", lines=lines
                )


def _campaigns(old: Workspace, new: Workspace, live: Live) -> Iterator[Change]:
    for name in old.campaigns:
        if name not in new.campaigns:
            paused = None if live is None else live[name].paused if name in live else 0
            yield Change(f"campaigns.{name}", "removed", "apply pauses it", paused)
    for name, campaign in new.campaigns.items():
        path = f"campaigns.{name}"
        before = old.campaigns.get(name)
        if before is None:
            yield Change(path, "added", f"{len(_by_id(campaign))} steps; up to {capacity(new, campaign)} new leads a day for ever")
            continue
        yield from _settings(path, before, campaign)
        yield from _steps(path, before, campaign, live)
        first, second = capacity(old, before), capacity(new, campaign)
        if first != second:
            yield Change(path, "changed", f"capacity: {first} -> {second} new leads a day that can be followed up for ever")


def same_leads(old: Campaign, new: Campaign) -> bool:
    """Whether two versions of a campaign name their leads in the same way."""
    return all(getattr(old.leads, name) == getattr(new.leads, name) for name in ("file", "tags_wanted", "rows", "mapping"))


def capacity(workspace: Workspace, campaign: Campaign) -> int:
    """New leads a day that the senders can follow up for ever, and that the campaign allows."""
    program = Program(campaign)
    even = even_number(accounts_of(workspace), units_of(workspace, campaign, program), program)
    return even if campaign.max_new_leads is None else min(even, campaign.max_new_leads)


def _settings(path: str, old: Campaign, new: Campaign) -> Iterator[Change]:
    for name in _SETTINGS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(f"{path}.{name}", "changed", f"{_shown(before)} -> {_shown(after)}")
    for name in _OF_LEADS:
        before, after = getattr(old.leads, name), getattr(new.leads, name)
        if before != after:
            text = (
                f"{len(before or ())} -> {len(after or ())} leads in the list" if name == "rows" else f"{_shown(before)} -> {_shown(after)}"
            )
            yield Change(f"{path}.leads.{name}", "changed", text)
    for name in ("days", "hours", "timezone", "holidays"):
        before, after = getattr(old.schedule, name), getattr(new.schedule, name)
        if before != after:
            yield Change(f"{path}.schedule.{name}", "changed", "planned moments move")


def _steps(path: str, old: Campaign, new: Campaign, live: Live) -> Iterator[Change]:
    before, after = _by_id(old), _by_id(new)
    named = twins(old, new)
    for name in before:
        if name not in after:
            text = "who waits for it is held until the file has it again; who has nothing behind them begins anew"
            hint = f"; {named[name]} says the same, but another id is another step" if name in named else ""
            yield Change(f"{path}.steps.{name}", "removed", text + hint)
    kept = [name for name in after if name in before]
    if kept != [name for name in before if name in after]:
        text = f"their order is {', '.join(kept)} now; who did a step does not get it again, who is past its new place does not get it"
        yield Change(f"{path}.steps", "moved", text)
    for name, (step, waits) in after.items():
        here = f"{path}.steps.{name}"
        if name not in before:
            yield Change(here, "added", f"{step.kind}; journeys that are past its place do not get it", _count(live, new, name))
            continue
        other, waited = before[name]
        reach = _count(live, new, name)
        if step.kind != other.kind:
            yield Change(here, "changed", f"{other.kind} -> {step.kind}", reach)
        if waits != waited:
            text = f"wait before it: {', '.join(waited) or 'none'} -> {', '.join(waits) or 'none'}; counts from the next move of a journey"
            yield Change(here, "changed", text, reach)
        for field in ("when", "at_most", "text"):
            first, second = getattr(other, field), getattr(step, field)
            if first != second:
                yield Change(f"{here}.{field}", "changed", f"{_shown(first)} -> {_shown(second)}", reach)
        if step.content is not None and other.content is not None:
            yield from _content(here, other.content, step.content, reach)


def _content(path: str, old: Content, new: Content, reach: int | None) -> Iterator[Change]:
    before, after = {one.name: one for one in old.variants}, {one.name: one for one in new.variants}
    for name in dict.fromkeys((*before, *after)):
        here = f"{path}.variants.{name}" if name else path
        first, second = before.get(name), after.get(name)
        if first is None or second is None:
            yield Change(here, "added" if first is None else "removed", "leads are shared out anew among the variants", reach)
        elif _words(first) != _words(second):
            yield Change(here, "changed", "the words", reach, _lines(_words(first), _words(second)))
        elif first.weight != second.weight:
            yield Change(here, "changed", f"weight {first.weight} -> {second.weight}: leads are shared out anew", reach)
    for field in ("thread", "format", "sample", "measure"):
        if getattr(old, field) != getattr(new, field):
            yield Change(f"{path}.{field}", "changed", f"{_shown(getattr(old, field))} -> {_shown(getattr(new, field))}", reach)
    if old.attachments != new.attachments:
        names = ", ".join(one.name for one in new.attachments) or "none"
        yield Change(f"{path}.attach", "changed", f"attachments: {names}", reach)


def _by_id(campaign: Campaign) -> dict[str, tuple[Step, tuple[str, ...]]]:
    """Every step by its id, with the waits that stand right before it."""
    found: dict[str, tuple[Step, tuple[str, ...]]] = {}

    def walk(steps: tuple[Step, ...]) -> None:
        waits: list[str] = []
        for step in steps:
            if step.kind == "wait":
                waits.append(str(step.wait) if step.wait is not None else "wait: none")
                continue
            name = step.id or f"{step.kind}:{step.text or 'connected'}"
            found[name] = (step, tuple(waits))
            waits = []
            walk(step.otherwise)

    walk(campaign.steps)
    return found


def _count(live: Live, campaign: Campaign, step: str) -> int | None:
    """The journeys that have a step to come."""
    if live is None:
        return None
    return live[campaign.name].to_come[step] if campaign.name in live else 0


def _words(variant: Variant) -> str:
    return (f"Subject: {variant.subject}\n" if variant.subject is not None else "") + variant.body


def _lines(old: str, new: str) -> tuple[str, ...]:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1))[2:]
    return tuple(line for line in lines if not line.startswith("@@"))


def _shown(value: Any) -> str:
    if value in (None, "", (), {}, frozenset()):
        return "none"
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(str(one) for one in (sorted(value) if isinstance(value, frozenset) else value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    return str(value)
