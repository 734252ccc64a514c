"""A campaign on both channels, over a real Postfix and Dovecot and a real browser: a no on either of them stops both."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.acceptance.linkedin_people import Kind, Somebody, crowd
from tests.acceptance.linkedin_runs import Member, scenario
from tests.acceptance.post_office import PostOffice, post_office
from tests.acceptance.test_answers import coming_monday
from tests.cli.homes import Home
from tests.servers.dovecot import PASSWORD
from tests.servers.linkedin.server import FakeLinkedIn

HOUR, DAY = 3600, 86_400
ANNA = "anna@acme.example"
ACCEPTS, MAILS, CHATS, SILENT = PEOPLE = crowd([Kind.ACCEPTS, Kind.IGNORES, Kind.TALKS_BACK, Kind.IGNORES], vips=4)
FILE = """\
version: 1
business: {name: Acme, address: "Gracht 1, Amsterdam", timezone: UTC, country: NL, seats: {email: 1, linkedin: 1}}
senders:
  anna:
    email: anna@acme.example
    name: Anna
    smtp: {host: localhost, port: SMTP, tls: starttls, ca: CA}
    imap: {host: 127.0.0.1, port: IMAP, tls: none}
    auth: password
    pace: {gap: 0}
  anna-linkedin:
    linkedin: https://www.linkedin.com/in/example-anna/
    name: Anna
    mode: auto
    pace: {spread: false}
schedules:
  office: {days: mon-fri, hours: "09:00-17:00"}
campaigns:
  both:
    leads:
      source: fair
      basis: consent
      list:
ROWS
    senders: [anna, anna-linkedin]
    schedule: office
    language: en
    steps:
      - id: look
        visit: {}
      - id: invite
        connect: {note: "Hi {{ first_name }},\\nI’m Anna 👋 Shall we connect?"}
      - id: accepted
        wait_for: connected
        at_most: 1 day
        else:
          - id: intro
            email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}
      - id: thanks
        when: connected
        message: {body: "Thanks, {{ first_name }}."}
      - wait: 1 day
      - id: nudge
        email: {subject: "Still robots", body: "Hi {{ first_name }}, shall we talk?"}
      - id: follow
        follow: {}
"""


class Both:
    """The program, called as cron would, between a post office and the site."""

    def __init__(self, member: Member, office: PostOffice, monday: int) -> None:
        self.member, self.home, self.site, self.office, self.monday = member, member.home, member.site, office, monday

    def calls(self, day: int, hour: int, times: int) -> None:
        """`run --once` so many times, two minutes apart, from that hour of that day on."""
        for number in range(times):
            self.home.clock.set(self.monday + day * DAY + hour * HOUR + number * 120)
            code, _, said = self.home.type("run", "--once")
            assert code in (0, 3), said
        self.office.settle(self.home.sql("SELECT count(*) FROM action WHERE kind = 'email' AND state = 'sent'")[0][0])

    def mailed(self) -> list[tuple[str, int]]:
        """Who got mail so far, and how many, by Postfix's own log."""
        return sorted(Counter(one.recipient for one in self.office.from_accounts()).items())

    def did(self) -> list[tuple[str, str, str]]:
        """What the site received so far."""
        return [(one.action, one.target_slug, one.text) for one in self.site.writes()]

    def answers(self, one: Somebody) -> None:
        """Somebody answers the mail that they got."""
        passed = next(mail for mail in self.office.from_accounts() if mail.recipient == one.email)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{one.first} <{one.email}>", ANNA, f"Re: Robots for Company {one.number}"
        mail["Message-ID"], mail["In-Reply-To"], mail["References"] = "<no-1@client.example>", passed.message_id, passed.message_id
        mail["Date"] = datetime.fromtimestamp(self.home.clock.now(), UTC)
        mail.set_content("Thank you, but we have robots.\n")
        self.office.hand_in(one.email, ANNA, mail)
        self.office.settle(self.home.sql("SELECT count(*) FROM action WHERE kind = 'email' AND state = 'sent'")[0][0])

    def state(self, one: Somebody) -> str:
        """Of somebody's journey."""
        return str(self.home.sql("SELECT j.state FROM journey j JOIN lead l ON l.id = j.lead_id WHERE l.email = ?", one.email)[0][0])


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Both]:
    monday = coming_monday() - 9 * HOUR
    now = [monday + 8 * HOUR]
    monkeypatch.setenv("SELEQT_PASSWORD_ANNA", PASSWORD)
    with (
        FakeLinkedIn(scenario(people=[one.person() for one in PEOPLE], start=now[0])) as site,
        post_office([ANNA], {}, lambda: now[0]) as office,
    ):
        text = FILE.replace("SMTP", str(office.post.submission)).replace("IMAP", str(office.box.imap))
        text = text.replace("CA}", f"{office.post.certificates.ca}}}").replace("ROWS\n", "".join(one.row() for one in PEOPLE))
        home = Home(tmp_path, monkeypatch, capsys, text, at=now[0])
        office.now = home.clock.now
        yield Both(Member(home, site, monkeypatch).signs_in(), office, monday)


def test_a_no_by_mail_stops_linkedin_and_a_no_on_linkedin_stops_mail(both: Both) -> None:
    site, office, home = both.site, both.office, both.home
    both.calls(0, 9, 8)
    invited = [("invite", one.slug, one.note) for one in PEOPLE]
    assert sorted(both.did()) == sorted(invited)
    site.world.accept(ACCEPTS.slug)

    both.calls(1, 10, 2)  # a day later: those who did not accept get a mail, who accepted a message
    thanked = ("message", ACCEPTS.slug, f"Thanks, {ACCEPTS.first}.")
    assert sorted(both.did()) == sorted([*invited, thanked])
    assert both.mailed() == [(one.email, 1) for one in (MAILS, CHATS, SILENT)]
    both.answers(MAILS)
    site.world.reply(CHATS.slug, "No robots, please.")
    site.world.wall = "checkpoint"

    both.calls(2, 11, 2)  # LinkedIn shows nothing any more: nobody knows who answered there
    assert (both.state(MAILS), both.state(CHATS), both.state(SILENT)) == ("replied", "waiting", "waiting")
    assert both.mailed() == [(one.email, 1) for one in (MAILS, CHATS, SILENT)]
    assert "because nobody looked for a LinkedIn reply in the last 24 hours" in home.type("explain", SILENT.email)[1]
    asked = len(site.requests())
    both.calls(2, 12, 1)
    assert len(site.requests()) == asked

    site.world.lift()
    cleared = "linkedin clear anna-linkedin --i-can-use-linkedin --warning-gone --reason captcha --until"
    today = datetime.fromtimestamp(both.monday + 3 * DAY, UTC).date().isoformat()
    assert home.type(*cleared.split(), today)[0] == 0
    both.calls(3, 10, 4)
    assert {one.kind: both.state(one) for one in (MAILS, CHATS)} == {Kind.IGNORES: "replied", Kind.TALKS_BACK: "replied"}
    assert both.mailed() == sorted([(ACCEPTS.email, 1), (MAILS.email, 1), (CHATS.email, 1), (SILENT.email, 2)])
    followed = [("follow", ACCEPTS.slug, ""), ("follow", SILENT.slug, "")]
    assert sorted(both.did()) == sorted([*invited, thanked, *followed])
    assert site.decoy_writes() == []
    assert [one for one in office.from_accounts() if not one.status.startswith("2.")] == []
    code, proof, _ = home.type("audit")
    assert code == 0, proof
