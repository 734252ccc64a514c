"""Made-up histories: rows as the store writes them, one sentence of a story a call."""

import json
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from seleqt_cli.app.audit import Proof, prove
from seleqt_cli.core.audit.findings import Row
from seleqt_cli.core.audit.places import Place, Remain, Text

ANNA = "email:anna@acme.example"
PROFILE = "linkedin:anna-de-vries"
MINUTE, HOUR, DAY = 60, 3600, 86_400


def instant(text: str, zone: str = "UTC", fold: int = 0) -> int:
    """The instant of a wall time: `2026-12-01 09:00`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


LIMITS = {
    "email": {"day": 50}, "connect": {"day": 25, "week": 100}, "message": {"day": 50}, "inmail": {"day": 0}, "visit": {"day": 80},
    "like": {"day": 30}, "follow": {"day": 30}, "withdraw": {"day": 20},
}  # fmt: skip
TUESDAY = instant("2026-12-01 09:00")


class History:
    """A history under construction; also what a proof reads (ports/records)."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.begun: dict[int, int] = {}
        self.places_: list[Place] = []
        self.remains_: dict[int, list[Remain]] = {}
        self._actions = 0

    def event(
        self, at: int, event: str, *, action: int | None = None, journey: int | None = None, lead: int | None = None,
        account: str | None = None, written: dict[str, object] | None = None, **data: object,
    ) -> int:  # fmt: skip
        """One row, with `written` or the further names as its data; returns its number."""
        number = len(self.rows) + 1
        text = json.dumps(written if written is not None else data, separators=(",", ":"))
        self.rows.append((number, at, event, action, journey, lead if lead is not None else journey, account, text))
        return number

    def send(
        self, at: int, *, account: str = ANNA, kind: str = "email", journey: int | None = None, lead: int | None = None,
        step: str = "intro", action: int | None = None, outcome: str | None = "sent", unsent: bool = False,
        message_id: str | None = None, without: str = "", **changes: object,
    ) -> int:  # fmt: skip
        """An attempt and what came of it (`outcome` None: nothing yet); returns its action. Without `journey` it is a new person's."""
        if action is None:
            self._actions += 1
            action = self._actions
        journey = 10_000 + action if journey is None else journey
        midnight = at - at % DAY
        data: dict[str, object] = {
            "step": step, "action": kind, "sender": "anna", "attempt": 1, "first": True, "message": kind in ("email", "message", "inmail"),
            "planned": at, "slot": at, "gap": 0 if kind == "email" else 90, "limits": LIMITS[kind], "plan": "",
            "note_limits": {}, "account_zone": "UTC", "window": [midnight, midnight + DAY], "window_zone": "UTC", "inbox": at - 60,
            "message_id": f"<{action}@acme.example>" if message_id is None else message_id, "company": "", "business_zone": "UTC",
            "company_cap": 2, "linkedin_inbox": at - 60,
        }  # fmt: skip
        data.update(changes)
        data.pop(without, None)
        self.event(at, "sending", action=action, journey=journey, lead=lead, account=account, written=data)
        if outcome is not None:
            self.settle(at + 1, action, outcome, journey=journey, lead=lead, account=account, unsent=unsent)
        return action

    def settle(
        self, at: int, action: int, outcome: str, *, journey: int | None = None, lead: int | None = None, account: str = ANNA,
        unsent: bool = False, **data: object,
    ) -> None:  # fmt: skip
        """What came of an attempt."""
        if journey is None:
            journey, lead = next((row[4], row[5]) for row in self.rows if row[3] == action)
        said: dict[str, object] = {"reason": f"it {outcome}"} if outcome != "sent" else {}
        if unsent:
            said["unsent"] = True
        self.event(at, outcome, action=action, journey=journey, lead=lead, account=account, written={**said, **data})

    # what a proof reads

    def by_time(self) -> Iterator[Row]:
        return iter(self.rows)

    def by_lead(self) -> Iterator[Row]:
        return iter(sorted((row for row in self.rows if row[5] is not None), key=lambda row: (row[5] or 0, row[0])))

    def created(self, journey: int) -> int | None:
        return self.begun.get(journey)

    def live(self) -> int:
        return len(self.places_)

    def places(self) -> Iterator[Place]:
        return iter(self.places_)

    def remains(self, lead: int) -> Iterator[Remain]:
        return iter(self.remains_.get(lead, ()))

    def texts(self, lead: int) -> Iterator[Text]:
        return ((row[0], row[3], row[7]) for row in self.rows if row[5] == lead)


def proof_of(history: History, *, since: int = 0, at_rest: bool = True) -> Proof:
    """The proof of a history on which nothing runs any more."""
    return prove(history, since=since, at_rest=at_rest)


def broken(history: History) -> list[tuple[int, tuple[int, ...]]]:
    """(promise, ids) of every violation."""
    return [(found.promise, found.ids) for found in proof_of(history).violations]


def texts(history: History) -> list[str]:
    """The words of every violation."""
    return [found.text for found in proof_of(history).violations]
