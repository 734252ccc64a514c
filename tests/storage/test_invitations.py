"""Kills and doubts around invitations: none is lost, none withdrawn twice, and a person's word counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from seleqt_cli.app.recovery import recover
from seleqt_cli.app.resolve import Resolver
from seleqt_cli.app.run_due import Runner
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.journey import Journey
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.settle import settle
from seleqt_cli.core.zones import DAY
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.ports.resolve import Evidence
from seleqt_cli.storage.doubts import SqliteDoubts
from seleqt_cli.storage.sqlite_store import SqliteStore
from tests.contracts.store_contract import BOB, invitations
from tests.engine.situations import MONDAY
from tests.engine.timelines import in_sqlite, prepare

THREE_DAYS = MONDAY + 3 * DAY


@dataclass
class World:
    """A store with two people to invite; `place` puts a journey where it belongs."""

    store: SqliteStore
    planner: Planner
    clock: VirtualClock
    place: Callable[[Journey, int], None]

    def claim(self, kind: str) -> Any:
        """Claim the account's next action, which is of this kind."""
        store, now = self.store, self.clock.now()
        with store.transaction():
            found = self.planner.plan(self.planner.accounts[BOB], now)
            assert isinstance(found, Pick)
            assert found.kind == kind
            if found.unit is not None:
                found.journey.person, found.journey.linkedin_account = found.unit.person, found.unit.linkedin
            return store.claim(found, found.account.senders[0], prepare(found, found.account.senders[0], now), now)

    def settle(self, claim: Any) -> None:
        """It was done."""
        journey, now = claim.pick.journey, self.clock.now()
        settled = settle(journey, self.planner.programs["c"], claim.pick.lane.calendar, Outcome(Verdict.SENT), claim.armed_at, now)
        with self.store.transaction():
            self.store.settle(claim, settled, now)
            self.place(journey, now)

    def recover(self) -> int:
        """Another process takes over; how many are in doubt."""
        self.store.forget()
        now, store = self.clock.now(), self.store
        with store.transaction():
            return len(list(recover(store, BOB, lambda send: None, dict(self.planner.programs), store.calendar, self.place, now)))

    def rows(self) -> list[tuple[Any, ...]]:
        """The invitations: state, when it is due, when it was settled."""
        return self.store.connection.execute("SELECT state, due_at, settled_at FROM invitation ORDER BY id").fetchall()

    def resolver(self) -> Resolver:
        """A person's word."""
        return Resolver(
            SqliteDoubts(self.store), self.planner.programs, self.store.calendar, self.place, lambda doubt: Evidence(None, "")
        )  # fmt: skip


@pytest.fixture
def world() -> World:
    store, clock, planner = in_sqlite(invitations())
    runner = Runner(planner, store, lambda account: None, lambda *_: None, store.calendar, clock.now)  # type: ignore[arg-type, return-value]
    return World(store, planner, clock, runner.place)


@pytest.fixture
def invited(world: World) -> World:
    """The first person was invited on Monday; three days later only the withdrawal is left to do."""
    claim = world.claim("connect")
    assert claim.arm() == ""
    world.settle(claim)
    world.store.connection.execute("UPDATE journey SET state = 'finished', queue = ''")
    world.clock.set(THREE_DAYS)
    assert world.rows() == [("open", THREE_DAYS, None)]
    return world


def test_an_invitation_whose_process_died_before_it_was_armed_is_sent_by_the_next(world: World) -> None:
    world.claim("connect")
    world.clock.set(MONDAY + 60)
    assert (world.recover(), world.rows()) == (0, [])
    assert world.claim("connect").pick.journey.lead == 1


def test_an_invitation_in_doubt_is_open_from_its_own_moment_once_a_person_says_so(world: World) -> None:
    assert world.claim("connect").arm() == ""
    world.clock.set(MONDAY + 60)
    assert (world.recover(), world.rows()) == (1, [])
    world.resolver().sent(1, "anna", MONDAY + 3600)
    assert world.rows() == [("open", THREE_DAYS, None)]


def test_a_withdrawal_whose_process_died_before_it_was_armed_is_done_by_the_next(invited: World) -> None:
    invited.claim("withdraw")
    assert invited.planner.plan(invited.planner.accounts[BOB], THREE_DAYS) is None
    invited.clock.set(THREE_DAYS + 60)
    assert invited.recover() == 0
    claim = invited.claim("withdraw")
    assert claim.arm() == ""
    invited.settle(claim)
    assert [(state, settled) for state, _, settled in invited.rows()] == [("withdrawn", THREE_DAYS + 60)]


def test_a_withdrawal_in_doubt_is_not_done_again_by_itself(invited: World) -> None:
    assert invited.claim("withdraw").arm() == ""
    invited.clock.set(THREE_DAYS + 60)
    assert invited.recover() == 1
    assert invited.rows()[0][0] == "held"
    assert invited.planner.plan(invited.planner.accounts[BOB], THREE_DAYS + 60) is None


def test_a_withdrawal_in_doubt_counts_at_its_own_moment_when_a_person_says_that_it_was_done(invited: World) -> None:
    assert invited.claim("withdraw").arm() == ""
    invited.recover()
    invited.resolver().sent(2, "anna", THREE_DAYS + 3600)
    assert [(state, settled) for state, _, settled in invited.rows()] == [("withdrawn", THREE_DAYS)]


def test_it_is_done_again_when_a_person_says_that_it_was_not(invited: World) -> None:
    assert invited.claim("withdraw").arm() == ""
    invited.recover()
    invited.clock.set(THREE_DAYS + 3600)
    invited.resolver().not_sent(2, "anna", THREE_DAYS + 3600)
    assert invited.rows() == [("open", THREE_DAYS + 3600, None)]
    claim = invited.claim("withdraw")
    assert (claim.action_id, claim.attempt) == (2, 2)


def test_a_withdrawal_is_one_action_whatever_happens(invited: World) -> None:
    claim = invited.claim("withdraw")
    assert claim.arm() == ""
    invited.settle(claim)
    invited.store.connection.execute("UPDATE invitation SET state = 'open', due_at = sent_at, settled_at = NULL")
    invited.store.forget()
    with invited.store.transaction():
        found = invited.planner.plan(invited.planner.accounts[BOB], THREE_DAYS + 90)
        assert isinstance(found, Pick)
        sender = found.account.senders[0]
        refused: Any = invited.store.claim(found, sender, prepare(found, sender, THREE_DAYS), THREE_DAYS + 90)
    assert (refused.about, refused.reason) == ("journey", "this step was performed before (sent)")


def test_an_account_has_one_open_invitation_with_a_person(invited: World) -> None:
    invited.store.connection.execute("UPDATE journey SET state = 'waiting', queue = ?, step = 'again' WHERE id = 1", (BOB,))
    invited.clock.set(MONDAY + 4 * DAY)
    invited.store.connection.execute("UPDATE invitation SET due_at = ?", (MONDAY + 9 * DAY,))
    invited.store.forget()
    claim = invited.claim("connect")
    assert claim.arm() == ""
    invited.settle(claim)
    assert invited.store.connection.execute("SELECT state, reason, step FROM invitation ORDER BY id").fetchall() == [
        ("kept", "invited again", "invite"), ("open", "", "again"),
    ]  # fmt: skip
