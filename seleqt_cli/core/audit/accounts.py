"""What an account did, in the order in which it was written down: limits, windows, gaps, inboxes, outcomes, reasons.

The order of writing decides what was known when: each attempt is held against the limit of its own row and against
everything that was written before it and not taken back as provably unsent. With a clock that was set back, an attempt
can lie before others; then every stretch of time that holds it is looked at.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from seleqt_cli.core.audit.findings import Findings, Row, data_of
from seleqt_cli.core.audit.moments import Moments
from seleqt_cli.core.audit.plan_table import fault
from seleqt_cli.core.audit.zone_days import ZoneDays, written
from seleqt_cli.core.facts import CLOCK_STEP, INBOX_FRESH_SECONDS, LATE_GAP, LINKEDIN_GAP

OUTCOMES: Final = frozenset({"sent", "failed", "skipped", "deferred", "in_doubt", "planned"})
"""Events that end an attempt."""
COUNTED: Final = frozenset({"trial", "opened"})
"""Events beside attempts that a limit counts: a mail to oneself, a profile that was opened for a person."""
EXPLAINED: Final = frozenset({"skipped", "failed", "held", "sender_held", "deferred", "in_doubt"})
"""Events that must say why."""
LINKEDIN_FRESH: Final = 3600
"""Seconds since the inbox was seen, at most, before a LinkedIn message that is no first contact (SPEC section 8)."""
LONGEST_WINDOW: Final = 26 * 3600
"""A stretch of hours is at most a day, and a day at most two hours longer than 24."""
STILL_RUNNING: Final = 600
"""Seconds that an account goes on after an attempt without an outcome before that counts as lost."""

_OF_THE_WINDOW: Final = ("window", "window_zone", "planned", "gap")
_DAY: Final = 86_400
_WEEK: Final = 7 * 86_400


@dataclass(slots=True)
class _Account:
    """`moments`: of all kinds together. `last`: the newest. `lawful`: kind -> the limits that were last found to be allowed.

    `days`: the days of its zone on which it did anything, in order.
    """

    moments: Moments
    kinds: dict[str, Moments]
    lawful: dict[str, tuple[object, object]]
    days: list[date]
    last: int = 0


_Attempt = tuple[int, str, list[Moments], list[set[int]]]
"""The moment of an attempt, its account, where it was counted, and among which first contacts of its day."""


class AccountChecker:
    """Takes every row of the history in the order of its id; `end` looks at what is still open."""

    def __init__(self, findings: Findings, *, at_rest: bool = False) -> None:
        self._findings = findings
        self._at_rest = at_rest
        self.sendings = 0
        self._accounts: dict[str, _Account] = {}
        self._open: dict[int, _Attempt] = {}
        self._first_contacts: dict[date, dict[str, set[int]]] = {}
        """Day of the business's zone -> company ('' = all of that day) -> the actions that were first contacts."""
        self._zones: dict[str, ZoneDays] = {}
        self._window_seen: dict[tuple[int, int, str], str] = {}

    def take(self, row: Row) -> None:
        """One row."""
        number, at, event, action, _, _, account, text = row
        self._findings.rows += 1
        if event == "sent":
            if action is not None:
                self._open.pop(action, None)
            return
        try:
            data = data_of(text)
            if event == "sending":
                self._sending(at, action or 0, account or "", data)
            elif event in COUNTED and data.get("limits") is not None:
                self._counted(at, account or "", data)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            promise = 5 if error.args and error.args[0] in _OF_THE_WINDOW else 1
            text = f"history event {number} ({event}) cannot be held against the promises: {_lacks(error)}"
            self._findings.add(promise, at, text, *_ids(action))
            return
        if event in OUTCOMES and action is not None:
            self._outcome(action, data)
        if event in EXPLAINED:
            self._findings.checked[6] += 1
            if not str(data.get("reason") or "").strip():
                what = f"action {action}" if action is not None else account or f"step {data.get('step', '')}"
                self._findings.add(6, at, f"{what} was {event.replace('_', ' ')} without a reason (history event {number})", *_ids(action))

    def end(self) -> None:
        """An attempt without an outcome is either under way or lost."""
        for promise in (1, 3, 5):
            self._findings.checked[promise] += self.sendings
        for action, attempt in self._open.items():
            at, key = attempt[:2]
            if self._at_rest or self._accounts[key].last > at + STILL_RUNNING:
                self._findings.add(3, at, f"{key}: no outcome was written down for the attempt of {written(at)}", action)

    def _outcome(self, action: int, data: dict[str, Any]) -> None:
        attempt = self._open.pop(action, None)
        if attempt is None or not data.get("unsent"):
            return
        at, _, counted, first_contacts = attempt
        for moments in () if data.get("counted") else counted:  # a site that refuses a click has counted it
            moments.remove(at)
        for actions in first_contacts:
            actions.discard(action)

    def _sending(self, at: int, action: int, key: str, data: dict[str, Any]) -> None:
        self.sendings += 1
        kind = data["action"]
        limits = data["limits"]
        account = self._account(key)
        if at > account.last:
            account.last = at
        zone = self._zone(data["account_zone"])
        moments = account.kinds.get(kind)
        if moments is None:
            moments = account.kinds[kind] = Moments()
        moments.add(at)
        account.moments.add(at)
        counted = [moments, account.moments]

        self._ramp_up(at, action, key, account, zone, data)
        self._lawful(at, action, key, account, kind, data.get("plan"), limits)
        self._limits(at, action, key, kind, zone, moments, limits)
        if kind == "connect" and data.get("message"):
            notes = account.kinds.setdefault("note", Moments())
            notes.add(at)
            counted.append(notes)
            note_limits = data.get("note_limits") or {}
            self._lawful(at, action, key, account, "note", data.get("plan"), note_limits)
            self._limits(at, action, key, "note", zone, notes, note_limits)
        first_contacts = self._first_contact(at, action, data) if data.get("first") and data.get("message") else []
        self._window(at, action, key, data)
        self._gap(at, action, key, kind, account.moments, data)
        self._inbox(at, action, key, kind, data)
        self._open[action] = at, key, counted, first_contacts

    def _counted(self, at: int, key: str, data: dict[str, Any]) -> None:
        """What counts against a limit and is no attempt of a step; it keeps no gap, but what follows keeps its gap to it."""
        kind, account, zone = data["action"], self._account(key), self._zone(data["account_zone"])
        moments = account.kinds.setdefault(kind, Moments())
        moments.add(at)
        if kind == "email":
            account.moments.add(at)
        self._ramp_up(at, 0, key, account, zone, data)
        self._lawful(at, 0, key, account, kind, data.get("plan"), data["limits"])
        self._limits(at, 0, key, kind, zone, moments, data["limits"])

    def _account(self, key: str) -> _Account:
        found = self._accounts.get(key)
        if found is None:
            found = self._accounts[key] = _Account(Moments(), {}, {}, [])
        return found

    def _ramp_up(self, at: int, action: int, key: str, account: _Account, zone: ZoneDays, data: dict[str, Any]) -> None:
        """The day's limit in force against the ramp-up, by the days on which the account really did anything."""
        today, days = zone.day(at)[2], account.days
        ramp = data.get("ramp_up")
        if ramp is not None:
            start, add = ramp
            active = bisect_left(days, today)
            most, limit = start + add * active, data["limits"].get("day")
            if limit is None or limit > most:
                text = f"{key}: the limit in force was {limit} a day, the ramp-up allows {most} after {active} active days"
                self._findings.add(1, at, text, *_some(action))
        if not days or today > days[-1]:
            days.append(today)
        elif (index := bisect_left(days, today)) == len(days) or days[index] != today:
            days.insert(index, today)

    def _zone(self, name: str) -> ZoneDays:
        found = self._zones.get(name)
        if found is None:
            found = self._zones[name] = ZoneDays(name)
        return found

    def _lawful(self, at: int, action: int, key: str, account: _Account, kind: str, plan: str | None, limits: dict[str, int]) -> None:
        """The limits that were in force against the shipped plan table."""
        if account.lawful.get(kind) == (plan, limits):
            return
        wrong = fault(kind, plan or "", limits)
        if wrong:
            self._findings.add(1, at, f"{key}: {kind}: {wrong}", *_some(action))
        else:
            account.lawful[kind] = (plan, limits)

    def _limits(self, at: int, action: int, key: str, kind: str, zone: ZoneDays, moments: Moments, limits: dict[str, int]) -> None:
        """The newest attempt against the limits of its row."""
        for period, limit in limits.items():
            if period == "day":
                start, stop, day = zone.day(at)
                if not moments.more_than(limit, min(start, at - _DAY)):
                    continue
                count, end = moments.most_within(at, _DAY)
                if count > limit:
                    text = f"{key}: {count} x {kind} in the 24 hours to {written(end)}, the limit was {limit} a day"
                    self._findings.add(1, at, text, *_some(action))
                count = moments.between(start, stop)
                if count > limit:
                    self._findings.add(
                        1, at, f"{key}: {count} x {kind} on {day} ({zone.name}), the limit was {limit} a day", *_some(action)
                    )
            elif period == "week":
                count, end = moments.most_within(at, _WEEK)
                if count > limit:
                    self._findings.add(1, at, f"{key}: {count} x {kind} in the 7 days to {written(end)}, the limit was {limit}", action)
            elif period == "month":
                start, stop = zone.month(at)
                count = moments.between(start, stop)
                if count > limit:
                    month = f"{zone.wall(at):%Y-%m}"
                    self._findings.add(
                        1, at, f"{key}: {count} x {kind} in {month} ({zone.name}), the limit was {limit} a month", *_some(action)
                    )

    def _first_contact(self, at: int, action: int, data: dict[str, Any]) -> list[set[int]]:
        """First contacts a company and in all on a day of the business's zone; an action that goes again is still one."""
        day = self._zone(data["business_zone"]).day(at)[2]
        of_day = self._first_contacts.setdefault(day, {})
        if len(self._first_contacts) > 70:
            del self._first_contacts[min(self._first_contacts)]
        company = data.get("company") or ""
        counted = [of_day.setdefault(name, set()) for name in ("", company)[: 1 + bool(company)]]
        for actions in counted:
            actions.add(action)
        cap, most = data.get("company_cap"), data.get("max_new_leads")
        if company and cap is not None and len(counted[1]) > cap:
            text = f"{len(counted[1])} first contacts with {company} on {day}, company_cap was {cap}"
            self._findings.add(1, at, text, action)
        if most is not None and len(counted[0]) > most:
            self._findings.add(1, at, f"{len(counted[0])} first contacts on {day}, max_new_leads was {most}", action)
        return counted

    def _window(self, at: int, action: int, key: str, data: dict[str, Any]) -> None:
        start, end = data["window"]
        zone = self._zone(data["window_zone"])
        if not start <= at < end:
            hours = f"{zone.wall(start):%a %H:%M} to {zone.wall(end):%a %H:%M}"
            self._findings.add(5, at, f"{key}: sent on {zone.wall(at):%a %Y-%m-%d %H:%M:%S} ({zone.name}), outside of {hours}", action)
        wrong = self._window_seen.get((start, end, zone.name))
        if wrong is None:
            if len(self._window_seen) > 10_000:
                self._window_seen.clear()
            wrong = self._window_seen[start, end, zone.name] = _window_fault(start, end, zone)
        if wrong:
            self._findings.add(5, at, f"{key}: the window of the attempt at {written(at)} is none: {wrong}", action)
        planned = data["planned"]
        if planned > at:
            self._findings.add(5, at, f"{key}: sent at {written(at)}, before its planned moment {written(planned)}", action)

    def _gap(self, at: int, action: int, key: str, kind: str, moments: Moments, data: dict[str, Any]) -> None:
        gap = data["gap"]
        if kind != "email" and gap < LINKEDIN_GAP:
            self._findings.add(5, at, f"{key}: the gap was {gap} seconds, LinkedIn's is {LINKEDIN_GAP} and not less", action)
            gap = LINKEDIN_GAP
        if not gap:
            return
        nearest = moments.nearest(at)
        if nearest is None or nearest >= gap:
            return
        # rule 10: what is late may go 30 seconds apart, mail only
        late = kind == "email" and at - data.get("slot", data["planned"]) > gap
        if not late or nearest < LATE_GAP:
            self._findings.add(5, at, f"{key}: {nearest} seconds between two actions at {written(at)}, the gap was {gap}", action)

    def _inbox(self, at: int, action: int, key: str, kind: str, data: dict[str, Any]) -> None:
        fresh = INBOX_FRESH_SECONDS if kind == "email" else LINKEDIN_FRESH if kind in ("message", "inmail") else 0
        if not fresh or data.get("first"):
            return
        read = data.get("inbox")
        if read == "vouched":
            self._findings.vouched.add(key)
        elif not isinstance(read, int) or isinstance(read, bool):
            self._findings.add(4, at, f"{key}: a follow-up went at {written(at)} although the inbox had never been read", action)
        elif at - read > fresh or read - at > CLOCK_STEP:
            text = f"{key}: a follow-up went at {written(at)}, the inbox had last been read at {written(read)}"
            self._findings.add(4, at, text, action)


def _window_fault(start: int, end: int, zone: ZoneDays) -> str:
    if not 0 < end - start <= LONGEST_WINDOW:
        return f"{end - start} seconds"
    # schedules are written in minutes, so that a stretch that is none in its zone came from another one
    if zone.wall(start).second or zone.wall(end).second:
        return f"no whole minutes in {zone.name}"
    return ""


def _some(action: int) -> tuple[int, ...]:
    """The action, if it is one: 0 stands for what is no action."""
    return (action,) if action else ()


def _ids(action: int | None) -> tuple[int, ...]:
    return () if action is None else (action,)


def _lacks(error: Exception) -> str:
    return f"it lacks {error.args[0]}" if type(error) is KeyError and error.args else str(error)
