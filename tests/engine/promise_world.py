"""A world for the state machine of the promises: people, accounts and faults, and a record that seleqt does not write.

What reaches the world is judged at once against what the world knows: the limit, the hours, who said no, and what came
before. The world never looks into the database.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from seleqt_cli.channels.arming import why_not
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.replies import Phase
from seleqt_cli.engine.clocks import VirtualClock

PLACE = ZoneInfo("Europe/Amsterdam")
DAY = 86_400
GAP = 600


class Killed(BaseException):
    """The process is gone at this point: nothing of it runs any more."""


@dataclass(frozen=True)
class Fault:
    """What happens to one attempt. `armed`: after C2; `arrives`: the mail is there all the same; `kills`: the process dies."""

    verdict: Verdict = Verdict.DEFERRED
    armed: bool = False
    arrives: bool = False
    kills: bool = False
    code: int = 0
    phase: Phase = "rcpt"


FAULTS = {
    "deferred before the dot": Fault(code=450),
    "deferred at the dot": Fault(armed=True, code=451, phase="dot"),
    "no such address": Fault(Verdict.NO_SUCH_ADDRESS, code=550),
    "refused words": Fault(Verdict.REFUSED_CONTENT, armed=True, code=554, phase="dot"),
    "sender held": Fault(Verdict.SENDER_HELD, code=535, phase="auth"),
    "sender done for today": Fault(Verdict.SENDER_TODAY, code=550, phase="mail"),
    "in doubt, arrived": Fault(Verdict.IN_DOUBT, armed=True, arrives=True, phase="dot"),
    "in doubt, not arrived": Fault(Verdict.IN_DOUBT, armed=True, phase="dot"),
    "killed before C2": Fault(kills=True),
    "killed after C2": Fault(armed=True, kills=True),
    "killed after the dot": Fault(armed=True, arrives=True, kills=True),
}


@dataclass
class World:
    """The channel of every account. `broken`: what was not kept, in words; it must stay empty."""

    clock: VirtualClock
    limit: int = 4
    coming: list[str] = field(default_factory=list)
    """The names of the faults of the next attempts, in order; None is left when all goes well."""
    broken: list[str] = field(default_factory=list)
    got: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    """(person, step) -> the moments at which the mail arrived."""
    tried: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """account -> the moments of everything that arrived or may have."""
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    said_no: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    """People to whom something happened (a fault or a no): they need not get everything."""
    paused: bool = False
    absent: bool = False
    """The campaign is not in the file."""
    no_row: dict[str, bool] = field(default_factory=dict)
    """Who is not in the lead file -> whether something had gone to them before, or may have."""
    attempted: set[str] = field(default_factory=set)
    met: ClassVar[Counter[str]] = Counter()
    """What happened in all worlds together: a check that the machine meets everything."""

    async def perform(self, reservation: Reservation) -> Outcome:
        """See ports/channel."""
        prepared = reservation.prepared
        words = prepared.payload.decode()
        found = re.search(r"Step (\w+) for", words)
        assert found is not None, words
        mail = (prepared.recipient, found[1])
        name = self.coming.pop(0) if self.coming else ""
        fault = FAULTS[name] if name else None
        if fault is not None:
            self.met[name] += 1
            self.touched.add(prepared.recipient)
            if not fault.armed and fault.kills:
                raise Killed
            if not fault.armed:
                return Outcome(fault.verdict, "a fault", fault.code, phase=fault.phase)
        reason = why_not(reservation)
        if reason:
            return Outcome(Verdict.NOT_ARMED, reason, phase="body")
        self.attempted.add(prepared.recipient)
        if not self.no_row.get(prepared.recipient, True):
            self.broken.append(f"{prepared.recipient} is not in the lead file, and nothing had gone to them")
        if self.absent and not prepared.recipient.startswith("zoe"):
            self.broken.append(f"{prepared.recipient}: the campaign is not in the file")
        if fault is None or fault.arrives:
            self._arrived(mail, prepared.account, prepared.message_id)
        if fault is None:
            return Outcome(Verdict.SENT, "taken", 250, phase="dot")
        if (fault.kills or fault.verdict is Verdict.IN_DOUBT) and not fault.arrives:
            self._count(prepared.account)
        if fault.kills:
            raise Killed
        return Outcome(fault.verdict, "a fault", fault.code, phase=fault.phase)

    async def close(self) -> None:
        """Nothing is open."""

    def _arrived(self, mail: tuple[str, str], account: str, message_id: str) -> None:
        now = self.clock.now()
        person, step = mail
        self.met["arrived"] += 1
        self.got[mail].append(now)
        if len(self.got[mail]) > 1:
            self.broken.append(f"promise 2: {person} got {step} at {self.got[mail]}")
        if self.ids.setdefault(mail, message_id) != message_id:
            self.broken.append(f"promise 2: {person} {step} under two Message-IDs")
        if person in self.said_no:
            self.broken.append(f"promise 4: {person} after {self.said_no[person]}")
        if self.paused:
            self.broken.append(f"a pause was not heeded for {person}")
        local = datetime.fromtimestamp(now, UTC).astimezone(PLACE)
        if local.weekday() > 4 or not 9 <= local.hour < 17:
            self.broken.append(f"promise 5: {person} at {local:%a %H:%M}")
        self._count(account)

    def _count(self, account: str) -> None:
        now = self.clock.now()
        moments = self.tried[account]
        if moments and now - moments[-1] < GAP:
            self.broken.append(f"promise 5: {account} twice within {now - moments[-1]} s")
        moments.append(now)
        today = datetime.fromtimestamp(now, UTC).astimezone(PLACE).date()
        rolling = sum(now - DAY < at <= now for at in moments)
        calendar = sum(datetime.fromtimestamp(at, UTC).astimezone(PLACE).date() == today for at in moments)
        if max(rolling, calendar) > self.limit:
            self.broken.append(f"promise 1: {account} {rolling} in 24 hours, {calendar} today, limit {self.limit}")
