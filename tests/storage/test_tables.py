"""The SQLModel classes and the migrations describe the same database."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import StatementError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, select

from seleqt_cli.core.actions import ActionState
from seleqt_cli.core.journey import State
from seleqt_cli.core.limits import NEVER
from seleqt_cli.storage import hook_tables, inbox_tables, tables
from seleqt_cli.storage.database import open_memory
from tests.storage.schemas import shape


def created(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The tables of the classes in an empty database."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    # one catalogue; the imports put the inbox and the hooks into it
    assert inbox_tables.InboxFolder.metadata is hook_tables.Happening.metadata is tables.Row.metadata
    tables.Row.metadata.create_all(engine)
    return connection


def session(connection: sqlite3.Connection) -> Session:
    return Session(create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool))


def test_the_migrations_make_exactly_the_tables_of_the_classes() -> None:
    migrated, described = shape(open_memory()), shape(created(sqlite3.connect(":memory:", isolation_level=None)))
    assert sorted(migrated) == sorted(described)
    for name in migrated:
        assert migrated[name] == described[name], name


@pytest.mark.parametrize(
    "drift",
    [
        "ALTER TABLE lead ADD COLUMN mood TEXT",
        "DROP INDEX history_at",
        "DROP INDEX journey_timer; CREATE INDEX journey_timer ON journey (due_at, id) WHERE queue = '-'",
        "DROP INDEX task_open; CREATE INDEX task_open ON task (journey_id, step, kind) WHERE state = 'open'",
        "DROP TABLE payload; CREATE TABLE payload (action_id INTEGER NOT NULL PRIMARY KEY REFERENCES action (id), "
        "content BLOB, thread TEXT NOT NULL)",
        "DROP TABLE meta; CREATE TABLE meta (key TEXT NOT NULL, value TEXT NOT NULL)",
        "DROP TABLE active_day; CREATE TABLE active_day (account TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (account, day))",
        "DROP TABLE campaign_state; CREATE TABLE campaign_state (name TEXT NOT NULL PRIMARY KEY, state INTEGER NOT NULL, "
        "since INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE more (id INTEGER NOT NULL PRIMARY KEY)",
    ],
)
def test_the_comparison_sees_every_kind_of_drift(drift: str) -> None:
    drifted = open_memory()
    drifted.executescript(drift)
    assert shape(drifted) != shape(created(sqlite3.connect(":memory:", isolation_level=None)))


def test_only_counts_of_journeys_what_hooks_are_told_and_former_addresses_are_kept_by_triggers() -> None:
    names = [row[0] for row in open_memory().execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")]
    assert names == [
        "address_forgotten", "address_left", "happening_told", "history_told", "journey_counted", "journey_recounted", "journey_told",
        "journey_uncounted", "task_told",
    ]  # fmt: skip


def test_enums_are_stored_by_their_words_and_come_back_as_enums() -> None:
    connection = open_memory()
    journey = tables.Journey(
        lead_id=1, campaign="hello", place=0, state=State.WAITING, reason="", step="one", kind="email", queue="+hello", lane=1, first=1,
        due_at=NEVER, base_at=0, message_at=0, waited=1, entered_at=0, started=0, person="", email_account="", linkedin_account="",
        company="", done="{}", thread_subject="", thread="", attempts=0, created_at=0,
    )  # fmt: skip
    with session(connection) as writing:
        writing.add(journey)
        writing.commit()
    assert connection.execute("SELECT state, due_at FROM journey").fetchall() == [("waiting", NEVER)]
    assert connection.execute("SELECT campaign, state, journeys FROM journey_count").fetchall() == [("hello", "waiting", 1)]
    with session(connection) as reading:
        found = reading.exec(select(tables.Journey).where(tables.Journey.state == State.WAITING)).one()
        assert (found.state, type(found.state), found.due_at) == (State.WAITING, State, NEVER)


def test_a_word_that_is_no_state_is_refused() -> None:
    connection = open_memory()
    with session(connection) as writing, pytest.raises(StatementError, match="'happy' is not a valid State"):
        writing.exec(select(tables.Journey).where(tables.Journey.state == "happy")).all()
    connection.execute("INSERT INTO journey_count VALUES ('hello', 'happy', 1)")
    with session(connection) as reading, pytest.raises(ValueError, match="'happy' is not a valid State"):
        reading.exec(select(tables.JourneyCount)).all()


def test_the_extra_fields_of_a_lead_are_in_the_column_fields() -> None:
    connection = open_memory()
    connection.execute("INSERT INTO lead_import VALUES (1, 'a.csv', 'fair', 'consent', '[]', 0)")
    with session(connection) as writing:
        writing.add(tables.Lead(email="noor@windmill.example", extra='{"topic":"pallets"}', import_id=1))
        writing.commit()
    assert connection.execute("SELECT email, fields FROM lead").fetchall() == [("noor@windmill.example", '{"topic":"pallets"}')]


def test_the_classes_share_a_catalogue_with_nobody_and_use_no_default_of_the_database() -> None:
    assert sorted(tables.Row.metadata.tables) == sorted(shape(open_memory()))
    assert [column for table in tables.Row.metadata.tables.values() for column in table.columns if column.server_default is not None] == []


def test_states_of_actions_are_the_words_of_the_core() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        kind = tables.Action.__table__.columns["state"].type  # type: ignore[attr-defined]
        assert [kind.process_bind_param(state, connection.dialect) for state in ActionState] == [state.value for state in ActionState]
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()


def test_no_module_but_the_everyday_queries_imports_the_classes() -> None:
    folder = Path(tables.__file__).parents[1]
    importers = [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.py")) if "storage.tables" in path.read_text("utf-8")
    ]
    assert importers == ["storage/everyday.py", "storage/inbox_tables.py"]


@pytest.mark.parametrize("module", ["seleqt_cli.wiring.machine", "seleqt_cli.storage.sqlite_store", "seleqt_cli.cli.commands.run"])
def test_what_is_hot_loads_no_sqlmodel(module: str) -> None:
    program = f"import sys, {module}; print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
