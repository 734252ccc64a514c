"""What is kept about LinkedIn accounts."""

from pathlib import Path

import pytest

from seleqt_cli.core.linkedin.orders import Quotas, Stop
from seleqt_cli.core.linkedin.standing import agreement
from seleqt_cli.ports.linkedin_store import OpenIncident, Profile, Sights
from seleqt_cli.storage.database import migrations, open_database, open_memory
from seleqt_cli.storage.linkedin import SqliteLinkedIn
from seleqt_cli.storage.sqlite_store import SqliteStore

ANNA = "linkedin:example-anna"
AT = 1_798_444_800


@pytest.fixture
def kept() -> SqliteLinkedIn:
    connection = open_memory()
    connection.execute(
        "INSERT INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, 'linkedin', ?, 0, 0)", (ANNA, AT - 86_400)
    )
    calendar = lambda lane: pytest.fail(f"no calendar is needed, also not that of {lane}")  # noqa: E731
    return SqliteLinkedIn(SqliteStore(connection, calendar, now=lambda: AT, elapsed=lambda: 0.0, workspace_id="w"))


def test_a_database_of_the_first_schema_gets_the_tables_and_keeps_its_leads(tmp_path: Path) -> None:
    old = open_database(tmp_path / "seleqt.db", scripts=migrations()[:1])
    old.execute("INSERT INTO lead_import VALUES (1, 'fair.csv', 'trade fair', 'consent', '[]', 0)")
    old.execute("INSERT INTO lead (id, linkedin, import_id) VALUES (7, 'example-noor', 1)")
    old.execute("INSERT INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, 'linkedin', 0, 0, 0)", (ANNA,))
    old.close()
    new = open_database(tmp_path / "seleqt.db")
    assert new.execute("SELECT id, linkedin FROM lead").fetchall() == [(7, "example-noor")]
    assert new.execute("SELECT key FROM account").fetchall() == [(ANNA,)]
    for table in ("profile", "incident", "alias", "seen", "sent", "mark"):
        assert new.execute(f"SELECT count(*) FROM linkedin_{table}").fetchall() == [(0,)]
    new.close()


def test_who_signed_in_is_kept_and_what_was_agreed_to_survives_another_sign_in(kept: SqliteLinkedIn) -> None:
    assert kept.profile(ANNA) is None
    with kept.transaction():
        kept.keep_profile(ANNA, Profile("example-anna", "Anna", "chromium", 140, AT), "anna", AT)
        kept.agree(ANNA, agreement(), "anna", AT + 5)
        kept.keep_profile(ANNA, Profile("example-anna", "Anna V.", "chromium", 141, AT + 9), "anna", AT + 9)
    assert kept.profile(ANNA) == Profile("example-anna", "Anna V.", "chromium", 141, AT + 9, agreement(), AT + 5, "anna")


def test_one_incident_is_open_at_a_time_and_clearing_it_frees_the_account_after_its_rest(kept: SqliteLinkedIn) -> None:
    with kept.transaction():
        assert kept.open_incident(ANNA, Stop.RATE_LIMITED, "/in/example-noor/", "too many requests", "1.png", AT)
        assert not kept.open_incident(ANNA, Stop.UNKNOWN_PAGE, "/", "", "", AT + 1)
        kept.hold(ANNA, "LinkedIn stopped it", AT)
    found = kept.incident(ANNA)
    assert found == OpenIncident(1, ANNA, Stop.RATE_LIMITED, "/in/example-noor/", "too many requests", "1.png", AT)
    assert kept.count_failure(ANNA) == 1
    with kept.transaction():
        kept.clear_incident(found, "anna", "I looked", AT + 60, AT + 86_400)
    assert kept.incident(ANNA) is None
    row = kept._connection.execute("SELECT held, held_until, errors, guard_from FROM account").fetchone()
    assert row == ("rests after LinkedIn stopped it", AT + 86_400, 0, AT + 60)
    with kept.transaction():
        assert kept.open_incident(ANNA, Stop.LOGGED_OUT, "/login", "", "", AT + 90)
    again = kept.incident(ANNA)
    assert again is not None
    with kept.transaction():
        kept.clear_incident(again, "anna", "signed in", AT + 99, AT + 99)
    assert kept._connection.execute("SELECT held, held_until FROM account").fetchone() == (None, None)


def test_what_the_pages_showed_is_kept_each_with_its_moment(kept: SqliteLinkedIn) -> None:
    assert kept.sights(ANNA) == Sights()
    with kept.transaction():
        kept.saw(ANNA, Quotas(pending=12), AT)
        kept.saw(ANNA, Quotas(notes_left=0, credits=3), AT + 1)
        kept.looked(ANNA, 20_000, 3, connections=True, inbox=False, at=AT + 2)
        kept.looked(ANNA, 20_000, 2, connections=False, inbox=True, at=AT + 3)
        kept.checked(ANNA, ("composer", "send"), AT + 4)
        kept.keep_rows(ANNA, ("Noor: hello",))
    expected = Sights(12, AT, 0, AT + 1, 3, AT + 1, AT + 2, AT + 3, 20_000, 5, AT + 4, ("composer", "send"), ("Noor: hello",))
    assert kept.sights(ANNA) == expected
    with kept.transaction():
        kept.looked(ANNA, 20_001, 1, connections=False, inbox=False, at=AT + 5)
    assert (kept.sights(ANNA).pages_day, kept.sights(ANNA).pages) == (20_001, 1)


def test_a_profile_goes_by_several_slugs_and_a_slug_leads_to_one_person(kept: SqliteLinkedIn) -> None:
    with kept.transaction():
        kept.keep_alias(1, "example-noor-2", "ACoX", AT)
        kept.keep_alias(1, "example-noor-1", "", AT)
        kept.keep_alias(2, "example-noor-2", "", AT + 1)
    assert (kept.aliases(1), kept.aliases(2)) == (("example-noor-1",), ("example-noor-2",))
    assert kept._connection.execute("SELECT member_id FROM linkedin_alias WHERE lead_id = 2").fetchall() == [("ACoX",)]


def test_the_mark_of_an_action_is_that_of_its_last_attempt(kept: SqliteLinkedIn) -> None:
    found = []
    with kept.transaction():
        for mark in ("", "first", "second", ""):
            kept.keep_mark(1, mark)
            found.append((kept.mark(1), kept.mark(2)))
    assert found == [("", ""), ("first", ""), ("second", ""), ("", "")]
