"""Ten days of a campaign on LinkedIn in mode auto, through a real browser: judged by what the fake site received."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from seleqt_cli.engine import local
from tests.acceptance.linkedin_people import Kind, Somebody, crowd
from tests.acceptance.linkedin_runs import Member, scenario
from tests.cli.homes import Home
from tests.servers.linkedin.checks import violations
from tests.servers.linkedin.model import Entry, Fault
from tests.servers.linkedin.server import FakeLinkedIn

HOUR, DAY = 3600, 86_400
ZONE = "Europe/Amsterdam"
NOTES = 5
"""A month, of a free account."""
VISITS = 18
OFFICE = [
    Kind.ACCEPTS, Kind.ANSWERS, Kind.TALKS_BACK, Kind.RENAMED, Kind.PENDING, Kind.CONNECTED, Kind.IGNORES, Kind.CREATOR, Kind.INCOMING,
    Kind.FOLLOWED, Kind.GONE, Kind.WANTS_EMAIL, Kind.NAMESAKE, Kind.ACCEPTS, Kind.ANSWERS, Kind.TALKS_BACK, Kind.IGNORES, Kind.ACCEPTS,
    Kind.CONNECTED, Kind.ANSWERS, Kind.ACCEPTS, Kind.IGNORES, Kind.CREATOR, Kind.TALKS_BACK, Kind.ACCEPTS, Kind.IGNORES,
]  # fmt: skip
NIGHT = [Kind.ACCEPTS, Kind.IGNORES, Kind.CONNECTED, Kind.ANSWERS, Kind.GONE, *[Kind.IGNORES] * 7]
PEOPLE = crowd(OFFICE, vips=5) + crowd(NIGHT, vips=3, start=len(OFFICE) + 1)
STEPS = """
    steps:
      - id: look
        visit: {}
      - wait: 4 hours
      - id: invite
        when: tagged vip
        connect: {note: "Hi {{ first_name }},\\nI’m Anna 👋 Shall we connect?"}
      - id: plainly
        when: not tagged vip
        connect: {}
      - id: accepted
        wait_for: connected
        at_most: 3 days
        else:
          - id: intro
            email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}
      - id: thanks
        when: connected
        message: {body: "Thanks, {{ first_name }}."}
      - wait: 1 day
      - id: again
        when: connected
        message: {body: "Did you see it, {{ first_name }}?"}
"""


def campaign(name: str, schedule: str, people: list[Somebody]) -> str:
    rows = "".join(one.row() for one in people)
    return (
        f"  {name}:\n    leads:\n      source: fair\n      basis: consent\n      list:\n{rows}"
        f"    senders: [anna, anna-linkedin]\n    schedule: {schedule}\n    language: en\n    withdraw_after: 5 days{STEPS}"
    )


FILE = f"""\
version: 1
business: {{name: Acme, address: "Gracht 1, Amsterdam", timezone: {ZONE}, country: NL, seats: {{email: 1, linkedin: 1}}}}
senders:
  anna: {{email: anna@acme.example, name: Anna, smtp: "outbox:outbox/anna", imap: none, signature: Anna}}
  anna-linkedin:
    linkedin: https://www.linkedin.com/in/example-anna/
    name: Anna
    mode: auto
    limits: {{visit: {VISITS}, connect: {{day: 4, week: 15}}, message: 3, withdraw: 2}}
    pace: {{gap: 90 seconds, spread: false}}
schedules:
  office: {{days: mon-fri, hours: "09:00-17:00"}}
  night: {{days: daily, hours: ["00:00-04:00", "22:00-24:00"]}}
campaigns:
{campaign("office", "office", PEOPLE[: len(OFFICE)])}
{campaign("night", "night", PEOPLE[len(OFFICE) :])}
"""


def here(day: int, hour: int, minute: int = 0) -> int:
    """An instant of October 2026; the clocks are put back on Sunday the 25th."""
    return int(datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp())


@pytest.fixture
def site() -> Iterator[FakeLinkedIn]:
    people = [one.person() for one in PEOPLE]
    with FakeLinkedIn(scenario(layout="B", people=people, start=here(22, 8), faults=[Fault("checkpoint", after=14)])) as found:
        yield found


GOT: dict[Kind, set[tuple[str, ...]]] = {
    Kind.ACCEPTS: {(), ("invite",), ("invite", "message"), ("invite", "message", "message")},
    Kind.ANSWERS: {(), ("invite",), ("invite", "message")},
    Kind.TALKS_BACK: {(), ("invite",)},
    Kind.RENAMED: {("invite", "message", "message")},
    Kind.CONNECTED: {(), ("message", "message")},
    Kind.IGNORES: {(), ("invite",), ("invite", "withdraw")},
    Kind.CREATOR: {(), ("invite",)},
    **{kind: {()} for kind in (Kind.PENDING, Kind.INCOMING, Kind.FOLLOWED, Kind.GONE, Kind.WANTS_EMAIL, Kind.NAMESAKE)},
}
"""What people of each kind got, in the sequence of the site's record; whom the limits left for later got nothing yet."""
MAILED = {Kind.IGNORES, Kind.FOLLOWED, Kind.WANTS_EMAIL, Kind.GONE, Kind.INCOMING}
"""Whom no LinkedIn step reached, or who did not accept in three days."""


class Ten:
    """The ten days: the account's run, and what people do meanwhile."""

    def __init__(self, member: Member) -> None:
        self.member, self.home, self.site = member, member.home, member.site
        self.replied: dict[str, int] = {}
        for day in range(22, 32):
            for hour in (2, 12):
                member.script.at(here(day, hour, 15), self.people_act)

    def people_act(self) -> None:
        """Whoever accepts does it half a day later at the earliest; whoever answers does so then."""
        world, now = self.site.world, self.home.clock.now()
        for one in PEOPLE:
            person = world.person(one.there)
            assert person is not None
            invited = one.kind is not Kind.PENDING and person.state == "pending" and (person.sent_at or now) < now - 12 * HOUR
            if invited and one.kind in (Kind.ACCEPTS, Kind.ANSWERS, Kind.RENAMED):
                world.accept(one.there)
            if one.there not in self.replied and (
                (invited and one.kind is Kind.TALKS_BACK) or (one.kind is Kind.ANSWERS and person.thread)
            ):
                world.reply(one.there, "Not now, thank you.")
                self.replied[one.there] = now

    def stopped(self) -> None:
        """The site wants a person: nothing more is asked of it until they have looked, and the account has rested."""
        asked = len(self.site.requests())
        assert self.home.sql("SELECT kind, cleared_at FROM linkedin_incident") == [("checkpoint", None)]
        assert len(list((self.home.folder / "home" / "linkedin" / "incidents").iterdir())) == 1
        self.home.clock.set(self.home.clock.now() + HOUR)
        assert self.home.type("run", "--once")[0] == 3
        self.member.run_until(here(26, 20))
        cleared = "linkedin clear anna-linkedin --i-can-use-linkedin --warning-gone --reason captcha"
        assert self.home.type(*cleared.split())[0] == 2, "who was asked for a check says from when on it may go on"
        self.site.world.lift()
        assert self.home.type(*cleared.split(), "--until", "2026-10-28")[0] == 0
        said = self.home.type("resolve", "--check")[2]
        assert "LinkedIn was not looked at: it rests" in said
        self.member.run_until(here(27, 23))
        assert len(self.site.requests()) == asked

    def looked_up(self) -> None:
        """What was in doubt is settled by what the site shows, without another click."""
        doubts = self.home.sql("SELECT id FROM action WHERE state = 'in_doubt'")
        writes = len(self.site.writes())
        said = self.home.type("resolve", "--check")[2]
        assert len(doubts) == 1
        assert f"{doubts[0][0]}: counts as sent to" in said
        assert len(self.site.writes()) == writes

    # what the site tells

    def by_kind(self) -> dict[Kind, set[tuple[str, ...]]]:
        """What the people of each kind got, in order."""
        got: dict[str, tuple[str, ...]] = {one.there: () for one in PEOPLE}
        for entry in self.site.writes():
            got[entry.target_slug] += (entry.action,)
        found: dict[Kind, set[tuple[str, ...]]] = {}
        for one in PEOPLE:
            found.setdefault(one.kind, set()).add(got[one.there])
        return found

    def moments(self) -> list[int]:
        """When anything was done that others see: a profile opened for a step, or something written."""
        own = self.site.world.account.slug
        begun = here(22, 9)
        seen = {one.virtual_time for one in self.site.visits() if one.path.startswith("/in/") and one.target_slug != own}
        return sorted(at for at in seen | {one.virtual_time for one in self.site.writes()} if at >= begun)

    def profiles(self) -> list[int]:
        """When a profile of somebody was shown."""
        own = self.site.world.account.slug
        return [one.virtual_time for one in self.site.visits() if one.path.startswith("/in/") and one.accepted and one.target_slug != own]


def most_within(moments: list[int], seconds: int) -> int:
    """The most of them in any stretch of that length."""
    return max((sum(start <= one < start + seconds for one in moments) for start in moments), default=0)


def out_of_hours(entries: list[Entry]) -> list[str]:
    """What came at a time at which its campaign does nothing."""
    night = {one.there for one in PEOPLE[len(OFFICE) :]}
    found = []
    for entry in entries:
        local = datetime.fromtimestamp(entry.virtual_time, ZoneInfo(ZONE))
        allowed = local.hour in (22, 23, 0, 1, 2, 3) if entry.target_slug in night else local.weekday() < 5 and 9 <= local.hour < 17
        if not allowed:
            found.append(f"{entry.action} {entry.target_slug} at {local:%a %H:%M}")
    return found


@pytest.mark.timeout(900)
def test_ten_days_leave_on_the_site_what_was_asked_for_and_nothing_else(
    site: FakeLinkedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(local, "LOOK_AGAIN", DAY)  # nobody else writes to the database meanwhile
    home = Home(tmp_path, monkeypatch, capsys, FILE, at=here(22, 8))
    ten = Ten(Member(home, site, monkeypatch).signs_in())
    run = ten.member.run_until
    run(here(23, 9, 5))  # each call is a new start: in the middle of a day's work, and at the hour that comes twice
    run(here(25, 2, 8))
    run(here(26, 12))
    ten.stopped()
    run(here(28, 2))
    ten.looked_up()
    run(here(30, 9, 6))
    home.clock.set(here(30, 8, 26))  # the machine's clock was wrong
    run(here(31, 12) + 15 * HOUR)

    writes = site.writes()
    assert site.decoy_writes() == []
    assert [one for one in writes if not one.accepted] == []
    assert violations(writes, per_day={"invite": 4, "message": 3, "withdraw": 2}, per_week={"invite": 15}, zone=ZONE) == []
    at = {action: [one.virtual_time for one in writes if one.action == action] for action in ("invite", "message", "withdraw")}
    assert [most_within(at[action], DAY) for action in at] == [4, 3, 2]
    assert most_within(at["invite"], 7 * DAY) == 15
    assert most_within(ten.profiles(), DAY) == VISITS
    assert [b - a for a, b in pairwise(ten.moments()) if b - a < 90] == []
    assert out_of_hours([one for one in writes if one.action != "withdraw"]) == []
    notes = Counter(one.day[:7] for one in writes if one.action == "invite" and one.text)
    assert max(notes.values()) <= NOTES

    # who got what, word for word
    assert ten.by_kind() == GOT
    for one in PEOPLE:
        asked = {"invite": [one.note], "message": [f"Thanks, {one.first}.", f"Did you see it, {one.first}?"], "withdraw": [""]}
        for action, texts in asked.items():
            got = [entry.text for entry in writes if (entry.target_slug, entry.action) == (one.there, action)]
            assert got == texts[: len(got)]
    after = [entry for entry in writes if entry.virtual_time > ten.replied.get(entry.target_slug, entry.virtual_time)]
    assert after == []

    # what the site received is what the record says
    names = {"connect": "invite", "message": "message", "withdraw": "withdraw"}
    slugs = {one.email: one for one in PEOPLE}
    rows = home.sql("SELECT kind, lead, coalesce(s.text, '') FROM action LEFT JOIN linkedin_sent s ON s.action_id = id "
                    "WHERE state = 'sent' AND kind IN ('connect', 'message', 'withdraw') AND reason NOT LIKE 'already:%'")  # fmt: skip
    assert Counter((names[kind], slugs[lead].there) for kind, lead, _ in rows) == Counter((one.action, one.target_slug) for one in writes)
    words = Counter((names[kind], slugs[lead].there, text) for kind, lead, text in rows if text)
    assert words - Counter((one.action, one.target_slug, one.text) for one in writes) == Counter()
    visited = {one.target_slug for one in site.visits() if one.path.startswith("/in/")}
    assert {slugs[lead].there for (lead,) in home.sql("SELECT lead FROM action WHERE kind = 'visit' AND state = 'sent'")} <= visited
    assert home.sql("SELECT state FROM action WHERE state IN ('in_doubt', 'sending')") == []
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in (tmp_path / "outbox" / "anna" / "new").iterdir()]
    mailed = Counter(parseaddr(str(mail["To"]))[1] for mail in mails)
    assert mailed == Counter(lead for (lead,) in home.sql("SELECT lead FROM action WHERE kind = 'email' AND state = 'sent'"))
    assert ({slugs[address].kind for address in mailed}, max(mailed.values())) == (MAILED, 1)
    code, proof, _ = home.type("audit")
    assert code == 0, proof
