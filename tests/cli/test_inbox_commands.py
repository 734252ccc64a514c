"""inbox list, show and mark: what came in as a person sees it, and what a correction takes back."""

from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.inbound.mail import Inbound, Returned
from seleqt_cli.core.inbound.verdict import Class
from tests.cli.arrivals import DAEMON, answer, arrived, bounce, take
from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
NOOR, SAM, TOM = "noor@windmill.example", "sam@canal.example", "tom@quay.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday at nine; now it is ten."""
    found = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}"))
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


def state(home: Home, lead: int = 1) -> tuple[Any, ...]:
    found: tuple[Any, ...] = home.sql("SELECT state, reason, queue, due_at FROM journey WHERE lead_id = ?", lead)[0]
    return found


def go_on(home: Home, days: int) -> list[str]:
    """Let days pass with a run in each; returns who got a mail."""
    before = home.sql("SELECT max(id) FROM history")[0][0]
    for _ in range(days):
        home.clock.set(home.clock.now() + DAY)
        assert home.type("run", "--once", "-q")[0] in (0, 3)
    sent = "SELECT l.email FROM history h JOIN lead l ON l.id = h.lead_id WHERE h.id > ? AND h.event = 'sent' ORDER BY h.id"
    rows = home.sql(sent, before)
    assert home.type("audit")[0] == 0
    return [row[0] for row in rows]


def test_the_list_shows_the_newest_first_with_what_followed(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    take(home, answer(home, Class.AUTO_REPLY, SAM, uid=2, sender="info@canal.example"))
    forged = Inbound(returned=Returned("<forged@acme.example>"), subject="Undelivered")
    take(home, arrived(home, Class.HARD_BOUNCE, DAEMON, uid=3, mail=forged))
    assert home.type("inbox", "list") == (
        0,
        "3  Mon 2026-12-28 10:00  hard_bounce    mailer-daemon@relay.example: Undelivered  (fits nothing that was sent)\n"
        "2  Mon 2026-12-28 10:00  auto_reply     info@canal.example for sam@canal.example: Re: Robots\n"
        "1  Mon 2026-12-28 10:00  reply          noor@windmill.example: Re: Robots  (stopped 1 journey)\n",
        "",
    )
    assert [one["id"] for one in home.lines("inbox", "list", "--new")] == [3, 2]
    assert [one["id"] for one in home.lines("inbox", "list", "--class", "reply")] == [1]
    assert [one["id"] for one in home.lines("inbox", "list", "--lead", SAM)] == [2]
    assert [one["id"] for one in home.lines("inbox", "list", "--limit", "1")] == [3]
    assert [one["id"] for one in home.lines("inbox", "list", "--since", "30 minutes", "--sender", "anna")] == [3, 2, 1]
    assert home.type("inbox", "list", "--since", "2026-12-29")[2] == "nothing came in\n"


def test_one_record_of_the_list(home: Home) -> None:
    take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, status="4.2.2", detail="mailbox full"))
    assert home.lines("inbox", "list") == [
        {
            "type": "message", "id": 1, "at": "2026-12-28T09:00:00Z", "account": "email:anna@acme.example", "folder": "INBOX",
            "from": DAEMON, "name": None, "subject": "", "message_id": "<1@relay.example>", "class": "soft_bounce",
            "detail": "mailbox full", "status": "4.2.2", "returns": None, "addresses": [NOOR], "reasons": ["the test says so"],
            "matched": "the mail that came back", "state": "handled", "lead": NOOR, "lead_id": 1, "campaign": "hello", "action_id": 1,
            "followed": "came back; the next step comes as planned",
        }
    ]  # fmt: skip


def test_a_message_is_shown_with_its_reasons_its_text_and_the_thread(home: Home) -> None:
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR, returns="2027-01-04"))
    assert home.type("inbox", "show", "1")[1] == (
        "1  Re: Robots\n"
        "  from     <noor@windmill.example>, Mon 2026-12-28 10:00\n"
        "  in       anna@acme.example, INBOX\n"
        "  class    out_of_office (back on 2027-01-04)\n"
        "  because  the test says so\n"
        "  lead     noor@windmill.example, hello (by the thread)\n"
        "  so       out of office, back on 2027-01-04; waits until 2027-01-06\n"
        "\n"
        "  out_of_office from noor@windmill.example\n"
        "\n"
        "  the thread\n"
        "  Mon 2026-12-28 09:00  anna: Robots for Windmill\n"
    )
    document = home.json("inbox", "show", "1")
    assert [turn["from"] for turn in document["thread"]] == ["anna", NOOR]
    assert document["text"] == "out_of_office from noor@windmill.example"


def test_what_a_stranger_writes_cannot_drive_the_terminal(home: Home) -> None:
    mail = Inbound(subject="\x1b]0;owned\x07\nfake line", in_reply_to=(home.sql("SELECT message_id FROM action")[0][0],))
    take(home, arrived(home, Class.REPLY, "x\x1b[31m@windmill.example", mail=mail))
    for words in (("inbox", "list"), ("inbox", "show", "1"), ("explain", NOOR), ("history", "--events")):
        assert "\x1b" not in home.type(*words)[1]
    assert len(home.type("inbox", "list")[1].splitlines()) == 1


def test_a_reply_that_was_an_absence_goes_on_where_it_was(home: Home) -> None:
    before = state(home)
    take(home, answer(home, Class.REPLY, NOOR, returns="2027-01-04"))
    assert state(home)[0] == "replied"
    said = home.type("inbox", "mark", "1", "out-of-office")
    assert said == (
        0,
        "",
        "1: out_of_office, noor@windmill.example: out of office, back on 2027-01-04; waits until 2027-01-06; 1 journey goes on\n",
    )
    assert state(home)[0] == "waiting"
    assert state(home)[2] == before[2]
    assert home.sql("SELECT replied_at FROM lead WHERE id = 1") == [(None,)]
    assert NOOR not in go_on(home, 8)
    assert NOOR in go_on(home, 2)


def test_a_reply_that_was_nothing_goes_on_where_it_was(home: Home) -> None:
    before = state(home)
    take(home, answer(home, Class.REPLY, NOOR))
    assert home.type("inbox", "mark", "1", "auto_reply")[2] == "1: auto_reply, noor@windmill.example: nothing follows; 1 journey goes on\n"
    assert state(home) == before
    assert NOOR in go_on(home, 4)
    assert [one["event"] for one in home.lines("history", "--events", "--lead", NOOR)][2:6] == ["replied", "lifted", "lifted", "received"]


def test_a_wrong_bounce_frees_the_address(home: Home) -> None:
    take(home, bounce(home, Class.HARD_BOUNCE, NOOR))
    assert state(home)[0] == "bounced"
    assert home.type("inbox", "mark", "1", "soft_bounce")[0] == 0
    assert (state(home)[0], home.sql("SELECT * FROM suppression")) == ("waiting", [])
    assert NOOR in go_on(home, 4)


def test_a_wrong_opt_out_lets_the_person_be_written_to_again(home: Home) -> None:
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR))
    assert home.type("inbox", "mark", "1", "unknown")[0] == 0
    assert (state(home)[0], home.sql("SELECT * FROM suppression")) == ("waiting", [])
    assert NOOR in go_on(home, 4)


def test_a_wrong_complaint_frees_person_and_sender(home: Home) -> None:
    take(home, bounce(home, Class.COMPLAINT, NOOR))
    assert home.type("inbox", "mark", "1", "auto_reply")[0] == 0
    assert home.sql("SELECT held FROM account") == [(None,)]
    assert (state(home)[0], home.sql("SELECT * FROM suppression")) == ("waiting", [])
    assert NOOR in go_on(home, 4)


def test_a_wrong_absence_ends_at_once(home: Home) -> None:
    before = state(home)
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR))
    assert home.type("inbox", "mark", "1", "auto_reply")[0] == 0
    assert state(home) == before
    assert home.sql("SELECT paused_until FROM lead WHERE id = 1") == [(None,)]


def test_what_was_missed_is_done(home: Home) -> None:
    take(home, answer(home, Class.UNKNOWN, NOOR))
    assert home.type("inbox", "mark", "1", "unsubscribe")[2] == (
        "1: unsubscribe, noor@windmill.example: unsubscribed, everywhere and for ever\n"
    )
    assert state(home)[0] == "unsubscribed"
    assert home.sql("SELECT state FROM inbox_message") == [("corrected",)]


def test_another_no_of_the_same_person_stands(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR), answer(home, Class.REPLY, NOOR, uid=2))
    home.type("inbox", "mark", "1", "auto_reply")
    assert state(home)[0] == "replied"
    assert NOOR not in go_on(home, 4)
    home.type("inbox", "mark", "2", "auto_reply")
    assert state(home)[0] == "replied"  # the journey was not ended by this one, and the first is corrected already


def test_what_somebody_decided_since_stays_decided(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    home.type("leads", "stop", NOOR)
    home.type("inbox", "mark", "1", "auto_reply")
    assert NOOR not in go_on(home, 4)


def test_a_message_that_fits_nothing_gets_its_lead_from_a_person(home: Home) -> None:
    take(home, arrived(home, Class.HARD_BOUNCE, DAEMON))
    assert home.type("inbox", "mark", "1", "hard_bounce")[2].startswith("seleqt: message 1 belongs to no lead that was written to\n")
    assert home.type("inbox", "mark", "1", "hard_bounce", "--lead", SAM)[0] == 0
    assert home.sql("SELECT value, reason FROM suppression") == [(SAM, "hard bounce")]
    assert state(home, 2)[0] == "bounced"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("inbox", "mark", "7", "reply"), "seleqt: there is no message 7\n"),
        (("inbox", "show", "7"), "seleqt: there is no message 7\n"),
        (("inbox", "mark", "7", "spam"), "seleqt: spam is no class of messages\n"),
        (("inbox", "list", "--class", "spam"), "seleqt: spam is no class of messages\n"),
        (("inbox", "list", "--sender", "bob"), "seleqt: there is no sender bob\n"),
        (("inbox", "sync", "--sender", "bob"), "seleqt: there is no sender bob\n"),
    ],
)
def test_wrong_words_are_told(home: Home, words: tuple[str, ...], said: str) -> None:
    code, _, err = home.type(*words)
    assert (code, err.splitlines(keepends=True)[0]) == (2, said)


def test_there_is_nothing_to_sync_where_a_person_watches(home: Home) -> None:
    assert home.type("inbox", "sync") == (0, "", "there is no inbox to read: a person watches every sender's\n")
    assert home.type("inbox", "list") == (0, "", "nothing came in\n")


def test_explain_and_history_tell_what_came_in(home: Home) -> None:
    take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, status="4.2.2"))
    assert "bounced, inbox: soft bounce 4.2.2" in home.type("explain", NOOR)[1]
    assert "bounced       intro, noor@windmill.example, hello  (soft bounce 4.2.2)" in home.type("history", "--events")[1]
