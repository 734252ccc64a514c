"""Invitations by hand: each counts once, wherever it was seen."""

import sqlite3

import pytest

from seleqt_cli.storage.by_hand import invited_by_hand

DAY = 86_400
AT = 1_798_000_000
ANNA = "linkedin:example-anna"


@pytest.fixture
def rows() -> sqlite3.Connection:
    """The tables that are read and written."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE usage (account, kind, at, action_id, armed);"
        "CREATE TABLE linkedin_by_hand (account, digest, at, PRIMARY KEY (account, digest));"
        "CREATE TABLE action (account, kind, sending_at, recipient, lead_id);"
        "CREATE TABLE linkedin_alias (slug, lead_id);"
    )
    return connection


def counted(connection: sqlite3.Connection) -> list[int]:
    """The moments that count."""
    return [at for (at,) in connection.execute("SELECT at FROM usage ORDER BY at")]


def test_two_sightings_of_a_person_are_one_invitation_and_three_weeks_later_it_is_another(rows: sqlite3.Connection) -> None:
    assert invited_by_hand(rows, ANNA, "Otto-Example", AT)
    assert not invited_by_hand(rows, ANNA, "otto-example", AT + 6 * DAY)
    assert not invited_by_hand(rows, ANNA, "otto-example", AT - 40 * DAY)
    assert invited_by_hand(rows, ANNA, "otto-example", AT + 21 * DAY)
    assert counted(rows) == [AT, AT + 21 * DAY]


def test_one_that_seleqt_sent_is_not_by_hand_but_a_much_later_one_is(rows: sqlite3.Connection) -> None:
    rows.execute("INSERT INTO action VALUES (?, 'connect', ?, 'https://www.linkedin.com/in/otto-example/', 7)", (ANNA, AT))
    rows.execute("INSERT INTO linkedin_alias VALUES ('otto-2', 7)")
    assert not invited_by_hand(rows, ANNA, "otto-example", AT - DAY)
    assert not invited_by_hand(rows, ANNA, "otto-2", AT + 3 * DAY)
    assert invited_by_hand(rows, ANNA, "otto-example", AT + 60 * DAY)


def test_what_an_older_export_counted_without_a_name_is_named_and_not_counted_again(rows: sqlite3.Connection) -> None:
    rows.execute("INSERT INTO usage VALUES (?, 'connect', ?, 0, 1)", (ANNA, AT))
    assert not invited_by_hand(rows, ANNA, "otto-example", AT)
    assert invited_by_hand(rows, ANNA, "vera-example", AT)
    assert counted(rows) == [AT, AT]
