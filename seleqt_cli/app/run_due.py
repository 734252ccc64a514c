"""The one loop body of seleqt: do what is due now, and say when something is due next.

`Runner.run_due(now)` serves a terminal, cron, a cluster and the simulation alike. It decides through core.planner,
writes through the store, and touches the world only through a channel with a claim in hand:

    plan -> prepare (frozen bytes) -> C1 claim -> channel.perform [C2 arm, the dot] -> C3 settle -> the journey moves on
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from seleqt_cli.app.guarding import Guards
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import ActionState, Outcome, Prepared, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.core.facts import CLAIM_BATCH
from seleqt_cli.core.journey import Journey, State, move, performed, skip_reason
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Defer, Pick, Planner
from seleqt_cli.core.program import END, Node
from seleqt_cli.core.settle import Settled, settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.channel import Channel
from seleqt_cli.ports.store import Claim, Refused, Store

ASKED: Final = "waits in tasks"
"""How the reason of a journey begins that waits for a person."""
NO_PROGRESS: Final = 100_000
"""More decisions than one account can have at one moment: past it the planner goes in circles, which is a bug."""


@dataclass(frozen=True, slots=True)
class Held:
    """A journey that cannot be prepared: a person is needed (`reason`); or the step is skipped (`skip`)."""

    reason: str
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that a person does or approves: a task with its text."""

    kind: str
    text: str
    frozen: str = ""
    prepared: Prepared | None = None
    """What is reserved for the person now (an assisted LinkedIn step); None reserves nothing (a review, a task)."""


@dataclass(slots=True)
class Done:
    """One thing that happened in a tick: for the live view, the simulation's record and `--json`."""

    at: int
    claim: Claim
    settled: Settled


@dataclass(slots=True)
class Tick:
    """What one call did. `next_at`: when to call again, None = nothing is in sight."""

    done: list[Done] = field(default_factory=list)
    next_at: int | None = None
    tasks: int = 0
    held: dict[str, str] = field(default_factory=dict)


Prepare = Callable[[Pick, Sender, int], Prepared | Held | Asked]
"""Freezes what a pick would send, under a sender name, at a moment."""


class Runner:
    """Drives the accounts of one workspace. `observe` sees each thing done; `only` narrows which accounts act.

    `task_text` fills a task's text in (None: nobody is asked, tasks are done at once, as in a simulation).
    `alone`: nobody else writes to the store, so that a decision made for a later moment still holds when it comes.
    """

    def __init__(
        self,
        planner: Planner,
        store: Store,
        channels: Callable[[Account], Channel],
        prepare: Prepare,
        calendar: Callable[[int], Calendar],
        now: Callable[[], int],
        *,
        observe: Callable[[Done], None] | None = None,
        only: Callable[[Account], bool] = lambda account: True,
        stopping: Callable[[], bool] = lambda: False,
        on_skip: Callable[[Journey, Node, str], None] | None = None,
        task_text: Callable[[Journey, Node], str] | None = None,
        alone: bool = False,
    ) -> None:
        self.planner = planner
        self.store = store
        self.channels = channels
        self.prepare = prepare
        self.calendar = calendar
        self.now = now
        self.observe = observe
        self.only = only
        self.stopping = stopping
        self.on_skip = on_skip
        self._task_text = task_text
        self.alone = alone
        self._accounts = [account for account in planner.accounts.values() if only(account)]
        self._wakes: list[tuple[int, int]] = []
        self._wake_at: dict[str, int] = {}
        self._picks: dict[str, tuple[Pick, int]] = {}
        """Decisions for a later moment and the version of the book that they were made from."""
        self._by_number = {account.number: account for account in self._accounts}
        self._serving: Mapping[str, list[Account]] = {
            name: [self.planner.accounts[key] for key in dict.fromkeys(k for unit in units for k in unit.accounts())]
            for name, units in planner.units.items()
        }
        self._busy: str = ""
        self._guards = Guards(store, planner)
        self._resting: dict[str, int] = {}
        self.wake_all(0)

    def wake_all(self, at: int) -> None:
        """Look at every account again at a moment: the world outside has changed."""
        self._picks.clear()
        self._wakes.clear()
        self._wake_at.clear()
        for account in self._accounts:
            self._wake(account, at)

    def wake(self, account: str, at: int) -> None:
        """Look at one account again at a moment; one that this runner does not drive stays alone."""
        found = self.planner.accounts.get(account)
        if found is not None and found.number in self._by_number:
            self._picks.pop(account, None)
            self._wake(found, at)

    def next_at(self) -> int | None:
        """When run_due should be called next."""
        timer = self.store.next_timer()
        wakes, wake_at = self._wakes, self._wake_at
        while wakes:
            at, account = wakes[0][0], self._by_number[wakes[0][1]].key
            if wake_at.get(account) == at:
                if at < NEVER and (timer is None or at < timer):
                    return at
                break
            heappop(wakes)
        return timer

    async def run_due(self, now: int) -> Tick:
        """Do everything that is due at `now`, account by account, and say when to come back."""
        tick = Tick()
        self.run_timers(now, tick)
        for account in self.due_accounts(now):
            await self.work(account, now, tick)
        tick.next_at = self.next_at()
        return tick

    def run_timers(self, now: int, tick: Tick) -> None:
        """Decide the journeys whose own moment has come, until no more comes of it."""
        while True:
            with self.store.transaction():
                journeys = self.store.timers(now)
                for journey in journeys:
                    self._decide(journey, now, tick)
            if not journeys:
                return

    def due_accounts(self, now: int) -> list[Account]:
        """The accounts whose moment has come, the one with the most to give first where they come together."""
        found: list[Account] = []
        wakes, wake_at = self._wakes, self._wake_at
        while wakes and wakes[0][0] <= now:
            at, number = heappop(wakes)
            account = self._by_number[number]
            if wake_at.get(account.key) == at:
                del wake_at[account.key]
                found.append(account)
        return found

    def late(self, account: Account, now: int, gap: int) -> bool:
        """Whether an account has more work that is late: its slot passed longer ago than the account's gap."""
        if self._rests(account, now):
            return False
        with self.store.transaction():
            decision = self.planner.plan(account, now, gap=gap)
        return isinstance(decision, Pick) and decision.at <= now + gap and max(decision.slot, decision.journey.due) < now - account.pace.gap

    async def work(self, account: Account, now: int, tick: Tick, *, gap: int | None = None) -> None:
        """Perform what one account has to do at `now`; one account is never in two hands.

        `gap`: the spacing of late work of `run --once`, in place of the account's own; one action then.
        """
        channel: Channel | None = None
        while not self.stopping() and not self._rests(account, now):
            # sending takes time: the next batch is planned for the moment it is begun at
            claims = self._claim_batch(account, max(now, self.now()), tick, gap)
            if not claims:
                break
            channel = channel or self.channels(account)
            for claim in claims:
                if self.stopping() or account.key in self.planner.blocked or self._rests(account, now):
                    self._finish(claim, Outcome(Verdict.NOT_ARMED, "stopped before it was sent"), tick)
                    continue
                self._finish(claim, await self._perform(channel, claim, tick), tick)
            if gap is not None:
                break
        self.store.flush()  # the outcome of every mail but the last rode in the commit of the next
        if self._rests(account, now):
            self._wake(account, self._resting[account.key])

    def _rests(self, account: Account, now: int) -> bool:
        """Whether the account's channel failed a moment ago: the next lead would meet the same."""
        return bool(self._resting) and self._resting.get(account.key, 0) > max(now, self.now())

    async def _perform(self, channel: Channel, claim: Claim, tick: Tick) -> Outcome:
        try:
            return await channel.perform(claim)
        except Exception:
            # a bug in the channel: what it did is unknown once armed, and nothing before that
            verdict = Verdict.IN_DOUBT if claim.armed_at else Verdict.NOT_ARMED
            self._finish(claim, Outcome(verdict, "a fault in seleqt ended the session"), tick)
            self.store.flush()
            raise

    def _claim_batch(self, account: Account, now: int, tick: Tick, gap: int | None) -> list[Claim]:
        claims: list[Claim] = []
        self._busy = account.key
        with self.store.transaction():
            for _ in range(NO_PROGRESS):
                pick = self._next(account, now, gap)
                if pick is None:
                    self._wake_at.pop(account.key, None)
                    break
                if pick.at > now:
                    self._wake(account, pick.at)
                    break
                claim = self._claim(pick, now, tick)
                if claim is not None:
                    claims.append(claim)
                    if len(claims) == CLAIM_BATCH or account.pace.gap:
                        break
            else:
                raise AssertionError(f"the planner goes in circles for {account.key}")
        self._busy = ""
        return claims

    def _next(self, account: Account, now: int, gap: int | None) -> Pick | None:
        renewed: Pick | Defer | None = None
        if account.key in self._picks:
            pick, version = self._picks.pop(account.key)
            if pick.at == now and version == self.store.book(account.key).version:
                if pick.start is None:
                    return pick
                renewed = self.planner.renew(pick, now)
        while True:
            decision = renewed if renewed is not None else self.planner.plan(account, now, gap=gap)
            renewed = None
            if isinstance(decision, Defer):
                self._defer(decision, now)
                continue
            if self.alone and decision is not None and now < decision.at < decision.firm:
                self._picks[account.key] = (decision, self.store.book(account.key).version)
            return decision

    def _defer(self, decision: Defer, now: int) -> None:
        journey = decision.journey
        journey.reason = decision.reason
        journey.due = decision.until or NEVER
        journey.state = State.WAITING
        self.store.enqueue(journey, self.queue_of(journey))

    def _claim(self, pick: Pick, now: int, tick: Tick) -> Claim | None:
        journey = pick.journey
        node = pick.node
        if not self._goes_straight(node, journey):
            reason = skip_reason(node, journey, self.store.person(journey) if node.step.when else None)
            if reason:
                self._skip(journey, node, reason, now)
                return None
        unit = pick.unit
        if unit is not None:
            journey.person, journey.email_account, journey.linkedin_account = unit.person, unit.email, unit.linkedin
        sender = pick.account.sender_for(self.planner.workspace.campaigns[journey.campaign])
        prepared = self.prepare(pick, sender, now)
        claim: Claim | None = None
        if isinstance(prepared, Prepared):
            taken = self.store.claim(pick, sender, prepared, now)
            if not isinstance(taken, Refused):
                claim = taken
            else:
                self._refused(pick, taken, now, tick)
        elif isinstance(prepared, Asked) and prepared.prepared is not None:
            taken = self.store.claim(pick, sender, prepared.prepared, now, by_person=True)
            if isinstance(taken, Refused):
                self._refused(pick, taken, now, tick)
            else:
                self._open(journey, prepared, pick.account.key, now, tick)
                if unit is not None:
                    self._keep(journey, now)
                    unit = None
        elif isinstance(prepared, Asked):
            self._open(journey, prepared, pick.account.key, now, tick)
        elif prepared.skip:
            self._skip(journey, node, prepared.reason, now)
        else:
            self._hold(journey, prepared.reason, tick)
        if claim is not None and unit is not None:
            self._keep(journey, now)
        elif unit is not None and not journey.started:
            journey.person = journey.email_account = journey.linkedin_account = ""  # fixed at the first action, and this was none
            self.store.rewrite(journey)
        return claim

    def _keep(self, journey: Journey, now: int) -> None:
        """A journey took its sender: whoever had left the start to others looks again."""
        self._wake_denied(journey.campaign, now)

    def _hold(self, journey: Journey, reason: str, tick: Tick) -> None:
        journey.state, journey.reason = State.HELD, reason
        self.store.enqueue(journey, "")
        tick.held[journey.key] = reason

    def _refused(self, pick: Pick, refused: Refused, now: int, tick: Tick) -> None:
        """A claim that the store did not grant: what it means depends on whom the refusal is about."""
        journey = pick.journey
        if refused.about == "account":
            self.planner.blocked[pick.account.key] = refused.reason
        elif refused.about == "campaign":
            self.planner.inactive[journey.campaign] = refused.reason
        elif refused.about == "inbox":
            self.planner.unread.add(pick.account.key)
        elif refused.about == "lead":
            self._defer(Defer(journey, refused.until, refused.reason), now)
        elif refused.about == "person":
            journey.state, journey.reason = State.STOPPED, refused.reason
            self.place(journey, now)
        else:
            self._hold(journey, refused.reason, tick)

    def _finish(self, claim: Claim, outcome: Outcome, tick: Tick) -> None:
        pick, journey = claim.pick, claim.pick.journey
        now = self.now()
        at = claim.armed_at or now
        program = self.planner.programs[journey.campaign]
        contacted = self.store.contacted_at(journey)
        self.store.outcome(claim, outcome, now)
        settled = settle(journey, program, pick.lane.calendar, outcome, at, claim.tried_since, contacted_at=contacted)
        self._busy = pick.account.key  # `work` asks for its next action itself
        with self.store.later():
            self.store.settle(claim, settled, now)
            self.place(journey, now)
            self._busy = ""
            if settled.hold_sender:
                until = pick.account.meters[pick.kind].today(now)[2] if settled.until_tomorrow else 0
                self.store.hold_account(pick.account.key, settled.hold_sender, now, until)
                self.planner.blocked[pick.account.key] = settled.hold_sender
        if settled.state is not ActionState.SENT:
            rest = self._guards.after(pick.account, outcome, settled, now)
            if rest:
                self._resting[pick.account.key] = rest
        done = Done(at, claim, settled)
        if self.observe is not None:
            self.observe(done)
        else:
            tick.done.append(done)

    def place(self, journey: Journey, now: int) -> None:
        """Put a journey that has just moved where it belongs, and wake whoever it concerns."""
        if journey.state in (State.WAITING, State.DUE) and journey.step != END:
            queue = self.queue_of(journey)
            self.store.enqueue(journey, queue)
            if queue != "-" and queue != self._busy:
                self._touch(queue, max(now, journey.due))
            return
        self.store.enqueue(journey, "")
        if journey.state not in (State.HELD, State.PAUSED):
            for other in self.store.blocked(journey):
                other.due, other.reason = now, ""
                self.place(other, now)

    def queue_of(self, journey: Journey) -> str:
        """The queue a journey waits in: its account's, its campaign's while no sender is fixed, '-' when its moment decides."""
        node = self.planner.programs[journey.campaign].nodes[journey.step]
        if node.channel is None or (journey.entered == 0 and not self._goes_straight(node, journey)):
            return "-"
        account = journey.email_account if node.channel == "email" else journey.linkedin_account
        return account or "+" + journey.campaign

    def _goes_straight(self, node: Node, journey: Journey) -> bool:
        return node.plain and (journey.has_email if node.channel == "email" else journey.has_linkedin)

    def _decide(self, journey: Journey, now: int, tick: Tick) -> None:
        """A step without an account, or with a condition, has come due: decide it and move on as far as it goes."""
        program = self.planner.programs[journey.campaign]
        node = program.nodes[journey.step]
        calendar = self.calendar(journey.lane)
        reason = skip_reason(node, journey, self.store.person(journey) if node.step.when else None)
        if journey.reason.startswith(ASKED):
            reason = reason or f"not done within {node.step.at_most}"
            self.store.expire_task(journey, node.id, reason, now)
        if reason:
            self._skip(journey, node, reason, now)
            return
        if node.kind == "wait_for":
            self._wait_for(journey, node, now, calendar)
            return
        if node.kind == "tag":
            self.store.tag(journey, node.step.text, now)
            journey.mark(node.id, "sent")
            move(journey, node.following, now, program, calendar, self.store.contacted_at(journey))
            self.place(journey, now)
            return
        if node.kind == "task":
            self._ask(journey, node, now, tick)
            return
        journey.entered = now
        self.place(journey, now)

    def _ask(self, journey: Journey, node: Node, now: int, tick: Tick) -> None:
        if self._task_text is None:  # a simulation: people do their tasks at the planned moment
            performed(journey, node, now)
            move(journey, node.following, now, self.planner.programs[journey.campaign], self.calendar(journey.lane))
            self.place(journey, now)
            return
        try:
            text = self._task_text(journey, node)
        except SeleqtError as error:
            journey.state, journey.reason = State.HELD, error.message
            self.store.enqueue(journey, "")
            return
        self._open(journey, Asked("task", text), "", now, tick)

    def _open(self, journey: Journey, asked: Asked, account: str, now: int, tick: Tick) -> None:
        """Ask a person; the journey waits for the answer, as long as the step's `at_most` allows."""
        most = self.planner.programs[journey.campaign].nodes[journey.step].step.at_most
        until = self.calendar(journey.lane).spent(now, most) if most is not None else NEVER
        journey.state, journey.reason, journey.due = State.WAITING, f"{ASKED}: {asked.kind}", until
        self.store.enqueue(journey, "-")
        self.store.open_task(journey, asked.kind, account, asked.text, asked.frozen, now)
        tick.tasks += 1

    def _wait_for(self, journey: Journey, node: Node, now: int, calendar: Calendar) -> None:
        program = self.planner.programs[journey.campaign]
        person = self.store.person(journey)
        invited = any(done == "sent" and program.kind(step) == "connect" for step, done in journey.done.items())
        if person.connected_at:
            edge = node.following
            journey.mark(node.id, "sent")
        elif journey.entered or not invited:
            edge = node.otherwise
            journey.mark(node.id, "skipped")
        else:
            journey.entered = now
            journey.due = calendar.add(now, node.step.at_most) if node.step.at_most else NEVER
            self.store.enqueue(journey, "-")
            return
        journey.base = now
        move(journey, edge, now, program, calendar, person.contacted_at)
        self.place(journey, now)

    def _skip(self, journey: Journey, node: Node, reason: str, now: int) -> None:
        program = self.planner.programs[journey.campaign]
        journey.mark(node.id, "skipped")
        self.store.skip(journey, node.id, node.kind, reason, now)
        if self.on_skip is not None:
            self.on_skip(journey, node, reason)
        move(journey, node.following, now, program, self.calendar(journey.lane), self.store.contacted_at(journey))
        self.place(journey, now)

    def _wake(self, account: Account, at: int) -> None:
        self._wake_at[account.key] = at
        heappush(self._wakes, (at, account.number))

    def _touch(self, queue: str, at: int) -> None:
        """An entry came into a queue: the accounts that serve it are looked at again when it is due."""
        mine = self.planner.accounts.get(queue)
        accounts = self._serving.get(queue[1:], []) if queue[0] == "+" else [] if mine is None else [mine]
        for account in accounts:
            if account.number in self._by_number:
                self._picks.pop(account.key, None)
                if at < self._wake_at.get(account.key, NEVER + 1):
                    self._wake(account, at)

    def _wake_denied(self, campaign: str, now: int) -> None:
        denied = self.planner.denied.pop(campaign, None)
        for key in denied or ():
            account = self.planner.accounts[key]
            if account.number in self._by_number and key != self._busy:
                self._picks.pop(key, None)
                self._wake(account, now)


__all__ = ["ActionState", "Asked", "Done", "Held", "Runner", "Tick"]
