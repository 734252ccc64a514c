"""The database as a proof reads it: the same as the rows that were written, in pieces, and nothing is changed."""

import sqlite3
from collections.abc import Iterator

import pytest

from seleqt_cli.app.audit import prove
from seleqt_cli.core.audit.places import NO_MOMENT, Place, Remain
from seleqt_cli.storage import audit_rows
from seleqt_cli.storage.audit_rows import AuditRows
from seleqt_cli.storage.database import open_memory
from tests.core.audit.histories import ANNA, DAY, TUESDAY, History, proof_of


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty database."""
    found = open_memory()
    yield found
    found.close()


def written(connection: sqlite3.Connection, history: History) -> AuditRows:
    """The history in the database."""
    connection.executemany(
        "INSERT INTO history (id, at, event, action_id, journey_id, lead_id, account, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", history.rows
    )
    return AuditRows(connection)


def story() -> History:
    """Three people over some days, with rows that belong to nobody."""
    history = History()
    for number in range(40):
        history.send(TUESDAY + number * DAY, journey=number % 3, lead=number % 3, step=f"s{number}", limits={"day": 50, "month": 20})
        if number % 7 == 0:
            history.event(TUESDAY + number * DAY, "sender_held", account=ANNA, reason="")
    history.event(TUESDAY, "replied", journey=1, lead=1)
    history.send(TUESDAY + 41 * DAY, journey=1, lead=1, step="s1")
    return history


@pytest.mark.parametrize("piece", [1, 2, 7, 2000])
def test_rows_come_in_both_orders_whatever_the_size_of_a_piece(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(audit_rows, "PIECE", piece)
    history = story()
    rows = written(connection, history)
    assert (list(rows.by_time()), list(rows.by_lead())) == (history.rows, list(history.by_lead()))


def test_the_proof_from_the_database_is_the_one_from_the_rows(connection: sqlite3.Connection) -> None:
    history = story()
    proof = prove(written(connection, history), at_rest=True)
    assert (proof, proof.kept) == (proof_of(history), False)


def test_what_is_written_meanwhile_is_left_for_the_next_time(connection: sqlite3.Connection) -> None:
    history = story()
    rows = written(connection, history)
    connection.execute("INSERT INTO history (at, event, lead_id, data) VALUES (1, 'later', 1, '{}')")
    assert (len(list(rows.by_time())), len(list(rows.by_lead()))) == (len(history.rows), len(list(history.by_lead())))


def insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    """A row; columns that are needed and not named are empty."""
    empty = {"INTEGER": 0, "TEXT": "", "BLOB": b""}
    for _, name, kind, needed, default, _ in connection.execute(f"PRAGMA table_info({table})"):
        if needed and default is None:
            values.setdefault(name, empty[kind])
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def journey(connection: sqlite3.Connection, number: int, state: str, **changes: object) -> None:
    """A journey's row; its lead has the same number."""
    values: dict[str, object] = {"step": "intro", "queue": ANNA, "company": "Globex", "thread_subject": "Pallets", "created_at": 77}
    insert(connection, "journey", **{**values, "id": number, "lead_id": number, "state": state, **changes})


def action(connection: sqlite3.Connection, number: int, state: str) -> None:
    """An action's row with everything about its person; journey and lead have the same number."""
    person = "jan@globex.example"
    insert(
        connection, "action", id=number, send_key=str(number), journey_id=number, lead_id=number, state=state,
        lead=person, recipient=person, subject="Pallets",
    )  # fmt: skip
    insert(connection, "payload", action_id=number, content=b"Hi Jan")


def test_only_journeys_whose_place_may_be_wrong_are_read_and_all_live_ones_counted(connection: sqlite3.Connection) -> None:
    journey(connection, 1, "waiting")
    journey(connection, 2, "waiting", queue="")
    journey(connection, 3, "due", queue="")
    journey(connection, 4, "waiting", due_at=NO_MOMENT, reason="overlap: already in hello")
    journey(connection, 5, "held", reason="refused")
    journey(connection, 6, "finished", step="", queue="")
    journey(connection, 7, "due", step="")
    journey(connection, 8, "nowhere")
    action(connection, 3, "claimed")
    action(connection, 2, "sent")
    rows = AuditRows(connection)
    assert list(rows.places()) == [
        Place(2, "waiting", "", "intro", "", 0, 0),
        Place(3, "due", "", "intro", "", 0, 1),
        Place(4, "waiting", "overlap: already in hello", "intro", ANNA, NO_MOMENT, 0),
        Place(5, "held", "refused", "intro", ANNA, 0, 0),
        Place(7, "due", "", "", ANNA, 0, 0),
        Place(8, "nowhere", "", "intro", ANNA, 0, 0),
    ]
    assert (rows.live(), rows.created(2), rows.created(99)) == (6, 77, None)


def test_everything_that_is_left_of_a_lead_is_found(connection: sqlite3.Connection) -> None:
    insert(connection, "lead_import", id=1)
    insert(connection, "lead", id=1, email="jan@globex.example", first_name="Jan", fields="{}", import_id=1)
    insert(connection, "lead", id=2, import_id=1)
    insert(connection, "lead_tag", lead_id=1, tag="vip")
    insert(connection, "former_address", lead_id=1, address="j@globex.example")
    journey(connection, 1, "erased")
    action(connection, 1, "sent")
    insert(connection, "inbox_message", id=1, lead_id=1, subject="Re: hello", addresses='["jan@globex.example"]', reasons="[]")
    rows = AuditRows(connection)
    assert (list(rows.remains(1)), list(rows.remains(2))) == (
        [
            Remain("lead", 1, "email"),
            Remain("lead", 1, "first_name"),
            Remain("lead", 1, "tag"),
            Remain("former_address", 1, "address"),
            Remain("action", 1, "lead", 1),
            Remain("action", 1, "recipient", 1),
            Remain("action", 1, "subject", 1),
            Remain("action", 1, "payload", 1),
            Remain("journey", 1, "company"),
            Remain("journey", 1, "thread_subject"),
            Remain("inbox_message", 1, "subject"),
            Remain("inbox_message", 1, "addresses"),
        ],
        [],
    )
