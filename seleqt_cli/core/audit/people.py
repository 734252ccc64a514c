"""What happened to each person: no step twice, nothing while in doubt, nothing after no.

Takes the rows person by person, each person's in the order in which they were written down, so that memory holds one
person at a time; of everybody else only a number for each Message-ID remains, to see that no two actions share one.
"""

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from seleqt_cli.core.audit.accounts import OUTCOMES
from seleqt_cli.core.audit.findings import Findings, Row, data_of
from seleqt_cli.core.audit.zone_days import written
from seleqt_cli.core.facts import CLOCK_STEP, LINKEDIN_FRESH_SECONDS, REINVITE_SECONDS

FOR_EVER: Final = frozenset({"unsubscribed", "objected", "restricted", "erased"})
"""After these nothing goes to the person, in no campaign."""
LIKE_A_REPLY: Final = frozenset({"replied", "meeting", "won", "lost", "not_interested", "wrong_person", "later"})
"""After these nothing goes to the person in any journey that existed then; `scope` may narrow it to the journey."""
WITHDRAW: Final = "withdraw"
STOP: Final = "a stop"
_BUCKETS: Final = 64
_WRITTEN: Final = re.compile(
    r'\{"step":"([^"\\]+)","action":"([a-z]+)",.*?"first":(true|false),"message":(true|false),.*"message_id":"([^"\\]*)"'
)
"""The keys that count here, as they usually stand, found in a third of the time that reading all of it takes.

A quote inside of a value stands behind a backslash, so that no value can look like a key. What it does not match is read whole.
"""


@dataclass(slots=True)
class _Step:
    """One step of one journey: what was sent for it so far. `state`: open, in_doubt, sent, failed or released."""

    action: int
    message_id: str
    message: bool
    state: str = "open"
    decided: bool = False


@dataclass(slots=True)
class _Person:
    steps: dict[tuple[int, str], _Step] = field(default_factory=dict)
    actions: dict[int, tuple[int, str]] = field(default_factory=dict)
    open: dict[int, dict[int, str]] = field(default_factory=dict)
    written_to: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    for_ever: str = ""
    replies: list[tuple[str, int, frozenset[int]]] = field(default_factory=list)
    ended: dict[int, str] = field(default_factory=dict)
    dead_address: str = ""
    by_linkedin: set[int] = field(default_factory=set)
    """Journeys in which something was done on LinkedIn, where the person may have answered."""
    withdrawals: dict[int, int] = field(default_factory=dict)
    """Action -> the moment of a withdrawal that was not provably left undone."""
    refused: bool = False
    """Any no was said so far."""


class PersonChecker:
    """Takes the rows that belong to a lead, ordered by lead and id; then `end`.

    `created`: journey -> the instant it began, None when it is unknown; asked only after a reply. `erased` holds the
    leads that were erased, `doubled` (after `end`) the numbers of Message-IDs that more than one step carried.
    """

    def __init__(self, findings: Findings, created: Callable[[int], int | None]) -> None:
        self._findings = findings
        self._created = created
        self.sendings = 0
        self._lead: int | None = None
        self._person = _Person()
        self._message_ids = [array("q") for _ in range(_BUCKETS)]
        self.erased: dict[int, int] = {}
        self.doubled: set[int] = set()

    def take(self, row: Row) -> None:
        """One row."""
        _, at, event, action, journey, lead, account, text = row
        if lead != self._lead:
            self._lead, self._person = lead, _Person()
        if event == "sent":
            self._sent(at, action, account or "", text)
        elif event == "sending":
            usual = _WRITTEN.match(text)
            if usual is not None:
                step, kind, first, message, message_id = usual.groups()
                self._sending(at, action or 0, journey or 0, account or "", step, kind, first == "true", message == "true", message_id)
                if kind == "email" and self._person.by_linkedin:
                    self._linkedin_read(at, action or 0, journey or 0, account or "", _data(text))
                return
            data = _data(text)
            if "step" in data and "action" in data:  # else told by AccountChecker
                said = bool(data.get("first")), bool(data.get("message")), str(data.get("message_id") or "")
                self._sending(at, action or 0, journey or 0, account or "", str(data["step"]), str(data["action"]), *said)
                if data["action"] == "email":
                    self._linkedin_read(at, action or 0, journey or 0, account or "", data)
        elif event in OUTCOMES:
            self._outcome(action, event, _data(text))
        elif event == "resolved":
            self._resolved(at, action, _data(text))
        elif event == "reconciled":
            self._reconciled(action or 0, journey or 0, _data(text))
        elif lead is not None:
            self._no(at, event, journey, lead, _data(text))

    def end(self) -> None:
        """Find the Message-IDs that came up twice."""
        self._findings.checked[2] += self.sendings
        self._findings.checked[4] += self.sendings
        for number, bucket in enumerate(self._message_ids):
            found = sorted(bucket)
            self.doubled.update(one for one, other in pairwise(found) if one == other)
            self._message_ids[number] = array("q")

    def _sending(
        self, at: int, action: int, journey: int, account: str, step: str, kind: str, first: bool, message: bool, message_id: str
    ) -> None:
        findings, person = self._findings, self._person
        self.sendings += 1
        person.seen.add(journey)
        no = self._no_to(journey, kind) if person.refused else ""
        if no:
            findings.add(4, at, f"{account}: {kind} at {written(at)} in journey {journey}, step {step}, after {no}", action)
        if kind == WITHDRAW:
            person.withdrawals[action] = at
        elif kind == "connect" and person.withdrawals:
            self._invited_again(at, action, account)
        known = person.steps.get((journey, step))
        if first and known is None and journey in person.written_to:
            findings.add(4, at, f"{account}: step {step} of journey {journey} was called a first contact and is a follow-up", action)
        under_way = person.open.get(journey)
        if under_way is None:
            under_way = person.open[journey] = {}
        for other in under_way:
            if other != action:
                text = f"{account}: step {step} of journey {journey} was sent at {written(at)} while action {other} was in doubt"
                findings.add(2, at, text, other, action)
        if known is None:
            known = person.steps[journey, step] = _Step(action, message_id, message)
            if message_id:
                number = hash(message_id)
                self._message_ids[number % _BUCKETS].append(number)
        else:
            ids = tuple(dict.fromkeys((known.action, action)))
            what = f"{account}: step {step} of journey {journey}"
            if known.state != "released":
                findings.add(2, at, f"{what} was performed again at {written(at)}", *ids)
            elif known.decided:
                findings.accept(at, f"{what} was sent again at {written(at)} by a person's decision", *ids)
            if known.message_id != message_id:
                findings.add(2, at, f"{what} was tried again under another Message-ID", *ids)
            known.action, known.state, known.decided = action, "open", False
        person.actions[action] = (journey, step)
        under_way[action] = step

    def _sent(self, at: int, action: int | None, account: str, text: str) -> None:
        person = self._person
        key = person.actions.get(action) if action is not None else None
        if key is None:
            if account.startswith("email:") and not _data(text).get("by"):
                ids = () if action is None else (action,)
                self._findings.add(2, at, f"{account}: sent at {written(at)} without an intent written down before", *ids)
            return
        step = person.steps[key]
        step.state = "sent"
        if step.message:
            person.written_to.add(key[0])
        if account.startswith("linkedin:") and action not in person.withdrawals:
            person.by_linkedin.add(key[0])
        person.open[key[0]].pop(action or 0, None)

    def _outcome(self, action: int | None, event: str, data: dict[str, Any]) -> None:
        if data.get("hard_bounce"):
            self._person.dead_address, self._person.refused = "a hard bounce", True
        key = self._person.actions.get(action) if action is not None else None
        if key is None:
            return
        step = self._person.steps[key]
        if event == "in_doubt":
            step.state = "in_doubt"
            return
        if step.state == "open":  # only a person or evidence leads out of in_doubt
            step.state = "released" if data.get("unsent") else "failed"
            self._person.withdrawals.pop(action or 0, None)
            self._person.open[key[0]].pop(action or 0, None)

    def _invited_again(self, at: int, action: int, account: str) -> None:
        """LinkedIn takes no new invitation to somebody for three weeks after one was withdrawn."""
        number, withdrawn_at = max(self._person.withdrawals.items(), key=lambda one: one[1])
        if at - withdrawn_at < REINVITE_SECONDS:
            text = f"{account}: connect at {written(at)}, an invitation to this person was withdrawn at {written(withdrawn_at)}"
            self._findings.add(1, at, text, number, action)

    def _linkedin_read(self, at: int, action: int, journey: int, account: str, data: dict[str, Any]) -> None:
        """A mail to somebody with a LinkedIn step behind them needs a LinkedIn inbox that was seen in the last 24 hours."""
        if journey not in self._person.by_linkedin:
            return
        read = data.get("linkedin_inbox")
        if not isinstance(read, int) or isinstance(read, bool):
            text = f"{account}: a mail went at {written(at)}, LinkedIn had never been read and a step there stands before it"
            self._findings.add(4, at, text, action)
        elif at - read > LINKEDIN_FRESH_SECONDS or read - at > CLOCK_STEP:
            text = f"{account}: a mail went at {written(at)}, LinkedIn had last been read at {written(read)}"
            self._findings.add(4, at, text, action)

    def _resolved(self, at: int, action: int | None, data: dict[str, Any]) -> None:
        key = self._person.actions.get(action) if action is not None else None
        if key is None:
            return
        step = self._person.steps[key]
        self._person.open[key[0]].pop(action or 0, None)
        if data.get("decision") == "not_sent":
            step.state, step.decided = "released", True
            self._findings.accept(at, f"action {action} was declared not sent by {data.get('by') or 'a person'}", action or 0)
        else:
            step.state = "sent"
            if step.message:
                self._person.written_to.add(key[0])

    def _reconciled(self, action: int, journey: int, data: dict[str, Any]) -> None:
        """Sent showed that it went, before this database knew of it: from now on it must not go again."""
        person, step = self._person, str(data.get("step") or "")
        person.seen.add(journey)
        person.written_to.add(journey)
        person.steps[journey, step] = _Step(action, str(data.get("message_id") or ""), message=True, state="sent")
        person.actions[action] = (journey, step)

    def _no(self, at: int, event: str, journey: int | None, lead: int, data: dict[str, Any]) -> None:
        person = self._person
        person.refused = True
        if event == "marked":
            event = str(data.get("what") or "").replace("-", "_")
        if event in FOR_EVER:
            person.for_ever = person.for_ever or event
            if event == "erased":
                self.erased[lead] = at
        elif event in LIKE_A_REPLY:
            word = "a reply" if event == "replied" else f"the mark {event}"
            if data.get("scope") == "journey" and journey is not None:
                person.ended.setdefault(journey, word)
            else:
                person.replies.append((word, at, frozenset(person.seen if journey is None else person.seen | {journey})))
        elif event == "stopped":
            if journey is not None:
                person.ended.setdefault(journey, STOP)
            else:
                person.for_ever = person.for_ever or event
        elif event == "complaint" or (event == "bounced" and data.get("hard", True) and not data.get("former")):
            person.dead_address = "a complaint" if event == "complaint" else "a hard bounce"
        elif _lives(event, data, person.dead_address):
            person.dead_address = ""
        elif event == "lifted":
            self._lift(str(data.get("event") or ""), journey)

    def _lift(self, event: str, journey: int | None) -> None:
        """A wrong verdict was corrected: what it stopped goes on. A stop of a journey is lifted for that journey alone."""
        person = self._person
        if event in LIKE_A_REPLY:
            person.replies.clear()
            person.ended = {number: word for number, word in person.ended.items() if word == STOP}
        elif event == "stopped" and journey is not None:
            person.ended.pop(journey, None)
        elif event in ("bounced", "complaint"):
            person.dead_address = ""
        if person.for_ever == event:
            person.for_ever = ""

    def _no_to(self, journey: int, kind: str) -> str:
        """Which no stands against an action, '' when none does.

        Taking an invitation back puts nothing before the person: after a stop or an opt-out it is what they would want. After
        an answer it is not.
        """
        person = self._person
        if person.for_ever and kind != WITHDRAW:
            return person.for_ever
        if journey in person.ended and (kind != WITHDRAW or person.ended[journey] != STOP):
            return person.ended[journey]
        if kind == "email" and person.dead_address:
            return person.dead_address
        for word, at, existed in person.replies:
            if journey in existed:
                return word
            created = self._created(journey)
            if created is not None and created < at:
                return word
        return ""


def _lives(event: str, data: dict[str, Any], dead: str) -> bool:
    """Whether a row says that mail may go to the person's address again: it is another one, or somebody took it off the list."""
    if event == "unsuppressed":
        return data.get("reason") in ("hard bounce", "complaint")
    return event == "address_changed" and dead == "a hard bounce"


def _data(text: str) -> dict[str, Any]:
    try:
        return data_of(text)
    except ValueError:
        return {}
