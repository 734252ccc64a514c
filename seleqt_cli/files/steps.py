"""The steps of a campaign: `steps:` and their `else:` branches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.campaign import Condition, Content, Duration, Sender, Step
from seleqt_cli.core.content_codes import CONTENT_CODES
from seleqt_cli.core.facts import LINKEDIN_LIMITS
from seleqt_cli.files.conditions import BadCondition, read_condition
from seleqt_cli.files.contents import Voices, needs_mapping, read_content
from seleqt_cli.files.keys import OBJECTS, Key
from seleqt_cli.files.reading import Reading, Sheet, good_name, kind_of
from seleqt_cli.files.wording import did_you_mean, one_of, quoted
from seleqt_cli.files.yaml_nodes import ListNode, MapNode, Node, ScalarNode

PERFORMED: Final = ("visit", "like", "follow", "connect", "message", "inmail", "email")
KINDS: Final = (*PERFORMED, "wait", "wait_for", "task", "tag")
_NEEDS_ID: Final = frozenset({*PERFORMED, "wait_for", "task"})


@dataclass(slots=True)
class Walk:
    """What is known while the steps of one campaign are read in order: who sends, and the ids so far (-> kind)."""

    reading: Reading
    senders: Sequence[Sender]
    voices: Voices
    ids: dict[str, str] = field(default_factory=dict)


def read_steps(campaign: Sheet, walk: Walk) -> tuple[Step, ...]:
    """All steps of a campaign; those that make no sense are left out, with their problems noted."""
    return _steps(campaign, "steps", walk)


def _steps(sheet: Sheet, key: str, walk: Walk) -> tuple[Step, ...]:
    node = sheet.node(key)
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        sheet.problem(key, f"should be a list of steps, each starting with '- ', not {kind_of(node)}", code="wrong-type")
        return ()
    if not node.items:
        sheet.problem(key, "is an empty list", code="missing")
    found = []
    for number, item in enumerate(node.items, 1):
        step = _step(walk, item, f"{sheet.at(key)}.{_step_name(item, number)}")
        if step is not None:
            found.append(step)
    return tuple(found)


def _step_name(node: Node, number: int) -> str:
    entry = node.entries.get("id") if isinstance(node, MapNode) else None
    return entry.node.text if entry and isinstance(entry.node, ScalarNode) and good_name(entry.node.text) else str(number)


def _step(walk: Walk, node: Node, path: str) -> Step | None:
    if isinstance(node, ScalarNode) and node.text in KINDS:
        walk.reading.problem(node.place, path, f"a step is a mapping: write `- id: NAME` and below it `{node.text}:`", code="wrong-type")
        return None
    sheet = Sheet(walk.reading, node, path, _STEP, node.place)
    if not isinstance(node, MapNode):
        return None
    kinds = [kind for kind in KINDS if sheet.has(kind)]
    if len(kinds) != 1:
        if not kinds and not sheet.entries.keys() - _STEP.keys():
            walk.reading.problem(node.place, path, f"says nothing to do; write one of {one_of(KINDS)}", code="missing")
        for kind in kinds[1:]:
            sheet.problem(kind, f"a step does one thing, and this one has {kinds[0]} already; write a step of its own")
        return None
    kind = kinds[0]
    when = _conditions(sheet, walk)
    at_most = sheet.duration("at_most")
    step_id = _id(sheet, kind, walk)
    _check_fit(sheet, kind, walk)
    otherwise = _otherwise(sheet, kind, walk)
    content, wait, text = _substance(sheet, kind, walk)
    return Step(kind, step_id, when, at_most, content, wait, otherwise, text, read_allowed(sheet), sheet.place)


def read_allowed(sheet: Sheet) -> tuple[str, ...]:
    """The codes of content rules that a step or a campaign allows by name."""
    found = []
    for code, place in sheet.placed_words("allow"):
        if code in CONTENT_CODES:
            found.append(code)
        else:
            hint = did_you_mean(code, CONTENT_CODES) or f"; there is {', '.join(CONTENT_CODES)}"
            sheet.reading.problem(place, sheet.at("allow"), f"there is no content rule {quoted(code)}{hint}", code="reference")
    return tuple(found)


_STEP: Final[dict[str, Key]] = dict(OBJECTS["step"])


def _id(sheet: Sheet, kind: str, walk: Walk) -> str:
    step_id = sheet.text("id")
    if not sheet.has("id"):
        if kind in _NEEDS_ID:
            message = f"id is missing: a stable name for this {kind}, such as `id: {_free_name(kind, walk)}`"
            walk.reading.problem(sheet.place, sheet.path, message, code="missing")
        return ""
    if not step_id:
        return ""
    if not good_name(step_id):
        sheet.problem("id", f"{quoted(step_id)} is no name: use letters, digits, '-' and '_'")
        return ""
    if step_id in walk.ids:
        sheet.problem("id", f"the id {quoted(step_id)} is already taken in this campaign; each step has its own", code="duplicate")
    walk.ids.setdefault(step_id, kind)
    return step_id


def _free_name(kind: str, walk: Walk) -> str:
    return next(name for number in range(1, len(walk.ids) + 2) if (name := f"{kind}-{number}") not in walk.ids)


def _conditions(sheet: Sheet, walk: Walk) -> tuple[Condition, ...]:
    found = []
    for text, place in sheet.placed_words("when"):
        try:
            condition = read_condition(text)
        except BadCondition as error:
            walk.reading.problem(place, sheet.at("when"), str(error))
            continue
        if condition.test == "sent" and walk.ids.get(condition.subject) not in PERFORMED:
            done = [step for step, kind in walk.ids.items() if kind in PERFORMED]
            hint = did_you_mean(condition.subject, done) or (f"; before it: {', '.join(done[-6:])}" if done else "; it is the first")
            message = f"no step {quoted(condition.subject)} that sends or does something stands before this one{hint}"
            walk.reading.problem(place, sheet.at("when"), message, code="reference")
        found.append(condition)
    return tuple(found)


def _check_fit(sheet: Sheet, kind: str, walk: Walk) -> None:
    channels = {sender.channel for sender in walk.senders}
    if kind == "email" and "email" not in channels:
        sheet.problem("email", "the campaign has no email sender; add one to its senders", code="no-sender")
    if kind in PERFORMED and kind != "email":
        if "linkedin" not in channels:
            sheet.problem(kind, "the campaign has no LinkedIn sender; add one to its senders", code="no-sender")
        elif kind == "inmail" and not any(_inmails(sender) for sender in walk.senders):
            sheet.problem("inmail", "LinkedIn plan normal has no InMail; the campaign needs a sender with another plan", code="no-sender")
    if kind == "wait":
        for key in ("when", "at_most"):
            if sheet.has(key):
                sheet.problem(key, f"a wait has no {key}; write it on the step after it")
    if kind == "wait_for" and not sheet.has("at_most"):
        message = "at_most is missing: how long to wait, such as `at_most: 10 days`"
        walk.reading.problem(sheet.place, sheet.path, message, code="missing")


def _inmails(sender: Sender) -> bool:
    return sender.channel == "linkedin" and LINKEDIN_LIMITS[sender.plan]["inmail"]["day"].value > 0


def _otherwise(sheet: Sheet, kind: str, walk: Walk) -> tuple[Step, ...]:
    if sheet.has("else") and kind != "wait_for":
        sheet.problem("else", "belongs to wait_for; for other steps use `when` on the next one")
    return _steps(sheet, "else", walk)


def _substance(sheet: Sheet, kind: str, walk: Walk) -> tuple[Content | None, Duration | None, str]:
    """(words, wait, text) of a step."""
    node = sheet.entries[kind].node
    empty = (isinstance(node, ScalarNode) and node.empty) or (isinstance(node, MapNode) and not node.entries)
    if kind in ("visit", "like", "follow"):
        if not empty:
            sheet.problem(kind, f"takes nothing behind it, not {kind_of(node)}", code="wrong-type")
        return None, None, ""
    if kind == "connect" and empty:
        return None, None, ""
    if kind in PERFORMED:
        table = needs_mapping(sheet, kind)
        return (read_content(table, kind, walk.voices) if table else None), None, ""
    if kind == "wait":
        return None, None if sheet.text("wait") == "none" else sheet.duration("wait"), ""
    if kind == "wait_for":
        sheet.choice("wait_for", ("connected",), "connected")
        return None, None, "connected"
    return None, None, sheet.text(kind, lines=kind == "task")
