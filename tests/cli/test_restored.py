"""A database that does not know everything that was sent from it sends nothing before it was brought up to date."""

import shutil
from pathlib import Path

import pytest

from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400
OLDER = "2 sends are missing in it: was an older copy put back?"
ADVICE = "seleqt resolve --check   reads what was sent meanwhile; then: seleqt resolve --ready\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def outbox(home: Home) -> list[str]:
    """Whom mails went to and about what, as the outbox shows."""
    found = []
    for path in (home.folder / "outbox" / "anna" / "new").glob("*"):
        fields = dict(
            line.split(": ", 1) for line in path.read_text().partition("\n\n")[0].splitlines() if line.startswith(("To:", "Subj"))
        )
        found.append(f"{fields['To']} {fields['Subject']}")
    return sorted(found)


def database(home: Home) -> Path:
    return home.folder / "home" / "seleqt.db"


def keep_copy(home: Home) -> Path:
    return Path(shutil.copy2(database(home), home.folder / "kept.db"))


def put_back(home: Home, copy: Path) -> None:
    shutil.copy2(copy, database(home))


def restored(home: Home) -> None:
    """One mail, a copy, two more mails, and the copy put back."""
    assert home.type("run", "--once", "-q")[0] == 0
    copy = keep_copy(home)
    home.clock.set(MONDAY + 180)
    home.run_for(6)
    assert len(outbox(home)) == 3
    put_back(home, copy)


def test_an_older_copy_that_was_put_back_sends_nothing_and_says_what_to_type(home: Home) -> None:
    restored(home)
    home.clock.set(MONDAY + DAY)
    assert home.type("run", "--once") == (3, "", f"seleqt: nothing is sent from this database: {OLDER}\n{ADVICE}")
    assert home.type("run", "--for", "5s")[0] == 3
    assert home.type("resolve") == (0, "", f"nothing is sent from this database: {OLDER} (seleqt resolve --check)\nnothing is in doubt\n")
    assert home.type("status")[1].startswith(f"STOPPED: nothing is sent: {OLDER} (seleqt resolve --check)\n\n")
    assert home.json("status")["stopped"] == OLDER
    assert home.type("status", "--check")[0] == 3
    assert home.sql("SELECT data FROM history WHERE event = 'sending_stopped'") == [(f'{{"reason":"{OLDER}","since":{MONDAY}}}',)]
    assert len(outbox(home)) == 3


def test_what_was_sent_since_is_read_written_down_and_not_sent_again(home: Home) -> None:
    restored(home)
    home.clock.set(MONDAY + DAY)
    assert home.type("resolve", "--ready", "--yes")[0] == 1
    code, out, err = home.type("resolve", "--check")
    assert (code, out, err) == (
        0,
        "",
        "anna: 2 mails found that this database did not know of\n"
        "    Mon 2026-12-28 09:03  sam@canal.example  hello, step intro: counts as sent\n"
        "    Mon 2026-12-28 09:06  tom@quay.example  hello, step intro: counts as sent\n"
        "everything that can be read was read; when you agree: seleqt resolve --ready\n",
    )
    assert home.type("run", "--once", "-q")[0] == 3
    assert home.type("resolve", "--ready")[0] == 2  # nobody is there to say yes
    said = "this database sends from now on; any other copy of it on this machine does not\n"
    assert home.type("resolve", "--ready", "--yes") == (0, "", said)
    rows = home.sql("SELECT lead_id, state, step, started, thread_subject FROM journey WHERE lead_id IN (2, 3) ORDER BY id")
    assert rows == [(2, "waiting", "nudge", 1, "Robots for Canal"), (3, "waiting", "nudge", 1, "Robots for Quay")]
    home.run_for(12)
    for _ in range(3):
        home.clock.set(home.clock.now() - home.clock.now() % DAY + DAY + MONDAY % DAY)
        home.run_for(12)
    mails = outbox(home)
    assert len(mails) == len(set(mails)) == 10
    assert home.type("audit")[0] == 0


def test_the_places_that_the_lost_sends_took_stay_taken(home: Home) -> None:
    restored(home)
    assert home.type("resolve", "--check")[0] == 0
    assert home.type("resolve", "--ready", "--yes")[0] == 0
    assert home.json("status")["limits"][0]["used"] == 3
    home.run_for(60)
    assert len(outbox(home)) == 3


def test_audit_sees_a_step_that_goes_although_sent_showed_it(home: Home) -> None:
    restored(home)
    home.type("resolve", "--check")
    home.type("resolve", "--ready", "--yes")
    home.clock.set(MONDAY + DAY)
    home.run_for(6)
    again = home.sql("SELECT id, journey_id, lead_id, message_id FROM action WHERE lead = 'sam@canal.example'")[0]
    data = home.sql("SELECT data FROM history WHERE event = 'sending' ORDER BY id DESC LIMIT 1")[0][0]
    name = home.sql("SELECT json_extract(data, '$.message_id') FROM history WHERE event = 'sending' ORDER BY id DESC LIMIT 1")[0][0]
    home.sql(
        "INSERT INTO history (at, event, action_id, journey_id, lead_id, account, campaign, data) "
        "VALUES (?, 'sending', ?, ?, ?, 'email:anna@acme.example', 'hello', ?)",
        home.clock.now(), *again[:3], data.replace(name, again[3]),
    )  # fmt: skip
    code, out, err = home.type("audit")
    assert code == 1
    assert "step intro of journey 2 was performed again" in out + err


def test_looking_twice_finds_nothing_twice(home: Home) -> None:
    restored(home)
    home.type("resolve", "--check")
    assert home.type("resolve", "--check")[2].startswith("anna: 0 mails found")
    assert home.sql("SELECT count(*) FROM usage") == [(3,)]


def test_a_mail_to_somebody_whom_the_copy_does_not_know_is_never_sent_again(home: Home) -> None:
    """Somebody was imported after the copy was made, and is imported once more after it was put back."""
    copy = keep_copy(home)
    more = "        - {email: new@mill.example, first_name: New, company: Mill}\n    senders"
    (home.folder / "campaigns.yaml").write_text(MAILS.replace("    senders", more, 1), "utf-8")
    assert home.type("apply", "--yes")[0] == 0
    home.run_for(15)
    home.clock.set(MONDAY + DAY)
    home.run_for(15)
    assert len(outbox(home)) == 6
    put_back(home, copy)
    code, _, err = home.type("resolve", "--check")
    assert code == 0
    assert "anna: 5 mails found" in err
    assert "Tue 2026-12-29 09:06  new@mill.example: not among the leads any more; the step is not done again\n" in err
    assert home.type("resolve", "--ready", "--yes")[0] == 0
    assert home.type("apply", "--yes")[0] == 0
    for day in range(2, 5):
        home.clock.set(MONDAY + day * DAY)
        home.run_for(15)
    mails = outbox(home)
    assert len(mails) == len(set(mails))
    assert [mail for mail in mails if "new@mill" in mail] == ["New <new@mill.example> Robots for Mill"]
    states = home.sql("SELECT state, reason FROM journey j JOIN lead l ON l.id = j.lead_id WHERE l.email = 'new@mill.example'")
    assert states == [("stopped", "Sent shows that this mail went on 2026-12-29 08:06:00Z, when this database did not know of it")]
    assert home.type("audit")[0] == 0


def test_a_copied_home_is_noticed_before_it_sends(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("run", "--once", "-q")[0] == 0
    shutil.copytree(home.folder / "home", home.folder / "other")
    home.clock.set(MONDAY + 180)
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "other"))
    first = home.folder / "home" / "seleqt.db"
    code, out, err = home.type("run", "--once")
    assert (code, out, err) == (
        3, "", f"seleqt: nothing is sent from this database: it is a copy: the one that sent last is {first}\n{ADVICE}"
    )  # fmt: skip
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "home"))
    home.run_for(6)
    assert len(outbox(home)) == 3


def test_the_copy_that_is_let_send_takes_over_and_the_first_one_stops(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("run", "--once", "-q")[0] == 0
    shutil.copytree(home.folder / "home", home.folder / "other")
    home.clock.set(MONDAY + 180)
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "other"))
    assert home.type("resolve", "--check")[0] == 0
    assert home.type("resolve", "--ready", "--yes")[0] == 0
    home.run_for(6)
    assert len(outbox(home)) == 3
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "home"))
    home.clock.set(MONDAY + DAY)
    assert home.type("run", "--once")[0] == 3
    assert len(outbox(home)) == 3


def test_a_home_that_was_moved_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("run", "--once", "-q")[0] == 0
    (home.folder / "home").rename(home.folder / "moved")
    home.clock.set(MONDAY + 180)
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "moved"))
    home.run_for(3)
    assert len(outbox(home)) == 2


def test_a_home_from_another_machine_sends_nothing_at_first(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.type("run", "--once", "-q")[0] == 0
    monkeypatch.setenv("SELEQT_STATE", str(home.folder / "state of another machine"))
    home.clock.set(MONDAY + 180)
    code, _, err = home.type("run", "--once")
    assert code == 3
    assert "it has sent before, and nothing on this machine knows of it: a copy from another one?" in err
    home.type("resolve", "--check")
    assert home.type("resolve", "--ready", "--yes")[0] == 0
    home.run_for(3)
    assert len(outbox(home)) == 2


def test_where_the_record_of_the_machine_is_gone_the_journal_in_the_home_still_tells(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = keep_copy(home)
    assert home.type("run", "--once", "-q")[0] == 0
    put_back(home, copy)
    monkeypatch.setenv("SELEQT_STATE", str(home.folder / "another"))
    home.clock.set(MONDAY + 180)
    code, _, err = home.type("run", "--once")
    assert code == 3
    assert "the journal of outcomes beside it tells of sends that it does not know: was an older copy put back?" in err
    assert home.type("resolve", "--check")[0] == 0
    assert home.type("resolve", "--ready", "--yes")[0] == 0
    home.run_for(6)
    mails = outbox(home)
    assert len(mails) == len(set(mails)) == 3


def test_a_home_that_never_sent_may_be_copied_anywhere(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(home.folder / "home", home.folder / "other")
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "other"))
    home.run_for(3)
    assert len(outbox(home)) == 1
    monkeypatch.setenv("SELEQT_HOME", str(home.folder / "home"))
    assert home.type("run", "--once")[0] == 3
    assert len(outbox(home)) == 1
