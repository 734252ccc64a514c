"""The virtual clock: drives app.run_due through days in seconds, with people who answer by hash.

The planner, limits, windows, journeys and the loop body are the real ones; only the clock, the store (memory) and
the channel (always accepted) are not. People do tasks, reviews and LinkedIn clicks at the planned moment, and inboxes
count as read (SPEC 13 rule 12). Whether a person replies, accepts, bounces or is away is a hash of the seed and of
what was sent, so the same seed and inputs give the same bytes.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil
from typing import Any, Final

from seleqt_cli.app.run_due import Done, Runner, Tick
from seleqt_cli.app.waking import NUMBER_BITS, NUMBER_MASK
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import Outcome, Reservation, Verdict
from seleqt_cli.core.campaign import MESSAGE_KINDS, Sender
from seleqt_cli.core.invitations import ACCEPTED, ANSWERED
from seleqt_cli.core.jitter import fraction, number
from seleqt_cli.core.journey import LIVE, Event, Journey, State, after, move
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.settle import performable
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.fast_lane import FastRunner
from seleqt_cli.engine.track import NOTHING
from seleqt_cli.ports.open_store import OpenStore

SENT: Final = Outcome(Verdict.SENT)


@dataclass(frozen=True, slots=True)
class Rates:
    """How people behave: parts of all messages (0 to 1), and the seed of the hashes (SPEC 13 rule 12 for the defaults)."""

    seed: str = "0"
    reply: float = 0.05
    accept: float = 0.30
    bounce: float = 0.0
    away: float = 0.02


class People:
    """What the addressees do about an action: events at later moments, drawn by hash."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.silent_from = ceil((rates.bounce + rates.reply + rates.away) * (1 << 53)) << 11
        """A mail whose hash (jitter.number of seed, person, campaign and step) is not below this has no consequence."""

    def react(self, journey: Journey, step: str, kind: str, at: int) -> tuple[tuple[int, str], ...]:
        """The events that follow an action: (moment, reply | accepted | bounce | away). One draw tells what comes of it."""
        rates = self.rates
        if kind == "connect":
            if rates.accept and fraction(rates.seed, journey.key, journey.campaign, step) < rates.accept:
                return ((at + 1800 + number(rates.seed, journey.key, journey.campaign, step, "when") % (7 * DAY), "accepted"),)
        elif kind in MESSAGE_KINDS:
            by_mail = kind == "email"
            bounced = rates.bounce if by_mail else 0.0
            replied = bounced + rates.reply
            away = replied + rates.away if by_mail else replied
            drawn = fraction(rates.seed, journey.key, journey.campaign, step) if away else 1.0
            if drawn >= away:
                return ()
            if drawn < bounced:
                return ((at + 60, "bounce"),)
            if drawn < replied:
                return ((at + 1800 + number(rates.seed, journey.key, journey.campaign, step, "when") % (2 * DAY), "reply"),)
            return ((at + 60, "away"),)
        return ()

    def returns(self, journey: Journey, at: int) -> int:
        """When somebody who is away says to be back: 3 to 14 days later."""
        return at + (3 + number(self.rates.seed, journey.key, "back") % 12) * DAY


class SimulatedWorld:
    """The channel of a simulation: everything armed is accepted, at once and without awaiting."""

    async def perform(self, reservation: Reservation) -> Outcome:
        """Arm, and it is sent."""
        return self.perform_at_once(reservation)

    def perform_at_once(self, reservation: Reservation) -> Outcome:
        """The same without a wait."""
        refused = reservation.arm()
        return Outcome(Verdict.NOT_ARMED, refused) if refused else SENT

    async def close(self) -> None:
        """Nothing is open."""


class Answers:
    """What an addressee's answer does to the journeys: the simulation's stand-in for an inbox."""

    def __init__(
        self,
        runner: Runner,
        people: People,
        calendar: Callable[[int], Calendar],
        journeys_of: Callable[[int], list[Journey]],
        connected: MutableMapping[int, int],
        companies: Mapping[str, list[Journey]],
        told: Callable[[str, Journey], None] | None = None,
    ) -> None:
        self._runner = runner
        self._planner = runner.planner
        self._people = people
        self._calendar = calendar
        self._journeys_of = journeys_of
        self._connected = connected
        self._companies = companies
        self._told = told
        self._does = {"reply": self._replied, "accepted": self._accepted, "bounce": self._bounced, "away": self._away}

    def happen(self, what: str, journey: Journey, now: int) -> None:
        """Apply one answer (a word of People.react) to the journeys that it concerns."""
        if self._told is not None:
            self._told(what, journey)
        self._does[what](journey, now)

    def _replied(self, journey: Journey, now: int) -> None:
        campaign = self._planner.workspace.campaigns[journey.campaign]
        self._runner.store.close_invitations(journey.lead, ANSWERED, now)
        scope = list(self._journeys_of(journey.lead))
        if campaign.on_reply == "journey":
            scope = [other for other in scope if other.id == journey.id]
        elif campaign.on_reply == "company" and journey.company:
            scope += [other for other in self._companies.get(journey.company, []) if other.lead != journey.lead]
        for other in scope:
            if other.state in LIVE or other.state is State.FINISHED:
                other.state = after(other.state, Event.REPLY) if other.lead == journey.lead else after(other.state, Event.STOP)
                self._runner.place(other, now)

    def _accepted(self, journey: Journey, now: int) -> None:
        if journey.lead in self._connected or not self._runner.store.close_invitations(journey.lead, ACCEPTED, now):
            return  # or the invitation was withdrawn before
        self._connected[journey.lead] = now
        for other in self._journeys_of(journey.lead):
            if other.state is State.WAITING and other.entered and other.step >= 0:
                node = self._planner.programs[other.campaign].nodes[other.step]
                if node.kind == "wait_for":
                    other.base = now
                    other.mark(node.id, "sent")
                    move(other, node.following, now, self._planner.programs[other.campaign], self._calendar(other.lane))
                    self._runner.place(other, now)

    def _bounced(self, journey: Journey, now: int) -> None:
        for other in self._journeys_of(journey.lead):
            other.has_email = False
            if other.state in LIVE and not performable(other, self._planner.programs[other.campaign]):
                other.state = after(other.state, Event.BOUNCE)
                self._runner.place(other, now)
            elif other.state in (State.WAITING, State.DUE) and other.started:
                self._runner.place(other, now)

    def _away(self, journey: Journey, now: int) -> None:
        back = self._people.returns(journey, now)
        for other in self._journeys_of(journey.lead):
            if other.state is State.WAITING and other.started and not other.entered:
                calendar = self._calendar(other.lane)
                until = calendar.working_day_after(calendar.working_day_after(back))
                if until > other.due:
                    other.due = until
                    other.reason = "out of office"
                    self._runner.place(other, now)


class Simulation:
    """One run of the virtual clock over a memory store."""

    def __init__(
        self,
        planner: Planner,
        store: OpenStore,
        clock: VirtualClock,
        calendar: Callable[[int], Calendar],
        journeys_of: Callable[[int], list[Journey]],
        connected: MutableMapping[int, int],
        *,
        rates: Rates,
        observe: Callable[[Done], None],
        prepare: Callable[[Pick, Sender, int], Any] | None = None,
        companies: Mapping[str, list[Journey]] | None = None,
        on_skip: Callable[..., None] | None = None,
        answered: Callable[[str, Journey], None] | None = None,
    ) -> None:
        self.planner = planner
        self.store = store
        self.clock = clock
        self.people = People(rates)
        self._observe = observe
        self._events: list[tuple[int, int, str, int, Journey]] = []
        """(moment, journey id, word, running number, journey): the number, because journeys have no order."""
        self._drawn = 0
        self._channel = SimulatedWorld()
        self.runner = FastRunner(
            planner, store, self._channel_of, prepare or (lambda pick, sender, now: NOTHING), calendar, clock.now,
            observe=self._done, on_skip=on_skip, alone=True,
            words=prepare, watch=observe, answer=self._expect, seed=rates.seed, silent_from=self.people.silent_from,
        )  # fmt: skip
        self._answers = Answers(self.runner, self.people, calendar, journeys_of, connected, companies or {}, answered)

    def run(self, end: int) -> int:
        """Run until nothing is left or the clock reaches `end`; returns the moment it stopped."""
        runner, events, clock, store = self.runner, self._events, self.clock, self.store
        runner.wake_all(clock.now())
        tick = Tick()
        wakes, wake_at, moments = runner.wakes, runner.wake_at, store.moments
        while True:
            at = NEVER
            if wakes:  # see Waking.next_wake
                at = wakes[0] >> NUMBER_BITS
                if wake_at.get(wakes[0] & NUMBER_MASK) != at:
                    heappop(wakes)
                    continue
            if moments:
                timer = store.next_timer()
                if timer is not None and timer < at:
                    at = timer
            if events and events[0][0] <= at:
                at = events[0][0]
            if not clock.instant <= at < end:
                if at >= NEVER:
                    return clock.instant
                if at < clock.instant:
                    at = clock.instant
                if at >= end:
                    clock.set(end)
                    return end
            clock.instant = at
            if events and events[0][0] <= at:
                while events and events[0][0] <= at:
                    _, _, what, _, journey = heappop(events)
                    self._answers.happen(what, journey, at)
            if moments:
                timer = store.next_timer()
                if timer is not None and timer <= at:
                    runner.run_timers(at, tick)
            runner.act(at, self._channel, tick)

    def _channel_of(self, account: Account) -> SimulatedWorld:
        return self._channel

    def _done(self, done: Done) -> None:
        pick = done.claim.pick
        self._observe(done)
        self._expect(pick.journey, pick.node.id, pick.kind, done.at)

    def _expect(self, journey: Journey, step: str, kind: str, at: int) -> None:
        """Draw what the addressee of an action will do."""
        for moment, event in self.people.react(journey, step, kind, at):
            self._drawn += 1
            heappush(self._events, (moment, journey.id, event, self._drawn, journey))
