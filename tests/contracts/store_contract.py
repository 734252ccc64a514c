"""What the planner and run_due may rely on in any store; every store's test class inherits it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.campaign import Duration, Pace, Step
from seleqt_cli.core.journey import Journey, State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.settle import settle
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.ports.store import Refused, Store
from tests.engine.situations import ALWAYS, AMSTERDAM, MONDAY, Situation, campaign, mailbox, profile, wait, workspace
from tests.engine.timelines import prepare

ANNA = "email:anna@acme.example"
BOB = "linkedin:bob"


@dataclass
class Opened:
    """A store with ten leads enrolled in campaign c (lane 1; the even ones in New York, lane 2), three of them also in d."""

    store: Store
    planner: Planner
    clock: VirtualClock
    of: Callable[[int], list[Journey]]
    """lead -> its journeys as they are now."""

    def put(self, lead: int, queue: str, **changes: object) -> None:
        """Change the lead's first journey and put it into a queue."""
        with self.store.transaction():
            journey = self.of(lead)[0]
            for name, value in changes.items():
                setattr(journey, name, value)
            self.store.enqueue(journey, queue)

    def lanes(self, queue: str) -> list[Any]:
        return list(self.store.lanes(queue, "email"))

    def pick(self) -> Pick:
        with self.store.transaction():
            decision = self.planner.plan(self.planner.accounts[ANNA], self.clock.now())
        assert isinstance(decision, Pick)
        return decision

    def claim(self) -> Any:
        with self.store.transaction():
            decision = self.planner.plan(self.planner.accounts[ANNA], self.clock.now())
            assert isinstance(decision, Pick)
            journey = decision.journey
            if decision.unit is not None:
                journey.person, journey.email_account = decision.unit.person, decision.unit.email
            return self.store.claim(
                decision, decision.account.senders[0], prepare(decision, decision.account.senders[0], decision.at), self.clock.now()
            )


def a_small_world() -> Situation:
    senders = [mailbox("anna", gap=0, spread=False), mailbox("bob", gap=0, spread=False)]
    found = Situation(workspace(senders, campaign("c", senders), campaign("d", senders)), 1)
    return found.enrol("c", range(1, 11), AMSTERDAM, "America/New_York").enrol("d", range(1, 4))


def invitations() -> Situation:
    """Two people to invite, and again four days later, at any hour; what they do not accept is withdrawn after three."""
    senders = [replace(profile("bob"), pace=Pace(90, spread=False))]
    steps = (Step("connect", id="invite"), wait(4), Step("connect", id="again"))
    found = Situation(workspace(senders, campaign("c", senders, steps, ALWAYS, withdraw_after=Duration(3, "days"))), 1)
    return found.enrol("c", range(1, 3))


class StoreContract:
    """Subclasses say how a store is opened."""

    def opened(self, situation: Situation) -> Opened:
        raise NotImplementedError

    def world(self) -> Opened:
        return self.opened(a_small_world())

    def test_the_lanes_of_a_queue_come_by_number_and_only_those_with_entries(self) -> None:
        world = self.world()
        with world.store.transaction():
            assert [(lane.campaign, lane.calendar.zone.name) for lane in world.lanes("+c")] == [("c", AMSTERDAM), ("c", "America/New_York")]
            assert world.lanes(ANNA) == []
            assert list(world.store.lanes("+c", "visit")) == []

    def test_newcomers_go_by_place_and_those_to_come_wait_for_their_moment(self) -> None:
        world = self.world()
        world.put(1, "+c", state=State.WAITING, due=MONDAY + 100)
        with world.store.transaction():
            lane = world.lanes("+c")[0]
            assert (lane.newcomer(MONDAY).lead, lane.newcomer_due()) == (3, MONDAY)
            assert lane.newcomer(MONDAY + 100).lead == 1
        world.clock.set(MONDAY + 100)
        with world.store.transaction():
            assert world.lanes("+c")[0].newcomer(MONDAY + 100).lead == 1

    def test_the_next_arrival_is_told_when_nobody_is_ready(self) -> None:
        world = self.world()
        for lead in (1, 3, 5, 7, 9):
            world.put(lead, "+c", state=State.WAITING, due=MONDAY + 1000 - lead)
        with world.store.transaction():
            lane = world.lanes("+c")[0]
            assert (lane.newcomer_due(), lane.newcomer(MONDAY)) == (MONDAY + 991, None)

    def test_follow_ups_go_by_due_then_by_journey_and_are_counted(self) -> None:
        world = self.world()
        for lead, due in ((3, 50), (1, 50), (5, 40)):
            world.put(lead, ANNA, first=False, state=State.WAITING, due=MONDAY + due)
        with world.store.transaction():
            (lane,) = world.lanes(ANNA)
            assert lane.follow_up().lead == 5
            counts = [world.store.follow_ups(ANNA, "email", MONDAY + before, 10) for before in (40, 41, 50, 51)]
            assert counts == [0, 1, 1, 3]
        world.put(5, "", state=State.FINISHED)
        with world.store.transaction():
            assert world.lanes(ANNA)[0].follow_up().lead == 1
            assert world.store.follow_ups(ANNA, "email", MONDAY + 51, 10) == 2

    def test_a_book_changes_its_version_with_its_queue(self) -> None:
        world = self.world()
        with world.store.transaction():
            before = world.store.book(ANNA).version
        with world.store.transaction():
            assert world.store.book(ANNA).version == before
        world.put(1, ANNA, first=False, state=State.WAITING, due=MONDAY)
        with world.store.transaction():
            after = world.store.book(ANNA).version
        assert after != before
        world.put(1, "", state=State.FINISHED)
        with world.store.transaction():
            assert world.store.book(ANNA).version not in (before, after)

    def test_those_who_wait_for_a_sender_are_counted_up_to_what_was_asked(self) -> None:
        world = self.world()
        with world.store.transaction():
            assert [world.store.starts("c", most) for most in (3, 10, 50)] == [3, 10, 10]
        world.put(2, "", state=State.STOPPED)
        with world.store.transaction():
            assert world.store.starts("c", 50) == 9

    def test_a_claim_counts_at_once_and_its_journey_is_in_no_queue(self) -> None:
        world = self.world()
        claim = world.claim()
        assert claim.pick.journey.lead == 1
        with world.store.transaction():
            book = world.store.book(ANNA)
            assert (list(book.record("email").times), book.last_action, len(book.days)) == ([MONDAY], MONDAY, 1)
            assert world.store.starts("c", 50) == 9
            assert world.lanes("+c")[0].newcomer(MONDAY).lead == 3
            day = world.planner.business_zone.day(MONDAY)
            assert (world.store.first_contacts(day), world.store.company_contacts(day, "company 0")) == (1, 1)

    def test_an_armed_action_counts_at_the_moment_it_was_armed(self) -> None:
        world = self.world()
        claim = world.claim()
        assert (claim.arm(), claim.armed_at) == ("", MONDAY)
        with world.store.transaction():
            assert world.store.book(ANNA).record("email").since(MONDAY) == 1

    def test_what_was_not_sent_is_given_back(self) -> None:
        world = self.world()
        claim = world.claim()
        outcome = Outcome(Verdict.NOT_ARMED, "stopped")
        journey = claim.pick.journey
        settled = settle(journey, world.planner.programs["c"], claim.pick.lane.calendar, outcome, MONDAY, claim.tried_since)
        with world.store.transaction():
            world.store.settle(claim, settled, MONDAY)
        with world.store.transaction():
            book = world.store.book(ANNA)
            assert (list(book.record("email").times), book.last_action) == ([], 0)

    def test_timers_come_by_due_and_journey_and_only_once(self) -> None:
        world = self.world()
        for lead, due in ((4, 20), (2, 20), (6, 10), (8, 99)):
            world.put(lead, "-", state=State.WAITING, due=MONDAY + due)
        assert world.store.next_timer() == MONDAY + 10
        with world.store.transaction():
            assert [journey.lead for journey in world.store.timers(MONDAY + 20)] == [6, 2, 4]
        for lead in (6, 2, 4):
            world.put(lead, "", state=State.FINISHED)
        assert world.store.next_timer() == MONDAY + 99

    def test_who_walks_one_campaign_waits_for_the_other_to_end(self) -> None:
        world = self.world()
        world.put(1, ANNA, first=False, started=True, state=State.WAITING, due=MONDAY, message_at=MONDAY - 5)
        with world.store.transaction():
            other = world.of(1)[1]
            assert world.store.start_block(other, MONDAY) == ("overlap: already in c", 0)
            assert world.store.contacted_at(other) == MONDAY - 5
            other.state, other.due, other.reason = State.WAITING, NEVER, "overlap: already in c"
            world.store.enqueue(other, "+d")
        with world.store.transaction():
            assert [journey.campaign for journey in world.store.blocked(world.of(1)[0])] == ["d"]
            assert world.store.start_block(world.of(4)[0], MONDAY) == ("", 0)

    def test_an_open_invitation_waits_in_the_queue_of_its_account_until_it_is_withdrawn_or_answered(self) -> None:
        world = self.opened(invitations())
        for lead in (1, 2):
            claim = self.performed(world)
            assert (claim.pick.kind, claim.pick.journey.lead) == ("connect", lead)
            world.clock.set(world.clock.now() + 90)
        with world.store.transaction():
            (lane,) = world.store.lanes(BOB, "withdraw")
            first = lane.follow_up()
            assert first is not None
            assert (first.lead, first.due, lane.newcomer_due()) == (1, MONDAY + 3 * DAY, None)
        world.clock.set(MONDAY + 3 * DAY)
        with world.store.transaction():
            assert world.store.close_invitations(2, "accepted", MONDAY)
            assert not world.store.close_invitations(2, "accepted", MONDAY)
        pick = self.performed(world, "withdraw").pick
        assert (pick.journey.lead, pick.node.id) == (1, "invite:withdraw")
        with world.store.transaction():
            assert [lane.follow_up() for lane in world.store.lanes(BOB, "withdraw")] in ([], [None])

    def test_who_was_withdrawn_from_is_not_invited_for_three_weeks(self) -> None:
        world = self.opened(invitations())
        for _ in range(2):
            self.performed(world)
            world.clock.set(world.clock.now() + 90)
        world.clock.set(MONDAY + 3 * DAY)
        self.performed(world, "withdraw")
        world.clock.set(MONDAY + 4 * DAY)
        with world.store.transaction():
            world.store.close_invitations(2, "answered", MONDAY + 3 * DAY)
        with world.store.transaction():
            again = world.planner.plan(world.planner.accounts[BOB], MONDAY + 4 * DAY)
            assert isinstance(again, Pick)
            assert (again.journey.lead, again.node.id) == (1, "again")
            prepared = prepare(again, again.account.senders[0], MONDAY)
            refused = world.store.claim(again, again.account.senders[0], prepared, MONDAY + 4 * DAY)
        reason = "an invitation to them was withdrawn: LinkedIn takes no new one for 21 days"
        assert refused == Refused("lead", reason, MONDAY + 24 * DAY)

    def performed(self, world: Opened, kind: str = "connect") -> Any:
        """Plan, claim, arm and settle the next action of a kind."""
        planner, store, now = world.planner, world.store, world.clock.now()
        with store.transaction():
            decision = planner.plan(planner.accounts[BOB], now)
            assert isinstance(decision, Pick)
            assert (decision.kind, decision.at) == (kind, now)
            journey = decision.journey
            if decision.unit is not None:
                journey.person, journey.linkedin_account = decision.unit.person, decision.unit.linkedin
            claim: Any = store.claim(decision, decision.account.senders[0], prepare(decision, decision.account.senders[0], now), now)
        assert claim.arm() == ""
        settled = settle(journey, planner.programs["c"], decision.lane.calendar, Outcome(Verdict.SENT), now, now)
        with store.transaction():
            store.settle(claim, settled, now)
            store.enqueue(journey, BOB if journey.state is State.WAITING else "")
        return claim
