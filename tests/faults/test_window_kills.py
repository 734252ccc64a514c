"""SIGKILL around a click on LinkedIn, in a real process with a real browser: nothing twice, every doubt settled by what the site shows."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.linkedin_people import Kind, crowd
from tests.acceptance.linkedin_runs import Member, scenario
from tests.cli.homes import MONDAY, Home
from tests.faults.window_victim import IN_DOUBT, POINTS
from tests.servers.linkedin.server import FakeLinkedIn
from tests.servers.linkedin.site import Request, Response

REPOSITORY = Path(__file__).parents[2]
PEOPLE = crowd([Kind.IGNORES] * 9, vips=9)
FILE = """\
version: 1
business: {name: Acme, address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL, seats: {linkedin: 1}}
senders:
  anna-linkedin:
    linkedin: https://www.linkedin.com/in/example-anna/
    name: Anna
    plan: sales-navigator
    mode: auto
    pace: {spread: false}
schedules:
  ever: {days: daily, hours: always}
campaigns:
  meet:
    leads:
      source: fair
      basis: consent
      list:
ROWS
    senders: [anna-linkedin]
    schedule: ever
    language: en
    steps:
      - id: invite
        connect: {note: "Hi {{ first_name }},\\nI’m Anna 👋 Shall we connect?"}
      - id: accepted
        wait_for: connected
        at_most: 20 days
      - id: thanks
        when: connected
        message: {body: "Thanks, {{ first_name }}."}
""".replace("ROWS\n", "".join(one.row() for one in PEOPLE))


class Story:
    """One home, its account signed in at one site."""

    def __init__(self, member: Member) -> None:
        self.member, self.home, self.site = member, member.home, member.site

    def process(self, point: str, *words: str, later: int = 0) -> int:
        """A call as a process of its own, so many seconds later, killed at a point ('' for none); its exit code."""
        command = [sys.executable, "-m", "tests.faults.window_victim", point, str(self.home.clock.now() + later), *words]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode

    def once(self, later: int) -> None:
        """`run --once`, so many seconds later."""
        self.home.clock.set(self.home.clock.now() + later)
        code, _, said = self.home.type("run", "--once")
        assert code == 0, said

    def in_doubt(self) -> list[int]:
        return [number for (number,) in self.home.sql("SELECT id FROM action WHERE state = 'in_doubt'")]

    def agrees(self) -> None:
        """Nobody got anything twice, and what was sent by our record is what the site received."""
        received = Counter((entry.action, entry.target_slug, entry.text) for entry in self.site.writes())
        assert [what for what, count in received.items() if count > 1] == []
        words = {one.email: one for one in PEOPLE}
        names = {"connect": "invite", "message": "message"}
        sent = self.home.sql("SELECT kind, lead FROM action WHERE state = 'sent'")
        ours = Counter((names[kind], words[lead].slug) for kind, lead in sent)
        assert ours == Counter((action, slug) for action, slug, _ in received.elements())
        assert self.site.decoy_writes() == []


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Story]:
    with FakeLinkedIn(scenario(plan="salesnav", people=[one.person() for one in PEOPLE])) as site:
        home = Home(tmp_path, monkeypatch, capsys, FILE)
        yield Story(Member(home, site, monkeypatch, light=False).signs_in())


def test_a_kill_at_any_point_of_a_step_sends_nothing_twice_and_is_settled_by_what_the_site_shows(story: Story) -> None:
    home, site = story.home, story.site
    for day, point in enumerate(POINTS, 1):
        home.clock.set(MONDAY + day * 86_400)
        if day == len(POINTS):  # the last point at a message
            site.world.accept(site.accepted()[0].target_slug)
            home.type("mark", "lead1@company1.example", "connected")
        before = len(site.writes())
        assert story.process(point, "run", "--once", "-q") == -signal.SIGKILL, point
        assert len(site.writes()) == before + (point in POINTS[2:]), point
        story.once(300)
        doubts = story.in_doubt()
        assert len(doubts) == (point in IN_DOUBT), point
        _, _, said = home.type("resolve", "--check")
        if point == "after C2":  # never clicked: that nothing is there a person decides on, and the same goes once
            assert (story.in_doubt(), "nothing of it can be seen on LinkedIn" in said) == (doubts, True), said
            home.type("resolve", "--not-sent", str(doubts[0]))
            story.once(300)
        assert story.in_doubt() == [], (point, said)
        story.agrees()
    assert Counter(entry.action for entry in site.writes())["message"] == 1
    assert home.type("audit")[0] == 0


def test_a_second_process_does_nothing_while_the_first_one_waits_for_the_site(story: Story) -> None:
    site, answer = story.site, story.site.site.answer
    codes: list[int] = []

    def while_it_waits(request: Request) -> Response:
        response = answer(request)
        if request.method == "POST" and not codes:
            asked = len(site.requests())
            codes.append(story.process("", "run", "--once", "-q", later=120))
            assert len(site.requests()) == asked
        return response

    site.site.answer = while_it_waits  # type: ignore[method-assign]
    story.once(300)
    assert codes == [4]
    assert [entry.action for entry in site.writes()] == ["invite"]
    story.agrees()
