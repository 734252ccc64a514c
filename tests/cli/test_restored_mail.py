"""A restored database reads Sent of a real mail server before it sends: by the record of that server no mail goes twice."""

import shutil
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.mail_worlds import MONDAY, World, renamed

DAY = 86_400
SAM = "sam@canal.example"


def database(world: World) -> Path:
    return world.home.folder / "home" / "seleqt.db"


def restored(world: World, change: Callable[[bytes], bytes] = lambda content: content) -> None:
    """Three mails on Monday, a copy of the database, two more and three follow-ups until Wednesday, and the copy put back."""
    world.once()
    for taken in world.smtp.taken:
        world.file(taken, change)
    copy = shutil.copy2(database(world), world.home.folder / "kept.db")
    for _ in range(2):
        before = len(world.smtp.taken)
        world.once(24 * 60)
        for taken in world.smtp.taken[before:]:
            world.file(taken, change)
    assert len(world.smtp.taken) == 8
    shutil.copy2(copy, database(world))
    world.home.clock.set(MONDAY + 3 * DAY)


def goes_on(world: World) -> None:
    """Nothing goes before Sent was read; then everybody gets both mails, once."""
    assert world.home.type("run", "--once")[0] == 3
    assert world.home.type("resolve", "--ready", "--yes")[0] == 1
    code, _, err = world.home.type("resolve", "--check")
    assert code == 0, err
    assert "anna: 5 mails found that this database did not know of\n" in err
    assert world.home.type("resolve", "--ready", "--yes")[0] == 0
    for _ in range(6):
        world.once(24 * 60)
    sent = sorted((mail.recipient, str(mail.message["Subject"])) for mail in world.smtp.taken)
    assert len(sent) == len(set(sent)) == 10
    code, out, err = world.home.type("audit")
    assert code == 0, out + err


def test_nothing_goes_twice_after_a_restore(world: World) -> None:
    restored(world)
    goes_on(world)
    follow_ups = [mail.message for mail in world.smtp.taken if str(mail.message["Subject"]).startswith("Re:")]
    firsts = {str(mail.message["To"]): mail.message_id for mail in world.smtp.taken if not str(mail.message["Subject"]).startswith("Re:")}
    assert {str(mail["In-Reply-To"]) for mail in follow_ups} == set(firsts.values())


@pytest.mark.parametrize("original", [True, False])
def test_nor_where_the_server_gives_every_mail_another_name(world: World, original: bool) -> None:
    number = iter(range(100))

    def change(content: bytes) -> bytes:
        return renamed(content, original=original).replace(b"<new.name@", b"<new.name.%d@" % next(number))

    restored(world, change)
    goes_on(world)


def test_an_answer_to_a_mail_that_the_copy_did_not_know_stops_the_journey(world: World) -> None:
    restored(world)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ida@dike.example", "anna@acme.example", "Re: Robots for Dike"
    mail["In-Reply-To"] = next(taken.message_id for taken in world.smtp.taken if taken.recipient == "ida@dike.example")
    mail["Message-ID"] = "<answer@dike.example>"
    mail.set_content("No, thank you. We have robots.\n")
    world.imap.put(world.user, "INBOX", mail.as_bytes(), at=MONDAY + 2 * DAY)
    assert world.home.type("inbox", "sync")[0] == 3  # an answer to what is not known would be passed over for good
    world.home.type("resolve", "--check")
    world.home.type("resolve", "--ready", "--yes")
    for _ in range(6):
        world.once(24 * 60)
    assert [mail.recipient for mail in world.smtp.taken].count("ida@dike.example") == 1


def test_while_sent_cannot_be_read_it_stays_stopped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    restored(world)
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", "wrong")
    code, _, err = world.home.type("resolve", "--check")
    assert code == 1
    assert "anna: its Sent was not read: " in err
    code, _, err = world.home.type("resolve", "--ready", "--yes")
    assert (code, err) == (1, "seleqt: Sent of anna was not read\nseleqt resolve --check\n")
    assert world.home.type("run", "--once")[0] == 3


def test_mails_of_another_machine_with_the_same_database_stop_this_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(world.home.folder / "home", world.home.folder / "other")
    monkeypatch.setenv("SELEQT_HOME", str(world.home.folder / "other"))
    monkeypatch.setenv("SELEQT_STATE", str(world.home.folder / "state of the other"))
    world.once()
    assert len(world.smtp.taken) == 3
    monkeypatch.setenv("SELEQT_HOME", str(world.home.folder / "home"))
    monkeypatch.delenv("SELEQT_STATE")
    for taken in world.smtp.taken:
        world.file(taken)
    code, _, err = world.home.type("run", "--once")
    assert code == 3
    why = "Sent of anna holds mails of ours that it does not know: it is in use on another machine too"
    assert f"seleqt: nothing is sent from this database: {why}\n" in err
    assert len(world.smtp.taken) == 3
    assert world.home.type("resolve", "--check")[0] == 0
    assert world.home.type("resolve", "--ready", "--yes")[0] == 0
    for _ in range(6):
        world.once(24 * 60)
    names = world.smtp.message_ids()
    assert len(names) == len(set(names)) == 10


def test_where_a_person_watches_the_inbox_they_are_shown_who_would_get_a_mail_again(world: World) -> None:
    file = world.home.folder / "campaigns.yaml"
    text = file.read_text(encoding="utf-8")
    begin = text.index("    imap: ")
    file.write_text(text[:begin] + "    imap: none\n" + text[text.index("\n", begin) + 1 :], encoding="utf-8")
    assert world.home.type("apply", "--yes")[0] == 0
    world.once()
    copy = shutil.copy2(database(world), world.home.folder / "kept.db")
    world.once(24 * 60)
    shutil.copy2(copy, database(world))
    code, _, err = world.home.type("resolve", "--check")
    assert code == 0
    assert "anna: no Sent folder can be read (imap: none); 5 people are next: " in err
    code, _, err = world.home.type("resolve", "--ready")
    assert code == 2
    assert "What it did since Mon 2025-12-01 09:00 would be done again: 5 next (ida@dike.example, bo@lock.example" in err
    assert world.home.type("run", "--once")[0] == 3
    assert world.home.type("resolve", "--ready", "--yes")[0] == 0
