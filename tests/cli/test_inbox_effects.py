"""What mails that come in do: in the database, in the record, and to what is sent afterwards."""

from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.app.inbox import Inbox
from seleqt_cli.core.inbound.mail import Inbound, Party, Returned
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.core.message_ids import unsubscribe_token
from seleqt_cli.ports.inbox import Arrived
from tests.cli.arrivals import ANNA, DAEMON, answer, arrived, bounce, message_id, own, take
from tests.cli.homes import BOTH, MAILS, MONDAY, Home

DAY = 86_400
NOOR, SAM, TOM = "noor@windmill.example", "sam@canal.example", "tom@quay.example"
WITHOUT_GAP = MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday; the others wait for Tuesday, the follow-ups for Wednesday."""
    found = Home(tmp_path, monkeypatch, capsys, WITHOUT_GAP)
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


def states(home: Home) -> list[tuple[Any, ...]]:
    return home.sql("SELECT lead_id, state, reason FROM journey ORDER BY lead_id LIMIT 3")


def events(home: Home) -> list[tuple[str, str | None]]:
    """What was recorded behind the first sends."""
    usual = ("applied", "sending", "sent")
    return [(one["event"], one["lead"]) for one in home.lines("history", "--events") if one["event"] not in usual]


def kept(home: Home) -> list[tuple[Any, ...]]:
    return home.sql("SELECT class, matched, state, followed FROM inbox_message ORDER BY id")


def go_on(home: Home, days: int) -> list[str]:
    """Let days pass with a run in each; returns who got a mail."""
    before = home.sql("SELECT max(id) FROM history")[0][0]
    for _ in range(days):
        home.clock.set(home.clock.now() + DAY)
        assert home.type("run", "--once", "-q")[0] in (0, 3)
    rows = home.sql(
        "SELECT l.email FROM history h JOIN lead l ON l.id = h.lead_id WHERE h.id > ? AND h.event = 'sent' ORDER BY h.id", before
    )
    assert home.type("audit")[0] == 0
    return [row[0] for row in rows]


def test_a_reply_stops_the_person_and_nobody_else(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    assert states(home) == [(1, "replied", ""), (2, "waiting", ""), (3, "waiting", "")]
    assert kept(home) == [("reply", "the thread", "handled", "stopped 1 journey")]
    assert events(home) == [("replied", NOOR)]
    later = go_on(home, 4)
    assert NOOR not in later
    assert {SAM, TOM} <= set(later)


def test_the_same_mail_is_handled_once_in_whatever_folder_it_lies(home: Home) -> None:
    one = answer(home, Class.REPLY, NOOR)
    take(home, one)
    take(home, one, role="all")
    take(home, one, one)
    assert len(kept(home)) == 1
    assert events(home) == [("replied", NOOR)]


def test_a_death_in_the_middle_of_some_mails_undoes_all_of_them_and_their_cursor(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = [answer(home, Class.REPLY, NOOR), answer(home, Class.UNSUBSCRIBE, SAM, uid=2)]
    handle = Inbox._handle

    def dies(inbox: Inbox, one: Arrived, *rest: Any) -> None:
        if one.uid == 2:
            raise KeyboardInterrupt
        handle(inbox, one, *rest)

    monkeypatch.setattr(Inbox, "_handle", dies)
    with pytest.raises(KeyboardInterrupt):
        take(home, *mails)
    assert (kept(home), events(home), home.sql("SELECT * FROM inbox_folder")) == ([], [], [])
    assert {state for _, state, _ in states(home)} == {"waiting"}
    monkeypatch.setattr(Inbox, "_handle", handle)
    take(home, *mails)
    assert [state for _, state, _ in states(home)] == ["replied", "unsubscribed", "waiting"]


def test_mail_that_has_nothing_to_do_with_us_leaves_no_trace(home: Home) -> None:
    take(home, arrived(home, Class.REPLY, "aunt@family.example"), arrived(home, Class.OUT_OF_OFFICE, "shop@mail.example", uid=2))
    assert kept(home) == []
    assert home.sql("SELECT folder, uidvalidity, next_uid FROM inbox_folder") == [("INBOX", 1, 3)]
    assert home.sql("SELECT inbox_read_at, inbox_trouble FROM account") == [(MONDAY + 3600, None)]


def test_an_opt_out_keeps_the_person_out_of_everything_for_ever(home: Home) -> None:
    take(home, answer(home, Class.UNSUBSCRIBE, NOOR))
    assert states(home)[0] == (1, "unsubscribed", "suppressed: unsubscribed")
    assert home.sql("SELECT kind, value, reason, source FROM suppression") == [("email", NOOR, "unsubscribed", "mail")]
    assert [event for event, _ in events(home)] == ["suppressed", "unsubscribed", "unsubscribed"]
    assert NOOR not in go_on(home, 4)


def test_an_unsubscribe_token_works_from_another_address_and_a_guessed_one_does_not(home: Home) -> None:
    secret, key = home.sql("SELECT (SELECT value FROM meta WHERE key = 'secret'), send_key FROM action WHERE lead = ?", NOOR)[0]
    token = unsubscribe_token(bytes.fromhex(secret), key)
    take(home, arrived(home, Class.UNSUBSCRIBE, "eve@elsewhere.example", token="a" * 24))
    assert (home.sql("SELECT value FROM suppression"), kept(home)) == ([], [("unsubscribe", "", "new", "")])
    take(home, arrived(home, Class.UNSUBSCRIBE, "noor@private.example", uid=2, token=token))
    assert home.sql("SELECT value FROM suppression") == [(NOOR,)]


def test_a_hard_bounce_suppresses_the_address_and_ends_what_has_no_other_way(home: Home) -> None:
    take(home, bounce(home, Class.HARD_BOUNCE, NOOR, status="5.1.1"))
    assert states(home)[0] == (1, "bounced", "hard bounce 5.1.1")
    assert home.sql("SELECT value, reason FROM suppression") == [(NOOR, "hard bounce")]
    assert kept(home) == [("hard_bounce", "the mail that came back", "handled", "the address is suppressed (hard bounce), 1 journey ended")]
    assert NOOR not in go_on(home, 4)


def test_a_hard_bounce_leaves_the_linkedin_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = """\
      - id: hello
        email: {subject: "Robots", body: "Hi {{ first_name }}"}
      - wait: 1 day
      - id: look
        visit:
"""
    home = Home(
        tmp_path, monkeypatch, capsys, BOTH.partition("      - id: invite")[0].replace("signature: Anna}", "pace: {gap: 0}}") + steps
    )
    home.type("run", "--once", "-q")
    take(home, bounce(home, Class.HARD_BOUNCE, NOOR, step="hello"))
    assert home.sql("SELECT state, step FROM journey WHERE lead_id = 1") == [("waiting", "look")]
    assert home.sql("SELECT value, reason FROM suppression") == [(NOOR, "hard bounce")]


def test_a_bounce_for_a_mail_that_was_never_sent_is_listed_and_does_nothing(home: Home) -> None:
    forged = Inbound(returned=Returned("<forged@acme.example>", recipients=(NOOR,)))
    take(home, arrived(home, Class.HARD_BOUNCE, DAEMON, mail=forged, addresses=(NOOR,)))
    assert kept(home) == [("hard_bounce", "", "new", "")]
    assert "it is about a mail that was never sent from here; ignored" in home.sql("SELECT reasons FROM inbox_message")[0][0]
    assert (home.sql("SELECT * FROM suppression"), events(home)) == ([], [])


def test_a_soft_bounce_changes_nothing_until_the_third_in_a_row(home: Home) -> None:
    take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, status="4.2.2"))
    take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, uid=2, status="4.2.2"))
    assert states(home)[0] == (1, "waiting", "")
    assert events(home) == [("bounced", NOOR), ("received", NOOR)]
    assert NOOR in go_on(home, 4)
    assert home.sql("SELECT count(*) FROM suppression") == [(0,)]


def test_three_soft_bounces_in_a_row_are_a_hard_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = """\
      - wait: 2 days
      - id: last
        email: {body: "Last, {{ first_name }}"}
      - wait: 9 days
      - id: end
        email: {body: "Bye, {{ first_name }}"}
"""
    home = Home(tmp_path, monkeypatch, capsys, WITHOUT_GAP + more)
    for number, step in enumerate(("intro", "nudge", "last"), 1):
        while not home.sql("SELECT 1 FROM action WHERE lead = ? AND step = ? AND state = 'sent'", NOOR, step):
            assert home.type("run", "--once", "-q")[0] in (0, 3)
            home.clock.set(home.clock.now() + DAY)
        take(home, bounce(home, Class.SOFT_BOUNCE, NOOR, step=step, uid=number, detail="mailbox full"))
    assert home.sql("SELECT value, reason, source FROM suppression") == [
        (NOOR, "hard bounce", "3 mails in a row came back, the last: soft bounce mailbox full")
    ]
    assert states(home)[0][1] == "bounced"


def test_an_absence_holds_every_step_and_ends_by_itself(home: Home) -> None:
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR, returns="2027-01-04"))
    assert states(home)[0] == (1, "waiting", "the lead is paused: out of office, back on 2027-01-04")
    assert events(home) == [("away", NOOR)]
    told = home.type("explain", NOOR)[1]
    assert "out of office, back on 2027-01-04" in told
    assert NOOR not in go_on(home, 8)  # until Tuesday the 5th
    assert NOOR in go_on(home, 2)


def test_an_absent_person_can_be_written_to_again_by_hand(home: Home) -> None:
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR))
    assert home.type("leads", "resume", NOOR)[0] == 0
    assert states(home)[0] == (1, "waiting", "")
    assert NOOR in go_on(home, 4)


def test_other_automatic_answers_are_listed_and_change_nothing(home: Home) -> None:
    take(home, answer(home, Class.AUTO_REPLY, NOOR))
    assert (kept(home), events(home)) == ([("auto_reply", "the thread", "new", "")], [("received", NOOR)])
    assert states(home)[0] == (1, "waiting", "")


def test_a_challenge_asks_a_person(home: Home) -> None:
    take(home, answer(home, Class.AUTO_REPLY, NOOR, detail="challenge"))
    text = "Noor: its server asks the sender to confirm that a person writes (seleqt inbox show 1)"
    assert home.sql("SELECT kind, text FROM task") == [("later", text)]
    home.type("mark", NOOR, "later", "--until", "2027-03-01")
    take(home, answer(home, Class.AUTO_REPLY, NOOR, uid=2, detail="challenge"))
    left = [("later", "Come back to Noor"), ("later", text.replace("show 1", "show 2"))]
    assert home.sql("SELECT kind, text FROM task WHERE state = 'open' ORDER BY id") == left
    assert home.type("inbox", "mark", "2", "unknown")[0] == 0
    assert home.sql("SELECT kind, text FROM task WHERE state = 'open'") == left[:1]


def test_a_block_of_the_sender_holds_it_and_leaves_the_lead(home: Home) -> None:
    take(home, bounce(home, Class.SENDER_BLOCK, NOOR, detail="spam"))
    assert home.sql("SELECT held FROM account") == [("a server took its mail for unwanted: sender block spam",)]
    assert states(home)[0] == (1, "waiting", "")
    assert go_on(home, 4) == []
    home.type("senders", "resume", "anna")
    take(home, bounce(home, Class.SENDER_BLOCK, TOM, uid=3, detail="spam"))
    assert home.sql("SELECT held IS NOT NULL FROM account") == [(0,)]  # it came before a person freed the sender
    home.clock.set(home.clock.now() + 60)
    take(home, bounce(home, Class.SENDER_BLOCK, SAM, uid=2, detail="spam"))
    assert home.sql("SELECT held IS NOT NULL FROM account") == [(1,)]


def test_a_complaint_suppresses_the_person_and_holds_the_sender(home: Home) -> None:
    take(home, bounce(home, Class.COMPLAINT, NOOR))
    assert states(home)[0] == (1, "stopped", "suppressed: complaint")
    assert home.sql("SELECT held FROM account") == [("somebody complained about a mail of it",)]
    home.type("senders", "resume", "anna")
    later = go_on(home, 4)
    assert NOOR not in later
    assert SAM in later


def test_an_unknown_mail_is_shown_and_nothing_is_guessed(home: Home) -> None:
    take(home, answer(home, Class.UNKNOWN, NOOR))
    assert (kept(home), events(home), states(home)[0]) == ([("unknown", "the thread", "new", "")], [], (1, "waiting", ""))


def test_reported_bounces_count_for_the_guard_of_the_domain(home: Home) -> None:
    take(home, *(bounce(home, Class.HARD_BOUNCE, lead, uid=number) for number, lead in enumerate((NOOR, SAM, TOM), 1)))
    assert home.sql("SELECT key, value FROM meta WHERE key LIKE 'guard:%'") == [
        ("guard:acme.example", "3 of the last 3 mails of acme.example bounced")
    ]
    assert go_on(home, 4) == []


def test_an_answer_proves_that_the_mail_in_doubt_was_sent(home: Home) -> None:
    home.sql("UPDATE action SET state = 'in_doubt' WHERE lead = ?", NOOR)
    doubt = "state = 'held', reason = 'in doubt whether it was sent', step = 'intro', queue = '', first = 1"
    home.sql(f"UPDATE journey SET {doubt} WHERE lead_id = 1")
    home.sql("UPDATE history SET event = 'in_doubt' WHERE event = 'sent' AND lead_id = 1")
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR))
    assert home.sql("SELECT state FROM action WHERE lead = ?", NOOR) == [("sent",)]
    assert [event for event, _ in events(home)] == ["in_doubt", "resolved", "away"]
    assert home.sql("SELECT step, state FROM journey WHERE lead_id = 1") == [("nudge", "waiting")]


def test_a_colleague_who_answers_in_the_thread_stops_the_lead(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR, sender="boss@windmill.example"))
    assert states(home)[0] == (1, "replied", "")
    assert kept(home)[0][1] == "somebody else in the thread"


def test_a_mail_in_the_thread_of_an_earlier_answer_is_known(home: Home) -> None:
    take(home, answer(home, Class.AUTO_REPLY, NOOR, uid=7))
    mail = Inbound(message_id="<8@w.example>", in_reply_to=("<7@windmill.example>",))
    take(home, arrived(home, Class.REPLY, "boss@windmill.example", uid=8, mail=mail))
    assert states(home)[0] == (1, "replied", "")


def test_our_copy_in_sent_tells_the_name_that_the_server_gave(home: Home) -> None:
    ours = message_id(home, NOOR)
    take(home, own(home, NOOR, message_id=ours), own(home, NOOR, uid=2, message_id="<new@outlook.example>", original_id=ours), role="sent")
    renamed = own(home, SAM, uid=3, message_id="<other@relay.example>", subject="Robots for Canal")
    home.clock.set(MONDAY + 60)
    take(home, own(home, SAM, uid=3, message_id=renamed.mail.message_id, subject="Robots for Canal"), role="sent")
    assert home.sql("SELECT alias, action_id FROM message_alias ORDER BY alias") == [
        ("<new@outlook.example>", 1),
        ("<other@relay.example>", 2),
    ]
    assert (kept(home), events(home)) == ([], [])
    mail = Inbound(in_reply_to=("<new@outlook.example>",))
    take(home, arrived(home, Class.REPLY, "boss@elsewhere.example", mail=mail))
    assert states(home)[0] == (1, "replied", "")


def test_a_mail_written_by_hand_holds_the_person_until_tasks_says_go_on(home: Home) -> None:
    take(home, own(home, NOOR), role="sent")
    assert states(home)[0] == (1, "held", "you wrote to them yourself; tasks asks whether to go on")
    assert events(home) == [("manual_contact", NOOR)]
    assert NOOR not in go_on(home, 4)
    assert home.type("tasks", "list")[1] == (
        "1  go on, or stop  Noor (noor@windmill.example), hello\n    You wrote to Noor yourself: Lunch?. done: go on; skip: stop\n"
    )
    assert home.type("tasks", "done", "1")[0] == 0
    assert states(home)[0] == (1, "waiting", "")
    assert NOOR in go_on(home, 3)


def test_a_mail_written_by_hand_may_end_it(home: Home) -> None:
    take(home, own(home, NOOR), role="sent")
    assert home.type("tasks", "skip", "1")[0] == 0
    assert states(home)[0][1] == "stopped"
    assert NOOR not in go_on(home, 4)


def test_a_mail_by_hand_to_somebody_else_or_from_before_the_journey_holds_nobody(home: Home) -> None:
    take(home, own(home, "aunt@family.example"), role="sent")
    home.clock.set(MONDAY - DAY)
    take(home, own(home, NOOR, uid=2), role="sent")
    assert (states(home)[0], events(home)) == ((1, "waiting", ""), [])


def test_replies_to_another_account_need_that_account_to_have_written(home: Home) -> None:
    take(home, arrived(home, Class.REPLY, NOOR), account="email:bob@acme.example")
    assert kept(home) == []
    take(home, arrived(home, Class.REPLY, NOOR), account=ANNA)
    assert kept(home) == [("reply", "the address it comes from", "handled", "stopped 1 journey")]


def test_our_own_mails_are_no_answers_wherever_they_lie(home: Home) -> None:
    ours = Inbound(message_id=message_id(home, NOOR), subject="Robots for Windmill")
    take(home, arrived(home, Class.REPLY, "anna@acme.example", mail=ours), role="all")
    by_hand = Inbound(message_id="<mine@acme.example>", in_reply_to=(message_id(home, NOOR),))
    take(home, arrived(home, Class.REPLY, "anna@acme.example", uid=2, mail=by_hand), role="all")
    assert (kept(home), events(home)) == ([], [])


def test_a_colleague_on_whom_a_campaign_is_tried_out_may_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bob = '  bob: {email: noor@windmill.example, name: Bob, smtp: "outbox:outbox/bob", signature: Bob}\n'
    home = Home(tmp_path, monkeypatch, capsys, WITHOUT_GAP.replace("schedules:", f"{bob}schedules:", 1))
    home.type("run", "--once", "-q")
    take(home, answer(home, Class.REPLY, NOOR))
    assert states(home)[0] == (1, "replied", "")


def test_a_reply_stops_the_company_where_the_campaign_says_so_and_a_correction_lets_all_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WITHOUT_GAP.replace("    schedule: office\n", "    schedule: office\n    on_reply: {stop: company}\n", 1)
    for company in ("Canal", "Lock"):
        text = text.replace(f"company: {company}", "company: Windmill")
    home = Home(tmp_path, monkeypatch, capsys, text)
    home.type("run", "--once", "-q")
    everybody = home.sql("SELECT lead_id, state, reason, queue, due_at FROM journey ORDER BY lead_id")
    take(home, answer(home, Class.REPLY, NOOR))
    assert [state for _, state, _ in states(home)] == ["replied", "stopped", "waiting"]
    assert home.sql("SELECT state FROM journey WHERE lead_id = 5") == [("stopped",)]
    assert kept(home)[0][3] == "stopped 3 journeys"
    assert home.type("inbox", "mark", "1", "auto_reply")[2].endswith("; 3 journeys go on\n")
    assert home.sql("SELECT lead_id, state, reason, queue, due_at FROM journey ORDER BY lead_id") == everybody
    assert set(go_on(home, 4)) >= {NOOR, SAM}


def test_somebody_in_copy_of_a_mail_by_hand_counts_too(home: Home) -> None:
    take(home, own(home, "aunt@family.example", cc=(Party(SAM),)), role="sent")
    assert states(home)[1][1] == "held"
