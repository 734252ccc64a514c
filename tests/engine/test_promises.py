"""A state machine over edits of the campaign, the clock, faults, kills and people's answers: the promises hold throughout."""

import asyncio
import json
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from seleqt_cli.app.fates import Journeys
from seleqt_cli.core.continuing import Fate
from seleqt_cli.engine import local
from seleqt_cli.engine.alarms import VirtualAlarm
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.local import LocalEngine, Stop
from seleqt_cli.wiring.comparing import Asked, compare
from tests.acceptance.homes import OFFICE, Home, InProcess
from tests.engine.edited_steps import EDITS, Written, edited, yaml_of
from tests.engine.promise_world import DAY, FAULTS, Killed, World

MONDAY = 1_798_444_800
"""2026-12-28 08:00 UTC; 09:00 in Amsterdam."""
LEADS = 9
ACCOUNTS = 2
PEOPLE = st.integers(1, LEADS)
STEPS = {
    "as it began": [("a", ""), ("b", "1 day"), ("c", "2 working days")],
    "longer": [("a", ""), ("b", "1 day"), ("c", "2 working days"), ("d", "1 day")],
    "other waits": [("a", ""), ("b", "3 days"), ("c", "4 hours")],
    "the middle at the end": [("a", ""), ("c", "1 day"), ("b", "2 days")],
    "another beginning": [("aa", ""), ("b", "1 day"), ("c", "2 working days")],
    "renamed": [("a", ""), ("bb", "1 day"), ("c", "2 working days")],
    "without the middle": [("a", ""), ("c", "1 day")],
    "without the end": [("a", ""), ("b", "1 day")],
    "one more in between": [("a", ""), ("e", "1 day"), ("b", "1 day"), ("c", "2 working days")],
    "all at once": [("a", ""), ("b", "none"), ("c", "none")],
}


def steps_of(name: str) -> tuple[Written, ...]:
    """A list of steps; the first mail begins a thread, the others go on with it."""
    return tuple(Written(step, wait, subject=step in ("a", "aa")) for step, wait in STEPS[name])


class Promises(RuleBasedStateMachine):
    """One home, run by one process after another on a virtual clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="seleqt-promises-"))
        self.clock = VirtualClock(MONDAY)
        self.world = World(self.clock)
        self.home = Home(
            self.folder / "w", "outbox:never", leads=LEADS, accounts=ACCOUNTS, limit=self.world.limit, gap="10 minutes", schedule=OFFICE,
            steps=yaml_of(steps_of("as it began")),
        )  # fmt: skip
        self.steps = steps_of("as it began")
        self.edited = self.at_random = False

    @initialize()
    def begin(self) -> None:
        self.apply()

    def apply(self) -> None:
        InProcess(self.write_files(), self.clock).apply()

    def write_files(self) -> Home:
        """The campaigns file and the leads as they are now."""
        home = self.home.write()
        if self.world.absent:
            text = home.file.read_text(encoding="utf-8").replace("  offer:\n", "  other:\n")
            text = text.replace("file: leads.csv,", "list: [{email: zoe@zoo.example, first_name: Zoe, company: Zoo}],")
            home.file.write_text(text, encoding="utf-8")
        leads = home.folder / "leads.csv"
        rows = leads.read_text(encoding="utf-8").splitlines(keepends=True)
        leads.write_text("".join(row for row in rows if row.partition(",")[0] not in self.world.no_row), encoding="utf-8")
        return home

    @rule(name=st.sampled_from(list(STEPS)))
    def edit(self, name: str) -> None:
        """Write other steps into the file and accept them."""
        self.accept(steps_of(name))

    @rule(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 5), st.integers(0, 7)), min_size=1, max_size=3))
    def edit_at_random(self, edits: list[tuple[str, int, int]]) -> None:
        """Edit the steps that stand there, as people do, and accept them."""
        steps = self.steps
        for what, first, second in edits:
            steps = edited(steps, what, first, second)
        self.at_random = True
        self.accept(tuple(replace(step, subject=True) for step in steps))

    @rule()
    def take_campaign_out(self) -> None:
        """The file lacks the campaign, until another edit has it again; another one is there."""
        self.world.absent = True
        self.edited = True
        self.apply()

    @rule(lead=PEOPLE)
    def take_row_out(self, lead: int) -> None:
        """The lead file does not name somebody any more."""
        person = self.home.addresses()[lead - 1]
        if not self.world.absent:
            self.world.no_row.setdefault(person, person in self.world.attempted)
            self.world.touched.add(person)
            self.apply()

    @rule()
    def put_rows_back(self) -> None:
        """The lead file names everybody again."""
        if not self.world.absent:
            self.world.no_row.clear()
            self.apply()

    def accept(self, steps: tuple[Written, ...]) -> None:
        """Diff says what the steps do, apply does it."""
        self.edited = self.edited or steps != self.steps
        self.steps = steps
        self.home.steps = yaml_of(steps)
        self.world.absent = False
        self.write_files()
        said = compare(self.home.services(self.clock), Asked(simulate=False)).journeys.get("offer", Journeys("offer"))
        before = self.standing()
        self.apply()
        after = self.standing()
        self.what_diff_said_is_what_apply_did(said, before, after)

    @rule(limit=st.integers(1, 6))
    def other_limit(self, limit: int) -> None:
        """Write another limit into the file and accept it."""
        self.world.limit = self.home.limit = limit
        self.apply()

    @rule(hours=st.integers(1, 30), faults=st.lists(st.sampled_from(list(FAULTS)), max_size=4), again=st.booleans())
    def time_passes(self, hours: int, faults: list[str], again: bool) -> None:
        """The loop runs for some hours; the next attempts meet these faults. `again`: a killed process is started again at once."""
        self.world.coming = list(faults)
        self.run(self.clock.now() + hours * 3600, again=again)
        self.world.coming = []

    @rule(hours=st.integers(1, 40))
    def asleep(self, hours: int) -> None:
        """Nobody runs seleqt for some hours."""
        self.clock.set(self.clock.now() + hours * 3600)

    @rule(lead=PEOPLE)
    def reply(self, lead: int) -> None:
        """A reply was recorded."""
        self.write(f"UPDATE lead SET replied_at = {self.clock.now()} WHERE id = {self.lead(lead)}")
        self.no(
            lead, "a reply", f"UPDATE journey SET state = 'replied', queue = '' WHERE lead_id = {self.lead(lead)} AND state <> 'stopped'"
        )

    @rule(lead=PEOPLE)
    def suppress(self, lead: int) -> None:
        """Somebody is never to be contacted."""
        address = self.home.addresses()[lead - 1]
        self.no(lead, "a suppression", f"INSERT OR IGNORE INTO suppression VALUES ('email', '{address}', 'opt-out', 'test', 0)")

    @rule(lead=PEOPLE)
    def stop(self, lead: int) -> None:
        """A person is stopped on every channel."""
        self.no(lead, "a stop", f"UPDATE lead SET stopped = 'stopped' WHERE id = {self.lead(lead)}")

    @rule()
    def pause(self) -> None:
        """Everything is paused."""
        self.write("INSERT OR IGNORE INTO meta VALUES ('paused', '1')")
        self.world.paused = True

    @rule()
    def resume(self) -> None:
        """And goes on, held senders too, whose bounces count anew."""
        self.write(
            "DELETE FROM meta WHERE key = 'paused' OR key LIKE 'guard:%'",
            f"UPDATE account SET held = NULL, held_at = NULL, held_until = NULL, guard_from = {self.clock.now()}",
        )
        self.world.paused = False

    @invariant()
    def promises_are_kept(self) -> None:
        assert self.world.broken == []

    def teardown(self) -> None:
        """Let everything go on without faults: whoever is owed something gets it, and the audit finds nothing."""
        try:
            if self.home.database.exists():
                self.resume()
                self.world.limit = self.home.limit = 5
                self.world.no_row.clear()
                self.world.absent = False
                self.apply()
                self.accept(tuple(replace(step, kind="email") for step in self.steps))
                self.run(self.clock.now() + 60 * DAY)
                assert self.world.broken == []
                self.nobody_is_lost()
                self.home.is_sound()
        finally:
            shutil.rmtree(self.folder)

    def standing(self) -> dict[int, tuple[str, str, str, str]]:
        """Journey -> its state, its reason, its step and what was done in it."""
        connection = self.home.connect()
        rows = connection.execute("SELECT id, state, reason, step, done FROM journey WHERE campaign = 'offer'").fetchall()
        connection.close()
        return {row[0]: row[1:] for row in rows}

    def what_diff_said_is_what_apply_did(
        self, said: Journeys, before: dict[int, tuple[str, str, str, str]], after: dict[int, tuple[str, str, str, str]]
    ) -> None:
        """By the rows before and after, not by the rules that both go by."""
        did: Counter[Fate] = Counter()
        ahead: Counter[str] = Counter()
        order = [step.name for step in self.steps]
        for number, (state, _, step, _) in before.items():
            if state not in ("waiting", "due", "held", "paused"):
                assert after[number] == before[number]
                continue
            now, why, at, done = after[number]
            gone = why.startswith("not in the file")
            if at != step:
                did[Fate.ANEW] += 1
            elif now == "held":
                did[Fate.HELD if state != "held" and gone else Fate.STAYS] += 1
            elif state == "held":
                did[Fate.FREED] += 1
            else:
                did[Fate.CONTINUES] += 1
            if at in order:
                ahead.update(one for one in order[order.index(at) :] if one not in json.loads(done))
        assert +said.fates == did
        assert +said.to_come == ahead
        assert sum(said.held.values()) == did[Fate.HELD]

    def nobody_is_lost(self) -> None:
        """By the world's record; the database is only asked who is held, and why."""
        connection = self.home.connect()
        states = dict(connection.execute("SELECT l.email, j.state FROM journey j JOIN lead l ON l.id = j.lead_id").fetchall())
        reasons = dict(connection.execute("SELECT l.email, j.reason FROM journey j JOIN lead l ON l.id = j.lead_id").fetchall())
        connection.close()
        for person in self.home.addresses():
            assert states[person] not in ("waiting", "due", "paused"), f"{person} is {states[person]} after 60 days: {reasons[person]}"
            if states[person] == "held":
                assert reasons[person], f"{person} is held and nobody knows why"
                assert "performed before" not in reasons[person], f"{person} was led to a step twice: {reasons[person]}"
            if person not in self.world.touched and person not in self.world.said_no:
                wanted = [] if self.at_random else ["a"] if self.edited else [step.name for step in self.steps]
                got = {"a" if step == "aa" else step for step in "a aa b bb c d e".split() if self.world.got.get((person, step))}
                missing = [step for step in wanted if step not in got]
                assert missing == [], f"{person} never got {missing}, is {states[person]}"

    def run(self, end: int, *, again: bool = True) -> None:
        """`seleqt run` until an instant; a killed process is started again, as often as it is killed, or left for later."""
        while not asyncio.run(self._process(end)) and again:
            pass

    async def _process(self, end: int) -> bool:
        services = self.home.services(self.clock)
        connection = services.connect()
        machine = services.machine(connection)
        machine.channel = lambda account: self.world  # type: ignore[method-assign]
        stop = Stop()
        runner = machine.runner(observe=lambda done: None, stopping=stop)

        def beat(next_at: int | None) -> None:
            if not engine.at_work and (next_at is None or next_at >= end):
                self.clock.set(max(self.clock.now(), end))
            if self.clock.now() >= end:
                stop.ask()

        engine = LocalEngine(
            runner, self.clock, stop, refresh=machine.refresh_and_wake(runner, stop), beat=beat, alarm=VirtualAlarm(self.clock)
        )
        try:
            await engine.run()
        except Killed:
            # as the operating system does it: locks and files are let go, nothing is written any more
            machine.locks.release()
            assert machine.store.journal is not None
            machine.store.journal.close()
            connection.close()
            return False
        await machine.close()
        connection.close()
        return True

    def lead(self, number: int) -> str:
        return f"(SELECT id FROM lead WHERE email = '{self.home.addresses()[number - 1]}')"

    def no(self, lead: int, what: str, statement: str) -> None:
        self.write(statement)
        self.world.said_no[self.home.addresses()[lead - 1]] = what

    def write(self, *statements: str) -> None:
        connection = self.home.connect()
        for statement in statements:
            connection.execute(statement)
        connection.close()


@pytest.mark.timeout(600)
def test_the_promises_hold_whatever_happens_in_whatever_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "LOOK_AGAIN", DAY)  # nobody else writes while the loop runs: it need not look every minute
    met: Counter[str] = Counter()
    monkeypatch.setattr(World, "met", met)
    run_state_machine_as_test(
        Promises, settings=settings(settings(), max_examples=90, stateful_step_count=15, derandomize=True, database=None)
    )
    # a machine that never gets anywhere would break no promise either
    assert set(FAULTS) <= set(met)
    assert met["arrived"] > 1000
