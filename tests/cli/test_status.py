"""`seleqt status`: whole outputs, the faults of --check, and what it may load."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, MONDAY, Home

NEVER_LOADED = {"sqlcipher3", "sqlmodel", "sqlalchemy", "yaml", "jinja2", "pydantic", "rich", "holidays", "asyncio", "keyring"}


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def test_after_a_first_mail_status_reads_whole(mails: Home) -> None:
    mails.run_for(3)
    assert mails.type("status") == (
        0,
        "campaign  is      waiting  due\n"
        "hello     active        1    4\n"
        "\n"
        "sender  limit        used  of  free again\n"
        "anna    email a day     1   3\n"
        "\n"
        "next  sender  does         for\n"
        "now   anna    email intro  sam@canal.example (hello)\n"
        "\n"
        "sender  is      inbox\n"
        "anna    active  a person watches it\n"
        "\n"
        "last run 3 min ago\n",
        "",
    )


def test_a_linkedin_inbox_is_read_by_a_person_who_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    before = home.type("status")[1]
    assert "anna-linkedin  active  read it yourself, then: seleqt tasks replies anna-linkedin\n" in before
    home.type("tasks", "replies", "anna-linkedin")
    assert "anna-linkedin  active  read now\n" in home.type("status")[1]


def test_the_document_has_the_keys_of_the_specification(mails: Home) -> None:
    mails.run_for(9)
    found = mails.json("status")
    assert found["paused"] is False
    assert found["journeys"] == {"due": 2, "waiting": 3}
    assert found["campaigns"] == {"hello": {"state": "active", "reason": "", "journeys": {"due": 2, "waiting": 3}}}
    assert found["limits"] == [
        {"account": "email:anna@acme.example", "kind": "email", "period": "day", "used": 3, "limit": 3, "free_at": "2026-12-29T08:00:00Z"}
    ]
    assert found["next"] == [
        {
            "type": "action", "id": None, "at": "2026-12-29T08:00:00Z", "account": "email:anna@acme.example", "sender": "anna",
            "campaign": "hello", "lead": "ida@dike.example", "lead_id": 4, "step": "intro", "action": "email", "state": "planned",
            "reason": "", "message_id": None,
        }
    ]  # fmt: skip
    assert [(one["sender"], one["account"], one["state"], one["reason"], one["inbox_read_at"]) for one in found["senders"]] == [
        ("anna", "email:anna@acme.example", "active", "", None)
    ]


def test_a_follow_up_whose_moment_has_come_counts_as_due(mails: Home) -> None:
    mails.run_for(3)
    mails.clock.set(MONDAY + 2 * 86_400)
    assert mails.json("status")["journeys"] == {"due": 5}


def test_a_pause_stands_first_and_held_senders_come_with_what_frees_them(mails: Home) -> None:
    mails.sql("INSERT INTO meta VALUES ('paused', 'holiday')")
    mails.sql("UPDATE account SET held = 'login refused'")
    _, out, _ = mails.type("status")
    assert out.startswith("PAUSED: nothing is sent (holiday); seleqt resume goes on\n")
    assert "anna    held: login refused (seleqt senders login anna)  a person watches it\n" in out
    assert "nothing is planned\n" in out


def test_first_contacts_that_a_guard_holds_are_shown_with_what_frees_them(mails: Home) -> None:
    mails.sql("INSERT INTO meta VALUES ('guard:acme.example', '3 of the last 4 mails of acme.example bounced')")
    why = "first contacts held: 3 of the last 4 mails of acme.example bounced"
    _, out, _ = mails.type("status")
    assert f"anna    active: {why} (seleqt senders resume anna)  a person watches it\n" in out
    assert "nothing is planned\n" in out
    (sender,) = mails.json("status")["senders"]
    assert (sender["state"], sender["reason"]) == ("active", why)


def test_the_journeys_are_summed_over_the_campaigns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head, _, campaign = MAILS.partition("  hello:\n")
    home = Home(tmp_path, monkeypatch, capsys, f"{head}  hello:\n{campaign}  again:\n    overlap: true\n{campaign}")
    found = home.json("status")
    assert found["journeys"] == {"due": 10}
    assert {name: one["journeys"] for name, one in found["campaigns"].items()} == {"again": {"due": 5}, "hello": {"due": 5}}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("INSERT INTO meta VALUES ('guard:acme.example', 'bounces')", "anna: first contacts held: bounces (seleqt senders resume anna)\n"),
        ("UPDATE account SET held = 'login refused'", "anna is held: login refused (seleqt senders login anna)\n"),
        ("UPDATE action SET state = 'in_doubt'", "1 in doubt whether sent (seleqt resolve)\n"),
        ("UPDATE meta SET value = value - 1800 WHERE key = 'last_run'", "no run for 30 minutes of open hours (seleqt run)\n"),
    ],
)
def test_check_ends_with_3_and_says_what_is_wrong(mails: Home, statement: str, said: str) -> None:
    mails.run_for(3)
    mails.clock.set(MONDAY + 1800)
    mails.sql("UPDATE meta SET value = value + 1799 WHERE key = 'last_run'")
    assert mails.type("status", "--check") == (0, "", "")
    mails.sql(statement)
    assert mails.type("status", "--check") == (3, "", said)


def test_no_run_is_missed_outside_the_hours_or_while_paused(mails: Home) -> None:
    mails.run_for(3)
    mails.clock.set(MONDAY + 7 * 3600)
    assert mails.type("status", "--check")[0] == 3
    mails.sql("UPDATE campaign_state SET state = 'paused'")
    assert mails.type("status", "--check")[0] == 0
    mails.sql("UPDATE campaign_state SET state = 'active'")
    mails.sql("UPDATE meta SET value = ? WHERE key = 'last_run'", str(MONDAY + 8 * 3600 - 60))
    mails.clock.set(MONDAY + 20 * 3600)
    assert mails.type("status", "--check") == (0, "", "")


def test_only_the_limits_of_kinds_that_the_campaigns_use_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    assert {(one["kind"], one["period"], one["limit"]) for one in home.json("status")["limits"]} == {
        ("email", "day", 50), ("message", "day", 50), ("connect", "day", 1), ("connect", "week", 100), ("withdraw", "day", 20),
    }  # fmt: skip


def test_an_outline_of_another_version_is_not_believed(mails: Home) -> None:
    mails.sql("UPDATE meta SET value = replace(value, '{\"day\":3}', '{\"day\":2}') WHERE key = 'outline'")
    assert [one["limit"] for one in mails.json("status")["limits"]] == [2]  # the outline is what status reads
    mails.sql("UPDATE version SET sha256 = 'another'")
    assert [one["limit"] for one in mails.json("status")["limits"]] == [3]


def test_a_home_without_a_version_says_what_to_type(mails: Home) -> None:
    mails.sql("DELETE FROM version")
    assert mails.type("status") == (2, "", "seleqt: nothing was applied yet\nseleqt apply -f campaigns.yaml\n")


def test_status_loads_no_framework_no_yaml_and_no_holidays(mails: Home) -> None:
    program = (
        "import sys\nfrom seleqt_cli.cli.program import run\ncode = run(['status'])\nprint(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert NEVER_LOADED & set(done.stderr.split()) == set()
