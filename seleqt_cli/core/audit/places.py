"""Where every journey stands (never lost, always explained), and what is left of people who were erased."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.audit.findings import Findings, data_of

STATES: Final = frozenset("waiting due held paused replied bounced unsubscribed finished failed stopped erased".split())
NO_MOMENT: Final = 1 << 60
"""A due moment from here on does not come by itself."""

_ADDRESS: Final = re.compile(r"[^\s<>@\"']+@[^\s<>@\"']+\.[^\s<>@\"'.]+|linkedin\.com/in/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A journey as its row says it. `hands`: actions of it that are claimed, sending or in doubt."""

    journey: int
    state: str
    reason: str
    step: str
    queue: str
    due: int
    hands: int


@dataclass(frozen=True, slots=True)
class Remain:
    """Something that still stands about a lead: table, the row's number, column. `action`: the action it belongs to."""

    table: str
    number: int
    column: str
    action: int | None = None


Text = tuple[int, int | None, str]
"""History event, action and data (JSON text) of a row that belongs to a lead."""


def check_places(findings: Findings, places: Iterable[Place], now: int) -> None:
    """Hold each journey against promises 3 and 6; `now`: the moment of the newest history row."""
    for place in places:
        name = f"journey {place.journey}"
        if place.state not in STATES:
            findings.add(3, now, f"{name} is in a state that does not exist: {place.state}")
        elif place.state in ("held", "paused"):
            findings.checked[6] += 1
            if not place.reason.strip():
                findings.add(6, now, f"{name} is {place.state} without a reason")
        elif place.state in ("waiting", "due"):
            if not place.step:
                findings.add(3, now, f"{name} is {place.state} and stands at no step")
            elif not place.queue and not place.hands:
                findings.add(3, now, f"{name} is {place.state} at step {place.step} and nobody will take it up")
            elif place.due >= NO_MOMENT and not place.reason.strip() and not place.hands:
                findings.add(3, now, f"{name} waits at step {place.step} without a moment and without a reason")


def check_remains(findings: Findings, lead: int, erased_at: int, remains: Iterable[Remain], texts: Iterable[Text]) -> None:
    """Hold what is left of an erased lead against promise 7."""
    findings.checked[7] += 1
    for left in remains:
        ids = () if left.action is None else (left.action,)
        findings.add(7, erased_at, f"lead {lead} was erased and {left.column} of {left.table} {left.number} still holds something", *ids)
    for number, action, text in texts:
        ids = () if action is None else (action,)
        try:
            data = data_of(text)
        except ValueError:
            data = {"text": text}
        for column, value in data.items():
            if column == "message_id" or not value:
                continue
            if column == "company" or _ADDRESS.search(str(value)):
                findings.add(7, erased_at, f"lead {lead} was erased and {column} of history event {number} still holds something", *ids)
