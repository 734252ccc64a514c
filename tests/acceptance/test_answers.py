"""A campaign of 200 leads whom scripted people answer over a real Postfix and a real Dovecot: judged by Postfix's own log."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.app import inbox
from seleqt_cli.cli.program import run
from seleqt_cli.core.inbound.matching import Match
from seleqt_cli.engine import clocks, local
from seleqt_cli.engine.clocks import SystemClock, VirtualClock
from tests.acceptance.correspondents import DAY, GONE, OPTED_OUT, SAY_NO, Correspondents, Kind, address_of, kind_of
from tests.acceptance.homes import Home
from tests.acceptance.listening import Listening
from tests.acceptance.post_office import Passed, PostOffice, post_office
from tests.servers.dovecot import PASSWORD

ACCOUNTS = [f"s{number}@acme.example" for number in range(1, 5)]
PASSWORDS = {f"SELEQT_PASSWORD_S{number}": PASSWORD for number in range(1, 5)}
UNREAD = 15 * 60
"""Seconds for which an inbox counts as read (promise 4)."""
OFFICE = '{days: mon-fri, hours: "09:00-17:00", timezone: UTC, holidays: none}'
STEPS = """
      - id: hello
        email: {subject: "Pallets at {{ company }}", body: "Hi {{ first_name }}, shall we talk about pallets?"}
      - wait: 2 days
      - id: again
        email: {body: "Did this reach you, {{ first_name }}?"}
      - wait: 2 days
      - id: last
        email: {body: "A last word to {{ first_name }}: yes, later or no?"}
"""
LATER = """
  later:
    leads: {file: leads.csv, source: newsletter, basis: consent}
    senders: [s1, s2, s3, s4]
    schedule: hours
    language: en
    steps:
      - id: news
        email: {subject: "New pallets for {{ company }}", body: "Hi {{ first_name }}, they are green now."}
"""


@pytest.fixture(autouse=True)
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the loop need not look every minute of a virtual week; what it does when something is due stays as it is."""
    monkeypatch.setattr(local, "LOOK_AGAIN", DAY)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the home and both servers live: in memory where there is room, as what a disk costs is not asked here."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < 500_000_000:
        yield tmp_path
        return
    monkeypatch.setattr(tempfile, "tempdir", str(memory))
    with tempfile.TemporaryDirectory(prefix="seleqt-answers-") as name:
        yield Path(name)


def coming_monday() -> int:
    """Nine o'clock UTC of the next Monday: notes of absences that servers write bear the real date, and name a day behind it."""
    today = datetime.fromtimestamp(SystemClock().now(), UTC).date()
    return int(datetime.fromisoformat(f"{today + timedelta(days=7 - today.weekday())}T09:00:00+00:00").timestamp())


def home_of(folder: Path, office: PostOffice, leads: int, **choices: object) -> Home:
    smtp = f"{{host: localhost, port: {office.post.submission}, tls: starttls, ca: {office.post.certificates.ca}}}"
    imap = f"{{host: 127.0.0.1, port: {office.box.imap}, tls: none}}"
    return Home(folder, smtp, imap=imap, leads=leads, auth="password", environment=PASSWORDS, **choices).write()  # type: ignore[arg-type]


@contextmanager
def campaign(folder: Path, leads: int) -> Iterator[Listening]:
    clock = VirtualClock(coming_monday())
    gone = {address_of(number): GONE[kind] for number in range(1, leads + 1) if (kind := kind_of(number)) in GONE}
    with post_office(ACCOUNTS, gone, clock.now) as office:
        back = datetime.fromtimestamp(clock.now(), UTC).date() + timedelta(days=14)
        people = Correspondents(office, leads, back.isoformat())
        people.move_in()
        home = home_of(folder, office, leads, accounts=4, gap="3 minutes, spread: false", schedule=OFFICE, steps=STEPS)
        yield Listening(home, clock, people).apply()


def after_no(record: Sequence[Passed], noes: Mapping[str, int], within: int) -> list[str]:
    """Who got a mail more than `within` seconds after their no, and how long after it."""
    return [
        f"{one.recipient}: {one.at - noes[one.recipient]} s after the no"
        for one in record
        if one.recipient in noes and one.at > noes[one.recipient] + within
    ]


def doubled(record: Sequence[Passed]) -> list[str]:
    """The Message-IDs that passed more than once."""
    return [name for name, count in Counter(one.message_id for one in record).items() if count > 1]


def mails_by_kind(record: Sequence[Passed]) -> dict[Kind, set[int]]:
    """How many mails the people of each kind got."""
    found: dict[Kind, set[int]] = {}
    for person, count in Counter(one.recipient for one in record).items():
        found.setdefault(kind_of(int(person.partition("@")[0].removeprefix("lead"))), set()).add(count)
    return found


def read_at(home: Home) -> dict[str, int]:
    """When seleqt read each person's first no."""
    connection = home.connect()
    rows = connection.execute(
        "SELECT l.email, min(m.read_at) FROM inbox_message m JOIN lead l ON l.id = m.lead_id "
        "WHERE m.class IN ('reply', 'unsubscribe') GROUP BY l.email"
    ).fetchall()
    connection.close()
    return dict(rows)


class Terminal:
    """Types commands on a home at the moment where its clock stands."""

    def __init__(self, home: Home, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(clocks, "SystemClock", lambda: clock)
        monkeypatch.setenv("SELEQT_HOME", str(home.database.parent))
        monkeypatch.chdir(home.folder)
        self._capsys = capsys

    def type(self, *words: str) -> str:
        """What a command writes."""
        self._capsys.readouterr()
        code = run(list(words))
        out, err = self._capsys.readouterr()
        assert code == 0, err
        return out

    def lines(self, *words: str) -> list[dict[str, Any]]:
        """The records that it writes."""
        return [json.loads(line) for line in self.type(*words, "--json").splitlines()]


def test_two_hundred_leads_are_written_to_and_heard(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with campaign(folder, 200) as running:
        people, office, home = running.people, running.people.office, running.home
        monday = running.clock.now()
        running.until(monday + 19 * DAY)
        record = office.from_accounts()

        # the no of everybody who said it, by the time at which it came and by the time at which it was read
        assert set(people.noes) == people.of(*SAY_NO)
        assert after_no(record, people.noes, UNREAD) == []
        assert set(read_at(home)) == set(people.noes)
        assert after_no(record, read_at(home), 0) == []
        assert doubled(record) == []
        assert mails_by_kind(record) == {
            Kind.SILENT: {3}, Kind.ANSWERS: {1}, Kind.ANSWERS_LATE: {1, 2}, Kind.ANSWERS_SECOND: {2}, Kind.WRITES_ANEW: {1},
            Kind.OTHER_ADDRESS: {1}, Kind.COLLEAGUE: {1}, Kind.SAYS_STOP: {1}, Kind.UNSUBSCRIBES: {1}, Kind.AWAY: {3},
            Kind.AWAY_SOMEHOW: {3}, Kind.TICKET: {3}, Kind.DEAD: {1}, Kind.FULL: {3},
        }  # fmt: skip

        # who was away got the second mail two working days after the Monday that they named, or a week after the note
        second = {person: sorted(one.at for one in record if one.recipient == person)[1] for person in people.notes}
        assert set(people.notes) == people.of(Kind.AWAY, Kind.AWAY_SOMEHOW)
        assert {(second[person] - monday) // DAY for person in people.of(Kind.AWAY)} == {16}
        assert {(second[person] - people.notes[person]) // DAY for person in people.of(Kind.AWAY_SOMEHOW)} == {7}

        # a later campaign for the same people leaves out who said no and who cannot be reached
        home.later = LATER
        home.write()
        running.clock.set(monday + 21 * DAY)
        running.apply().until(monday + 22 * DAY)
        news = [one for one in office.from_accounts() if one.at >= monday + 21 * DAY]
        assert doubled(office.from_accounts()) == []
        assert {one.recipient for one in news} == people.of(Kind.SILENT, Kind.TICKET, Kind.AWAY, Kind.AWAY_SOMEHOW)

        # what the commands show
        home.is_sound()
        terminal = Terminal(home, running.clock, monkeypatch, capsys)
        assert [row.split()[-1] for row in terminal.type("audit").splitlines()[1:]] == ["0"] * 7
        assert {one["value"]: one["reason"] for one in terminal.lines("suppress", "list")} == {
            **dict.fromkeys(people.of(*OPTED_OUT), "unsubscribed"), **dict.fromkeys(people.of(*GONE), "hard bounce"),
        }  # fmt: skip
        heard = Counter(one["class"] for one in terminal.lines("inbox", "list", "--limit", "0") if one["campaign"] == "offer")
        junk = [one["lead"] for one in terminal.lines("inbox", "list", "--limit", "0") if one["folder"] == "Junk"]
        assert sorted(junk) == sorted(people.of(Kind.WRITES_ANEW))
        assert heard == {"reply": 60, "unsubscribe": 20, "out_of_office": 20, "auto_reply": 10, "hard_bounce": 5, "soft_bounce": 15}
        status = json.loads(terminal.type("status", "--json"))
        assert status["campaigns"]["offer"]["journeys"] == {"finished": 115, "replied": 60, "unsubscribed": 20, "bounced": 5}
        assert {one["message_id"] for one in terminal.lines("history")} == {one.message_id for one in office.from_accounts()}
        for number, words in EXPLAINED.items():
            assert words in terminal.type("explain", address_of(number)), number


EXPLAINED = {
    1: "replied, inbox: known by the thread",
    4: "replied, inbox: known by the address it comes from",
    5: "replied, inbox: somebody else in the thread",
    6: "replied, inbox: somebody of the same company under the same subject",
    7: "offer: it ended: unsubscribed",
    8: "offer: it ended: unsubscribed",
    9: "away, inbox: out of office, back on ",
    10: "away, inbox: out of office, no date stated",
    11: "received, inbox: auto reply",
    12: "offer: it ended: bounced, hard bounce no such user 5.1.1",
    32: "is suppressed: hard bounce",
}
"""What `explain` says about the lead with a number."""


def test_the_judge_sees_it_when_answers_are_not_matched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "match", lambda *found: Match())
    with campaign(folder, 20) as running:
        running.until(running.clock.now() + 5 * DAY)
        people, record = running.people, running.people.office.from_accounts()
        assert {line.partition(":")[0] for line in after_no(record, people.noes, UNREAD)} == people.of(*SAY_NO)
        assert mails_by_kind(record)[Kind.DEAD] == {3}


def test_cron_hears_what_came_between_two_calls(folder: Path) -> None:
    """Every call is a process of its own, on the machine's clock; a person approves each mail before anybody answers."""
    now = SystemClock().now
    with post_office(ACCOUNTS[:1], {address_of(12): GONE[Kind.DEAD]}, now) as office:
        people = Correspondents(office, 14, str(datetime.fromtimestamp(now() + 14 * DAY, UTC).date()), at_once=True)
        people.move_in()
        home = home_of(folder, office, 14, campaign="    review: all\n", steps=STEPS.replace("2 days", "none")).apply()
        said = [called(home, "run", "--once")]
        for _ in range(3):
            called(home, "tasks", "done", "--reviews", "--yes")
            said.append(called(home, "run", "--once"))
            for passed in office.settle(home.states()["sent"]):
                people.see(passed)
            people.write()
            office.settle(home.states()["sent"])
        assert [lines[-1] for lines in said] == [
            "0 sent, 14 for you in `seleqt tasks`",
            "14 sent, 14 for you in `seleqt tasks`",
            "4 sent, 4 for you in `seleqt tasks`",
            "3 sent",
        ]
        record = office.from_accounts()
        assert doubled(record) == []
        assert mails_by_kind(record) == {
            Kind.SILENT: {3}, Kind.ANSWERS: {1}, Kind.ANSWERS_LATE: {1}, Kind.ANSWERS_SECOND: {2}, Kind.WRITES_ANEW: {1},
            Kind.OTHER_ADDRESS: {1}, Kind.COLLEAGUE: {1}, Kind.SAYS_STOP: {1}, Kind.UNSUBSCRIBES: {1}, Kind.AWAY: {1},
            Kind.AWAY_SOMEHOW: {1}, Kind.TICKET: {3}, Kind.DEAD: {1},
        }  # fmt: skip
        called(home, "audit")
        status = json.loads(home.call("status", "--json").stdout)
        assert status["journeys"] == {"waiting": 2, "replied": 6, "unsubscribed": 2, "bounced": 1, "finished": 3}
        assert "\n  next: email again: not before " in home.call("explain", address_of(9)).stdout


def called(home: Home, *words: str) -> list[str]:
    """What a command says, as a process of its own."""
    done = home.call(*words)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()
