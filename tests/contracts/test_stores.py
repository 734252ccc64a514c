"""Both stores keep the store contract; the SQL store also when others write beside it."""

import sqlite3
from pathlib import Path

from seleqt_cli.core.journey import State
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.ledger_sql import SqlLedger
from tests.contracts.store_contract import ANNA, Opened, StoreContract
from tests.engine.situations import MONDAY, Situation
from tests.engine.timelines import in_memory, in_sqlite
from tests.storage.encrypted import encrypted_memory


class TestMemoryStore(StoreContract):
    def opened(self, situation: Situation) -> Opened:
        store, clock, planner = in_memory(situation)
        return Opened(store, planner, clock, store.journeys)


class TestSqliteStore(StoreContract):
    def opened(self, situation: Situation) -> Opened:
        store, clock, planner = in_sqlite(situation)
        return Opened(store, planner, clock, lambda lead: store.journeys("WHERE j.lead_id = ? ORDER BY j.id", (lead,)))

    def test_what_is_kept_is_read_anew_after_a_write_past_the_store(self) -> None:
        world = self.world()
        world.claim()
        connection: sqlite3.Connection = world.store.connection  # type: ignore[attr-defined]
        connection.execute("DELETE FROM usage")
        connection.execute("UPDATE journey SET queue = '', state = 'stopped' WHERE queue = '+c' AND lead_id < 7")
        with world.store.transaction():
            assert not world.store.book(ANNA).record("email").times
            assert world.lanes("+c")[0].newcomer(MONDAY).lead == 7

    def test_what_is_kept_is_forgotten_when_a_transaction_fails(self) -> None:
        world = self.world()
        try:
            with world.store.transaction():
                journey = world.lanes("+c")[0].newcomer(MONDAY)
                journey.state = State.STOPPED
                world.store.enqueue(journey, "")
                assert world.lanes("+c")[0].newcomer(MONDAY).lead == 3
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        with world.store.transaction():
            assert world.lanes("+c")[0].newcomer(MONDAY).lead == 1


class TestSqliteStoreOverSqlcipher(StoreContract):
    def opened(self, situation: Situation) -> Opened:
        store, clock, planner = in_sqlite(situation, encrypted_memory)
        return Opened(store, planner, clock, lambda lead: store.journeys("WHERE j.lead_id = ? ORDER BY j.id", (lead,)))


def test_another_process_s_claim_is_seen_at_the_next_transaction(tmp_path: Path) -> None:
    first, second = open_database(tmp_path / "x.db"), open_database(tmp_path / "x.db")

    class OneAccount(SqlLedger):
        def _read(self, account: str):  # type: ignore[no-untyped-def]
            self.reads = getattr(self, "reads", 0) + 1
            return super()._read(account)

    world = TestSqliteStore().world()
    ledger = OneAccount(first)
    ledger.planner = world.planner
    assert not ledger.book(ANNA).record("email").times
    assert not ledger.book(ANNA).record("email").times
    second.execute("INSERT INTO usage (account, kind, at, action_id, armed) VALUES (?, 'email', 5, 1, 1)", (ANNA,))
    assert list(ledger.book(ANNA).record("email").times) == [5]
    assert ledger.reads == 2
    first.close()
    second.close()
