"""A home of its own with campaigns applied, at a clock that stands where the test puts it."""

import json
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from seleqt_cli.engine import clocks
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.storage.database import open_database

MONDAY = 1_798_444_800
"""2026-12-28 08:00 UTC, nine o'clock in Amsterdam."""

MAILS = """\
version: 1
business: {name: Acme, address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL, seats: {email: 2, linkedin: 1}}
senders:
  anna:
    email: anna@acme.example
    name: Anna
    smtp: outbox:outbox/anna
    limits: {email: 3}
    pace: {gap: 3 minutes, spread: false}
    signature: Anna
schedules:
  office: {days: mon-fri, hours: "09:00-17:00"}
campaigns:
  hello:
    leads:
      source: fair
      basis: consent
      list:
        - {email: noor@windmill.example, first_name: Noor, company: Windmill}
        - {email: sam@canal.example, first_name: Sam, company: Canal}
        - {email: tom@quay.example, first_name: Tom, company: Quay}
        - {email: ida@dike.example, first_name: Ida, company: Dike}
        - {email: bo@lock.example, first_name: Bo, company: Lock}
    senders: [anna]
    schedule: office
    language: en
    steps:
      - id: intro
        email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}
      - wait: 2 working days
      - id: nudge
        email: {body: "Hi {{ first_name }}, did this reach you?"}
"""

BOTH = """\
version: 1
business: {name: Acme, address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL, seats: {email: 1, linkedin: 1}}
senders:
  anna: {email: anna@acme.example, name: Anna, smtp: "outbox:outbox/anna", signature: Anna}
  anna-linkedin: {linkedin: "https://www.linkedin.com/in/example-anna/", name: Anna, limits: {connect: 1}, pace: {spread: false}}
schedules:
  office: {days: mon-fri, hours: "09:00-17:00"}
campaigns:
  both:
    leads:
      source: fair
      basis: consent
      list:
        - {email: noor@windmill.example, linkedin: "https://www.linkedin.com/in/example-noor/", first_name: Noor, company: Windmill}
        - {email: sam@canal.example, linkedin: "https://www.linkedin.com/in/example-sam/", first_name: Sam, company: Canal}
    senders: [anna, anna-linkedin]
    schedule: office
    language: en
    steps:
      - id: invite
        connect: {note: "Hi {{ first_name }}, shall we connect?"}
      - id: accepted
        wait_for: connected
        at_most: 10 days
        else:
          - id: intro
            email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}
      - id: thanks
        when: connected
        message: {body: "Thanks, {{ first_name }}."}
      - wait: 1 day
      - id: call
        task: "Ring {{ first_name }} of {{ company }}"
"""


class Home:
    """Types commands in a folder of its own; `clock` moves only when the test moves it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, *, at: int = MONDAY
    ) -> None:
        self.folder = folder
        self.clock = VirtualClock(at)
        self._capsys = capsys
        monkeypatch.chdir(folder)
        monkeypatch.setenv("SELEQT_HOME", str(folder / "home"))
        monkeypatch.setenv("SELEQT_PERSON", "anna")
        monkeypatch.setattr(clocks, "SystemClock", lambda: self.clock)
        (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
        code, _, said = self.type("apply")
        assert code == 0, said

    def type(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a command."""
        self._capsys.readouterr()
        code = run(list(words))
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *words: str) -> Any:
        """The document that a command writes with --json."""
        code, out, err = self.type(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def lines(self, *words: str) -> list[Any]:
        """The records that a command writes with --json."""
        code, out, err = self.type(*words, "--json")
        assert code == 0, err
        return [json.loads(line) for line in out.splitlines()]

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into the database, or change what a later part of the program would."""
        connection = open_database(self.folder / "home" / "seleqt.db")
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def run_for(self, minutes: int, every: int = 3) -> None:
        """Let cron run: `run --once` every few minutes."""
        for _ in range(0, minutes, every):
            code, _, said = self.type("run", "--once", "-q")
            assert code == 0, said
            self.clock.set(self.clock.now() + every * 60)
