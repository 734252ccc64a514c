"""Whose mail it is: colleagues who are leads themselves, people written to on LinkedIn alone, and addresses that leads had before."""

from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.inbound.mail import Inbound, Returned
from seleqt_cli.core.inbound.verdict import Class
from tests.cli.arrivals import DAEMON, answer, arrived, bounce, message_id, take
from tests.cli.homes import BOTH, MAILS, MONDAY, Home

DAY = 86_400
NOOR, SAM, BO = "noor@windmill.example", "sam@canal.example", "bo@lock.example"
MOVED = "noor@canal.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday at nine, none to Ida and Bo; now it is ten."""
    found = Home(tmp_path, monkeypatch, capsys, MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}"))
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


@pytest.fixture
def linkedin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Noor was invited on LinkedIn, and nobody was written a mail."""
    found = Home(tmp_path, monkeypatch, capsys, BOTH)
    found.type("run", "--once", "-q")
    assert found.type("tasks", "done", "1")[0] == 0
    assert found.sql("SELECT lead, kind, state FROM action") == [(NOOR, "connect", "sent")]
    found.clock.set(MONDAY + 3600)
    return found


def journeys(home: Home) -> list[tuple[Any, ...]]:
    return home.sql("SELECT id, state, reason, queue, due_at FROM journey ORDER BY id")


def state(home: Home, lead: int = 1) -> str:
    found: str = home.sql("SELECT state FROM journey WHERE lead_id = ? ORDER BY id", lead)[0][0]
    return found


def suppressed(home: Home) -> list[str]:
    return [value for (value,) in home.sql("SELECT value FROM suppression ORDER BY value")]


def go_on(home: Home, days: int = 4) -> list[str]:
    """Let days pass with a run in each; returns who got a mail, at which address."""
    before = home.sql("SELECT max(id) FROM history")[0][0]
    for _ in range(days):
        home.clock.set(home.clock.now() + DAY)
        assert home.type("run", "--once", "-q")[0] in (0, 3)
    rows = home.sql("SELECT a.recipient FROM history h JOIN action a ON a.id = h.action_id WHERE h.id > ? AND h.event = 'sent'", before)
    assert home.type("audit")[0] == 0
    return [row[0] for row in rows]


def marked(home: Home, kind: str) -> None:
    assert home.type("inbox", "mark", "1", kind)[0] == 0


def test_somebody_who_answers_in_a_colleagues_thread_stops_too_and_both_are_taken_back(home: Home) -> None:
    before = journeys(home)
    take(home, answer(home, Class.REPLY, NOOR, sender=BO))
    assert (state(home), state(home, 5)) == ("replied", "replied")
    assert home.sql("SELECT followed FROM inbox_message") == [("stopped 1 journey; stopped 1 journey of whoever wrote it too",)]
    assert "wrote in the thread of somebody else" in home.type("explain", BO)[1]
    marked(home, "auto_reply")
    assert journeys(home) == before
    assert {NOOR, BO} <= set(go_on(home))


def test_a_colleagues_opt_out_stops_the_lead_asks_a_person_and_binds_the_colleague_for_ever(home: Home) -> None:
    before = journeys(home)
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR, sender=BO))
    assert (state(home), state(home, 5)) == ("replied", "unsubscribed")
    assert suppressed(home) == [BO]
    assert home.sql("SELECT followed FROM inbox_message") == [("stopped 1 journey; waits in tasks; whoever wrote it is unsubscribed too",)]
    said = home.type("tasks", "list")[1]
    assert "somebody else of their thread wants no more mail, so that everything of them is stopped" in said
    assert "seleqt inbox mark 1 unsubscribe, reply or unknown" in said
    assert "unsubscribed" in home.type("explain", BO)[1]
    marked(home, "unknown")
    assert (journeys(home), suppressed(home)) == (before, [])
    assert home.sql("SELECT state FROM task") == [("skipped",)]
    assert {NOOR, BO} <= set(go_on(home))


def test_what_a_colleague_said_of_themselves_stands_whatever_a_person_makes_of_it_for_the_lead(home: Home) -> None:
    before = journeys(home)
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR, sender=BO))
    marked(home, "unsubscribe")
    assert (state(home), state(home, 5), suppressed(home)) == ("unsubscribed", "unsubscribed", [BO, NOOR])
    marked(home, "reply")
    assert (state(home), state(home, 5), suppressed(home)) == ("replied", "replied", [])
    marked(home, "auto_reply")
    assert (journeys(home), suppressed(home)) == (before, [])
    assert {NOOR, BO} <= set(go_on(home))


def test_a_person_says_that_a_colleague_spoke_for_the_lead(home: Home) -> None:
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR, sender="boss@windmill.example"))
    assert suppressed(home) == []
    assert (
        home.type("inbox", "mark", "1", "unsubscribe")[2]
        == "1: unsubscribe, noor@windmill.example: unsubscribed, everywhere and for ever\n"
    )
    assert (state(home), suppressed(home)) == ("unsubscribed", [NOOR])
    assert home.sql("SELECT state FROM task") == [("skipped",)]
    assert NOOR not in go_on(home)


def test_a_colleagues_opt_out_stops_the_person_in_every_campaign_also_where_a_reply_would_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MAILS.replace("    schedule: office\n", "    schedule: office\n    on_reply: {stop: journey}\n    overlap: true\n", 1)
    second = (
        text[text.index("  hello:\n") :].replace("hello:", "again:", 1).replace("id: intro", "id: first").replace("id: nudge", "id: more")
    )
    home = Home(tmp_path, monkeypatch, capsys, text + second)
    home.type("run", "--once", "-q")
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR, sender="boss@windmill.example"))
    assert home.sql("SELECT campaign, state FROM journey WHERE lead_id = 1 ORDER BY campaign") == [
        ("again", "replied"),
        ("hello", "replied"),
    ]


def test_what_a_colleague_said_of_themselves_stands_when_another_mail_of_theirs_is_corrected(home: Home) -> None:
    home.clock.set(MONDAY + DAY)
    home.type("run", "--once", "-q")  # Bo gets the first mail too
    take(home, answer(home, Class.REPLY, BO))
    take(home, answer(home, Class.REPLY, NOOR, sender=BO, uid=2))
    marked(home, "auto_reply")
    assert (state(home), state(home, 5)) == ("replied", "replied")
    assert BO not in go_on(home)


def test_an_answer_by_mail_to_an_invitation_stops_what_is_left(linkedin: Home) -> None:
    take(linkedin, arrived(linkedin, Class.REPLY, NOOR))
    assert state(linkedin) == "replied"
    told = linkedin.sql("SELECT matched, followed FROM inbox_message")
    assert told == [("the address it comes from, of somebody written to on LinkedIn", "stopped 1 journey")]
    assert NOOR not in go_on(linkedin, 16)
    marked(linkedin, "auto_reply")
    assert state(linkedin) == "waiting"


def test_an_opt_out_by_mail_keeps_linkedin_away_too(linkedin: Home) -> None:
    take(linkedin, arrived(linkedin, Class.UNSUBSCRIBE, NOOR))
    assert (state(linkedin), suppressed(linkedin)) == ("unsubscribed", ["https://www.linkedin.com/in/example-noor/", NOOR])


def test_whoever_was_put_nothing_before_yet_answers_nothing(linkedin: Home) -> None:
    take(linkedin, arrived(linkedin, Class.REPLY, SAM))
    assert (state(linkedin, 2), linkedin.sql("SELECT * FROM inbox_message")) == ("due", [])


def test_a_bounce_of_an_address_that_the_lead_had_gives_that_one_up_and_the_new_one_is_written_to(home: Home) -> None:
    assert home.type("leads", "set", NOOR, f"email={MOVED}")[0] == 0
    take(home, arrived(home, Class.HARD_BOUNCE, DAEMON, addresses=(NOOR,)))
    assert home.sql("SELECT matched FROM inbox_message") == [("recipient and time",)]
    assert (state(home), suppressed(home)) == ("waiting", [NOOR])
    assert MOVED in go_on(home)


@pytest.mark.parametrize("sender", [NOOR, MOVED])
def test_an_answer_from_the_old_and_from_the_new_address_is_the_leads(home: Home, sender: str) -> None:
    home.type("leads", "set", NOOR, f"email={MOVED}")
    take(home, arrived(home, Class.REPLY, sender, mail=Inbound(subject="hello")))
    assert home.sql("SELECT matched FROM inbox_message") == [("the address it comes from",)]
    assert state(home) == "replied"


@pytest.mark.parametrize("sender", [NOOR, MOVED])
def test_an_opt_out_from_either_address_binds_both(home: Home, sender: str) -> None:
    home.type("leads", "set", NOOR, f"email={MOVED}")
    take(home, arrived(home, Class.UNSUBSCRIBE, sender))
    assert (state(home), suppressed(home)) == ("unsubscribed", [MOVED, NOOR])


def test_a_new_address_is_written_to_although_the_old_one_bounced_and_the_history_says_that_it_was_changed(home: Home) -> None:
    take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, status="4.2.2"))
    marked(home, "hard_bounce")
    assert (state(home), suppressed(home)) == ("bounced", [NOOR])
    home.sql(
        "UPDATE journey SET state = 'waiting', reason = '', queue = 'email:anna@acme.example' WHERE id = 1"
    )  # a LinkedIn step was left
    assert home.type("leads", "set", NOOR, f"email={MOVED}")[0] == 0
    assert "address_changed" in home.type("history", "--events")[1]
    assert MOVED in go_on(home)


def test_an_address_that_nothing_went_to_is_not_kept(home: Home) -> None:
    home.type("leads", "set", BO, "email=bo@dike.example")
    assert home.sql("SELECT * FROM former_address") == []


def test_a_bounce_of_an_address_that_mail_is_handed_on_to_is_shown_and_gives_nobody_up(home: Home) -> None:
    before = journeys(home)
    take(home, bounce(home, Class.HARD_BOUNCE, NOOR, status="5.1.1"))
    marked(home, "unknown")
    mail = Inbound(message_id="<2@relay.example>", returned=Returned(message_id(home, NOOR)))
    take(home, arrived(home, Class.HARD_BOUNCE, DAEMON, uid=2, mail=mail, addresses=("noor.private@mail.example",)))
    assert (journeys(home), suppressed(home)) == (before, [])
    assert [found["id"] for found in home.lines("inbox", "list", "--new")] == [2]
    assert "what failed is an address that the lead's mail is handed on to" in home.type("inbox", "show", "2")[1]
    assert "what failed is an address that the lead's mail is handed on to" in home.type("explain", NOOR)[1]
    assert NOOR in go_on(home)
    assert home.type("inbox", "mark", "2", "hard_bounce")[0] == 0  # a person knows better
    assert suppressed(home) == [NOOR]
