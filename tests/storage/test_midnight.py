"""What is claimed before midnight and sent after it counts on the day it is sent."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.planner import Pick
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.storage.sending import SqlClaim
from seleqt_cli.storage.sqlite_store import SqliteStore
from tests.engine.situations import ALWAYS, Situation, campaign, mail, mailbox, workspace
from tests.engine.timelines import in_sqlite

BEFORE = int(datetime(2026, 12, 28, 23, 59, 59, tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())


def claimed_before_midnight(**of_campaign: object) -> tuple[SqliteStore, VirtualClock, SqlClaim]:
    senders = [mailbox("anna", gap=0, spread=False)]
    there = campaign("c", senders, (mail("first"),), ALWAYS)
    situation = Situation(workspace(senders, replace(there, **of_campaign)), 1, start=BEFORE).enrol("c", range(3, 4))  # type: ignore[arg-type]
    store, clock, planner = in_sqlite(situation)
    account = planner.accounts["email:anna@acme.example"]
    with store.transaction():
        pick = planner.plan(account, BEFORE)
        assert isinstance(pick, Pick)
        assert pick.unit is not None
        pick.journey.email_account = account.key
        prepared = Prepared("email", "anna", account.key, "lead3@company1.example", payload=b"x")
        claim = store.claim(pick, account.senders[0], prepared, BEFORE)
    assert isinstance(claim, SqlClaim)
    clock.set(BEFORE + 2)
    return store, clock, claim


@pytest.mark.parametrize("rule", [{"company_cap": 2}, {"company_cap": None, "max_new_leads": 2}], ids=str)
def test_a_day_that_is_full_already_takes_no_more(rule: dict[str, object]) -> None:
    store, _, claim = claimed_before_midnight(**rule)
    assert store.planner is not None
    tomorrow = store.planner.business_zone.day(BEFORE + 2)
    company = claim.pick.journey.company
    store.connection.executemany("INSERT INTO first_contact VALUES (?, ?, ?)", [(tomorrow, company, 91), (tomorrow, company, 92)])
    assert claim.arm() in ("company_cap: 2 first contacts a day with one company", "max_new_leads: 2 a day")
    assert store.one("SELECT state FROM action") == "claimed"


def test_it_counts_on_the_new_day() -> None:
    store, _, claim = claimed_before_midnight(company_cap=2)
    assert claim.arm() == ""
    assert store.planner is not None
    tomorrow = store.planner.business_zone.day(BEFORE + 2)
    assert store.connection.execute("SELECT day FROM first_contact").fetchall() == [(tomorrow,)]
    assert store.connection.execute("SELECT day FROM active_day ORDER BY day").fetchall() == [(tomorrow,)]
