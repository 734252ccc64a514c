"""The short way of a simulation: what nearly every action is, decided, done and settled in one pass.

Nearly every action is a mail from an account that serves one campaign under one calendar, and leads to another mail after
a wait, or to the end. For those this runner goes through the planner's rules, the claim and what follows from it with
everything at hand that never changes. It works on the same queues and books as app/run_due.py, takes the same decisions,
and leaves to it whatever is of another kind: conditions, several lanes, people in two campaigns, held accounts. A test
holds the two ways against each other.
"""

from collections.abc import Callable
from heapq import heappush
from typing import Any

from seleqt_cli.app.run_due import Done, Prepare, Tick
from seleqt_cli.app.walking import Held
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.jitter import EMPTY
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END
from seleqt_cli.engine.fast_plan import GENERAL, FastPlanning
from seleqt_cli.engine.track import STALE, Hop, Track
from seleqt_cli.ports.channel import ImmediateChannel


class FastRunner(FastPlanning):
    """A Runner of a simulation that takes the short way where it can.

    `words`: as Runner's `prepare`, None where nobody wants them. `watch` sees each action; `answer` is told of one whose
    addressee may react, which is when the hash of `seed` and the step is below `silent_from`.
    """

    def __init__(
        self, *given: Any, words: Prepare | None, watch: Callable[[Done], None],
        answer: Callable[[Journey, str, str, int], None], seed: str, silent_from: int, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **named)
        self._words = words
        self._watch = watch
        self._answer = answer
        self._seed = seed + "\x1f"
        # Of hashes, which are compared as they are: 8 octets, the most significant one first.
        self._silent_from = silent_from.to_bytes(8, "big") if silent_from < 1 << 64 else b"\xff" * 9

    def wake_all(self, at: int) -> None:
        """Look at every account again: no decision holds any more."""
        for track in self._tracks.values():
            track.version = STALE
        super().wake_all(at)

    def work_at_once(self, account: Account, channel: ImmediateChannel, now: int, tick: Tick) -> None:
        """What an account has to do now, on the short way if it leads there."""
        key, planner = account.key, self.planner
        track = self._tracks.get(key)
        if track is None or not self.alone or planner.blocked or planner.inactive or planner.first_held or planner.unread:
            super().work_at_once(account, channel, now, tick)
            return
        self._busy = key
        if track.at == now and track.version == track.book.version:
            at = now if track.start is None else self._renew(track, now)
        else:
            at = self._plan(track, now)
        while at <= now:
            if at == GENERAL or not self._send(track, now, tick):
                track.version = STALE
                super().work_at_once(account, channel, now, tick)
                return
            at = self._plan(track, now)
        self._busy = ""
        if at < NEVER:
            number = account.number
            self._wake_at[number] = at
            heappush(self._wakes, (at, number))
        else:
            self._wake_at.pop(account.number, None)

    def _send(self, track: Track, now: int, tick: Tick) -> bool:
        """Claim, perform and settle at once; False, and nothing done, when that takes the general way."""
        journey, book, lane, store = track.journey, track.book, track.lane, self._memory
        hop = track.hops[journey.step]
        first = journey.first
        if not (hop.short and journey.has_email and (not first or track.unit)) or (store.shared and journey.lead in store.shared):
            return False
        if first:
            unit = track.walker
            journey.person, journey.email_account, journey.linkedin_account = unit.person, unit.email, unit.linkedin
        if self._words is not None:
            prepared = self._words(track, track.claim.sender, now)
            if isinstance(prepared, Held):
                self._unprepared(journey, prepared, hop, now, tick)
                return True
        if first:
            if lane.line and lane.line[0] is journey and journey.entry is lane:
                lane.line.popleft()
                journey.entry = None
                store.waiting[track.campaign] -= 1
            else:
                store.withdraw(journey)
            store.contact(journey, now)
            if self.planner.denied:
                self._wake_denied(track.campaign, now)
        else:
            del lane.spots[0], lane.followers[0]
        if not track.day_from <= now < track.day_to:
            track.turn(now)
        if now > book.last_action and book.days and book.days[-1] >= track.day:  # see Book.reserve
            track.times.append(now)
            if track.slot > track.record.last_slot:
                track.record.last_slot = track.slot
            book.last_action = now
            book.version += 1
        else:
            book.reserve("email", now, track.day, track.slot)
        if journey.done is not hop.done:
            hop.done, hop.then = journey.done, journey.done.also(hop.node.id, "sent")
        journey.done = hop.then
        journey.base = journey.message_at = now
        journey.started = True
        journey.first = False
        journey.attempts = 0
        journey.reason = ""
        journey.step = hop.to
        if hop.to == END:
            journey.waited = False
            journey.state, journey.due, journey.entry = State.FINISHED, now, None
            store.enqueue(journey, "")
        else:
            journey.waited = True
            journey.entered = 0
            journey.due = now + hop.seconds if hop.steady_from <= now < hop.steady_to else hop.due(now)
            journey.state = State.WAITING
            if track.own is None:
                store.enqueue(journey, track.account.key)
            else:
                track.own.follow(journey)
        track.claim.armed_at = track.claim.tried_since = track.done.at = now
        self._watch(track.done)
        hashed = EMPTY.copy()
        hashed.update(f"{self._seed}{journey.key}{hop.suffix}".encode("utf-8", "surrogatepass"))
        if hashed.digest() < self._silent_from:
            self._answer(journey, hop.node.id, "email", now)
        return True

    def _unprepared(self, journey: Journey, held: Held, hop: Hop, now: int, tick: Tick) -> None:
        """A message that cannot be written: the lead is held, or the step skipped (as Runner does)."""
        if held.skip:
            self._skip(journey, hop.node, held.reason, now)
        else:
            self._hold(journey, held.reason, tick)
        if not journey.started:
            journey.person = journey.email_account = journey.linkedin_account = ""
