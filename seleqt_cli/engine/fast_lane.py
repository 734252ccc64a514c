"""The short way of a simulation: what nearly every action is, decided, done and settled in one pass.

Nearly every action is a mail from an account that serves one campaign under one calendar, and leads to another mail after
a wait, or to the end. For those this runner goes through the planner's rules, the claim and what follows from it with
everything at hand that never changes. It works on the same queues and books as app/run_due.py, takes the same decisions,
and leaves to it whatever is of another kind: conditions, several lanes, people in two campaigns, held accounts. A test
holds the two ways against each other.
"""

from collections.abc import Callable, Coroutine
from heapq import heappop, heappush
from typing import Any, Final

from seleqt_cli.app.run_due import Done, Prepare, Tick
from seleqt_cli.app.waking import NUMBER_BITS, NUMBER_MASK
from seleqt_cli.app.walking import Held
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.program import END
from seleqt_cli.engine.fast_plan import GENERAL, FastPlanning, copy_of_empty
from seleqt_cli.engine.track import STALE, Hop, Track
from seleqt_cli.ports.channel import ImmediateChannel

WAITING: Final = State.WAITING
FINISHED: Final = State.FINISHED


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

    def act(self, now: int, channel: ImmediateChannel, tick: Tick) -> None:
        """Have every account do what it has to do now, on the short way where it leads there."""
        wakes, wake_at, planner, tracks = self.wakes, self.wake_at, self.planner, self._tracks
        after, due = (now + 1) << NUMBER_BITS, []
        while wakes and wakes[0] < after:  # see Waking.due_accounts
            wake = heappop(wakes)
            number = wake & NUMBER_MASK
            if wake_at.get(number) == wake >> NUMBER_BITS:
                del wake_at[number]
                due.append(number)
        short = self.alone and not (planner.blocked or planner.inactive or planner.first_held or planner.unread)
        for number in due:
            track = tracks.get(number) if short else None
            if track is None or not self._go(track, now, tick):
                account = self._by_number[number]
                if account.pace.gap:
                    self.work_at_once(account, channel, now, tick)
                else:  # without a gap several actions are claimed before the first one is performed
                    _drive(self.work(account, now, tick))

    def _go(self, track: Track, now: int, tick: Tick) -> bool:
        """What an account has to do now, and when it is looked at next; False where that takes the general way."""
        self._busy = track.key
        at = GENERAL
        if track.version == track.book.version and track.at == now and len(track.theirs) == track.lines:
            if track.start is not None:
                at = self._renew(track, now)
            elif self._send(track, now, tick):
                at = self._plan(track, now)
        elif self._look(track):
            at = self._plan(track, now)
        while at <= now:
            if at == GENERAL or not self._send(track, now, tick):
                track.version = STALE
                return False
            at = self._plan(track, now)
        self._busy = ""
        if at < NEVER:
            number = track.number
            self.wake_at[number] = at
            heappush(self.wakes, at << NUMBER_BITS | number)
        else:
            self.wake_at.pop(track.number, None)
        return True

    def _send(self, track: Track, now: int, tick: Tick) -> bool:
        """Claim, perform and settle at once; False, and nothing done, when that takes the general way."""
        journey, book, lane, store = track.journey, track.book, track.lane, self.store
        hop = track.hops[journey.step]
        first = journey.first
        if not track.from_in <= now - track.opening < track.to_in:
            track.turn(now)
        if journey.done is not hop.done:
            hop.come(journey.done)
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
            store.contact_on(track.business_day, journey)
            if self.planner.denied:
                self._wake_denied(track.campaign, now)
        else:
            lane.take()
        if book.days and book.days[-1] >= track.day:  # see Book.reserve; it is later than the last action, because there is a gap
            track.times.append(now)
            if track.slot > track.record.last_slot:
                track.record.last_slot = track.slot
            book.last_action = now
            book.version += 1
        else:
            book.reserve("email", now, track.day, track.slot)
        journey.done = hop.then
        journey.base = journey.message_at = now
        journey.started = True
        journey.first = False
        journey.attempts = 0
        journey.reason = ""
        journey.step = hop.to
        if hop.to == END:
            journey.waited = False
            journey.state, journey.due, journey.entry, journey.spot = FINISHED, now, None, 0
            store.enqueue(journey, "")
        else:
            journey.waited = True
            journey.entered = 0
            journey.due = now + hop.seconds if hop.steady_from <= now < hop.steady_to else hop.due(now)
            journey.state = WAITING
            if track.own is None:
                store.enqueue(journey, track.account.key)
            else:
                track.own.follow(journey)
        track.claim.armed_at = track.claim.tried_since = track.done.at = now
        watch = self._watch
        watch(track.done)
        hashed = copy_of_empty()
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


def _drive(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never really waits: the simulated channel answers at once."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("a simulated channel must not wait")
