"""privacy retention: shows what is kept too long, removes it only when told to, and keeps whom it must keep."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
YEAR = 365 * DAY


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three got both mails of a campaign, the second of them answered, a fourth the first alone. It is a year and a week later."""
    made = Home(tmp_path, monkeypatch, capsys, MAILS)
    made.run_for(9)
    made.type("mark", "2", "replied")
    made.clock.set(MONDAY + 2 * DAY)
    made.run_for(9)
    made.clock.set(MONDAY + YEAR + 7 * DAY)
    return made


def known(home: Home) -> list[int]:
    return [number for (number,) in home.sql("SELECT id FROM lead WHERE email IS NOT NULL ORDER BY id")]


def counts(home: Home, *words: str) -> dict[str, int]:
    found: dict[str, Any] = home.json("privacy", "retention", *words)
    return {one["name"]: one["overdue"] for one in found["periods"] if one["overdue"]}


def test_it_shows_what_is_too_old_and_changes_nothing(home: Home) -> None:
    before = home.sql("SELECT count(*) FROM history")
    code, out, said = home.type("privacy", "retention")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()][:4] == [
        ["period", "too"],
        ["uncontacted", "0"],
        ["silent", "2"],
        ["answered", "0"],
    ]
    assert said.splitlines() == [
        "1 imported more than 30 days ago still wait for a first mail, and so for the notice (GDPR article 14(3)): write, or stop them",
        "campaigns.yaml still holds 2 of them: remove those rows, or the next apply reads them again",
        "nothing was removed; --yes removes it for good",
    ]
    assert home.sql("SELECT count(*) FROM history") == before
    assert known(home) == [1, 2, 3, 4, 5]


def test_who_did_not_answer_for_a_year_is_removed_and_what_was_done_stays(home: Home) -> None:
    sent = home.sql("SELECT count(*) FROM action WHERE state = 'sent'")
    assert home.type("privacy", "retention", "--yes")[0] == 0
    assert known(home) == [2, 4, 5]
    assert home.sql("SELECT count(*) FROM action WHERE state = 'sent'") == sent
    rows = home.sql("SELECT lead_id, data FROM history WHERE event IN ('erased', 'retention') ORDER BY id")
    assert rows == [(1, '{"by":"anna","period":"silent"}'), (3, '{"by":"anna","period":"silent"}'), (None, '{"by":"anna","silent":2}')]
    assert home.type("audit")[0] == 0
    assert counts(home) == {}
    octets = (home.folder / "home" / "seleqt.db").read_bytes()
    for word in (b"tom@quay.example", b"Tom, robots?"):
        assert octets.count(word) == 0


def test_who_answered_is_kept_for_two_years(home: Home) -> None:
    home.clock.set(MONDAY + 2 * YEAR + 7 * DAY)
    assert counts(home) == {"silent": 2, "answered": 1}


def test_who_was_never_contacted_and_waits_nowhere_is_removed_after_a_month(home: Home) -> None:
    assert home.json("privacy", "retention")["still_in_campaigns"]["uncontacted"] == 1
    home.type("leads", "stop", "5")
    assert home.json("privacy", "retention")["still_in_campaigns"]["uncontacted"] == 0
    assert counts(home) == {"uncontacted": 1, "silent": 2}


@pytest.mark.parametrize(
    "words", [("restrict", "1"), ("request", "open", "1", "--kind", "access"), ("request", "open", "1", "--kind", "deletion")]
)
def test_who_has_a_say_in_it_is_kept(home: Home, words: tuple[str, ...]) -> None:
    assert home.type("privacy", *words)[0] == 0
    assert home.json("privacy", "retention")["kept_for_a_reason"]["silent"] == 1
    home.type("privacy", "retention", "--yes")
    assert known(home) == [1, 2, 4, 5]


def test_whoever_objected_is_removed_and_stays_on_the_list(home: Home) -> None:
    home.type("privacy", "object", "1")
    home.type("privacy", "retention", "--yes")
    assert known(home) == [2, 4, 5]
    assert [(row["value"], row["reason"]) for row in home.lines("suppress", "list")] == [("noor@windmill.example", "objected")]


def test_a_period_may_be_shorter_and_not_longer_than_allowed(home: Home) -> None:
    assert counts(home, "--period", "answered=6 months") == {"silent": 2, "answered": 1}
    assert counts(home, "--period", "silent=3 years") == {}
    for text, said in (
        (
            "silent=4 years",
            "silent: 1460 days is above the limit of 1095 (privacy policy: marketing data 3 years from the last interaction)",
        ),
        ("silent=0 days", "silent: 0 days is none"),
        ("loud=1 year", "there is no period loud"),
        ("silent", "--period silent: no period"),
    ):
        code, out, err = home.type("privacy", "retention", "--period", text)
        assert (code, out, err.splitlines()[0]) == (2, "", f"seleqt: {said}")


def test_old_reports_and_copies_of_the_database_go_and_new_ones_stay(home: Home) -> None:
    folder = home.folder / "home"
    (folder / "logs").mkdir()
    names = ("logs/bug-1.txt", "logs/bug-2.txt", "seleqt.db.before-2.bak", "seleqt.db.before-3.bak")
    for name in names:
        (folder / name).write_text("x")
        age = 91 if name.endswith(("1.txt", "-2.bak")) else 89
        os.utime(folder / name, (home.clock.now() - age * DAY,) * 2)
    assert counts(home) == {"silent": 2, "reports": 1, "copies": 1}
    home.type("privacy", "retention", "--yes")
    assert [name for name in names if (folder / name).exists()] == ["logs/bug-2.txt", "seleqt.db.before-3.bak"]
    assert (folder / "seleqt.db").exists()


def test_closed_requests_go_after_three_years_and_open_ones_never(home: Home) -> None:
    for kind in ("objection", "access"):
        home.type("privacy", "request", "open", f"{kind}@far.example", "--kind", kind)
    home.type("privacy", "request", "close", "1", "--withdrawn")
    home.clock.set(home.clock.now() + 3 * YEAR + DAY)
    assert counts(home)["requests"] == 1
    home.type("privacy", "retention", "--yes")
    assert [one["id"] for one in home.json("privacy", "request", "list", "--all")] == [2]


def test_messages_of_strangers_lose_their_words(home: Home) -> None:
    row = {
        "digest": "d", "account": "email:anna@acme.example", "folder": "INBOX", "uid": 1, "message_id": "<x@far.example>",
        "received_at": MONDAY, "read_at": MONDAY, "sender": "stranger@far.example", "sender_name": "S", "subject": "hello", "text": "words",
        "class": "unknown", "detail": "", "status": "", "returns": "", "addresses": '["stranger@far.example"]', "reasons": "[]",
        "matched": "", "state": "", "followed": "", "undo": "{}",
    }  # fmt: skip
    home.sql(f"INSERT INTO inbox_message ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())
    assert counts(home)["strangers"] == 1
    home.type("privacy", "retention", "--yes")
    assert home.sql("SELECT digest, sender, text, addresses FROM inbox_message") == [("d", "", "", "[]")]
    assert counts(home) == {}


def test_after_three_years_a_keyed_hash_takes_the_place_of_an_address_that_said_no(home: Home) -> None:
    home.type("privacy", "object", "stranger@far.example")
    home.type("privacy", "object", "2")  # still a lead: what binds them stays as it is
    home.type("suppress", "add", "rival.example", "hand@far.example")
    home.clock.set(home.clock.now() + 3 * YEAR + DAY)
    assert counts(home, "--period", "silent=3 years", "--period", "answered=3 years")["optouts"] == 1
    home.type("privacy", "retention", "--yes")
    left = [(row["kind"], row["value"]) for row in home.lines("suppress", "list")]
    assert left == [("domain", "rival.example"), ("email", "hand@far.example"), ("email", "sam@canal.example")]
    assert b"stranger@far.example" not in (home.folder / "home" / "seleqt.db").read_bytes()
    (home.folder / "more.csv").write_text("email,first_name\nSTRANGER@far.example,S\n")
    code, _, said = home.type("leads", "import", "more.csv", "--source", "web", "--basis", "consent")
    assert "is suppressed (objected)" in said
    assert home.sql("SELECT count(*) FROM lead WHERE email = 'stranger@far.example'") == [(0,)]
    code, _, said = home.type("leads", "set", "5", "email=stranger@far.example")
    assert (code, said.splitlines()[0]) == (1, "seleqt: stranger@far.example is never to be contacted: objected")
    assert counts(home) == {"optouts": 1}  # the second was a lead until just now


def test_who_unsubscribes_may_be_deleted_at_once_and_is_still_known_by_a_keyed_hash(home: Home) -> None:
    home.type("privacy", "object", "2")
    home.type("privacy", "object", "1")
    wishes = ("--period", "unsubscribed=0 days", "--period", "optouts=0 days")
    assert counts(home) == {"silent": 2}
    assert counts(home, *wishes) == {"silent": 2, "unsubscribed": 1}
    assert home.type("privacy", "retention", *wishes, "--yes")[0] == 0
    assert known(home) == [4, 5]
    home.clock.set(MONDAY + YEAR + 8 * DAY)
    assert counts(home, *wishes) == {"optouts": 2}
    assert home.type("privacy", "retention", *wishes, "--yes")[0] == 0
    assert home.sql("SELECT count(*) FROM suppression WHERE reason = 'objected'") == [(0,)]
    (home.folder / "again.csv").write_text("email\nnoor@windmill.example\nsam@canal.example\n", encoding="utf-8")
    assert home.type("leads", "import", "again.csv", "--source", "web", "--basis", "consent")[0] == 0
    assert known(home) == [4, 5]
