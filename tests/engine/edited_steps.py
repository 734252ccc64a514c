"""Lists of steps as somebody edits them: renamed, moved, copied, exchanged, taken out, put in, with other waits and conditions."""

from dataclasses import dataclass, replace

NAMES = ("a", "aa", "b", "bb", "c", "d", "e", "f")
WAITS = ("", "none", "4 hours", "1 day", "2 days", "2 working days")
WHEN = ("", "has first_name", "not has first_name", "not tagged somebody", "tagged nobody")
EDITS = ("rename", "move", "exchange", "take out", "put in", "other wait", "other condition", "task", "mail", "time limit")


@dataclass(frozen=True)
class Written:
    """One step. `wait` stands before it; `kind`: email or task; `subject`: it begins a thread where there is none."""

    name: str
    wait: str = ""
    when: str = ""
    kind: str = "email"
    subject: bool = True
    at_most: str = ""


def edited(steps: tuple[Written, ...], what: str, first: int, second: int) -> tuple[Written, ...]:
    """The list after an edit; `first` and `second` choose what it is about. Without sense it changes nothing."""
    found = list(steps)
    place, other = first % len(found), second % len(found)
    one = found[place]
    unused = [name for name in NAMES if name not in {step.name for step in found}]
    if what == "rename" and unused:
        found[place] = replace(one, name=unused[second % len(unused)])
    elif what == "move":
        found.insert(other, found.pop(place))
    elif what == "exchange":
        found[place], found[other] = replace(one, name=found[other].name), replace(found[other], name=one.name)
        if place == other:
            return steps
    elif what == "take out" and len(found) > 1:
        del found[place]
    elif what == "put in" and unused and len(found) < 6:
        found.insert(other, Written(unused[first % len(unused)], WAITS[second % len(WAITS)]))
    elif what == "other wait":
        found[place] = replace(one, wait=WAITS[second % len(WAITS)])
    elif what == "other condition":
        found[place] = replace(one, when=WHEN[second % len(WHEN)])
    elif what in ("task", "mail"):
        found[place] = replace(one, kind="task" if what == "task" else "email")
    elif what == "time limit":
        found[place] = replace(one, at_most="" if one.at_most else "3 days")
    return tuple(found)


def yaml_of(steps: tuple[Written, ...]) -> str:
    """The steps of a campaigns.yaml."""
    text = "\n"
    for step in steps:
        text += f"      - wait: {step.wait}\n" if step.wait else ""
        words = f"Step {step.name} for {{{{ first_name }}}}"
        subject = 'subject: "Pallets", thread: same, ' if step.subject else ""
        done = f'task: "{words}"' if step.kind == "task" else f'email: {{{subject}body: "{words}"}}'
        text += f"      - id: {step.name}\n        {done}\n"
        text += f"        when: {step.when}\n" if step.when else ""
        text += f"        at_most: {step.at_most}\n" if step.at_most else ""
    return text
