"""Steps of an edited file that say what a step before it said: whoever got those words would get them again."""

from collections.abc import Iterable, Iterator

from seleqt_cli.core.campaign import Campaign, Step


def twins(old: Campaign, new: Campaign) -> dict[str, str]:
    """A step that is gone -> a new one of the same kind with the same words: most likely the same under another name."""
    before, after = dict(named(old.steps)), dict(named(new.steps))
    found = {}
    for name, step in before.items():
        if name not in after:
            twin = next((other for other, one in after.items() if other not in before and alike(step, one)), "")
            if twin:
                found[name] = twin
    return found


def echoes(old: Campaign, new: Campaign) -> dict[str, dict[str, None]]:
    """A step of the file before -> the other steps that have its words by this edit: renamed, copied, or names exchanged."""
    before, after = dict(named(old.steps)), dict(named(new.steps))
    found = {name: {twin: None} for name, twin in twins(old, new).items()}
    for name, step in before.items():
        for other, one in after.items():
            had = other in before and alike(step, before[other])
            if other != name and not had and _speaks(step) and alike(step, one):
                found.setdefault(name, {})[other] = None
    return found


def copied(old: Campaign, new: Campaign) -> dict[str, str]:
    """A step of a campaign -> a step of another campaign that says the same, for steps that say something."""
    after = dict(named(new.steps))
    spoken = ((name, step) for name, step in named(old.steps) if _speaks(step))
    pairs = ((name, next((other for other, one in after.items() if alike(step, one)), "")) for name, step in spoken)
    return {name: other for name, other in pairs if other}


def named(steps: Iterable[Step]) -> Iterator[tuple[str, Step]]:
    """Every step that does something, with its id, those behind an `else` too."""
    for step in steps:
        if step.id and step.kind not in ("wait", "wait_for"):
            yield step.id, step
        yield from named(step.otherwise)


def alike(one: Step, other: Step) -> bool:
    """Whether two steps are of one kind and say the same."""
    return one.kind == other.kind and _words(one) == _words(other)


def _speaks(step: Step) -> bool:
    return step.content is not None or bool(step.text)


def _words(step: Step) -> object:
    return step.text if step.content is None else tuple((one.subject, one.body) for one in step.content.variants)
