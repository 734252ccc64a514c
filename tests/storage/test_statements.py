"""Every statement of the real loop walks down an index: the cost of an action does not grow with the number of leads."""

import re
import sqlite3
from functools import partial

import pytest

from seleqt_cli.app.run_due import Runner
from seleqt_cli.core.accounts import Account
from seleqt_cli.core.windows import Calendar
from seleqt_cli.engine.simulated import SimulatedWorld
from seleqt_cli.storage.database import open_memory
from tests.engine.situations import SITUATIONS, Situation
from tests.engine.timelines import in_sqlite, prepare

GROWING = re.compile(
    r"^SCAN (journey|j|lead|l|action|a|usage|history|h|payload|p|first_contact|active_day|lead_tag|t)\b(?!.* USING INDEX journey_timer)"
)
"""Tables that grow with leads or actions; the timers' own index is walked from its start, one row far."""


def test_no_statement_scans_a_table_that_grows() -> None:
    plans: dict[str, list[str]] = {}
    for situation in SITUATIONS[:12]:
        store, clock, planner = in_sqlite(situation())
        found = situation()
        statements: set[str] = set()
        store.connection.set_trace_callback(statements.add)
        world = SimulatedWorld()
        runner = Runner(planner, store, partial(_channel, world), prepare, partial(_calendar, found), clock.now)
        at: int | None = clock.now()
        for _ in range(30):
            if at is None:
                break
            clock.set(at)
            work = runner.run_due(at)
            try:
                work.send(None)
            except StopIteration as end:
                at = end.value.next_at
        store.connection.set_trace_callback(None)
        plans |= {statement: _plan(store.connection, statement) for statement in statements if _is_query(statement)}
        store.connection.close()
    assert len(plans) > 100
    assert {statement: plan for statement, plan in plans.items() if any(GROWING.match(step) for step in plan)} == {}


@pytest.mark.parametrize("words", ["UPDATE first_contact SET day = 1", "DELETE FROM first_contact"])
def test_a_first_contact_is_found_by_its_action(words: str) -> None:
    assert "SCAN" not in " ".join(_plan(open_memory(), f"{words} WHERE action_id = 1"))


def _channel(world: SimulatedWorld, account: Account) -> SimulatedWorld:
    return world


def _calendar(situation: Situation, lane: int) -> Calendar:
    return situation.lanes[lane][1]


def _is_query(statement: str) -> bool:
    return statement.split(maxsplit=1)[0] in ("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")


def _plan(connection: sqlite3.Connection, statement: str) -> list[str]:
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
