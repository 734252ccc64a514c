"""Copies into Sent of a real mail server that could not be put at first follow once they can, each once; status says so meanwhile."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seleqt_cli.storage.copies_owed import BACK_OFF, SHOWN
from tests.cli.mail_worlds import MONDAY, World, mail_world
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.recording_smtp import RecordingSmtp

FULL = re.compile(r".*\[OVERQUOTA\] Quota exceeded \(mailbox for user is full\).*")
"""What Dovecot says, and how long it took."""
FILLER = b"From: shop@elsewhere.test\r\nSubject: Offer\r\nMessage-ID: <%d@elsewhere.test>\r\n\r\nCheap!\r\n"
MOST = 4


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    with dovecot(most_mails=MOST) as running:
        yield running


@pytest.fixture
def world(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    smtp: RecordingSmtp,
    imap: Dovecot,
    request: pytest.FixtureRequest,
) -> World:
    """The mailbox is full when the first mails go."""
    made = mail_world(tmp_path, monkeypatch, capsys, smtp, imap, request.node.name, copies=True)
    imap.put_all(made.user, "INBOX", [(FILLER % number, MONDAY) for number in range(MOST)])
    made.once()
    return made


def sent(world: World) -> list[bytes]:
    """The Message-IDs in Sent, and nothing but marked copies."""
    with world.imap.person(world.user) as person:
        _, (number,) = person.select("Sent", readonly=True)
        found = person.fetch("1:*", "(BODY.PEEK[])")[1] if number != b"0" else []
    mails = [part[1] for part in found if isinstance(part, tuple)]
    assert all(mail.startswith(b"X-Seleqt-Copy: yes\r\n") for mail in mails)
    return [next(line for line in mail.splitlines() if line.lower().startswith(b"message-id:")).split()[1] for mail in mails]


def notes(world: World) -> list[tuple[str, str]]:
    """What status says of copies, without the account, and what becomes of them."""
    lines = [line for line in world.home.type("status")[1].splitlines() if "not in Sent" in line]
    found = [re.fullmatch(r"anna: (copies are not in Sent: (.*) \((.*)\))", line) for line in lines]
    assert all(one is not None and FULL.fullmatch(one[2]) for one in found), lines
    return [(one[1], one[3]) for one in found if one is not None]


def ours(world: World) -> list[bytes]:
    return [name.encode() for (name,) in world.home.sql("SELECT message_id FROM action WHERE state = 'sent' ORDER BY id")]


def test_copies_that_a_full_mailbox_refused_follow_once_there_is_room_each_once(world: World) -> None:
    assert (len(ours(world)), sent(world)) == (3, [])
    assert [what for _, what in notes(world)] == ["3 are tried again"]
    (found,) = world.home.json("status")["sent_copies"]
    assert FULL.fullmatch(found.pop("problem"))
    assert found == {"account": f"email:{world.user}", "waiting": 3, "given_up": 0}
    world.imap.expunge(world.user, "INBOX", "1:*")
    world.once()  # too early
    assert sent(world) == []
    world.once(minutes=2)
    assert sorted(sent(world)) == sorted(ours(world))
    assert notes(world) == []
    assert world.home.sql("SELECT count(*) FROM copy_owed") == [(0,)]
    world.once(minutes=60)
    assert len(sent(world)) == 3
    # a copy of ours shows nothing about what the server did
    assert world.home.sql("SELECT DISTINCT put FROM sent_copy") == [(1,)]


def test_a_copy_that_was_put_when_the_process_ended_is_found_and_not_put_again(world: World) -> None:
    world.imap.expunge(world.user, "INBOX", "1:*")
    world.once(minutes=2)
    world.home.sql("INSERT INTO copy_owed SELECT id, account, 0, 0, 0, '' FROM action WHERE state = 'sent'")
    world.once(minutes=2)
    assert len(sent(world)) == 3
    assert world.home.sql("SELECT count(*) FROM copy_owed") == [(0,)]


def test_copies_are_given_up_after_some_tries_and_shown_for_a_week(world: World) -> None:
    for seconds in BACK_OFF:
        world.once(minutes=seconds // 60 + 1)
    assert world.home.sql("SELECT DISTINCT attempts, given_up FROM copy_owed") == [(len(BACK_OFF) + 1, 1)]
    ((note, what),) = notes(world)
    assert what == "3 given up"
    (finding,) = [
        one for one in json.loads(world.home.type("doctor", "--offline", "--json")[1])["findings"] if one["check"].endswith("Sent")
    ]
    assert (finding["level"], finding["text"]) == ("warning", note)
    world.imap.expunge(world.user, "INBOX", "1:*")
    world.once(minutes=60)
    assert sent(world) == []
    world.once(minutes=SHOWN // 60)
    assert notes(world) == []
