"""The main job: three mails to 200 leads of a CSV, over real servers, judged by the servers' records alone."""

from collections import Counter
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from seleqt_cli.engine import local
from seleqt_cli.engine.clocks import VirtualClock
from tests.acceptance.homes import OFFICE, THREE_MAILS, Home, InProcess
from tests.acceptance.records import DAY, Rules, doubled, rule_faults, text_of, thread_faults, threads
from tests.servers.aiosmtpd_server import Aiosmtpd, aiosmtpd_server
from tests.servers.postfix import Postfix, postfix
from tests.servers.recording_smtp import Taken

MONDAY = 1_798_444_800
"""2026-12-28 08:00 UTC; 09:00 in Amsterdam."""
USERS = {f"s{number}@acme.example": f"secret-{number}" for number in range(1, 13)}
PASSWORDS = {f"SELEQT_PASSWORD_S{number}": f"secret-{number}" for number in range(1, 13)}


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Postfix]:
    with postfix(USERS) as running:
        yield running


@pytest.fixture(autouse=True)
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the loop need not look every minute of a virtual week; what it does when something is due stays as it is."""
    monkeypatch.setattr(local, "LOOK_AGAIN", 3600)


@pytest.fixture
def aio_server(tmp_path: Path) -> Iterator[Aiosmtpd]:
    with aiosmtpd_server(tmp_path, USERS) as running:
        yield running


def home(folder: Path, port: int, ca: Path, **choices: object) -> Home:
    smtp = f"{{host: localhost, port: {port}, tls: starttls, ca: {ca}}}"
    return Home(folder, smtp, leads=200, auth="password", environment=PASSWORDS, **choices).write()  # type: ignore[arg-type]


def delivered(server: Postfix) -> list[Taken]:
    """Postfix's Maildir, in the order of the dates that the mails bear."""
    found = []
    parser = BytesParser(policy=policy.default)
    folder = server.folder / "mail" / "all"
    for path in sorted(folder.glob("new/*")):
        content = path.read_bytes()
        message = parser.parsebytes(content)
        sender = str(message["Return-Path"]).strip("<>")
        at = int(parsedate_to_datetime(str(message["Date"])).timestamp())
        found.append(Taken(sender, str(message["X-Original-To"] or message["Delivered-To"]), content, at))
    chain = {mail.message_id: len(str(mail.message["References"] or "").split()) for mail in found}
    return sorted(found, key=lambda mail: (chain[mail.message_id], mail.at))


def three_each(taken: list[Taken], leads: list[str]) -> None:
    found = threads(taken)
    assert Counter({person: len(mails) for person, mails in found.items()}) == Counter(dict.fromkeys(leads, 3))
    assert [fault for mails in found.values() for fault in thread_faults(mails)] == []
    one = found[leads[6]]
    assert [str(mail.message["Subject"]) for mail in one] == ["Pallets at Company 7", *["Re: Pallets at Company 7"] * 2]
    assert [text_of(mail.message).splitlines()[0] for mail in one] == [
        "Hi Lead7, shall we talk about pallets?",
        "Did this reach you, Lead7?",
        "A last word to Lead7: yes, later or no?",
    ]


def test_four_accounts_on_a_virtual_clock_keep_hours_limits_gaps_and_waits(tmp_path: Path, aio_server: Aiosmtpd) -> None:
    clock = VirtualClock(MONDAY)
    aio_server.now = clock.now
    four = home(
        tmp_path / "four", aio_server.port, aio_server.ca, accounts=4, limit=40, gap="3 minutes", schedule=OFFICE,
        steps=THREE_MAILS.replace("WAIT", "2 days"),
    )  # fmt: skip
    InProcess(four, clock).apply().until(MONDAY + 60 * DAY)
    assert doubled(aio_server.taken) == []
    three_each(aio_server.taken, four.addresses())
    rules = Rules(limit=40, gap=180, hours=(9, 17), weekdays=frozenset(range(5)), wait_days=2)
    assert rule_faults(aio_server.taken, rules) == []
    assert set(aio_server.logins) == {f"s{number}@acme.example" for number in range(1, 5)}
    four.is_sound()


def test_twelve_accounts_as_a_command_over_postfix_stop_at_their_limits_and_cron_adds_nothing(tmp_path: Path, mail_server: Postfix) -> None:
    twelve = home(tmp_path / "twelve", mail_server.submission, mail_server.certificates.ca, accounts=12).apply()
    done = twelve.call("run", "--once")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, []), done.stderr
    assert done.stderr.splitlines()[-1] == "592 sent"
    again = twelve.call("run", "--once", "-q")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    mail_server.wait_until_delivered(592)
    taken = delivered(mail_server)
    assert len(mail_server.accepted()) == len(taken) == 592
    assert doubled(taken) == []
    # 17 leads each for eight accounts make 51 mails: the last one waits for tomorrow
    wanted = {f"s{number}@acme.example": 50 if number <= 8 else 48 for number in range(1, 13)}
    assert Counter(mail.sender for mail in taken) == Counter(wanted)
    assert Counter(len(mails) for mails in threads(taken).values()) == Counter({3: 192, 2: 8})
    assert [fault for mails in threads(taken).values() for fault in thread_faults(mails)] == []
    assert rule_faults(taken, Rules()) == []
    twelve.is_sound()


def test_the_loop_delivers_over_postfix_what_the_calendar_allows(tmp_path: Path) -> None:
    with postfix(USERS) as server:
        clock = VirtualClock(MONDAY)
        steps = THREE_MAILS.replace("WAIT", "2 working days")
        four = home(tmp_path / "loop", server.submission, server.certificates.ca, accounts=4, schedule=OFFICE, steps=steps)
        InProcess(four, clock).apply().until(MONDAY + 60 * DAY)
        server.wait_until_delivered(600)
        taken = delivered(server)
        assert doubled(taken) == []
        three_each(taken, four.addresses())
        assert rule_faults(taken, Rules(hours=(9, 17), weekdays=frozenset(range(5)), wait_days=2)) == []
        four.is_sound()
