"""`seleqt explain`: every state and every wait has its reason, found by the planner that runs everything."""

from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.app import explain
from seleqt_cli.core.guards import LINKEDIN_UNSEEN
from seleqt_cli.core.linkedin.orders import Stop
from seleqt_cli.core.linkedin.standing import hold_reason
from tests.cli.homes import BOTH, MAILS, MONDAY, Home


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, BOTH)


def coming(home: Home, lead: str) -> dict[str, Any]:
    found: dict[str, Any] = home.json("explain", lead)["journeys"][0]["next"]
    return found


def said(home: Home, lead: str) -> tuple[str | None, str, str, str | None]:
    """When, which rule, its words, and what to type."""
    found = coming(home, lead)
    words = next(reason["text"] for reason in found["reasons"] if reason["rule"] == found["rule"]) if found["rule"] != "now" else ""
    return found["at"], found["rule"], words, found["advice"]


def test_the_first_of_a_queue_goes_now_and_the_explanation_reads_whole(mails: Home) -> None:
    assert mails.type("explain", "noor@windmill.example") == (
        0,
        "Noor  noor@windmill.example  (lead 1)\n"
        "\n"
        "hello: due\n"
        "  next: email intro from anna: now\n"
        "    and     from the start  [Mon 2026-12-28 09:00]\n"
        "    and     the hours of schedule office in Europe/Amsterdam  [Mon 2026-12-28 09:00]\n"
        "  times are those of Europe/Amsterdam (business)\n",
        "",
    )


def test_whoever_stands_behind_others_gets_the_day_at_which_the_limit_lets_them(mails: Home) -> None:
    found = coming(mails, "ida@dike.example")
    assert (found["at"], found["rule"], found["exact"], found["ahead"]) == ("2026-12-29T08:00:00Z", "ahead", False, 3)
    assert coming(mails, "tom@quay.example")["ahead"] == 2
    _, out, _ = mails.type("explain", "Bo")
    assert "next: email intro from anna: not before Tue 2026-12-29 09:00 (in 1 d)\n    behind 4 others\n" in out


def test_past_a_thousand_the_places_tell_about_how_many_stand_before_it(mails: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explain, "COUNTED", 2)
    assert "\n    behind about 4 others\n" in mails.type("explain", "5")[1]


def test_the_gap_decides_right_after_a_mail(mails: Home) -> None:
    mails.run_for(3)
    assert said(mails, "sam@canal.example")[1] == "now"
    mails.clock.set(MONDAY + 60)
    assert said(mails, "sam@canal.example") == ("2026-12-28T08:03:00Z", "gap", "anna keeps 3 minutes between two actions", None)


def test_a_used_limit_decides_for_the_rest_of_the_day(mails: Home) -> None:
    mails.run_for(9)
    assert said(mails, "ida@dike.example") == ("2026-12-29T08:00:00Z", "limit", "anna has used its limit of 3 a day (email)", None)


def test_a_wait_decides_for_a_follow_up(mails: Home) -> None:
    mails.run_for(3)
    assert said(mails, "noor@windmill.example") == ("2026-12-30T08:00:00Z", "due", "2 working days after intro", None)
    past = mails.json("explain", "1")["journeys"][0]["past"]
    assert [(one["at"], one["step"], one["action"], one["state"], one["sender"]) for one in past] == [
        ("2026-12-28T08:00:00Z", "intro", "email", "sent", "anna")
    ]


def test_the_hours_decide_at_night(mails: Home) -> None:
    mails.clock.set(MONDAY + 12 * 3600)
    assert said(mails, "1")[:3] == ("2026-12-29T08:00:00Z", "window", "the hours of schedule office in Europe/Amsterdam")


def test_what_binds_the_person_goes_before_every_other_rule(mails: Home) -> None:
    mails.sql("INSERT INTO suppression VALUES ('domain', 'windmill.example', 'asked', 'by hand', 0)")
    assert said(mails, "1") == (None, "suppressed", "windmill.example is suppressed: asked", "seleqt suppress remove windmill.example")
    mails.sql("UPDATE lead SET stopped = 'unsubscribed' WHERE id = 2")
    assert said(mails, "2") == (None, "stopped", "stopped: unsubscribed", None)
    mails.sql("INSERT INTO meta VALUES ('paused', 'holiday')")
    assert said(mails, "3") == (None, "home paused", "seleqt is paused", "seleqt resume")


def test_held_senders_campaigns_and_unread_inboxes_are_named(mails: Home) -> None:
    mails.run_for(3)
    mails.sql("UPDATE account SET held = 'login refused'")
    assert said(mails, "2") == (None, "sender", "anna: held: login refused", "seleqt senders login anna")
    mails.sql("UPDATE account SET held_until = ?", MONDAY + 7200)
    assert said(mails, "2")[:2] == ("2026-12-28T10:00:00Z", "sender")
    mails.sql("UPDATE account SET held = NULL")
    mails.sql("UPDATE campaign_state SET state = 'paused', reason = 'not in the file'")
    assert said(mails, "2") == (None, "campaign", "the campaign is paused: not in the file", "seleqt campaigns resume hello")


def test_a_sender_that_a_person_paused_has_no_moment_but_a_command(mails: Home) -> None:
    mails.type("senders", "pause", "anna")
    assert said(mails, "2") == (None, "sender", "anna: paused", "seleqt senders resume anna")
    assert "no moment is known" in mails.type("explain", "2")[1]


def test_a_held_journey_says_why_and_what_frees_it(mails: Home) -> None:
    mails.sql("UPDATE journey SET state = 'held', queue = '', reason = 'topic is missing' WHERE id = 1")
    assert said(mails, "1") == (None, "held", "topic is missing", "seleqt leads set noor@windmill.example FIELD=VALUE")
    mails.sql("UPDATE journey SET state = 'paused', queue = '', reason = '' WHERE id = 2")
    assert said(mails, "2") == (None, "paused", "somebody paused it", "seleqt leads resume sam@canal.example")
    mails.sql("UPDATE journey SET due_at = ?, state = 'waiting', reason = 'overlap: already in other' WHERE id = 3", 1 << 60)
    assert said(mails, "3") == (None, "deferred", "overlap: already in other", None)


@pytest.mark.parametrize("state", ["replied", "bounced", "unsubscribed", "finished", "failed", "stopped", "erased"])
def test_an_ended_journey_has_nothing_next_and_says_how_it_ended(mails: Home, state: str) -> None:
    mails.sql("UPDATE journey SET state = ?, queue = '' WHERE id = 1", state)
    assert mails.json("explain", "1")["journeys"][0]["next"] is None
    assert f"hello: it ended: {state}\n" in mails.type("explain", "1")[1]


def test_a_step_that_left_the_file_is_said(mails: Home) -> None:
    mails.sql("UPDATE journey SET step = 'gone' WHERE id = 1")
    assert said(mails, "1") == (None, "campaign", "the step it stood at is no longer in the file", "seleqt diff")


def test_a_linkedin_step_becomes_a_task_and_the_wait_for_an_answer_says_its_end(both: Home) -> None:
    both.run_for(3)
    assert said(both, "1") == (None, "task", "waits in tasks: connect", "seleqt tasks")
    both.sql(
        "UPDATE journey SET step = 'accepted', kind = 'wait_for', entered_at = ?, due_at = ?, reason = '', done = ? WHERE id = 1",
        MONDAY, MONDAY + 864_000, '{"invite":"sent"}',
    )  # fmt: skip
    assert said(both, "1") == (
        "2027-01-07T08:00:00Z",
        "wait_for",
        "waits for the invitation to be accepted, at most 10 days; then it goes on with intro",
        "seleqt mark noor@windmill.example connected",
    )


def test_a_condition_that_is_not_met_says_that_the_step_would_be_skipped(both: Home) -> None:
    both.sql("UPDATE journey SET step = 'thanks', kind = 'message', queue = '-', state = 'waiting', due_at = ? WHERE id = 1", MONDAY + 3600)
    assert said(both, "1") == ("2026-12-28T09:00:00Z", "skip", "as things are it will be skipped: when: connected", None)


def test_a_lead_that_nobody_knows_is_an_error(mails: Home) -> None:
    assert mails.type("explain", "nobody@nowhere.example")[::2] == (
        2,
        "seleqt: there is no lead 'nobody@nowhere.example'\nseleqt leads list --search TEXT\n",
    )


def test_first_contacts_that_a_guard_holds_say_why_and_what_frees_them_and_follow_ups_go_on(mails: Home) -> None:
    mails.run_for(3)
    mails.sql("INSERT INTO meta VALUES ('guard:acme.example', '3 of the last 4 mails of acme.example bounced')")
    why = "anna: first contacts held: 3 of the last 4 mails of acme.example bounced"
    assert said(mails, "sam@canal.example") == (None, "guard", why, "seleqt senders resume anna")
    assert said(mails, "noor@windmill.example")[1] == "due"
    assert mails.type("senders", "resume", "anna")[0] == 0
    assert said(mails, "sam@canal.example")[1] == "now"


def test_a_first_contact_that_a_guard_put_off_at_its_claim_says_what_frees_it(mails: Home) -> None:
    mails.sql("INSERT INTO meta VALUES ('guard:acme.example', 'bounces')")
    mails.sql("UPDATE journey SET state = 'waiting', due_at = ?, reason = 'first contacts held: bounces' WHERE id = 1", MONDAY + 900)
    assert said(mails, "1") == ("2026-12-28T08:15:00Z", "deferred", "first contacts held: bounces", "seleqt senders resume anna")


def test_where_nobody_looked_for_replies_on_linkedin_it_says_what_to_type_also_while_linkedin_wants_a_person(both: Home) -> None:
    both.run_for(3)
    waits = "UPDATE journey SET reason = ?, due_at = ?, state = 'waiting', step = 'intro', linkedin_account = 'linkedin:example-anna'"
    both.sql(f"{waits} WHERE lead_id = 1", LINKEDIN_UNSEEN, MONDAY + 3600)
    assert said(both, "1") == ("2026-12-28T09:00:00Z", "deferred", LINKEDIN_UNSEEN, "seleqt tasks replies anna-linkedin")
    both.sql("UPDATE account SET held = ? WHERE key LIKE 'linkedin:%'", hold_reason(Stop.LOGGED_OUT, ""))
    assert said(both, "1")[3] == "seleqt senders login anna-linkedin"
