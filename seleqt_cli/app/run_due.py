"""The one loop body of seleqt: do what is due now, and say when something is due next.

`Runner.run_due(now)` serves a terminal, cron, a cluster and the simulation alike. It decides through core.planner,
writes through the store, and touches the world only through a channel with a claim in hand:

    plan -> prepare (frozen bytes) -> C1 claim -> channel.perform [C2 arm, the dot] -> C3 settle -> the journey moves on
"""

from collections.abc import Callable
from typing import Final

from seleqt_cli.app.guarding import STOPPED, Guards
from seleqt_cli.app.turns import Answer, Turns
from seleqt_cli.app.waking import Waking
from seleqt_cli.app.walking import Asked, Done, Held, Tick
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.actions import ActionState, Outcome, Prepared, Verdict
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.facts import CLAIM_BATCH
from seleqt_cli.core.journey import Journey, skip_reason
from seleqt_cli.core.planner import Defer, Pick, Planner
from seleqt_cli.core.program import Node
from seleqt_cli.core.settle import Settled, settle
from seleqt_cli.core.windows import Calendar
from seleqt_cli.ports.channel import Channel, ImmediateChannel
from seleqt_cli.ports.store import Claim, Refused, Store

NO_PROGRESS: Final = 100_000
"""More decisions than one account can have at one moment: past it the planner goes in circles, which is a bug."""


Prepare = Callable[[Pick, Sender, int], Prepared | Held | Asked]
"""Freezes what a pick would send, under a sender name, at a moment."""


class Runner(Waking):
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
        super().__init__(planner, store, calendar, only, on_skip, task_text)
        self.channels = channels
        self.prepare = prepare
        self.now = now
        self.observe = observe
        self.stopping = stopping
        self.alone = alone
        self.turns: Turns | None = None
        """The transactions that accounts without a gap share; None: each has its own."""
        self._streams = 0
        self._guards = Guards(store, planner)
        self._resting: dict[str, int] = {}
        self.wake_all(0)

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
        if self.turns is not None and gap is None and not account.pace.gap:
            await self._stream(account, now, tick, self.turns)
            return
        channel: Channel | None = None
        while not self.stopping() and not self._rests(account, now):
            # sending takes time: the next batch is planned for the moment it is begun at
            claims = self._claim_batch(account, max(now, self.now()), tick, gap)
            if not claims:
                break
            channel = channel or self.channels(account)
            for claim in claims:
                self._finish(claim, await self._perform(channel, claim, tick) if self._goes(claim, now) else STOPPED, tick)
            if gap is not None:
                break
        self._rest(account, now)

    async def _stream(self, account: Account, now: int, tick: Tick, turns: Turns) -> None:
        """`work` without a gap beside other accounts: the next claims are asked for while the mail in hand is on its way."""
        channel: Channel | None = None
        ahead: Answer[list[Claim]] | None = None

        def ask() -> Answer[list[Claim]]:
            return turns.ask(account.key, lambda: self._claim_batch(account, max(now, self.now()), tick, None))

        self._streams += 1
        try:
            while not self.stopping() and not self._rests(account, now):
                ahead = ask()
                turns.hurry()
                claims = await ahead
                if not claims:
                    break
                channel = channel or self.channels(account)
                last: tuple[Claim, Outcome] | None = None
                while claims:
                    claim = claims.pop(0)
                    ahead = ask() if not claims and self._goes(claim, now) else None
                    if last is not None:
                        self._hand_in(last, tick, turns if ahead is not None else None)
                    last = claim, await self._perform(channel, claim, tick) if self._goes(claim, now) else STOPPED
                    self.store.outcome(*last, self.now())
                    if ahead is not None and ahead.done() and last[1].verdict is Verdict.SENT:
                        claims = await ahead
                        if claims:
                            continue  # what came of the last mail is handed in with the next question
                    if last[1].verdict is not Verdict.SENT:
                        turns.settle()  # guards look at the mails before this one
                    self._hand_in(last, tick, None)
                    last = None
                    if ahead is not None:
                        turns.hurry()
                        claims = await ahead
        finally:
            self._streams -= 1
            if ahead is not None:
                ahead.cancel()
            turns.settle()
        self._rest(account, now)

    def _hand_in(self, last: tuple[Claim, Outcome], tick: Tick, turns: Turns | None) -> None:
        """Settle what the outcome journal holds already: in the next shared transaction, else now, to ride in the next commit."""
        if turns is not None:
            turns.also(lambda: self._conclude(*last, *self._settled(*last), tick))
        else:
            with self.store.later():
                settled, now = self._settled(*last)
            self._conclude(*last, settled, now, tick)

    def _goes(self, claim: Claim, now: int) -> bool:
        """Whether what was claimed a moment ago may still go."""
        account = claim.pick.account
        return not (self.stopping() or account.key in self.planner.blocked or self._rests(account, now))

    def _rest(self, account: Account, now: int) -> None:
        """The end of an account's work: what was put off is written, and who rests is woken in time."""
        self.store.flush()  # the outcome of every mail but the last rode in the commit of the next
        if self._rests(account, now):
            self._wake(account, self._resting[account.key])

    def work_at_once(self, account: Account, channel: ImmediateChannel, now: int, tick: Tick) -> None:
        """`work` for an account with a gap, over a channel that never waits and a store that has nothing to commit (a simulation)."""
        self._busy = account.key
        while True:
            pick = self._next(account, now, None)
            if pick is None:
                self.wake_at.pop(account.number, None)
                break
            if pick.at > now:
                self._wake(account, pick.at)
                break
            claim = self._claim(pick, now, tick)
            if claim is not None:
                outcome = channel.perform_at_once(claim)
                self._conclude(claim, outcome, self._settle(claim, outcome, now), now, tick)
        self._busy = ""

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
        little = CLAIM_BATCH // max(1, self._streams)  # beside many accounts each takes little at once: their claims share a commit
        self._busy = account.key
        with self.store.transaction():
            for _ in range(NO_PROGRESS):
                pick = self._next(account, now, gap)
                if pick is None:
                    self.wake_at.pop(account.number, None)
                    break
                if pick.at > now:
                    self._wake(account, pick.at)
                    break
                claim = self._claim(pick, now, tick)
                if claim is not None:
                    claims.append(claim)
                    # who may get more today is taken in whole batches: the room of today is shared out before follow-ups take of it
                    if len(claims) >= (CLAIM_BATCH if pick.node.following.soon else little) or account.pace.gap:
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
        # what a person approves is approved for this sender
        if unit is not None and (claim is not None or (isinstance(prepared, Asked) and prepared.prepared is None)):
            self._keep(journey, now)
        elif unit is not None and not journey.started:
            journey.person = journey.email_account = journey.linkedin_account = ""  # fixed at the first action, and this was none
            self.store.rewrite(journey)
        return claim

    def _keep(self, journey: Journey, now: int) -> None:
        """A journey took its sender: whoever had left the start to others looks again."""
        self._wake_denied(journey.campaign, now)

    def _finish(self, claim: Claim, outcome: Outcome, tick: Tick) -> None:
        self.store.outcome(claim, outcome, self.now())
        self._hand_in((claim, outcome), tick, None)

    def _settled(self, claim: Claim, outcome: Outcome) -> tuple[Settled, int]:
        now = self.now()
        self._busy = claim.pick.account.key  # `work` asks for its next action itself
        settled = self._settle(claim, outcome, now)
        self._busy = ""
        return settled, now

    def _settle(self, claim: Claim, outcome: Outcome, now: int) -> Settled:
        """C3: the outcome takes the journey to where it belongs next."""
        pick = claim.pick
        journey, account = pick.journey, pick.account
        program = self.planner.programs[journey.campaign]
        contacted = self.store.contacted_at(journey)
        settled = settle(journey, program, pick.lane.calendar, outcome, claim.armed_at or now, claim.tried_since, contacted_at=contacted)
        self.store.settle(claim, settled, now)
        if settled.state is ActionState.PLANNED and pick.unit is not None and not claim.armed_at and self.store.unclaim(claim):
            # the first action of a journey fixes its sender, and this was none: whoever has room may take the lead
            journey.person = journey.email_account = journey.linkedin_account = ""
            journey.started = False
        self.place(journey, now)
        if settled.hold_sender:
            until = account.meters[pick.kind].today(now)[2] if settled.until_tomorrow else 0
            self.store.hold_account(account.key, settled.hold_sender, now, until)
            self.planner.blocked[account.key] = settled.hold_sender
        return settled

    def _conclude(self, claim: Claim, outcome: Outcome, settled: Settled, now: int, tick: Tick) -> None:
        """What is left once an action is settled: the guards, and whoever watches."""
        rest = self._guards.after(claim.pick.account, outcome, settled, now)
        if rest:
            self._resting[claim.pick.account.key] = rest
        done = Done(claim.armed_at or now, claim, settled)
        if self.observe is not None:
            self.observe(done)
        else:
            tick.done.append(done)


__all__ = ["ActionState", "Asked", "Done", "Held", "Runner", "Tick"]
